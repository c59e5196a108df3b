"""What the API answers, typed: rows by the record's own columns, and what is put around them.

Names, types and meanings of rows come from `query.columns`, so that the OpenAPI document, docs/record.md and what is
answered cannot drift apart. A field is always there; what is not known is null.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from westphalia.query import columns as known
from westphalia.query.columns import Column

Single = Annotated[float, AfterValidator(lambda value: float(f"{value:.7g}"))]
"""A number kept in single precision, told with the digits that it has."""

PLAIN: dict[str, Any] = {
    "string": str,
    "int8": int,
    "int16": int,
    "int32": int,
    "int64": int,
    "float32": Single,
    "float64": float,
    "bool": bool,
    "date": dt.date,
    "timestamp": dt.datetime,
}


class Strict(BaseModel):
    """An object with these fields and no other."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """A row of the record; the partition that it lies in is left out."""

    model_config = ConfigDict(extra="ignore")


def made(name: str, doc: str, columns: Iterable[Column], **more: Any) -> type[BaseModel]:
    """A model with a field a column, and further fields as (type, meaning)."""
    fields: dict[str, Any] = {
        column.name: (typed(column.type), Field(description=column.doc)) for column in columns
    }
    fields |= {key: (kind, Field(description=meaning)) for key, (kind, meaning) in more.items()}
    model: type[BaseModel] = create_model(name, __base__=Told, __doc__=doc, **fields)
    return model


def typed(kind: str) -> Any:
    """The Python type of a column's type, in the small language of the record's schema."""
    plain = kind.rstrip("!")
    if plain.startswith("["):
        inner: Any = list[typed(plain[1:-1] + "!")]  # type: ignore[misc]
    elif plain in known.STRUCTS:
        inner = struct(plain)
    else:
        inner = PLAIN[plain]
    return inner if kind.endswith("!") else inner | None


@cache
def struct(name: str) -> type[BaseModel]:
    """The model of a struct of the schema."""
    return made(name.capitalize(), STRUCT_DOCS[name], known.STRUCTS[name])


STRUCT_DOCS = {
    "member": "One of those whom a plural stands for.",
    "actor": "Who is named, by which words, and who that is.",
    "block": "A paragraph or line of an article, and what it is.",
    "value": "What some reports say.",
    "contradiction": "A field in which reports of one event differ.",
}


def page_of(item: Any, name: str) -> type[BaseModel]:
    """A page of a list."""
    return made(
        name,
        "A page: its rows in order, and the cursor of the next page.",
        (),
        items=(list[item], "the rows"),
        next=(str | None, "give it as `after` for the next page; null on the last"),
    )


class Failure(Strict):
    """Why there is no answer."""

    status: int = Field(description="the HTTP status again")
    message: str = Field(description="one line that says what to do")


class Failed(Strict):
    """What is answered where a request cannot be."""

    error: Failure


class Span(Strict):
    """Characters of the article's text (code points, half open) that a field of the event rests on."""

    field: str = Field(description="trigger, sentence, date, place, actor, recipient, said_by or quote")
    start: int
    end: int
    text: str = Field(description="the words")


class Counts(Strict):
    """How many events there are, of each quad class, and their mean intensity (PLOVER's, −10 to 10)."""

    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity: float | None


class CountedActor(Counts):
    """An actor and its events in the window."""

    actor_id: str
    name: str | None
    country: str | None
    sector: str | None


class Partner(CountedActor):
    """Who stands on the other side, and how often it is acted upon (`does`) or acts (`suffers`)."""

    does: int = Field(description="events in which the actor asked for does something to it")
    suffers: int = Field(description="events in which it does something to the actor asked for")


class CountedPair(Counts):
    """Two countries and what either did to the other."""

    one: str
    two: str


class CountedPlace(Counts):
    """A place and its events."""

    name: str
    country: str | None


class CountedCountry(Counts):
    """A country that acts, is acted upon or is the place, and its events."""

    code: str
    name: str


class Counted(Strict):
    """Events of a month, type, quad class and status."""

    month: str = Field(description="YYYY-MM; empty where no month is told for")
    type: str
    quad_class: int | None
    status: str
    events: int
    intensity_sum: float | None


class Node(Counts):
    """Who is in the network: a country's code or an actor_id."""

    id: str
    name: str | None
    country: str | None
    sector: str | None


class Edge(Counts):
    """Who acts on whom."""

    source: str
    target: str


class Network(Strict):
    """The most active, and all edges between them."""

    nodes: list[Node]
    edges: list[Edge]


class FacetValue(Strict):
    """A value, what to call it, and how many events have it."""

    value: str
    name: str
    events: int


class Facets(Strict):
    """For each facet its most frequent values."""

    facets: dict[str, list[FacetValue]]


class Sums(Strict):
    """What counts by month have in common."""

    events: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity_sum: float | None
    intensity_mean: float | None
    reported: int
    planned: int
    hypothetical: int
    denied: int
    background: int
    by_several_stories: int
    share_by_several_stories: float | None


class DyadMonth(Sums):
    """What one did to the other in a month."""

    month: str | None = Field(description="YYYY-MM; null for what no month is told for")
    actor: str
    recipient: str


class TimelineMonth(Strict):
    """A month of an actor: how often it acts, is acted upon, is credited, is the place; sums are of what it does."""

    month: str | None
    as_actor: int
    as_recipient: int
    as_said_by: int
    as_place: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    intensity_sum: float | None
    intensity_mean: float | None
    intensity_mean_as_recipient: float | None


class Dyad(Strict):
    """Two sides by month and direction."""

    one: str
    two: str
    months: list[DyadMonth]
    notes: list[str] = Field(description="what the counts leave out, in words")


class Timeline(Strict):
    """One actor or country by month."""

    who: str
    months: list[TimelineMonth]
    notes: list[str]


class Run(Strict):
    """A command that took in pages or coded them again."""

    run: int
    command: str | None
    started: dt.datetime | None
    finished: dt.datetime | None
    pages: int | None
    articles: int | None
    events: int | None
    quotes: int | None


class RecordInfo(Strict):
    """What the record holds."""

    name: str = Field(description="the folder's name")
    version: str = Field(description="version of the server's code")
    step: int = Field(description="number of the last thing written; it grows with every change")
    articles: int
    events: int
    quotes: int
    stories: int
    merged_events: int
    first_month: str | None = Field(description="first month of publication that has events")
    last_month: str | None
    runs: list[Run] = Field(description="the latest first")


Event: Any = made("Event", "An event as an article reports it, with its sentence.", known.EVENT)
Quote: Any = made("Quote", "A direct quote and where it stands.", known.QUOTE)
Actor: Any = made("Actor", "An actor of the record.", known.ACTOR)
Story: Any = made("Story", "A text and its reprints.", known.STORY)
Merged: Any = made("Merged", "An event of the world: all reports of it put together.", known.MERGED)
Role: Any = made("Role", "What an actor was read as.", known.ROLE)
Article: Any = made("Article", "A text: all offsets point into it.", known.ARTICLE)
Place: Any = made("Place", "A place that an article names.", known.PLACE)
Copy: Any = made("Copy", "A copy of a story.", known.COPY)
Compared: Any = made(
    "Compared",
    "An event of the world as two sides tell it, beside each other.",
    known.COMPARED,
)

Events: Any = page_of(Event, "Events")
Quotes: Any = page_of(Quote, "Quotes")
Actors: Any = page_of(Actor, "Actors")
Stories: Any = page_of(Story, "Stories")

MergedItem: Any = made(
    "MergedItem",
    "An event of the world: the report that stands for it, and what merging says.",
    (),
    lead=(Event, "the earliest, surest report"),
    merged=(Merged | None, "null where nothing was merged yet"),
)
MergedItems: Any = page_of(MergedItem, "MergedItems")

EventInFull: Any = made(
    "EventInFull",
    "An event with the characters that it rests on, and every telling of it.",
    (),
    event=(Event, "the event"),
    evidence=(list[Span], "the characters that each field rests on"),
    merged=(Merged | None, "the merged event; null where nothing was merged"),
    reports=(list[Event], "other reports of the same event, the earliest first"),
)
MergedInFull: Any = made(
    "MergedInFull",
    "An event of the world and its reports.",
    (),
    merged=(Merged, "the merged event"),
    reports=(list[Event], "its reports, the earliest first"),
)
ArticleInFull: Any = made(
    "ArticleInFull",
    "A text with all that was read in it. Offsets are code points of `article.text`, half open.",
    (),
    article=(Article, "the article"),
    events=(list[Event], "its events, in the order of the text"),
    quotes=(list[Quote], "its quotes"),
    places=(list[Place], "the places that it names"),
    story_id=(str | None, "the story that it is a copy of"),
)
StoryInFull: Any = made(
    "StoryInFull",
    "A story: its copies, and the fullest with its text and events.",
    (),
    story=(Story, "the story"),
    copies=(list[Copy], "all copies, the earliest first"),
    fullest=(ArticleInFull, "the longest copy"),
)
ActorInFull: Any = made(
    "ActorInFull",
    "An actor: what it was read as over time, and with whom it has to do.",
    (),
    actor=(Actor, "the actor"),
    roles=(list[Role], "the latest first"),
    partners=(list[Partner], "those on the other side of its events, the most frequent first"),
)
Ranked: dict[str, Any] = {
    "actors": made("RankedActors", "The most active.", (), items=(list[CountedActor], "the most active first")),
    "dyads": made("RankedDyads", "The most active pairs.", (), items=(list[CountedPair], "the most active first")),
    "places": made("RankedPlaces", "The places told most.", (), items=(list[CountedPlace], "the most told first")),
    "countries": made("Countries", "Countries by their events.", (), items=(list[CountedCountry], "the most told first")),
    "counts": made("MonthCounts", "Counts by month.", (), items=(list[Counted], "in the order of the months")),
    "compared": made("Comparison", "Events that both sides tell of.", (), items=(list[Compared], "those that differ most first")),
}  # fmt: skip
