"""One thing of the record by its id: an event with all its tellings, an actor with its roles; what is disputed most."""

from __future__ import annotations

from typing import Any

from westphalia.query.full import events_by_id as events_by_id
from westphalia.query.session import Session
from westphalia.query.where import listed
from westphalia.query.windows import Row


def event_by_id(session: Session, event_id: str) -> Row | None:
    """One event as `events` answers it; None where the record has none of this id."""
    found = events_by_id(session, [event_id])
    return found[0] if found else None


def merged_event(session: Session, event: Row) -> tuple[Row | None, list[Row]]:
    """The merged event that an event belongs to, and all its reports, the earliest first; None and itself where
    nothing was merged."""
    if not event.get("merged_id"):
        return None, [event]
    values = {"id": event["merged_id"]}
    merged = session.arrow("SELECT * FROM merged_events WHERE merged_id = $id", values).to_pylist()
    members = session.rows(
        "SELECT event_id FROM members WHERE merged_id = $id ORDER BY published NULLS LAST, event_id", values
    )
    return (merged[0] if merged else None), events_by_id(session, [str(row[0]) for row in members])


def merged_by_id(session: Session, ids: list[str]) -> list[Row]:
    """The merged events of these ids, in no order; an id that nothing has is left out."""
    if not ids:
        return []
    return asked_plain(
        session, "SELECT * FROM merged_events WHERE list_contains($ids, merged_id)", {"ids": ids}
    )


def mentions(session: Session, article_id: str) -> dict[tuple[int, int], str]:
    """The grounds on which an article's mentions were read as they are, by the mention's place."""
    rows = session.rows(
        'SELECT "start", "end", basis FROM mentions WHERE article_id = $id AND basis IS NOT NULL',
        {"id": article_id},
    )
    return {(int(start), int(end)): str(basis) for start, end, basis in rows}


def disputed(session: Session, limit: int = 20) -> list[Row]:
    """The merged events whose reports contradict each other in most fields, or else that most stories tell."""
    return asked_plain(
        session,
        f"""SELECT merged_id, lead_event_id, n_reports, n_stories, n_outlets, type, mode, quad_class, status, date_start,
                   date_end, date_precision, place_name, outlets, list_transform(contradictions, lambda c: c.field) AS fields,
                   concat_ws(' → ', nullif(array_to_string(actor_countries, ' '), ''),
                             nullif(array_to_string(recipient_countries, ' '), '')) AS parties
            FROM merged_events WHERE n_reports > 1 AND (n_stories > 1 OR len(contradictions) > 0)
            ORDER BY n_stories > 1 DESC, len(contradictions) DESC, n_stories DESC, date_start DESC NULLS LAST, merged_id
            LIMIT {int(limit)}""",
        {},
    )


def actor(session: Session, actor_id: str) -> Row | None:
    """An actor by its id, as `actors` answers it."""
    relation = session.index.actors() or "actors"
    found = asked_plain(session, f"SELECT * FROM {relation} WHERE actor_id = $id LIMIT 1", {"id": actor_id})
    return found[0] if found else None


def roles(session: Session, actor_id: str) -> list[Row]:
    """What an actor was read as: each role, country and sector, from when to when, and how often; the latest first."""
    return asked_plain(
        session,
        """SELECT role, country, sector, mode(name) AS name, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                  sum(n_events)::BIGINT AS n_events, sum(n_quotes)::BIGINT AS n_quotes
           FROM actor_sightings WHERE actor_id = $id GROUP BY role, country, sector
           ORDER BY last_seen DESC NULLS LAST, n_events DESC, role, country, sector""",
        {"id": actor_id},
    )


def country_actors(session: Session, code: str, limit: int = 15) -> list[Row]:
    """The actors of a country that are reported most."""
    relation = session.index.actors() or "actors"
    return asked_plain(
        session,
        f"SELECT * FROM {relation} WHERE country = $code ORDER BY n_events DESC, actor_id LIMIT {int(limit)}",
        {"code": code},
    )


def latest_runs(session: Session, limit: int = 6) -> list[Row]:
    """The latest commands that took in pages or coded them again."""
    return asked_plain(
        session,
        f"""SELECT run, command, started, finished, pages, articles, events, quotes FROM runs
            ORDER BY run DESC LIMIT {int(limit)}""",
        {},
    )


def asked_plain(session: Session, query: str, values: dict[str, Any]) -> list[Row]:
    made: list[Row] = session.arrow(query, values).to_pylist()
    return made


def quotes_by_id(session: Session, article_id: str, ids: list[str]) -> list[Row]:
    """Quotes of an article by their ids, in the order of the text."""
    if not ids:
        return []
    return asked_plain(
        session,
        'SELECT * FROM quotes WHERE article_id = $article AND list_contains($ids, quote_id) ORDER BY "start"',
        {"article": article_id, "ids": ids},
    )


def events_of_quotes(session: Session, quotes: list[tuple[str, str]]) -> dict[str, list[Row]]:
    """The events that quotes carry, by the quote; quotes are told by their id and their month."""
    if not quotes:
        return {}
    ids, months = [quote_id for quote_id, _ in quotes], sorted({month for _, month in quotes})
    rows = asked_plain(
        session,
        f"""SELECT q.quote_id, e.event_id, e.article_id, e.type, e.mode, e.quad_class, e.status, e.actors, e.recipients
            FROM (SELECT *, unnest(quote_ids) AS quote_id FROM events WHERE month IN {listed(months)}) e
            JOIN (SELECT unnest($ids) AS quote_id) q USING (quote_id) ORDER BY e.trigger_start, e.event_id""",
        {"ids": ids},
    )
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(row["quote_id"], []).append(row)
    return made
