"""Putting pairs together: average linkage, so that a chain of half-alike reports does not become one event.

Two groups become one where the mean score of all pairs between them is above `threshold`; a pair that was no
candidate, or was scored below `MISSING`, counts as MISSING. The best mean goes first, ties by the items' order: the
result depends on the scores alone. Where no chain of pairs above `threshold` leads from one item to the other they never
meet, so what is in one such component is decided by its own pairs.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

MISSING = -2.0


def clusters(n: int, edges: Iterable[tuple[int, int, float]], threshold: float = 0.0) -> list[list[int]]:
    """Groups of 0 … n-1 (each sorted, sorted by their first), from scored pairs."""
    # What is above MISSING between two groups, summed as the excess over it, so that absent pairs count 0.
    excess: list[dict[int, float]] = [{} for _ in range(n)]
    for one, other, score in edges:
        excess[one][other] = excess[other][one] = score - MISSING
    groups: dict[int, list[int]] = {item: [item] for item in range(n)}
    heap: list[tuple[float, int, int, int, int]] = []

    def push(one: int, other: int) -> None:
        low, high = min(one, other), max(one, other)
        size = len(groups[low]), len(groups[high])
        mean = excess[low][high] / (size[0] * size[1]) + MISSING
        if mean > threshold:
            heapq.heappush(heap, (-round(mean, 9), low, high, *size))

    for one in range(n):
        for other in excess[one]:
            if one < other:
                push(one, other)
    while heap:
        _, low, high, low_size, high_size = heapq.heappop(heap)
        if (
            low not in groups
            or high not in groups
            or (len(groups[low]), len(groups[high])) != (low_size, high_size)
        ):
            continue  # one of them has grown or gone since
        groups[low] += groups.pop(high)
        for other, value in excess[high].items():
            del excess[other][high]
            if other != low:
                excess[low][other] = excess[other][low] = excess[low].get(other, 0.0) + value
        excess[high] = {}
        for other in excess[low]:
            push(low, other)
    return sorted(sorted(group) for group in groups.values())
