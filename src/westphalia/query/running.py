"""Queries that run for one request, so that a server can stop them when the request's time is over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from westphalia.errors import TooSlow

if TYPE_CHECKING:
    import duckdb

STOPPED = "this took too long and was stopped: narrow it by days, a country or a type"


class Running:
    """The queries of one request. `stop` may be called from any thread, at any moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        self.stopped = False

    def begin(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Raises TooSlow where the time is over already."""
        with self._lock:
            if self.stopped:
                raise TooSlow(STOPPED)
            self._cursors.add(cursor)

    def end(self, cursor: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._cursors.discard(cursor)

    def stop(self) -> None:
        """Interrupt what runs, and let nothing else begin."""
        with self._lock:
            self.stopped = True
            for cursor in self._cursors:
                cursor.interrupt()


REQUEST: ContextVar[Running | None] = ContextVar("request", default=None)
"""The request that the present thread or task works for; None outside a server."""


@contextmanager
def running(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Around a query: the request's `stop` reaches it. Raises TooSlow where it was stopped."""
    request = REQUEST.get()
    if request is None:
        yield
        return
    import duckdb

    request.begin(cursor)
    try:
        yield
    except duckdb.InterruptException as error:
        raise TooSlow(STOPPED) from error
    finally:
        request.end(cursor)
