"""`westphalia sql QUERY --record DIR`: one SELECT over a record's views."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from westphalia.cli.asked import asks, opened, output, write


@click.command()
@click.argument("query", metavar="QUERY")
@asks
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=60, show_default=True, help="Stop after so long."
)
@click.option("--rows", type=click.IntRange(1), default=10_000, show_default=True, help="Rows at most.")
@output()
def sql(
    query: str,
    folder: Path,
    as_of: dt.date | None,
    seconds: float,
    rows: int,
    form: str,
    target: Path | None,
) -> None:
    """Answer one SELECT of DuckDB's SQL over the record's views (docs/record.md); - reads it from standard input.

    Nothing is written, and nothing outside the record can be read.
    """
    from westphalia.cli import asked_tables

    if query == "-":
        query = sys.stdin.read()
    with opened(folder, as_of) as record:
        write(record.sql(query, seconds=seconds, rows=rows), form, target, asked_tables.columns())
