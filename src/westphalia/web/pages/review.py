"""Review: what is decided about events, by whom, and how far reviewers agree. There only with `serve --review`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from westphalia.errors import BadReview
from westphalia.query import story as asking
from westphalia.query.one import asked_plain, events_by_id
from westphalia.query.session import Session
from westphalia.records import Span
from westphalia.review import Decision, Review, standing
from westphalia.review.agreement import Agreement, agreement, units_of
from westphalia.review.rows import LONGEST_NAME
from westphalia.review.standing import holding, matching
from westphalia.review.training import todays_codings
from westphalia.web import csrf
from westphalia.web.deps import StoreDep
from westphalia.web.reader import story_page
from westphalia.web.rendering import render
from westphalia.web.reviewing import (
    NAME_COOKIE,
    ledger_of,
    name_cookie,
    review_from,
    reviewer_of,
    seen,
)
from westphalia.web.spans import shown
from westphalia.web.store import Store

router = APIRouter()
Row = Mapping[str, Any]
Form = Mapping[str, Sequence[str]]
MOST_BYTES = 64 * 1024  # of a form
MOST_FIELDS = 2_000
QUEUE = 15  # events to look at next
RECENT = 30  # reviews shown
YEAR = 365 * 24 * 3600  # seconds that a browser keeps the reviewer's name
_BACK = re.compile(r"/(?:review(?:/agreement)?|stories/[0-9a-f]{64}(?:#[\w-]{1,80})?)")


@router.get("/review", response_class=HTMLResponse)
def review(request: Request, store: StoreDep) -> Response:
    """What was decided, what reviewers disagree on, and which events to look at next: those the model doubts most."""
    _wanted(request)
    ledger = ledger_of(request)
    rows = ledger.read()
    decisions = standing(rows)
    key = ("review-queue", ledger.state)
    queue = store.cached(key, lambda session: waiting(session, decisions))
    held = holding(rows)
    response = render(
        request,
        "review.html",
        reviewer=reviewer_of(request),
        token=csrf.token(request),
        queue=queue,
        recent=[(row, seen(row)) for row in reversed(held[-RECENT:])],
        n_reviews=len(held),
        n_events=len(decisions),
        reviewers=sorted({row.reviewer for row in held}),
        disputed=[one for one in decisions if one.disputed],
        shown=shown,
        record_name=store.path.name,
    )
    csrf.keep(request, response)
    return response


@router.get("/review/agreement", response_class=HTMLResponse)
def agreeing(request: Request, store: StoreDep) -> Response:
    """Agreement between reviewers, and with the model as the record is coded now."""
    _wanted(request)
    ledger = ledger_of(request)
    found: Agreement = store.cached(
        ("review-agreement", ledger.state), lambda session: figures(session, standing(ledger.read()))
    )
    return render(request, "review_agreement.html", found=found, record_name=store.path.name)


@router.post("/review/name")
async def name(request: Request) -> Response:
    """Who reviews: kept by the browser."""
    form = await _form(request)
    given = " ".join(_first(form, "reviewer").split())
    if not given or len(given) > LONGEST_NAME:
        raise BadReview(f"a name of 1 to {LONGEST_NAME} characters")
    response = RedirectResponse(_back(form), status_code=303)
    csrf.set_cookie(request, response, NAME_COOKIE, name_cookie(given), YEAR)
    return response


@router.post("/review/decide")
async def decide(request: Request, store: StoreDep) -> Response:
    """One decision: a row of its own."""
    form = await _form(request)
    reviewer, article_id = reviewer_of(request), _first(form, "article")
    if not re.fullmatch(r"[0-9a-f]{64}", article_id):
        raise BadReview("which article?")
    kept = await run_in_threadpool(_decide, request, store, form, reviewer, article_id)
    where = (
        f"p-{kept.span.start}"
        if kept.verdict == "whole"
        else f"e-{kept.event_id}"
        if kept.event_id
        else "added"
    )
    return RedirectResponse(f"/stories/{article_id}#{where}", status_code=303)


@router.post("/review/undo")
async def undo(request: Request) -> Response:
    """Revoke a review: another row, which says that the first holds no longer."""
    form = await _form(request)
    await run_in_threadpool(_undo, request, _first(form, "review"), reviewer_of(request))
    return RedirectResponse(_back(form), status_code=303)


def _decide(request: Request, store: Store, form: Form, reviewer: str, article_id: str) -> Review:
    page = store.cached(("story", article_id), lambda session: story_page(session, article_id))
    if page is None:
        raise BadReview("the record has no such article")
    return ledger_of(request).append(review_from(form, page, reviewer, dt.datetime.now(dt.UTC)))


def _undo(request: Request, review_id: str, reviewer: str) -> None:
    ledger = ledger_of(request)
    found = next((row for row in holding(ledger.read()) if row.review_id == review_id), None)
    if found is None:
        raise BadReview("there is no such review, or it is undone already")
    ledger.append(
        Review("revoke", reviewer, dt.datetime.now(dt.UTC), found.article_id, found.span, found.trigger, found.event_id, of=review_id)
    )  # fmt: skip


def waiting(session: Session, decisions: Sequence[Decision]) -> list[Row]:
    """The events that nobody has decided on, those first of which the model is least sure either way."""
    by_article: dict[str, list[Decision]] = {}
    for one in decisions:
        by_article.setdefault(one.article_id, []).append(one)
    rows = asked_plain(
        session,
        f"""SELECT event_id, article_id, trigger_start, trigger_end FROM events
            ORDER BY abs(confidence - 0.5), event_id LIMIT {QUEUE + len(decisions)}""",
        {},
    )
    left = [
        row["event_id"]
        for row in rows
        if matching(Span(row["trigger_start"], row["trigger_end"]), by_article.get(row["article_id"], ()))
        is None
    ]
    return list(events_by_id(session, left[:QUEUE]))


def figures(session: Session, decisions: Sequence[Decision]) -> Agreement:
    """The agreement over all decisions, the model's part as the record is coded now."""
    model = {}
    for article_id in sorted({one.article_id for one in decisions}):
        article = asking.article(session, article_id)
        model[article_id] = todays_codings(asking.events(session, article)) if article else []
    return agreement(units_of(decisions, model))


def _wanted(request: Request) -> None:
    if not getattr(request.app.state, "review", False):
        raise HTTPException(404, "This server was started without --review.")


async def _form(request: Request) -> Form:
    """The fields of a form sent from here. Raises BadReview, or HTTPException (403, 404, 413)."""
    _wanted(request)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "The form is too long.")
    try:
        form = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadReview("the form cannot be read") from error
    if not csrf.sent_from_here(request, _first(form, "token")):
        raise HTTPException(403, "This form is not from a page of this server as it runs now. Go back, load the page again, and send it once more.")  # fmt: skip
    return form


def _back(form: Form) -> str:
    """Where the form was; nothing but pages of this server."""
    back = _first(form, "back")
    return back if _BACK.fullmatch(back) else "/review"


def _first(form: Form, name: str) -> str:
    values = form.get(name, ())
    return values[0] if values else ""
