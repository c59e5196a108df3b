"""Reports in full by their places, for pages of a large record: a file a month, in groups that are read alone.

    <record>/index/reports/month=2024-05/<inputs>.parquet

The rows are those that `events` answers. A table's own file is unpacked in parts of tens of thousands of rows, each
with all its columns, which is far more than the fifty reports of a page.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.query.index import Index, Month

if TYPE_CHECKING:
    import pyarrow as pa

LAYOUT = "1"  # part of every file's name: a change of their columns or order makes all anew
REPORTS = "reports"
GROUP = 256  # rows that are read together
GROUPS_KEPT = 96  # in memory: a quarter of a megabyte each

Row = dict[str, Any]
Place = tuple[str, int]
"""A report's month and its number in it, the newest first (`nth` of `facts`)."""


def path_of(index: Index, name: str, month: Month) -> Path:
    """Where a month's file of what `resident` keeps lies."""
    path = index.path(name, month)
    return path.with_name(f"{path.stem}-{LAYOUT}.parquet")


class Reports:
    """The files, and the groups of rows read last. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._months = {month.month: month for month in index.months}
        self._lock = threading.Lock()
        self._footers: dict[str, Any] = {}
        self._groups: OrderedDict[Place, pa.Table] = OrderedDict()

    def write(self, month: Month, rows: pa.Table) -> None:
        """A month's file; those beside it are what it replaces."""
        import pyarrow.parquet as pq

        path = path_of(self._index, REPORTS, month)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        pq.write_table(rows, temporary, compression="zstd", row_group_size=GROUP, write_statistics=False)
        temporary.replace(path)
        for old in path.parent.iterdir():
            if old != path:
                old.unlink(missing_ok=True)

    def rows(self, places: Sequence[Place]) -> list[Row]:
        """The reports at these places, in this order. Raises OSError where a file is gone."""
        wanted: dict[Place, list[int]] = {}
        for number, (month, at) in enumerate(places):
            wanted.setdefault((month, at // GROUP), []).append(number)
        made: list[Row] = [{} for _ in places]
        for (month, group), numbers in wanted.items():
            taken = self._group(month, group).take([places[number][1] % GROUP for number in numbers])
            for number, row in zip(numbers, taken.to_pylist(), strict=True):
                made[number] = row
        return made

    def _group(self, month: str, group: int) -> pa.Table:
        with self._lock:
            if (month, group) in self._groups:
                self._groups.move_to_end((month, group))
                return self._groups[month, group]
        read = self._read(month, group)
        with self._lock:
            self._groups[month, group] = read
            while len(self._groups) > GROUPS_KEPT:
                self._groups.popitem(last=False)
        return read

    def _read(self, month: str, group: int) -> pa.Table:
        import pyarrow.parquet as pq

        path = path_of(self._index, REPORTS, self._months[month])
        # The footer is read once; a reader of its own for every call, since one is not for several threads.
        with pq.ParquetFile(path, metadata=self._footers.get(month)) as file:
            self._footers[month] = file.metadata
            return file.read_row_group(group, use_threads=False)
