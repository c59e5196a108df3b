"""Reviews as the pages show and take them: what was decided about an article's events, and forms read into reviews."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, unquote

from fastapi import Request

from westphalia.errors import BadReview
from westphalia.ontology.plover import event_types
from westphalia.records import Span
from westphalia.review import Coding, Decision, Ledger, Review, coding_of, standing
from westphalia.review.rows import AUX, LONGEST_NAME, ROLES, Verdict
from westphalia.review.standing import holding, matching
from westphalia.review.training import occurrences
from westphalia.version import VERSION
from westphalia.web import csrf
from westphalia.web.reader import EventView, Paragraph, StoryPage
from westphalia.web.spans import shown
from westphalia.web.wording import day

Row = Mapping[str, Any]
Form = Mapping[str, Sequence[str]]
NAME_COOKIE = "westphalia-reviewer"
ROLE_NAMES: Mapping[str, str] = {"actors": "who", "recipients": "to whom", "said_by": "said by"}
AUX_HELP: Mapping[str, str] = {
    "future": "planned, lies ahead",
    "hypothetical": "possible, conditional, urged",
    "negation": "did not happen, denied",
    "historical": "more than a month old",
}
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_NUMBERED = re.compile(r"(.+)#(\d{1,4})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seen:
    """A review as a line of the page."""

    review_id: str
    verdict: str
    told: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of the paragraph that may fill a role, and the roles that they fill as coded."""

    value: str
    words: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What the forms of a page need. Without a name there are none but the one that asks for it."""

    name: str
    token: str
    types: Sequence[tuple[str, Sequence[str]]]
    aux: Mapping[str, str]
    roles: Mapping[str, str]
    page: StoryPage

    def candidates(self, view: EventView) -> list[Candidate]:
        """The actors' mentions of the event's paragraph."""
        around = paragraph_of(self.page, Span(view.row["trigger_start"], view.row["trigger_end"]))
        filled = {name: {(a["start"], a["end"]) for a in view.row[name] or ()} for name in ROLES}
        return [
            Candidate(
                f"{start}-{end}",
                words,
                frozenset(name for name in ROLES if (start, end) in filled[name]),
            )
            for start, end, words in self.page.mentions
            if around is None or (around.start <= start and end <= around.end)
        ]

    @property
    def paragraphs(self) -> list[tuple[int, int, str]]:
        """The paragraphs that are read: start, end and first words."""
        text = self.page.article["text"]
        return [
            (part.start, part.end, shown(" ".join(text[part.start : part.end].split()))[:70])
            for part in self.page.paragraphs
            if part.read
        ]


def ledger_of(request: Request) -> Ledger:
    """The reviews of the record that is served."""
    state = request.app.state
    if not hasattr(state, "ledger"):
        state.ledger = Ledger(state.store.path)
    ledger: Ledger = state.ledger
    return ledger


def reviewer_of(request: Request) -> str:
    """The reviewer's name, as the cookie keeps it; empty for none."""
    name = unquote(request.cookies.get(NAME_COOKIE, ""))
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())[:LONGEST_NAME]


def name_cookie(name: str) -> str:
    return quote(name[:LONGEST_NAME], safe="")


def reviewing(request: Request, page: StoryPage) -> Reviewing | None:
    """What the forms need where the server takes reviews; else None."""
    if not getattr(request.app.state, "review", False):
        return None
    types = [(name, kind.modes) for name, kind in event_types().items()]
    own = sorted({view.row["type"] for view in page.events} - set(event_types()))
    return Reviewing(
        name=reviewer_of(request),
        token=csrf.token(request),
        types=[*types, *((name, ()) for name in own)],
        aux=AUX_HELP,
        roles=ROLE_NAMES,
        page=page,
    )


def decided(ledger: Ledger, article_id: str) -> tuple[Decision, ...]:
    """What is decided about the article's events."""
    return standing([row for row in ledger.read() if row.article_id == article_id])


def seen_by_event(page: StoryPage, decisions: Sequence[Decision]) -> dict[str, list[Seen]]:
    """For each event of the page, the reviews that hold."""
    found: dict[str, list[Seen]] = {}
    for view in page.events:
        one = matching(Span(view.row["trigger_start"], view.row["trigger_end"]), decisions)
        if one is not None:
            found[view.event_id] = [seen(review, page.article["text"]) for review in one.reviews]
    return found


def seen_elsewhere(page: StoryPage, decisions: Sequence[Decision]) -> list[Seen]:
    """Reviews about words that are no event of the page: added ones, and what is not coded any more."""
    spans = [Span(view.row["trigger_start"], view.row["trigger_end"]) for view in page.events]
    return [
        seen(review, page.article["text"])
        for one in decisions
        if not any(span.overlaps(one.span) for span in spans)
        for review in one.reviews
    ]


def whole_by_start(ledger: Ledger, article_id: str) -> dict[int, list[Seen]]:
    """By a paragraph's start, who said that nothing is missing in it."""
    found: dict[int, list[Seen]] = {}
    for review in holding([row for row in ledger.read() if row.article_id == article_id]):
        if review.verdict == "whole":
            found.setdefault(review.span.start, []).append(seen(review))
    return found


def seen(review: Review, text: str | None = None) -> Seen:
    """A review in words; without the article's text, whose words were chosen is left out."""
    what = {
        "accept": "accepted",
        "reject": "rejected: no event",
        "correct": "corrected",
        "add": "added",
        "whole": "nothing missing",
        "revoke": "undone",
    }[review.verdict]
    told = f"{what} by {review.reviewer}, {day(review.time.date())}"
    if review.verdict == "add":
        told = f"“{shown(review.trigger)}” {told}"
    if review.corrected is not None:
        told += f": {'; '.join(_changes(review, text))}"
    return Seen(review.review_id, review.verdict, told, shown(review.why))


def _changes(review: Review, text: str | None) -> Iterator[str]:
    """What a correction changes; of an added event all that it says."""
    new, old = review.corrected, review.coded
    assert new is not None
    if old is None or (new.type, new.mode) != (old.type, old.mode):
        yield " · ".join(filter(None, (new.type, new.mode)))
    if old is None or set(new.aux) != set(old.aux):
        yield f"aux {', '.join(new.aux) or 'none'}"
    for role, name in ROLE_NAMES.items():
        spans = getattr(new, role)
        if text is None:
            continue
        if old is None or set(spans) != set(getattr(old, role)):
            words = ", ".join(f"“{shown(' '.join(span.of(text).split()))}”" for span in spans)
            yield f"{name} {words or 'nobody'}"


# --- forms to reviews -------------------------------------------------------------------------------


def review_from(form: Form, page: StoryPage, reviewer: str, now: dt.datetime) -> Review:
    """The review that a form of the page sends. Raises BadReview."""
    verdict = _one(form, "verdict")
    text, article_id = page.article["text"], page.article["article_id"]
    model, version = (page.coded_by or {}).get("model"), (page.coded_by or {}).get("version") or VERSION
    why = _one(form, "why")
    if verdict == "whole":
        start = _one(form, "start")
        part = next((part for part in page.paragraphs if part.read and str(part.start) == start), None)
        if part is None:
            raise BadReview("there is no such paragraph")
        span = Span(part.start, part.end)
        return Review("whole", reviewer, now, article_id, span, why=why, model=model, version=version)
    if verdict == "add":
        around = _paragraph(form, page)
        trigger = find(text, around, _one(form, "trigger"), "the word that tells it")
        coding = coding_from(form, text, around, _one(form, "type"))
        return Review(
            "add", reviewer, now, article_id, trigger, trigger.of(text), corrected=coding, why=why, model=model, version=version
        )  # fmt: skip
    view = next((view for view in page.events if view.event_id == _one(form, "event")), None)
    if view is None:
        raise BadReview("the article has no such event: it may have been coded again; load the page again")
    if verdict not in ("accept", "correct", "reject"):
        raise BadReview("accept, correct or reject?")
    span = Span(view.row["trigger_start"], view.row["trigger_end"])
    around = paragraph_of(page, span) or page.paragraphs[0]
    coded = coding_of(view.row)
    corrected = coding_from(form, text, around, _one(form, "type")) if verdict == "correct" else None
    if corrected is not None and _same(corrected, coded):
        raise BadReview("nothing was changed: accept it, or change what is wrong")
    return Review(
        cast(Verdict, verdict), reviewer, now, article_id, span, span.of(text), view.event_id, coded, corrected, why=why, model=model,
        version=version,
    )  # fmt: skip


def _same(one: Coding, two: Coding) -> bool:
    return (one.type, one.mode, set(one.aux)) == (two.type, two.mode, set(two.aux)) and all(
        set(getattr(one, role)) == set(getattr(two, role)) for role in ROLES
    )


def coding_from(form: Form, text: str, around: Paragraph, kind: str) -> Coding:
    """Type and mode ("ACCUSE/allege"), auxiliary modes, and the roles: boxes that are ticked and words that are given."""
    name, _, mode = kind.partition("/")
    if not name:
        raise BadReview("which type of event?")
    roles = {}
    for role, told in ROLE_NAMES.items():
        spans = [_span(value, text) for value in form.get(role, ())]
        words = [part.strip() for part in re.split(r"[;\n]", _one(form, f"{role}_words"))]
        spans += [find(text, around, part, told) for part in words if part]
        roles[role] = tuple(sorted(set(spans)))
    aux = tuple(name for name in AUX if name in form.get("aux", ()))
    return Coding(name, mode or None, aux, **roles)


def find(text: str, around: Paragraph, words: str, what: str) -> Span:
    """Words of the paragraph, as the codebook writes them: "Lavrov#2" is the second. Raises BadReview."""
    words = words.strip()
    if not words:
        raise BadReview(f"{what}: no words given")
    passage = text[around.start : around.end]
    starts, needle, number = occurrences(passage, words), words, 1
    if not starts and (numbered := _NUMBERED.fullmatch(words)):
        needle, number = numbered.group(1), int(numbered.group(2))
        starts = occurrences(passage, needle)
    if not 1 <= number <= len(starts):
        raise BadReview(f"{what}: “{shown(words[:80])}” does not stand in the paragraph as whole words")
    start = around.start + starts[number - 1]
    return Span(start, start + len(needle))


def paragraph_of(page: StoryPage, span: Span) -> Paragraph | None:
    return next((part for part in page.paragraphs if part.start <= span.start < part.end), None)


def _paragraph(form: Form, page: StoryPage) -> Paragraph:
    start = _one(form, "paragraph")
    found = next((part for part in page.paragraphs if part.read and str(part.start) == start), None)
    if found is None:
        raise BadReview("which paragraph?")
    return found


def _span(value: str, text: str) -> Span:
    found = _SPAN.fullmatch(value)
    span = Span(int(found[1]), int(found[2])) if found else Span(0, 0)
    if not 0 <= span.start < span.end <= len(text):
        raise BadReview("the form names words that are not in the text")
    return span


def _one(form: Form, name: str) -> str:
    values = form.get(name, ())
    return values[0].replace("\r\n", "\n") if values else ""
