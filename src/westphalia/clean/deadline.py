"""A time bound for work in other people's code that has none of its own.

Processor time is counted, not the clock, so that a busy machine refuses no page an idle one would take.
Only the main thread of a process can be interrupted (by SIGVTALRM). In other threads, and on systems
without it, the bound is not enforced; the other bounds hold everywhere:

    bytes of a page                    `drafts.MAX_BYTES`
    characters of HTML, of text        `extract.MAX_HTML`, `drafts.MAX_TEXT`
    elements, captions                 `extract.MAX_ELEMENTS`, `extract._MAX_CAPTIONS`
    nesting of elements                libxml2's 256
    size and nesting of JSON-LD        `markup`

Spawned workers run their pages in the main thread; a server that cleans pages it does not trust
should hand them to such workers.
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
    """Raise `OutOfTimeError` inside the block once the process has computed for `seconds`.

    Another timer that is already running keeps its handler and its remaining time.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    running = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if running:
            raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    # again every second: an exception raised inside a destructor is swallowed by Python
    remaining, interval = signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        try:
            yield
        finally:
            running = False  # two steps, so that an alarm at this very moment cannot skip the clean-up
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, remaining, interval)
        signal.signal(signal.SIGVTALRM, before)
