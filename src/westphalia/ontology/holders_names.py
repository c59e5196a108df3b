"""Names of people as keys: titles taken off, transliterations brought together.

A name becomes a tuple of word keys. The same functions make the keys of `holders.tsv.gz` and those of a
page's names, so a change here asks for a rebuild of the table (`training/ontology/build_holders.py`).

The key of one word:

1. accents, apostrophes and case are folded as for places (`places_names.fold`);
2. the few words with unrelated spellings get one (Mohammed, Muhammad, Mohamed);
3. letters and letter groups of one sound in the usual transliterations get one (Sergei, Sergey, Sergueï);
4. doubled letters become one (Assad, Asad).

The folding is meant to be coarse: two people it throws together are told apart by country, office and date.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .places_names import fold

LONGEST = 120  # characters of a name that are looked at; longer is no name

# Words that only introduce a name. Folded, single words.
TITLES = frozenset(
    """mr mrs ms miss mister madam madame monsieur mme dr doctor prof professor sir dame lord lady hon
    honourable honorable rev reverend fr father sister brother excellency he majesty highness hrh hm
    sen senator rep representative congressman congresswoman mp mep gov governor judge justice capt
    captain maj major col colonel gen general lt lieutenant cdr commander adm admiral sgt sergeant
    brig brigadier marshal field air vice chief amb ambassador envoy president pres prime minister
    premier chancellor secretary speaker king queen prince princess crown emperor emir sheikh sheik
    shaikh sultan ayatollah grand imam mullah pope cardinal archbishop bishop patriarch metropolitan
    mayor former ex late then outgoing incoming acting interim deputy assistant under first second
    lady foreign defence defense interior finance home trade economy state justice health the
    chairman chairwoman chair spokesman spokeswoman spokesperson comrade hajji haji hojatoleslam
    maulana herr frau señor senor senora attorney director leader head elect designate
    minister-president""".split()
)

# Titles after which a name surely begins, wherever they stand: "Russian Foreign Minister Sergei Lavrov".
_STRONG = frozenset(
    """minister president premier chancellor secretary spokesman spokeswoman spokesperson ambassador chairman
    senator governor representative envoy mr mrs ms gen leader""".split()
)

_TAILS = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "qc", "kc"})

# Words with spellings that no letter rule brings together.
_SAME: dict[str, str] = {}
for _group in (
    "mohammed muhammad mohamed mohammad muhammed mohamad muhamad mohamud mehmed muhammadu mohd",
    "ahmed ahmad achmed achmad ahmet",
    "hussein hussain husain husayn husein hossein hosein hoseyn hussien",
    "abdel abdul abd abdal abdol",
    "abdullah abdallah abdulla abdalla",
    "yousef yusuf youssef yusef yousuf youssouf yusof",
    "omar umar omer",
    "osama usama",
    "said saeed sayeed saied said",
    "saleh salih",
    "hassan hasan hasen",
    "ibrahim ebrahim",
    "ismail ismael esmail esmaeil ismael",
    "sulaiman suleiman suleyman sulayman soleiman soleyman souleymane",
    "nuri nouri noori",
    "khalid khaled",
    "walid waleed",
    "rashid rasheed rachid",
    "jamal gamal djamal",
    "gaddafi qaddafi qadhafi kadhafi kadafi gadhafi qadafi ghaddafi gadafi",
    "osman usman uthman ousmane othman",
    "mahmoud mahmud mahmood",
    "tariq tarek tareq tarik",
    "alexander aleksandr alexandr aleksander oleksandr olexander aliaksandr alyaksandr oleksander",
    "sergei sergey serhiy serhii siarhei serghei sergiy sergii",
    "volodymyr vladimir wladimir uladzimir volodimir",
    "mykola nikolai nikolay mikalai",
    "yevgeny evgeny evgeni yevgeni evgenii yevhen yevgeniy evgeniy",
    "dmitry dmitri dmitriy dmitrii dmytro dzmitry dimitri dimitry",
    "andrei andrey andriy andrii andrej",
    "mikhail mykhailo mikhael mikhailo michail",
    "pavel pavlo pawel",
    "petro piotr pyotr",
    "yuri yuriy yury iouri yurii",
    "oleg oleh",
    "igor ihor",
    "viktor victor wiktor",
    "alexei aleksei alexey aleksey oleksiy oleksii alexsei",
    "zelensky zelenskyy zelenskiy zelenskyi selenskyj zelenskii zelenski selenski selensky",
    "lukashenko lukashenka loukachenko",
    "kim gim",
    "nguyen",
    "jose josef",
    "jean",
    "joseph joe",
    "michael mike",
    "william bill will",
    "anthony tony antony",
    "robert bob",
    "james jim jimmy",
    "richard dick",
    "benjamin benyamin binyamin ben",
    "thomas tom",
    "donald don",
    "edward ed ted",
    "steven stephen steve",
    "philip phil phillip",
    "christopher chris",
    "gregory greg",
    "timothy tim",
    "lawrence larry",
    "kenneth ken",
    "ronald ron",
    "samuel sam",
    "nicholas nick",
    "jeffrey jeff geoffrey geoff",
):
    _first, *_rest = _group.split()
    _SAME.update(dict.fromkeys((_first, *_rest), _first))

_PATTERNS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"^ye(?=[a-z]{3})", "e"),  # Yeltsin, Eltsin
        (r"tch|tsch|cz", "ch"),
        (r"sch", "sh"),
        (r"ou|oo", "u"),  # Bouteflika, Butefliqa
        (r"ee", "i"),
        (r"dzh|dj|zh", "j"),
        (r"gu(?=[ei])", "g"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"ck", "k"),
        (r"ks|cs", "x"),
        (r"q", "k"),
        (r"w", "v"),
        (r"(?<=[aou])e", ""),  # Schroeder, Schröder
        (r"y|j(?=[^aeiouy])", "i"),
        (r"(?<=[aeiou])i(?=[aeiou])", "i"),
        (r"i(?=e[vf])", ""),  # Aliyev, Aliev, Alyev
    )
)
_DOUBLE = re.compile(r"(.)\1+")
_TRAIL = re.compile(r"(?<=[^i])i+$")

ARTICLES = frozenset(
    {"al", "el", "ul", "ad", "as", "ash", "an", "at", "az", "ar", "us", "ed", "es", "ur", "ud"}
)
PARTICLES = frozenset(
    {
        "de",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "da",
        "do",
        "dos",
        "du",
        "di",
        "le",
        "la",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "mac",
        "st",
        "ait",
        "ould",
        "ag",
        "ten",
        "zu",
    }
)


@lru_cache(maxsize=32768)
def word_key(word: str) -> str:
    """The key of one folded word."""
    known = _SAME.get(word)
    if known is not None:  # 2
        return known
    for pattern, by in _PATTERNS:  # 3
        word = pattern.sub(by, word)
    word = _DOUBLE.sub(r"\1", word)  # 4
    return _TRAIL.sub("i", word) or word


def name_key(name: str) -> tuple[str, ...]:
    """The word keys of a name without titles taken off; Arabic articles in front of a word are left out."""
    words = fold(name[:LONGEST]).split()
    kept = [word for word in words if word not in ARTICLES or len(words) == 1]
    while len(kept) > 1 and kept[-1] in _TAILS - {"ii", "iii", "iv"}:
        kept.pop()
    return tuple([word_key(word) for word in kept])


@lru_cache(maxsize=8192)
def spoken(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a mention as a name, best first: as it stands, without titles, behind a title."""
    text = re.sub(r"['’]s?$", "", name[:LONGEST].strip())
    words = [word for word in re.split(r"[\s,]+", text) if word]
    if not words:
        return ()
    readings = [name_key(" ".join(words))]
    start = 0
    while start < len(words) - 1 and fold(words[start]) in TITLES:
        start += 1
    readings.append(name_key(" ".join(words[start:])))
    for at in range(len(words) - 2, start - 1, -1):
        if fold(words[at]) in _STRONG:
            readings.append(name_key(" ".join(words[at + 1 :])))
            break
    return tuple(dict.fromkeys(reading for reading in readings if reading))


_LINKS = frozenset({"of", "for", "the", "and"})


@lru_cache(maxsize=8192)
def title_of(name: str) -> str:
    """The run of title words in front of a name, folded; empty where it has none ("prime minister")."""
    words = fold(name[:LONGEST]).split()
    last = max((at for at in range(len(words) - 1) if words[at] in TITLES), default=-1)
    first = last
    while first > 0 and (words[first - 1] in TITLES or words[first - 1] in _LINKS):
        first -= 1
    return " ".join(words[first : last + 1]) if last >= 0 else ""
