"""The parameters of the API, typed: what does not exist or does not parse is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from westphalia.query.filters import Filter, make_filter
from westphalia.query.selection import Selection
from westphalia.records import Status
from westphalia.web.narrowing import LONGEST, MOST, narrowing

Word = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Words = Annotated[list[Word], Field(max_length=MOST)]
Day = Annotated[
    str, Field(pattern=r"^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])(-[0-9]{2}(-[0-9]{2})?)?$")
]
Quads = Annotated[list[Annotated[int, Field(ge=0, le=4)]], Field(max_length=5)]
QUADS = "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, 0 neutral"
Size = Annotated[int, Field(ge=1, le=500)]
Cursor = Annotated[str, Field(min_length=1, max_length=2_000)]

SIZE = 50
RANKED = 20
NODES = 60
SortName = Literal["newest", "oldest", "latest", "earliest", "surest", "stories", "conflict", "cooperation"]


class Params(BaseModel):
    """Parameters of an address. One that does not exist is an error, so that a misspelt filter is no wrong answer."""

    model_config = ConfigDict(extra="forbid")

    def getlist(self, key: str) -> list[str]:
        """The values of a parameter as an address has them."""
        value: Any = getattr(self, key, None)
        if value is None or value is False:
            return []
        if value is True:
            return ["1"]
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]


class Narrowed(Params):
    """Which events: filters hold together; one given several times holds where one of its values does."""

    type: Words = Field([], description="event type, such as ASSAULT, or one of your own")
    mode: Words = Field([], description="mode of the type, such as arrest")
    status: Annotated[list[Status], Field(max_length=5)] = Field([], description="did it happen")
    quad_class: Quads = Field([], description=QUADS)
    actor: Words = Field([], description="who did it: a country, a name or part of one, an actor_id")
    recipient: Words = Field([], description="to whom, told likewise")
    country: Words = Field([], description="country that acts, is acted upon or is the place")
    sector: Words = Field([], description="sector of an actor or recipient, such as GOV or REB")
    said_by: Words = Field([], description="on whose word: an actor, agency or outlet")
    outlet: Words = Field([], description="who printed it")
    party: Words = Field([], description="a country or actor on either side")
    pair: Annotated[list[Word], Field(max_length=2)] = Field(
        [], description="two countries or actors of which one acts upon the other: give it twice"
    )
    both: Annotated[list[Word], Field(max_length=2)] = Field(
        [], description="two countries or actors that are named on any side: give it twice"
    )
    place: Words = Field([], description="the place's name")
    since: Day | None = Field(None, description="first day: YYYY-MM-DD, YYYY-MM or YYYY")
    until: Day | None = Field(None, description="last day, included")
    text: Word | None = Field(None, description="words in the sentence, whatever the case")
    min_confidence: Annotated[float, Field(ge=0, le=1)] = Field(
        0.0, description="leave out what is less sure"
    )
    min_stories: Annotated[int, Field(ge=1, le=10_000)] = Field(
        1, description="told by so many stories at least, reprints counted once"
    )
    dated: bool = Field(False, description="only what is told to the month or better")
    merged: bool = Field(False, description="one report an event of the world: the one that stands for it")
    without_reprints: bool = Field(False, description="only the earliest copy of a story")

    def selection(self) -> Selection:
        """Raises BadFilter."""
        return narrowing(self).selection


class Paging(Params):
    """Which page."""

    limit: Size = Field(SIZE, description="rows at most")
    after: Cursor | None = Field(None, description="the `next` of the page before")


class EventList(Narrowed, Paging):
    """Events, a page at a time."""

    sort: SortName = Field("newest", description="the order")


class Ranking(Narrowed):
    """Events of which the most frequent are told."""

    limit: Size = Field(RANKED, description="rows at most")


class ActorRanking(Ranking):
    """Events of which the most active are told."""

    side: Literal["actor", "recipient", "either"] = Field(
        "actor", description="who acts, is acted upon, or both"
    )


class FacetList(Narrowed):
    """Events whose facets are counted."""

    limit: Annotated[int, Field(ge=1, le=200)] = Field(12, description="values of a facet at most")


class NetworkParams(Narrowed):
    """Events of which the network is made."""

    level: Literal["country", "actor"] = Field("country", description="what a node is")
    nodes: Annotated[int, Field(ge=1, le=300)] = Field(NODES, description="nodes at most: the most active")


class QuoteList(Paging):
    """Quotes, a page at a time."""

    actor: Words = Field([], description="the speaker")
    recipient: Words = Field([], description="who is spoken to")
    country: Words = Field([], description="the speaker's country")
    sector: Words = Field([], description="the speaker's sector")
    outlet: Words = Field([], description="who printed it")
    since: Day | None = Field(None, description="first day of publication")
    until: Day | None = Field(None, description="last day of publication")
    text: Word | None = Field(None, description="words of the quote, whatever the case")
    min_confidence: Annotated[float, Field(ge=0, le=1)] = Field(
        0.0, description="leave out what is less sure"
    )


class ActorList(Paging):
    """Actors, a page at a time."""

    actor: Words = Field([], description="a name or a part of it, a country, an actor_id")
    country: Words = Field([], description="the actor's country")
    sector: Words = Field([], description="the actor's sector")
    text: Word | None = Field(None, description="letters of the name, whatever the case and accents")
    since: Day | None = Field(None, description="seen on this day or later")
    until: Day | None = Field(None, description="seen on this day or before")


class StoryList(Paging):
    """Stories, a page at a time."""

    outlet: Words = Field([], description="an outlet that printed it")
    since: Day | None = Field(None, description="first day of publication")
    until: Day | None = Field(None, description="last day of publication")
    text: Word | None = Field(None, description="words of the title, whatever the case")
    min_copies: Annotated[int, Field(ge=1, le=100_000)] = Field(1, description="with so many copies at least")


class ByMonth(Params):
    """Which events are counted; those told as having happened unless `status` says otherwise."""

    type: Words = Field([], description="event type")
    quad_class: Quads = Field([], description=QUADS)
    status: Annotated[list[Status], Field(max_length=5)] = Field([], description="did it happen")
    since: Day | None = Field(None, description="first day of the event")
    until: Day | None = Field(None, description="last day, included")
    min_confidence: Annotated[float, Field(ge=0, le=1)] = Field(
        0.0, description="leave out what is less sure"
    )
    min_stories: Annotated[int, Field(ge=1, le=10_000)] = Field(
        1, description="told by so many stories at least"
    )
    merged: bool = Field(False, description="count events of the world, not reports of them")
    without_reprints: bool = Field(False, description="count only the earliest copy of a story")


class Comparing(Params):
    """Two sides, and which events."""

    one: Word = Field(description="an outlet, or an actor or country on whose word reports stand")
    two: Word = Field(description="the other side")
    country: Words = Field([], description="country that acts or is acted upon")
    type: Words = Field([], description="event type")
    since: Day | None = Field(None, description="first day of the event")
    until: Day | None = Field(None, description="last day, included")
    limit: Size = Field(SIZE, description="rows at most: those that differ most")


def filter_of(params: Params, *but: str) -> Filter:
    """The filter that parameters make, without those that are none of it. Raises BadFilter."""
    return make_filter(**given(params, *but))


def given(params: Params, *but: str) -> dict[str, Any]:
    """What was given, without what is not there or is the default."""
    return params.model_dump(exclude_defaults=True, exclude=set(but))
