"""Quotes: who said what about whom, searchable; a speaker's page is the actor's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from westphalia.query import one
from westphalia.query.filters import Filter, make_filter
from westphalia.query.lists import quotes_page
from westphalia.query.session import Session
from westphalia.query.windows import Row
from westphalia.web.deps import StoreDep
from westphalia.web.narrowing import checked
from westphalia.web.rendering import render
from westphalia.web.wording import link, path_of

router = APIRouter()
SIZE = 40
FIELDS = ("text", "actor", "recipient", "country", "outlet", "since", "until")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, where it stands, and the events of its sentence's article that it carries."""

    quote: Mapping[str, Any]
    href: str
    events: Sequence[Row]


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """The page; `given` are the form's words."""

    given: Mapping[str, str]
    rows: Sequence[Quoted]
    next: str | None
    first: str | None


@router.get("/quotes", response_class=HTMLResponse)
def quotes(request: Request, store: StoreDep, after: str = "") -> HTMLResponse:
    """Quotes by their words, speaker, addressee and day. Raises BadFilter."""
    given = checked(request.query_params, FIELDS)
    chosen = make_filter(**{name: value for name, value in given.items() if value})
    page = store.cached(
        ("quotes", tuple(given.items()), after), lambda session: make(session, chosen, given, after)
    )
    return render(request, "quotes.html", page=page)


def make(session: Session, chosen: Filter, given: Mapping[str, str], after: str) -> QuotesPage:
    found = quotes_page(session, chosen, after=after or None, size=SIZE)
    return QuotesPage(
        given,
        with_events(session, found.rows),
        link("/quotes", **given, after=found.after) if found.after else None,
        link("/quotes", **given) if after else None,
    )


def with_events(session: Session, rows: Sequence[Row]) -> list[Quoted]:
    """The quotes with the events that each carries."""
    carried = one.events_of_quotes(session, [(row["quote_id"], row["month"]) for row in rows])
    return [
        Quoted(
            row,
            f"{path_of('stories', row['article_id'])}#q-{row['quote_id']}",
            carried.get(row["quote_id"], []),
        )
        for row in rows
    ]
