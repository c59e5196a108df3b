"""What merged events stand on, at a terminal: each report with its words, and why it was taken for one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from westphalia.cli.asked_tables import console, event_line, sentence
from westphalia.cli.table import printable

if TYPE_CHECKING:
    from westphalia.query import Answer

Row = Mapping[str, Any]
FAR_IN = (0, 0, 0, 7)


def reports(answer: Answer) -> None:
    """The rows of `OpenRecord.reports`: every merged event, and below it what it stands on."""
    screen = console()
    events = 0
    for _, group in groupby(answer, lambda row: row["merged_id"] or row["event_id"]):
        if events:
            screen.print()
        _merged(screen, list(group))
        events += 1
    rows = f"{len(answer):,} {'report' if len(answer) == 1 else 'reports'}"
    screen.print(Text(f"{events:,} merged {'event' if events == 1 else 'events'}, {rows}", style="dim"))


def _merged(screen: Console, rows: Sequence[Row]) -> None:
    lead = next((row for row in rows if row["is_lead"]), rows[0])
    number = {row["event_id"]: n for n, row in enumerate(rows, 1)}
    screen.print(event_line(lead))
    screen.print(Padding(Text(_sums(lead), style="dim"), (0, 0, 0, 4), expand=False))
    for row in rows:
        line = Text(f"{number[row['event_id']]:6} ", style="dim").append(_article(row), style="not dim")
        screen.print(line)
        screen.print(Padding(sentence(row, plain=not screen.is_terminal), FAR_IN, expand=False))
        screen.print(Padding(Text(_why(row, number), style="dim"), FAR_IN, expand=False))
    for difference in lead["contradictions"]:
        versions = "; ".join(_version(value, number) for value in difference["values"])
        line = Text(f"they differ in {difference['field']}: {versions}")
        screen.print(Padding(line, (0, 0, 0, 4), expand=False))


def _sums(lead: Row) -> str:
    """How much stands behind it, counted the three ways."""
    counts = [
        f"{lead[name]} {word if lead[name] != 1 else one}"
        for name, one, word in (
            ("n_reports", "report", "reports"),
            ("n_articles", "article", "articles"),
            ("n_stories", "story", "stories"),
        )
    ]
    named = ", ".join(printable(name) for name in lead["outlets"])
    outlets = f" ({named})" if named else ", no outlet told"
    days = sorted({str(lead[name]) for name in ("first_report", "last_report") if lead[name]})
    when = f"; reported {' to '.join(days)}" if days else ""
    what = f"merged event {lead['merged_id']}" if lead["merged_id"] else "not merged yet"
    return f"{what}: {', '.join(counts)}{outlets}{when}; confidence {lead['merged_confidence']:.2f}"


def _article(row: Row) -> str:
    title = f"“{printable(row['title'])}”" if row["title"] else None
    parts = (row["published"], row["outlet"] or row["wire"], title, row["url"] or row["source"])
    return " · ".join(printable(str(part)) for part in parts if part)


def _why(row: Row, number: Mapping[str, int]) -> str:
    """What connects the report with the others, in words."""
    if row["matched_with"] is None:
        found = "stands alone" if row["n_reports"] == 1 else "the first report"
    else:
        other = number.get(row["matched_with"])
        found = f"the same as report {other or row['matched_with']}: {printable(row['grounds'] or '')}"
        found += f" (score {row['score']:.1f})" if row["score"] is not None else ""
    lead = "; its fields stand for the event" if row["is_lead"] and row["n_reports"] > 1 else ""
    return f"report {row['event_id']}, {_story(row)}: {found}{lead}"


def _story(row: Row) -> str:
    if row["story_id"] is None:
        return "no story yet"
    if row["is_earliest"]:
        return f"story {row['story_id']}"
    shared = row["containment"]
    like = f", {shared:.0%} of the shorter text in both" if shared is not None else ""
    return f"reprint in story {row['story_id']}{like}"


def _version(value: Row, number: Mapping[str, int]) -> str:
    told = [str(number.get(event_id, event_id)) for event_id in value["event_ids"]]
    return f"{printable(value['value'])} (report{'s' if len(told) > 1 else ''} {', '.join(told)})"
