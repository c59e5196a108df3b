"""Quotes, actors and stories a page at a time, by key as `paged` does it for events."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from westphalia.errors import BadFilter
from westphalia.query import others
from westphalia.query.filters import Filter
from westphalia.query.paged import Page
from westphalia.query.session import Session
from westphalia.query.where import Where, listed

Key = list[Any]
Row = dict[str, Any]
FIRST, MORE = 2, 4  # months looked through at first, and how many times more after each bunch


def quotes_page(session: Session, chosen: Filter, *, after: str | None = None, size: int = 50) -> Page:
    """Quotes with their article's title and address, the newest first. Raises BadFilter."""
    where = others.of_quote(session, chosen)
    found = _by_month(
        session,
        "quotes",
        'SELECT q.*, q.published AS by FROM quotes q WHERE {where} ORDER BY q.published DESC NULLS LAST, q.article_id, q."start"',
        ("q.published", 'q.article_id, q."start"'),
        where,
        _read(after, "quotes", ("date", str, int)),
        size + 1,
    )
    page = _page(found, size, "quotes", ("by", "article_id", "start"))
    return Page(_with_articles(session, page.rows), page.after)


def stories_page(
    session: Session, chosen: Filter, *, min_copies: int = 1, after: str | None = None, size: int = 50
) -> Page:
    """Stories, the newest first. Raises BadFilter."""
    where = others.of_story(chosen, min_copies)
    found = _by_month(
        session,
        "stories",
        "SELECT *, first_published AS by FROM stories WHERE {where} ORDER BY first_published DESC NULLS LAST, story_id",
        ("first_published", "story_id"),
        where,
        _read(after, "stories", ("date", str)),
        size + 1,
    )
    return _page(found, size, "stories", ("by", "story_id"))


def actors_page(session: Session, chosen: Filter, *, after: str | None = None, size: int = 50) -> Page:
    """Actors, the most reported first. Raises BadFilter."""
    where = others.of_actor(session, chosen)
    key = _read(after, "actors", (int, int, str))
    if key:
        events, quotes, actor_id = key
        where.add(
            "n_events < {} OR (n_events = {} AND (n_quotes < {} OR (n_quotes = {} AND actor_id > {})))",
            events,
            events,
            quotes,
            quotes,
            actor_id,
        )
    relation = session.index.actors() or "actors"
    rows = session.arrow(
        f"SELECT * FROM {relation} WHERE {where.sql} ORDER BY n_events DESC, n_quotes DESC, actor_id LIMIT {size + 1}",
        where.values,
    ).to_pylist()
    return _page(rows, size, "actors", ("n_events", "n_quotes", "actor_id"))


def quote_by_id(session: Session, quote_id: str) -> Row | None:
    """One quote as `quotes` answers it; None where the record has none of this id."""
    query = "SELECT * FROM quotes WHERE quote_id = $id LIMIT 1"
    rows: list[Row] = session.arrow(query, {"id": quote_id}).to_pylist()
    return next(iter(_with_articles(session, rows)), None)


def _by_month(
    session: Session,
    table: str,
    query: str,
    order: tuple[str, str],
    where: Where,
    key: Key | None,
    wanted: int,
) -> list[Row]:
    """Rows in their order, from months in growing bunches until there are enough: the newest months come first."""
    day, rest = order
    months = sorted((month for month in session.record.months(table) if month != "0000-00"), reverse=True)
    undated = [month for month in session.record.months(table) if month == "0000-00"]
    if key:
        value, *others_ = key
        marks = ", ".join(["{}"] * len(others_))
        if value is None:
            where.add(f"{day} IS NULL AND ({rest}) > ({marks})", *others_)
            months = []
        else:
            where.add(
                f"{day} < {{}} OR {day} IS NULL OR ({day} = {{}} AND ({rest}) > ({marks}))",
                value,
                value,
                *others_,
            )
            months = [month for month in months if month <= f"{value:%Y-%m}"]
    left, bunch = [*months, *undated], FIRST
    found: list[Row] = []
    while left and len(found) < wanted:
        now, left, bunch = left[:bunch], left[bunch:], bunch * MORE
        bounded = query.replace("{where}", f"{where.sql} AND month IN {listed(now)}")
        found += session.arrow(f"{bounded} LIMIT {int(wanted - len(found))}", where.values).to_pylist()
    return found


def _with_articles(session: Session, rows: Sequence[Row]) -> list[Row]:
    """Quotes with what tells where they stand."""
    if not rows:
        return []
    months, ids = sorted({row["month"] for row in rows}), sorted({row["article_id"] for row in rows})
    found = session.arrow(
        f"SELECT article_id, title, url, source, wire FROM articles WHERE month IN {listed(months)} "
        f"AND article_id IN {listed(ids)}"
    ).to_pylist()
    told = {row["article_id"]: row for row in found}
    missing = dict.fromkeys(("title", "url", "source", "wire"))
    return [{**row, **missing, **told.get(row["article_id"], {})} for row in rows]


def _page(found: list[Row], size: int, of: str, key: tuple[str, ...]) -> Page:
    """The rows of a page, without what only the order needs, and the cursor of the next."""
    rows = found[:size]
    after = _write(of, [rows[-1][name] for name in key]) if len(found) > size and rows else None
    return Page([{name: value for name, value in row.items() if name != "by"} for row in rows], after)


def _write(of: str, key: Key) -> str:
    told = [value.isoformat() if isinstance(value, dt.date) else value for value in key]
    raw = json.dumps([of, *told], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str | None, of: str, kinds: tuple[Any, ...]) -> Key | None:
    """The key that a cursor holds. Raises BadFilter for one that is none, or is of another list."""
    if not text:
        return None
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        name, *key = json.loads(raw)
        if name != of or len(key) != len(kinds):
            raise ValueError(name)
        return [_typed(value, kind) for value, kind in zip(key, kinds, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        raise BadFilter("after: this is no cursor of this list; begin again without it") from None


def _typed(value: Any, kind: Any) -> Any:
    if kind == "date":
        return None if value is None else dt.date.fromisoformat(value)
    if type(value) is not kind or (kind is int and abs(value) >= 2**31):
        raise ValueError(value)
    return value


def story_by_id(session: Session, story_id: str) -> Row | None:
    """A story; None where the record has none of this id."""
    rows: list[Row] = session.arrow(
        "SELECT * FROM stories WHERE story_id = $id LIMIT 1", {"id": story_id}
    ).to_pylist()
    return rows[0] if rows else None


def story_of(session: Session, article: Any) -> str | None:
    """The id of the story that an article (a row with its `month`) is a copy of; None where nothing was merged."""
    values = {"id": article["article_id"], "month": article["month"]}
    rows = session.rows(
        "SELECT story_id FROM story_members WHERE article_id = $id AND month = $month LIMIT 1", values
    )
    return str(rows[0][0]) if rows else None


def copies_of(session: Session, story_id: str) -> list[Row]:
    """All copies of a story with their titles and addresses, the earliest first."""
    rows: list[Row] = session.arrow(
        """SELECT m.*, a.title, a.url FROM story_members m JOIN articles a ON a.article_id = m.article_id AND a.month = m.month
           WHERE m.story_id = $id ORDER BY m.published NULLS LAST, m.article_id""",
        {"id": story_id},
    ).to_pylist()
    return rows
