"""Facets: for each thing that events are narrowed by, its values and how many events of a selection have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from westphalia.query.resident_sql import SIDES
from westphalia.query.resident_where import coded
from westphalia.query.selection import Selection
from westphalia.query.session import Session


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet and its number of events; `name` is what to call it."""

    value: str
    events: int
    name: str


ONE: Mapping[str, str] = {
    "type": "type",
    "mode": "mode",
    "status": "status",
    "quad_class": "quad_class",
    "outlet": "outlet",
    "place": "place",
}
"""Facets of which an event has one value at most, and their columns in `facts`."""

MANY: Mapping[str, int] = {
    "actor": SIDES["actor_country"],
    "recipient": SIDES["recipient_country"],
    "country": SIDES["country"],
    "sector": SIDES["sector"],
    "said_by": SIDES["source"],
}
"""Facets of which an event may have several, and their sides in `parties`."""

FACETS = (*ONE, *MANY)


def facets(
    session: Session, selection: Selection, names: tuple[str, ...] = FACETS, most: int = 12
) -> dict[str, list[Value]]:
    """The most frequent values of each facet. A facet that is narrowed already is counted as if it were not, so that
    its other values can be added; those of the selection are always there, with their numbers."""
    made: dict[str, list[Value]] = {}
    free = [name for name in names if not _narrowed(selection, name)]
    if free:
        made |= _counted(session, selection, free, most)
    for name in names:
        if name not in made:
            wide = selection.but(**{name: ()})
            kept = _narrowed(selection, name)
            made |= _counted(session, wide, [name], most, kept)
    return {name: made[name] for name in names}


def _counted(
    session: Session, selection: Selection, names: list[str], most: int, kept: tuple[str, ...] = ()
) -> dict[str, list[Value]]:
    """Facets of the same selection in one query: the most frequent values of each, or all where some are to be kept."""
    where = coded(session, selection)
    bound = "" if kept else f"LIMIT {int(most)}"
    columns = ", ".join(["e.n", *(f"e.{ONE[name]}" for name in names if name in ONE)])
    parts = []
    for name in names:
        if name in ONE:
            counted = (
                f"SELECT {ONE[name]}::VARCHAR AS value, count(*) AS events FROM chosen GROUP BY {ONE[name]}"
            )
        else:
            # Without conditions every report is chosen, and the sides need not be compared with it.
            among = " AND n IN (SELECT n FROM chosen)" if where.parts else ""
            counted = (
                f"SELECT w.word AS value, c.events FROM (SELECT key, count(*) AS events FROM parties "
                f"WHERE side = {MANY[name]}{among} GROUP BY key) c JOIN words w ON w.key = c.key"
            )
        parts.append(
            f"(SELECT '{name}' AS facet, value, events FROM ({counted}) WHERE value IS NOT NULL "
            f"ORDER BY events DESC, value {bound})"
        )
    found = session.rows(
        f"WITH chosen AS MATERIALIZED (SELECT {columns} FROM facts e WHERE {where.sql}) {' UNION ALL '.join(parts)}",
        where.values,
    )
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in names}
    for facet, value, events in found:
        rows[facet].append((value, events))
    return {
        name: _values(name, sorted(counts, key=lambda row: (-row[1], row[0])), kept, most)
        for name, counts in rows.items()
    }


def _narrowed(selection: Selection, name: str) -> tuple[str, ...]:
    own = selection.place if name == "place" else getattr(selection.chosen, name)
    return tuple(str(value) for value in own)


def _values(name: str, counted: list[tuple[Any, ...]], kept: tuple[str, ...], most: int) -> list[Value]:
    """The first values, and those that are chosen; a chosen one that nothing has counts 0."""
    numbers = {str(value): int(n) for value, n in counted}
    folded = {value.casefold(): value for value in numbers}
    chosen = [folded.get(value.casefold(), value) for value in kept]
    listed = [*chosen, *(value for value in list(numbers)[:most] if value not in chosen)]
    return [Value(value, numbers.get(value, 0), told(name, value)) for value in listed]


def told(name: str, value: str) -> str:
    """What people call a facet's value: a country by its name, a quad class in words."""
    if name in {"actor", "recipient", "country"}:
        from westphalia.ontology.countries import name_of
        from westphalia.ontology.plover import nonstate_codes

        return name_of(value) or nonstate_codes().get(value, value)
    if name == "quad_class":
        from westphalia.query.monthly import QUADS

        return QUADS.get(int(value), "neutral").replace("_", " ")
    return value
