"""The filters that tools for assistants take: one typed object, the same names as everywhere, checked alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from westphalia.web.mcp_answers import Behind
from westphalia.web.narrowing import MANY, ONE, OWN, SWITCHES, Narrowing, narrowing


def _several(value: object) -> object:
    """One word is a list of one; numbers of quad classes are words, too."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = (value,)
    if isinstance(value, list | tuple):
        return tuple(
            str(item) if isinstance(item, int) and not isinstance(item, bool) else item for item in value
        )
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_several)]
_WHO = "a country (ISO code or name), an actor_id, a name or words of a name"


class Filters(BaseModel):
    """What to keep. Several values of one filter: any of them; several filters: all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor: Words = Field(default=(), description=f"who did it: {_WHO}")
    recipient: Words = Field(default=(), description="to whom, told likewise")
    party: Words = Field(default=(), description="on either side, told likewise")
    pair: Words = Field(default=(), description="exactly two, of which one acts upon the other, whichever")
    both: Words = Field(default=(), description="all of these are named, on any side")
    country: Words = Field(default=(), description="country that acts, is acted upon or is the place")
    sector: Words = Field(
        default=(), description="PLOVER sector of an actor or recipient, such as GOV, MIL, REB, CVL"
    )
    type: Words = Field(default=(), description="PLOVER event type, such as ASSAULT, PROTEST, CONSULT, AGREE")
    mode: Words = Field(default=(), description="mode of the type, such as arrest")
    quad_class: Words = Field(
        default=(), description="1, 2: verbal, material cooperation; 3, 4: verbal, material conflict"
    )
    status: Words = Field(default=(), description="reported, planned, hypothetical, denied or background")
    said_by: Words = Field(default=(), description="on whose word: an actor, country, agency or outlet")
    outlet: Words = Field(default=(), description="who printed it")
    place: Words = Field(default=(), description="the place's name in the gazetteer, exactly")
    since: str | None = Field(
        default=None, description="first day of the event itself: YYYY-MM-DD, YYYY-MM or YYYY"
    )
    until: str | None = Field(default=None, description="last day, included")
    text: str | None = Field(default=None, description="words in the sentence, whatever the case")
    min_confidence: float | None = Field(default=None, ge=0, le=1)
    min_stories: int | None = Field(
        default=None, ge=1, description="told by so many stories, reprints counted once"
    )
    dated: bool = Field(default=False, description="only what is dated to the month or better")
    merged: bool = Field(default=False, description="each event of the world once, by its lead report")
    without_reprints: bool = Field(default=False, description="only the earliest copy of a story")

    def getlist(self, key: str) -> list[str]:
        """The values of a name as an address has them."""
        value = getattr(self, key, None)
        if value is None or value is False:
            return []
        if value is True:
            return ["1"]
        return [str(item) for item in value] if isinstance(value, tuple) else [str(value)]

    def narrowed(self, **more: object) -> Narrowing:
        """As a selection of events, with some filters set anew. Raises BadFilter."""
        return narrowing(self.model_copy(update=more))

    def given(self) -> dict[str, Any]:
        """The filters that are set, as `OpenRecord`'s questions take them; what no question but `events` has is left
        for it to refuse."""
        names = (*MANY, *ONE, *OWN, *SWITCHES)
        return {name: getattr(self, name) for name in names if getattr(self, name) not in (None, (), False)}


def behind(narrowed: Narrowing, path: str = "/events") -> Behind:
    """How to ask for the events of a selection."""
    filters: dict[str, Any] = {}
    for name, value in narrowed.params:
        if name in SWITCHES:
            filters[name] = True
        elif name in _NUMBERS:
            filters[name] = _NUMBERS[name](value)
        elif name in ONE:
            filters[name] = value
        else:
            filters.setdefault(name, []).append(value)
    return Behind(filters=filters, page=narrowed.address(path))


_NUMBERS: Mapping[str, type[float] | type[int]] = {"min_confidence": float, "min_stories": int}
