"""`westphalia explain PAGE`: what every room made of one page, and why; of a record: what an event stands on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from westphalia.cli.common import Day, complain, ontology_option, own_tables, tell
from westphalia.cli.fetching import fetch_options
from westphalia.cli.reading import column_options

if TYPE_CHECKING:
    from rich.console import Console

    from westphalia.fetch import Manners
    from westphalia.read import Columns
    from westphalia.records import Parse, Story


@click.command(no_args_is_help=True)
@click.argument("page")
@click.option(
    "--record",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="In the place of PAGE stands the ID of a merged event or report of this record: what it stands on.",
)
@click.option("--date", type=Day(), help="Publication date, used where the page does not tell one.")
@click.option("--url", help="Address the page came from.")
@column_options
@fetch_options
@ontology_option
def explain(
    page: str,
    folder: Path | None,
    date: dt.date | None,
    url: str | None,
    columns: Columns,
    manners: Manners,
    ontology: Path | None,
) -> None:
    """Follow one PAGE through every room: kept and dropped lines, sentences, spans, actors, dates, places.

    With --record, tell of the merged event with the given ID, or of the one that the report with that ID belongs to, which
    reports it stands on, why they were taken for one, and in what they differ.
    """
    if folder is not None:
        _standing(folder, page)
        return
    from rich.console import Console

    from westphalia.fetch import Fetcher
    from westphalia.pipeline import Coder
    from westphalia.read import read_pages
    from westphalia.records import Rejected

    coder = Coder(ontology=own_tables(ontology))
    with Fetcher(manners) as fetcher:
        for item in coder.code_many(read_pages([page], date=date, url=url, columns=columns, fetch=fetcher)):
            if isinstance(item, Rejected):
                tell(item)
                raise click.exceptions.Exit(1)
            console = Console(highlight=False, emoji=False, markup=False, soft_wrap=True)
            _clean(console, item)
            _parse(console, item)
            _resolve(console, item)


def _standing(folder: Path, name: str) -> None:
    from westphalia.cli.asked import opened
    from westphalia.cli.standing import reports
    from westphalia.errors import UsageError

    with opened(folder, None) as record:
        try:
            reports(record.reports(name))
        except UsageError as error:
            complain(str(error))
            raise click.exceptions.Exit(2) from None


def _heading(console: Console, text: str) -> None:
    from rich.text import Text

    console.print()
    console.print(Text(text, style="bold underline"))


def _clean(console: Console, story: Story) -> None:
    from rich.text import Text

    from westphalia.cli.table import printable
    from westphalia.parse.passages import is_read

    article = story.article
    _heading(console, "1–2. read, clean: the article")
    for name in ("article_id", "source", "url", "title", "outlet", "author", "wire", "dateline", "language"):
        value = getattr(article, name)
        console.print(f"  {name:10s} {printable(value) if value else '–'}")
    published = article.published
    told = f"{published.iso} ({published.precision}, from {published.basis})" if published else "not found"
    console.print(f"  {'published':10s} {told}")
    console.print()
    for number, block in enumerate(article.blocks):
        repeat = f" (repeats block {block.repeat_of})" if block.repeat_of is not None else ""
        read = is_read(block)
        line = printable(block.span.of(article.text))
        style = "" if read else "dim"
        console.print(Text(f"  {number:3d} {block.kind:9s} {_cut(line, 100)}", style=style))
        console.print(
            Text(f"      {' ' * 9} {'kept' if read else 'left out'}: {block.reason}{repeat}", style="dim")
        )


def _parse(console: Console, story: Story) -> None:
    _heading(console, "3. parse: what the model saw")
    for parse, actors in zip(story.parses, story.actors, strict=True):
        if not parse.mentions and not parse.triggers and not parse.quotes:
            continue
        _passage(console, story, parse)
        for trigger in parse.triggers:
            console.print(
                f"    event   {_quoted(trigger.span.of(story.article.text))} {trigger.type}"
                f"{'·' + trigger.mode if trigger.mode else ''} {' '.join(trigger.aux)} "
                f"confidence {trigger.confidence:.2f}"
            )
        for index, mention in enumerate(parse.mentions):
            words = _quoted(mention.span.of(story.article.text))
            if mention.kind != "actor":
                console.print(f"    {mention.kind:7s} {words} {mention.score:.2f}")
            else:
                console.print(f"    actor   {words} {mention.score:.2f}: {actors[index].basis}")


def _passage(console: Console, story: Story, parse: Parse) -> None:
    from rich.text import Text

    from westphalia.cli.table import printable

    console.print()
    for sentence in parse.sentences:
        text = printable(sentence.span.of(story.article.text))
        console.print(Text(f"  [{sentence.index}] block {parse.block}: {text}", style="dim"))


def _resolve(console: Console, story: Story) -> None:
    from westphalia.cli.grounds import date_words, place_words, source_words, status_words
    from westphalia.cli.table import actor_label

    _heading(console, "4. resolve: the record")
    for number, event in enumerate(story.events, 1):
        console.print()
        console.print(f"  {number}. {event.type}{'·' + event.mode if event.mode else ''} {event.event_id}")
        console.print(f"     trigger   {_quoted(event.evidence.trigger.of(story.article.text))}")
        for name, actors in (
            ("actor", event.actors),
            ("recipient", event.recipients),
            ("said by", event.said_by),
        ):
            for actor in actors:
                console.print(f"     {name:9s} {actor_label(actor)} [{actor.actor_id}] {actor.basis}")
        console.print(f"     date      {date_words(event, story)}")
        console.print(f"     place     {place_words(event)}")
        console.print(f"     status    {status_words(event)}")
        console.print(f"     sources   {source_words(event, story)}")
        if event.unfolded:
            console.print(f"     folded    planned {'·'.join(filter(None, event.unfolded))} → {event.type}")
        console.print(
            f"     scores    quad class {event.quad_class}, intensity {event.intensity}, CAMEO {event.cameo_root}, "
            f"confidence {event.confidence:.2f}"
        )
    _places(console, story)
    for quote in story.quotes:
        who = actor_label(quote.speaker) if quote.speaker else "unattributed"
        console.print(f"  quote {_quoted(quote.text)} — {who}")


def _places(console: Console, story: Story) -> None:
    from westphalia.cli.grounds import entry_words

    for place in story.places:
        console.print(f"  place {_quoted(place.text)} → {entry_words(place)}: {place.use}")


def _quoted(text: str) -> str:
    from westphalia.cli.table import printable

    return f"“{_cut(printable(text), 90)}”"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
