"""Country words: every stretch of a passage that could tell the country of an actor near it.

The parser is trained to point from an actor to the word that tells its country ("the minister" → "Estonia's").
What can be pointed at is decided here, the same way in training and at run time:

1. countries, demonyms, capitals and seats of government;
2. organisations that belong to one country, or are one of PLOVER's non-state actors;
3. cities and regions of the gazetteer, where nothing of the above covers them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from westphalia.ontology import countries, organisations, places, roles
from westphalia.ontology._active import per_tables

MIN_POPULATION = 30_000  # below that a capitalised word is more often a surname than a town


@dataclass(frozen=True, slots=True)
class NationHit:
    """Offsets into the text, the code, and what kind of word tells it."""

    start: int
    end: int
    code: str
    kind: str

    def shifted(self, by: int) -> NationHit:
        return NationHit(self.start + by, self.end + by, self.code, self.kind)


def find(text: str, on: dt.date | None = None) -> list[NationHit]:
    """Country words in the text's order, none inside another. `on` decides what a capital stood for then."""
    told = countries.find(text)
    taken = [(hit.start, hit.end) for hit in told]  # a region without a country covers its words as well
    found = []
    for hit in told:  # 1
        code = countries.at(hit, on) if on else hit.code
        if code:
            found.append(NationHit(hit.start, hit.end, code, hit.kind))
    for organisation in organisations.find(text):  # 2
        code = organisation.organisation.country
        if code and not _covered(organisation.start, organisation.end, taken):
            taken.append((organisation.start, organisation.end))
            found.append(NationHit(organisation.start, organisation.end, code, "organisation"))
    for match in _CAPITALISED.finditer(text):  # 3
        found += _places_in(text, match.start(), match.end(), taken)
    return sorted(found, key=lambda hit: hit.start)


# Runs of capitalised words: what could be a place's name.
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:[ -](?:(?:de|la|del|al|el|and) )?[A-ZÀ-Þ][\w’'-]*){0,9}")
_WORD = re.compile(r"[\w’'-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_KINDS = frozenset({"city", "admin1", "region", "site"})
# Words that may stand beside a place's name in one capitalised run; beside any other it is a person's
# ("Stanley Ho", "Prince George" are no towns).
_BESIDE = frozenset(
    """airport and area army authority base bay bridge central city coast command council county court district
    division east eastern governor greater hospital in island islands junction lake market mayor mosque mount north
    northern old of on palace plain plains police port prison province radio region river road shoal south southern
    square state station street the town university upper valley west western police""".split()
)


def _places_in(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[NationHit]:
    """The longest known places of one capitalised run, left to right; a person's name holds none."""
    inside = tuple((a - start, b - start) for a, b in taken if a < end and start < b)
    return [NationHit(a + start, b + start, code, "place") for a, b, code in _in_run(text[start:end], inside)]


@per_tables(20_000)  # an article's names come again and again
def _in_run(run: str, taken: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int, str], ...]:
    words = [match.span() for match in _WORD.finditer(run)]
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        step = 1
        for last in range(min(len(words), at + 3), at, -1):
            first, behind = words[at][0], words[last - 1][1]
            name = _POSSESSIVE.sub("", run[first:behind])
            if _covered(first, behind, taken):
                continue
            code = _place_code(name)
            if code and all(
                _fits_beside(run[a:b]) for a, b in (*words[max(0, at - 1) : at], *words[last : last + 1])
            ):
                found.append((first, first + len(name), code))
                step = last - at
                break
        at += step
    return tuple(found)


def _fits_beside(word: str) -> bool:
    low = _POSSESSIVE.sub("", word).lower()
    return low in _BESIDE or roles.sector_of(low) is not None or bool(countries.find(word))


@per_tables(20_000)
def _place_code(name: str) -> str | None:
    """The country of the heaviest place of that very name, if it is large enough to be meant."""
    if len(name) < 4 or roles.sector_of(name) is not None:
        return None  # "Police" at a sentence's start is not the Polish town
    for entry in places.find(name)[:1]:
        large = entry.main and entry.population >= MIN_POPULATION
        if entry.country and entry.kind in _KINDS and (large or entry.own):
            return entry.country
    return None


def _covered(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in taken)
