"""The merge room and the record put together: what came in is merged with what was there.

1. New is what came in with shards that the last merging did not know: their articles, and the articles of pages whose
   text was there already (a further outlet printed it).
2. New articles are taken in portions of whole months, oldest first, those without a date before all; what is known at
   a portion is what was merged before, and the portions up to it.
3. The merge room gives the stories and merged events that a portion changes.
4. They take the place of all rows that have one of their members. Only the months concerned are written anew, and each
   portion is one step of the log: an interrupted merging goes on behind its last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from westphalia.merge import (
    ArticleKey,
    EventKey,
    Merged,
    add,
    article_key_of_row,
    event_key_of_row,
)
from westphalia.record.batch import as_arrow
from westphalia.record.files import read_rows
from westphalia.record.schema import UNKNOWN_MONTH, arrow_schema
from westphalia.record.writer import Writer, read_files
from westphalia.run.merged_rows import Rows, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

PORTION = 20_000  # new articles of a portion: several sparse months are one
_EVENT_COLUMNS = (
    "event_id", "article_id", "type", "mode", "quad_class", "intensity", "cameo_root", "status", "actors", "recipients",
    "said_by", "date_start", "date_end", "date_precision", "date_basis", "place_text", "place_name", "place_country",
    "place_precision", "place_use", "latitude", "longitude", "geonames_id", "sentence_start", "sentence_end",
    "trigger_start", "trigger_end", "confidence",
)  # fmt: skip
_ARTICLE_COLUMNS = ("article_id", "text", "title", "outlet", "wire", "published_start", "blocks", "shard")


@dataclass(frozen=True, slots=True)
class _New:
    """An article to be merged: its day of publication and its shard."""

    article_id: str
    published: dt.date | None
    shard: int

    @property
    def month(self) -> str:
        return f"{self.published:%Y-%m}" if self.published else UNKNOWN_MONTH


def merge_record(writer: Writer, report: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Bring stories and merged events up to the newest shard; nothing to do where they are.

    `report` is told the portions done and their number. Raises RecordFull.
    """
    target = writer.state.next_shard - 1
    known = writer.state.merged_shard
    if target <= known:
        return
    repeats = _repeats(writer)
    portions = _portions(_new(writer, known, repeats))
    done = writer.state.merging[1] if writer.state.merging and writer.state.merging[0] == target else 0
    prefix = f"g{writer.state.generation}-" if writer.state.generation else ""
    for number, portion in enumerate(portions):
        report(number, len(portions))
        if number < done:
            continue
        months = {new.month for earlier in portions[: number + 1] for new in earlier}
        loaded = _Loaded(writer, known, months, repeats)
        merged = add({new.article_id: new.published for new in portion}, loaded.load)  # 3
        rows = rows_of(merged, loaded.articles, loaded.events, loaded.shards, target)
        tables, gone = _replaced(writer, merged, rows)  # 4
        fresh = writer.write(f"{prefix}m{target:08d}-{number:04d}", tables)
        writer.step(
            "merge", fresh, gone, as_of_shard=target, portion=number + 1, last=number + 1 == len(portions)
        )
    if not portions:
        writer.step("merge", as_of_shard=target, portion=0, last=True)


# --- 1, 2 ---------------------------------------------------------------------------------------


def _repeats(writer: Writer) -> dict[str, list[dict[str, Any]]]:
    """Further pages of a text, by article."""
    import pyarrow.compute as pc

    found: dict[str, list[dict[str, Any]]] = {}
    for info in writer.state.of("pages"):
        rows = read_rows(writer.root, info, ("article_id", "outcome", "outlet", "wire", "shard"))
        for row in rows.filter(pc.equal(rows["outcome"], "repeat")).to_pylist():
            found.setdefault(row["article_id"], []).append(row)
    return found


def _new(writer: Writer, known: int, repeats: dict[str, list[dict[str, Any]]]) -> list[_New]:
    again = {key for key, pages in repeats.items() if any(page["shard"] > known for page in pages)}
    found = []
    for info in writer.state.of("articles"):
        rows = read_rows(writer.root, info, ("article_id", "published_start", "shard"))
        ids, days, shards = (rows[name].to_pylist() for name in rows.column_names)
        found += [
            _New(key, day, shard)
            for key, day, shard in zip(ids, days, shards, strict=True)
            if shard > known or key in again
        ]
    return sorted(
        found, key=lambda new: (new.published is not None, new.published or dt.date.min, new.article_id)
    )


def _portions(new: Sequence[_New]) -> list[list[_New]]:
    """Whole months, oldest first; the undated alone; small months together."""
    found: list[list[_New]] = []
    by_month: dict[str, list[_New]] = {}
    for item in new:
        by_month.setdefault(item.month, []).append(item)
    for month, items in by_month.items():
        alone = not found or found[-1][0].published is None or month == UNKNOWN_MONTH
        if alone or len(found[-1]) + len(items) > PORTION:
            found.append([])
        found[-1] += items
    return found


class _Loaded:
    """Gives the merge room the days that it asks for, and keeps what it gave."""

    def __init__(
        self, writer: Writer, known: int, months: set[str], repeats: dict[str, list[dict[str, Any]]]
    ) -> None:
        self._writer, self._known, self._months, self._repeats = writer, known, months, repeats
        self.articles: dict[str, ArticleKey] = {}
        self.events: dict[str, EventKey] = {}
        self.shards: dict[str, int] = {}

    def load(
        self, first: dt.date | None, last: dt.date | None
    ) -> tuple[Sequence[ArticleKey], Sequence[EventKey]]:
        """The articles of these days that are known at this portion, and their events."""
        import pyarrow.compute as pc

        articles: list[ArticleKey] = []
        events: list[EventKey] = []
        for month in self._between(first, last):
            texts: dict[str, str] = {}
            for info in self._writer.state.of("articles", month):
                rows = read_rows(self._writer.root, info, _ARTICLE_COLUMNS)
                if first is not None:
                    day = rows["published_start"]
                    rows = rows.filter(pc.and_(pc.greater_equal(day, first), pc.less_equal(day, last)))
                if month not in self._months:
                    rows = rows.filter(pc.less_equal(rows["shard"], self._known))
                for row in rows.to_pylist():
                    texts[row["article_id"]] = row["text"]
                    articles.append(self._article(row))
            for info in self._writer.state.of("events", month):
                rows = read_rows(self._writer.root, info, _EVENT_COLUMNS)
                kept = rows.filter(pc.is_in(rows["article_id"], _strings(texts)))
                events += (event_key_of_row(row, texts[row["article_id"]]) for row in kept.to_pylist())
        self.events |= {event.event_id: event for event in events}
        return articles, events

    def _between(self, first: dt.date | None, last: dt.date | None) -> Iterator[str]:
        months = sorted({info.month for info in self._writer.state.of("articles")})
        if first is None or last is None:
            yield from (month for month in months if month == UNKNOWN_MONTH)
        else:
            yield from (month for month in months if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}")

    def _article(self, row: dict[str, Any]) -> ArticleKey:
        own = {"outlet": row["outlet"], "wire": row["wire"]}
        key = article_key_of_row(row, [own, *self._repeats.get(row["article_id"], ())])
        self.articles[key.article_id] = key
        self.shards[key.article_id] = row["shard"]
        return key


# --- 4 --------------------------------------------------------------------------------------------


_Month = tuple[str, str, "pa.Table"]  # a table, a month and its rows


def _replaced(writer: Writer, merged: Merged, rows: Rows) -> tuple[list[_Month], list[str]]:
    """The months with the new rows in the place of the old, and the paths of the files they replace."""
    members = {
        "story_members": ("article_id", "story_id", [c.article_id for s in merged.stories for c in s.copies]),
        "members": ("event_id", "merged_id", [r.event_id for e in merged.events for r in e.reports]),
    }
    fresh: list[_Month] = []
    gone: list[str] = []
    for table, (key, group, ids) in members.items():
        head = "stories" if table == "story_members" else "merged_events"
        months = {month for name_of, month in rows if name_of == table}
        old = {month: _rows(writer, table, month) for month in sorted(months)}
        dropped = set()
        for rows_then in old.values():
            dropped |= set(rows_then.filter(_in(rows_then[key], ids))[group].to_pylist())
        for month, rows_then in old.items():
            _replace(writer, table, month, rows_then, key, ids, rows, fresh, gone)
        for month in sorted(months | {month for name_of, month in rows if name_of == head}):
            _replace(writer, head, month, _rows(writer, head, month), group, dropped, rows, fresh, gone)
    return fresh, gone


def _replace(
    writer: Writer,
    table: str,
    month: str,
    then: pa.Table,
    key: str,
    dropped: Iterable[str],
    rows: Rows,
    fresh: list[_Month],
    gone: list[str],
) -> None:
    """One month of one table: the old rows but for those dropped, and the new ones."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = then.filter(pc.invert(_in(then[key], dropped)))
    coming = rows.get((table, month), [])
    if not coming and len(kept) == len(then):
        return
    whole = pa.concat_tables([kept, as_arrow(table, coming)])
    gone += [info.path for info in writer.state.of(table, month)]
    if len(whole):
        fresh.append((table, month, whole))


def _rows(writer: Writer, table: str, month: str) -> pa.Table:
    files = writer.state.of(table, month)
    return read_files(writer.root, files) if files else arrow_schema(table).empty_table()


def _strings(values: Iterable[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(sorted(values), pa.string())


def _in(column: pa.ChunkedArray, values: Iterable[str]) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.is_in(column, _strings(values))
