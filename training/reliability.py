"""Is a confidence of 0.7 right in seven of ten cases? The error, the fit, and the plot of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.models.labels import Labels
from westphalia.parse.decode import Thresholds, decode
from westphalia.parse.parser import calibrate as calibrated
from westphalia.parse.quotes import find_quotes

Pairs = Sequence[tuple[float, bool]]  # confidence of a predicted event, and whether it is right
BINS = 10
COLOURS = ("#1f6f8b", "#c8553d", "#6b8e23")


def reliability(
    scored: Sequence[Any], records: Sequence[Any], labels: Labels, thresholds: Thresholds
) -> list[tuple[float, bool]]:
    """The uncalibrated pairs of every predicted event; right as the scorer matches events."""
    from eval.score import match_events

    pairs = []
    for record, (encoded, scores) in zip(records, scored, strict=True):
        _, triggers, _ = decode(
            scores, encoded.words, encoded.marks, labels, find_quotes(record["text"]), thresholds
        )
        predicted = [
            {"type": t.type, "trigger": {"start": t.span.start, "end": t.span.end}} for t in triggers
        ]
        hits = {j for _, j in match_events(record["text"], record["events"], predicted)}
        pairs += [(t.confidence, j in hits) for j, t in enumerate(triggers)]
    return pairs


def bins(pairs: Pairs) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and count of each bin that is not empty."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, hit in pairs:
        found[min(BINS - 1, int(confidence * BINS))].append((confidence, hit))
    return [
        (sum(c for c, _ in inside) / len(inside), sum(hit for _, hit in inside) / len(inside), len(inside))
        for inside in found
        if inside
    ]


def calibration_error(pairs: Pairs) -> float:
    """Expected calibration error: the mean gap between confidence and accuracy, weighted by bin."""
    return sum(abs(confidence - right) * count for confidence, right, count in bins(pairs)) / max(
        1, len(pairs)
    )


def fit(pairs: Pairs) -> tuple[float, float]:
    """Temperature and bias (Platt scaling) of least log loss, by grid."""

    def loss(temperature: float, bias: float) -> float:
        found = 0.0
        for confidence, hit in pairs:
            p = calibrated(confidence, temperature, bias)
            found -= math.log(p if hit else 1 - p)
        return found

    grid = [(0.4 + 0.1 * t, -1.5 + 0.1 * b) for t in range(32) for b in range(31)]
    return min(grid, key=lambda pair: loss(*pair))


def svg(sets: Mapping[str, Pairs]) -> str:
    """The plot: share right against confidence, a line a set, areas of the dots as the counts."""
    side, pad = 320, 44

    def x(value: float) -> float:
        return round(pad + value * side, 1)

    def y(value: float) -> float:
        return round(pad / 2 + (1 - value) * side, 1)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side + 2 * pad} {side + 1.6 * pad}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect x="{pad}" y="{pad / 2}" width="{side}" height="{side}" fill="#fff" stroke="#999"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<text x="{x(0.5)}" y="{y(0) + 30}" text-anchor="middle">confidence</text>',
        f'<text x="12" y="{y(0.5)}" transform="rotate(-90 12 {y(0.5)})" text-anchor="middle">share right</text>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        out.append(f'<text x="{x(tick)}" y="{y(0) + 14}" text-anchor="middle">{tick}</text>')
        out.append(f'<text x="{pad - 6}" y="{y(tick) + 4}" text-anchor="end">{tick}</text>')
    for number, (name, pairs) in enumerate(sets.items()):
        colour, points = COLOURS[number % len(COLOURS)], bins(pairs)
        line = "L".join(f"{x(confidence)} {y(right)}" for confidence, right, _ in points)
        out.append(f'<path d="M{line}" fill="none" stroke="{colour}"/>')
        for confidence, right, count in points:
            radius = round(1.5 + 14 * math.sqrt(count / max(1, len(pairs))), 1)
            out.append(
                f'<circle cx="{x(confidence)}" cy="{y(right)}" r="{radius}" fill="{colour}" fill-opacity=".5">'
                f"<title>{count} events</title></circle>"
            )
        error = calibration_error(pairs)
        out.append(
            f'<text x="{x(0.04)}" y="{y(0.94) + 15 * number}" fill="{colour}">'
            f"{name}: error {error:.3f}, {len(pairs)} events</text>"
        )
    return "\n".join([*out, "</svg>"]) + "\n"
