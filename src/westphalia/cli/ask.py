"""`westphalia events|quotes|actors|stories --record DIR`: rows of a record by filters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from westphalia.cli.asked import asks, filters, opened, output, write

EVENT_FILTERS = (
    "actor", "recipient", "country", "sector", "type", "mode", "quad_class", "status", "said_by", "outlet", "since",
    "until", "text", "min_confidence", "min_stories",
)  # fmt: skip
LIMIT = 50


@click.command()
@asks
@filters(*EVENT_FILTERS)
@click.option(
    "--merged", is_flag=True, help="One row an event of the world, however many reports tell of it."
)
@click.option(
    "--explain",
    is_flag=True,
    help="Of each merged event the reports that it stands on, and why they were taken for one.",
)
@click.option("--without-reprints", is_flag=True, help="Only the earliest copy of a story.")
@click.option("--dataset", metavar="NAME", help="Events imported from polecat, icews or gdelt instead.")
@output(limit=LIMIT)
def events(
    folder: Path,
    as_of: dt.date | None,
    merged: bool,
    explain: bool,
    without_reprints: bool,
    dataset: str | None,
    form: str,
    target: Path | None,
    limit: int,
    **chosen: Any,
) -> None:
    """Events of a record, the newest first, each with its sentence.

    Filters hold together; one given several times holds where one of its values does.
    """
    from westphalia.cli import asked_tables
    from westphalia.query import flat

    with opened(folder, as_of) as record:
        if dataset not in (None, "westphalia"):
            shown = asked_tables.columns(
                "date_start", "actor_names", "actor_countries", "type", "mode", "recipient_names", "recipient_countries",
                "place_name", "outlet",
            )  # fmt: skip
            write(record.imported(str(dataset), limit=limit or None, **given(chosen)), form, target, shown)
            return
        answer = record.events(
            limit=limit or None, merged=merged or explain, without_reprints=without_reprints, **given(chosen)
        )
        if explain:
            from westphalia.cli.standing import reports

            told = record.reports(*(row["merged_id"] or row["event_id"] for row in answer))
            write(told, form, target, reports)
            return
        write(answer, form, target, asked_tables.events, flat.event)


@click.command()
@asks
@filters("actor", "recipient", "country", "sector", "outlet", "since", "until", "text", "min_confidence")
@output(limit=LIMIT)
def quotes(
    folder: Path, as_of: dt.date | None, form: str, target: Path | None, limit: int, **chosen: Any
) -> None:
    """Direct quotes of a record, the newest first. --actor is the speaker, --text the words between the marks."""
    from westphalia.cli import asked_tables

    shown = asked_tables.columns("published", "speaker", "text", "outlet", "via")
    with opened(folder, as_of) as record:
        write(record.quotes(limit=limit or None, **given(chosen)), form, target, shown)


@click.command()
@asks
@filters("actor", "country", "sector", "since", "until", "text")
@output(limit=LIMIT)
def actors(
    folder: Path, as_of: dt.date | None, form: str, target: Path | None, limit: int, **chosen: Any
) -> None:
    """Actors of a record, the most reported first. --actor or --text is a name or a part of it."""
    from westphalia.cli import asked_tables

    shown = asked_tables.columns(
        "actor_id", "name", "country", "sector", "role", "first_seen", "last_seen", "n_events", "n_quotes"
    )
    with opened(folder, as_of) as record:
        write(record.actors(limit=limit or None, **given(chosen)), form, target, shown)


@click.command()
@asks
@filters("outlet", "since", "until", "text")
@click.option(
    "--min-copies", type=click.IntRange(1), default=1, metavar="N", help="With so many copies at least."
)
@output(limit=LIMIT)
def stories(
    folder: Path,
    as_of: dt.date | None,
    min_copies: int,
    form: str,
    target: Path | None,
    limit: int,
    **chosen: Any,
) -> None:
    """Stories of a record and their reprints, the newest first. --text is looked for in the title."""
    from westphalia.cli import asked_tables

    shown = asked_tables.columns(
        "story_id", "first_published", "title", "wire", "n_articles", "n_outlets", "outlets"
    )
    with opened(folder, as_of) as record:
        answer = record.stories(limit=limit or None, min_copies=min_copies, **given(chosen))
        write(answer, form, target, shown)


def given(chosen: dict[str, Any]) -> dict[str, Any]:
    """The filters that were given."""
    return {name: value for name, value in chosen.items() if value not in (None, ())}
