"""Codes of other data sets, from the tables beside this file (their sources: docs/exports.md)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from westphalia.errors import OntologyError


@dataclass(frozen=True, slots=True)
class Cameo:
    """A CAMEO event code, its name, and its score on the Goldstein scale (−10 … 10)."""

    code: str
    text: str
    goldstein: float

    @property
    def root(self) -> str:
        return self.code[:2]

    @property
    def base(self) -> str:
        return self.code[:3]


def _rows(name: str) -> list[dict[str, str]]:
    try:
        text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        raise OntologyError(f"{name} cannot be read: {error}") from error
    rows = list(csv.DictReader(text.splitlines()))
    if not rows or any(None in row.values() for row in rows):
        raise OntologyError(f"{name} has a broken row")
    return rows


@cache
def _by_mode() -> Mapping[tuple[str, str], Cameo]:
    return {
        (row["type"], row["mode"]): Cameo(row["code"], row["text"], float(row["goldstein"]))
        for row in _rows("cameo.csv")
    }


@cache
def _by_root() -> Mapping[str, dict[str, str]]:
    return {row["root"]: row for row in _rows("roots.csv")}


def cameo(kind: str, mode: str | None, root: str | None) -> Cameo | None:
    """The CAMEO code of a PLOVER type and mode; of a user's own type, its root; None for one without a root."""
    found = _by_mode().get((kind, mode or "")) or _by_mode().get((kind, ""))
    if found is not None or root is None:
        return found
    row = _by_root().get(root[:2])
    return Cameo(f"{root[:2]}0", row["text"], float(row["goldstein"])) if row else None


def quad_of_root(root: str) -> int | None:
    row = _by_root().get(root[:2])
    return int(row["quad_class"]) if row else None


@cache
def _plover_of() -> Mapping[str, tuple[str, str]]:
    return {row["code"]: (row["type"], row["mode"]) for row in _rows("cameo_in.csv")}


def plover(code: str) -> tuple[str, str | None]:
    """PLOVER's type and mode of a CAMEO code, by the longest part of it that the table has. Raises KeyError."""
    for length in range(len(code), 1, -1):
        found = _plover_of().get(code[:length])
        if found:
            return found[0], found[1] or None
    raise KeyError(code)


# --- countries and sectors ----------------------------------------------------------------------


@cache
def _countries() -> Mapping[str, dict[str, str]]:
    return {row["code"]: row for row in _rows("countries.csv")}


def fips(code: str | None) -> str:
    """The FIPS 10-4 code of a country, as GDELT has it for places; empty for none."""
    return _countries().get(code or "", {}).get("fips", "")


def cameo_country(code: str | None) -> str:
    """CAMEO's code of a country: mostly ISO's of its time."""
    row = _countries().get(code or "")
    return "" if row is None else row["cameo"] or row["code"]


def icews_country(code: str | None) -> str:
    """ICEWS's name of a country; empty for those that are none."""
    from westphalia.ontology.countries import name_of

    if code is None:
        return ""
    own = _countries()[code]["icews"] if code in _countries() else ""
    return own or name_of(code) or ""


def cow(code: str | None) -> str:
    """The Correlates of War number; empty for a country without one."""
    from westphalia.ontology.countries import by_code

    country = by_code(code) if code else None
    return str(country.cow) if country and country.cow is not None else ""


@cache
def _back(column: str) -> Mapping[str, str]:
    return {row[column]: code for code, row in _countries().items() if row[column]}


def from_fips(code: str) -> str | None:
    return _back("fips").get(code)


def from_cameo_country(code: str) -> str | None:
    from westphalia.ontology.countries import by_code

    return _back("cameo").get(code) or (code if by_code(code) else None)


def from_icews_country(name: str) -> str | None:
    from westphalia.query.filters import country_or_none

    return _back("icews").get(name) or country_or_none(name)


@cache
def sectors() -> Mapping[str, dict[str, str]]:
    """By PLOVER's code: CAMEO's type code, ICEWS's sectors, and what ICEWS calls one without a name."""
    return {row["sector"]: row for row in _rows("sectors.csv")}


@cache
def sectors_in() -> Mapping[tuple[str, str], str]:
    """PLOVER's sector of another data set's: (data set, their word) -> code."""
    return {(row["dataset"], row["theirs"]): row["sector"] for row in _rows("sectors_in.csv")}


@cache
def _groups() -> Mapping[str, str]:
    return {row["name"].casefold(): row["group"] for row in _rows("groups.csv")}


NONSTATE: Mapping[str, tuple[str, str, str]] = {
    "UNO": ("", "UNO", "IGO"),
    "EUR": ("EUR", "EEC", "IGO"),
    "IGO": ("", "", "IGO"),
    "NGO": ("", "", "NGO"),
    "ISM": ("", "", "NGM"),
    "IMG": ("", "", "IMG"),
    "MNC": ("", "", "MNC"),
}
"""PLOVER's codes of those who belong to no state -> CAMEO country, known group and type."""


@dataclass(frozen=True, slots=True)
class CameoActor:
    """An actor as CAMEO has it: the whole code, and its parts."""

    code: str
    country: str
    group: str
    types: tuple[str, ...]


def cameo_actor(country: str | None, sector: str, name: str | None) -> CameoActor:
    """Country, known group and type, three letters each, one behind the other."""
    types: tuple[str, ...] = (sectors()[sector]["cameo"],) if sector in sectors() else ("",)
    land, group = cameo_country(country), _groups().get((name or "").casefold(), "")
    if (known := NONSTATE.get(country or "")) is not None:
        land, usual, kind = known
        group = group or usual
        types = (kind, *types)
    types = tuple(dict.fromkeys(kind for kind in types if kind))
    parts = (land, group, *(kind for kind in types if not (group and kind in {"IGO", "NGO"})))
    return CameoActor("".join(parts), land, group, types[:3])
