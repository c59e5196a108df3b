"""Compare: one event as different outlets, agencies or sides tell it, with what they contradict each other in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from westphalia.query import one
from westphalia.query.filters import make_filter
from westphalia.query.others import compare as sides_of
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.narrowing import checked
from westphalia.web.rendering import render

router = APIRouter()
Row = Mapping[str, Any]
FIELDS = ("one", "two", "country", "type", "since", "until", "event")
LISTED = 40
SHOWN: tuple[tuple[str, str], ...] = (
    ("type", "Type"),
    ("status", "Did it happen"),
    ("actors", "Actor"),
    ("recipients", "Recipient"),
    ("when", "When"),
    ("place", "Where"),
    ("sources", "On whose word"),
)


@dataclass(frozen=True, slots=True)
class Telling:
    """One outlet's report of the event: the surest of its reports, and how many more it has."""

    outlet: str
    report: Row
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """A field over all tellings; `differs` where not all say the same."""

    field: str
    title: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the reports differ in, and who says which version."""

    field: str
    versions: Sequence[tuple[str, Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class EventTold:
    """One event as its outlets tell it."""

    lead: Row
    merged: Row | None
    tellings: Sequence[Telling]
    lines: Sequence[Line]
    contradictions: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The page without an event: two sides' reports beside each other, or the events that are told most differently."""

    given: Mapping[str, str]
    rows: Sequence[Row]
    disputed: Sequence[Row]
    outlets: Sequence[str]


@router.get("/compare", response_class=HTMLResponse)
def compare(request: Request, store: StoreDep) -> HTMLResponse:
    """One event's tellings, two sides, or what is disputed. Raises BadFilter; 404 for an event that is none."""
    given = checked(request.query_params, FIELDS)
    if given["event"]:
        told = store.cached(("told", given["event"]), lambda session: of_event(session, given["event"]))
        if told is None:
            raise HTTPException(404, "The record has no event of this id.")
        return render(request, "compare_event.html", page=told)
    page = store.cached(("compare", tuple(given.items())), lambda session: make(session, given))
    return render(request, "compare.html", page=page)


def make(session: Session, given: Mapping[str, str]) -> ComparePage:
    outlets = [
        str(name)
        for (name,) in session.rows(
            "SELECT outlet FROM articles WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC, outlet LIMIT 60"
        )
    ]
    if not (given["one"] and given["two"]):
        return ComparePage(given, [], one.disputed(session, LISTED), outlets)
    chosen = make_filter(
        **{name: given[name] for name in ("country", "type", "since", "until") if given[name]}
    )
    rows = sides_of(session, given["one"], given["two"], chosen, LISTED).to_pylist()
    return ComparePage(given, rows, [], outlets)


def of_event(session: Session, event_id: str) -> EventTold | None:
    """The event with its reports, an outlet a column, the earliest first."""
    if not re.fullmatch(r"[0-9A-Za-z_.:-]{1,80}", event_id):
        return None
    found = one.event_by_id(session, event_id)
    if found is None:
        return None
    merged, reports = one.merged_event(session, found)
    by_outlet: dict[str, list[Row]] = {}
    for report in reports:
        by_outlet.setdefault(str(report["outlet"] or "no outlet told"), []).append(report)
    tellings = []
    for outlet, own in by_outlet.items():
        surest = max(own, key=lambda report: (report["confidence"], report["event_id"]))
        tellings.append(Telling(outlet, surest, len(own) - 1))
    by_id = {report["event_id"]: report for report in reports}
    contradictions = [
        Contradiction(
            entry["field"],
            [
                (version["value"], [by_id[i] for i in version["event_ids"] or [] if i in by_id])
                for version in entry["values"] or []
            ],
        )
        for entry in (merged or {}).get("contradictions") or []
    ]
    lines = [
        Line(field, title, len({said(telling.report, field) for telling in tellings}) > 1)
        for field, title in SHOWN
    ]
    return EventTold(found, merged, tellings, lines, contradictions)


def said(report: Row, field: str) -> object:
    """What a report says in a field, to be compared."""
    if field == "type":
        return report["type"], report["mode"]
    if field in ("actors", "recipients"):
        return frozenset(actor["actor_id"] for actor in report[field] or [])
    if field == "when":
        return report["date_start"], report["date_end"]
    if field == "place":
        return report["place_name"]
    if field == "sources":
        return tuple(report["sources"] or [])
    return report[field]
