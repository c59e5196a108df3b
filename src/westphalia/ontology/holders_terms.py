"""The records of the table of office holders: people, their terms, and who bears a name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office. `tier` 3 leads a state, 2 is known the world over, 1 a minister, 0 the rest.

    `precision` tells what `start` and `end` are good for: "day", "month", "year", or "seen" (first and last
    seen in office); `end` None is open at the table's making.
    """

    country: str
    office: str
    sector: str
    tier: int
    start: dt.date
    end: dt.date | None
    precision: str
    source: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the usual name, and the terms by start."""

    number: int
    name: str
    forms: tuple[tuple[str, ...], ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Who bears a key: as a full name, as a short form, or as one word of several."""

    full: tuple[int, ...]
    short: tuple[int, ...]
    part: tuple[int, ...]
