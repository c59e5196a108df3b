"""What a user's tables may hold: the columns of each, and what makes a row unusable. Read by `own`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from . import plover
from ._active import Row
from ._table import items, rows
from .organisations import OWN

_CODE = re.compile(r"[A-Z]{3}")
# PLOVER's codes for actors of no one state, which no country of the table has.
NON_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_KINDS_OF_ROLE = frozenset({"head", "soft", "side", "armed", "only", "count", "past"})
_KINDS_OF_PLACE = frozenset({"city", "admin1", "admin2", "region", "sea", "site", "seat"})
# Marks that the shipped organisations' names may carry; in a user's table they would be part of the name.
_MARKS = "*?~!"
MAX_CELL = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one table: those that have to be there, and those that may."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


TABLES: dict[str, Table] = {
    "countries.csv": Table(("code", "name"), ("names", "demonyms", "capitals", "seats", "peoples")),
    "organisations.csv": Table(("name", "country", "sector"), ("aliases", "kind")),
    "roles.csv": Table(("word", "sector"), ("kind",)),
    "holders.csv": Table(("name", "office", "country", "sector", "start", "end"), ("aliases", "tier")),
    "places.csv": Table(
        ("name", "country", "lat", "lon"), ("aliases", "kind", "admin1", "population", "geonames_id")
    ),
}


@dataclass(slots=True)
class Known:
    """What the rows read so far have told: new country codes, role words."""

    codes: set[str] = field(default_factory=lambda: {*_shipped_codes(), *NON_STATES})
    words: set[str] = field(default_factory=set)

    def add(self, table: str, row: Row) -> None:
        if table == "countries.csv":
            self.codes.add(row["code"])
        elif table == "roles.csv":
            self.words.add(row["word"].lower())


def _shipped_codes() -> list[str]:
    return [code for (code,) in rows("countries.csv", ("code",))]


def fault(table: str, row: Row, known: Known) -> str | None:
    """Why a row cannot be used, or None."""
    for column, cell in row.items():
        if len(cell) > MAX_CELL:
            return f"{column} longer than {MAX_CELL} characters"
    first = TABLES[table].required[0]
    if not row[first]:
        return f"no {first}"
    if row.get("sector") and row["sector"] not in plover.sectors():
        return f"unknown sector {row['sector']!r}"
    if table != "countries.csv" and row.get("country") and row["country"] not in known.codes:
        return f"unknown country code {row['country']!r}"
    return _CHECKS[table](row, known)


def _country(row: Row, known: Known) -> str | None:
    if not _CODE.fullmatch(row["code"]):
        return f"country code {row['code']!r} is not three capital letters"
    if not row["name"] and row["code"] not in known.codes:
        return f"new country {row['code']!r} without a name"
    if row["code"] in NON_STATES:
        return f"{row['code']!r} is no country: give it organisations"
    for seat in items(row.get("seats", "")):
        sector = seat.partition("=")[2]
        if sector not in plover.sectors():
            return f"seat {seat!r} is not NAME=SECTOR"
    return None


def _organisation(row: Row, known: Known) -> str | None:
    if not row["sector"]:
        return "no sector"
    named = (row["name"], *items(row.get("aliases", "")))
    if any(not re.search(r"\w", name.strip(_MARKS)) for name in named):
        return "a name without a letter"
    return None


def _role(row: Row, known: Known) -> str | None:
    kind = row.get("kind") or "head"
    if kind not in _KINDS_OF_ROLE:
        return f"unknown kind {kind!r} (kinds: {', '.join(sorted(_KINDS_OF_ROLE))})"
    if not row["sector"] and kind not in {"soft", "count"}:
        return "no sector"
    return "the word is told twice" if row["word"].lower() in known.words else None


def _holder(row: Row, known: Known) -> str | None:
    for column in ("office", "country", "sector", "start"):
        if not row[column]:
            return f"no {column}"
    if any("~" in cell or "|" in cell for cell in (row["name"], row["office"])):
        return "a bar or tilde in name or office"
    for column in ("start", "end"):
        if row[column] and _day(row[column]) is None:
            return f"{column} {row[column]!r} is no date of the form YYYY-MM-DD"
    if row["end"] and row["end"] < row["start"]:
        return f"it ends ({row['end']}) before it starts ({row['start']})"
    if row.get("tier") and row["tier"] not in {"0", "1", "2", "3"}:
        return f"tier {row['tier']!r} is not 0, 1, 2 or 3"
    return None


def _place(row: Row, known: Known) -> str | None:
    kind = row.get("kind") or "city"
    if kind not in _KINDS_OF_PLACE:
        return f"unknown kind {kind!r} (kinds: {', '.join(sorted(_KINDS_OF_PLACE))})"
    if not row["country"] and kind not in {"sea", "region"}:
        return "no country"
    for column, most in (("lat", 90.0), ("lon", 180.0)):
        number = _number(row[column])
        if number is None or not -most <= number <= most:
            return f"{column} {row[column]!r} is no number from -{most:.0f} to {most:.0f}"
    for column in ("population", "geonames_id"):
        if row.get(column) and not re.fullmatch(r"[0-9]{1,11}", row[column]):
            return f"{column} {row[column]!r} is no whole number"
    return None


_CHECKS = {
    "countries.csv": _country,
    "organisations.csv": _organisation,
    "roles.csv": _role,
    "holders.csv": _holder,
    "places.csv": _place,
}


def adapted(table: str, row: Row) -> Row:
    """The row as the table's reader wants it: a user's name of an organisation is always its meaning."""
    if table == "organisations.csv":
        names = (row["name"], *items(row.get("aliases", "")))
        first, *others = (name.strip(_MARKS + " ") + OWN for name in names)
        return {**row, "name": first, "aliases": "|".join(others)}
    if table == "roles.csv":
        return {**row, "word": row["word"].lower(), "kind": row.get("kind") or "head"}
    return dict(row)


def _day(text: str) -> dt.date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        return float(text) if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{0,12})?", text) else None
    except ValueError:
        return None


__all__ = ["MAX_CELL", "NON_STATES", "OWN", "TABLES", "Known", "Table", "adapted", "fault"]
