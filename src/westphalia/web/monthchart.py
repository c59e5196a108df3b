"""Events by month as a chart and the table of the same numbers, every number a link to its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from westphalia.query.turning import Turn, turning_points
from westphalia.records import Status
from westphalia.web.charts import Column, Part, columns
from westphalia.web.narrowing import Narrowing
from westphalia.web.wording import QUADS, month_ends, month_told, number, signed

Row = Mapping[str, Any]
STATUSES: tuple[Status, ...] = ("reported", "background", "planned", "hypothetical", "denied")
MOST_MONTHS, MOST_QUARTERS = 72, 240  # columns: above the first, quarters are drawn; above the second, years
LEAST_EVENTS = 30  # below, a change of level is chance
UPWARDS, DOWNWARDS = (1, 2), (3, 4)  # quad classes, the first nearest to the axis


@dataclass(frozen=True, slots=True)
class Legend:
    name: str
    css: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table: its text, the events behind it, and what the drawing reads (series and value)."""

    text: str
    href: str | None = None
    series: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of the table; `turn` says the turning point that begins with it."""

    x: str
    label: str
    cells: tuple[Cell, ...]
    turn: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table. `spec` is the address of the Vega-Lite specification that draws the table; `name` is the
    table's id; `turns` says the turning points in words."""

    name: str
    label: str
    unit: str
    spec: str
    svg: Markup
    legend: tuple[Legend, ...]
    heads: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    caption: str = ""
    turns: tuple[str, ...] = ()
    window: str = ""  # the address whose since and until a window dragged on the chart sets


@dataclass(frozen=True, slots=True)
class Bin:
    """A column's time: its name, first and last month."""

    name: str
    first: str
    last: str

    @property
    def days(self) -> tuple[str, str]:
        return month_ends(self.first)[0], month_ends(self.last)[1]

    @property
    def told(self) -> str:
        return month_told(self.name)


def months_between(first: str, last: str) -> list[str]:
    """All months from the first to the last, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, end + 1)]


def shifted(month: str, by: int) -> str:
    """The month so many months later; earlier for a negative number."""
    year, number_ = map(int, month.split("-"))
    at = year * 12 + number_ - 1 + by
    at = min(max(at, 12), 9999 * 12 + 11)
    return f"{at // 12:04}-{at % 12 + 1:02}"


def bins(first: str, last: str) -> list[Bin]:
    """Months; quarters or years where these would be too many to draw."""
    months = months_between(first, last)
    if len(months) <= MOST_MONTHS:
        return [Bin(month, month, month) for month in months]
    grouped: dict[str, list[str]] = defaultdict(list)
    for month in months:
        year, number_ = month.split("-")
        quarter = f"{year} Q{(int(number_) + 2) // 3}"
        grouped[quarter if len(months) <= MOST_QUARTERS else year].append(month)
    return [Bin(name, within[0], within[-1]) for name, within in grouped.items()]


@dataclass(frozen=True, slots=True)
class Sums:
    """A column's counts by quad class and by status, and its mean intensity."""

    quads: Mapping[int, int]
    statuses: Mapping[str, int]
    events: int
    mean: float | None


def sums(rows: Sequence[Row], columns_: Sequence[Bin]) -> list[Sums]:
    """The counts of each column, from rows by month, type, quad class and status."""
    of_month = {month: at for at, one in enumerate(columns_) for month in months_between(one.first, one.last)}
    quads: list[dict[int, int]] = [defaultdict(int) for _ in columns_]
    statuses: list[dict[str, int]] = [defaultdict(int) for _ in columns_]
    total, scored, intensity = [0] * len(columns_), [0] * len(columns_), [0.0] * len(columns_)
    for row in rows:
        at = of_month.get(row["month"])
        if at is None:
            continue
        quads[at][row["quad_class"] or 0] += row["events"]
        statuses[at][row["status"]] += row["events"]
        total[at] += row["events"]
        if row["intensity_sum"] is not None:
            scored[at] += row["events"]
            intensity[at] += row["intensity_sum"]
    return [
        Sums(quads[at], statuses[at], total[at], intensity[at] / scored[at] if scored[at] else None)
        for at in range(len(columns_))
    ]


def by_quad(
    rows: Sequence[Row],
    first: str,
    last: str,
    narrowed: Narrowing,
    label: str,
    *,
    name: str = "months",
    turns: bool = False,
) -> Chart:
    """Cooperation upwards, conflict downwards, and the mean intensity as a line."""
    times = bins(first, last)
    counted = sums(rows, times)
    found = turning(counted) if turns else []
    marks = {turn.at: _turn_told(times[turn.at], turn) for turn in found}
    data, table = [], []
    for at, (time, sum_) in enumerate(zip(times, counted, strict=True)):
        since, until = time.days
        hrefs = {
            quad: narrowed.address("/events", quad_class=quad, since=since, until=until, dated=1)
            for quad in QUADS
        }
        every = narrowed.address("/events", since=since, until=until, dated=1)
        parts = {
            quad: Part(
                sum_.quads.get(quad, 0),
                f"f{quad}",
                hrefs[quad],
                f"{time.told}: {number(sum_.quads.get(quad, 0))} {QUADS[quad]}",
            )
            for quad in QUADS
        }
        data.append(
            Column(
                time.name,
                tuple(parts[quad] for quad in UPWARDS),
                tuple(parts[quad] for quad in DOWNWARDS),
                sum_.mean,
                marks.get(at),
            )
        )
        cells = [Cell(number(sum_.events), every if sum_.events else None, "events", sum_.events)]
        cells += [_cell(sum_.quads.get(quad, 0), hrefs[quad], QUADS[quad]) for quad in (1, 2, 3, 4, 0)]
        cells.append(
            Cell(signed(sum_.mean), None, "mean", None if sum_.mean is None else round(sum_.mean, 3))
        )
        table.append(ChartRow(time.first, time.told, tuple(cells), marks.get(at)))
    return Chart(
        name=name,
        label=label,
        unit=unit(times),
        spec="/static/charts/quads.json",
        svg=Markup(columns(data, up="cooperation", down="conflict")),
        legend=(
            *(Legend(QUADS[quad], f"q{quad}") for quad in (2, 1, 3, 4)),
            Legend("mean intensity (line)", "line"),
        ),
        heads=("events", *(QUADS[quad] for quad in (1, 2, 3, 4, 0)), "mean intensity"),
        rows=tuple(table),
        turns=tuple(marks[at] for at in sorted(marks)),
    )


def by_status(rows: Sequence[Row], first: str, last: str, narrowed: Narrowing, label: str) -> Chart:
    """All statuses, one on the other: what happened, what is only planned, possible or denied."""
    times = bins(first, last)
    counted = sums(rows, times)
    data, table = [], []
    for time, sum_ in zip(times, counted, strict=True):
        since, until = time.days
        hrefs = {
            status: narrowed.address("/events", status=status, since=since, until=until, dated=1)
            for status in STATUSES
        }
        parts = tuple(
            Part(
                sum_.statuses.get(status, 0),
                f"s-{status}",
                hrefs[status],
                f"{time.told}: {number(sum_.statuses.get(status, 0))} {status}",
            )
            for status in STATUSES
        )
        data.append(Column(time.name, parts))
        every = narrowed.address("/events", since=since, until=until, dated=1)
        cells = [Cell(number(sum_.events), every if sum_.events else None, "events", sum_.events)]
        cells += [_cell(sum_.statuses.get(status, 0), hrefs[status], status) for status in STATUSES]
        table.append(ChartRow(time.first, time.told, tuple(cells)))
    return Chart(
        name="months",
        label=label,
        unit=unit(times),
        spec="/static/charts/statuses.json",
        svg=Markup(columns(data)),
        legend=tuple(Legend(status, f"s-{status}") for status in STATUSES),
        heads=("events", *STATUSES),
        rows=tuple(table),
    )


def turning(counted: Sequence[Sums]) -> list[Turn]:
    """The turning points of the mean intensity, months weighed by their events, those
    without left out. Few events have none: a level needs more than a handful to be one."""
    told = [(at, sum_.mean, sum_.events) for at, sum_ in enumerate(counted) if sum_.mean is not None]
    if sum(events for _, _, events in told) < LEAST_EVENTS:
        return []
    found = turning_points([mean for _, mean, _ in told], [float(events) for *_, events in told])
    return [replace(turn, at=told[turn.at][0]) for turn in found]


def unit(times: Sequence[Bin]) -> str:
    """What a column is, for the table's head."""
    if not times or times[0].first == times[0].last:
        return "Month"
    return "Quarter" if "Q" in times[0].name else "Year"


def _cell(count: int, href: str, series: str) -> Cell:
    return Cell(number(count), href if count else None, series, count)


def _turn_told(time: Bin, turn: Turn) -> str:
    way = "better" if turn.after > turn.before else "worse"
    return f"{time.told}: {way}, mean intensity from {signed(turn.before)} to {signed(turn.after)}"
