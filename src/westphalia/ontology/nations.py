"""Country words: every stretch of a passage that could tell the country of an actor near it.

The parser is trained to point from an actor to the word that tells its country ("the minister" → "Estonia's").
What can be pointed at is decided here, the same way in training and at run time:

1. countries, demonyms, capitals and seats of government;
2. organisations that belong to one country, or are one of PLOVER's non-state actors;
3. cities and regions of the gazetteer, where nothing of the above covers them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from westphalia.ontology import countries, organisations, places, roles

MIN_POPULATION = 30_000  # below that a capitalised word is more often a surname than a town
_KINDS = frozenset({"city", "admin1", "region", "site"})


@dataclass(frozen=True, slots=True)
class NationHit:
    """Offsets into the text, the code, and what kind of word tells it."""

    start: int
    end: int
    code: str
    kind: str


def find(text: str) -> list[NationHit]:
    """Country words in the text's order, none inside another."""
    found = [NationHit(hit.start, hit.end, hit.code, hit.kind) for hit in countries.find(text) if hit.code]  # 1
    for hit in organisations.find(text):  # 2
        code = hit.organisation.country
        if code and not _covered(hit.start, hit.end, found):
            found.append(NationHit(hit.start, hit.end, code, "organisation"))
    for match in _CAPITALISED.finditer(text):  # 3
        found += _places_in(text, match.start(), match.end(), found)
    return sorted(found, key=lambda hit: hit.start)


# Runs of capitalised words, at most four: what could be a place's name.
_CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:[ -](?:(?:de|la|del|al|el|and) )?[A-ZÀ-Þ][\w’'-]*){0,3}")


def _places_in(text: str, start: int, end: int, taken: list[NationHit]) -> list[NationHit]:
    """The longest known places of one capitalised run, left to right."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"[\w’'-]+", text[start:end])]
    found: list[NationHit] = []
    at = 0
    while at < len(words):
        step = 1
        for last in range(min(len(words), at + 3), at, -1):
            first, behind = words[at][0], words[last - 1][1]
            name = re.sub(r"['’]s?$", "", text[first:behind])
            if _covered(first, behind, taken):
                continue
            code = _place_code(name)
            if code:
                found.append(NationHit(first, first + len(name), code, "place"))
                step = last - at
                break
        at += step
    return found


@lru_cache(maxsize=20_000)
def _place_code(name: str) -> str | None:
    """The country of the heaviest place of that very name, if it is large enough to be meant."""
    if len(name) < 4 or roles.sector_of(name) is not None:
        return None  # "Police" at a sentence's start is not the Polish town
    for entry in places.find(name)[:1]:
        if entry.country and entry.main and entry.kind in _KINDS and entry.population >= MIN_POPULATION:
            return entry.country
    return None


def _covered(start: int, end: int, taken: list[NationHit]) -> bool:
    return any(hit.start < end and start < hit.end for hit in taken)
