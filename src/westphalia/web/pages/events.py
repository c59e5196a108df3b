"""Events: faceted search with permanent addresses, and one event with everything that it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from westphalia.errors import BadFilter
from westphalia.query import facets as faceting
from westphalia.query import one, windows
from westphalia.query.paged import SORTS, events_page
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.narrowing import TOLD, Narrowing, narrowing
from westphalia.web.rendering import render
from westphalia.web.store import Store
from westphalia.web.wording import QUADS as QUAD_WORDS
from westphalia.web.wording import country_name

router = APIRouter()
Row = Mapping[str, Any]
SIZE = 50
USUAL_SORT = "newest"
FORMATS = (("csv", "CSV"), ("jsonl", "JSONL"), ("parquet", "Parquet"), ("polecat", "POLECAT"))
CONFIDENCES = ("0.5", "0.7", "0.8", "0.9")
SOURCES = ("2", "3", "5", "10")
GROUPS: tuple[tuple[str, str, bool], ...] = (
    ("status", "Did it happen", True),
    ("type", "Type", True),
    ("quad_class", "Quad class", False),
    ("actor", "Actor's country", True),
    ("recipient", "Recipient's country", True),
    ("country", "Country, either side or place", False),
    ("sector", "Sector", False),
    ("place", "Place", False),
    ("said_by", "On whose word", False),
    ("outlet", "Outlet", False),
    ("mode", "Mode", False),
)
"""Facets: the parameter, its name, and whether it is open before anything is chosen."""
TYPED = {"actor", "recipient", "said_by"}
"""Facets to which words can be added that are not in the list."""
COUNTRIES = {"actor", "recipient", "country"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its box, its number (none for words that were typed), whether it is ticked."""

    value: str
    name: str
    events: int | None
    ticked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    open: bool
    typed: bool
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds, in words, and the address without it."""

    told: str
    href: str


@dataclass(frozen=True, slots=True)
class EventsPage:
    """The page: the rows of one screen, the facets with their numbers, and where to go from here."""

    heading: str
    rows: Sequence[Row]
    total: int
    articles: int
    outlets: int
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    sort: str
    sorts: Mapping[str, str]
    narrowed: Narrowing
    next: str | None
    first: str | None
    address: str
    exports: Sequence[tuple[str, str]]


@router.get("/events", response_class=HTMLResponse)
def events(request: Request, store: StoreDep, sort: str = USUAL_SORT, after: str = "") -> HTMLResponse:
    """Events by facets. Raises BadFilter for words that name nothing: the page says what may have been meant."""
    asked = narrowing(request.query_params)
    sort = sort or USUAL_SORT  # a form sends its empty fields, too
    if sort not in SORTS:
        raise BadFilter(f"no sort {sort[:40]!r}; there are {', '.join(SORTS)}")
    page = make(store, asked, sort, after)
    answer = render(request, "events.html", page=page, confidences=CONFIDENCES, sources=SOURCES)
    if "hx-request" in request.headers:
        answer.headers["HX-Push-Url"] = page.address
    answer.headers["Vary"] = "HX-Request"
    return answer


def make(store: Store, asked: Narrowing, sort: str, after: str) -> EventsPage:
    """The page's content."""
    selection = asked.selection
    rows = store.cached(
        ("events", asked.params, sort, after),
        lambda session: events_page(session, selection, sort=sort, after=after or None, size=SIZE),
    )
    total = store.cached(("total", asked.params), lambda session: windows.total(session, selection))
    counted = store.cached(("facets", asked.params), lambda session: faceting.facets(session, selection))
    sorted_ = None if sort == USUAL_SORT else sort
    return EventsPage(
        heading=heading(asked),
        rows=rows.rows,
        total=total["events"],
        articles=total["articles"],
        outlets=total["outlets"],
        facets=[facet(name, title, opened, counted[name], asked) for name, title, opened in GROUPS],
        chips=chips(asked, sorted_),
        sort=sort,
        sorts={name: order.told for name, order in SORTS.items()},
        narrowed=asked,
        next=asked.address("/events", sort=sorted_, after=rows.after) if rows.after else None,
        first=asked.address("/events", sort=sorted_) if after else None,
        address=asked.address("/events", sort=sorted_, after=after),
        exports=[(name, asked.address(f"/api/v1/export/events.{form}")) for form, name in FORMATS],
    )


def facet(name: str, title: str, opened: bool, values: Sequence[faceting.Value], asked: Narrowing) -> Facet:
    """A facet with its choices; what is chosen stays ticked even where nothing has it."""
    chosen = {value.casefold() for value in asked.values(name)}
    choices = []
    for value in values:
        ticked = value.value.casefold() in chosen
        typed = name in TYPED and ticked and not value.events
        choices.append(Choice(value.value, value.name, None if typed else value.events, ticked))
    return Facet(name, title, opened or bool(chosen), name in TYPED, choices)


def chips(asked: Narrowing, sort: str | None) -> list[Chip]:
    """What holds, each with a way out of it. The two of a pair go together."""
    made = []
    rest = {"sort": sort} if sort else {}
    for name, value in asked.params:
        if name == "pair":
            continue
        told = (
            TOLD[name]
            if name in ("dated", "merged", "without_reprints")
            else f"{TOLD[name]}: {_value(name, value)}"
        )
        made.append(Chip(told, _with(asked.lacking("/events", name, value), rest)))
    pair = asked.values("pair")
    if pair:
        told = f"between {' and '.join(_value('actor', value) for value in pair)}"
        made.append(Chip(told, asked.address("/events", without=("pair",), **rest)))
    return made


def _with(address: str, rest: Mapping[str, str]) -> str:
    return address + "".join(f"{'&' if '?' in address else '?'}{key}={value}" for key, value in rest.items())


def _value(name: str, value: str) -> str:
    if name in COUNTRIES | {"party", "both"}:
        return country_name(value)
    if name == "quad_class" and value.isdigit():
        return QUAD_WORDS.get(int(value), value)
    return value


def heading(asked: Narrowing) -> str:
    """What the page shows, in a few words."""
    pair = asked.values("pair")
    if pair:
        return f"Events between {' and '.join(country_name(value) for value in pair)}"
    both = asked.values("both")
    if len(both) == 2:
        return f"Events that name {' and '.join(country_name(value) for value in both)}"
    who, whom = asked.values("actor"), asked.values("recipient")
    if len(who) == 1 and len(whom) == 1:
        return f"What {country_name(who[0])} does to {country_name(whom[0])}"
    return "Events"


# --- one event ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of the event and the grounds on which it was read so."""

    actor: Row
    basis: str | None


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event: its fields, its evidence, its other tellings."""

    event: Row
    sentence: str
    actors: Sequence[Party]
    recipients: Sequence[Party]
    said_by: Sequence[Party]
    merged: Row | None
    reports: Sequence[Row]
    quotes: Sequence[Row]
    source: str | None


@router.get("/events/{event_id}", response_class=HTMLResponse)
def event(request: Request, store: StoreDep, event_id: str) -> HTMLResponse:
    """One event. 404 where the record has none of this id."""
    if not re.fullmatch(r"[0-9A-Za-z_.:-]{1,80}", event_id):
        raise HTTPException(404, "The record has no event of this id.")
    page = store.cached(("event", event_id), lambda session: of_event(session, event_id))
    if page is None:
        raise HTTPException(
            404,
            "The record has no event of this id. Ids change when the record is coded again with another model.",
        )
    return render(request, "event.html", page=page)


def of_event(session: Session, event_id: str) -> EventPage | None:
    found = one.event_by_id(session, event_id)
    if found is None:
        return None
    merged, reports = one.merged_event(session, found)
    grounds = one.mentions(session, found["article_id"])
    return EventPage(
        event=found,
        sentence=sentence_told(found),
        actors=parties(found["actors"], grounds),
        recipients=parties(found["recipients"], grounds),
        said_by=parties(found["said_by"], grounds),
        merged=merged,
        reports=[report for report in reports if report["event_id"] != event_id],
        quotes=one.quotes_by_id(session, found["article_id"], list(found["quote_ids"] or [])),
        source=web_address(found["url"]),
    )


def parties(actors: Sequence[Row] | None, grounds: Mapping[tuple[int, int], str]) -> list[Party]:
    return [Party(actor, grounds.get((actor["start"], actor["end"]))) for actor in actors or []]


def web_address(url: str | None) -> str | None:
    """The address, if it is one that a link may lead to."""
    return url if url and re.match(r"https?://", url) else None


def sentence_told(found: Row) -> str:
    """The event as one plain sentence."""
    who = " and ".join(str(actor["name"] or actor["text"]) for actor in found["actors"] or []) or "Someone"
    what = found["type"] + (f" ({found['mode']})" if found["mode"] else "")
    whom = " and ".join(str(actor["name"] or actor["text"]) for actor in found["recipients"] or [])
    return f"{who}: {what}{f' → {whom}' if whom else ''}"
