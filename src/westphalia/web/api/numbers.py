"""Counts: by month, dyads, timelines, who, what and where most, the map, the network; and two sides compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from westphalia.query import windows
from westphalia.query.facets import told
from westphalia.query.session import Session
from westphalia.web.api import models
from westphalia.web.api.answers import FAILURES, PREFIX, answer
from westphalia.web.api.params import (
    ActorRanking,
    ByMonth,
    Comparing,
    Narrowed,
    NetworkParams,
    Ranking,
    given,
)
from westphalia.web.deps import StoreDep

router = APIRouter(prefix=PREFIX, tags=["numbers"])
Side = Annotated[
    str, Path(min_length=1, max_length=200, description="a country (code or name), a name, an actor_id")
]
Row = Mapping[str, Any]


@router.get("/counts", response_model=models.Ranked["counts"], responses=FAILURES)
def counts(request: Request, store: StoreDep, params: Annotated[Narrowed, Query()]) -> Response:
    """Events by month, type, quad class and status."""
    return answer(
        request,
        store,
        models.Ranked["counts"],
        lambda session: {"items": windows.by_month(session, params.selection())},
    )


@router.get("/most-active/actors", response_model=models.Ranked["actors"], responses=FAILURES)
def most_active(request: Request, store: StoreDep, params: Annotated[ActorRanking, Query()]) -> Response:
    """The most active actors among these events."""
    return answer(
        request,
        store,
        models.Ranked["actors"],
        lambda session: {"items": windows.actors(session, params.selection(), params.limit, params.side)},
    )


@router.get("/dyads", response_model=models.Ranked["dyads"], responses=FAILURES)
def dyads(request: Request, store: StoreDep, params: Annotated[Ranking, Query()]) -> Response:
    """The pairs of countries with most events among these, in either direction."""
    return answer(
        request,
        store,
        models.Ranked["dyads"],
        lambda session: {"items": windows.dyads(session, params.selection(), params.limit)},
    )


@router.get("/dyads/{one}/{two}", response_model=models.Dyad, responses=FAILURES)
def dyad(
    request: Request, store: StoreDep, one: Side, two: Side, params: Annotated[ByMonth, Query()]
) -> Response:
    """What two sides did to each other, by month and direction."""

    def make(_: Session) -> dict[str, Any]:
        found = store.record.dyad(one, two, **given(params))
        return {"one": one, "two": two, "months": list(found), "notes": list(found.notes)}

    return answer(request, store, models.Dyad, make)


@router.get("/timeline/{who}", response_model=models.Timeline, responses=FAILURES)
def timeline(request: Request, store: StoreDep, who: Side, params: Annotated[ByMonth, Query()]) -> Response:
    """One actor or country by month: what it did, what was done to it, how often it was credited."""

    def make(_: Session) -> dict[str, Any]:
        found = store.record.timeline(who, **given(params))
        return {"who": who, "months": list(found), "notes": list(found.notes)}

    return answer(request, store, models.Timeline, make)


@router.get("/places", response_model=models.Ranked["places"], responses=FAILURES)
def places(request: Request, store: StoreDep, params: Annotated[Ranking, Query()]) -> Response:
    """The places told most among these events."""
    return answer(
        request,
        store,
        models.Ranked["places"],
        lambda session: {"items": windows.places(session, params.selection(), params.limit)},
    )


@router.get("/map", response_model=models.Ranked["countries"], responses=FAILURES)
def world(request: Request, store: StoreDep, params: Annotated[Narrowed, Query()]) -> Response:
    """Every country that acts, is acted upon or is the place, with the mean intensity of these events."""

    def make(session: Session) -> dict[str, Any]:
        found = windows.countries(session, params.selection())
        return {"items": [{**row, "name": told("country", row["code"])} for row in found]}

    return answer(request, store, models.Ranked["countries"], make)


@router.get("/network", response_model=models.Network, responses=FAILURES)
def network(request: Request, store: StoreDep, params: Annotated[NetworkParams, Query()]) -> Response:
    """Who acts on whom among the most active."""

    def make(session: Session) -> dict[str, Any]:
        nodes, edges = windows.network(session, params.selection(), params.nodes, params.level)
        return {"nodes": named(session, nodes, params.level), "edges": edges}

    return answer(request, store, models.Network, make)


def named(session: Session, nodes: Sequence[Row], level: str) -> list[dict[str, Any]]:
    """Nodes with what to call them."""
    nothing = dict.fromkeys(("name", "country", "sector"))
    if level == "country":
        return [{**row, **nothing, "name": told("country", row["id"]), "country": row["id"]} for row in nodes]
    known = windows.names_of(session, [str(row["id"]) for row in nodes])
    return [{**row, **{name: known.get(str(row["id"]), nothing)[name] for name in nothing}} for row in nodes]


@router.get("/compare", response_model=models.Ranked["compared"], responses=FAILURES)
def compare(request: Request, store: StoreDep, params: Annotated[Comparing, Query()]) -> Response:
    """What two outlets, or two sides that are quoted, say of the same events."""

    def make(_: Session) -> dict[str, Any]:
        chosen = given(params, "one", "two", "limit")
        return {"items": list(store.record.compare(params.one, params.two, limit=params.limit, **chosen))}

    return answer(request, store, models.Ranked["compared"], make)
