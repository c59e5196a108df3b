"""Dyads: what two do to each other, month by month in both directions, on whose word, and what came of their plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from westphalia.errors import BadFilter
from westphalia.query import facets, paged, plans, windows
from westphalia.query.filters import Filter, country_or_none, day
from westphalia.query.monthly import HAPPENED
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.monthchart import Chart, by_quad, shifted
from westphalia.web.narrowing import Narrowing, checked
from westphalia.web.pages import find
from westphalia.web.ranking import Rank, longest, quad_bar
from westphalia.web.rendering import render
from westphalia.web.wording import country_name, link, month_told, path_of

router = APIRouter()
router.include_router(find.router)
Row = Mapping[str, Any]
SHOWN = 60  # pairs
LONGEST_CHART = 60  # months shown unless a window is asked for


@dataclass(frozen=True, slots=True)
class DyadsPage:
    """The most active pairs; `given` are the form's words."""

    given: Mapping[str, str]
    ranks: Sequence[Rank]


@router.get("/dyads", response_class=HTMLResponse)
def dyads(request: Request, store: StoreDep) -> Response:
    """Two names lead to their page; otherwise the most active pairs. Raises BadFilter."""
    given = checked(request.query_params, ("one", "two", "since", "until", "country"))
    if given["one"] and given["two"]:
        keys = [key_of(store.session, given[name]) for name in ("one", "two")]
        return RedirectResponse(
            link(path_of("dyads", *keys), since=given["since"][:7], until=given["until"][:7]), status_code=303
        )
    alone = given["country"] or given["one"] or given["two"]
    page = store.cached(("dyads", tuple(given.items())), lambda session: most_active(session, given, alone))
    return render(request, "dyads.html", page=page)


def most_active(session: Session, given: Mapping[str, str], country: str) -> DyadsPage:
    told = window(given["since"], given["until"], country)
    rows = windows.dyads(session, told.selection, SHOWN)
    most = longest(rows)
    ranks = [
        Rank(
            f"{country_name(row['one'])} – {country_name(row['two'])}",
            link(
                path_of("dyads", row["one"], row["two"]), since=given["since"][:7], until=given["until"][:7]
            ),
            f"{row['one']} {row['two']}",
            row["events"],
            told.address("/events", country=None, pair=[row["one"], row["two"]]),
            quad_bar(row, most),
        )
        for row in rows
        if not country or code(country) in (row["one"], row["two"])
    ]
    return DyadsPage(given, ranks)


def window(since: str, until: str, country: str = "") -> Narrowing:
    """Events told as having happened in a window of days, months or years. Raises BadFilter."""
    params: list[tuple[str, str]] = [("status", status) for status in HAPPENED]
    if country:
        params.append(("country", code(country)))
    first = day("since", since) if since else None
    last = day("until", until) if until else None
    if first:
        params.append(("since", first.isoformat()))
    if last:
        params.append(("until", last.isoformat()))
    chosen = Filter(status=HAPPENED, country=(code(country),) if country else (), since=first, until=last)
    return Narrowing(Selection(chosen), tuple(params))


def code(country: str) -> str:
    found = country_or_none(country)
    if found is None:
        raise BadFilter(
            f"no country {country[:80]!r}: pairs are listed by country; two names lead to their own page"
        )
    return found


def key_of(session: Session, word: str) -> str:
    """The key that a page's address has for a word: a country's code or an actor's id. Raises BadFilter."""
    found = session.keys((word,), "country or actor")
    return (found.countries or found.ids)[0]


# --- one dyad -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Side:
    """One direction: who acts on whom, by month."""

    title: str
    events: int
    href: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word: a source or outlet and its number of events."""

    name: str
    events: int
    href: str


@dataclass(frozen=True, slots=True)
class DyadPage:
    """A dyad in a window. Numbers count events told as having happened, in months of their own date."""

    one: str
    two: str
    names: tuple[str, str]
    since: str
    until: str
    window_told: str
    total: int
    events_href: str
    together: int
    together_href: str
    sides: Sequence[Side]
    sources: Sequence[Word]
    outlets: Sequence[Word]
    plans: Sequence[tuple[Row, Sequence[Row]]]
    newest: Sequence[Row]


@router.get("/dyads/{first}/{second}", response_class=HTMLResponse)
def dyad(
    request: Request, store: StoreDep, first: str, second: str, since: str = "", until: str = ""
) -> HTMLResponse:
    """What two do to each other. 404 where the record knows one of them not."""
    try:
        page = store.cached(
            ("dyad", first, second, since, until),
            lambda session: of_dyad(session, first, second, since, until),
        )
    except BadFilter as error:
        if since or until:
            raise
        raise HTTPException(404, str(error)) from error
    return render(request, "dyad.html", page=page)


def of_dyad(session: Session, first: str, second: str, since: str, until: str) -> DyadPage:
    """The page's content. Raises BadFilter for words that name nobody."""
    keys = [key_of(session, word) for word in (first, second)]
    names = (name_of(session, keys[0]), name_of(session, keys[1]))
    told = window(since, until)
    directions = [(0, 1)] if keys[0] == keys[1] else [(0, 1), (1, 0)]
    narrowed = [direction(told, keys[who], keys[whom]) for who, whom in directions]
    counted = [windows.by_month(session, side.selection.but(dated=True)) for side in narrowed]
    start, end = span(counted, since, until)
    sides = []
    for number, ((who, whom), side, rows) in enumerate(zip(directions, narrowed, counted, strict=True)):
        title = f"{names[who]} → {names[whom]}"
        chart = by_quad(
            rows,
            start,
            end,
            side,
            f"What {names[who]} does to {names[whom]}, by month",
            name=f"side{number}",
            turns=True,
        )
        chart = replace(chart, window=path_of("dyads", *keys))
        total = windows.total(session, side.selection)
        sides.append(Side(title, total["events"], side.address("/events"), chart))
    both = replace(
        told,
        selection=told.selection.but(pair=tuple(keys)),
        params=(*told.params, *(("pair", key) for key in keys)),
    )
    words = facets.facets(session, both.selection, ("said_by", "outlet"), 10)
    every = both.selection.but(status=())
    named = told.selection.but(both=tuple(dict.fromkeys(keys)), status=())
    announced = plans.plans(session, named)
    return DyadPage(
        one=keys[0],
        two=keys[1],
        names=names,
        since=since or start,
        until=until or end,
        window_told=f"{month_told(start)} to {month_told(end)}",
        total=windows.total(session, both.selection)["events"],
        events_href=both.address("/events"),
        together=windows.total(session, named)["events"],
        together_href=link(
            "/events", both=list(dict.fromkeys(keys)), since=told.first("since"), until=told.first("until")
        ),
        sides=sides,
        sources=[Word(v.value, v.events, both.address("/events", said_by=v.value)) for v in words["said_by"]],
        outlets=[Word(v.value, v.events, both.address("/events", outlet=v.value)) for v in words["outlet"]],
        plans=announced,
        newest=paged.events_page(session, every, size=8).rows,
    )


def direction(told: Narrowing, who: str, whom: str) -> Narrowing:
    chosen = replace(told.selection.chosen, actor=(who,), recipient=(whom,))
    return Narrowing(
        replace(told.selection, chosen=chosen), (*told.params, ("actor", who), ("recipient", whom))
    )


def span(counted: Sequence[Sequence[Row]], since: str, until: str) -> tuple[str, str]:
    """First and last month to draw: the window's, else those that have events, five years at most."""
    dated = sorted({row["month"] for rows in counted for row in rows if row["month"]})
    first, last = (dated[0], dated[-1]) if dated else ("", "")
    end = f"{day('until', until):%Y-%m}" if until else last
    start = (
        f"{day('since', since):%Y-%m}"
        if since
        else max(first, shifted(end, 1 - LONGEST_CHART))
        if end
        else ""
    )
    start, end = start or end, end or start
    if not start:
        start = end = f"{day('until', '2000'):%Y-%m}"
    return (start, end) if start <= end else (end, start)


def name_of(session: Session, key: str) -> str:
    if country_or_none(key) == key:
        return country_name(key)
    found = windows.names_of(session, [key]).get(key)
    return str((found or {}).get("name") or key)
