"""What these tests share: made-up pages taken into a record, and what makes two records the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, cast

from bench.made_stories import Playback, page
from westphalia.pipeline import Coder
from westphalia.record.files import Step, nothing
from westphalia.run import Outcome, ingest

SHARD = 2


class Clock:
    """A clock of our own: a second later at every look."""

    def __init__(self, start: str = "2026-01-01T00:00:00+00:00") -> None:
        self.time = dt.datetime.fromisoformat(start)

    def __call__(self) -> str:
        self.time += dt.timedelta(seconds=1)
        return self.time.isoformat(timespec="seconds")


def take(
    root: Path,
    numbers: Iterable[int],
    *,
    on_step: Step = nothing,
    clock: Callable[[], str] | None = None,
    coder: Any = None,
    shard_pages: int = SHARD,
) -> Outcome:
    """Take the made-up pages of these numbers in."""
    return ingest(
        map(page, numbers),
        root,
        cast(Coder, coder or Playback()),
        sources=("pages",),
        shard_pages=shard_pages,
        clock=clock or Clock(),
        on_step=on_step,
    )


def tables(root: Path) -> dict[str, str]:
    """Every file but the log, by its name, with its bytes' hash."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in {"log", "lock"}
    }
