"""The office holders as they lie in `holders.tsv.gz`: loaded on first use, parsed a line at a time.

The file is one gzip of three sections, an empty line between: people, names (sorted by key, with the line
numbers of their people; `!` marks a short form such as a surname, `=` a full name), offices (sorted by
country and office, with person and holding numbers). Built by `training/ontology/build_holders.py`; the
sources are told in `SOURCES_holders_places.md`.
"""

from __future__ import annotations

import datetime as dt
import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from ..errors import OntologyError

TABLE = "holders.tsv.gz"


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
class _Lines:
    people: list[bytes]
    names: list[bytes]
    offices: list[bytes]


@cache
def _lines() -> _Lines:
    try:
        blob = gzip.decompress(resources.files(__package__).joinpath(TABLE).read_bytes())
        people, names, offices = (section.split(b"\n") for section in blob.split(b"\n\n"))
    except (OSError, EOFError, ValueError) as error:
        raise OntologyError(f"{TABLE} is missing or damaged: {error}") from error
    return _Lines(people, names, offices)


def _value(lines: list[bytes], key: str) -> str:
    """What stands after the tab on the line of `key`, by bisection; empty where there is none."""
    wanted = key.encode() + b"\t"
    at = bisect_left(lines, wanted)
    if at < len(lines) and lines[at].startswith(wanted):
        return lines[at][len(wanted) :].decode()
    return ""


def _day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _term(text: str) -> Term:
    country, office, sector, tier, start, end, precision, source = text.split("~")
    return Term(
        country, office, sector, int(tier), _day(start), _day(end) if end else None, precision, source
    )


@lru_cache(maxsize=8192)
def person(number: int) -> Person:
    """The person on that line. Raises OntologyError where the line is broken."""
    line = _lines().people[number].decode()
    try:
        name, forms, terms = line.split("\t")
        return Person(
            number,
            name,
            tuple(tuple(form.split()) for form in forms.split("|")),
            tuple(_term(term) for term in terms.split("|")),
        )
    except ValueError as error:
        raise OntologyError(f"{TABLE} has a broken row: {line[:80]!r}") from error


@dataclass(frozen=True, slots=True)
class Named:
    """Who bears a key: as a full name, as a short form, or as one word of several."""

    full: tuple[int, ...]
    short: tuple[int, ...]
    part: tuple[int, ...]


@lru_cache(maxsize=8192)
def named(key: str) -> Named:
    """The people of a name key (words joined by spaces)."""
    full, short, part = [], [], []
    for item in _value(_lines().names, key).split():
        if item[0] == "=":
            full.append(int(item[1:]))
        elif item[0] == "!":
            short.append(int(item[1:]))
        else:
            part.append(int(item))
    return Named(tuple(full), tuple(short), tuple(part))


@lru_cache(maxsize=4096)
def office_terms(country: str, office: str) -> tuple[tuple[int, int], ...]:
    """Person number and term number of everyone in that office of that country."""
    pairs = (item.split(":") for item in _value(_lines().offices, f"{country}/{office}").split())
    return tuple((int(number), int(term)) for number, term in pairs)
