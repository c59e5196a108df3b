"""Events a page at a time: sorted as asked, each page beginning after the last row of the one before.

A page is found by its key, never by counting rows, so that what is written meanwhile moves no row to another page and
the thousandth page costs what the first does. Rows are found in the tables in memory (`resident`): `e` is one of `facts`.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from westphalia.errors import BadFilter
from westphalia.query.full import Row, events_at
from westphalia.query.resident_where import coded
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.query.where import Where


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: the expression it goes by, whether the highest comes first, its name for people."""

    by: str
    falling: bool
    told: str
    dated: bool = False


SORTS: Mapping[str, Sort] = {
    "newest": Sort("e.published", True, "newest report first", True),
    "oldest": Sort("e.published", False, "oldest report first", True),
    "latest": Sort("e.date_start", True, "latest event first", True),
    "earliest": Sort("e.date_start", False, "earliest event first", True),
    "surest": Sort("e.confidence::DOUBLE", True, "surest first"),
    "stories": Sort("e.n_stories", True, "most sources first"),
    "conflict": Sort("e.intensity::DOUBLE", False, "most hostile first"),
    "cooperation": Sort("e.intensity::DOUBLE", True, "most cooperative first"),
}
"""What follows any order is `e.n`: months, articles, and the events of an article as its text tells them."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as `events` answers them, and the cursor of the next page; None on the last."""

    rows: list[Row]
    after: str | None


def events_page(
    session: Session, selection: Selection, *, sort: str = "newest", after: str | None = None, size: int = 50
) -> Page:
    """The page of a selection after a cursor. Raises BadFilter for a sort or cursor that is none."""
    order = SORTS.get(sort)
    if order is None:
        raise BadFilter(f"no sort {sort!r}; there are {', '.join(SORTS)}")
    where = coded(session, selection)
    if after:
        _after(session, where, order, read_cursor(after, sort))
    found = session.rows(
        f"""SELECT e.event_id, e.month::VARCHAR, e.nth, {order.by}, e.n FROM facts e WHERE {where.sql}
            ORDER BY 4 {"DESC" if order.falling else "ASC"} NULLS LAST, e.n LIMIT {int(size + 1)}""",
        where.values,
    )
    page = events_at(session, [(str(row[0]), str(row[1]), int(row[2])) for row in found[:size]])
    more = len(found) > size
    return Page(page, write_cursor(sort, found[size - 1][3], page[-1]) if more else None)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a row stands: the sort's value, then month, article, trigger and event."""

    value: Any
    month: str
    article: str
    trigger: int
    event: str


def _after(session: Session, where: Where, order: Sort, key: Key) -> None:
    """The condition that a row comes after this one."""
    # The numbers of rows are of this opening of the record: the cursor tells the row by what it is.
    ((last,),) = session.rows(
        """SELECT coalesce(max(n), -1) FROM facts WHERE article < (
               SELECT coalesce(min(article), 2147483647) FROM texts
               WHERE (month::VARCHAR, article_id) > ($month, $article))
           AND (article < (SELECT coalesce(min(article), 2147483647) FROM texts
                           WHERE (month::VARCHAR, article_id) >= ($month, $article))
                OR (trigger_start, event_id) <= ($trigger, $event))""",
        {"month": key.month, "article": key.article, "trigger": key.trigger, "event": key.event},
    )
    later = f"e.n > {int(last)}"
    if key.value is None:
        where.add(f"{order.by} IS NULL AND {later}")
        return
    where.add(
        f"{order.by} {'<' if order.falling else '>'} {{}} OR {order.by} IS NULL OR ({order.by} = {{}} AND {later})",
        key.value,
        key.value,
    )


def write_cursor(sort: str, value: Any, row: Row) -> str:
    """A row's key as text for an address; what it holds is nobody's business but `read_cursor`'s."""
    told = value.isoformat() if isinstance(value, dt.date) else value
    key = [sort, told, *(row[name] for name in ("month", "article_id", "trigger_start", "event_id"))]
    raw = json.dumps(key, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(text: str, sort: str) -> Key:
    """The key that a cursor holds. Raises BadFilter for one that is none, or is of another order."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        of, value, month, article, trigger, event = json.loads(raw)
        if of != sort or not all(isinstance(part, str) for part in (month, article, event)):
            raise ValueError(of)
        if type(trigger) is not int or abs(trigger) >= 2**31:
            raise ValueError(trigger)
        if value is not None:
            value = dt.date.fromisoformat(value) if SORTS[sort].dated else float(value)
        return Key(value, month, article, trigger, event)
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError, RecursionError):
        raise BadFilter("after: this is no cursor of this list; begin again without it") from None
