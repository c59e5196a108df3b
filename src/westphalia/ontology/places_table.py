"""The gazetteer as it lies in `places.tsv.gz`: loaded on first use, looked up by folded name.

The file is one gzip of three sections, an empty line between: places by falling weight, names (sorted,
with the line numbers of their places; `~` marks a spelling other than the first), demonyms (sorted).
Lines are parsed only when they are asked for, so that loading is unzipping and cutting lines: about a
tenth of a second. Built by `training/ontology/build_places.py`; sources in `SOURCES_holders_places.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from ._active import own_rows, per_tables
from ._table import Sections, items, sections
from .places_names import fold

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
    the name looked up is not the entry's usual one, `own` is True for a user's row.
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
    own: bool = False

    @property
    def precision(self) -> PlacePrecision:
        return _PRECISION.get(self.kind, "unknown")


@cache
def _table() -> Sections:
    return sections(TABLE)


@lru_cache(maxsize=4096)
def _entry(number: int, main: bool) -> PlaceEntry:
    table = _table()
    try:
        name, kind, country, within, lat, lon, weight, gid = table.line(number).split("\t")
        admin1 = name if kind == "admin1" else None
        if within and kind != "country":
            admin1 = table.line(int(within)).split("\t", 1)[0]
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
        raise table.broken(number) from error


@per_tables(8192)
def entries(key: str) -> tuple[PlaceEntry, ...]:
    """Every place with that folded name: the user's, then the shipped ones, heaviest first.

    A user's place takes the place of the shipped one with its GeoNames id, or its kind, name and country.
    """
    own = _own().get(key, ())
    shipped = (_entry(int(n.lstrip("~")), not n.startswith("~")) for n in _table().value(key).split())
    return (*own, *(entry for entry in shipped if not any(_same(entry, mine) for mine in own)))


def _same(entry: PlaceEntry, mine: PlaceEntry) -> bool:
    if entry.geonames_id is not None and entry.geonames_id == mine.geonames_id:
        return True
    return (entry.kind, entry.country, entry.name) == (mine.kind, mine.country, mine.name)


@per_tables()
def _own() -> dict[str, tuple[PlaceEntry, ...]]:
    """The user's places by folded name."""
    found: dict[str, tuple[PlaceEntry, ...]] = {}
    for row in own_rows("places.csv"):
        for name in (row["name"], *items(row.get("aliases", ""))):
            kind = cast("Kind", row.get("kind") or "city")
            entry = PlaceEntry(
                name=row["name"],
                kind=kind,
                country=row["country"] or None,
                admin1=row["name"] if kind == "admin1" else row.get("admin1") or None,
                latitude=float(row["lat"]),
                longitude=float(row["lon"]),
                population=int(row.get("population") or 0),
                geonames_id=int(row["geonames_id"]) if row.get("geonames_id") else None,
                main=name == row["name"],
                own=True,
            )
            found[fold(name)] = (*found.get(fold(name), ()), entry)
    return found


@per_tables(2048)
def nation(key: str) -> str | None:
    """The country code of a folded country name or demonym ("Honduran", "the Netherlands"), else None."""
    if key in (own := _own_nations()):
        return own[key]
    for entry in entries(key):
        if entry.kind == "country":
            return entry.country
    return _table().value_of_more(key) or None


@per_tables()
def _own_nations() -> dict[str, str]:
    """The user's names and demonyms of countries, folded."""

    def words(row: Iterable[str]) -> Iterable[str]:
        return (fold(word) for cell in row for word in items(cell))

    return {
        word: row["code"]
        for row in own_rows("countries.csv")
        for word in words((row.get("name", ""), row.get("names", ""), row.get("demonyms", "")))
    }


@cache
def _countries() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(_table().lines):
        if b"\tcountry\t" in line:
            found[line.split(b"\t", 3)[2].decode()] = number
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
    within = _table().line(number).split("\t")[3]
    return _entry(int(within), True) if within else None
