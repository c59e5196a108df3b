"""The time, and waiting for it: one small thing to replace in tests, so that none of them sleeps."""

from __future__ import annotations

import time
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since the epoch."""

    def wait(self, running: Collection[Future[Any]], seconds: float) -> None:
        """Until one of the running is through, at most so many seconds."""


class SystemClock:
    """The machine's own."""

    def now(self) -> float:
        return time.time()

    def wait(self, running: Collection[Future[Any]], seconds: float) -> None:
        if running:
            wait(running, seconds, FIRST_COMPLETED)
        else:
            time.sleep(seconds)
