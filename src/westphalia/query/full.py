"""Reports in full, by their ids or places: what `events` answers of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from westphalia.errors import RecordError
from westphalia.query.events import detailed
from westphalia.query.session import Session
from westphalia.query.where import listed

Row = dict[str, Any]
Found = tuple[str, str, int]
"""A report's id, month, and number in the month (`nth` of `facts`)."""


def events_by_id(session: Session, ids: Sequence[str]) -> list[Row]:
    """The events of these ids, in this order; an id that nothing has is left out."""
    if not ids:
        return []
    session.reside()
    found = session.rows(
        f"SELECT event_id, month::VARCHAR, nth FROM facts WHERE event_id IN {listed(dict.fromkeys(ids))}"
    )
    by_id = {str(found_id): (str(found_id), str(month), int(at)) for found_id, month, at in found}
    return events_at(session, [by_id[event_id] for event_id in ids if event_id in by_id])


def events_at(session: Session, places: Sequence[Found]) -> list[Row]:
    """The reports at these places, in this order. Raises RecordError where the index was made anew meanwhile."""
    if not places:
        return []
    resident = session.reside()
    if resident.kept:
        try:
            return resident.reports.rows([(month, at) for _, month, at in places])
        except OSError as error:
            raise RecordError(
                f"{session.record.path}: its index was made anew meanwhile: ask again"
            ) from error
    months, ids = sorted({month for _, month, _ in places}), [event_id for event_id, _, _ in places]
    hits = session.arrow(
        f"SELECT e.* FROM events e WHERE e.month IN {listed(months)} AND e.event_id IN {listed(ids)}"
    )
    rows: dict[str, Row] = {row["event_id"]: row for row in detailed(session, hits).to_pylist()}
    return [rows[event_id] for event_id in ids]
