"""Actors: who is in the record; one actor or country with its roles, partners, months and quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from westphalia.query import one, paged, windows
from westphalia.query.filters import Filter, country_or_none, make_filter
from westphalia.query.lists import actors_page, quotes_page
from westphalia.query.monthly import HAPPENED
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.monthchart import Chart, by_quad, shifted
from westphalia.web.narrowing import Narrowing, checked
from westphalia.web.pages.quotes import Quoted, with_events
from westphalia.web.ranking import Rank, longest, quad_bar
from westphalia.web.rendering import render
from westphalia.web.wording import country_name, link, path_of

router = APIRouter()
Row = Mapping[str, Any]
SIZE = 60
FIELDS = ("text", "country", "sector", "since", "until")
LONGEST_CHART = 60  # months


@dataclass(frozen=True, slots=True)
class ActorsPage:
    given: Mapping[str, str]
    rows: Sequence[Row]
    next: str | None
    first: str | None


@router.get("/actors", response_class=HTMLResponse)
def actors(request: Request, store: StoreDep, after: str = "") -> HTMLResponse:
    """Actors by name, country and sector, the most reported first. Raises BadFilter."""
    given = checked(request.query_params, FIELDS)
    chosen = make_filter(**{name: value for name, value in given.items() if value})

    def make(session: Session) -> ActorsPage:
        found = actors_page(session, chosen, after=after or None, size=SIZE)
        return ActorsPage(
            given,
            found.rows,
            link("/actors", **given, after=found.after) if found.after else None,
            link("/actors", **given) if after else None,
        )

    return render(request, "actors.html", page=store.cached(("actors", tuple(given.items()), after), make))


@dataclass(frozen=True, slots=True)
class Partner:
    """One on the other side: what is done to it, and by it, each with the events behind."""

    rank: Rank
    does: int
    does_href: str
    suffers: int
    suffers_href: str
    dyad: str | None


@dataclass(frozen=True, slots=True)
class ActorPage:
    """An actor, or a country as one. Numbers count events told as having happened, on either side."""

    key: str
    name: str
    codes: str
    role: str | None
    is_country: bool
    first_seen: object
    last_seen: object
    total: int
    events_href: str
    acts: int
    acts_href: str
    suffers: int
    suffers_href: str
    credited: int
    credited_href: str
    roles: Sequence[Row]
    chart: Chart | None
    partners: Sequence[Partner]
    newest: Sequence[Row]
    quotes: Sequence[Quoted]
    quotes_href: str
    members: Sequence[Row]


@router.get("/actors/{key}", response_class=HTMLResponse)
def actor(request: Request, store: StoreDep, key: str) -> HTMLResponse:
    """One actor by its id, or a country by its code. 404 where the record knows neither."""
    page = store.cached(("actor", key), lambda session: of_actor(session, key))
    if page is None:
        raise HTTPException(404, "The record has no actor of this id. Look for the name in the box above.")
    return render(request, "actor.html", page=page)


def of_actor(session: Session, key: str) -> ActorPage | None:
    """The page's content; None for a key that names nobody."""
    country = country_or_none(key) if key == key.upper() else None
    found = None if country else one.actor(session, key)
    if found is None and country is None:
        return None
    key = country or key
    name = country_name(key) if country else str(found["name"] or key) if found else key
    told = narrowed(key)
    acts = windows.total(session, Selection(Filter(actor=(key,), status=HAPPENED)))
    suffers = windows.total(session, Selection(Filter(recipient=(key,), status=HAPPENED)))
    total = windows.total(session, told.selection)
    rows = windows.by_month(session, told.selection.but(dated=True))
    spoken = quotes_page(session, Filter(actor=(key,)), size=8).rows
    seen = found or {}
    return ActorPage(
        key=key,
        name=name,
        codes=key
        if country
        else " ".join(c for c in (seen.get("country"), seen.get("sector")) if c and c != "UNK"),
        role=seen.get("role"),
        is_country=country is not None,
        first_seen=seen.get("first_seen"),
        last_seen=seen.get("last_seen"),
        total=total["events"],
        events_href=told.address("/events"),
        acts=acts["events"],
        acts_href=link("/events", status=list(HAPPENED), actor=key),
        suffers=suffers["events"],
        suffers_href=link("/events", status=list(HAPPENED), recipient=key),
        credited=windows.total(session, Selection(Filter(said_by=(key,))))["events"],
        credited_href=link("/events", said_by=key),
        roles=[] if country else one.roles(session, key),
        chart=months(rows, told, name),
        partners=partners(session, told, key, name),
        newest=paged.events_page(session, Selection(party=(key,)), size=8).rows,
        quotes=with_events(session, spoken),
        quotes_href=link("/quotes", actor=key),
        members=one.country_actors(session, key) if country else [],
    )


def narrowed(key: str) -> Narrowing:
    """Events with it on either side, told as having happened."""
    params = (*(("status", status) for status in HAPPENED), ("party", key))
    return Narrowing(Selection(Filter(status=HAPPENED), party=(key,)), params)


def months(rows: Sequence[Row], told: Narrowing, name: str) -> Chart | None:
    """The last five years of it at most; None where no event is told to the month."""
    dated = sorted({row["month"] for row in rows if row["month"]})
    if not dated:
        return None
    last = dated[-1]
    first = max(dated[0], shifted(last, 1 - LONGEST_CHART))
    return by_quad(rows, first, last, told, f"Events with {name} on either side, by month", turns=True)


def partners(session: Session, told: Narrowing, key: str, name: str) -> list[Partner]:
    """Those it acts upon, and who act upon it."""
    rows = windows.partners(session, told.selection, (key,))
    most = longest(rows)
    made = []
    for row in rows:
        other = row["actor_id"]
        codes = " ".join(code for code in (row["country"], row["sector"]) if code and code != "UNK")
        rank = Rank(
            row["name"] or other,
            path_of("actors", other),
            codes,
            row["events"],
            link("/events", status=list(HAPPENED), pair=[key, other]),
            quad_bar(row, most),
        )
        made.append(
            Partner(
                rank,
                row["does"],
                link("/events", status=list(HAPPENED), actor=key, recipient=other),
                row["suffers"],
                link("/events", status=list(HAPPENED), actor=other, recipient=key),
                path_of("dyads", key, other),
            )
        )
    return made
