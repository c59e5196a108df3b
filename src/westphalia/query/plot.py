"""Monthly counts as a picture: lines of text for a terminal, an SVG text, or a PNG file.

Each direction of a dyad has a panel: cooperation upwards, conflict downwards, the mean intensity as a line (in the
terminal: as a last row). Colours are told apart by people who do not see all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from westphalia.errors import UsageError

UP = ("verbal_cooperation", "material_cooperation")
DOWN = ("verbal_conflict", "material_conflict")
COLOUR = {
    "verbal_cooperation": "#92c5de",
    "material_cooperation": "#0571b0",
    "verbal_conflict": "#f4a582",
    "material_conflict": "#ca0020",
}
BARS = " ▁▂▃▄▅▆▇█"
HEIGHT = 4  # rows of text upwards, and as many downwards


@dataclass(frozen=True, slots=True)
class Panel:
    """One direction: its title, and for each month the counts by quad class and the mean intensity."""

    title: str
    months: tuple[str, ...]
    counts: tuple[Mapping[str, int], ...]
    intensity: tuple[float | None, ...]

    @property
    def most(self) -> int:
        return max((sum(c[name] for name in names) for c in self.counts for names in (UP, DOWN)), default=0)


def panels(rows: Iterable[Mapping[str, Any]], title: str = "") -> tuple[Panel, ...]:
    """Rows of `dyad` or `timeline` as panels over the same months, those without events included."""
    dated = [row for row in rows if row["month"] is not None]
    months = _between([row["month"] for row in dated])
    made = []
    for name in sorted({_title(row, title) for row in dated}):
        own = {row["month"]: row for row in dated if _title(row, title) == name}
        none = dict.fromkeys((*UP, *DOWN), 0)
        counts = tuple({k: int(own[m][k]) for k in none} if m in own else none for m in months)
        means = tuple(own[m]["intensity_mean"] if m in own else None for m in months)
        made.append(Panel(name, months, counts, means))
    return tuple(made)


def _title(row: Mapping[str, Any], title: str) -> str:
    name = f"{row['actor']} → {row['recipient']}" if "actor" in row else title
    return f"{row['dataset']}: {name}" if "dataset" in row else name


def _between(months: Sequence[str]) -> tuple[str, ...]:
    """All months from the first to the last."""
    if not months:
        return ()
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(min(numbers), max(numbers) + 1))


def _bunched(panel: Panel, width: int) -> tuple[Panel, int]:
    """The panel with as many months to a column as fit it into `width`, and how many that are."""
    size = max(1, -(-len(panel.months) // width))
    if size == 1:
        return panel, 1
    counts, means, months = [], [], []
    for at in range(0, len(panel.months), size):
        part = slice(at, at + size)
        summed = {name: sum(c[name] for c in panel.counts[part]) for name in (*UP, *DOWN)}
        weighed = [
            (mean, sum(count.values()))
            for mean, count in zip(panel.intensity[part], panel.counts[part], strict=True)
            if mean is not None
        ]
        total = sum(weight for _, weight in weighed)
        counts.append(summed)
        means.append(sum(mean * weight for mean, weight in weighed) / total if total else None)
        months.append(panel.months[at])
    return Panel(panel.title, tuple(months), tuple(counts), tuple(means)), size


Line = list[tuple[str, str]]  # pieces of text, each with its colour


def text_plot(found: Sequence[Panel], width: int) -> list[Line]:
    """Lines for a terminal of that width; a piece's colour is one of COLOUR's, or empty."""
    lines: list[Line] = []
    for whole in found:
        panel, size = _bunched(whole, max(12, width - 8))
        most = max(panel.most, 1)
        note = "" if size == 1 else f", {size} months a column"
        lines.append([(f"{panel.title} (up to {most} a column: cooperation up, conflict down{note})", "")])
        ups = [sum(count[name] for name in UP) for count in panel.counts]
        downs = [sum(count[name] for name in DOWN) for count in panel.counts]
        for level in reversed(range(HEIGHT)):
            label = str(most) if level == HEIGHT - 1 else ""
            bars = "".join(BARS[_eighths(value, most, level)] for value in ups)
            lines.append([(f"{label:>6} ", ""), (bars, COLOUR[UP[1]])])
        for level in range(HEIGHT):
            label = f"-{most}" if level == HEIGHT - 1 else ""
            # There are no bars from the top in all fonts: full cells alone, and a dash for less than half of one.
            bars = "".join(_from_top(_eighths(value, most, level)) for value in downs)
            lines.append([(f"{label:>6} ", ""), (bars, COLOUR[DOWN[1]])])
        means = "".join(
            " " if mean is None else "▼" if mean < -1 else "▲" if mean > 1 else "·"
            for mean in panel.intensity
        )
        lines.append([("  mean ", ""), (means, "")])
        if panel.months:
            first, last = panel.months[0], whole.months[-1]
            gap = max(1, len(panel.months) - len(first) - len(last))
            lines.append([("       " + first + " " * gap + last, "")])
    return lines


def _eighths(value: int, most: int, level: int) -> int:
    filled = round(value / most * HEIGHT * 8) - level * 8
    if value and level == 0:
        filled = max(filled, 1)  # one event is seen beside hundreds
    return min(8, max(0, filled))


def _from_top(eighths: int) -> str:
    return "█" if eighths > 4 else "▀" if eighths > 1 else "‾" if eighths else " "


WIDTH, PANEL, LEFT, TOP = 960, 220, 56, 34


def svg(found: Sequence[Panel]) -> str:
    """The picture as SVG text; names in it are escaped."""
    height = TOP + len(found) * (PANEL + TOP) + 30
    most = max((panel.most for panel in found), default=1) or 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
    ]
    for number, panel in enumerate(found):
        parts += _svg_panel(panel, TOP + number * (PANEL + TOP), most)
    x = float(LEFT)
    for name, colour in COLOUR.items():
        parts.append(f'<rect x="{x:.0f}" y="{height - 22}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 16:.0f}" y="{height - 12}">{name.replace("_", " ")}</text>')
        x += 160
    parts.append(f'<text x="{x:.0f}" y="{height - 12}">— mean intensity (−10 to 10)</text></svg>')
    return "\n".join(parts) + "\n"


def _svg_panel(panel: Panel, top: float, most: int) -> list[str]:
    step = (WIDTH - LEFT - 16) / max(1, len(panel.months))
    middle, scale = top + PANEL / 2, (PANEL / 2 - 12) / most
    parts = [
        f'<text x="{LEFT}" y="{top - 6:.0f}" font-weight="bold">{escape(panel.title)}</text>',
        f'<line x1="{LEFT}" x2="{WIDTH - 16}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="#555"/>',
    ]
    for value in (most, -most):
        y = middle - value * scale
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{abs(value)}</text>')
    for at, count in enumerate(panel.counts):
        x = LEFT + at * step
        for names, sign in ((UP, 1), (DOWN, -1)):
            base = 0.0
            for name in names:
                size = count[name] * scale
                if size:
                    y = middle - base - size if sign > 0 else middle + base
                    parts.append(
                        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(step - 0.6, 0.6):.2f}" height="{size:.2f}" '
                        f'fill="{COLOUR[name]}"><title>{panel.months[at]} {name.replace("_", " ")}: {count[name]}</title></rect>'
                    )
                base += size
    points = [
        f"{LEFT + (at + 0.5) * step:.1f},{middle - mean / 10 * (PANEL / 2 - 12):.1f}"
        for at, mean in enumerate(panel.intensity)
        if mean is not None
    ]
    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="#222" stroke-width="1.2"/>')
    every = max(1, len(panel.months) // 12)
    y = top + PANEL + 8
    parts += [
        f'<text x="{LEFT + at * step:.1f}" y="{y:.0f}" font-size="10">{panel.months[at]}</text>'
        for at in range(0, len(panel.months), every)
    ]
    return parts


def write_plot(found: Sequence[Panel], target: Path) -> None:
    """An .svg or a .png file. Raises UsageError for another suffix, or for .png without matplotlib."""
    suffix = target.suffix.lower()
    if suffix == ".svg":
        target.write_text(svg(found), encoding="utf-8")
    elif suffix == ".png":
        _png(found, target)
    else:
        raise UsageError(f"{target}: a plot is written as .svg or .png")


def _png(found: Sequence[Panel], target: Path) -> None:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise UsageError(
            "a .png needs matplotlib: pip install 'westphalia[plot]' (an .svg needs nothing)"
        ) from None
    figure = Figure(figsize=(10, 1 + 2.6 * max(1, len(found))), layout="constrained")
    axes = figure.subplots(max(1, len(found)), 1, squeeze=False, sharey=True)
    for panel, (axis,) in zip(found, axes, strict=False):
        places = range(len(panel.months))
        for names, sign in ((UP, 1), (DOWN, -1)):
            base = [0] * len(panel.months)
            for name in names:
                sizes = [sign * count[name] for count in panel.counts]
                axis.bar(
                    places, sizes, bottom=base, color=COLOUR[name], label=name.replace("_", " "), width=0.9
                )
                base = [a + b for a, b in zip(base, sizes, strict=True)]
        every = max(1, len(panel.months) // 12)
        axis.set_xticks(list(places)[::every], panel.months[::every], fontsize=7)
        axis.axhline(0, color="#555", linewidth=0.8)
        axis.set_title(panel.title.replace("$", r"\$"), fontsize=10)
        mean = axis.twinx()
        mean.plot(
            list(places),
            [float("nan") if m is None else m for m in panel.intensity],
            color="#222",
            linewidth=1,
        )
        mean.set_ylim(-10, 10)
        mean.set_ylabel("mean intensity", fontsize=8)
    if found:
        axes[0][0].legend(fontsize=7, ncols=4)
    figure.savefig(target, dpi=150)
