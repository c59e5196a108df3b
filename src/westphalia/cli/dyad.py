"""`westphalia dyad|dyads|timeline|compare --record DIR`: counts by month, and two sides beside each other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from westphalia.cli.ask import given
from westphalia.cli.asked import asks, filters, opened, output, write

if TYPE_CHECKING:
    from westphalia.query import Answer

COUNTED = ("type", "quad_class", "status", "since", "until", "min_confidence", "min_stories")
_plot = click.option("--plot", is_flag=True, help="Draw it in the terminal, too.")
_plot_to = click.option(
    "--plot-to", metavar="FILE", type=click.Path(path_type=Path), help="Draw it into an .svg or .png file."
)
_merged = click.option("--merged", is_flag=True, help="Count events of the world, not reports of them.")
_reprints = click.option("--without-reprints", is_flag=True, help="Count only the earliest copy of a story.")

_dataset = click.option(
    "--dataset",
    multiple=True,
    metavar="NAME",
    help="westphalia (the record's own, usual), polecat, icews or gdelt; several stand one below the other.",
)


@click.command()
@click.argument("one", metavar="ONE")
@click.argument("two", metavar="TWO")
@asks
@filters(*COUNTED)
@_dataset
@_merged
@_reprints
@_plot
@_plot_to
@output()
def dyad(
    one: str,
    two: str,
    folder: Path,
    as_of: dt.date | None,
    plot: bool,
    plot_to: Path | None,
    form: str,
    target: Path | None,
    **chosen: Any,
) -> None:
    """What ONE and TWO did to each other, by month and direction: countries, or actors by name or actor_id.

    Events count in the month of their own date. What is planned, hypothetical or denied is left out unless --status
    asks for it.
    """
    from westphalia.cli import asked_tables

    shown = asked_tables.columns(
        "dataset", "month", "actor", "recipient", "events", "verbal_cooperation", "material_cooperation", "verbal_conflict",
        "material_conflict", "intensity_sum", "intensity_mean", "share_by_several_stories",
    )  # fmt: skip
    with opened(folder, as_of) as record:
        answer = record.dyad(one, two, **given(chosen))
        write(answer, form, target, shown)
        _draw(answer, plot, plot_to)


@click.command()
@asks
@filters("country", *COUNTED)
@_dataset
@_merged
@_reprints
@click.option(
    "--min-events", type=click.IntRange(1), default=1, metavar="N", help="Months with so many at least."
)
@output()
def dyads(
    folder: Path, as_of: dt.date | None, min_events: int, form: str, target: Path | None, **chosen: Any
) -> None:
    """All pairs of countries by month and direction: counts, intensities, shares by status and by stories."""
    from westphalia.cli import asked_tables

    with opened(folder, as_of) as record:
        answer = record.dyads(least=min_events, **given(chosen))
        write(answer, form, target, asked_tables.columns("dataset", "month", "actor", "recipient", "events", "intensity_sum", "intensity_mean", "share_by_several_stories"))  # fmt: skip


@click.command()
@click.argument("actor", metavar="ACTOR")
@asks
@filters(*COUNTED)
@_dataset
@_merged
@_reprints
@_plot
@_plot_to
@output()
def timeline(
    actor: str,
    folder: Path,
    as_of: dt.date | None,
    plot: bool,
    plot_to: Path | None,
    form: str,
    target: Path | None,
    **chosen: Any,
) -> None:
    """What ACTOR did and what was done to it, by month: a country, or an actor by name or actor_id."""
    from westphalia.cli import asked_tables

    with opened(folder, as_of) as record:
        answer = record.timeline(actor, **given(chosen))
        write(answer, form, target, asked_tables.columns())
        _draw(answer, plot, plot_to)


@click.command()
@click.argument("one", metavar="ONE")
@click.argument("two", metavar="TWO")
@asks
@filters("country", "type", "since", "until")
@output(limit=20)
def compare(
    one: str,
    two: str,
    folder: Path,
    as_of: dt.date | None,
    form: str,
    target: Path | None,
    limit: int,
    **chosen: Any,
) -> None:
    """What ONE and TWO say of the same events: two outlets, or two actors on whose word reports stand.

    The events on which they differ most come first.
    """
    from westphalia.cli import asked_tables

    shown = asked_tables.columns(
        "date",
        "type_1",
        "type_2",
        "status_1",
        "status_2",
        "differ",
        "contradictions",
        "sentence_1",
        "sentence_2",
    )
    with opened(folder, as_of) as record:
        write(record.compare(one, two, limit=limit or None, **given(chosen)), form, target, shown)


def _draw(answer: Answer, plot: bool, plot_to: Path | None) -> None:
    if not plot and plot_to is None:
        return
    from westphalia.cli import asked_tables
    from westphalia.query.plot import panels, write_plot

    found = panels(answer, answer.question)
    if plot:
        asked_tables.plot(found)
    if plot_to is not None:
        write_plot(found, plot_to)
