"""Charts drawn on the server: columns by month, small bars, the world. Pure functions from numbers to SVG.

Every mark is a link to the events that it counts. The drawings are hidden from screen readers and from the keyboard,
since each stands beside the table of the same numbers with the same links; colours come from the style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 960, 230
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 20, 22
MIN_LABEL = 46  # pixels between two labels under the axis
TICKS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a column: how many, the class that colours it (f0 … f4), where it leads, what it says."""

    value: int
    css: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Column:
    """A month's column: parts upwards and downwards from the axis, the first next to it; `mean` is drawn as a line
    on its own scale (-10 to 10); `mark` is the text of a turning point."""

    label: str
    up: tuple[Part, ...]
    down: tuple[Part, ...] = ()
    mean: float | None = None
    mark: str | None = None


def columns(data: Sequence[Column], *, up: str = "", down: str = "", height: int = HEIGHT) -> str:
    """A column chart as SVG; `up` and `down` name the two directions. No data: an empty string."""
    if not data:
        return ""
    highest = max((sum(part.value for part in column.up) for column in data), default=0)
    deepest = max((sum(part.value for part in column.down) for column in data), default=0)
    step = nice_step(max(highest, deepest, 1))
    high = max(math.ceil(highest / step), 1) * step
    deep = math.ceil(deepest / step) * step
    inner = height - TOP - BOTTOM
    scale = inner / (high + deep)
    zero = TOP + high * scale
    slot = (WIDTH - LEFT - RIGHT) / len(data)
    made = [f'<svg viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false">']
    made += _rules(range(-deep, high + 1, step), zero, scale)
    for number, column in enumerate(data):
        x = LEFT + number * slot
        made += _stack(column.up, x, slot, zero, scale, -1)
        made += _stack(column.down, x, slot, zero, scale, 1)
    made.append(f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_n(zero)}" y2="{_n(zero)}"/>')
    made += _mean_line(data, slot, zero, inner)
    made += _labels(data, slot, height)
    made += _turning_points(data, slot)
    if up:
        made.append(f'<text class="label-text" x="{LEFT}" y="{TOP - 8}">{escape(up)} ↑</text>')
    if down and deep:
        made.append(f'<text class="label-text" x="{LEFT + 96}" y="{TOP - 8}">{escape(down)} ↓</text>')
    made.append("</svg>")
    return "".join(made)


def nice_step(most: int, ticks: int = TICKS) -> int:
    """A round distance between two lines of the scale, so that about `ticks` of them reach `most`."""
    raw = max(most / ticks, 1)
    power = 10 ** math.floor(math.log10(raw))
    return int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw))


def share_bar(parts: Sequence[tuple[float, str]]) -> str:
    """A thin bar of 100 units: shares with their colour classes, one after the other."""
    made = [
        '<svg class="w-svg" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    ]
    x = 0.0
    for share, css in parts:
        made.append(f'<rect class="{escape(css)}" x="{_n(x)}" y="0" width="{_n(max(share, 0))}" height="4"/>')
        x += share
    made.append("</svg>")
    return "".join(made)


def _rules(values: Sequence[int], zero: float, scale: float) -> list[str]:
    made = []
    for value in values:
        y = _n(zero - value * scale)
        made.append(f'<line class="rule" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        made.append(
            f'<text class="tick-text" x="{LEFT - 5}" y="{y}" dy="3.5" text-anchor="end">{abs(value):,}</text>'
        )
    return made


def _stack(
    parts: Sequence[Part], x: float, slot: float, zero: float, scale: float, direction: int
) -> list[str]:
    gap = min(slot * 0.16, 3)
    made = []
    y = zero
    for part in parts:
        if part.value <= 0:
            continue
        tall = part.value * scale
        top = y - tall if direction < 0 else y
        made.append(
            f'<a href="{escape(part.href)}" tabindex="-1"><rect class="{escape(part.css)}" x="{_n(x + gap / 2)}" '
            f'y="{_n(top)}" width="{_n(min(slot - gap, 60))}" height="{_n(max(tall, 0.8))}">'
            f"<title>{escape(part.title)}</title></rect></a>"
        )
        y += direction * tall
    return made


def _mean_line(data: Sequence[Column], slot: float, zero: float, inner: float) -> list[str]:
    """The means as a line; broken where a month has none. Its scale puts -10 and 10 at the chart's height."""
    runs: list[list[str]] = [[]]
    for number, column in enumerate(data):
        if column.mean is None:
            runs.append([])
            continue
        y = min(max(zero - column.mean / 20 * inner, TOP), TOP + inner)
        runs[-1].append(f"{_n(LEFT + (number + 0.5) * slot)},{_n(y)}")
    return [f'<polyline class="mean" points="{" ".join(run)}"/>' for run in runs if len(run) > 1]


def _labels(data: Sequence[Column], slot: float, height: int) -> list[str]:
    every = max(1, math.ceil(MIN_LABEL / slot))
    return [
        f'<text class="tick-text" x="{_n(LEFT + (number + 0.5) * slot)}" y="{height - 6}" text-anchor="middle">'
        f"{escape(column.label)}</text>"
        for number, column in enumerate(data)
        if number % every == 0 and LEFT + (number + 0.5) * slot < WIDTH - 14
    ]


def _turning_points(data: Sequence[Column], slot: float) -> list[str]:
    made = []
    for number, column in enumerate(data):
        if column.mark is None:
            continue
        x = _n(LEFT + (number + 0.5) * slot)
        made.append(
            f'<circle class="turn" cx="{x}" cy="{TOP - 11}" r="4.5"><title>{escape(column.mark)}</title></circle>'
        )
    return made


def _n(value: float) -> str:
    """A number as short as a drawing needs it."""
    return f"{value:.1f}".removesuffix(".0")
