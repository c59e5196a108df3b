"""The gazetteer as it lies in `places.tsv.gz`: loaded on first use, looked up by folded name.

The file is one gzip of three sections, an empty line between: places by falling weight, names (sorted,
with the line numbers of their places; `~` marks a spelling other than the first), demonyms (sorted).
Lines are parsed only when they are asked for, so that loading is unzipping and cutting lines: about a
tenth of a second. Built by `training/ontology/build_places.py`; sources in `SOURCES_holders_places.md`.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, cast

from ..errors import OntologyError

Kind = Literal["country", "admin1", "admin2", "region", "sea", "continent", "site", "seat", "city"]
PlacePrecision = Literal["country", "admin1", "city", "unknown"]

TABLE = "places.tsv.gz"
_PRECISION: dict[str, PlacePrecision] = {
    "country": "country",
    "admin1": "admin1",
    "admin2": "admin1",
    "region": "admin1",
    "city": "city",
    "site": "city",
    "seat": "city",
}


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """One place of the gazetteer.

    `country` is ISO 3166 alpha-3 (KOS for Kosovo, SUN, YUG, CSK, DDR for former states), None for what lies
    in no single country; `admin1` the name of the first-level region; degrees are WGS 84, of a point inside;
    `population` is GeoNames' for cities and countries, a rough weight for the rest; `main` is False where
    the name looked up is not the entry's usual one.
    """

    name: str
    kind: Kind
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    main: bool = True

    @property
    def precision(self) -> PlacePrecision:
        return _PRECISION.get(self.kind, "unknown")


@dataclass(frozen=True, slots=True)
class _Lines:
    places: list[bytes]
    names: list[bytes]
    demonyms: list[bytes]


@cache
def _lines() -> _Lines:
    try:
        blob = gzip.decompress(resources.files(__package__).joinpath(TABLE).read_bytes())
        places, names, demonyms = (section.split(b"\n") for section in blob.split(b"\n\n"))
    except (OSError, EOFError, ValueError) as error:
        raise OntologyError(f"{TABLE} is missing or damaged: {error}") from error
    return _Lines(places, names, demonyms)


def _value(lines: list[bytes], key: str) -> str | None:
    """What stands after the tab on the line of `key`, by bisection."""
    wanted = key.encode() + b"\t"
    at = bisect_left(lines, wanted)
    if at < len(lines) and lines[at].startswith(wanted):
        return lines[at][len(wanted) :].decode()
    return None


@lru_cache(maxsize=4096)
def _entry(number: int, main: bool) -> PlaceEntry:
    line = _lines().places[number].decode()
    try:
        name, kind, country, within, lat, lon, weight, gid = line.split("\t")
        admin1 = name if kind == "admin1" else None
        if within and kind != "country":
            admin1 = _lines().places[int(within)].decode().split("\t", 1)[0]
        return PlaceEntry(
            name,
            cast("Kind", kind),
            country or None,
            admin1,
            float(lat),
            float(lon),
            int(weight),
            int(gid) if gid else None,
            main,
        )
    except ValueError as error:
        raise OntologyError(f"{TABLE} has a broken row: {line[:80]!r}") from error


@lru_cache(maxsize=8192)
def entries(key: str) -> tuple[PlaceEntry, ...]:
    """Every place with that folded name, heaviest first."""
    numbers = _value(_lines().names, key)
    if numbers is None:
        return ()
    return tuple(_entry(int(n.lstrip("~")), not n.startswith("~")) for n in numbers.split())


@lru_cache(maxsize=2048)
def nation(key: str) -> str | None:
    """The country code of a folded country name or demonym ("Honduran", "the Netherlands"), else None."""
    for entry in entries(key):
        if entry.kind == "country":
            return entry.country
    return _value(_lines().demonyms, key)


@cache
def _countries() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(_lines().places):
        parts = line.split(b"\t", 3)
        if parts[1] == b"country":
            found[parts[2].decode()] = number
    return found


def country_entry(iso3: str) -> PlaceEntry | None:
    """The entry of a country by its code."""
    number = _countries().get(iso3)
    return None if number is None else _entry(number, True)


def capital_entry(iso3: str) -> PlaceEntry | None:
    """The entry of a country's capital."""
    number = _countries().get(iso3)
    if number is None:
        return None
    within = _lines().places[number].decode().split("\t")[3]
    return _entry(int(within), True) if within else None
