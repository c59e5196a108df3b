"""`westphalia run SOURCE... --record DIR`: pages into a record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from westphalia.cli.common import Day, complain, fast_option, ontology_option, own_tables, tell
from westphalia.cli.fetching import fetch_options
from westphalia.cli.log import Lines, log_option
from westphalia.cli.many import Hands, hands_options
from westphalia.cli.reading import column_options
from westphalia.cli.running import Interrupted, otherwise, refresh_index, running, summary

if TYPE_CHECKING:
    from westphalia.fetch import Manners
    from westphalia.read import Columns
    from westphalia.records import Rejected
    from westphalia.run import Progress


@click.command(no_args_is_help=True)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The record's folder; made if it is not there.",
)
@click.option("--date", type=Day(), help="Publication date, used where a page does not tell one.")
@column_options
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
@hands_options
def run(
    sources: tuple[str, ...],
    folder: Path,
    date: dt.date | None,
    columns: Columns,
    manners: Manners,
    log_form: str,
    metrics: Path | None,
    ontology: Path | None,
    types: Path | None,
    fold: bool,
    fast: bool,
    hands: Hands,
) -> None:
    """Code SOURCEs (files and folders of HTML or text, archives, tables, exports, web addresses and
    lists of them, or -) into the record DIR.

    Pages that the record has already are passed over. Interrupted, it keeps what it has done but for the last 256
    pages; the same command goes on from there. The record does not depend on how many workers there are. Exit code 0 when the record holds something of the sources, 1 when
    nothing could be coded.
    """
    from westphalia.fetch import Fetcher
    from westphalia.pipeline import Coder
    from westphalia.read import read_pages
    from westphalia.run import Outcome, ingest
    from westphalia.run.metrics import Metrics
    from westphalia.run.sources import count_pages

    coder = Coder(threads=hands.threads, ontology=own_tables(ontology), types=types, fold=fold, fast=fast)
    log, figures = Lines(log_form), Metrics("run", metrics)
    with (
        running("pages", lambda: count_pages(sources)) as bar,
        Fetcher(manners, folder, figures.heard) as fetcher,
        hands.coding(coder) as coding,
    ):

        def report(progress: Progress) -> None:
            bar(progress)
            fetcher.kept(progress.kept)
            figures.progressed(progress)
            figures.write_now_and_then()

        def rejected(item: Rejected) -> None:
            figures.rejected(item)
            if log_form == "json":
                log("left_out", source=item.source, room=item.room, reason=item.reason, detail=item.detail)
            else:
                tell(item)

        try:
            outcome = ingest(
                fetcher.through(read_pages(sources, date=date, columns=columns, fetch=fetcher)),
                folder,
                coding,
                sources=sources,
                given=date,
                columns=columns.named(),
                report=report,
                rejected=rejected,
            )
        except KeyboardInterrupt:
            complain(f"{folder}: interrupted; {bar.kept()}, the same command goes on from there")
            raise Interrupted from None
        fetcher.all_kept()
        known = outcome.known + fetcher.passed_over
    figures.taken_in(outcome.counts, known)
    figures.write(finished=True)
    if log_form == "json":
        log("taken_in", **outcome.counts, known=known, reasons=figures.reasons())
    elif sum(figures.reasons().values()) > 1:
        complain("left out: " + ", ".join(f"{why} {count:,}" for why, count in figures.reasons().items()))
    click.echo(f"{folder}: {summary(Outcome(outcome.counts, known))}")
    refresh_index(folder)
    if outcome.older is not None:
        complain(otherwise(folder, outcome.older))
    if not outcome.counts.get("articles") and not outcome.counts.get("repeat") and not known:
        raise click.exceptions.Exit(1)
