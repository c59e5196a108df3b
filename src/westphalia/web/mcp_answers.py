"""What the tools for assistants answer: typed, and each with the words of the page it rests on. Pure functions of rows.

Offsets count characters of the article's stored text (`story` gives it): `text[start:end]` are the words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from westphalia.query.flat import rounded
from westphalia.web.telling import telling
from westphalia.web.wording import path_of

Row = Mapping[str, Any]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class Words(Model):
    """Words of an article's text and where they stand."""

    words: str
    start: int
    end: int


class Party(Model):
    """An actor, recipient or source: who it was resolved to, and the words that name it."""

    name: str | None
    actor_id: str
    country: str | None
    sector: str
    role: str | None
    mention: Words


class Evidence(Model):
    """Where it is told: the article, its address, the sentence and the word that tells the event."""

    article_id: str
    title: str | None
    outlet: str | None
    wire: str | None
    url: str | None
    source: str | None
    published: dt.date | None
    sentence: Words
    trigger: Words
    when: Words | None = Field(
        description="the words that tell the date; none where nothing in the text does"
    )


class Place(Model):
    """Where the event was, as far as it is told; `use` says "inferred" or "dateline" where it is."""

    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    precision: str | None
    basis: str | None
    use: str | None
    mention: Words | None


class Event(Model):
    """One report of an event; `told` says it in a plain sentence made from the coded fields."""

    event_id: str
    told: str
    type: str
    mode: str | None
    status: str = Field(description="reported, planned, hypothetical, denied or background")
    aux: tuple[str, ...]
    contexts: tuple[str, ...]
    quad_class: int | None
    intensity: float | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: str | None
    date_basis: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    said_by: tuple[Party, ...]
    sources: tuple[str, ...] = Field(description="on whose word, the whole chain; agency and outlet last")
    place: Place | None
    confidence: float
    merged_id: str | None
    story_id: str | None
    n_reports: int
    n_stories: int = Field(description="stories that tell of the same event, reprints counted once")
    n_outlets: int
    evidence: Evidence
    page: str = Field(description="its page where `westphalia serve` shows this record")


class Quote(Model):
    """A direct quote, its speaker, and where it stands."""

    quote_id: str
    quote: Words
    speaker: Party | None
    addressee: Party | None
    via: Party | None
    confidence: float
    article_id: str
    title: str | None
    outlet: str | None
    wire: str | None
    url: str | None
    source: str | None
    published: dt.date | None
    page: str


class Behind(Model):
    """How to get every event behind a number: `filters` of the tool `events`, or a page of `westphalia serve`."""

    filters: dict[str, Any]
    page: str


class Events(Model):
    events: tuple[Event, ...]
    after: str | None = Field(description="pass it as `after` for the next page; null on the last")
    behind: Behind


class Quotes(Model):
    quotes: tuple[Quote, ...]


def event_told(row: Row) -> Event:
    """A row as `events` answers it."""
    made: dict[str, Any] = {name: rounded(row[name]) for name in _SAME}
    made |= {name: row[name] for name in ("date_start", "date_end")}
    made |= {name: tuple(row[name] or ()) for name in ("aux", "contexts", "sources")}
    made |= {name: tuple(map(party, row[name] or ())) for name in ("actors", "recipients", "said_by")}
    return Event(
        **made,
        told=telling(row).plain(),
        place=_place(row),
        evidence=evidence(row),
        page=path_of("events", row["event_id"]),
    )


_SAME = (
    "event_id", "type", "mode", "status", "quad_class", "intensity", "date_precision", "date_basis", "confidence",
    "merged_id", "story_id", "n_reports", "n_stories", "n_outlets",
)  # fmt: skip


def events_told(rows: Iterable[Row]) -> tuple[Event, ...]:
    return tuple(map(event_told, rows))


def party(actor: Row) -> Party:
    mention = Words(words=actor["text"], start=actor["start"], end=actor["end"])
    return Party(
        mention=mention, **{name: actor[name] for name in ("name", "actor_id", "country", "sector", "role")}
    )


def evidence(row: Row) -> Evidence:
    """The sentence of an event and its article."""
    sentence = Words(words=row["sentence"] or "", start=row["sentence_start"], end=row["sentence_end"])
    trigger = Words(words=row["trigger_words"] or "", start=row["trigger_start"], end=row["trigger_end"])
    return Evidence(
        **{
            name: row[name]
            for name in ("article_id", "title", "outlet", "wire", "url", "source", "published")
        },
        sentence=sentence,
        trigger=trigger,
        when=_within(sentence, row["when_start"], row["when_end"]),
    )


def _within(sentence: Words, start: int | None, end: int | None) -> Words | None:
    """Words by their offsets, cut from the sentence; empty where they stand elsewhere in the article."""
    if start is None or end is None:
        return None
    inside = sentence.start <= start and end <= sentence.end
    words = sentence.words[start - sentence.start : end - sentence.start] if inside else ""
    return Words(words=words, start=start, end=end)


def _place(row: Row) -> Place | None:
    if row["place_text"] is None and row["place_name"] is None:
        return None
    mention = None
    if row["place_start"] is not None:
        mention = Words(words=row["place_text"] or "", start=row["place_start"], end=row["place_end"])
    return Place(
        name=row["place_name"] or row["place_text"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        geonames_id=row["geonames_id"],
        mention=mention,
        **{name: row[f"place_{name}"] for name in ("country", "precision", "basis", "use")},
    )


def quote_told(row: Row) -> Quote:
    """A row as `quotes` answers it; what an article's own rows lack stays empty."""
    names = ("article_id", "title", "outlet", "wire", "url", "source", "published")
    made: dict[str, Any] = {name: row.get(name) for name in names}
    for name in ("speaker", "addressee", "via"):
        made[name] = next(iter(map(party, row[name] or ())), None)
    return Quote(
        **made,
        quote_id=row["quote_id"],
        quote=Words(words=row["text"], start=row["start"], end=row["end"]),
        confidence=rounded(row["confidence"]),
        page=path_of("stories", row["article_id"]),
    )


def quotes_told(rows: Iterable[Row]) -> Quotes:
    return Quotes(quotes=tuple(map(quote_told, rows)))


def plain(rows: Sequence[Row]) -> tuple[dict[str, Any], ...]:
    """Rows of counts: numbers as they were kept, days as ISO text."""
    return tuple({name: rounded(value) for name, value in row.items()} for row in rows)
