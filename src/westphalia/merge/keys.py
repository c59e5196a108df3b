"""What merging reads of an article and of an event: small records, made from a coded story or from a record's rows.

Everything else (shingles, sketches, features) is worked out from these and never stored.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from westphalia.records import Actor, Article, Event, Place, Span, Story

Row = Mapping[str, Any]
_NOWHERE = Place(Span(0, 0), "")


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """One text: `body` is its body alone, paragraphs split by newlines, without title, dateline and furniture.

    `published` is the first day of its publication date. `outlets` are all outlets that printed exactly this
    text, `pages` the number of pages it was read from.
    """

    article_id: str
    body: str
    published: dt.date | None = None
    title: str | None = None
    outlet: str | None = None
    wire: str | None = None
    outlets: tuple[str, ...] = ()
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or recipient: who it is, and the words it was told in. A plural's members count as countries."""

    actor_id: str
    text: str
    name: str | None
    countries: tuple[str, ...]
    sector: str


@dataclass(frozen=True, slots=True)
class EventKey:
    """One report of an event. `start` is its trigger's offset; `sentence` the words around it."""

    event_id: str
    article_id: str
    type: str
    mode: str | None
    quad_class: int | None
    intensity: float | None
    cameo_root: str | None
    status: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    said_by: tuple[str, ...]
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: str | None
    date_basis: str | None
    place_name: str | None
    place_country: str | None
    place_precision: str | None
    place_use: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    trigger: str
    sentence: str
    start: int
    confidence: float


# "BAMAKO, April 9, 2024 (Reuters) - ", "Nairobi: ", "(AP) —": the place, day and agency before the first words.
_DATELINE = re.compile(
    r"\A\W*(?:"
    r"[A-ZÀ-Þ][^.!?\n]{0,70}?\([A-Z][\w .&/-]{1,40}\)\s*[-–—:]*"
    r"|\([A-Z][\w .&/-]{1,40}\)\s*[-–—:]+"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ' .-]{2,40}(?:[,/][^-–—:!?\n]{0,40})?\s*(?:--?|–|—|:)"
    r"|[A-ZÀ-Þ][\w' .-]{1,30},[^-–—:!?\n]{0,30}\d[^-–—:!?\n]{0,12}\s*(?:--?|–|—|:)"
    r")\s+"
)


def body_of(text: str, blocks: Iterable[Row]) -> str:
    """The body's paragraphs; where a page has none, its title. Repeats and the dateline are left out."""
    kept = [
        (block["kind"], text[block["start"] : block["end"]])
        for block in blocks
        if block.get("repeat_of") is None
    ]
    body = [" ".join(words.split()) for kind, words in kept if kind == "body"]
    if not body:
        body = [" ".join(words.split()) for kind, words in kept if kind == "title"]
    return _DATELINE.sub("", "\n".join(body), count=1)


def article_key(article: Article) -> ArticleKey:
    """From a cleaned article."""
    blocks = [
        {"kind": b.kind, "start": b.span.start, "end": b.span.end, "repeat_of": b.repeat_of}
        for b in article.blocks
    ]
    return ArticleKey(
        article.article_id,
        body_of(article.text, blocks),
        article.published.start if article.published else None,
        article.title,
        article.outlet,
        article.wire,
        (article.outlet,) if article.outlet else (),
    )


def article_key_of_row(row: Row, pages: Iterable[Row] = ()) -> ArticleKey:
    """From a row of the table `articles`, and the rows of `pages` that it was made of."""
    printed = list(pages)
    outlets = {row["outlet"], *(page["outlet"] for page in printed)} - {None, ""}
    return ArticleKey(
        row["article_id"],
        body_of(row["text"], row["blocks"] or ()),
        row["published_start"],
        row["title"],
        row["outlet"],
        row["wire"] or next((page["wire"] for page in printed if page["wire"]), None),
        tuple(sorted(outlets)),
        max(1, len(printed)),
    )


def party_of(actor: Actor) -> Party:
    countries = (actor.country, *(member.country for member in actor.members))
    return Party(actor.actor_id, actor.text, actor.name, _each_once(countries), actor.sector)


def party_of_row(row: Row) -> Party:
    countries = (row["country"], *(member["country"] for member in row["members"] or ()))
    return Party(row["actor_id"], row["text"], row["name"], _each_once(countries), row["sector"])


def _each_once(codes: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))


def event_key(event: Event, text: str) -> EventKey:
    """From an event of an article whose text is `text`."""
    date, place = event.date, event.place or _NOWHERE
    return EventKey(
        event.event_id,
        event.evidence.article_id,
        event.type,
        event.mode,
        event.quad_class,
        event.intensity,
        event.cameo_root,
        event.status,
        tuple(map(party_of, event.actors)),
        tuple(map(party_of, event.recipients)),
        tuple(actor.name or actor.text for actor in event.said_by),
        date.start if date else None,
        date.end if date else None,
        date.precision if date else None,
        date.basis if date else None,
        place.name or place.text or None,
        place.country,
        place.precision if event.place else None,
        place.use if event.place else None,
        place.latitude,
        place.longitude,
        place.geonames_id,
        event.evidence.trigger.of(text),
        event.evidence.sentence.of(text),
        event.evidence.trigger.start,
        event.confidence,
    )


def event_key_of_row(row: Row, text: str) -> EventKey:
    """From a row of the table `events` and its article's text."""
    return EventKey(
        row["event_id"],
        row["article_id"],
        row["type"],
        row["mode"],
        row["quad_class"],
        row["intensity"],
        row["cameo_root"],
        row["status"],
        tuple(map(party_of_row, row["actors"] or ())),
        tuple(map(party_of_row, row["recipients"] or ())),
        tuple(actor["name"] or actor["text"] for actor in row["said_by"] or ()),
        row["date_start"],
        row["date_end"],
        row["date_precision"],
        row["date_basis"],
        row["place_name"] or row["place_text"],
        row["place_country"],
        row["place_precision"],
        row["place_use"],
        row["latitude"],
        row["longitude"],
        row["geonames_id"],
        text[row["trigger_start"] : row["trigger_end"]],
        text[row["sentence_start"] : row["sentence_end"]],
        row["trigger_start"],
        row["confidence"],
    )


def keys_of(story: Story) -> tuple[ArticleKey, list[EventKey]]:
    """Both for one coded page."""
    return article_key(story.article), [event_key(event, story.article.text) for event in story.events]
