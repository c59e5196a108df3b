"""Text to lines, and what can be seen on one line alone. No rule decides here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Hint = Literal["title", "heading", "caption", "item", "text"]
"""What the HTML says a line is; None for plain text."""

MAX_LOOK = 600
"""Rules look at no more than this many characters of a line: enough for every rule, and bounded."""

# Words that prose cannot do without and menus, headlines and tables mostly do; used as a measure.
FUNCTION_WORDS = frozenset(
    [
        "the",
        "of",
        "to",
        "and",
        "in",
        "a",
        "an",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "it",
        "from",
        "he",
        "she",
        "said",
        "has",
        "have",
        "had",
        "are",
        "were",
        "be",
        "been",
        "his",
        "her",
        "their",
        "its",
        "who",
        "which",
        "not",
        "but",
        "after",
        "over",
        "will",
        "would",
        "could",
        "should",
        "they",
        "we",
        "i",
        "you",
        "this",
        "these",
        "those",
        "or",
        "into",
        "than",
        "when",
        "while",
        "where",
        "also",
        "because",
        "about",
        "before",
        "during",
        "against",
        "between",
        "under",
        "there",
        "what",
        "more",
        "if",
    ]
)

_STRAIGHT = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201b": "'",
        "\u2032": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u201f": '"',
        "\u00ab": '"',
        "\u2033": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u200a": " ",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u200e": None,
        "\u200f": None,
        "\u00ad": None,
        "\ufeff": None,
        "\u2010": "-",
        "\u2011": "-",
    }
)
_STRAY_TAG = re.compile(
    r"<\s{0,2}/?\s{0,2}(?:p|br|div|span|strong|em|b|i|h[1-6]|li|ul)\s{0,2}/?\s{0,2}>", re.I
)
_BULLET = re.compile(
    r"^(?:[\u2022\u25aa\u25cf\u25e6\u2023\u2043\u25ba\u25b6\u2192\u25a0\u2605*>#]+|[-\u2013\u2014](?=\s))\s*"
)
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
# The second form is a sentence with its agency behind it: "… on Monday. (Reuters)".
_SENTENCE_END = re.compile(
    r"""[.!?\u2026]["')\]\u201d\u2019\u00bb]{0,3}(?:\s?[(\[][\w ./-]{2,30}[)\]]\.?)?$"""
)
_TAIL = 45
_SEPARATOR = re.compile(r"\s[|/\u2013\u2014]\s|\s?[|\u00b7\u2022\u00bb\u203a\u2192]\s?|\s>\s|\s{3,}|\t")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the text and its looks.

    `form` is the first `MAX_LOOK` characters with straight quotes, single spaces, without stray tags
    and bullets: what rules match on. `words` counts the words of the whole line.
    """

    start: int
    end: int
    text: str
    form: str
    words: int
    prose: bool
    bullet: bool
    hint: Hint | None = None

    @property
    def low(self) -> str:
        return self.form.lower()


def _straight(text: str) -> str:
    return text if text.isascii() else text.translate(_STRAIGHT)


def line_at(text: str, start: int, end: int, hint: Hint | None = None) -> Line:
    """The line of `text[start:end]`, which must not begin or end in white space."""
    raw = text[start:end]
    clipped = _straight(raw[: MAX_LOOK * 2])
    if "<" in clipped:
        clipped = _STRAY_TAG.sub(" ", clipped)
    bare = _SPACES.sub(" ", clipped).strip()
    form = _BULLET.sub("", bare)[:MAX_LOOK]
    words = _WORD.findall(raw)
    tail = _straight(raw[-_TAIL:]).rstrip()
    return Line(start, end, raw, form, len(words), _is_prose(words, raw, tail), form != bare[:MAX_LOOK], hint)


def _is_prose(words: list[str], raw: str, tail: str) -> bool:
    """Whether these are sentences rather than a headline, a menu or a label."""
    function = sum(map(FUNCTION_WORDS.__contains__, map(str.lower, words)))
    ended = bool(_SENTENCE_END.search(tail))
    if len(segments(raw)) >= 4 and function < 0.2 * len(words):
        return False
    if ended and len(words) >= 4:
        return function >= 1 or len(words) >= 8
    return len(words) >= 20 and function >= 3


def ends_sentence(line: Line) -> bool:
    return bool(_SENTENCE_END.search(_straight(line.text[-_TAIL:]).rstrip()))


def segments(text: str) -> list[str]:
    """The parts of a line that is set with bars, dots, arrows or wide gaps, as menus are."""
    return list(_segments(text[:MAX_LOOK]))


@lru_cache(1024)  # several rules ask for those of the same line
def _segments(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEPARATOR.split(text) if part and part.strip())


def title_case(form: str) -> float:
    """Share of the longer words that begin with a capital (0 … 1)."""
    longer = [word for word in _WORD.findall(form) if len(word) >= 4]
    return sum(1 for word in longer if word[0].isupper()) / max(1, len(longer))


_NO_LETTER = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """Letters and digits only, lower case: two lines with the same key say the same."""
    return _NO_LETTER.sub("", text.lower())


# --- splitting ----------------------------------------------------------------------------------

_WRAP_MIN, _WRAP_MAX = 40, 100
_LINE = re.compile(r"[^\n]+")


def split_lines(text: str) -> list[Line]:
    """Every non-empty line, white space around it left out.

    A text that is wrapped at a fixed width (old wire copy, mail) is one line per paragraph instead:
    sentences must not be cut at the wrap.
    """
    spans = [s for m in _LINE.finditer(text) if (s := _stripped(text, m.start(), m.end())) is not None]
    if _is_wrapped(text, spans):
        spans = _unwrapped(text, spans)
    return [line_at(text, start, end) for start, end in spans]


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    body = piece.strip()
    return (start + lead, start + lead + len(body)) if body else None


def _joins(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether no blank line lies between two neighbouring lines."""
    return text.count("\n", before[1], after[0]) == 1


def _is_wrapped(text: str, spans: list[tuple[int, int]]) -> bool:
    pairs = [(a, b) for a, b in pairwise(spans) if _joins(text, a, b)]
    if len(pairs) < 4 or len(pairs) < 0.4 * len(spans):
        return False
    if sum(1 for a, b in spans if b - a > _WRAP_MAX) > 0.05 * len(spans):
        return False
    full = [(a, b) for a, b in pairs if _WRAP_MIN <= a[1] - a[0] <= _WRAP_MAX]
    running = sum(1 for a, b in full if text[b[0]].islower())
    return len(full) >= 0.7 * len(pairs) and running >= 0.4 * len(full)


def _unwrapped(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    width = sorted(end - start for start, end in spans)[int(0.9 * (len(spans) - 1))]
    joined: list[tuple[int, int]] = [spans[0]]
    last = spans[0]
    for span in spans[1:]:
        # an indented line opens a paragraph; a short one closed the paragraph before
        indented = (
            text[max(0, span[0] - 3) : span[0]].strip("\n").isspace()
            and span[0] - text.rfind("\n", 0, span[0]) > 3
        )
        if _joins(text, last, span) and last[1] - last[0] >= 0.6 * width and not indented:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
        last = span
    return joined
