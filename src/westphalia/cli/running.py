"""What the commands that fill a record show: a progress bar with rate and time left, and the sum at the end."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from westphalia.run import Older, Outcome, Progress


class Interrupted(click.exceptions.Exit):
    """Ctrl-C, told already."""

    def __init__(self) -> None:
        super().__init__(130)


class Reporter:
    """Shows how far a run is, where there is a bar to show it on."""

    def __init__(self, bar: Any = None, task: Any = None, what: str = "pages") -> None:
        self._bar, self._task, self._what = bar, task, what
        self._last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        self._last = progress
        if self._bar is None:
            return
        doing = f"{progress.events:,} events" if progress.doing == "coding" else progress.doing
        done = progress.taken + progress.known
        total = self._bar.tasks[self._task].total
        if total is not None and done > total:  # an archive: one file, and who knows how many pages
            self._bar.update(self._task, total=None)
        self._bar.update(self._task, completed=done, doing=doing)

    def kept(self) -> str:
        """What has been kept until now, for the message of an interruption."""
        if self._last is None or not self._last.kept:
            return "nothing new was kept yet"
        return f"{self._last.kept:,} of {self._last.taken:,} {self._what} read are kept"


@contextlib.contextmanager
def running(what: str, count: Callable[[], int | None]) -> Iterator[Reporter]:
    """A progress bar on stderr, where that is a terminal; `count` tells how much there is to do, if it can."""
    if not sys.stderr.isatty():
        yield Reporter(what=what)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Items a second over the last while."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.1f}/s")

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[doing]}"),
    )
    # Over two minutes: pages differ in length, and the time left should not jump.
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=120) as bar:
        yield Reporter(bar, bar.add_task(what, total=count(), doing=""), what)


def summary(outcome: Outcome) -> str:
    """What came of it, in one line."""
    counts = outcome.counts
    parts = []
    if counts.get("pages"):
        told = [f"{counts.get('articles', 0):,} articles"]
        told += [f"{counts[name]:,} {word}" for name, word in _OTHER if counts.get(name)]
        parts.append(f"{counts['pages']:,} pages taken in ({', '.join(told)})")
    elif counts.get("articles"):
        parts.append(f"{counts['articles']:,} articles coded again")
    if parts:
        parts.append(f"{counts.get('events', 0):,} events, {counts.get('quotes', 0):,} quotes")
    if outcome.known:
        parts.append(f"{outcome.known:,} pages were in the record already")
    return "; ".join(parts) or "nothing to take in"


def otherwise(folder: Path, older: Older) -> str:
    """That part of the record was coded otherwise, and what to do about it, in one line."""
    return (
        f"{folder}: {older.articles:,} articles were coded otherwise ({'; '.join(older.differences)}): "
        f"`westphalia recode --record {folder}` with the same options codes all of them as now, without the pages"
    )


def refresh_index(folder: Path) -> None:
    """Make what the record's index lacks, so that not the first who asks has to wait; small records have none."""
    from westphalia.cli.asked import index_progress
    from westphalia.errors import RecordError
    from westphalia.query import session

    # Another process may be writing already: its end comes here, too.
    with contextlib.suppress(RecordError), index_progress() as progress:
        session.refresh_index(folder, progress=progress)


_OTHER = (("repeat", "texts that were there already"), ("rejected", "left out"))
