"""Where is it? Candidates for a place phrase, and the choice among them.

    find("the city of Homs")                          every candidate, heaviest first
    resolve("Paris, Texas")                           by the container in the phrase
    resolve("the airport", countries=["KHM"])         by the document's countries
    country_of("the Honduran frontier")               the country alone

How `resolve` decides:

1. `places_phrase` cuts the phrase to names and to the containers it tells.
2. A country named in the phrase (after a comma or "in", possessive) decides among the candidates of a name;
   so does another name that contains one of them ("Kunming, Yunnan", "Lima's Miraflores").
3. Otherwise each candidate has a score: the power of ten of its population or fame, plus BONUS for a country
   told by a demonym, for being in a country of the document, for being in the dateline's, for being a
   country or a capital, for being the kind of place that the phrase asks for; less ALIAS_PENALTY for a
   spelling that is not the entry's usual name. So a document about the USA makes Birmingham the one in
   Alabama, but London stays in England. Half of an unknown name counts only in a country of the document.
4. "The capital" is the capital of the country told by the phrase, or of the document's first country; "the
   Georgian parliament" and the like stand in it.
5. With no name known: the country told in the phrase; "here" and "the city" are the dateline; else the
   document's first country, then the dateline's, with no entry: a guess, which `basis` shows.

`countries` are codes, most important first. Where `on`, the day told of, lies before a present country, or
the document's countries have a former state (SUN, YUG, CSK, DDR …) and not its successor, the former's code
is `Resolution.country`; the entry keeps today's.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from .places_phrase import MAX_CHARS, Name, Reading, read
from .places_table import PlaceEntry, PlacePrecision, capital_entry, country_entry
from .places_words import CAPITAL_WORDS, FORMER, FORMER_REGIONS, HERE

__all__ = ["PlaceEntry", "Resolution", "country_of", "find", "resolve"]

Basis = Literal["phrase", "name", "document", "dateline", "own", "nothing"]

# In powers of ten of population; tuned on GeoVirus and on the places of the project's corpus.
BONUS = {
    "told": 3.0,
    "first": 1.6,
    "document": 1.4,
    "dateline": 0.8,
    "country": 1.0,
    "capital": 0.7,
    "kind": 2.0,
    "near": 0.9,
    "region": 0.7,
    "own": 3.0,
}
ALIAS_PENALTY = 1.5
REGION_PENALTY = 0.8
# What a seat, a site or a sea is worth beside a town of the same name: as much as a large city.
FAME = {"seat": 6.0, "site": 5.5, "sea": 7.0, "continent": 8.5, "region": 5.5, "own": 6.0}
FAMOUS = 10
STRANGER = 200_000
NEAR_KM = 80.0
REGION_KM = 400.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a phrase was taken to be.

    `basis`: "phrase" (the phrase tells its country), "name" (the gazetteer's best of that name), "document"
    or "dateline" (those told the country), "own" (a user's row), "nothing". With no entry the country is a guess from the context.
    """

    entry: PlaceEntry | None
    country: str | None
    precision: PlacePrecision
    basis: Basis
    candidates: tuple[PlaceEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Context:
    countries: tuple[str, ...] = ()
    home: str | None = None
    on: dt.date | None = None
    near: tuple[PlaceEntry, ...] = ()


# Houses of a state that stand in its capital ("outside the Georgian parliament").
_HOUSE = re.compile(
    r"\b(?:parliament|presidential palace|presidential administration|national assembly|supreme court|"
    r"constitutional court|(?:foreign|defen[cs]e|interior|justice|finance) ministry|central bank)(?: building)?$"
)


def find(name: str) -> list[PlaceEntry]:
    """Every place the phrase may name, heaviest first; only those in a container that it tells."""
    reading = read(name[:MAX_CHARS])
    chosen = _choose_name(reading, _Context())
    if chosen is not None:
        kept = _inside(chosen, reading)
        return sorted(kept, key=lambda c: -c.population) if not chosen.want else _wanted_first(kept, chosen)
    entry = _told_entry(reading)
    return [entry] if entry else []


def resolve(
    phrase: str,
    countries: Sequence[str] = (),
    dateline: str | None = None,
    on: dt.date | None = None,
    near: Sequence[PlaceEntry] = (),
) -> Resolution:
    """The place a phrase means in a document about `countries`, by the rules at the head of this module.

    `near` are places that the document names beyond doubt.
    """
    home = country_of(dateline, countries) if dateline else None
    context = _Context(tuple(countries), home, on, tuple(near))
    reading = read(phrase[:MAX_CHARS])
    told = reading.inside + reading.told
    # 4.
    if reading.generic in CAPITAL_WORDS or (told and not reading.names and _asks_capital(phrase)):
        return _capital(told, context)
    if told and not reading.names and not reading.apart and _HOUSE.search(phrase):
        return _capital(told[:1], context)
    # 2. and 3.
    name = _choose_name(reading, context)
    if name is not None:
        candidates = _inside(name, reading)
        context = _unless_famous(candidates, context)
        entry = max(candidates, key=lambda c: _score(c, name, reading, context))
        return Resolution(
            entry,
            _of_the_time(entry, context),
            entry.precision,
            _basis(entry, candidates, told, context),
            candidates,
        )
    # 5.
    entry_ = _told_entry(reading)
    if entry_:
        return Resolution(entry_, _of_the_time(entry_, context), "country", "phrase", (entry_,))
    if reading.generic in HERE and dateline and home:
        return replace(resolve(dateline, countries, on=on), basis="dateline")
    others = [c for c in context.countries if c not in reading.apart]
    if others:
        return Resolution(None, others[0], "unknown", "document")
    if home:
        return Resolution(None, home, "unknown", "dateline")
    if reading.apart:
        entry_ = country_entry(reading.apart[0])
        return Resolution(entry_, reading.apart[0], "country", "phrase", (entry_,) if entry_ else ())
    return Resolution(None, None, "unknown", "nothing")


def country_of(phrase: str | None, countries: Sequence[str] = (), on: dt.date | None = None) -> str | None:
    """The country a phrase lies in, or None; `countries` as for `resolve`, but never the answer alone."""
    if not phrase:
        return None
    found = resolve(phrase, countries, on=on)
    return found.country if found.entry is not None else None


def _told_entry(reading: Reading) -> PlaceEntry | None:
    told = reading.inside + reading.told
    return country_entry(told[0]) if told else None


def _asks_capital(phrase: str) -> bool:
    return phrase.rstrip(" ,.").lower().endswith(" capital")


def _inside(name: Name, reading: Reading) -> tuple[PlaceEntry, ...]:
    """2. The candidates in a country that the phrase names, or all where none is."""
    return tuple(c for c in name.candidates if c.country in reading.inside) or name.candidates


def _wanted_first(candidates: tuple[PlaceEntry, ...], name: Name) -> list[PlaceEntry]:
    return sorted(candidates, key=lambda c: (not _is_wanted(c, name), -c.population))


def _is_wanted(entry: PlaceEntry, name: Name) -> bool:
    kinds = ("admin1", "admin2", "region") if name.want == "region" else ("city", "site")
    return name.want is not None and entry.kind in kinds


def _choose_name(reading: Reading, context: _Context) -> Name | None:
    """The name that is the place, its candidates cut to those that another name contains.

    Of names that fit each other the contained one; of names in one country the first ("Tikrit, north of
    Baghdad"); of others the one with the best candidate.
    """
    names = [
        n
        for n in reading.names
        if n.candidates and not _only_half(n, reading, context) and not _stranger(n, reading)
    ]
    if len(names) < 2:
        return names[0] if names else None
    for name in names:
        for other in names:
            if other is name or (other.start < name.start and not other.possessive and name.want is None):
                continue
            kept = tuple(c for c in name.candidates if any(_holds(o, c) for o in other.candidates))
            if kept:
                return replace(name, candidates=kept)
    for name, other in combinations(names, 2):
        first = other if name.possessive else name
        shared = {c.country for c in name.candidates} & {c.country for c in other.candidates} - {None}
        if shared:
            return replace(first, candidates=tuple(c for c in first.candidates if c.country in shared))
    return max(names, key=lambda n: max(_score(c, n, reading, context) for c in n.candidates))


def _stranger(name: Name, reading: Reading) -> bool:
    """2. Whether a name is only known as small places outside the country that the phrase tells."""
    soil = {c for code in reading.inside for c in (code, *FORMER.get(code, ()))}
    return bool(soil) and all(
        c.country not in soil and c.kind == "city" and c.population < STRANGER for c in name.candidates
    )


def _only_half(name: Name, reading: Reading, context: _Context) -> bool:
    """3. Whether a name that is half of a longer unknown one has nothing in the context to speak for it."""
    if not name.partial:
        return False
    ours = {*context.countries, *reading.inside, *reading.told, context.home}
    return not any(
        c.country in ours or (c.main and c.kind in ("city", "country") and c.population >= 1_000_000)
        for c in name.candidates
    )


def _holds(outer: PlaceEntry, inner: PlaceEntry) -> bool:
    if outer == inner or outer.country != inner.country or inner.kind in ("admin1", "country"):
        return False
    if inner.kind == "region":
        return outer.kind == "city" and _km(outer, inner) < NEAR_KM
    if outer.kind in ("admin1", "admin2"):
        return inner.admin1 == outer.admin1 and inner.kind != "admin2"
    if outer.kind == "region":
        return _km(outer, inner) < REGION_KM
    return outer.kind == "city" and outer.population > inner.population and _km(outer, inner) < NEAR_KM


def _km(a: PlaceEntry, b: PlaceEntry) -> float:
    p1, p2 = math.radians(a.latitude), math.radians(b.latitude)
    h = math.sin((p2 - p1) / 2) ** 2
    h += math.cos(p1) * math.cos(p2) * math.sin(math.radians(b.longitude - a.longitude) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def _score(entry: PlaceEntry, name: Name, reading: Reading, context: _Context) -> float:
    """3. How well a candidate fits."""
    score = max(math.log10(entry.population + 1), FAME.get(entry.kind, 0.0))
    if not entry.main:
        score -= ALIAS_PENALTY
    if entry.kind == "country":
        score += BONUS["country"]
    elif entry.kind == "city" and entry.country and entry.geonames_id == _capital_id(entry.country):
        score += BONUS["capital"]
    elif entry.kind == "admin1" and name.want != "region":
        # A region told by its bare name is rarer than the city that it is called after.
        score -= REGION_PENALTY
    if _is_wanted(entry, name):
        score += BONUS["kind"]
    codes = {entry.country, _of_the_time(entry, context)} - {None}
    if codes & set(reading.told):
        score += BONUS["told"]
    if codes & set(context.countries[:1]):
        score += BONUS["first"]
    elif codes & set(context.countries):
        score += BONUS["document"]
    if context.home in codes:
        score += BONUS["dateline"]
    if entry.own:
        score = max(score, FAME["own"]) + BONUS["own"]
    return score + _nearness(entry, context)


def _nearness(entry: PlaceEntry, context: _Context) -> float:
    """What it counts that the document names other places near a candidate, or of its region."""
    if entry.kind in ("country", "continent", "sea"):
        return 0.0
    others = [other for other in context.near if other.name != entry.name and other.country == entry.country]
    if any(_km(other, entry) < NEAR_KM for other in others if other.kind != "admin1"):
        return BONUS["near"]
    regions = {other.admin1 for other in others}
    return BONUS["region"] if entry.admin1 and entry.admin1 in regions else 0.0


def _unless_famous(candidates: tuple[PlaceEntry, ...], context: _Context) -> _Context:
    """3. Without the document's countries where one city is FAMOUS times the heaviest of theirs.

    A page about the USA that says Geneva means the Swiss one, not Geneva, New York.
    """
    cities = [c for c in candidates if c.kind == "city"]
    best = max((c.population for c in cities if c.main), default=0)
    ours = max((c.population for c in candidates if c.country in context.countries), default=0)
    return replace(context, countries=()) if cities and 0 < ours * FAMOUS < best else context


def _capital_id(iso3: str) -> int | None:
    capital = capital_entry(iso3)
    return capital.geonames_id if capital else None


def _basis(
    entry: PlaceEntry, candidates: tuple[PlaceEntry, ...], told: tuple[str, ...], context: _Context
) -> Basis:
    if entry.own:
        return "own"
    if entry.country in told:
        return "phrase"
    if entry.country in context.countries and len({c.country for c in candidates}) > 1:
        return "document"
    return "name"


def _capital(told: tuple[str, ...], context: _Context) -> Resolution:
    """4. The capital of the country told, else of the document's first, else of the dateline's."""
    grounds: list[tuple[str | None, Basis]] = [(c, "phrase") for c in told[:1]]
    grounds += [(c, "document") for c in context.countries[:1]]
    grounds += [(context.home, "dateline")]
    for country, basis in grounds:
        if country:
            entry = capital_entry(country)
            return Resolution(
                entry, country, "city" if entry else "country", basis, (entry,) if entry else ()
            )
    return Resolution(None, None, "unknown", "nothing")


def _of_the_time(entry: PlaceEntry, context: _Context) -> str | None:
    """The entry's country, or the former state on that soil that the page is about or the day lies in."""
    if entry.country is None:
        return None
    named = entry.country in context.countries
    for state, successors in FORMER.items():
        until = successors.get(entry.country)
        part = FORMER_REGIONS.get(state)
        if until is None or (part and entry.admin1 not in part):
            continue
        about = state in context.countries
        if context.on is not None:
            about = context.on < until and (about or not named)
        elif named:
            about = False
        if about:
            return state
    return entry.country
