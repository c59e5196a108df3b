"""Answers of the tools for assistants that count: rows of numbers, the newest events behind them, how to get the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from westphalia.web.mcp_answers import Behind, Event, Model, Quote


class Quads(Model):
    """How many events, by quad class; those of own types without one are in `events` alone."""

    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int


class DyadMonth(Quads):
    """A month and direction of a dyad."""

    month: str | None = Field(description="YYYY-MM of the events' own dates; null: not told to the month")
    actor: str
    recipient: str
    intensity_mean: float | None = Field(description="PLOVER's score, −10 (most hostile) to 10")
    by_several_stories: int = Field(description="told by two stories or more, reprints counted once")


class TimelineMonth(Model):
    """A month of an actor; quad classes and intensity are of what it does."""

    month: str | None
    as_actor: int
    as_recipient: int
    as_said_by: int
    as_place: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity_mean: float | None
    intensity_mean_as_recipient: float | None


class Counted(Model):
    """Numbers and what stands behind them."""

    newest: tuple[Event, ...] = Field(description="the newest events among those counted, as evidence")
    behind: Behind
    notes: tuple[str, ...] = Field(default=(), description="what the numbers leave out, in words")


class Dyad(Counted):
    one: str
    two: str
    months: tuple[DyadMonth, ...]


class Timeline(Counted):
    who: str
    months: tuple[TimelineMonth, ...]


class Pair(Quads):
    one: str
    two: str
    intensity: float | None


class Pairs(Counted):
    pairs: tuple[Pair, ...]


class Located(Quads):
    """A place by its gazetteer name, or a country by its code."""

    name: str
    country: str | None
    intensity: float | None


class Places(Counted):
    places: tuple[Located, ...]
    countries: tuple[Located, ...] = Field(description="that act, are acted upon or are the place")


class Value(Model):
    value: str
    name: str
    events: int


class Facets(Counted):
    facets: dict[str, tuple[Value, ...]]


class Node(Quads):
    id: str
    name: str
    intensity: float | None


class Edge(Quads):
    source: str
    target: str
    intensity: float | None


class Network(Counted):
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Difference(Model):
    """An event of which both sides tell, and the fields in which their reports differ."""

    merged_id: str
    n_stories: int
    differ: tuple[str, ...]
    one: Event
    two: Event


class Comparison(Model):
    one: str
    two: str
    events: tuple[Difference, ...]


class Contradiction(Model):
    """A field in which the reports of one event differ: each version with the reports that say so."""

    field: str
    values: tuple[dict[str, Any], ...]


class Told(Model):
    """One event, how all others tell it, and in what they contradict each other."""

    event: Event
    other_reports: tuple[Event, ...]
    n_reports: int
    n_stories: int
    n_outlets: int
    contradictions: tuple[Contradiction, ...]
    quotes: tuple[Quote, ...]


class ActorRow(Model):
    """An actor as the record sums it up; `example` is the newest event that names it."""

    actor_id: str
    name: str | None
    country: str | None
    sector: str | None
    role: str | None
    first_seen: dt.date | None
    last_seen: dt.date | None
    n_events: int
    n_quotes: int
    example: Event | None


class Actors(Model):
    actors: tuple[ActorRow, ...]


class Reading(Model):
    """What an actor was read as, from when to when, how often."""

    name: str | None
    role: str | None
    country: str | None
    sector: str | None
    first_seen: dt.date | None
    last_seen: dt.date | None
    n_events: int
    n_quotes: int


class Partner(Quads):
    """One on the other side: what the actor does to it, and it to the actor."""

    actor_id: str
    name: str
    country: str | None
    does: int
    suffers: int


class ActorTold(Counted):
    who: str
    countries: tuple[str, ...]
    actor_ids: tuple[str, ...]
    readings: tuple[Reading, ...]
    partners: tuple[Partner, ...]
    quotes: tuple[Quote, ...]


class StoryRow(Model):
    story_id: str
    title: str | None
    wire: str | None
    outlets: tuple[str, ...]
    n_articles: int
    n_outlets: int
    first_published: dt.date | None
    last_published: dt.date | None
    earliest_article_id: str
    page: str


class Stories(Model):
    stories: tuple[StoryRow, ...]


class Copy(Model):
    """Another copy of the story, and how much it has in common with the one it was compared with."""

    article_id: str
    title: str | None
    outlet: str | None
    wire: str | None
    url: str | None
    published: dt.date | None
    is_earliest: bool
    jaccard: float | None
    containment: float | None


class Story(Model):
    """An article: its text from `start` on, and everything that was read in it."""

    article_id: str
    story_id: str | None
    title: str | None
    outlet: str | None
    author: str | None
    wire: str | None
    dateline: str | None
    url: str | None
    source: str
    published: dt.date | None
    published_basis: str | None
    text: str
    start: int = Field(description="where `text` begins in the article's text")
    length: int = Field(description="characters of the whole text: ask again with a later `start`")
    events: tuple[Event, ...]
    quotes: tuple[Quote, ...]
    copies: tuple[Copy, ...]
    page: str


class Run(Model):
    command: str | None
    started: dt.datetime | None
    finished: dt.datetime | None
    pages: int | None
    articles: int | None
    events: int | None
    version: str | None
    model: str | None


class About(Model):
    """What the record holds."""

    name: str
    rows: dict[str, int] = Field(description="rows of each table")
    first_month: str | None = Field(description="first month of publication")
    last_month: str | None
    event_types: tuple[str, ...]
    sectors: tuple[str, ...]
    statuses: tuple[str, ...]
    runs: tuple[Run, ...]
    newest: tuple[Event, ...]
