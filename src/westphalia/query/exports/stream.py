"""Exports in pieces, as they are sent: the events of a selection, and the rows of other questions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, cast

from westphalia.query import flat
from westphalia.query.events import OLDEST, detailed
from westphalia.query.exports.write import BLIND, FORMATS, NETWORKS, TABBED, write_events
from westphalia.query.monthly import HAPPENED
from westphalia.query.selection import Selection, rows_of
from westphalia.query.session import Session
from westphalia.query.where import listed

if TYPE_CHECKING:
    import pyarrow as pa

EVENT_FORMATS = (*FORMATS, "parquet")
ROW_FORMATS = ("csv", "jsonl", "parquet")
PIECE = 2_000  # rows that are written at once


def events(session: Session, selection: Selection, form: str, *, countries: bool = False) -> Iterator[bytes]:
    """All events of a selection in a format, the oldest month first: what the command `export` writes of them.

    Formats that cannot say whether an event happened get what is told as having happened, unless the selection says
    otherwise; GDELT's events are merged events. Raises BadFilter, before the first piece.
    """
    if form in BLIND and not selection.chosen.status:
        selection = selection.but(status=HAPPENED)
    if form in TABBED and TABBED[form].merged:
        selection = selection.but(merged=True)
    rows_of(session, selection)
    return _events(session, selection, form, countries)


def _events(session: Session, selection: Selection, form: str, countries: bool) -> Iterator[bytes]:
    if form == "parquet":
        yield from parquet(batches(session, selection, wide=False), _no_events(session))
        return
    found = batches(session, selection, wide=True)
    if form in NETWORKS:
        rows = (row for table in found for row in _rows(table))
        yield _text(form, rows, countries, header=True)
        return
    header = True
    for table in found:
        for start in range(0, table.num_rows, PIECE):
            yield _text(form, _rows(table.slice(start, PIECE)), countries, header=header)
            header = False
    if header:
        yield _text(form, (), countries, header=True)


def batches(session: Session, selection: Selection, *, wide: bool) -> Iterator[pa.Table]:
    """The events of a selection month by month, the oldest first. Raises BadFilter."""
    rows = rows_of(session, selection)
    for month in session.record.months("events"):
        found = session.arrow(
            f"SELECT e.* {rows.source()} AND e.month IN {listed([month])}", rows.where.values
        )
        if found.num_rows:
            yield detailed(session, found, wide, OLDEST)


def table(found: pa.Table, form: str) -> Iterator[bytes]:
    """The rows of an answer as csv, jsonl or parquet."""
    if form == "parquet":
        yield from parquet((found,), found.schema)
        return
    header = form == "csv"
    for start in range(0, max(found.num_rows, 1), PIECE):
        stream = io.StringIO(newline="")
        part = _rows(found.slice(start, PIECE))
        if form == "csv":
            writer = csv.DictWriter(stream, found.column_names, lineterminator="\n")
            if header:
                writer.writeheader()
            writer.writerows(map(flat.plain, part))
            header = False
        else:
            stream.writelines(json.dumps(flat.rounded(row), ensure_ascii=False) + "\n" for row in part)
        yield stream.getvalue().encode("utf-8", "replace")


def parquet(tables: Iterable[pa.Table], schema: pa.Schema) -> Iterator[bytes]:
    """Tables of one schema as one Parquet file."""
    import pyarrow.parquet as pq

    sink = Sink()
    with pq.ParquetWriter(cast("Any", sink), schema, compression="zstd") as writer:
        for part in tables:
            writer.write_table(part.select(schema.names).cast(schema))
            yield sink.taken()
    yield sink.taken()


class Sink(io.RawIOBase):
    """What is written, until it is taken away; a file that can only grow."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._at += len(part)
        return len(part)

    def taken(self) -> bytes:
        made, self._parts = b"".join(self._parts), []
        return made


def _no_events(session: Session) -> pa.Schema:
    """The schema of event rows."""
    nothing = detailed(session, session.arrow("SELECT e.* FROM events e WHERE false"))
    return nothing.drop_columns(["month"]).schema


def _text(form: str, rows: Iterable[Any], countries: bool, *, header: bool) -> bytes:
    stream: IO[str] = io.StringIO(newline="")
    write_events(form, stream, rows, countries=countries, header=header)
    return cast("io.StringIO", stream).getvalue().encode("utf-8", "replace")


def _rows(found: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in found.to_batches(max_chunksize=1_000):
        yield from batch.to_pylist()
