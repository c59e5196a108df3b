"""Reports and merged events by filters: first the rows that fit, then the words and counts that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from westphalia.query import where as conditions
from westphalia.query.filters import Filter
from westphalia.query.index_sql import parquet
from westphalia.query.names import Keys
from westphalia.query.session import Session
from westphalia.query.where import Where, listed
from westphalia.record.schema import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

ORDER = "published DESC NULLS LAST, date_start DESC NULLS LAST, article_id, trigger_start, event_id"
OLDEST = ORDER.replace("DESC", "ASC")
COLUMNS = TABLES["events"].names
WIDE = """, coalesce(w.n_articles, 1) AS n_articles, w.first_report, a.language, length(a.text) AS article_length,
    coalesce(e.trigger_start < list_filter(a.blocks, lambda b: b.kind = 'body')[1]."end", false) AS in_lead"""
JOINS = {
    "a": "JOIN articles a ON a.article_id = e.article_id",
    "m": "LEFT JOIN members m ON m.event_id = e.event_id",
    "w": "LEFT JOIN merged_events w ON w.merged_id = m.merged_id",
    "s": "LEFT JOIN story_members s ON s.article_id = e.article_id",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about reports: the filter, how many of the newest, and what counts as one.

    `merged`: one row a merged event, by its lead. `without_reprints`: only the earliest copy of a story counts.
    """

    chosen: Filter
    limit: int | None = None
    merged: bool = False
    without_reprints: bool = False
    wide: bool = False  # with what exports need of the article, too


def events(session: Session, ask: Ask) -> pa.Table:
    """The newest reports that fit, with their words and what merging says of them. Raises BadFilter."""
    chosen, keys = session.checked(ask.chosen)
    found = _hits(session, chosen, keys, ask)
    return detailed(session, found, ask.wide)


def batches(session: Session, ask: Ask) -> Iterator[pa.Table]:
    """The same, month by month and the oldest first, for what does not fit into memory at once."""
    chosen, keys = session.checked(ask.chosen)
    left = ask.limit
    for month in session.record.months("events"):
        found = _scan(session, chosen, keys, ask, (month,), limit=left, order=OLDEST)
        if found.num_rows:
            yield detailed(session, found, ask.wide, OLDEST)
        if left is not None:
            left -= found.num_rows
            if left <= 0:
                return


def _hits(session: Session, chosen: Filter, keys: dict[str, Keys], ask: Ask) -> pa.Table:
    """1. a small record, or no limit: one scan. 2. by key: the index names the rows. 3. month by month, newest first."""
    if ask.limit is None or not session.index.used:
        return _scan(session, chosen, keys, ask, None, limit=ask.limit)  # 1
    if keys.keys() & {"actor", "recipient"} or chosen.country:
        return _by_key(session, chosen, keys, ask, ask.limit)  # 2
    return _newest(session, chosen, keys, ask, ask.limit)  # 3


def _scan(
    session: Session,
    chosen: Filter,
    keys: dict[str, Keys],
    ask: Ask,
    months: Sequence[str] | None,
    limit: int | None,
    order: str = ORDER,
) -> pa.Table:
    where = conditions.of_event(chosen, keys, Where())
    if months is not None:
        where.add("list_contains({}, e.month)", list(months))
    joins = _needed(chosen, ask, where)
    bound = "" if limit is None else f" LIMIT {int(limit)}"
    query = f"SELECT e.* FROM events e {joins} WHERE {where.sql} ORDER BY {order}{bound}"
    return session.arrow(query, where.values)


def _needed(chosen: Filter, ask: Ask, where: Where) -> str:
    """The joins that the conditions ask for, in order."""
    used = set()
    if chosen.text:
        used.add("a")
    if chosen.min_stories > 1 or ask.merged:
        used |= {"m", "w"}
    if ask.merged:
        where.add("w.lead_event_id IS NULL OR w.lead_event_id = e.event_id")
    if ask.without_reprints:
        used.add("s")
        where.add("coalesce(s.is_earliest, true)")
    return " ".join(join for name, join in JOINS.items() if name in used)


def _newest(session: Session, chosen: Filter, keys: dict[str, Keys], ask: Ask, limit: int) -> pa.Table:
    """Months in growing bunches until there are enough: what was published later comes first."""
    import pyarrow as pa

    left = sorted(session.record.months("events"), reverse=True)
    parts: list[pa.Table] = []
    bunch = 1
    while left and limit > 0:
        now, left, bunch = left[:bunch], left[bunch:], bunch * 3
        found = _scan(session, chosen, keys, ask, now, limit)
        parts.append(found)
        limit -= found.num_rows
    return pa.concat_tables(parts) if parts else _scan(session, chosen, keys, ask, (), 0)


def _by_key(session: Session, chosen: Filter, keys: dict[str, Keys], ask: Ask, limit: int) -> pa.Table:
    """Rows by the index: its candidates, months in growing bunches, until enough of them fit in full."""
    import pyarrow as pa

    left = sorted(session.record.months("events"), reverse=True)
    parts: list[pa.Table] = []
    bunch = 2
    while left and limit > 0:
        now, left, bunch = left[:bunch], left[bunch:], bunch * 6
        for candidates in _candidates(session, chosen, keys, ask, now, limit):
            parts.append(_fetch(session, candidates, chosen, keys, ask).slice(0, limit))
            limit -= parts[-1].num_rows
            if limit <= 0:
                break
    return pa.concat_tables(parts) if parts else _scan(session, chosen, keys, ask, (), 0)


Candidate = tuple[str, int, int, dt.date | None]


def _candidates(
    session: Session,
    chosen: Filter,
    keys: dict[str, Keys],
    ask: Ask,
    months: Sequence[str],
    wanted: int,
) -> Iterator[list[Candidate]]:
    """Month, file and row of reports that may fit, the newest first, in pages of at least as many as are wanted."""
    where = Where()
    relation = session.index.relation("keys", months)
    sides = [(keys[name].all, side) for name, side in (("actor", "0"), ("recipient", "1")) if name in keys]
    if chosen.country:
        sides.append((chosen.country, "0, 1, 3"))
    (first, first_sides), *others = sides
    where.add(f"e.key IN {listed(first)} AND e.side IN ({first_sides})")
    for more, more_sides in others:
        where.add(
            f'(e.month, e.file, e."row") IN (SELECT (o.month, o.file, o."row") FROM {relation} o '
            f"WHERE o.key IN {listed(more)} AND o.side IN ({more_sides}))"
        )
    conditions.of_index(chosen, where)
    if ask.merged:
        where.add("e.is_lead")
    if ask.without_reprints:
        where.add("NOT e.is_copy")
    query = (
        f'SELECT DISTINCT e.month, e.file, e."row", e.published FROM {relation} e WHERE {where.sql} '
        'ORDER BY e.published DESC NULLS LAST, e.month, e.file, e."row"'
    )
    taken, page = 0, wanted
    while True:
        found = session.rows(f"{query} LIMIT {page} OFFSET {taken}", where.values)
        if found:
            yield found
        if len(found) < page:
            return
        taken, page = taken + page, page * 4


def _fetch(
    session: Session, candidates: Sequence[Candidate], chosen: Filter, keys: dict[str, Keys], ask: Ask
) -> pa.Table:
    """The reports at these places that fit in full."""
    places: dict[tuple[str, int], list[int]] = {}
    for month, file, row, _ in candidates:
        places.setdefault((month, file), []).append(row)
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    selects = []
    for (month, file), rows in sorted(places.items(), reverse=True):
        source = parquet([session.index.event_file(month, file)], places=True)
        numbers = ", ".join(map(str, sorted(rows)))
        selects.append(
            f"SELECT {columns}, '{month}' AS month FROM {source} WHERE file_row_number IN ({numbers})"
        )
    where = conditions.of_event(chosen, keys, Where())
    joins = _needed(chosen, Ask(chosen), where)
    query = f"SELECT e.* FROM ({' UNION ALL '.join(selects)}) e {joins} WHERE {where.sql} ORDER BY {ORDER}"
    return session.arrow(query, where.values)


def detailed(session: Session, hits: pa.Table, wide: bool = False, order: str = ORDER) -> pa.Table:
    """The reports with title, address, sentence and trigger as written, and their story and merged event."""
    import pyarrow.compute as pc

    months = ", ".join(f"'{month}'" for month in sorted(pc.unique(hits["month"]).to_pylist()))
    mine = (
        f"month IN ({months})" if months else "false"
    )  # articles and members lie in the months of their reports
    days = [day for day in pc.unique(hits["published"]).to_pylist() if day is not None]
    articles = members = merged = mine
    if hits["published"].null_count or not days:
        merged = "true"
    else:
        between = f"BETWEEN DATE '{min(days)}' AND DATE '{max(days)}'"
        articles, members = f"{mine} AND published_start {between}", f"{mine} AND published {between}"
        merged = f"first_report <= DATE '{max(days)}' AND last_report >= DATE '{min(days)}'"
    more, kept = (WIDE, ", language, blocks") if wide else ("", "")
    query = f"""
        WITH mine AS (SELECT event_id, merged_id, story_id, month FROM members WHERE ({members}) AND event_id IN (SELECT event_id FROM hits)),
        texts AS (SELECT article_id, title, url, source, wire, text{kept} FROM articles
                  WHERE ({articles}) AND article_id IN (SELECT article_id FROM hits)),
        events_of_it AS (SELECT merged_id, n_reports, n_articles, n_stories, n_outlets, first_report FROM merged_events
                  WHERE ({merged}) AND merged_id IN (SELECT merged_id FROM mine))
        SELECT e.*, a.title, a.url, a.source, a.wire, {conditions.SENTENCE} AS sentence,
               substring(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS trigger_words,
               m.story_id, m.merged_id, coalesce(w.n_reports, 1) AS n_reports, coalesce(w.n_stories, 1) AS n_stories,
               coalesce(w.n_outlets, 1) AS n_outlets{more}
        FROM hits e LEFT JOIN texts a ON a.article_id = e.article_id
        LEFT JOIN mine m ON m.event_id = e.event_id LEFT JOIN events_of_it w ON w.merged_id = m.merged_id
        ORDER BY {", ".join("e." + part for part in order.split(", "))}
    """
    return session.arrow(query, hits=hits)
