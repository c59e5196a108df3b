"""The characters that each field of an event rests on, with their words."""

from __future__ import annotations

from typing import Any

from westphalia.query.session import Session

Row = dict[str, Any]

PARTS = (("trigger", "trigger"), ("sentence", "sentence"), ("date", "when"), ("place", "place"))
SIDES = (("actor", "actors"), ("recipient", "recipients"), ("said_by", "said_by"))


def text_of(session: Session, event: Row) -> str:
    """The text of the article that an event, as `events` answers it, stands in."""
    rows = session.rows(
        "SELECT text FROM articles WHERE month = $month AND article_id = $id LIMIT 1",
        {"month": event["month"], "id": event["article_id"]},
    )
    return str(rows[0][0]) if rows else ""


def evidence(session: Session, event: Row) -> list[Row]:
    """Field, start, end and words, the fields in a fixed order: what the view `evidence` has of the event."""
    spans = [
        (field, event[f"{name}_start"], event[f"{name}_end"])
        for field, name in PARTS
        if event[f"{name}_start"] is not None
    ]
    spans += [(field, who["start"], who["end"]) for field, side in SIDES for who in event[side] or ()]
    if event["quote_ids"]:
        quoted = session.rows(
            'SELECT "start", "end" FROM quotes WHERE month = $month AND list_contains($ids, quote_id) ORDER BY 1, 2',
            {"month": event["month"], "ids": event["quote_ids"]},
        )
        spans += [("quote", start, end) for start, end in quoted]
    text = text_of(session, event)
    return [
        {"field": field, "start": int(start), "end": int(end), "text": text[start:end]}
        for field, start, end in spans
    ]
