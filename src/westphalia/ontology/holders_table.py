"""The office holders as they lie in `holders.tsv.gz`: loaded on first use, parsed a line at a time.

The file is one gzip of three sections, an empty line between: people, names (sorted by key, with the line
numbers of their people; `!` marks a short form such as a surname, `=` a full name), offices (sorted by
country and office, with person and holding numbers). Built by `training/ontology/build_holders.py`; the
sources are told in `SOURCES_holders_places.md`.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache

from . import holders_own
from ._active import per_tables
from ._table import Sections, sections
from .holders_terms import Named, Person, Term

TABLE = "holders.tsv.gz"


@cache
def _table() -> Sections:
    return sections(TABLE)


def _day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _term(text: str) -> Term:
    country, office, sector, tier, start, end, precision, source = text.split("~")
    return Term(
        country, office, sector, int(tier), _day(start), _day(end) if end else None, precision, source
    )


def person(number: int) -> Person:
    """The person on that line, or a user's. Raises OntologyError where the line is broken."""
    return holders_own.person(number) if number >= holders_own.FIRST else _person(number)


@lru_cache(maxsize=8192)
def _person(number: int) -> Person:
    table = _table()
    try:
        name, forms, terms = table.line(number).split("\t")
        return Person(
            number,
            name,
            tuple(tuple(form.split()) for form in forms.split("|")),
            tuple(_term(term) for term in terms.split("|")),
        )
    except ValueError as error:
        raise table.broken(number) from error


@per_tables(8192)
def named(key: str) -> Named:
    """The people of a name key (words joined by spaces)."""
    full, short, part = [], [], []
    for item in _table().value(key).split():
        if item[0] == "=":
            full.append(int(item[1:]))
        elif item[0] == "!":
            short.append(int(item[1:]))
        else:
            part.append(int(item))
    return holders_own.with_own(key, Named(tuple(full), tuple(short), tuple(part)))


@per_tables(4096)
def office_terms(country: str, office: str) -> tuple[tuple[int, int], ...]:
    """Person number and term number of everyone in that office of that country."""
    pairs = (item.split(":") for item in _table().value_of_more(f"{country}/{office}").split())
    shipped = tuple((int(number), int(term)) for number, term in pairs)
    return holders_own.office_terms(country, office) + shipped


__all__ = ["TABLE", "Named", "Person", "Term", "named", "office_terms", "person"]
