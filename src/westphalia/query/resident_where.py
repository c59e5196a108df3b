"""A selection as conditions on the tables in memory: what `selection.rows_of` says of the views, said of `facts`.

Both keep the same reports; a test asks them side by side.
"""

from __future__ import annotations

from collections.abc import Iterable

from westphalia.errors import BadFilter
from westphalia.query.filters import Filter
from westphalia.query.names import Keys
from westphalia.query.resident import Resident
from westphalia.query.resident_sql import SIDES
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.query.where import Where

ACTS = ("actor_country", "actor_id")
SUFFERS = ("recipient_country", "recipient_id")


def coded(session: Session, selection: Selection) -> Where:
    """The conditions on a row `e` of `facts`. Raises BadFilter for words that name nothing."""
    resident = session.reside()
    chosen, keys = session.checked(selection.chosen)
    where = Where()
    for name, sides in (("actor", ACTS), ("recipient", SUFFERS)):
        if name in keys:
            where.add(_in(_sided(resident, keys[name], sides)))
    if chosen.country:
        where.add(_in(_of(resident, "country", chosen.country)))
    if chosen.sector:
        where.add(_in(_of(resident, "sector", chosen.sector)))
    if chosen.said_by:
        _said_by(session, chosen.said_by, keys.get("said_by"), where)
    if chosen.text:
        where.add(f"e.n IN (SELECT n FROM {resident.hits(chosen.text)})")
    _columns(session, chosen, where)
    _further(session, selection, where)
    return where


def _columns(session: Session, chosen: Filter, where: Where) -> None:
    """The filters that `facts` has columns for."""
    for name, words in (
        ("type", chosen.type),
        ("status", chosen.status),
        ("mode", tuple(word.lower() for word in chosen.mode)),
        ("outlet", _spelt(session, "outlet", chosen.outlet)),
    ):
        if getattr(chosen, name):
            where.add(_equals(name, words))
    if chosen.quad_class:
        where.add("list_contains({}, e.quad_class)", list(chosen.quad_class))
    if chosen.since:
        where.add("e.date_start >= {}", chosen.since)
    if chosen.until:
        where.add("e.date_start <= {}", chosen.until)
    if chosen.min_confidence > 0:
        # Confidence is kept in single precision: the bound is compared as it would be kept.
        where.add("e.confidence >= {}::FLOAT", chosen.min_confidence)
    if chosen.min_stories > 1:
        where.add("e.n_stories >= {}", chosen.min_stories)


def _further(session: Session, selection: Selection, where: Where) -> None:
    """What a selection has beyond the filter."""
    resident = session.reside()
    for words in ((selection.party,) if selection.party else ()) + tuple((word,) for word in selection.both):
        party = session.keys(words, "party")
        where.add(_in(f"{_sided(resident, party, ACTS)} OR {_sided(resident, party, SUFFERS)}"))
    if selection.pair:
        _pair(session, selection.pair, where)
    if selection.place:
        where.add(_equals("place", selection.place))
    if selection.dated:
        where.add("e.day IS NOT NULL")
    if selection.merged:
        where.add("e.is_lead")
    if selection.without_reprints:
        where.add("NOT e.is_copy")


def _said_by(session: Session, words: Iterable[str], told: Keys | None, where: Where) -> None:
    """Credited to the actor or country, or a source of this name, whatever the case."""
    conditions = [_of(session.reside(), "source", _spelt(session, "source", words))]
    if told:
        conditions.append(_of(session.reside(), "said_by", told.all))
    where.add(_in(" OR ".join(conditions)))


def _spelt(session: Session, what: str, words: Iterable[str]) -> tuple[str, ...]:
    """Names as the record spells them, whatever the case."""
    small = [word.lower() for word in words]
    if not small:
        return ()
    query = "SELECT word FROM spelt WHERE what = $what AND list_contains($small, small) ORDER BY word"
    return tuple(str(word) for (word,) in session.rows(query, {"what": what, "small": small}))


def _pair(session: Session, pair: tuple[str, ...], where: Where) -> None:
    """The condition that one of two acts upon the other. Raises BadFilter unless there are two."""
    if len(pair) != 2:
        raise BadFilter("pair: two countries or actors are wanted, each once")
    resident = session.reside()
    one, two = (session.keys((word,), "pair") for word in pair)
    if not (one.ids or two.ids):
        directions = [
            f"(actor IN {resident.keys(who.countries)} AND recipient IN {resident.keys(whom.countries)})"
            for who, whom in ((one, two), (two, one))
        ]
        where.add(f"e.n IN (SELECT n FROM pairs WHERE {' OR '.join(directions)})")
        return
    acts, suffers = ([_in(_sided(resident, key, sides)) for key in (one, two)] for sides in (ACTS, SUFFERS))
    where.add(f"({acts[0]} AND {suffers[1]}) OR ({acts[1]} AND {suffers[0]})")


def _in(condition: str) -> str:
    return f"e.n IN (SELECT n FROM parties WHERE {condition})"


def _sided(resident: Resident, keys: Keys, sides: tuple[str, str]) -> str:
    """A country or an actor on a side."""
    country, actor = sides
    return f"({_of(resident, country, keys.countries)} OR {_of(resident, actor, keys.ids)})"


def _of(resident: Resident, side: str, words: Iterable[str]) -> str:
    """A condition on a row of `parties`; false where there are no words."""
    listed = tuple(words)
    return f"(side = {SIDES[side]} AND key IN {resident.keys(listed)})" if listed else "false"


def _equals(name: str, words: Iterable[str]) -> str:
    """A condition on a column of ENUM; a word that the record does not have equals nothing."""
    quoted = ("'" + word.replace("'", "''") + "'" for word in words)
    # One by one: a list of words is compared as text, row by row, a word as its number.
    return " OR ".join(f"e.{name} = {word}" for word in quoted) or "false"
