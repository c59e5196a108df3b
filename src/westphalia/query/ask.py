"""`open_record`: a record to ask from a program or a notebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

from westphalia.errors import BadFilter
from westphalia.query import datasets, monthly, others
from westphalia.query import events as _events
from westphalia.query.answer import Answer
from westphalia.query.events import Ask
from westphalia.query.filters import Filter, make_filter
from westphalia.query.index import SMALL, Progress, silent
from westphalia.query.monthly import Count
from westphalia.query.session import OWN, Session
from westphalia.query.sql import ROWS, SECONDS
from westphalia.query.sql import sql as _sql
from westphalia.query.standing import standing

if TYPE_CHECKING:
    import pyarrow as pa

Word = str | Iterable[str]
Day = dt.date | str
COUNTED = ("type", "quad_class", "status", "since", "until", "min_confidence", "min_stories")
"""Filters that counts by month take."""


class Filters(TypedDict, total=False):
    """What a question may be narrowed by; see `filters.Filter`. Words may be one or several."""

    actor: Word
    recipient: Word
    country: Word
    sector: Word
    type: Word
    mode: Word
    quad_class: int | Iterable[int]
    status: Word
    said_by: Word
    outlet: Word
    since: Day
    until: Day
    text: str
    min_confidence: float
    min_stories: int


class OpenRecord:
    """A record, opened to be asked: every question returns an `Answer`.

    `as_of` shows what the record knew at the end of that day (UTC). What is written after opening is not seen.
    Raises RecordError for a folder that cannot be read as a record, BadFilter for a filter that names nothing.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        as_of: dt.date | None = None,
        small: int = SMALL,
        progress: Progress = silent,
    ) -> None:
        self.session = Session(path, as_of, small, progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back memory and open files."""
        self.session.close()

    def __repr__(self) -> str:
        record = self.session.record
        as_of = f" as of {record.as_of}" if record.as_of else ""
        months = [month for month in record.months("events") if month != "0000-00"]
        span = f", {months[0]} to {months[-1]}" if months else ""
        rows = sum(info.rows for info in record.state.files.values() if info.table == "events")
        return f"<record {record.path}{as_of}: {rows:,} events{span}>"

    # --- rows ---------------------------------------------------------------------------------

    def events(
        self,
        *,
        limit: int | None = None,
        merged: bool = False,
        without_reprints: bool = False,
        **filters: Unpack[Filters],
    ) -> Answer:
        """Reported events with their sentences, the newest first; `merged`: one row a merged event, by its lead."""
        ask = Ask(make_filter(**filters), limit, merged, without_reprints)
        return Answer(_events.events(self.session, ask), "merged events" if merged else "events")

    def event_batches(
        self,
        *,
        limit: int | None = None,
        merged: bool = False,
        without_reprints: bool = False,
        wide: bool = False,
        **filters: Unpack[Filters],
    ) -> Iterator[Answer]:
        """The same rows month by month, the oldest first, for more than fits into memory.

        `wide` adds what other formats want of the article: its language and length, whether the event is in its lead.
        """
        ask = Ask(make_filter(**filters), limit, merged, without_reprints, wide)
        for table in _events.batches(self.session, ask):
            yield Answer(table, "events")

    def quotes(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> Answer:
        """Direct quotes, the newest first; `actor` or `said_by` is the speaker."""
        allowed = ("actor", "said_by", "recipient", "country", "sector", "text", "since", "until", "outlet",
                   "min_confidence")  # fmt: skip
        chosen = only("quotes", make_filter(**filters), allowed)
        return Answer(others.quotes(self.session, chosen, limit), "quotes")

    def actors(self, *, limit: int | None = None, **filters: Unpack[Filters]) -> Answer:
        """Actors, the most reported first; `actor` or `text` is a name or a part of it."""
        allowed = ("actor", "country", "sector", "text", "since", "until")
        chosen = only("actors", make_filter(**filters), allowed)
        return Answer(others.actors(self.session, chosen, limit), "actors")

    def stories(self, *, limit: int | None = None, min_copies: int = 1, **filters: Unpack[Filters]) -> Answer:
        """Stories with their copies, the newest first; `text` is looked for in the title."""
        chosen = only("stories", make_filter(**filters), ("text", "outlet", "since", "until"))
        return Answer(others.stories(self.session, chosen, limit, min_copies), "stories")

    def reports(self, *ids: str) -> Answer:
        """What merged events stand on: every report with its words, what it was matched with, and the grounds.

        `ids` are merged_ids, or event_ids of any of their reports. Raises BadFilter for one that is not there.
        """
        return Answer(standing(self.session, ids), "reports")

    # --- numbers ------------------------------------------------------------------------------

    def dyad(
        self,
        one: str,
        two: str,
        *,
        without_reprints: bool = False,
        merged: bool = False,
        dataset: Word = OWN,
        **filters: Unpack[Filters],
    ) -> Answer:
        """What two countries or actors did to each other, by month and direction.

        Events count in the month of their own date, those told as having happened unless `status` says otherwise.
        """
        count = Count(only("dyad", make_filter(**filters), COUNTED), without_reprints, merged)
        keys = self.session.keys((one,), "actor"), self.session.keys((two,), "actor")
        table = self._each(dataset, count, lambda told: monthly.dyad(self.session, *keys, told))
        return Answer(table, f"{keys[0].name} and {keys[1].name}", _undated(table))

    def dyads(
        self,
        *,
        without_reprints: bool = False,
        merged: bool = False,
        least: int = 1,
        dataset: Word = OWN,
        **filters: Unpack[Filters],
    ) -> Answer:
        """All pairs of countries by month and direction, with at least `least` events; `country` keeps its pairs."""
        chosen = only("dyads", make_filter(**filters), ("country", *COUNTED))
        count = Count(chosen, without_reprints, merged)
        table = self._each(
            dataset, count, lambda told: monthly.dyads(self.session, told, chosen.country, least)
        )
        return Answer(table, "dyads by month", _undated(table))

    def timeline(
        self,
        who: str,
        /,
        *,
        without_reprints: bool = False,
        merged: bool = False,
        dataset: Word = OWN,
        **filters: Unpack[Filters],
    ) -> Answer:
        """One actor or country by month: what it did, what was done to it, how often it was credited."""
        count = Count(only("timeline", make_filter(**filters), COUNTED), without_reprints, merged)
        keys = self.session.keys((who,), "actor")
        table = self._each(dataset, count, lambda told: monthly.timeline(self.session, keys, told))
        return Answer(table, f"timeline of {keys.name}", _undated(table))

    def compare(self, one: str, two: str, *, limit: int | None = None, **filters: Unpack[Filters]) -> Answer:
        """What two outlets, or two sides that are quoted, say of the same events."""
        chosen = only("compare", make_filter(**filters), ("country", "type", "since", "until"))
        return Answer(
            others.compare(self.session, one, two, chosen, limit), f"{one} and {two} on the same events"
        )

    def sql(self, query: str, *, seconds: float = SECONDS, rows: int = ROWS) -> Answer:
        """One SELECT over the record's views (docs/record.md). Raises BadQuery."""
        table, more = _sql(self.session.record, query, seconds, rows)
        return Answer(table, "sql", (f"only the first {rows:,} rows",) if more else ())

    def imported(self, dataset: str, *, limit: int | None = None, **filters: Unpack[Filters]) -> Answer:
        """Events of another data set that were imported, the newest first."""
        allowed = ("actor", "recipient", "country", "sector", "type", "mode", "quad_class", "since", "until")
        chosen = only(f"{dataset}'s events", make_filter(**filters), allowed)
        (name,) = datasets.checked(dataset)
        return Answer(datasets.imported(self.session, chosen, name, limit), f"events of {name}")

    def _each(self, words: Word, count: Count, ask: Callable[[Count], pa.Table]) -> pa.Table:
        """The counts of each data set; where there are several, one below the other with a column that names them."""
        names = datasets.checked(words)
        chosen = replace(count.chosen, type=self.session.types(count.chosen.type))
        tables = [ask(replace(count, chosen=chosen, dataset=name)) for name in names]
        if len(names) == 1:
            return tables[0]
        import pyarrow as pa

        marked = [
            table.add_column(0, "dataset", pa.array([name] * table.num_rows, pa.string()))
            for name, table in zip(names, tables, strict=True)
        ]
        return pa.concat_tables(marked)


def open_record(path: Path | str, *, as_of: dt.date | None = None) -> OpenRecord:
    """Open a record to ask it. Raises RecordError (NoRecord, NewerRecord, BrokenRecord)."""
    return OpenRecord(path, as_of=as_of)


def only(question: str, chosen: Filter, allowed: Iterable[str]) -> Filter:
    """The filter, if it has none that this question cannot answer. Raises BadFilter."""
    wrong = [name for name in chosen.names if name not in set(allowed)]
    if wrong:
        raise BadFilter(f"{question} cannot be narrowed by {wrong[0]}; by {', '.join(allowed)}")
    return chosen


def _undated(table: object) -> tuple[str, ...]:
    """A note on what no month could be told for, where there is any."""
    rows: list[dict[str, object]] = table.to_pylist()  # type: ignore[attr-defined]
    lost = sum(int(str(row.get("events", row.get("as_actor")) or 0)) for row in rows if row["month"] is None)
    if not lost:
        return ()
    return (f"{lost:,} events have no date told to the month: the row without a month",)
