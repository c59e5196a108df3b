"""Rows without lists or structs: what CSV files and tables can hold, safe for spreadsheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from westphalia.records import DateValue, Precision

Row = Mapping[str, Any]

EVENT_COLUMNS = (
    "event_id", "date", "date_precision", "date_basis", "type", "mode", "status", "aux", "quad_class", "intensity",
    "cameo_root", "actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries",
    "recipient_sectors", "place", "place_country", "latitude", "longitude", "said_by", "sources", "contexts",
    "confidence", "trigger", "sentence", "trigger_start", "trigger_end", "article_id", "title", "outlet", "url",
    "published", "source", "unfolded_type", "unfolded_mode", "place_admin1", "geonames_id", "place_precision",
    "place_basis", "story_id", "merged_id", "n_reports", "n_stories", "n_outlets",
)  # fmt: skip
"""The columns of an event as CSV: those of `westphalia code --format csv`, then what merging says."""


def iso(row: Row, name: str = "date") -> str:
    """A date's short form, as in the JSON record: a day, a month, a year or an interval; empty for none."""
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    if start is None:
        return ""
    precision: Precision = row[f"{name}_precision"] or "day"
    grain: Literal["day", "month", "year"] = row[f"{name}_grain"] or "day"
    return DateValue(start, end or start, precision, "", grain).iso


def names(actors: Iterable[Row]) -> str:
    return "; ".join(str(actor["name"] or actor["text"]) for actor in actors)


def event(row: Row) -> dict[str, Any]:
    """One reported event, columns as EVENT_COLUMNS."""
    made = {
        **{name: row.get(name) for name in EVENT_COLUMNS},
        "date": iso(row),
        "published": row["published"],
        "actors": names(row["actors"]),
        "recipients": names(row["recipients"]),
        "said_by": names(row["said_by"]),
        "actor_sectors": [actor["sector"] for actor in row["actors"]],
        "recipient_sectors": [actor["sector"] for actor in row["recipients"]],
        "place": row["place_name"] or row["place_text"],
        "trigger": row["trigger_words"],
        "sentence": " ".join((row["sentence"] or "").split()),
        "unfolded_type": row["unfolded_type"] or row["type"],
        "unfolded_mode": row["unfolded_mode"] if row["unfolded_type"] else row["mode"],
    }
    return {name: cell(value) for name, value in made.items()}


def plain(row: Row) -> dict[str, Any]:
    """Any row: lists joined by "; ", actors by their names, nothing for null."""
    return {name: cell(value) for name, value in row.items()}


def cell(value: Any) -> Any:
    """A value for a cell; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.7g}")  # single precision, as it was kept
    if isinstance(value, list):
        value = "; ".join(str(cell(item)) for item in value)
    elif isinstance(value, dict):
        if "actor_id" in value:
            value = value["name"] or value["text"]
        else:
            value = ", ".join(f"{name}: {cell(item)}" for name, item in value.items())
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def rounded(value: Any) -> Any:
    """Single-precision numbers as they were written, inside whatever holds them; dates as ISO text."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [rounded(item) for item in value]
    if isinstance(value, dict):
        return {name: rounded(item) for name, item in value.items()}
    return value
