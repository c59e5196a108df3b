"""A user's office holders (`holders.csv`), in the form of the shipped table: people by number, numbers by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ._active import Row, own_rows, per_tables
from ._table import items
from .holders_names import name_key
from .holders_offices import office_of
from .holders_terms import Named, Person, Term

FIRST = 10_000_000  # the number of the first; the shipped people have the numbers of their lines
TIER = 2  # how prominent somebody is whose row tells no tier: known by the bare surname while in office
# Where the family's name comes first, so that it is what a short form keeps.
_FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "KHM", "VNM"})


def person(number: int) -> Person:
    """The user's person of that number."""
    return _people()[number - FIRST]


@per_tables()
def _people() -> tuple[Person, ...]:
    """One person for each name and country, with the terms of all rows."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in own_rows("holders.csv"):
        rows.setdefault((row["name"], row["country"]), []).append(row)
    return tuple(
        Person(
            FIRST + at,
            name,
            tuple(sorted({name_key(form) for row in theirs for form in _forms(row)})),
            tuple(sorted(map(_term, theirs), key=lambda term: term.start)),
        )
        for at, ((name, _), theirs) in enumerate(rows.items())
    )


def _forms(row: Row) -> Iterator[str]:
    yield row["name"]
    yield from items(row.get("aliases", ""))


def _term(row: Row) -> Term:
    office = office_of(row["office"], row["country"])
    return Term(
        row["country"],
        office.name if office else row["office"].lower(),
        row["sector"],
        int(row.get("tier") or TIER),
        dt.date.fromisoformat(row["start"]),
        dt.date.fromisoformat(row["end"]) if row["end"] else None,
        "day",
        "own table",
    )


@per_tables()
def _names() -> dict[str, tuple[set[int], set[int], set[int]]]:
    found: dict[str, tuple[set[int], set[int], set[int]]] = {}
    for bearer in _people():
        family_first = bearer.terms[0].country in _FAMILY_FIRST
        for form in bearer.forms:
            if len(form) > 1:
                found.setdefault(" ".join(form), (set(), set(), set()))[0].add(bearer.number)
            short = form[0] if family_first else form[-1]
            for word in form:
                found.setdefault(word, (set(), set(), set()))[1 if word == short else 2].add(bearer.number)
    return found


def with_own(key: str, shipped: Named) -> Named:
    """Who bears a key, the user's people first; a full name that the user gives is the user's person alone."""
    own = _names().get(key)
    if own is None:
        return shipped
    full, short, part = (tuple(sorted(numbers)) for numbers in own)
    if full:
        return Named(full, short, part)
    return Named(shipped.full, short + shipped.short, part + shipped.part)


def office_terms(country: str, office: str) -> tuple[tuple[int, int], ...]:
    """Person number and term number of the user's people in an office."""
    return tuple(
        (bearer.number, at)
        for bearer in _people()
        for at, term in enumerate(bearer.terms)
        if (term.country, term.office) == (country, office)
    )


__all__ = ["FIRST", "office_terms", "person", "with_own"]
