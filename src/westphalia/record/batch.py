"""The rows of one shard, gathered page by page, as Arrow tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from westphalia.record.rows import (
    Row,
    actor_rows,
    article_row,
    event_row,
    mention_rows,
    page_row,
    place_rows,
    quote_row,
    reject_row,
    summed,
)
from westphalia.record.schema import UNKNOWN_MONTH, arrow_schema
from westphalia.record.sightings import Sighting, month_of
from westphalia.records import Rejected, Story

if TYPE_CHECKING:
    import pyarrow as pa

Key = tuple[str, str]  # table and month


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows that one page adds, by table, still without a shard: made where the page was coded, in a worker too.

    `rows["pages"]` is the page's own row, of outcome "coded"; where its text turns out to be in the record already,
    it is all that is taken.
    """

    article_id: str
    month: str
    events: int
    rows: dict[str, list[Row]]


def rows_of_page(seen: Sighting, story: Story) -> PageRows:
    """A page and all that was found in it."""
    article = story.article
    rows = {
        "pages": [page_row(seen, "coded", article)],
        "articles": [article_row(article)],
        **_coding(story),
    }
    return PageRows(article.article_id, month_of(article), len(story.events), rows)


def _coding(story: Story) -> dict[str, list[Row]]:
    """What was found in an article, without the article."""
    article = story.article
    return {
        "events": [event_row(article, event) for event in story.events],
        "quotes": [quote_row(article, quote) for quote in story.quotes],
        "mentions": list(mention_rows(story)),
        "actors": list(actor_rows(story)),
        "places": list(place_rows(story)),
        "rejects": [reject_row(item, article_id=article.article_id) for item in story.rejected],
    }


class Batch:
    """The rows of one shard as they come in, by table and month."""

    def __init__(self, shard: int) -> None:
        self.shard = shard
        self.rows: dict[Key, list[Row]] = defaultdict(list)
        self.pages = 0

    def _add(self, table: str, month: str, rows: Iterable[Row]) -> None:
        fresh = [{**row, "shard": self.shard} for row in rows]
        if fresh:
            self.rows[table, month] += fresh

    def add_rejected(self, seen: Sighting, rejected: Rejected) -> None:
        """A page that could not be coded."""
        self.pages += 1
        self._add("pages", UNKNOWN_MONTH, [page_row(seen, "rejected", None)])
        self._add("rejects", UNKNOWN_MONTH, [reject_row(rejected, page_id=seen.page_id)])

    def add_repeat(self, found: PageRows) -> None:
        """A page whose text is in the record already."""
        self.pages += 1
        self._add("pages", found.month, [{**row, "outcome": "repeat"} for row in found.rows["pages"]])

    def add_story(self, seen: Sighting, story: Story) -> None:
        """A page coded here."""
        self.add_page(rows_of_page(seen, story))

    def add_page(self, found: PageRows) -> None:
        """A page and all that was found in it."""
        self.pages += 1
        for table, rows in found.rows.items():
            self._add(table, found.month, rows)

    def add_coding(self, story: Story) -> None:
        """What was found in an article, without the article."""
        month = month_of(story.article)
        for table, rows in _coding(story).items():
            self._add(table, month, rows)

    def tables(self) -> Iterator[tuple[Key, pa.Table]]:
        """The rows as Arrow tables, in a fixed order of table and month."""
        for key, rows in sorted(self.rows.items()):
            yield key, as_arrow(key[0], summed(rows) if key[0] == "actors" else rows)

    def counts(self) -> dict[str, int]:
        """How many of everything, for the log."""
        found: dict[str, int] = {"pages": self.pages}
        for (table, _), rows in sorted(self.rows.items()):
            if table in ("articles", "events", "quotes"):
                found[table] = found.get(table, 0) + len(rows)
            for row in rows if table == "pages" else ():
                if row["outcome"] != "coded":
                    found[row["outcome"]] = found.get(row["outcome"], 0) + 1
        return found


def as_arrow(table: str, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table. Half characters, which a page's metadata can spell out, become "?"."""
    import pyarrow as pa

    schema = arrow_schema(table)
    try:
        return pa.Table.from_pylist(rows, schema)
    except UnicodeEncodeError:
        return pa.Table.from_pylist([_encodable(row) for row in rows], schema)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list) else value
