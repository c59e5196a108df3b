"""`westphalia recode --record DIR`: stored articles coded again."""

from __future__ import annotations

from pathlib import Path

import click

from westphalia.cli.common import complain, fast_option, ontology_option, own_tables
from westphalia.cli.running import Interrupted, refresh_index, running, summary


@click.command()
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The record's folder.",
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
@click.option("--discard-old", is_flag=True, help="Drop the old coding, which is kept for --as-of otherwise.")
@click.option("--force", is_flag=True, help="Code again even with the same model and settings.")
@click.option("--abandon", is_flag=True, help="Give up a recode that was interrupted, and do nothing else.")
def recode(
    folder: Path,
    ontology: Path | None,
    types: Path | None,
    fold: bool,
    fast: bool,
    threads: int | None,
    discard_old: bool,
    force: bool,
    abandon: bool,
) -> None:
    """Code the record's stored articles again with the installed model and code; no page is read.

    The old coding is what readers see until the new one is complete. Interrupted, the same command goes on.
    """
    from westphalia.pipeline import Coder
    from westphalia.record import open_record
    from westphalia.run import abandon as give_up
    from westphalia.run import recode as code_again

    if abandon:
        there = give_up(folder)
        click.echo(f"{folder}: {'given up' if there else 'no recode was under way'}")
        return
    coder = Coder(threads=threads, ontology=own_tables(ontology), types=types, fold=fold, fast=fast)
    articles = sum(info.rows for info in open_record(folder).state.of("articles"))
    with running("articles", lambda: articles) as report:
        try:
            outcome = code_again(folder, coder, discard=discard_old, force=force, report=report)
        except KeyboardInterrupt:
            complain(f"{folder}: interrupted; the same command goes on from the last finished batch")
            raise Interrupted from None
    if outcome.counts:
        click.echo(f"{folder}: {summary(outcome)}")
        refresh_index(folder)
    else:
        click.echo(f"{folder}: coded with this model and these settings already (--force codes it again)")
