"""A review as a row: who decided what about which event, when and why; to JSON and back, checked.

accept    the event is right as it is coded
correct   it is an event, coded as `corrected` says
reject    it is none
add       an event that was not found, coded as `corrected` says
whole     nothing is missing in this stretch of text (a paragraph)
revoke    the review `of` holds no longer
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from westphalia.errors import BadReview
from westphalia.records import Span

Row = Mapping[str, Any]
Json = dict[str, Any]
Verdict = Literal["accept", "correct", "reject", "add", "whole", "revoke"]
AUX = ("future", "hypothetical", "negation", "historical")
LONGEST_NAME = 80  # characters of a reviewer's name
LONGEST_WHY = 2_000
MOST_SPANS = 50  # of one role


@dataclass(frozen=True, slots=True)
class Coding:
    """What a review can decide of an event: its type, its mode, and whose words fill its roles."""

    type: str
    mode: str | None = None
    aux: tuple[str, ...] = ()
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    said_by: tuple[Span, ...] = ()

    def as_json(self) -> Json:
        roles = {name: [[span.start, span.end] for span in getattr(self, name)] for name in ROLES}
        return {"type": self.type, "mode": self.mode, "aux": list(self.aux), **roles}


ROLES = ("actors", "recipients", "said_by")


@dataclass(frozen=True, slots=True)
class Review:
    """One row. `span` is the event's trigger in the article's text (the paragraph of a `whole`), `trigger` its words;
    `coded` is how the event was coded when it was reviewed, by the `model` and `version` named."""

    verdict: Verdict
    reviewer: str
    time: dt.datetime
    article_id: str
    span: Span
    trigger: str = ""
    event_id: str | None = None
    coded: Coding | None = None
    corrected: Coding | None = None
    of: str | None = None
    why: str = ""
    model: str | None = None
    version: str | None = None
    review_id: str = ""

    @property
    def coding(self) -> Coding | None:
        """How the event is coded by this decision; None where it is none."""
        return self.coded if self.verdict == "accept" else self.corrected

    def as_json(self) -> Json:
        return {
            "review_id": self.review_id,
            "verdict": self.verdict,
            "reviewer": self.reviewer,
            "time": self.time.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "article_id": self.article_id,
            "start": self.span.start,
            "end": self.span.end,
            "trigger": self.trigger,
            "event_id": self.event_id,
            "coded": self.coded.as_json() if self.coded else None,
            "corrected": self.corrected.as_json() if self.corrected else None,
            "of": self.of,
            "why": self.why,
            "model": self.model,
            "version": self.version,
        }


def coding_of(event: Row) -> Coding:
    """The coding of a row of the record's `events`."""
    return Coding(
        type=event["type"],
        mode=event["mode"],
        aux=tuple(sorted(event["aux"] or (), key=_aux_order)),
        **{name: tuple(Span(a["start"], a["end"]) for a in event[name] or ()) for name in ROLES},
    )


def named(review: Review) -> Review:
    """The review with its id: a hash of all that it says."""
    said = {name: value for name, value in review.as_json().items() if name != "review_id"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return replace(review, review_id=hashlib.sha256(text.encode()).hexdigest()[:16])


def checked(review: Review) -> Review:
    """The review with its words tidied and its id. Raises BadReview for one that says nothing that can hold."""
    reviewer, why = _line(review.reviewer), review.why.strip()
    if not reviewer:
        raise BadReview("no reviewer: tell who decides")
    if len(reviewer) > LONGEST_NAME or len(why) > LONGEST_WHY:
        raise BadReview(f"a name up to {LONGEST_NAME} and a reason up to {LONGEST_WHY:,} characters")
    if review.verdict not in get_args(Verdict):
        raise BadReview(f"no verdict {review.verdict!r}")
    if not 0 <= review.span.start < review.span.end and review.verdict != "revoke":
        raise BadReview("the review points at no words")
    if review.verdict in ("correct", "add") and review.corrected is None:
        raise BadReview(f"{review.verdict}: tell how the event is to be coded")
    if review.verdict == "accept" and review.coded is None:
        raise BadReview("accept: there is no event to accept")
    if review.verdict == "revoke" and not review.of:
        raise BadReview("revoke: tell which review")
    if review.corrected is not None:
        _check_coding(review.corrected)
    return named(replace(review, reviewer=reviewer, why=why))


def _check_coding(coding: Coding) -> None:
    from westphalia.ontology.plover import event_types

    known = event_types().get(coding.type)
    if known is not None and coding.mode is not None and coding.mode not in known.modes:
        raise BadReview(
            f"mode {coding.mode!r} is none of {coding.type}'s: {', '.join(known.modes) or 'none'}"
        )
    if extra := sorted(set(coding.aux) - set(AUX)):
        raise BadReview(f"auxiliary mode {extra[0]!r} is none of {', '.join(AUX)}")
    if not coding.actors and not coding.recipients:
        raise BadReview("an event needs an actor or a recipient: where the text names neither, it is none")
    if any(len(getattr(coding, name)) > MOST_SPANS for name in ROLES):
        raise BadReview(f"at most {MOST_SPANS} in one role")


def review_of(row: Row) -> Review:
    """A row of JSON as a review. Raises KeyError, TypeError or ValueError for one that is none."""
    verdict = row["verdict"]
    if verdict not in get_args(Verdict):
        raise ValueError(f"no verdict {verdict!r}")
    return Review(
        verdict=verdict,
        reviewer=str(row["reviewer"]),
        time=dt.datetime.fromisoformat(row["time"]),
        article_id=str(row["article_id"]),
        span=Span(int(row["start"]), int(row["end"])),
        trigger=str(row["trigger"]),
        event_id=row["event_id"],
        coded=_coding(row["coded"]),
        corrected=_coding(row["corrected"]),
        of=row["of"],
        why=str(row["why"]),
        model=row["model"],
        version=row["version"],
        review_id=str(row["review_id"]),
    )


def _coding(row: Row | None) -> Coding | None:
    if row is None:
        return None
    roles = {name: tuple(Span(int(start), int(end)) for start, end in row[name]) for name in ROLES}
    return Coding(str(row["type"]), row["mode"], tuple(map(str, row["aux"])), **roles)


def _aux_order(name: str) -> tuple[int, str]:
    return (AUX.index(name) if name in AUX else len(AUX)), name


def _line(text: str) -> str:
    """A name in one line, without characters that are not seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
