"""What the commands that ask a record share: its option, the filters, the formats, errors as one line."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from westphalia.cli.common import Day, complain
from westphalia.errors import UsageError

if TYPE_CHECKING:
    from westphalia.query import Answer, OpenRecord

P = ParamSpec("P")
R = TypeVar("R")
Row = Mapping[str, Any]

FORMATS = ("table", "csv", "jsonl", "json", "parquet")

_MANY: Mapping[str, tuple[str, str, str]] = {
    "actor": ("--actor", "WHO", "Who did it: a country, a name or part of one, an actor_id."),
    "recipient": ("--recipient", "WHO", "To whom, told likewise."),
    "country": ("--country", "CODE", "Country that acts, is acted upon or is the place: a code or a name."),
    "sector": ("--sector", "CODE", "Sector of an actor or recipient, such as GOV or REB."),
    "type": ("--type", "TYPE", "Event type, such as ASSAULT, or one of your own."),
    "mode": ("--mode", "MODE", "Mode of the type, such as arrest."),
    "quad_class": ("--quad-class", "1-4", "1, 2 verbal and material cooperation; 3, 4 conflict."),
    "status": ("--status", "STATUS", "reported, planned, hypothetical, denied or background."),
    "said_by": ("--said-by", "WHO", "On whose word: an actor, agency or outlet."),
    "outlet": ("--outlet", "NAME", "Who printed it."),
}
_ONE: Mapping[str, tuple[str, str, str, Any]] = {
    "since": ("--since", "DATE", "First day: YYYY-MM-DD, YYYY-MM or YYYY.", str),
    "until": ("--until", "DATE", "Last day, included.", str),
    "text": ("--text", "WORDS", "Words in the sentence, whatever the case.", str),
    "min_confidence": ("--min-confidence", "0-1", "Leave out what is less sure.", click.FloatRange(0, 1)),
    "min_stories": (
        "--min-stories",
        "N",
        "Told by so many stories at least, reprints once.",
        click.IntRange(1),
    ),
}


def filters(*names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The filter options of these names; those of several values can be given again."""

    def add(command: Callable[P, R]) -> Callable[P, R]:
        for name in reversed(names):
            if name in _MANY:
                option, metavar, text = _MANY[name]
                command = click.option(option, name, multiple=True, metavar=metavar, help=text)(command)
            else:
                option, metavar, text, kind = _ONE[name]
                command = click.option(option, name, type=kind, metavar=metavar, help=text)(command)
        return command

    return add


def asks(command: Callable[P, R]) -> Callable[P, R]:
    """`--record` and `--as-of`; a filter or a query that names nothing is one line and exit code 2."""

    @click.option(
        "--record",
        "folder",
        required=True,
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The record.",
    )
    @click.option("--as-of", type=Day(), help="What the record knew at the end of that day.")
    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except UsageError as error:
            complain(str(error))
            raise click.exceptions.Exit(2) from None

    return run


def output(
    *, formats: Sequence[str] = FORMATS, limit: int | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`--format`, `--output` and, with a usual `limit`, `--limit`."""

    def add(command: Callable[P, R]) -> Callable[P, R]:
        command = click.option(
            "-o",
            "--output",
            "target",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Write to a file.",
        )(command)
        command = click.option(
            "--format", "form", type=click.Choice(formats), default="table", show_default=True,
            help="How to write the rows.",
        )(command)  # fmt: skip
        if limit is not None:
            command = click.option(
                "--limit",
                type=click.IntRange(0),
                default=limit,
                show_default=True,
                help="Rows at most; 0: all.",
            )(command)
        return command

    return add


def opened(folder: Path, as_of: dt.date | None) -> OpenRecord:
    """The record, with a progress bar where its index has to be made first. Raises RecordError."""
    from westphalia.query import OpenRecord

    with index_progress() as progress:
        return OpenRecord(folder, as_of=as_of, progress=progress)


@contextlib.contextmanager
def index_progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, where that is a terminal, for the months of an index that are made."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("index, by month"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("index", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def write(
    answer: Answer,
    form: str,
    target: Path | None,
    table: Callable[[Answer], None],
    flatten: Callable[[Row], Mapping[str, Any]] | None = None,
) -> None:
    """The rows in the format asked for; notes go to stderr. `table` shows them at a terminal."""
    for note in answer.notes:
        complain(note)
    if form == "table":
        if target is not None:
            raise UsageError("--output goes with --format csv, jsonl, json or parquet")
        table(answer)
    elif form == "parquet":
        _write_parquet(answer, target)
    else:
        from westphalia.query import flat

        with _stream(target) as stream:
            if form == "csv":
                write_csv(stream, map(flatten or flat.plain, answer), answer, flatten is not None)
            else:
                write_json(stream, answer, form == "jsonl")


def _write_parquet(answer: Answer, target: Path | None) -> None:
    import pyarrow.parquet as pq

    if target is not None:
        pq.write_table(answer.to_arrow(), target, compression="zstd")
        return
    if sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal: give --output FILE")
    pq.write_table(answer.to_arrow(), sys.stdout.buffer, compression="zstd")


class _stream:  # noqa: N801 - a context manager in the manner of contextlib's
    """The file to write to, or standard output."""

    def __init__(self, target: Path | None) -> None:
        self._target = target

    def __enter__(self) -> IO[str]:
        self._open = self._target.open("w", encoding="utf-8", newline="") if self._target else sys.stdout
        return self._open

    def __exit__(self, *_: object) -> None:
        if self._target:
            self._open.close()


def write_csv(stream: IO[str], rows: Iterable[Mapping[str, Any]], answer: Answer, events: bool) -> None:
    import csv

    from westphalia.query import flat

    writer = csv.DictWriter(stream, flat.EVENT_COLUMNS if events else answer.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def write_json(stream: IO[str], rows: Iterable[Row], lines: bool) -> None:
    from westphalia.query.flat import rounded

    texts: Iterator[str] = (json.dumps(rounded(dict(row)), ensure_ascii=False) for row in rows)
    if lines:
        for text in texts:
            stream.write(text + "\n")
        return
    first = True
    for text in texts:
        stream.write(("[\n" if first else ",\n") + text)
        first = False
    stream.write("[]\n" if first else "\n]\n")
