"""Turning points of a monthly series: where its mean changes more than chance would have it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SHORTEST = 3  # months on either side of a turning point
PENALTY = 3.0  # times the logarithm of the length: what a further turning point must explain


@dataclass(frozen=True, slots=True)
class Turn:
    """The first month of a new level, and the mean before and after it."""

    at: int
    before: float
    after: float


def turning_points(
    values: Sequence[float], weights: Sequence[float] | None = None, most: int = 5
) -> list[Turn]:
    """The turning points of a series, in order, by binary segmentation (Scott and Knott, 1974): the series is cut where
    the weighted squared error falls most, each part again, as long as a cut lowers it by more than the penalty, which
    is counted in units of the noise (median absolute difference of neighbours). Short series have none."""
    given = list(weights) if weights is not None else [1.0] * len(values)
    if len(values) < 2 * SHORTEST:
        return []
    noise = _noise(values)
    if noise == 0:
        noise = 1e-9
    least = PENALTY * math.log(len(values)) * noise * (sum(given) / len(given))
    cuts: list[tuple[float, int]] = []
    parts = [(0, len(values))]
    while parts:
        start, end = parts.pop()
        found = _best(values, given, start, end)
        if found is None or found[0] <= least:
            continue
        cuts.append(found)
        parts += [(start, found[1]), (found[1], end)]
    kept = sorted(at for _, at in sorted(cuts, reverse=True)[:most])
    edges = [0, *kept, len(values)]
    return [
        Turn(at, _mean(values, given, edges[n], at), _mean(values, given, at, edges[n + 2]))
        for n, at in enumerate(kept)
    ]


def _noise(values: Sequence[float]) -> float:
    """The variance of the noise, from the differences of neighbours: a change of level hardly moves it."""
    steps = sorted(abs(one - two) for one, two in pairwise(values))
    return (steps[len(steps) // 2] / 0.954) ** 2  # a normal difference of two: median 0.954 of its sigma


def _best(
    values: Sequence[float], weights: Sequence[float], start: int, end: int
) -> tuple[float, int] | None:
    """The cut that lowers the squared error most, and by how much."""
    best: tuple[float, int] | None = None
    for at in range(start + SHORTEST, end - SHORTEST + 1):
        left, right = sum(weights[start:at]), sum(weights[at:end])
        if left == 0 or right == 0:
            continue
        apart = _mean(values, weights, start, at) - _mean(values, weights, at, end)
        gain = left * right / (left + right) * apart * apart
        if best is None or gain > best[0]:
            best = (gain, at)
    return best


def _mean(values: Sequence[float], weights: Sequence[float], start: int, end: int) -> float:
    total = sum(weights[start:end])
    return (
        sum(value * weight for value, weight in zip(values[start:end], weights[start:end], strict=True))
        / total
        if total
        else 0.0
    )
