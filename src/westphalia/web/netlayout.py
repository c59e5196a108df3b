"""Where the nodes of a network go: the same numbers give the same places, whatever the machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

ROUNDS = 100
Edge = tuple[int, int, float]
"""Two nodes by their numbers, and how strongly they are tied."""


def places(nodes: int, edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """A place in the unit square for each node, by springs and repulsion (Fruchterman and Reingold, 1991).

    Nodes start on a spiral in the order given, the weightiest first, so that these come to lie in the middle.
    Ties pull by the logarithm of their weight; a weak pull to the middle keeps parts without ties in sight.
    """
    import numpy as np

    if nodes == 0:
        return []
    turn = np.arange(nodes) * 2.399963229728653  # the golden angle: neighbours in the list start far apart
    radius = np.sqrt((np.arange(nodes) + 0.5) / nodes)
    at = np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)
    if nodes > 1:
        _settle(at, edges, np)
    if nodes == 1:
        return [(0.5, 0.5)]
    at = _spread(at, np)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in at]


def _spread(at: np.ndarray[Any, Any], numpy: Any) -> np.ndarray[Any, Any]:
    """The places over the whole square: half by distance, without what lies far out, and half by order, so that the
    crowded middle opens and one part without ties does not press the others together."""
    low, high = numpy.quantile(at, 0.02, axis=0), numpy.quantile(at, 0.98, axis=0)
    near = numpy.clip((at - low) / numpy.where(high > low, high - low, 1), 0, 1)
    order = numpy.argsort(numpy.argsort(at, axis=0, kind="stable"), axis=0, kind="stable") / (len(at) - 1)
    mixed = (near + order) / 2
    low, high = mixed.min(axis=0), mixed.max(axis=0)
    made: np.ndarray[Any, Any] = (mixed - low) / numpy.where(high > low, high - low, 1)
    return made


def _settle(at: np.ndarray[Any, Any], edges: Sequence[Edge], np: Any) -> None:
    """Moves the nodes in place, ever shorter steps."""
    nodes = len(at)
    near = 1.6 / np.sqrt(nodes)
    x, y = at[:, 0].copy(), at[:, 1].copy()
    one = np.array([edge[0] for edge in edges], dtype=int)
    two = np.array([edge[1] for edge in edges], dtype=int)
    pull = np.log1p(np.array([edge[2] for edge in edges], dtype=float))
    pull = 0.25 + (pull / pull.max() if len(pull) else pull)
    for number in range(ROUNDS):
        right, down = (
            x[:, None] - x[None, :],
            y[:, None] - y[None, :],
        )  # two planes: a third the time of pairs
        push = near * near / (right * right + down * down + 1e-6)
        along_x, along_y = x[one] - x[two], y[one] - y[two]
        force = np.sqrt(along_x**2 + along_y**2) / near * pull
        moves = []
        for values, apart, along in ((x, right, along_x), (y, down, along_y)):
            tied = np.bincount(one, -along * force, nodes) + np.bincount(two, along * force, nodes)
            moves.append((apart * push).sum(axis=1) + tied - values * 0.6)
        size = np.sqrt(moves[0] ** 2 + moves[1] ** 2) + 1e-9
        step = np.minimum(size, 0.12 * (1 - number / ROUNDS) + 0.002) / size
        x += moves[0] * step
        y += moves[1] * step
    at[:, 0], at[:, 1] = x, y
