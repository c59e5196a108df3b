"""The story reader: an article's text with everything that was read out of it, and why."""

from __future__ import annotations

import re

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from westphalia.query import story as asking
from westphalia.web import csrf
from westphalia.web.deps import StoreDep
from westphalia.web.reader import story_page
from westphalia.web.rendering import render
from westphalia.web.reviewing import (
    decided,
    ledger_of,
    reviewing,
    seen_by_event,
    seen_elsewhere,
    whole_by_start,
)
from westphalia.web.spans import lit, shown

router = APIRouter()
_ARTICLE = re.compile(r"[0-9a-f]{64}")
_STORY = re.compile(r"[0-9a-f]{16}")


@router.get("/stories/{story_id}", response_class=HTMLResponse)
def story(request: Request, store: StoreDep, story_id: str, event: str = "") -> Response:
    """An article by its id, or the fullest copy of a story by the story's. `event` lights one event without a script."""
    if _STORY.fullmatch(story_id):
        found = store.cached(
            ("story-article", story_id), lambda session: asking.article_of_story(session, story_id)
        )
        if found is not None:
            return RedirectResponse(f"/stories/{found}", status_code=307)
    page = None
    if _ARTICLE.fullmatch(story_id):
        page = store.cached(("story", story_id), lambda session: story_page(session, story_id))
    if page is None:
        raise HTTPException(404, "The record has no story of this id.")
    view = next((view for view in page.events if view.event_id == event), None)

    def light(html: Markup) -> Markup:
        return html if view is None else lit(html, view.number)

    ledger = ledger_of(request)
    decisions = decided(ledger, story_id)
    response = render(
        request,
        "story.html",
        page=page,
        lit=view,
        light=light,
        shown=shown,
        reviews=seen_by_event(page, decisions),
        elsewhere=seen_elsewhere(page, decisions),
        wholes=whole_by_start(ledger, story_id),
        reviewing=reviewing(request, page),
    )
    csrf.keep(request, response)
    return response
