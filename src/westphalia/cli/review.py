"""`westphalia review export|agreement --record DIR`: what reviewers decided, as training data and as figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from westphalia.cli.common import complain

if TYPE_CHECKING:
    from westphalia.query.session import Session
    from westphalia.review import Decision
    from westphalia.review.agreement import Agreement
    from westphalia.review.training import Export

RECORD = click.option(
    "--record", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The record."
)
REVIEWER = click.option("--reviewer", metavar="NAME", help="Only what this reviewer decided.")


@click.group(no_args_is_help=True)
def review() -> None:
    """What reviewers decided about events, in `serve --review`: as training data, and how far they agree."""


@review.command()
@RECORD
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to stdout."
)
@REVIEWER
@click.option(
    "--latest", is_flag=True, help="Where reviewers disagree, the latest decision, not leaving it out."
)
@click.option("--confirmed", is_flag=True, help="Only where a reviewer said that nothing is missing.")
def export(folder: Path, output: Path | None, reviewer: str | None, latest: bool, confirmed: bool) -> None:
    """Reviewed passages in the codebook's form, one a line: those in which every event is decided.

    How many passages were left out, and why, is told on stderr. Exit code 0 when something was written, 1 when
    nothing could be.
    """
    from westphalia.query.session import Session
    from westphalia.review.training import Export

    work = Export(latest=latest, confirmed_only=confirmed)
    partial = output.with_name(output.name + ".partial") if output else None
    session = Session(folder)
    sink = partial.open("w", encoding="utf-8") if partial else sys.stdout
    try:
        for record in _records(session, folder, work, reviewer):
            sink.write(json.dumps(record, ensure_ascii=False) + "\n")
        if partial and output:
            sink.close()
            if work.written:
                partial.replace(output)  # there whole or not at all
    finally:
        if partial:
            sink.close()
            partial.unlink(missing_ok=True)
        session.close()
    for reason, count in sorted(work.left_out.items()):
        complain(f"{count} {'passage' if count == 1 else 'passages'} left out: {reason}")
    complain(f"{work.written} {'passage' if work.written == 1 else 'passages'} written")
    if not work.written:
        raise click.exceptions.Exit(1)


@review.command("agreement")
@RECORD
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How."
)
def agreement_command(folder: Path, form: str) -> None:
    """How far reviewers agree, with each other and with the record as it is coded now.

    Krippendorff's alpha by field, and F1 of each pair. Exit code 1 when nothing was reviewed.
    """
    from westphalia.query import story as asking
    from westphalia.query.session import Session
    from westphalia.review import Ledger, standing
    from westphalia.review.agreement import agreement, units_of
    from westphalia.review.training import todays_codings

    session = Session(folder)
    try:
        decisions = standing(Ledger(folder).read())
        model = {}
        for article_id in sorted({one.article_id for one in decisions}):
            article = asking.article(session, article_id)
            model[article_id] = todays_codings(asking.events(session, article)) if article else []
    finally:
        session.close()
    if not decisions:
        complain(f"{folder}: nothing was reviewed yet (westphalia serve --review)")
        raise click.exceptions.Exit(1)
    found = agreement(units_of(decisions, model))
    if form == "json":
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        _tables(found)


def as_json(found: Agreement) -> dict[str, Any]:
    """The figures for programs."""
    return {
        "reviewers": list(found.reviewers),
        "events": found.units,
        "alpha": {
            one.field: {
                "among_reviewers": one.alpha, "events": one.units, "with_model": two.alpha, "events_with_model": two.units,
            }
            for one, two in zip(found.among_reviewers, found.with_model, strict=True)
        },
        "pairs": [
            {"one": pair.one, "two": pair.two, "events": pair.units, "f1": dict(pair.f1)} for pair in found.pairs
        ],
    }  # fmt: skip


def _records(session: Session, folder: Path, work: Export, reviewer: str | None) -> Iterator[dict[str, Any]]:
    """The passages of every reviewed article, in the order of the articles' ids."""
    from westphalia.parse.passages import passages_of
    from westphalia.query import story as asking
    from westphalia.record import article_of
    from westphalia.review import Ledger, standing
    from westphalia.review.standing import confirmed
    from westphalia.review.training import Source

    rows = Ledger(folder).read()
    decisions: dict[str, list[Decision]] = {}
    for one in standing(rows, reviewer):
        decisions.setdefault(one.article_id, []).append(one)
    whole = confirmed([row for row in rows if reviewer in (None, row.reviewer) or row.verdict == "revoke"])
    for article_id in sorted({*decisions, *whole}):
        article = asking.article(session, article_id)
        if article is None:
            work.left_out["the record has no such article"] += 1
            continue
        made = article_of(article)
        yield from work.records(
            Source(
                article=article,
                events=asking.events(session, article),
                quotes=asking.quotes(session, article),
                passages=[(part.span, made.blocks[part.block].kind) for part in passages_of(made)],
                decisions=decisions.get(article_id, []),
                confirmed=whole.get(article_id, ()),
            )
        )


def _tables(found: Agreement) -> None:
    from rich.console import Console
    from rich.table import Table

    def figure(value: float | None) -> str:
        return "–" if value is None else f"{value:.2f}"

    console = Console(highlight=False, emoji=False, markup=False)
    console.print(f"{found.units} events decided by {', '.join(found.reviewers)}")
    alphas = Table(
        "field", "among reviewers", "events", "with the model", "events", title="Krippendorff's alpha"
    )
    for one, two in zip(found.among_reviewers, found.with_model, strict=True):
        alphas.add_row(one.field, figure(one.alpha), str(one.units), figure(two.alpha), str(two.units))
    console.print(alphas)
    fields = list(found.pairs[0].f1) if found.pairs else []
    pairs = Table("pair", "events", *fields, title="F1 on the events that both judged")
    for pair in found.pairs:
        pairs.add_row(
            f"{pair.one} – {pair.two}", str(pair.units), *(figure(pair.f1[name]) for name in fields)
        )
    console.print(pairs)
