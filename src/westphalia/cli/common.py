"""Options and messages that the commands share."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from westphalia.ontology.own import OwnTables
    from westphalia.records import Rejected

    _Param = click.ParamType[dt.date]
else:  # older releases of click have no type argument
    _Param = click.ParamType

P = ParamSpec("P")
R = TypeVar("R")

WHY = {
    "missing": "no such file",
    "empty": "nothing in it",
    "binary": "not text: binary or broken encoding",
    "too_large": "too large",
    "unreadable": "cannot be read",
    "damaged": "damaged or cut short",
    "bomb": "unpacks to far more than text does",
    "bad_row": "not a row of its format",
    "no_column": "a column that is needed is not there",
    "no_day": "its days cannot be told",
    "address": "an address that is not fetched",
    "robots": "robots.txt does not want it fetched",
    "http_error": "the server gives no page",
    "unreachable": "the server cannot be reached",
    "slow": "no answer in time",
    "redirects": "too many redirects",
    "not_a_page": "neither HTML nor text",
    "no_article": "no article on this page",
    "language": "not in English",
    "timeout": "took too long to clean",
    "page_time": "took too long to code",
    "page_memory": "took too much memory to code",
    "worker_died": "ended the process that coded it, twice",
    "fault": "the coder failed on it, please report it",
}


class Day(_Param):
    """A date as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date of the form YYYY-MM-DD", param, ctx)


def complain(text: str) -> None:
    """One line on stderr; control characters of hostile names are not passed to the terminal."""
    print("westphalia: " + "".join(char if char.isprintable() else "?" for char in text), file=sys.stderr)


def tell(rejected: Rejected) -> None:
    """One line that names the input and the reason."""
    why = WHY.get(rejected.reason, rejected.reason)
    complain(
        f"{rejected.source}: {why}" + (f" ({rejected.detail})" if rejected.detail not in {"", why} else "")
    )


def ontology_option(command: Callable[P, R]) -> Callable[P, R]:
    """`--ontology DIR`, for the commands that code."""
    return click.option(
        "--ontology",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of own tables: countries, organisations, roles, holders, places (docs/own_tables.md).",
    )(command)


def fast_option(command: Callable[P, R]) -> Callable[P, R]:
    """`--fast`, for the commands that code."""
    return click.option(
        "--fast",
        is_flag=True,
        help="Ask one member of the parser's committee: faster, some events fewer.",
    )(command)


def own_tables(folder: Path | None) -> OwnTables | None:
    """The tables of a folder; a line for each row that is left out, and one that sums up."""
    if folder is None:
        return None
    from westphalia.ontology.own import read_tables

    tables = read_tables(folder)
    for line in tables.left_out:
        complain(line)
    counts = ", ".join(f"{name.removesuffix('.csv')} {len(rows)}" for name, rows in tables.tables.items())
    complain(
        f"{folder}: {tables.size} rows in use ({counts or 'none'}), {len(tables.left_out)} left out, "
        f"ontology {tables.digest}"
    )
    return tables


def with_progress(items: Iterable[object], label: str) -> Iterator[object]:
    """Pass items on, counting them on stderr where that is a terminal and stdout is not."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(label), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        for item in items:
            yield item
            progress.advance(task)
