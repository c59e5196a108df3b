"""The records, in the order the data meets them.

Page > Article > Sentence > Parse > Mention > Event, Quote, Actor, Place; Span, Rejected, Story.

Every record is frozen and slotted: a room makes its product once and nobody changes it after.
All offsets are code points of `Article.text`, half open: `text[span.start:span.end]`.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["title", "body", "subhead", "caption", "credit", "byline", "furniture"]
MentionKind = Literal["actor", "time", "place"]
Precision = Literal["day", "month", "year", "interval"]
PlaceUse = Literal["event", "inferred", "dateline", "metonym", "mention"]
Status = Literal["reported", "planned", "hypothetical", "denied", "background"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the article's text: code points, `end` exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A calendar interval, both ends included, with how precise it is and what it was told from.

    `basis` names the ground: "given", "json-ld", "meta", "url", "dateline", "caption", "text", "publication" …
    """

    start: dt.date
    end: dt.date
    precision: Precision
    basis: str
    grain: Literal["day", "month", "year"] = (
        "day"  # how exactly an interval's ends are told ("since 2011": year)
    )

    @classmethod
    def day(cls, day: dt.date, basis: str) -> DateValue:
        return cls(day, day, "day", basis)

    @classmethod
    def month(cls, year: int, month: int, basis: str) -> DateValue:
        last = calendar.monthrange(year, month)[1]
        return cls(dt.date(year, month, 1), dt.date(year, month, last), "month", basis)

    @classmethod
    def year(cls, year: int, basis: str) -> DateValue:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), "year", basis)

    @classmethod
    def interval(cls, start: dt.date, end: dt.date, basis: str) -> DateValue:
        return cls.day(start, basis) if start == end else cls(start, end, "interval", basis)

    @property
    def exact(self) -> dt.date | None:
        """The day, where it is told to the day: nothing else can anchor "on Monday"."""
        return self.start if self.precision == "day" else None

    @property
    def iso(self) -> str:
        """The codebook's form: `2024-04-09`, `2023-03`, `2022`, `2024-04-08/2024-04-09`, `2011/2015`."""
        if self.precision == "day":
            return self.start.isoformat()
        if self.precision == "month":
            return f"{self.start:%Y-%m}"
        if self.precision == "year":
            return f"{self.start.year:04d}"
        cut = {"day": 10, "month": 7, "year": 4}[self.grain]
        start, end = self.start.isoformat()[:cut], self.end.isoformat()[:cut]
        return start if start == end else f"{start}/{end}"


# --- read ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What a source tells of a page beside it: the columns of a row, the header of an export, a feed's entry.

    All but `seen` are used where the head of the page tells nothing, and believed before what can be read out
    of its text. `seen` is the day it was fetched: no page was published later.
    """

    published: dt.date | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    seen: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A page that is still to be fetched, the name of what asks for it, and what that tells of it."""

    url: str
    source: str
    date: dt.date | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it came: bytes or text, where it came from, and what the user told us about it.

    `source` is the name to print in messages (a path, or "-"); `date` is the user's own publication
    date, used only where the page does not tell one; `told` is what the source itself tells of it.
    """

    content: bytes | str
    source: str
    url: str | None = None
    date: dt.date | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was left out, and why: a page, a block, a sentence or an event.

    `room` is "run" where a page was cut off: it took too long or too much, or ended the process that coded it.
    """

    source: str
    room: Literal["read", "clean", "parse", "resolve", "run"]
    reason: str
    detail: str = ""
    span: Span | None = None


# --- clean --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or line of the article's text, its kind, and the ground for that kind.

    `repeat_of` is the index of the block that this one repeats (a title used again as alt text).
    """

    kind: BlockKind
    span: Span
    reason: str
    repeat_of: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What the page says, fixed once: offsets of every later record point into `text`.

    `article_id` is the sha256 (hex, 64 digits) of `text`. `wire` is the agency credited ("AFP").
    """

    article_id: str
    text: str
    blocks: tuple[Block, ...]
    source: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    wire: str | None = None
    published: DateValue | None = None
    language: str = "en"
    dateline: str | None = None


# --- parse --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one block; `index` counts over the article."""

    index: int
    span: Span
    block: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text the parser marks as an actor, a time or a place.

    `sector` and `sector_score` are the model's best sector for an actor; `nations` are the words of the
    passage that most likely tell its country (pointers, not yet countries); `same_as` are other actor
    mentions (indices into `Parse.mentions`) taken to be the same actor, `members` those that a plural
    stands for. All three best first, with scores.
    """

    kind: MentionKind
    span: Span
    score: float
    sector: str | None = None
    sector_score: float = 0.0
    nations: tuple[tuple[Span, float], ...] = ()
    same_as: tuple[tuple[int, float], ...] = ()
    members: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnType:
    """An event type that a user has defined beside PLOVER's, with the scores they gave it, if any."""

    name: str
    definition: str
    quad_class: int | None = None
    intensity: float | None = None
    cameo_root: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event as the parser sees it: its word, its type, and its roles as mention indices.

    `own` is set where the type is not PLOVER's but the user's.
    """

    span: Span
    type: str
    mode: str | None
    aux: tuple[str, ...]
    contexts: tuple[str, ...]
    confidence: float
    actors: tuple[int, ...] = ()
    recipients: tuple[int, ...] = ()
    times: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    said_by: tuple[int, ...] = ()
    own: OwnType | None = None


@dataclass(frozen=True, slots=True)
class QuoteParse:
    """A direct quote as the parser sees it, with its roles as mention indices."""

    span: Span
    speaker: int | None = None
    addressee: int | None = None
    via: int | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Parse:
    """What the model saw in one passage (a run of sentences of one block)."""

    span: Span
    block: int
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    triggers: tuple[Trigger, ...]
    quotes: tuple[QuoteParse, ...]


# --- resolve ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """One of those whom a plural ("both countries") stands for."""

    name: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: the mention, and what it was resolved to.

    `country` is ISO 3166 alpha-3 or one of PLOVER's non-state codes, `sector` one of its sectors;
    None where nothing tells. `basis` says from what each was told, for `explain`.
    """

    span: Span
    text: str
    actor_id: str
    name: str | None = None
    country: str | None = None
    sector: str = "UNK"
    role: str | None = None
    members: tuple[Member, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the mention and, where the gazetteer knows it, what and where it is (degrees WGS 84).

    `use` tells what the words do in the text: where an "event" was, the "dateline" (the place of an event only
    for want of another), a "metonym" for who acts ("Moscow said"), or a bare "mention". "inferred": the text ties
    no place to the event; `basis` says what the guess stands on.
    """

    span: Span
    text: str
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    precision: Literal["country", "admin1", "city", "unknown"] = "unknown"
    basis: str = ""
    use: PlaceUse = "event"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters behind an event: its sentence, its trigger, its date's words."""

    article_id: str
    sentence: Span
    trigger: Span
    when: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, where, and on whose word.

    `said_by` is everyone the passage credits besides the outlet; `sources` is the whole chain,
    ending in the wire and the outlet. `intensity` is PLOVER's score (−10 … 10); a type of the user's own
    has the quad class, intensity and CAMEO root they gave it, or none.
    """

    event_id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    quad_class: int | None
    intensity: float | None
    cameo_root: str | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    date: DateValue | None
    place: Place | None
    aux: tuple[str, ...]
    status: Status
    said_by: tuple[Actor, ...]
    sources: tuple[str, ...]
    quote_ids: tuple[str, ...]
    evidence: Evidence
    confidence: float
    unfolded: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A direct quote: the words between the marks, who said them, to whom, through which medium."""

    quote_id: str
    span: Span
    text: str
    speaker: Actor | None
    addressee: Actor | None
    via: Actor | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Story:
    """One page, coded: the article, what the parser saw, and the record's events and quotes.

    `places` are all the places named, each with its use. `rejected` lists the blocks that were left out, each
    with its reason. `model` and `version` name the weights and the code that made it, `ontology` the user's
    own tables by their hash (None: the shipped ones alone).
    """

    article: Article
    parses: tuple[Parse, ...]
    actors: tuple[dict[int, Actor], ...]
    events: tuple[Event, ...]
    quotes: tuple[Quote, ...]
    rejected: tuple[Rejected, ...]
    model: str
    version: str
    ontology: str | None = None
    places: tuple[Place, ...] = ()

    def _repr_html_(self) -> str:
        from westphalia.show import story_html

        return story_html(self)
