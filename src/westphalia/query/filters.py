"""Filters: what a question may be narrowed by, checked against what there is.

Each value is looked up before anything is read; one that does not exist raises BadFilter with what may have been
meant. A filter given several values holds where one of them does; several filters hold together.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import get_args

from westphalia.errors import BadFilter
from westphalia.records import Status

Words = tuple[str, ...]
STATUSES: Words = get_args(Status)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to keep.

    `actor`, `recipient` and `said_by` take a country (code or name), an actor's name or a part of it, or an
    actor_id; `country` holds where the country acts, is acted upon or is the place. `since` and `until` bound the
    event's own first day, both included (quotes and stories: the day of publication). `text` is looked for in the
    event's sentence (a quote's words, a story's title), whatever the case. `min_stories` counts the stories that
    report the merged event, reprints once.
    """

    actor: Words = ()
    recipient: Words = ()
    country: Words = ()
    sector: Words = ()
    type: Words = ()
    mode: Words = ()
    quad_class: tuple[int, ...] = ()
    status: Words = ()
    said_by: Words = ()
    outlet: Words = ()
    since: dt.date | None = None
    until: dt.date | None = None
    text: str | None = None
    min_confidence: float = 0.0
    min_stories: int = 1

    def __post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise BadFilter(f"since {self.since} is after until {self.until}")
        if not 0 <= self.min_confidence <= 1:
            raise BadFilter(f"min_confidence {self.min_confidence}: a number from 0 to 1 is wanted")

    @property
    def names(self) -> list[str]:
        """The filters that are set."""
        return [f.name for f in fields(self) if getattr(self, f.name) != f.default]


def make_filter(**given: object) -> Filter:
    """A filter from words as people give them: one value or several, any case. Raises BadFilter.

    Types, sectors, quad classes and statuses are checked here; names of actors when the record is asked.
    """
    known = {f.name for f in fields(Filter)}
    made: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            raise BadFilter(unknown("filter", name, known))
        if value is None or value == () or value == []:
            continue
        made[name] = _checked(name, value)
    return Filter(**made)  # type: ignore[arg-type]


def _checked(name: str, value: object) -> object:
    if name in {"since", "until"}:
        return day(name, value)
    if name == "quad_class":
        return tuple(_quad(item) for item in _several(value))
    if name == "text":
        return str(value)
    if name == "min_confidence":
        return float(value)  # type: ignore[arg-type]
    if name == "min_stories":
        return int(value)  # type: ignore[call-overload]
    words = tuple(str(item).strip() for item in _several(value))
    if any(not word for word in words):
        raise BadFilter(f"{name}: an empty value")
    if name == "status":
        return tuple(one_of("status", word.lower(), STATUSES) for word in words)
    if name == "sector":
        from westphalia.ontology.plover import sectors

        return tuple(one_of("sector", word.upper(), sectors()) for word in words)
    if name == "country":
        return tuple(country(word) for word in words)
    return words


def _several(value: object) -> Sequence[object]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return (value,)
    return tuple(value)


def _quad(value: object) -> int:
    text = str(value)
    if text not in {"0", "1", "2", "3", "4"}:
        raise BadFilter(f"quad class {text!r}: 1 and 2 are verbal and material cooperation, 3 and 4 conflict")
    return int(text)


def day(name: str, value: object) -> dt.date:
    """A day; a year or a month stand for their first day in `since`, their last in `until`. Raises BadFilter."""
    from westphalia.records import DateValue

    if isinstance(value, dt.date):
        return value
    parts = str(value).split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(parts) == 1 and len(parts[0]) == 4:
            told = DateValue.year(numbers[0], "given")
        elif len(parts) == 2:
            told = DateValue.month(numbers[0], numbers[1], "given")
        else:
            told = DateValue.day(dt.date.fromisoformat(str(value)), "given")
    except ValueError:
        raise BadFilter(f"{name} {str(value)!r} is no date (YYYY-MM-DD, YYYY-MM or YYYY)") from None
    return told.start if name == "since" else told.end


def country_or_none(word: str) -> str | None:
    """The code of a country's code, name or other name; None where it is none."""
    from westphalia.ontology.countries import table
    from westphalia.ontology.plover import nonstate_codes

    code = word.upper()
    if code in table() or code in nonstate_codes():
        return code
    folded = word.casefold().removeprefix("the ")
    for known, entry in table().items():
        if folded in {name.casefold() for name in (entry.name, *entry.names)}:
            return known
    return None


def country(word: str) -> str:
    """The code of a country. Raises BadFilter with the nearest ones."""
    from westphalia.ontology.countries import table

    found = country_or_none(word)
    if found is None:
        names = [name for entry in table().values() for name in (entry.code, entry.name)]
        raise BadFilter(unknown("country", word, names))
    return found


def event_type(word: str, own: Iterable[str] = ()) -> str:
    """A type of PLOVER, or one that the record itself has. Raises BadFilter."""
    from westphalia.ontology.plover import event_types

    kinds = {**{name: name for name in event_types()}, **{name: name for name in own}}
    exact = kinds.get(word) or kinds.get(word.upper())
    return exact or one_of("type", word, kinds)


def one_of(what: str, word: str, known: Iterable[str]) -> str:
    """The word, if it is known. Raises BadFilter with the nearest ones, or all of a few."""
    choices = sorted(known)
    if word in choices:
        return word
    raise BadFilter(unknown(what, word, choices))


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """The one line that says so: `no type 'ASSULT'; did you mean ASSAULT?`."""
    choices = sorted(set(known))
    shown = "".join(char if char.isprintable() else "?" for char in word)[:80]
    near = {name.casefold(): name for name in choices}
    found = difflib.get_close_matches(shown.casefold(), near, n=3, cutoff=0.6)
    if found:
        return f"no {what} {shown!r}; did you mean {' or '.join(near[name] for name in found)}?"
    listed = f"; there are {', '.join(choices)}" if len(choices) <= 30 else ""
    return f"no {what} {shown!r}{listed}"
