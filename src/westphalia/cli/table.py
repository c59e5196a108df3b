"""A coded page for a reader at a terminal: a heading, then each event with its sentence."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from westphalia.records import Actor, DateValue, Event, Quote, Span, Story

QUAD_STYLE = {1: "green", 2: "bold green", 3: "yellow", 4: "bold red"}
STATUS_STYLE = {
    "reported": "",
    "planned": "cyan",
    "hypothetical": "magenta",
    "denied": "red",
    "background": "dim",
}
SHOWN = 420  # characters of a sentence; the rest is cut around the trigger


def printable(text: str) -> str:
    """Page text for a terminal: one line, no control characters (an escape sequence is hostile input)."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def print_story(console: Console, story: Story) -> None:
    article = story.article
    console.print(
        Rule(Text(printable(article.title or article.source), style="bold"), align="left", characters="─")
    )
    facts = [
        article.outlet,
        f"wire {article.wire}" if article.wire else None,
        article.author and f"by {article.author}",
    ]
    if article.published:
        facts.append(f"published {article.published.iso} (from {article.published.basis})")
    else:
        facts.append("no publication date found: use --date")
    facts += [article.url, article.source]
    console.print(Text(" · ".join(printable(fact) for fact in facts if fact), style="dim"))
    if not story.events:
        console.print(Text("no political event found on this page"))
    for number, event in enumerate(story.events, 1):
        console.print(_head(number, event, article.outlet, console.width))
        console.print(
            Padding(marked(article.text, event, plain=not console.is_terminal), (0, 0, 0, 4), expand=False)
        )
    for quote in story.quotes:
        console.print(Padding(_quote(quote), (0, 0, 0, 4), expand=False))
    dropped = sum(item.room == "clean" for item in story.rejected)
    console.print(
        Text(
            f"{len(story.events)} events, {len(story.quotes)} quotes; {dropped} lines set apart as furniture or repeats",
            style="dim",
        )
    )
    console.print()


def _head(number: int, event: Event, outlet: str | None, width: int) -> Table:
    """One line: date, who, what, to whom, did it happen, on whose word (the heading has the outlet)."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=3, justify="right")
    table.add_column(width=16, no_wrap=True)
    wide = max(16, (width - 74) // 2)
    for size in (wide, 22, wide, 12):
        table.add_column(width=size)
    table.add_column()
    what = Text(
        event.type + (f" · {event.mode}" if event.mode else ""),
        style=QUAD_STYLE.get(event.quad_class or 0, ""),
    )
    table.add_row(
        Text(str(number), style="dim"),
        Text(_short(event.date) if event.date else "–"),
        _names(event.actors),
        what,
        _names(event.recipients),
        Text(event.status, style=STATUS_STYLE[event.status]),
        Text(" ← ".join(printable(name) for name in event.sources if name != outlet), style="italic"),
    )
    return table


def _short(date: DateValue) -> str:
    """`2024-04-09`, `2023-03`, `2022`; an interval without what both its days share: `2024-04-08/09`."""
    if date.precision != "interval":
        return date.iso
    start, end = date.start.isoformat(), date.end.isoformat()
    if start[:7] == end[:7]:
        return f"{start}/{end[8:]}"
    return f"{start}/{end[5:]}" if start[:4] == end[:4] else f"{start[:7]}/{end[:7]}"


def actor_label(actor: Actor) -> str:
    """ "Sergei Lavrov (RUS GOV)"."""
    codes = [code for code in (actor.country, actor.sector) if code]
    if actor.members:
        codes = [*dict.fromkeys(str(member.country) for member in actor.members), actor.sector]
    return f"{printable(actor.name or actor.text)} ({' '.join(codes)})"


def _names(actors: tuple[Actor, ...]) -> Text:
    return Text(", ".join(actor_label(actor) for actor in actors) or "–")


def marked(text: str, event: Event, *, plain: bool = False) -> Text:
    """The event's sentence with its trigger marked, its roles underlined; `plain` marks with »«."""
    sentence, trigger = event.evidence.sentence, event.evidence.trigger
    if not sentence.contains(trigger):
        sentence = Span(min(sentence.start, trigger.start), max(sentence.end, trigger.end))
    if sentence.end - sentence.start > SHOWN:
        start = max(sentence.start, trigger.start - SHOWN // 2)
        sentence = Span(start, min(sentence.end, start + SHOWN))
    shown = "".join(char if char.isprintable() else " " for char in sentence.of(text))
    if plain:
        start, end = trigger.start - sentence.start, trigger.end - sentence.start
        return Text(f"{shown[:start]}»{shown[start:end]}«{shown[end:]}")
    line = Text(shown, style="dim")
    line.stylize("not dim bold reverse", trigger.start - sentence.start, trigger.end - sentence.start)
    for actor in (*event.actors, *event.recipients):
        if sentence.contains(actor.span):
            line.stylize(
                "not dim underline", actor.span.start - sentence.start, actor.span.end - sentence.start
            )
    return line


def _quote(quote: Quote) -> Text:
    who = actor_label(quote.speaker) if quote.speaker else "unattributed"
    via = f", to {printable(quote.via.name or quote.via.text)}" if quote.via else ""
    shown = printable(quote.text)
    return Text(f"“{shown[:160]}{'…' if len(shown) > 160 else ''}” — {who}{via}", style="italic")
