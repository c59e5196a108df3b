"""A selection: the filter of a question and what pages narrow it by further, as one `FROM … WHERE …`.

Pages count, list and page through the same selection, so that a number and the events behind it agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from westphalia.errors import BadFilter
from westphalia.query import where as conditions
from westphalia.query.events import JOINS
from westphalia.query.filters import Filter
from westphalia.query.session import Session
from westphalia.query.where import Where

DAY = (
    "CASE WHEN e.date_precision IN ('day', 'month') OR e.date_end - e.date_start <= 31 THEN e.date_start END"
)
"""The event's first day, null where its date is not told to the month: a year is no month (docs/asking.md)."""


NOTHING = Filter()


@dataclass(frozen=True, slots=True)
class Selection:
    """Reports to keep, beyond the filter: `party` is a country or actor on either side (word or id), `pair` are two of
    which one acts upon the other, whichever, `both` are two that are named on any side, `place` is the place's name, `dated` keeps what is told to the month or better, `merged` one report an event of the world,
    `without_reprints` only the earliest copy of a story."""

    chosen: Filter = NOTHING
    party: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    dated: bool = False
    merged: bool = False
    without_reprints: bool = False

    def but(self, **changes: object) -> Selection:
        """The same selection with some filters changed; names of the filter or of the selection."""
        own = {name: value for name, value in changes.items() if name in _OWN}
        rest = {name: value for name, value in changes.items() if name not in _OWN}
        return replace(self, chosen=replace(self.chosen, **rest), **own)  # type: ignore[arg-type]


_OWN = frozenset(Selection.__dataclass_fields__) - {"chosen"}


@dataclass(frozen=True, slots=True)
class Rows:
    """SQL of a selection: `FROM events e … WHERE …`, and the values of its parameters in `where`."""

    joins: tuple[str, ...]
    where: Where

    def source(self, *more: str) -> str:
        """The clauses, with the joins `more` (names of `events.JOINS`) where they are not there already."""
        names = [name for name in JOINS if name in {*self.joins, *more}]
        return f"FROM events e {' '.join(JOINS[name] for name in names)} WHERE {self.where.sql}"


def rows_of(session: Session, selection: Selection) -> Rows:
    """The reports of a selection, as `e`. Raises BadFilter for words that name nothing."""
    chosen, keys = session.checked(selection.chosen)
    where = conditions.of_event(chosen, keys, Where())
    joins = set()
    if chosen.text:
        joins.add("a")
    if chosen.min_stories > 1:
        joins |= {"m", "w"}
    if selection.party:
        _party(session, selection.party, where)
    if selection.pair:
        _pair(session, selection.pair, where)
    for word in selection.both:
        _party(session, (word,), where)
    if selection.place:
        where.add("list_contains({}, e.place_name)", list(selection.place))
    if selection.dated:
        where.add(f"({DAY}) IS NOT NULL")
    if selection.merged:
        joins |= {"m", "w"}
        where.add("w.lead_event_id IS NULL OR w.lead_event_id = e.event_id")
    if selection.without_reprints:
        joins.add("s")
        where.add("coalesce(s.is_earliest, true)")
    return Rows(tuple(sorted(joins)), where)


def _pair(session: Session, pair: tuple[str, ...], where: Where) -> None:
    """The condition that one of two acts upon the other. Raises BadFilter unless there are two."""
    if len(pair) != 2:
        raise BadFilter("pair: two countries or actors are wanted, each once")
    one, two = (session.keys((word,), "pair") for word in pair)
    side = "list_has_any(e.{0}_countries, {{}}) OR list_has_any(e.{0}_ids, {{}})"
    acts, suffers = side.format("actor"), side.format("recipient")
    values = [[*keys] for keys in (one.countries, one.ids, two.countries, two.ids)]
    where.add(
        f"(({acts}) AND ({suffers})) OR (({acts}) AND ({suffers}))",
        *values,
        *values[2:],
        *values[:2],
    )


def _party(session: Session, words: tuple[str, ...], where: Where) -> None:
    """The condition that one of these is on either side. Raises BadFilter."""
    party = session.keys(words, "party")
    where.add(
        "list_has_any(e.actor_countries, {}) OR list_has_any(e.recipient_countries, {}) "
        "OR list_has_any(e.actor_ids, {}) OR list_has_any(e.recipient_ids, {})",
        *([list(party.countries)] * 2),
        *([list(party.ids)] * 2),
    )
