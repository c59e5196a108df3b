"""Events: lists, one with its evidence, merged events, facets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from westphalia.query import evidence, facets, one, paged
from westphalia.query.session import Session
from westphalia.web.api import models
from westphalia.web.api.answers import FAILURES, FOUND, PREFIX, answer
from westphalia.web.api.params import EventList, FacetList
from westphalia.web.deps import StoreDep

router = APIRouter(prefix=PREFIX, tags=["events"])
Id = Annotated[str, Path(min_length=1, max_length=200, description="the id, as lists have it")]
REPORTS = 200  # of one merged event, so many are told


@router.get("/events", response_model=models.Events, responses=FAILURES)
def events(request: Request, store: StoreDep, params: Annotated[EventList, Query()]) -> Response:
    """Events as articles report them, each with its sentence, story and merged event; a page at a time."""

    def make(session: Session) -> dict[str, Any]:
        page = paged.events_page(
            session, params.selection(), sort=params.sort, after=params.after, size=params.limit
        )
        return {"items": page.rows, "next": page.after}

    return answer(request, store, models.Events, make)


@router.get("/events/{event_id}", response_model=models.EventInFull, responses=FOUND)
def event(request: Request, store: StoreDep, event_id: Id) -> Response:
    """One event with the characters that each of its fields rests on, and every other report of it."""

    def make(session: Session) -> dict[str, Any] | None:
        found = one.event_by_id(session, event_id)
        if found is None:
            return None
        merged, reports = one.merged_event(session, found)
        return {
            "event": found,
            "evidence": evidence.evidence(session, found),
            "merged": merged,
            "reports": [row for row in reports if row["event_id"] != event_id][:REPORTS],
        }

    return answer(request, store, models.EventInFull, make)


@router.get("/merged-events", response_model=models.MergedItems, responses=FAILURES)
def merged_events(request: Request, store: StoreDep, params: Annotated[EventList, Query()]) -> Response:
    """Events of the world, each once: the report that stands for it, with counts and contradictions of all reports."""

    def make(session: Session) -> dict[str, Any]:
        selection = params.selection().but(merged=True)
        page = paged.events_page(session, selection, sort=params.sort, after=params.after, size=params.limit)
        ids = [row["merged_id"] for row in page.rows if row["merged_id"]]
        known = {row["merged_id"]: row for row in one.merged_by_id(session, ids)}
        rows = [{"lead": row, "merged": known.get(row["merged_id"])} for row in page.rows]
        return {"items": rows, "next": page.after}

    return answer(request, store, models.MergedItems, make)


@router.get("/merged-events/{merged_id}", response_model=models.MergedInFull, responses=FOUND)
def merged_event(request: Request, store: StoreDep, merged_id: Id) -> Response:
    """One event of the world with its reports and what they differ in."""

    def make(session: Session) -> dict[str, Any] | None:
        rows = one.merged_by_id(session, [merged_id])
        if not rows:
            return None
        _, reports = one.merged_event(session, {"merged_id": merged_id})
        return {"merged": rows[0], "reports": reports[:REPORTS]}

    return answer(request, store, models.MergedInFull, make)


@router.get("/facets", response_model=models.Facets, responses=FAILURES)
def facet_counts(request: Request, store: StoreDep, params: Annotated[FacetList, Query()]) -> Response:
    """The most frequent values of everything that events can be narrowed by, with their numbers."""

    def make(session: Session) -> dict[str, Any]:
        found = facets.facets(session, params.selection(), most=params.limit)
        return {
            "facets": {
                name: [{"value": v.value, "name": v.name, "events": v.events} for v in values]
                for name, values in found.items()
            }
        }

    return answer(request, store, models.Facets, make)
