"""Reviewed passages in the codebook's form (docs/codebook.md): training data that `check_corpus` passes.

A passage is given where every event in it was decided: one that nobody looked at would be taught as it is. Steps:

1. the passages are those that the parser reads; whoever calls cuts them (`westphalia.parse.passages`);
2. events that were rejected are left out, corrected and added ones are as the decision says;
3. what the decision does not tell (date, place, contexts) is as it is coded now;
4. spans are written as in the codebook: the words, with `#2` where it is their second occurrence.

What cannot be written is left out with its whole passage, and counted by its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from westphalia.ontology.plover import event_types
from westphalia.records import DateValue, Span
from westphalia.review.rows import Coding, Review, coding_of
from westphalia.review.standing import Decision, matching

Row = Mapping[str, Any]
Json = dict[str, Any]
STYLES = {"title": "headline", "caption": "caption"}


@dataclass(frozen=True, slots=True)
class Source:
    """An article with what the record has of it, its passages with their block's kind, and what was decided."""

    article: Row
    events: Sequence[Row]
    quotes: Sequence[Row]
    passages: Sequence[tuple[Span, str]]
    decisions: Sequence[Decision]
    confirmed: Sequence[Review] = ()


@dataclass(slots=True)
class Export:
    """What is being exported; `left_out` counts the passages that are not, by reason."""

    latest: bool = (
        False  # where reviewers disagree the latest decision holds, instead of leaving the passage out
    )
    confirmed_only: bool = False  # only passages of which somebody said that nothing is missing
    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def records(self, source: Source) -> Iterator[Json]:
        """The passages of an article in its order."""
        for span, kind in source.passages:
            decided = [one for one in source.decisions if span.contains(one.span)]
            if not decided and not any(review.span.contains(span) for review in source.confirmed):
                continue  # nobody looked at it
            try:
                record = self._record(source, span, kind, decided)
            except Unwritable as reason:
                self.left_out[str(reason)] += 1
                continue
            self.written += 1
            yield record

    def _record(self, source: Source, span: Span, kind: str, decided: Sequence[Decision]) -> Json:
        article = source.article
        if article["published_start"] is None:
            raise Unwritable("the article has no date")
        confirmed = [review.reviewer for review in source.confirmed if review.span.contains(span)]
        if self.confirmed_only and not confirmed:
            raise Unwritable("nobody said that nothing is missing")
        if not self.latest and any(one.disputed for one in decided):
            raise Unwritable("reviewers disagree")
        here = [row for row in source.events if span.contains(_trigger(row))]
        if any(matching(_trigger(row), decided) is None for row in here):
            raise Unwritable("an event in it is not decided")
        passage = Passage(article["text"][span.start : span.end], span.start)
        events = []
        for one in sorted(decided, key=lambda one: one.span):
            coding = one.latest.coding
            if coding is not None:
                row = next((row for row in here if matching(_trigger(row), (one,))), None)
                events.append((one, coding, row))
        quotes = [row for row in source.quotes if span.contains(Span(row["start"], row["end"]))]
        actors = _known(source)
        spans = _entities(events, quotes)
        return {
            "id": f"review-{article['article_id'][:12]}-{span.start}",
            "date": article["published_start"].isoformat(),
            "style": STYLES.get(kind, "wire" if article["wire"] else "broadsheet"),
            "text": passage.text,
            "entities": [_entity(passage, at, actors.get(at)) for at in spans],
            "events": [_event(passage, one, coding, row) for one, coding, row in events],
            "quotes": [_quote(passage, row) for row in quotes],
            "source": {
                "article_id": article["article_id"], "start": span.start, "end": span.end, "url": article["url"],
                "reviewers": sorted({review.reviewer for one in decided for review in one.reviews}),
                "nothing_missing": sorted(set(confirmed)),
            },
        }  # fmt: skip


class Unwritable(Exception):
    """Why a passage cannot be written; the message is the reason that is counted."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage's text and where it begins in the article."""

    text: str
    start: int

    def words(self, span: Span) -> str:
        """A span as the codebook writes it. Raises Unwritable."""
        at = span.shifted(-self.start)
        if at.start < 0 or at.end > len(self.text) or at.start >= at.end:
            raise Unwritable("a role's words stand outside the passage")
        needle = at.of(self.text)
        starts = occurrences(self.text, needle)
        if at.start not in starts:
            raise Unwritable("a span cuts a word")
        number = starts.index(at.start) + 1
        if number == 1:
            return needle
        words = f"{needle}#{number}"
        if occurrences(self.text, words):
            raise Unwritable("a span's number stands in the text itself")
        return words


def occurrences(text: str, needle: str) -> list[int]:
    """Where the words stand in a text as whole words; the codebook counts them so."""
    left = r"(?<!\w)" if needle[:1].isalnum() else ""
    right = r"(?!\w)" if needle[-1:].isalnum() else ""
    return [found.start() for found in re.finditer(f"{left}{re.escape(needle)}{right}", text)]


def _trigger(row: Row) -> Span:
    return Span(row["trigger_start"], row["trigger_end"])


def _known(source: Source) -> dict[Span, Row]:
    """The actors that the record resolved, by their words' place."""
    lists = [row[name] or () for row in source.events for name in ("actors", "recipients", "said_by")]
    lists += [row[name] or () for row in source.quotes for name in ("speaker", "addressee", "via")]
    return {Span(actor["start"], actor["end"]): actor for actors in lists for actor in actors}


def _entities(events: Sequence[tuple[Decision, Coding, Row | None]], quotes: Sequence[Row]) -> list[Span]:
    """Every span that fills a role, once, in the passage's order."""
    spans = {
        span for _, coding, _ in events for span in (*coding.actors, *coding.recipients, *coding.said_by)
    }
    for row in quotes:
        for name in ("speaker", "addressee", "via"):
            spans |= {Span(actor["start"], actor["end"]) for actor in row[name] or ()}
    return sorted(spans)


def _entity(passage: Passage, span: Span, actor: Row | None) -> Json:
    """Whose words they are; words that a reviewer chose and the record never resolved have no name yet."""
    found: Json = {
        "span": passage.words(span),
        "name": actor["name"] if actor else None,
        "country": actor["country"] if actor else None,
        "sector": actor["sector"] if actor else "UNK",
    }
    if actor and actor["members"]:
        found["members"] = [{"name": one["name"], "country": one["country"]} for one in actor["members"]]
    return found


def _event(passage: Passage, decision: Decision, coding: Coding, row: Row | None) -> Json:
    if coding.type not in event_types():
        raise Unwritable("a type of your own")
    if not coding.actors and not coding.recipients:
        raise Unwritable("an event without parties")  # none, by ruling 4
    # Contexts go with the type: those of another one are not this event's.
    contexts = list(row["contexts"] or ()) if row is not None and row["type"] == coding.type else []
    when = _optional(row, "when")
    where = _optional(row, "place") if row is not None and row["place_use"] == "event" else None
    return {
        "trigger": passage.words(decision.latest.span),
        "type": coding.type,
        "mode": coding.mode,
        "contexts": contexts,
        "actor": [passage.words(span) for span in coding.actors],
        "recipient": [passage.words(span) for span in coding.recipients],
        "when": passage.words(when) if when else None,
        "date": _date(row) if row is not None else None,
        "where": passage.words(where) if where else None,
        "where_country": row["place_country"] if row is not None and where else None,
        "aux": list(coding.aux),
        "said_by": [passage.words(span) for span in coding.said_by],
    }


def _optional(row: Row | None, name: str) -> Span | None:
    if row is None or row[f"{name}_start"] is None:
        return None
    return Span(row[f"{name}_start"], row[f"{name}_end"])


def _date(row: Row) -> str | None:
    """The codebook leaves an event told without a date of its own open."""
    if row["date_start"] is None or row["date_basis"] == "publication":
        return None
    return DateValue(
        row["date_start"], row["date_end"], row["date_precision"], row["date_basis"], row["date_grain"]
    ).iso


def _quote(passage: Passage, row: Row) -> Json:
    def role(name: str) -> str | None:
        found = row[name] or ()
        return passage.words(Span(found[0]["start"], found[0]["end"])) if found else None

    return {
        "quote": passage.words(Span(row["start"], row["end"])),
        "speaker": role("speaker"),
        "addressee": role("addressee"),
        "via": role("via"),
        "direct": True,
    }


def todays_codings(rows: Sequence[Row]) -> list[tuple[Span, Coding]]:
    """The triggers and codings of rows of `events`: the model's, for the agreement."""
    return [(_trigger(row), coding_of(row)) for row in rows]
