"""`westphalia watch FEEDS --record DIR`: what feeds name, into a record, for as long as it runs."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from westphalia.cli.common import fast_option, ontology_option, own_tables
from westphalia.cli.fetching import Span, engine_for, fetch_options
from westphalia.cli.log import Lines, log_option
from westphalia.cli.running import Interrupted

if TYPE_CHECKING:
    from westphalia.fetch import Manners

SOME_FAILED = 3
MOST_BYTES = 10_000_000
_QUIET = frozenset({"fetched", "same_page"})


@click.command(no_args_is_help=True)
@click.argument("feeds", nargs=-1, required=True, metavar="FEEDS...")
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The record's folder; made if it is not there.",
)
@click.option(
    "--every", type=Span(), default="15m", show_default=True, help="How often a feed is asked; at least 1m."
)
@click.option("--once", is_flag=True, help="Ask each feed once, take in what is new, and end.")
@click.option(
    "--max-age",
    type=Span(),
    default="7d",
    show_default=True,
    help="Pages that a feed dates further back are left alone.",
)
@fetch_options
@log_option
@click.option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep figures in this file, in Prometheus' text format.",
)
@ontology_option
@click.option(
    "--types",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Own event types, a folder of train-types.",
)
@click.option("--fold", is_flag=True, help="Code planned events as PLOVER does: a planned visit is AGREE.")
@fast_option
@click.option("--threads", type=click.IntRange(1), help="Cores to use (default: all that are free to us).")
def watch(
    feeds: tuple[str, ...],
    folder: Path,
    every: float,
    once: bool,
    max_age: float,
    manners: Manners,
    log_form: str,
    metrics: Path | None,
    ontology: Path | None,
    types: Path | None,
    fold: bool,
    fast: bool,
    threads: int | None,
) -> None:
    """Follow the feeds and sitemaps in FEEDS (files with an address a line, OPML, or addresses) into the record DIR.

    Runs until it is stopped; started again, it goes on from there and fetches and codes no page twice. Exit code 0
    when it was told to end (SIGTERM) or --once is through, 3 when --once could not read some of the feeds, 1 when it
    could read none or the record cannot be used, 130 after ctrl-C.
    """
    from westphalia.fetch.state import State
    from westphalia.pipeline import Coder
    from westphalia.record.folder import refuse_foreign
    from westphalia.run.follow import Pace
    from westphalia.run.metrics import Metrics
    from westphalia.run.watch import watch as follow

    if every < 60:
        raise click.UsageError(
            "--every takes a minute at least: feeds do not change faster, servers remember"
        )
    addresses = _addresses(feeds)
    refuse_foreign(folder)
    log = Lines(log_form, _QUIET)
    coder = Coder(threads=threads, ontology=own_tables(ontology), types=types, fold=fold, fast=fast)
    with State(folder) as state, engine_for(manners, state) as engine, _ending() as ending:
        log("watching", feeds=len(addresses), record=str(folder), agent=manners.agent)
        try:
            watched = follow(
                addresses,
                folder,
                coder,
                engine,
                state,
                pace=Pace(every=every, max_age=max_age),
                once=once,
                stopped=lambda: bool(ending),
                log=log,
                metrics=Metrics("watch", metrics),
            )
        except KeyboardInterrupt:
            log("interrupted", why="what was fetched is kept, the same command goes on from there")
            raise Interrupted from None
        log("ended", batches=watched.batches, pages=watched.pages, failing_feeds=watched.failing)
        if signal.SIGINT in ending:
            raise Interrupted
        if once and watched.failing and not ending:
            raise click.exceptions.Exit(1 if watched.failing == watched.feeds else SOME_FAILED)


def _addresses(feeds: tuple[str, ...]) -> list[str]:
    """The addresses of all lists, each once. Raises NoFeed, RefusedAddress or UnreadableInput."""
    from westphalia.errors import UnreadableInput
    from westphalia.fetch.address import checked_address
    from westphalia.fetch.feeds import read_list

    found: dict[str, None] = {}
    for name in feeds:
        if name.startswith(("http://", "https://")):
            found[checked_address(name)] = None
            continue
        try:
            with Path(name).open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise UnreadableInput(f"{name}: {error.strerror}") from error
        if len(content) > MOST_BYTES:
            raise UnreadableInput(f"{name}: too large for a list of feeds")
        found.update(dict.fromkeys(read_list(content, name)))
    return list(found)


@contextlib.contextmanager
def _ending() -> Iterator[list[int]]:
    """Signals to end, as they come: the first lets the batch at work be kept, a second ctrl-C ends at once."""
    got: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if number in got and number == signal.SIGINT:
            raise KeyboardInterrupt
        got.append(number)
        more = "; ctrl-C again to end at once" if number == signal.SIGINT else ""
        # not by print: the handler may have come in the middle of one
        os.write(2, f"westphalia: ending, what was fetched is kept{more}\n".encode())

    if threading.current_thread() is not threading.main_thread():  # only that one may set handlers
        yield got
        return
    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield got
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
