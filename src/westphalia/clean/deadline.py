"""A time bound for work in other people's code that has none of its own.

Only the main thread of a process can be interrupted (by SIGALRM); elsewhere, and on systems without
it, the bound is not enforced and only the size and depth limits of `extract` hold. Spawned workers
run their pages in the main thread.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(BaseException):
    """The time for one page is up.

    A BaseException, so that a library's `except Exception` cannot swallow it; it never leaves `clean`.
    """


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` inside the block once `seconds` of wall time have passed.

    Another timer that is already running keeps its handler and its remaining time.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGALRM, stop)
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, remaining, interval)
        signal.signal(signal.SIGALRM, before)
