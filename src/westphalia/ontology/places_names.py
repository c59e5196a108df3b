"""Names as keys: how the spelling of a place or person is folded before it is looked up.

The same function folds the tables when they are built and the words of a page when they are read,
so a change here asks for a rebuild of `places.tsv.gz` and `holders.tsv.gz`.
"""

from __future__ import annotations

import unicodedata

# Letters that have no decomposition in Unicode but one plain spelling in English-language news.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "a",
        "ħ": "h",
        # Apostrophes and the signs of Semitic transliteration vanish: N'Djamena, Sana'a, Rus’.
        "'": None,
        "’": None,
        "‘": None,
        "ʼ": None,
        "ʻ": None,
        "ʿ": None,
        "ʾ": None,
        "`": None,
        "´": None,
        "′": None,
        # A point only abbreviates: U.S. and US, St. and St are one key.
        ".": None,
        # Everything that joins words is a space.
        "-": " ",
        "‐": " ",
        "‑": " ",
        "–": " ",
        "—": " ",
        "/": " ",
        "_": " ",
        "=": " ",
        '"': " ",
        "“": " ",
        "”": " ",
        "«": " ",
        "»": " ",
        "(": " ",
        ")": " ",
        ",": " ",
        ";": " ",
        ":": " ",
    }
)

# Words with two usual spellings, brought to one.
_WORDS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def fold(name: str) -> str:
    """The lookup key of a name: lower case, no accents, no apostrophes or points, single spaces.

    Letters outside the Latin script are kept. The result of folding twice is that of folding once.
    """
    if name.isascii():  # nothing to take apart
        return " ".join([_WORDS.get(word, word) for word in name.lower().translate(_LETTERS).split()])
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORDS.get(word, word) for word in plain.translate(_LETTERS).split())
