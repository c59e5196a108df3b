"""How a copy of a story differs from the article at hand: what was cut, put in and changed, by the paragraph.

1. Paragraphs are compared as words, whatever the spaces and marks: the same ones are found in order.
2. Between those, a paragraph that shares half of its words with one of the other side is that one, changed.
3. What is left was cut from the copy, or stands only in it.

Bounded: at most 150 paragraphs a side, and words of a changed paragraph are compared up to 300 on a side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

Row = Mapping[str, Any]
MOST_PARAGRAPHS = 150
MOST_WORDS = 300
ALIKE = 0.5  # of the words of either paragraph, from which on it is the same one changed
READ = ("title", "body", "subhead", "caption")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row: in both, only here ("cut"), or only in the copy ("put in")."""

    what: Literal["same", "cut", "added"]
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that is not the same in both. `start` is its place here; None for one that only the copy has."""

    what: Literal["cut", "added", "changed"]
    runs: tuple[Run, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a copy apart. `same` counts the paragraphs that are the same in both."""

    same: int
    changes: tuple[Change, ...]
    bounded: bool = False

    def count(self, what: str) -> int:
        return sum(change.what == what for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start: int
    key: tuple[str, ...]


def difference(here: Row, copy: Row) -> Difference:
    """Two rows of `articles`, compared: `here` is what is read, `copy` the other. Titles are told apart by the page."""
    mine, theirs = _parts(here), _parts(copy)
    bounded = max(len(mine), len(theirs)) > MOST_PARAGRAPHS
    mine, theirs = mine[:MOST_PARAGRAPHS], theirs[:MOST_PARAGRAPHS]
    matcher = SequenceMatcher(a=[part.key for part in mine], b=[part.key for part in theirs], autojunk=False)
    same = 0
    changes: list[Change] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            same += b - a  # 1
        else:
            changes += _between(mine[a:b], theirs[c:d])
    return Difference(same, tuple(changes), bounded)


def _parts(article: Row) -> list[_Part]:
    found = []
    for block in article["blocks"] or ():
        if block["kind"] not in READ or block["kind"] == "title" or block["repeat_of"] is not None:
            continue
        text = " ".join(article["text"][block["start"] : block["end"]].split())
        found.append(_Part(text, block["start"], tuple(_WORD.findall(text.lower()))))
    return found


def _between(mine: Sequence[_Part], theirs: Sequence[_Part]) -> list[Change]:
    found: list[Change] = []
    left = list(theirs)
    for part in mine:
        best = max(left, key=lambda other: _alike(part, other), default=None)
        if best is not None and _alike(part, best) >= ALIKE:  # 2
            position = left.index(best)
            found += [_added(other) for other in left[:position]]  # keeps the copy's order
            left = left[position + 1 :]
            found.append(Change("changed", _runs(part.text, best.text), part.start))
        else:
            found.append(Change("cut", (Run("cut", part.text),), part.start))  # 3
    return found + [_added(other) for other in left]


def _added(part: _Part) -> Change:
    return Change("added", (Run("added", part.text),))


def _alike(one: _Part, two: _Part) -> float:
    """Share of the shorter's words that the longer has: a cut paragraph is still the same one."""
    a, b = set(one.key), set(two.key)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _runs(here: str, there: str) -> tuple[Run, ...]:
    mine, theirs = here.split(), there.split()
    if max(len(mine), len(theirs)) > MOST_WORDS:
        return (Run("cut", here), Run("added", there))
    found: list[Run] = []
    for what, a, b, c, d in SequenceMatcher(a=mine, b=theirs, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Run("same", " ".join(mine[a:b])))
            continue
        if a < b:
            found.append(Run("cut", " ".join(mine[a:b])))
        if c < d:
            found.append(Run("added", " ".join(theirs[c:d])))
    return tuple(found)
