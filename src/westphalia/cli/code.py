"""`westphalia code PAGE...`: pages to events."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from westphalia.cli.common import Day, fast_option, ontology_option, own_tables, tell, with_progress
from westphalia.cli.fetching import fetch_options
from westphalia.cli.reading import column_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from westphalia.fetch import Manners
    from westphalia.read import Columns
    from westphalia.records import Story


@click.command(no_args_is_help=True)
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--date", type=Day(), help="Publication date, used where a page does not tell one.")
@click.option("--url", help="Address the page came from (one page).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv"]),
    default="table",
    show_default=True,
    help="table: to read; json: the whole record, one list; jsonl: the same, a page a line; csv: a row an event.",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out events below this."
)
@column_options
@fetch_options
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
def code(
    pages: tuple[str, ...],
    date: dt.date | None,
    url: str | None,
    form: str,
    min_confidence: float,
    columns: Columns,
    manners: Manners,
    ontology: Path | None,
    types: Path | None,
    fold: bool,
    fast: bool,
    threads: int | None,
) -> None:
    """Code PAGEs into events: files and folders of HTML or text, archives, tables, exports, web
    addresses and lists of them, or - for standard input.

    Exit code 0 when something was coded, 1 when nothing could be.
    """
    from westphalia.fetch import Fetcher
    from westphalia.pipeline import Coder
    from westphalia.read import read_pages
    from westphalia.records import Rejected

    if url is not None and (len(pages) != 1 or not _web(url)):
        raise click.UsageError("--url takes an http(s) address and goes with exactly one PAGE")
    coder = Coder(threads=threads, ontology=own_tables(ontology), types=types, fold=fold, fast=fast)
    coded = 0

    def stories() -> Iterable[Story]:
        nonlocal coded
        results = coder.code_many(read_pages(pages, date=date, url=url, columns=columns, fetch=fetcher))
        for item in with_progress(results, "pages"):
            if isinstance(item, Rejected):
                tell(item)
            else:
                coded += 1
                yield _confident(item, min_confidence)  # type: ignore[arg-type]

    with Fetcher(manners) as fetcher:
        WRITERS[form](stories())
    if not coded:
        raise click.exceptions.Exit(1)


def _web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _confident(story: Story, least: float) -> Story:
    from dataclasses import replace

    kept = tuple(event for event in story.events if event.confidence >= least)
    return story if len(kept) == len(story.events) else replace(story, events=kept)


def write_table(stories: Iterable[Story]) -> None:
    from rich.console import Console

    from westphalia.cli.table import print_story

    console = Console(highlight=False, emoji=False, markup=False, width=None if sys.stdout.isatty() else 120)
    for story in stories:
        print_story(console, story)


def write_json(stories: Iterable[Story]) -> None:
    from westphalia.output import story_json

    first = True
    for story in stories:
        print("[" if first else ",")
        print(json.dumps(story_json(story), ensure_ascii=False, indent=1), end="")
        first = False
    print("[]" if first else "\n]")


def write_jsonl(stories: Iterable[Story]) -> None:
    from westphalia.output import story_json

    for story in stories:
        print(json.dumps(story_json(story), ensure_ascii=False), flush=True)


def write_csv(stories: Iterable[Story]) -> None:
    import csv

    from westphalia.output import COLUMNS, event_rows

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for story in stories:
        writer.writerows(event_rows(story))


WRITERS = {"table": write_table, "json": write_json, "jsonl": write_jsonl, "csv": write_csv}
