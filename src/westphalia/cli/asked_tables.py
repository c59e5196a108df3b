"""Answers at a terminal: events with their sentences, and plain tables of the columns that matter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from westphalia.cli.table import QUAD_STYLE, SHOWN, STATUS_STYLE, printable

if TYPE_CHECKING:
    from westphalia.query import Answer
    from westphalia.query.plot import Panel

Row = Mapping[str, Any]
NUMBERS = (int, float)


def console() -> Console:
    width = None if sys.stdout.isatty() else 140
    return Console(highlight=False, emoji=False, markup=False, width=width)


def events(answer: Answer) -> None:
    """Each event in two or three lines: when, who, what, to whom, did it happen, on whose word; its sentence."""
    screen = console()
    for row in answer:
        screen.print(event_line(row))
        screen.print(Padding(sentence(row, plain=not screen.is_terminal), (0, 0, 0, 4), expand=False))
    screen.print(Text(f"{len(answer):,} {answer.question}", style="dim"))


def event_line(row: Row) -> Text:
    """When, who, what, to whom, did it happen, on whose word, how often told."""
    from westphalia.query import flat

    what = row["type"] + (f" · {row['mode']}" if row["mode"] else "")
    stories = "1 story" if row["n_stories"] == 1 else f"{row['n_stories']} stories"
    told = f"told {row['n_reports']} times, in {stories}" if row["n_reports"] > 1 else ""
    line = Text(f"{flat.iso(row) or '–':10}  ")
    line.append(_who(row["actors"]))
    line.append(f"  {printable(what)}  ", style=QUAD_STYLE.get(row["quad_class"] or 0, "bold"))
    line.append(_who(row["recipients"]))
    line.append(f"  {row['status']}", style=STATUS_STYLE.get(row["status"], ""))
    line.append("  " + " ← ".join(printable(name) for name in row["sources"]), style="italic")
    line.append(f"  {told}", style="dim")
    return line


def _who(actors: Sequence[Row]) -> str:
    from westphalia.query.answer import shown

    return ", ".join(printable(shown(actor)) for actor in actors) or "–"


def sentence(row: Row, *, plain: bool) -> Text:
    """The sentence with its trigger marked; a long one is cut around it."""
    text = row["sentence"] or ""
    start = max(0, row["trigger_start"] - row["sentence_start"])
    end = start + row["trigger_end"] - row["trigger_start"]
    cut = max(0, start - SHOWN // 2) if len(text) > SHOWN else 0
    text = "".join(char if char.isprintable() else " " for char in text[cut : cut + SHOWN])
    start, end = start - cut, end - cut
    if plain:
        return Text(f"{text[:start]}»{text[start:end]}«{text[end:]}")
    line = Text(text, style="dim")
    line.stylize("not dim bold reverse", start, end)
    return line


def columns(*names: str) -> Callable[[Answer], None]:
    """A table of these columns, in this order; all columns where none are named."""

    def show(answer: Answer) -> None:
        from westphalia.query.answer import shown

        screen = console()
        kept = [name for name in (names or answer.columns) if name in answer.columns]
        table = Table(box=None, pad_edge=False, header_style="bold")
        rows = list(answer)
        for name in kept:
            numeric = all(isinstance(row[name], NUMBERS) or row[name] is None for row in rows)
            table.add_column(
                Text(name.replace("_", " ")), justify="right" if numeric else "left", overflow="fold"
            )
        for row in rows:
            table.add_row(*(Text(printable(shown(row[name], 200))) for name in kept))
        if kept:
            screen.print(table)
        screen.print(Text(f"{len(answer):,} rows: {answer.question}", style="dim"))

    return show


def plot(found: Sequence[Panel]) -> None:
    from westphalia.query.plot import text_plot

    screen = console()
    for line in text_plot(found, screen.width):
        screen.print(Text.assemble(*((printable_piece(text), colour) for text, colour in line)))


def printable_piece(text: str) -> str:
    """Like `printable`, with the spaces kept that bars stand on."""
    return "".join(char if char.isprintable() else " " for char in text)
