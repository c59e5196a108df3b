"""The record as the server holds it: opened once, opened anew when it changes, answers kept while it stays the same."""

from __future__ import annotations

import hashlib
import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from westphalia.errors import RecordError, WestphaliaError
from westphalia.query import OpenRecord
from westphalia.query.session import Session
from westphalia.version import VERSION

logger = logging.getLogger("westphalia.web")

T = TypeVar("T")
KEPT = 4_000  # answers
KEPT_BYTES = 96 * 1024 * 1024  # of them, as far as their sizes can be told
USUAL = 20_000  # bytes that an answer is taken to have where its size cannot be told
LOOK = 1.0  # seconds between two looks at whether the record has changed
PATIENCE = (
    0.5  # seconds that the request which finds it changed waits for the new one; then the old one answers
)


class Opened:
    """A record, opened, and what answers of it are called."""

    def __init__(self, record: OpenRecord) -> None:
        self.record = record
        self.step = record.session.step
        record.session.reside()  # now, outside of any request and its clock

    @cached_property
    def tag(self) -> str:
        """A short hash of all that an answer depends on: what the record holds, and the code's version."""
        record = self.record.session.record
        parts = (VERSION, str(self.step), record.fingerprint("events"), record.fingerprint("articles"))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class Store:
    """Read-only and safe to use from several threads. Raises RecordError where the folder cannot be read."""

    def __init__(self, record: Path | str | OpenRecord) -> None:
        opened = record if isinstance(record, OpenRecord) else OpenRecord(record)
        self.path = opened.session.record.path
        self._now = Opened(opened)
        self._looked = time.monotonic()
        self._opening = threading.Lock()
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._coming: dict[Hashable, Future[Any]] = {}

    # --- the record ---------------------------------------------------------------------------

    @property
    def now(self) -> Opened:
        """The record as it is, looked at once a second. What is being asked goes on with the old one."""
        if time.monotonic() - self._looked >= LOOK and self._opening.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                changed = self._now.record.session.changed()
            finally:
                self._opening.release()
            if changed:
                thread = threading.Thread(target=self._try_refresh, name="reopen", daemon=True)
                thread.start()  # its index may take a while; nobody has to wait for that
                thread.join(PATIENCE)
        return self._now

    @property
    def record(self) -> OpenRecord:
        return self.now.record

    @property
    def session(self) -> Session:
        return self.now.record.session

    @property
    def state(self) -> int:
        """The step of the record's log that answers are of."""
        return self.now.step

    def refresh(self) -> None:
        """Open the record anew if it has changed. Raises RecordError."""
        with self._opening:
            if self._now.record.session.changed():
                self._now = Opened(OpenRecord(self.path))
                with self._lock:
                    self._answers.clear()
                    self._bytes = 0

    def _try_refresh(self) -> None:
        try:
            self.refresh()
        except (WestphaliaError, OSError) as error:
            logger.warning("the record is shown as it was: %s", error)

    # --- answers ------------------------------------------------------------------------------

    def cached(self, key: Hashable, make: Callable[[Session], T]) -> T:
        """The answer to a question, kept until the record changes. Asked by several at once, it is made once."""
        now = self.now
        try:
            return self._cached(now, key, make)
        except RecordError:
            # Files that the old state counts may be gone: packed, or coded again.
            self.refresh()
            if self._now is now:
                raise
            return self._cached(self._now, key, make)

    def _cached(self, now: Opened, key: Hashable, make: Callable[[Session], T]) -> T:
        full = (now.step, key)
        with self._lock:
            if full in self._answers:
                self._answers.move_to_end(full)
                kept: T = self._answers[full][0]
                return kept
            coming = self._coming.get(full)
            mine: Future[T] = Future()
            if coming is None:
                self._coming[full] = mine
        if coming is not None:
            other: T = coming.result()
            return other
        try:
            made = make(now.record.session)
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(made)
            self._keep(full, made)
        finally:
            with self._lock:
                del self._coming[full]
        return made

    def _keep(self, full: Hashable, made: object) -> None:
        size = size_of(made)
        with self._lock:
            self._answers[full] = (made, size)
            self._bytes += size
            while len(self._answers) > KEPT or self._bytes > KEPT_BYTES:
                _, (_, gone) = self._answers.popitem(last=False)
                self._bytes -= gone

    def close(self) -> None:
        self._now.record.close()


def size_of(made: object) -> int:
    """About the bytes of an answer: of text its own, of anything else a guess."""
    if isinstance(made, bytes | str):
        return sys.getsizeof(made)
    if isinstance(made, tuple | list):
        return sum(map(size_of, made)) + 64
    return USUAL
