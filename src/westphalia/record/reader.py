"""Reading a record: which files count, Arrow tables of them, and a DuckDB connection with the views over them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.errors import BrokenRecord, RecordError
from westphalia.record import log
from westphalia.record.checks import check_bytes, check_sizes
from westphalia.record.columns import Column
from westphalia.record.files import FileInfo, read_rows
from westphalia.record.folder import Header, read_header
from westphalia.record.log import State
from westphalia.record.schema import CODED, MERGED, TABLES, VERSION, arrow_schema, arrow_type
from westphalia.record.views import RUNS, SHARDS, VIEWS, table_view, view_sql
from westphalia.record.writer import NEXT, PAST

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class Record:
    """A record as it is when it is opened, or as it was at the end of the day `as_of` (UTC).

    Nothing is locked: whoever writes goes on. Raises NoRecord, NewerRecord, BrokenRecord, or RecordError for an
    older layout, which the next `run` brings up to date.
    """

    def __init__(self, path: Path | str, as_of: dt.date | None = None) -> None:
        self.path = Path(path)
        self.as_of = as_of
        self.header: Header = read_header(self.path)
        if self.header.version < VERSION:
            raise RecordError(
                f"{self.path}: its layout is version {self.header.version}, this Westphalia's is {VERSION}: "
                "the next `westphalia run` or `recode` brings it up to date"
            )
        self.refresh()

    def refresh(self) -> None:
        """See what has been written since this was opened. Raises BrokenRecord."""
        for last in (False, False, True):  # a packing that ends meanwhile takes files from under us
            self.state: State = log.read_state(self.path)
            try:
                check_sizes(self.path, (self._placed(info) for info in self._files()))
                return
            except BrokenRecord:
                if last:
                    raise

    def verify(self) -> None:
        """Read every byte that counts. Raises BrokenRecord that names the first damaged file."""
        check_bytes(self.path, (self._placed(info) for info in self._files()))

    # --- what counts ---------------------------------------------------------------------------

    @property
    def last_shard(self) -> int | None:
        """The newest shard that is shown; None for all there are."""
        if self.as_of is None:
            return None
        known = [s.number for s in self.state.shards if s.finished[:10] <= self.as_of.isoformat()]
        return max(known, default=-1)

    def _past(self) -> log.Past | None:
        """The coding that counted at the end of the day asked for, where it is not today's."""
        if self.as_of is None:
            return None
        return next((past for past in self.state.past if past.until[:10] > self.as_of.isoformat()), None)

    def _files(self) -> list[FileInfo]:
        past = self._past()
        if past is None:
            return sorted(self.state.files.values())
        kept = [f for f in self.state.files.values() if f.table not in (*CODED, *MERGED)]
        return sorted((*kept, *past.files))

    def _placed(self, info: FileInfo) -> FileInfo:
        """The file where it lies: a coding that is being put in its place may be in two folders."""
        past = self._past()
        for folder in (f"{PAST}/{past.step:08d}/", "") if past and info in past.files else ("", f"{NEXT}/"):
            path = folder + info.path
            if (self.path / path).exists():
                return FileInfo(path, info.rows, info.bytes, info.sha256)
        return info

    def files(self, table: str, months: Iterable[str] | None = None) -> tuple[Path, ...]:
        """The Parquet files of a table (of some months) that count, in a fixed order."""
        wanted = None if months is None else set(months)
        return tuple(
            self.path / self._placed(info).path
            for info in self._files()
            if info.table == table and (wanted is None or info.month in wanted)
        )

    def months(self, table: str = "articles") -> tuple[str, ...]:
        """The months that a table has rows in, sorted; "0000-00" is the unknown one."""
        return tuple(sorted({info.month for info in self._files() if info.table == table}))

    def fingerprint(self, table: str, month: str | None = None) -> str:
        """A hash that changes when the rows of a table (and month) do: for what is derived from them."""
        import hashlib

        parts = [
            f"{info.path} {info.sha256}"
            for info in self._files()
            if info.table == table and (month is None or info.month == month)
        ]
        return hashlib.sha256("\n".join((*parts, str(self.last_shard))).encode()).hexdigest()[:16]

    # --- rows ----------------------------------------------------------------------------------

    def read(
        self, table: str, columns: Sequence[str] | None = None, months: Collection[str] | None = None
    ) -> pa.Table:
        """The rows of a table (of some months) as an Arrow table, without the views' `month`."""
        import pyarrow as pa
        import pyarrow.compute as pc

        schema = arrow_schema(table)
        bound = self.last_shard if "shard" in schema.names else None
        asked = list(columns) if columns is not None else schema.names
        needed = asked if bound is None or "shard" in asked else [*asked, "shard"]
        parts = [pa.schema([schema.field(name) for name in needed]).empty_table()]
        for info in self._files():
            if info.table == table and (months is None or info.month in months):
                found = read_rows(self.path, self._placed(info), needed)
                parts.append(found if bound is None else found.filter(pc.less_equal(found["shard"], bound)))
        return pa.concat_tables(parts).select(asked)

    @property
    def runs(self) -> list[dict[str, Any]]:
        """What was done to the record, in order: settings, versions, times, counts."""
        day = None if self.as_of is None else self.as_of.isoformat()
        return [_run(run) for run in self.state.runs if day is None or run["started"][:10] <= day]

    @property
    def shards(self) -> list[dict[str, Any]]:
        """The shards shown, in order."""
        last = self.last_shard
        return [
            {
                "shard": shard.number,
                "run": shard.run,
                "finished": dt.datetime.fromisoformat(shard.finished),
                **{name: shard.counts.get(name, 0) for name in ("pages", "articles", "events", "quotes")},
            }
            for shard in self.state.shards
            if last is None or shard.number <= last
        ]

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A new DuckDB connection in memory with the record's views, as the record is now."""
        import duckdb

        self.refresh()
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        last = self.last_shard
        for table in TABLES.values():
            connection.execute(table_view(table, [p.as_posix() for p in self.files(table.name)], last))
        for name, columns, rows in (("runs", RUNS, self.runs), ("shards", SHARDS, self.shards)):
            made = _log_table(columns, rows)
            connection.register("_log_rows", made)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM _log_rows")
            connection.unregister("_log_rows")
        for view in VIEWS:
            connection.execute(view_sql(view, now=last is None))
        return connection


def open_record(path: Path | str, *, as_of: dt.date | None = None) -> Record:
    """Open a record to read it. Raises NoRecord, NewerRecord or BrokenRecord."""
    return Record(path, as_of)


def _run(run: dict[str, Any]) -> dict[str, Any]:
    times = {name: run[name] and dt.datetime.fromisoformat(run[name]) for name in ("started", "finished")}
    given = run.get("given_date")
    date = dt.date.fromisoformat(given) if given else None
    return {**run, **times, "given_date": date, **run.get("counts", {})}


def _log_table(columns: Sequence[Column], rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    schema = pa.schema([(column.name, arrow_type(column.type)) for column in columns])
    return pa.Table.from_pylist([{c.name: row.get(c.name) for c in columns} for row in rows], schema)
