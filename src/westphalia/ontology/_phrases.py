"""Finding the phrases of a table in text: whole words, longest first, one pass.

The index is a dictionary from a phrase's first word to the phrases that start with it, so that the cost is
one lookup a word whatever the size of the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

WORD = re.compile(r"[^\W_]+")
_CAPITAL = re.compile(r"[A-Z0-9]")

# English words that acronyms collide with once a headline is set in capitals ("WHO IS TO BLAME").
_WORDS_IN_CAPITALS = frozenset(
    "ACT AID AIM ALL AM AND ANY ARE ART AS AT BE BIG BY CAN CAR DO EVER FAST FOR GO HAS HE HIM ICE IF IN IS IT "
    "LED MAN MAY ME MEN MI MOST NO NOT OF OFF OLD ON ONE OR OUT PACE PAN PM RED SAVE SAY SEA SHE SO SPA START "
    "STOP SUN THE TO UP WAR WAS WE WHO WIN".split()
)
# Shorter phrases in capitals are taken for acronyms unless their whole line is in capitals.
_MIN_CAPITALS = 4


def _fold_table() -> dict[int, str]:
    """Typographic variants and accented letters to a plain one; every entry keeps the length of the text."""
    table = {
        ord(old): new for old, new in zip("’‘ʼ`´‐‑–\u00a0\u2009\u202f\t\n\r", "'''''---      ", strict=True)
    }
    table |= {ord(old): new for old, new in zip("øØłŁđĐıħŧ", "oOlLdDiht", strict=True)}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table.setdefault(code, base)
    for code in range(0x1E00, 0x1F00):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table.setdefault(code, base)
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """`text` without accents and typographic variants, every character in its place."""
    if text.isascii():  # most text is; `translate` looks every character up
        for old, new in _ASCII_FOLD:
            text = text.replace(old, new)
        return text
    return text.translate(_FOLD)


_ASCII_FOLD = tuple((chr(old), new) for old, new in _FOLD.items() if old < 128)


_REMEMBERED, _LONGEST = 4096, 2000  # texts, and characters of one: eight megabytes an index at most


class PhraseIndex(Generic[T]):
    """An immutable set of phrases, each with a value, that can be found in text.

    Letter case counts, except that a phrase matches in capitals where its line is in capitals or it is long
    enough not to be an acronym. A phrase holding an accent that is its only difference from an English word
    is not folded: name it in `keep_accents`.
    """

    __slots__ = ("_capitals", "_exact", "_found", "_keep", "_start")

    def __init__(self, phrases: Iterable[tuple[str, T]], keep_accents: frozenset[str] = frozenset()) -> None:
        exact: dict[str, list[tuple[str, T]]] = {}
        capitals: dict[str, list[tuple[str, T]]] = {}
        for phrase, value in phrases:
            folded = fold(phrase)
            first = WORD.search(folded)
            if first is None:
                continue
            exact.setdefault(first.group(), []).append((folded, value))
            upper = folded.upper()
            if upper != folded:
                capitals.setdefault(first.group().upper(), []).append((upper, value))
        for index in (exact, capitals):
            for found in index.values():
                if len(found) > 1:
                    found.sort(key=lambda entry: -len(entry[0]))
        small = sorted(word for word in exact if not _CAPITAL.match(word))
        # Only words that can start a phrase are looked up: capitalised ones and these few small ones.
        small_words = "|".join(map(re.escape, small))
        self._start = re.compile(rf"(?<![^\W_])(?:[A-Z0-9][^\W_]*|(?:{small_words or '(?!)'})(?![^\W_]))")
        self._exact = exact
        self._capitals = capitals
        self._keep = {fold(phrase): phrase for phrase in keep_accents}
        # A mention is asked about by several rules, a passage by two rooms' worth of them.
        self._found = lru_cache(_REMEMBERED)(self._search)

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """Every phrase in `text` as (start, end, value), from left to right, none inside another.

        1. the text is folded; 2. at each word the phrases starting with it are tried, longest first;
        3. where none fits and the word is in capitals, the phrases in capitals; 4. on a match the search
        goes on behind it.
        """
        return list(self._found(text) if len(text) <= _LONGEST else self._search(text))

    def _search(self, text: str) -> tuple[tuple[int, int, T], ...]:
        folded = fold(text)  # 1
        exact, capitals = self._exact, self._capitals
        found: list[tuple[int, int, T]] = []
        behind = 0
        for match in self._start.finditer(folded):
            start = match.start()
            if start < behind:
                continue
            word = match.group()
            entry = None
            candidates = exact.get(word)
            if candidates is not None:  # 2
                entry = self._fit(candidates, folded, text, start)
                if entry and entry[0] in _WORDS_IN_CAPITALS and in_capitals(text, start):
                    entry = None
            if entry is None and word.isupper():  # 3
                candidates = capitals.get(word)
                if candidates is not None:
                    entry = self._fit(candidates, folded, text, start)
                    if entry and len(entry[0]) < _MIN_CAPITALS and not in_capitals(text, start):
                        entry = None
            if entry is not None:  # 4
                behind = start + len(entry[0])
                found.append((start, behind, entry[1]))
        return tuple(found)

    def _fit(
        self, candidates: list[tuple[str, T]], folded: str, text: str, start: int
    ) -> tuple[str, T] | None:
        for entry in candidates:
            phrase = entry[0]
            if not folded.startswith(phrase, start):
                continue
            end = start + len(phrase)
            if end < len(folded) and folded[end].isalnum() and phrase[-1].isalnum():
                continue
            kept = self._keep.get(phrase)
            if kept is not None and not text.startswith(kept, start):
                continue
            return entry
        return None


def in_capitals(text: str, position: int) -> bool:
    """Whether the line around `position` is set in capitals: more than a word or two, no small letter."""
    start = max(text.rfind("\n", 0, position) + 1, position - 80)
    end = text.find("\n", position)
    line = text[start : min(end if end >= 0 else len(text), position + 80)]
    return line.isupper() and sum(map(str.isalpha, line)) > 8
