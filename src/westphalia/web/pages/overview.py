"""The overview: what happened in a window, who and where most, what is new, and the world by intensity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from westphalia.errors import BadFilter
from westphalia.ontology.plover import event_types
from westphalia.query import one, paged, windows
from westphalia.query.filters import Filter, country_or_none, day
from westphalia.query.monthly import HAPPENED, QUADS
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.monthchart import Chart, by_quad, by_status, shifted
from westphalia.web.narrowing import Narrowing
from westphalia.web.ranking import Rank, longest, quad_bar
from westphalia.web.rendering import render
from westphalia.web.wording import country_name, link, moment, month_ends, month_told, path_of, signed
from westphalia.web.worldmap import Shade, world_map

router = APIRouter()
Row = Mapping[str, Any]
WINDOWS: tuple[tuple[str, str, int], ...] = (
    ("3 months", "3", 3),
    ("12 months", "12", 12),
    ("5 years", "60", 60),
)
USUAL = "12"
NEWEST = 8
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: int | str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    name: str
    events: int
    intensity: float | None
    href: str  # the overview of it alone
    events_href: str


@dataclass(frozen=True, slots=True)
class Run:
    told: str
    articles: int | None
    events: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The page. Numbers count events told as having happened (reported, background) in months of their own date."""

    heading: str
    since: str
    until: str
    first_month: str
    last_month: str
    window_told: str
    windows: Sequence[Window]
    country: str | None
    without_country: str
    figures: Sequence[Figure]
    by: str
    by_quad: str
    by_status: str
    chart: Chart
    map: Markup
    countries: Sequence[Country]
    dyads: Sequence[Rank]
    actors: Sequence[Rank]
    types: Sequence[Rank]
    places: Sequence[Rank]
    newest: Sequence[Row]
    n_events: int
    events_href: str
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the window's first and last month, the tab, a country."""

    first: str
    last: str
    window: str | None
    by: str
    country: str | None


@router.get("/", response_class=HTMLResponse)
def overview(
    request: Request,
    store: StoreDep,
    since: str = "",
    until: str = "",
    window: str = "",
    by: str = "quad",
    country: str = "",
) -> HTMLResponse:
    """The first page. Raises BadFilter for a month or country that is none."""
    months = [month for month in store.session.record.months("events") if month != "0000-00"]
    if not store.session.record.months("events"):
        return render(request, "empty.html", record_name=store.path.name)
    asked = read(months, since, until, window, by, country)
    page = store.cached(("overview", asked), lambda session: make(session, asked, months))
    return render(request, "overview.html", page=page)


def read(months: Sequence[str], since: str, until: str, window: str, by: str, country: str) -> Asked:
    """The address's words, checked; the usual window ends with the newest month of publication."""
    first, last = (months[0], months[-1]) if months else ("2000-01", "2000-01")
    for name, value in (("since", since), ("until", until)):
        if value and not _MONTH.fullmatch(value[:7]):
            raise BadFilter(f"{name} {value[:20]!r} is no month (YYYY-MM)")
    code = country_or_none(country) if country else None
    if country and code is None:
        raise BadFilter(f"no country {country[:80]!r}")
    if since or until:
        start, end = since[:7] or first, until[:7] or last
        if end < start:
            raise BadFilter(f"since {start} is after until {end}")
        return Asked(start, end, None, _by(by), code)
    window = window or USUAL
    if window == "all":
        return Asked(first, last, "all", _by(by), code)
    lengths = {name: length for _, name, length in WINDOWS}
    if window not in lengths:
        raise BadFilter(f"no window {window[:20]!r}; there are {', '.join(lengths)} and all")
    return Asked(shifted(last, 1 - lengths[window]), last, window, _by(by), code)


def _by(by: str) -> str:
    if by not in ("quad", "status"):
        raise BadFilter(f"by {by[:20]!r}: quad or status")
    return by


def narrowed(asked: Asked, *, happened: bool) -> Narrowing:
    """The window as a selection: what is told as having happened, or all of it."""
    first, last = month_ends(asked.first)[0], month_ends(asked.last)[1]
    params: list[tuple[str, str]] = []
    if happened:
        params += [("status", status) for status in HAPPENED]
    if asked.country:
        params.append(("country", asked.country))
    params += [("since", first), ("until", last), ("dated", "1")]
    chosen = Filter(
        status=HAPPENED if happened else (),
        country=(asked.country,) if asked.country else (),
        since=day("since", first),
        until=day("until", last),
    )
    return Narrowing(Selection(chosen, dated=True), tuple(params))


def make(session: Session, asked: Asked, months: Sequence[str]) -> Overview:
    """The page's numbers. Raises BadFilter."""
    told, every = narrowed(asked, happened=True), narrowed(asked, happened=False)
    total = windows.total(session, told.selection)
    rows = windows.by_month(session, every.selection)
    happened = [row for row in rows if row["status"] in HAPPENED]
    window_told = f"{month_told(asked.first)} to {month_told(asked.last)}"
    if asked.by == "status":
        chart = by_status(rows, asked.first, asked.last, every, f"Events by status, {window_told}")
    else:
        chart = by_quad(happened, asked.first, asked.last, told, f"Events by quad class, {window_told}")
    chart = replace(chart, window=link("/", country=asked.country, by="" if asked.by == "quad" else asked.by))
    counted = windows.countries(session, told.selection)
    newest = paged.events_page(session, every.selection, size=NEWEST).rows
    here = {"since": asked.first, "until": asked.last} if asked.window is None else {"window": asked.window}
    if here.get("window") == USUAL:
        here = {}
    of_country = {**here, "country": asked.country} if asked.country else here
    n_all = sum(row["events"] for row in rows)
    return Overview(
        heading=country_name(asked.country) if asked.country else "Overview",
        since=asked.first,
        until=asked.last,
        first_month=months[0] if months else asked.first,
        last_month=months[-1] if months else asked.last,
        window_told=window_told,
        windows=[
            Window(
                name,
                link("/", window="" if key == USUAL else key, country=asked.country),
                asked.window == key,
            )
            for name, key in (*((name, key) for name, key, _ in WINDOWS), ("all", "all"))
        ],
        country=asked.country,
        without_country=link("/", **here),
        figures=figures(total, told, counted, n_all, every),
        by=asked.by,
        by_quad=link("/", **of_country),
        by_status=link("/", **of_country, by="status"),
        chart=chart,
        map=Markup(world_map(shades(counted, here, asked.country))),
        countries=[
            Country(
                row["code"],
                country_name(row["code"]),
                row["events"],
                row["intensity"],
                link("/", **{**here, "country": row["code"]}),
                told.address("/events", country=row["code"]),
            )
            for row in (counted if not asked.country else [r for r in counted if r["code"] == asked.country])
        ],
        dyads=dyad_ranks(windows.dyads(session, told.selection, 9), told),
        actors=actor_ranks(windows.actors(session, told.selection, 10), told),
        types=type_ranks(happened, told)[:10],
        places=place_ranks(windows.places(session, told.selection, 10), told),
        newest=newest,
        n_events=n_all,
        events_href=every.address("/events"),
        runs=[
            Run(moment(row["finished"]), row["articles"], row["events"]) for row in one.latest_runs(session)
        ],
    )


def figures(
    total: Row, told: Narrowing, counted: Sequence[Row], n_all: int, every: Narrowing
) -> list[Figure]:
    return [
        Figure("events told as having happened", total["events"], told.address("/events")),
        Figure("with plans, possibilities and denials", n_all, every.address("/events")),
        Figure("articles", total["articles"]),
        Figure("outlets", total["outlets"]),
        Figure("countries", len(counted)),
        Figure("mean intensity (−10 to 10)", signed(total["intensity"])),
    ]


def shades(counted: Sequence[Row], here: Mapping[str, str], chosen: str | None) -> dict[str, Shade]:
    """The map's colours; a click keeps the window, a click on the chosen country lets it go."""
    return {
        row["code"]: Shade(
            row["intensity"],
            link("/", **here) if row["code"] == chosen else link("/", **{**here, "country": row["code"]}),
            f"{country_name(row['code'])}: {row['events']:,} events, mean intensity {signed(row['intensity'])}",
            row["code"] == chosen,
        )
        for row in counted
    }


def dyad_ranks(rows: Sequence[Row], told: Narrowing) -> list[Rank]:
    most = longest(rows)
    window = {name: told.first(name) for name in ("since", "until")}
    return [
        Rank(
            f"{country_name(row['one'])} – {country_name(row['two'])}",
            link(
                path_of("dyads", row["one"], row["two"]), since=window["since"][:7], until=window["until"][:7]
            ),
            f"{row['one']} {row['two']}",
            row["events"],
            told.address("/events", pair=[row["one"], row["two"]]),
            quad_bar(row, most),
        )
        for row in rows
    ]


def actor_ranks(rows: Sequence[Row], told: Narrowing) -> list[Rank]:
    most = longest(rows)
    return [
        Rank(
            row["name"] or row["actor_id"],
            path_of("actors", row["actor_id"]),
            " ".join(code for code in (row["country"], row["sector"]) if code and code != "UNK"),
            row["events"],
            told.address("/events", actor=row["actor_id"]),
            quad_bar(row, most),
        )
        for row in rows
    ]


def place_ranks(rows: Sequence[Row], told: Narrowing) -> list[Rank]:
    most = longest(rows)
    return [
        Rank(
            row["name"],
            told.address("/events", place=row["name"]),
            row["country"] or "",
            row["events"],
            told.address("/events", place=row["name"]),
            quad_bar(row, most),
        )
        for row in rows
    ]


def type_ranks(rows: Sequence[Row], told: Narrowing) -> list[Rank]:
    """Event types from the counts by month, the most frequent first."""
    counts: dict[str, dict[str, Any]] = {}
    for row in rows:
        quads = dict.fromkeys(QUADS.values(), 0)
        at = counts.setdefault(row["type"], {"type": row["type"], "events": 0, **quads})
        at["events"] += row["events"]
        if row["quad_class"] in QUADS:
            at[QUADS[row["quad_class"]]] += row["events"]
    ranked = sorted(counts.values(), key=lambda at: (-at["events"], at["type"]))
    most = longest(ranked)
    known = event_types()
    return [
        Rank(
            at["type"],
            told.address("/events", type=at["type"]),
            "" if at["type"] in known else "own type",
            at["events"],
            told.address("/events", type=at["type"]),
            quad_bar(at, most),
        )
        for at in ranked
    ]
