"""One article with all that the record has of it: events, quotes, places, grounds, what was left out, its copies, and
the other tellings of its events. Each question names the month, so that a large record reads one month's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.query.full import Found, events_at
from westphalia.query.one import asked_plain
from westphalia.query.session import Session
from westphalia.query.where import listed

Row = Mapping[str, Any]
COPIES = 200  # of a story, so many others are named
TOLD = 6  # other tellings of one event, the earliest first; all of them are on the page that compares


def article(session: Session, article_id: str) -> Row | None:
    """A row of `articles` with its `month`; None where the record has no such text."""
    session.reside()
    values = {"id": article_id}
    # What has events is known in memory; else every month's texts are looked through.
    found = session.rows("SELECT month::VARCHAR FROM texts WHERE article_id = $id LIMIT 1", values)
    found = found or session.rows("SELECT month FROM articles WHERE article_id = $id LIMIT 1", values)
    if not found:
        return None
    rows = _rows(session, "articles", article_id, str(found[0][0]))
    return rows[0] if rows else None


def article_of_story(session: Session, story_id: str) -> str | None:
    """The fullest copy of a story; None where the record has no such story."""
    found = session.rows(
        "SELECT fullest_article_id FROM stories WHERE story_id = $id LIMIT 1", {"id": story_id}
    )
    return str(found[0][0]) if found else None


def events(session: Session, of: Row) -> list[Row]:
    """The article's events in the order of their triggers, as `events` answers them."""
    session.reside()
    found = session.rows(
        """SELECT f.event_id, f.month::VARCHAR, f.nth FROM facts f JOIN texts t ON t.article = f.article
           WHERE t.article_id = $id""",
        {"id": of["article_id"]},
    )
    rows = events_at(session, [(str(event), str(month), int(at)) for event, month, at in found])
    return sorted(rows, key=lambda row: (row["trigger_start"], row["trigger_end"], row["event_id"]))


def quotes(session: Session, of: Row) -> list[Row]:
    """The article's quotes in its order."""
    return _rows(session, "quotes", of["article_id"], of["month"], '"start", quote_id')


def places(session: Session, of: Row) -> list[Row]:
    """The places that the article names, in its order, with what their words do."""
    return _rows(session, "places", of["article_id"], of["month"], '"start", "end", name')


def grounds(session: Session, of: Row) -> dict[tuple[int, int], str]:
    """On which grounds each mention of an actor was read as it is, by the mention's place."""
    rows = _rows(session, "mentions", of["article_id"], of["month"])
    return {(row["start"], row["end"]): row["basis"] for row in rows if row["basis"]}


def left_out(session: Session, of: Row) -> list[Row]:
    """What of the article was left out, and why."""
    return _rows(session, "rejects", of["article_id"], of["month"], '"start", room, reason')


def pages(session: Session, of: Row) -> list[Row]:
    """The pages that this very text was read from, the first first."""
    return _rows(session, "pages", of["article_id"], of["month"], "outcome, page_id")


def coded_by(session: Session, of: Row) -> Row | None:
    """The run that the article came in with: command, version, model, ontology, when."""
    rows = asked_plain(
        session,
        """SELECT r.run, r.command, r.version, r.model, r.ontology, r.types, s.finished
           FROM shards s JOIN runs r USING (run) WHERE s.shard = $shard LIMIT 1""",
        {"shard": of["shard"]},
    )
    return rows[0] if rows else None


def copies(session: Session, of: Row) -> tuple[str | None, list[Row]]:
    """The article's story, and the story's other copies with their texts, the earliest first."""
    found = session.rows(
        "SELECT story_id FROM story_members WHERE article_id = $id AND month = $month LIMIT 1",
        {"id": of["article_id"], "month": of["month"]},
    )
    if not found:
        return None, []
    story_id = str(found[0][0])
    members = asked_plain(
        session,
        f"""SELECT article_id, published, outlet, wire, is_wire, is_earliest, jaccard, containment, month
            FROM story_members WHERE story_id = $id AND article_id <> $self
            ORDER BY published NULLS LAST, article_id LIMIT {COPIES}""",
        {"id": story_id, "self": of["article_id"]},
    )
    if not members:
        return story_id, []
    ids = listed([row["article_id"] for row in members])
    months = listed(sorted({row["month"] for row in members}))
    texts = {
        row["article_id"]: row
        for row in asked_plain(
            session,
            f"SELECT article_id, title, url, text, blocks FROM articles WHERE month IN {months} AND article_id IN {ids}",
            {},
        )
    }
    return story_id, [{**row, **texts[row["article_id"]]} for row in members if row["article_id"] in texts]


def tellings(session: Session, events: Sequence[Row]) -> dict[str, tuple[str, int, list[Row]]]:
    """For each of these events (rows of `events`) that others tell of as well: its merged event, how many other reports
    there are, and the first of those, each with what it has in common (`score`, `grounds`)."""
    merged = {
        row["event_id"]: row["merged_id"] for row in events if row["merged_id"] and row["n_reports"] > 1
    }
    if not merged:
        return {}
    session.reside()
    rows = session.rows(
        f"""SELECT merged_id, event_id, month::VARCHAR, nth FROM facts WHERE merged_id IN {listed(sorted(set(merged.values())))}
            ORDER BY published NULLS LAST, event_id"""
    )
    others = {
        event: [
            (str(other), str(month), int(at))
            for told, other, month, at in rows
            if told == world and other != event
        ]
        for event, world in merged.items()
    }
    wanted = list(dict.fromkeys(place for rest in others.values() for place in rest[:TOLD]))
    full = {row["event_id"]: row for row in events_at(session, wanted)}
    why = _grounds_of(session, wanted)
    return {
        event: (
            merged[event],
            len(rest),
            [{**full[other], **why.get(other, {})} for other, _, _ in rest[:TOLD] if other in full],
        )
        for event, rest in others.items()
        if rest
    }


def _grounds_of(session: Session, places: Sequence[Found]) -> dict[str, Row]:
    """By event, why it was taken for the merged event that it is a report of."""
    if not places:
        return {}
    months, ids = sorted({month for _, month, _ in places}), [event for event, _, _ in places]
    rows = asked_plain(
        session,
        f"""SELECT event_id, score, grounds FROM members WHERE month IN {listed(months)} AND event_id IN {listed(ids)}""",
        {},
    )
    return {row["event_id"]: {"score": row["score"], "grounds": row["grounds"]} for row in rows}


def _rows(session: Session, table: str, article_id: str, month: str, order: str = "") -> list[Row]:
    ordered = f" ORDER BY {order}" if order else ""
    return asked_plain(
        session,
        f"SELECT * FROM {table} WHERE month = $month AND article_id = $id{ordered}",
        {"month": month, "id": article_id},
    )  # type: ignore[return-value]
