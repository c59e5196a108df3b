"""What is derived from a record's tables so that it answers at once: small sorted files, made anew where stale.

    <record>/index/dyads/month=2024-05/<inputs>.parquet
    <record>/index/keys/month=2024-05/<inputs>.parquet
    <record>/index/spans.json      first and last report in the files of merged events, by their hash

A file's name is a hash of the files it was made from, so that a file is fresh or is not there; adding a day makes
anew only the months that the day has events in. The folder can be removed at any time. A small record, or one asked
`as_of` a day, or one whose folder cannot be written, is asked without: the same SQL then runs over the tables.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from westphalia.query import index_sql as sql
from westphalia.record import Record
from westphalia.record.schema import UNKNOWN_MONTH

if TYPE_CHECKING:
    import duckdb

FOLDER = "index"
LAYOUT = "1"  # part of every file's name: a change of the SQL makes all anew
SMALL = 100_000  # events; below, the tables themselves are read as quickly
ROWS_A_GROUP = 32_768

Span = tuple[str, str]
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """The usual progress: none."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month's part of the index: its name, its inputs' hash, the files it is made from, by table."""

    month: str
    digest: str
    inputs: Mapping[str, tuple[str, ...]]


class Index:
    """The index of one opened record, as the record was when this was made."""

    def __init__(self, record: Record, small: int = SMALL) -> None:
        self.record = record
        self.folder = record.path / FOLDER
        events = sum(info.rows for info in record.state.files.values() if info.table == "events")
        self.used = record.as_of is None and events >= small
        self.months: tuple[Month, ...] = self._months() if self.used else ()
        infos = sorted(info for info in record.state.files.values() if info.table == "actors")
        digest = hashlib.sha256("\n".join([LAYOUT, *(info.sha256 for info in infos)]).encode()).hexdigest()[
            :16
        ]
        self._actors_path = self.folder / "actors" / f"{digest}.parquet"

    # --- what there is ------------------------------------------------------------------------

    def _months(self) -> tuple[Month, ...]:
        hashes: dict[tuple[str, str], list[str]] = defaultdict(list)
        for info in self.record.state.files.values():
            hashes[info.table, info.month].append(f"{info.path} {info.sha256}")
        paths: dict[tuple[str, str], list[str]] = defaultdict(list)
        for table in ("events", "members", "merged_events", "story_members"):
            for path in self.record.files(table):
                paths[table, path.parent.name.removeprefix("month=")].append(path.as_posix())
        spans = self._spans(paths)
        made = []
        for month in sorted({month for table, month in paths if table == "events"}):
            # A report and its article are in the month they were published, a merged event in that of its first report.
            near = [other for other in sorted(spans) if _meets(spans[other], month)]
            inputs = {table: tuple(paths[table, month]) for table in ("events", "members", "story_members")}
            inputs["merged_events"] = tuple(path for other in near for path in paths["merged_events", other])
            parts = [
                part for table in ("events", "members", "story_members") for part in hashes[table, month]
            ]
            parts += [part for other in near for part in hashes["merged_events", other]]
            digest = hashlib.sha256("\n".join([LAYOUT, *sorted(parts)]).encode()).hexdigest()[:16]
            made.append(Month(month, digest, inputs))
        return tuple(made)

    def _spans(self, paths: Mapping[tuple[str, str], list[str]]) -> dict[str, Span]:
        """First and last report told in the months of `merged_events`."""
        known = self._read_spans()
        sha256 = {
            (self.record.path / info.path).as_posix(): info.sha256
            for info in self.record.state.files.values()
        }
        found: dict[str, Span] = {}
        fresh: dict[str, list[str]] = {}
        for (table, month), names in paths.items():
            for name in names if table == "merged_events" else ():
                key = sha256.get(name, name)
                fresh[key] = known.get(key) or list(_reported(name))
                first, last = fresh[key]
                before = found.get(month, (first, last))
                found[month] = (min(before[0], first), max(before[1], last))
        if fresh != known:
            with contextlib.suppress(OSError):  # only a convenience: the next one reads the footers again
                self.folder.mkdir(exist_ok=True)
                _replace(self.folder / "spans.json", json.dumps(fresh).encode())
        return found

    def _read_spans(self) -> dict[str, list[str]]:
        try:
            raw: dict[str, list[str]] = json.loads((self.folder / "spans.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return raw

    def path(self, name: str, month: Month) -> Path:
        return self.folder / name / f"month={month.month}" / f"{month.digest}.parquet"

    def actors(self) -> str | None:
        """SQL of a relation with a row an actor, the most reported first; None where the view is read instead."""
        path = self._actors_path
        return sql.parquet([path.as_posix()]) if self.used and path and path.exists() else None

    @property
    def stale(self) -> tuple[Month, ...]:
        """The months that are to be made."""
        return tuple(
            month
            for month in self.months
            if not (self.path("dyads", month).exists() and self.path("keys", month).exists())
        )

    # --- making it ----------------------------------------------------------------------------

    def refresh(self, connection: duckdb.DuckDBPyConnection, progress: Progress = silent) -> None:
        """Make what is stale, month by month; a record that cannot be written is asked without the index."""
        import duckdb

        stale = self.stale
        try:
            for done, month in enumerate(stale):
                progress(done, len(stale))
                self._make(connection, month)
            if self.used and not self._actors_path.exists():
                write_sorted(connection, "SELECT * FROM actors", "n_events DESC, actor_id", self._actors_path)
        except (OSError, duckdb.IOException):
            self.used = False
            return
        progress(len(stale), len(stale))

    def _make(self, connection: duckdb.DuckDBPyConnection, month: Month) -> None:
        events = sql.parquet(month.inputs["events"], places=True)
        members, merged, copies = (
            sql.parquet(month.inputs[table]) if month.inputs.get(table) else EMPTY[table]
            for table in ("members", "merged_events", "story_members")
        )
        names = ", ".join(map(_quoted, month.inputs["events"]))
        file = f"(list_position([{names}], e.filename) - 1)::INTEGER"
        row = "e.file_row_number::INTEGER"
        made = {
            "dyads": (sql.dyads(events, members, merged, copies), sql.DYADS_ORDER),
            "keys": (sql.keys(events, members, merged, copies, file=file, row=row), sql.KEYS_ORDER),
        }
        for name, (query, order) in made.items():
            write_sorted(connection, query, order, self.path(name, month))

    # --- asking it ----------------------------------------------------------------------------

    def relation(self, name: str, months: Collection[str] | None = None) -> str:
        """SQL of a relation with the rows of `dyads` or `keys` (of some months); `keys` has the column `month` too."""
        if self.used and self.months:
            wanted = [month for month in self.months if months is None or month.month in months]
            listed = ", ".join(_quoted(self.path(name, month).as_posix()) for month in wanted)
            return f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{'month': VARCHAR}})"
        views = ("events", "members", "merged_events", "story_members")
        if name == "dyads":
            return f"({sql.dyads(*views)})"
        # Without files to point at, a report is told by its id; `month` is the events' own column.
        return f"({sql.keys(*views, file='e.event_id', row='0', month=', e.month')})"

    def event_file(self, month: str, number: int) -> str:
        """The path of a report's file: the month's files are numbered in the order of the record."""
        for found in self.months:
            if found.month == month:
                return found.inputs["events"][number]
        raise KeyError(month)


EMPTY = {
    "members": "(SELECT NULL::VARCHAR AS event_id, NULL::VARCHAR AS merged_id WHERE false)",
    "merged_events": "(SELECT NULL::VARCHAR AS merged_id, NULL::VARCHAR AS lead_event_id, 1 AS n_stories WHERE false)",
    "story_members": "(SELECT NULL::VARCHAR AS article_id, true AS is_earliest WHERE false)",
}
"""Stand-ins for the tables of merging where nothing has been merged yet."""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _meets(span: Span, month: str) -> bool:
    """Whether merged events reported from the first to the last day of the span may have reports of the month."""
    return month == UNKNOWN_MONTH or span[0][:7] <= month <= span[1][:7]


def _reported(path: str) -> Span:
    """First and last report of a file of merged events by its footer; open ends where some have no day."""
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    ends = []
    for column in ("first_report", "last_report"):
        at = metadata.schema.names.index(column)
        stats = [metadata.row_group(group).column(at).statistics for group in range(metadata.num_row_groups)]
        if any(part is None or part.null_count or not part.has_min_max for part in stats):
            return "", "9999"
        ends.append(stats)
    first = min((part.min.isoformat() for part in ends[0]), default="9999")
    return first, max((part.max.isoformat() for part in ends[1]), default="")


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def write_sorted(connection: duckdb.DuckDBPyConnection, query: str, order: str, path: Path) -> None:
    """The rows as one sorted file; the files beside it are those it replaces."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    connection.execute(
        f"COPY ({query} ORDER BY {order}) TO {_quoted(temporary.as_posix())} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_A_GROUP})"
    )
    temporary.replace(path)
    for old in path.parent.iterdir():
        if old != path:
            old.unlink(missing_ok=True)
