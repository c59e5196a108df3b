"""How far a run is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from westphalia.run.coding import Older


@dataclass(frozen=True, slots=True)
class Progress:
    """`taken` pages (or articles) worked on, of which `kept` are in finished shards, `known` passed over; events found.

    `doing` is "coding", "packing" or "merging".
    """

    taken: int
    known: int
    events: int
    kept: int
    doing: str = "coding"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: `counts` of pages, articles, repeats, rejects, events and quotes; pages passed over; what of the
    record was coded otherwise than now.
    """

    counts: dict[str, int]
    known: int = 0
    older: Older | None = None


Report = Callable[[Progress], None]


def quiet(progress: Progress) -> None:
    """The usual report."""
