"""Parquet files: only the columns that are read, some rows at a time. Named "FILE#ROW"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from westphalia.read.columns import Ask, Columns, chosen, dated, lacking, page_of
from westphalia.read.refusals import part, rejected
from westphalia.read.streams import Bytes
from westphalia.records import Page, Rejected

MAX_GROUP = 4_000_000_000
"""Unpacked bytes of a row group, by the file's own account; writers aim at a tenth of it. What its columns are told to
take is not asked: a broken description of a column ends the process inside the library."""

_ROWS = 64
_TO_TELL = 100  # rows that are looked at for the order of days


def from_parquet(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """The rows of a file that can be sought in. A row group that cannot be read is `damaged`; the next is tried."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    broken = (pa.ArrowException, OSError, ValueError, OverflowError)  # names that are no UTF-8 among them
    try:
        table = pq.ParquetFile(stream, pre_buffer=False)
        present = list(table.schema_arrow.names)
        groups = table.num_row_groups
    except broken as error:
        yield rejected(source, "damaged", str(error))
        return
    columns = chosen(ask.columns, present)
    if why := lacking(columns, present):
        yield rejected(source, "no_column", why)
        return
    columns, why = dated(columns, ask.columns, _first(table, columns, broken))
    if why:
        yield rejected(source, "no_day", why)
        return
    wanted = _present(columns, present)
    row = 0
    for group in range(groups):
        expected = row
        try:
            expected += table.metadata.row_group(group).num_rows
            if (size := table.metadata.row_group(group).total_byte_size) > MAX_GROUP:
                yield rejected(part(source, row + 1), "too_large", f"a row group of {size:,} bytes")
                row = expected
                continue
            for batch in table.iter_batches(_ROWS, row_groups=[group], columns=wanted, use_threads=False):
                for item in batch.to_pylist():
                    row += 1
                    yield page_of(item, columns, part(source, row), ask)
        except broken as error:
            yield rejected(part(source, row + 1), "damaged", str(error))
            row = expected
    if not groups:
        yield rejected(source, "empty", "no rows")


def _present(columns: Columns, present: list[str]) -> list[str]:
    """The names to read, each once; of nested fields those inside."""
    names = columns.named().values()
    return list(dict.fromkeys(n for n in names if n in present or n.partition(".")[0] in present))


def _first(table: Any, columns: Columns, broken: tuple[type[Exception], ...]) -> list[dict[str, Any]]:
    """The first rows' days; none where they cannot be read, which the reading itself will tell."""
    if columns.date is None or not table.num_row_groups:
        return []
    try:
        if table.metadata.row_group(0).total_byte_size > MAX_GROUP:
            return []
        batches = table.iter_batches(_TO_TELL, row_groups=[0], columns=[columns.date], use_threads=False)
        return next((batch.to_pylist() for batch in batches), [])
    except broken:
        return []
