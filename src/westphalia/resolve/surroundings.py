"""Where an article plays: the countries it speaks of, most important first, and the places it names for sure.

The choice among places of one name leans on this: "Homs" beside Damascus, "the province" in news from Aceh.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from westphalia.ontology import countries, nations, places
from westphalia.ontology.places import PlaceEntry, Resolution

READ = 12_000  # characters of an article that are searched: the head of a story tells where it plays
MOST = 6  # countries kept
LEAD = 600  # characters at the head of the story whose country words count twice
SHARE = 0.08  # a country told more rarely than this is only mentioned
# What an unambiguous place may be to say that others lie near it.
_ANCHORS = frozenset({"city", "admin1", "admin2", "site"})
# ", Bulacan", " in northern Aleppo": what follows a place's name and may be what contains it.
_CONTAINER = re.compile(
    r"(?:,| in|, in)(?: (?:the|north\w*|south\w*|east\w*|west\w*|central)){0,2} "
    r"[A-Z][\w.’'-]+(?: [A-Z][\w’'-]+){0,3}"
)
# Where something is told to be: what an unnamed place ("the airport") lies in.
_STAGE = re.compile(
    r"\b(?:in|at|near|outside|across|around|from|into) (?:the )?((?:[A-ZÀ-Þ][\w’'-]+)(?: [A-ZÀ-Þ][\w’'-]+){0,3})"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The countries of an article by weight, its dateline, the day told of, and its places beyond doubt."""

    countries: tuple[str, ...] = ()
    dateline: str | None = None
    on: dt.date | None = None
    anchors: tuple[PlaceEntry, ...] = ()

    def locate(self, text: str, start: int, end: int, parties: Iterable[str | None] = ()) -> Resolution:
        """The place of `text[start:end]`, read with what stands behind it; `parties` are an event's countries.

        What follows the name chooses among the places of that name ("Pandi" in Bulacan), and is the place
        itself where the name is not known.
        """
        every = (*(code for code in parties if code), *self.countries)
        codes = tuple(code for code in dict.fromkeys(every) if countries.by_code(code) is not None)
        alone = places.resolve(text[start:end], codes, self.dateline, self.on, near=self.anchors)
        behind = _CONTAINER.match(text, end)
        if alone.entry is None and alone.basis == "document" and not behind:
            stage = self.stage(text, start) or places.country_of(self.dateline, codes, self.on)
            return replace(alone, country=stage) if stage else alone
        if behind is None or alone.basis == "phrase":
            return alone
        words = text[start : behind.end()].rstrip(".")
        wider = places.resolve(words, codes, self.dateline, self.on, near=self.anchors)
        claimed = alone.entry is not None and alone.country is not None  # islands in dispute have no country
        if wider.entry is None or (claimed and wider.entry not in alone.candidates):
            return alone
        # A country that follows an unknown name may as well begin the next clause.
        loose = alone.entry is None and wider.entry.kind == "country" and text[end] == ","
        return (
            alone
            if loose and text[behind.end() : behind.end() + 1] not in {",", ".", ";", ")", ""}
            else wider
        )

    def stage(self, text: str, position: int) -> str | None:
        """The country of the last place told before a position, else of the first behind it, in its paragraph."""
        begin = max(text.rfind("\n", 0, position) + 1, position - 700)
        end = text.find("\n", position)
        part = text[begin : min(end if end >= 0 else len(text), position + 400)]
        told = [
            (match.start(1) + begin, code)
            for match in _STAGE.finditer(part)
            if (code := places.country_of(match.group(1), self.countries, self.on)) is not None
        ]
        before = [code for at, code in told if at < position]
        return before[-1] if before else told[0][1] if told else None


def surroundings_of(text: str, dateline: str | None = None, on: dt.date | None = None) -> Surroundings:
    """The surroundings that an article's text tells; `on` is its day of publication."""
    hits = nations.find(text[:READ], on)
    weight: Counter[str] = Counter()
    for hit in hits:
        if hit.kind != "organisation" and countries.by_code(hit.code) is not None:
            weight[hit.code] += 2 if hit.start < LEAD else 1
    least = SHARE * weight.total()
    ranked = sorted(weight.items(), key=lambda pair: (-pair[1], pair[0]))
    codes = tuple(code for code, count in ranked if count >= least)[:MOST]
    names = {text[hit.start : hit.end] for hit in hits if hit.kind in {"place", "capital", "people"}}
    return Surroundings(codes, dateline, on, tuple(_anchors(names, codes, on)))


def _anchors(names: Iterable[str], codes: tuple[str, ...], on: dt.date | None) -> Iterable[PlaceEntry]:
    """The places that have one reading in the article's countries."""
    for name in sorted(names):
        found = places.resolve(name, codes, on=on)
        entry = found.entry
        if entry is None or entry.kind not in _ANCHORS or entry.country not in codes:
            continue
        rivals = [c for c in found.candidates if c.country == entry.country and c.kind == entry.kind]
        if len(rivals) == 1:
            yield entry


__all__ = ["Surroundings", "surroundings_of"]
