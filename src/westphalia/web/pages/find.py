"""The search box: two names lead to a dyad, one to an actor, other words to events."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from westphalia.errors import BadFilter
from westphalia.query.filters import country_or_none
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.rendering import render
from westphalia.web.wording import link, path_of

router = APIRouter()
BETWEEN = re.compile(r"\s*(?:[–—⇄/&,;]|<->|\s-\s|\b(?:and|vs|versus|with)\b\.?)\s*", re.IGNORECASE)
LONGEST = 200


@router.get("/find", response_class=HTMLResponse)
def find(request: Request, store: StoreDep, q: str = "") -> Response:
    """Where the words lead; a page that explains itself where there are none."""
    words = " ".join(q.split())[:LONGEST]
    if not words:
        return render(request, "find.html")
    target = store.cached(("find", words), lambda session: where(session, words))
    return RedirectResponse(target, status_code=303)


def where(session: Session, words: str) -> str:
    """1. an event's id, 2. a country, 3. two countries or actors, 4. an actor, 5. words in the sentences."""
    if re.fullmatch(r"[0-9a-f]{16,64}", words):
        known = session.rows("SELECT 1 FROM events WHERE event_id = $id LIMIT 1", {"id": words})
        if known:
            return path_of("events", words)  # 1
    code = country_or_none(words)
    if code:
        return path_of("actors", code)  # 2
    for one, two in pairs(words):
        keys = [key(session, word) for word in (one, two)]
        if all(keys):
            return path_of("dyads", *[str(word) for word in keys])  # 3
    single = key(session, words)
    if single:
        return path_of("actors", single)  # 4
    return link("/events", text=words)  # 5


def pairs(words: str) -> list[tuple[str, str]]:
    """How the words may be two names: by what stands between them, else at each space."""
    parts = [part for part in BETWEEN.split(words) if part]
    if len(parts) == 2:
        return [(parts[0], parts[1])]
    if len(parts) != 1:
        return []
    tokens = words.split(" ")
    splits = [(" ".join(tokens[:at]), " ".join(tokens[at:])) for at in range(1, len(tokens))]
    # Two countries by their names are a pair; two words of which one is none are more likely one person's name.
    return [pair for pair in splits if all(country_or_none(word) for word in pair)]


def key(session: Session, word: str) -> str | None:
    """The country's code or the actor's id that a word stands for; None where it names nobody, or several."""
    try:
        found = session.keys((word,), "actor")
    except BadFilter:
        return None
    if found.countries:
        return found.countries[0]
    return found.ids[0] if found.ids else None
