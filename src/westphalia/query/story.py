"""One article with all that the record has of it: events, quotes, places, grounds, what was left out, its copies, and
the other tellings of its events. Each question names the month, so that a large record reads one month's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.query.one import asked_plain, events_by_id
from westphalia.query.session import Session
from westphalia.query.where import listed

Row = Mapping[str, Any]
COPIES = 200  # of a story, so many others are named
TOLD = 6  # other tellings of one event, the earliest first; all of them are on the page that compares


def article(session: Session, article_id: str) -> Row | None:
    """A row of `articles` with its `month`; None where the record has no such text."""
    found = session.rows("SELECT month FROM articles WHERE article_id = $id LIMIT 1", {"id": article_id})
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
    """The article's events in the order of their triggers."""
    return _rows(session, "events", of["article_id"], of["month"], "trigger_start, trigger_end, event_id")


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


def tellings(session: Session, of: Row, ids: Sequence[str]) -> dict[str, tuple[str, int, list[Row]]]:
    """For each event that others tell of as well: its merged event, how many other reports there are, and the first
    of those, each with what it has in common."""
    if not ids:
        return {}
    mine = session.rows(
        f"SELECT event_id, merged_id FROM members WHERE month = $month AND event_id IN {listed(ids)}",
        {"month": of["month"]},
    )
    merged = {str(event): str(world) for event, world in mine}
    if not merged:
        return {}
    worlds = listed(sorted(set(merged.values())))
    spans = session.rows(
        f"SELECT min(first_report), max(last_report) FROM merged_events WHERE merged_id IN {worlds} AND n_reports > 1"
    )
    first, last = spans[0]
    between = f"published BETWEEN DATE '{first}' AND DATE '{last}'" if first and last else "true"
    rows = asked_plain(
        session,
        f"""SELECT merged_id, event_id, score, grounds FROM members
            WHERE merged_id IN {worlds} AND ({between} OR published IS NULL)
            ORDER BY published NULLS LAST, event_id""",
        {},
    )
    others = {
        event: [row for row in rows if row["merged_id"] == world and row["event_id"] != event]
        for event, world in merged.items()
    }
    wanted = list(dict.fromkeys(row["event_id"] for rest in others.values() for row in rest[:TOLD]))
    full = {row["event_id"]: row for row in events_by_id(session, wanted)}
    return {
        event: (
            merged[event],
            len(rest),
            [
                {**full[row["event_id"]], "score": row["score"], "grounds": row["grounds"]}
                for row in rest[:TOLD]
                if row["event_id"] in full
            ],
        )
        for event, rest in others.items()
        if rest
    }


def _rows(session: Session, table: str, article_id: str, month: str, order: str = "") -> list[Row]:
    ordered = f" ORDER BY {order}" if order else ""
    return asked_plain(
        session,
        f"SELECT * FROM {table} WHERE month = $month AND article_id = $id{ordered}",
        {"month": month, "id": article_id},
    )  # type: ignore[return-value]
