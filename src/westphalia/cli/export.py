"""`westphalia export FORMAT` and `westphalia import FORMAT FILE...`: other data sets' formats, out and in."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from westphalia.cli.ask import EVENT_FILTERS, given
from westphalia.cli.asked import asks, filters, opened
from westphalia.cli.common import complain, with_progress

if TYPE_CHECKING:
    from westphalia.query.exports.read import BadLine, Imported
    from westphalia.record import Writer

FORMATS = (
    "polecat", "icews", "gdelt", "gdelt-mentions", "plover", "csv", "jsonl", "graphml", "edges", "nodes",
)  # fmt: skip
DATASETS = ("polecat", "icews", "gdelt")
BUNCH = 100_000  # rows kept at once
TOLD = 20  # bad lines that are told one by one


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@asks
@filters(*EVENT_FILTERS)
@click.option("--merged", is_flag=True, help="One row an event of the world (gdelt always).")
@click.option("--without-reprints", is_flag=True, help="Only the earliest copy of a story.")
@click.option("--countries", is_flag=True, help="Networks: a node a country, not an actor.")
@click.option("--limit", type=click.IntRange(0), default=0, help="Events at most, the oldest first; 0: all.")
@click.option(
    "-o", "--output", "target", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file."
)
def export(
    form: str,
    folder: Path,
    as_of: dt.date | None,
    limit: int,
    target: Path | None,
    **chosen: Any,
) -> None:
    """Write events in another format: POLECAT's 40 columns, ICEWS's 20, GDELT's 61 or its mentions, PLOVER as JSON
    lines, a network (GraphML, or lists of edges and nodes), or the record's own csv and jsonl.

    Formats that cannot say whether an event happened get those told as having happened, unless --status says
    otherwise; docs/exports.md tells what each cannot hold.
    """
    from westphalia.query.exports import export as write

    with opened(folder, as_of) as record:
        asked = {**given(chosen), "limit": limit or None}
        if target is None:
            done = write(record, form, sys.stdout, **asked)
        else:
            temporary = target.with_name(target.name + ".tmp")
            try:
                with temporary.open("w", encoding="utf-8", newline="") as stream:
                    done = write(record, form, stream, **asked)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
    left = f", {done.without:,} without a row" if done.without else ""
    complain(f"{form}: {done.rows:,} rows of {done.events:,} events{left}")


@click.command(name="import")
@click.argument("dataset", metavar="FORMAT", type=click.Choice(DATASETS))
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--record", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The record."
)
def import_(dataset: str, files: tuple[Path, ...], folder: Path) -> None:
    """Read event FILEs of POLECAT, ICEWS or GDELT 2.0 into the record, beside its own events and marked by source.

    Files may be gzipped or zipped. An event that is there already is passed over. Lines that cannot be used are told
    and left out. Ask for them with --dataset, or in SQL: the views imported and all_events.
    """
    from westphalia.query.exports.read import read_file
    from westphalia.record import open_writer

    bad = kept = there = 0
    with open_writer(folder, f"import {dataset}") as writer:
        known = Known(writer, dataset)
        for path in files:
            for bunch in bunches(with_progress(read_file(dataset, path), "lines")):
                rows, lines = bunch
                for line in lines:
                    bad += 1
                    if bad <= TOLD:
                        complain(str(line))
                fresh = known.fresh(rows)
                keep(writer, dataset, fresh)
                kept, there = kept + len(fresh), there + len(rows) - len(fresh)
        writer.close()
    if bad > TOLD:
        complain(f"… and {bad - TOLD:,} more lines left out")
    complain(f"{dataset}: {kept:,} events taken in, {there:,} there already, {bad:,} lines left out")
    if not kept and not there:
        raise click.exceptions.Exit(1)


def bunches(items: Iterable[Any]) -> Iterator[tuple[list[dict[str, Any]], list[BadLine]]]:
    """Rows and bad lines, as many at once as memory takes."""
    from westphalia.query.exports.read import BadLine

    rows: list[dict[str, Any]] = []
    lines: list[BadLine] = []
    for item in items:
        if isinstance(item, BadLine):
            lines.append(item)
        else:
            imported: Imported = item
            rows.append(imported.row)
        if len(rows) >= BUNCH:
            yield rows, lines
            rows, lines = [], []
    if rows or lines:
        yield rows, lines


def month_of(row: dict[str, Any]) -> str:
    day: dt.date = row.get("published") or row["date_start"]
    return f"{day:%Y-%m}"


class Known:
    """The ids that a data set has in the record, by month, read as they are needed."""

    def __init__(self, writer: Writer, dataset: str) -> None:
        self._writer = writer
        self._dataset = dataset
        self._months: dict[str, set[str]] = {}

    def fresh(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows whose ids are new; from here on they are known, too."""
        found = []
        for row in rows:
            ids = self._of(month_of(row))
            if row["event_id"] not in ids:
                ids.add(row["event_id"])
                found.append(row)
        return found

    def _of(self, month: str) -> set[str]:
        if month not in self._months:
            import pyarrow.parquet as pq

            ids: set[str] = set()
            for info in self._writer.state.of("imported", month):
                path = self._writer.root / info.path
                table = pq.read_table(path, columns=["dataset", "event_id"], partitioning=None)
                pairs = zip(table["dataset"].to_pylist(), table["event_id"].to_pylist(), strict=True)
                ids |= {event_id for dataset, event_id in pairs if dataset == self._dataset}
            self._months[month] = ids
        return self._months[month]


def keep(writer: Writer, dataset: str, rows: list[dict[str, Any]]) -> None:
    """One step of the record's log: what it names is in the record, whole or not at all."""
    if not rows:
        return
    import pyarrow as pa

    from westphalia.record.schema import arrow_schema

    by_month: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_month.setdefault(month_of(row), []).append(row)
    name = f"{dataset}-{writer.state.imports:06d}"
    schema = arrow_schema("imported")
    tables = (
        ("imported", month, pa.Table.from_pylist(part, schema)) for month, part in sorted(by_month.items())
    )
    add = writer.write(name, tables)
    writer.step("import", add=add, dataset=dataset, rows=len(rows))
