"""Quotes, actors, stories and articles: lists, and one with all that the record has of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from westphalia.query import lists, one, story, windows
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.web.api import models
from westphalia.web.api.answers import FAILURES, FOUND, PREFIX, answer
from westphalia.web.api.events import Id
from westphalia.web.api.params import ActorList, QuoteList, StoryList, filter_of
from westphalia.web.deps import StoreDep

router = APIRouter(prefix=PREFIX)
PARTNERS = 50
PAGING = ("limit", "after")


@router.get("/quotes", response_model=models.Quotes, responses=FAILURES, tags=["quotes"])
def quotes(request: Request, store: StoreDep, params: Annotated[QuoteList, Query()]) -> Response:
    """Direct quotes, the newest first; a page at a time."""

    def make(session: Session) -> dict[str, Any]:
        chosen = filter_of(params, *PAGING)
        page = lists.quotes_page(session, chosen, after=params.after, size=params.limit)
        return {"items": page.rows, "next": page.after}

    return answer(request, store, models.Quotes, make)


@router.get("/quotes/{quote_id}", response_model=models.Quote, responses=FOUND, tags=["quotes"])
def quote(request: Request, store: StoreDep, quote_id: Id) -> Response:
    """One quote."""
    return answer(request, store, models.Quote, lambda session: lists.quote_by_id(session, quote_id))


@router.get("/actors", response_model=models.Actors, responses=FAILURES, tags=["actors"])
def actors(request: Request, store: StoreDep, params: Annotated[ActorList, Query()]) -> Response:
    """Actors, the most reported first; a page at a time."""

    def make(session: Session) -> dict[str, Any]:
        chosen = filter_of(params, *PAGING)
        page = lists.actors_page(session, chosen, after=params.after, size=params.limit)
        return {"items": page.rows, "next": page.after}

    return answer(request, store, models.Actors, make)


@router.get("/actors/{actor_id}", response_model=models.ActorInFull, responses=FOUND, tags=["actors"])
def actor(request: Request, store: StoreDep, actor_id: Id) -> Response:
    """One actor: its roles over time, and those with whom it has to do."""

    def make(session: Session) -> dict[str, Any] | None:
        found = one.actor(session, actor_id)
        if found is None:
            return None
        own = Selection(party=(actor_id,))
        return {
            "actor": found,
            "roles": one.roles(session, actor_id),
            "partners": windows.partners(session, own, (actor_id,), PARTNERS),
        }

    return answer(request, store, models.ActorInFull, make)


@router.get("/stories", response_model=models.Stories, responses=FAILURES, tags=["stories"])
def stories(request: Request, store: StoreDep, params: Annotated[StoryList, Query()]) -> Response:
    """Stories with the number of their copies, the newest first; a page at a time."""

    def make(session: Session) -> dict[str, Any]:
        chosen = filter_of(params, *PAGING, "min_copies")
        page = lists.stories_page(
            session, chosen, min_copies=params.min_copies, after=params.after, size=params.limit
        )
        return {"items": page.rows, "next": page.after}

    return answer(request, store, models.Stories, make)


@router.get("/stories/{story_id}", response_model=models.StoryInFull, responses=FOUND, tags=["stories"])
def story_in_full(request: Request, store: StoreDep, story_id: Id) -> Response:
    """A story with its copies, and the text of the fullest with all that was read in it."""

    def make(session: Session) -> dict[str, Any] | None:
        found = lists.story_by_id(session, story_id)
        fullest = article_of(session, found["fullest_article_id"]) if found else None
        if found is None or fullest is None:
            return None
        return {"story": found, "copies": lists.copies_of(session, story_id), "fullest": fullest}

    return answer(request, store, models.StoryInFull, make)


@router.get("/articles/{article_id}", response_model=models.ArticleInFull, responses=FOUND, tags=["stories"])
def article(request: Request, store: StoreDep, article_id: Id) -> Response:
    """A text with its events, quotes and places; every offset points into it."""
    return answer(request, store, models.ArticleInFull, lambda session: article_of(session, article_id))


def article_of(session: Session, article_id: str) -> dict[str, Any] | None:
    found = story.article(session, article_id)
    if found is None:
        return None
    told = {"title": found["title"], "url": found["url"], "source": found["source"], "wire": found["wire"]}
    ids = [row["event_id"] for row in story.events(session, found)]
    return {
        "article": found,
        "events": one.events_by_id(session, ids),
        "quotes": [{**row, **told} for row in story.quotes(session, found)],
        "places": story.places(session, found),
        "story_id": lists.story_of(session, found),
    }
