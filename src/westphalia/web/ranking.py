"""Ranked lists with small bars: who, what and where most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from westphalia.query.monthly import QUADS
from westphalia.web.charts import share_bar


@dataclass(frozen=True, slots=True)
class Rank:
    """A line: its name and where that leads, its number and the events behind it, a bar of its quad classes."""

    name: str
    href: str
    codes: str
    events: int
    events_href: str
    bar: Markup


def quad_bar(row: Mapping[str, Any], most: int) -> Markup:
    """The quad classes of a row as shares of the longest row."""
    whole = max(most, 1)
    parts = [(100 * row[name] / whole, f"f{quad}") for quad, name in QUADS.items()]
    rest = row["events"] - sum(row[name] for name in QUADS.values())
    return Markup(share_bar([*parts, (100 * rest / whole, "f0")]))


def longest(rows: Sequence[Mapping[str, Any]]) -> int:
    return max((row["events"] for row in rows), default=1)
