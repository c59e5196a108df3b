"""The reviews of a record: `reviews/reviews.jsonl` below its folder, one row a line, appended and never changed.

A row is in when its line break is on the disk. What a crash left of a row, a last line without its break, counts as
nothing to a reader; the next writer ends that line, and a line that is no row is passed over only there. Writers wait
for one another, readers for nobody. The record's own commands leave the folder alone.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from westphalia.errors import BrokenRecord, RecordFull, RecordInUse
from westphalia.review.rows import Review, checked, review_of

FOLDER = "reviews"
NAME = "reviews.jsonl"
WAIT = 10.0  # seconds for another writer to end
TORN = "\t# cut short\n"  # ends what a crash has left, so that it is seen for what it is


class Ledger:
    """The reviews of the record at `path`; safe to use from several threads and processes."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path) / FOLDER / NAME
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._rows: tuple[Review, ...] = ()

    @property
    def state(self) -> tuple[int, int]:
        """What changes when a row is added: size and time of the file."""
        try:
            found = self.path.stat()
        except OSError:
            return (0, 0)
        return (found.st_size, found.st_mtime_ns)

    def read(self) -> tuple[Review, ...]:
        """Every row, in the order they came in. Raises BrokenRecord that names the line."""
        state = self.state
        with self._lock:
            if state != self._seen:
                self._rows = self._parsed()
                self._seen = state
            return self._rows

    def _parsed(self) -> tuple[Review, ...]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise BrokenRecord(f"{self.path}: {error.strerror}") from error
        whole = content[: content.rfind(b"\n") + 1]  # a last line without its break is not in yet
        found = []
        for number, line in enumerate(whole.split(b"\n"), 1):
            if not line.strip() or line.endswith(TORN.rstrip("\n").encode()):
                continue
            try:
                found.append(review_of(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BrokenRecord(f"{self.path}:{number}: not a review ({error})") from error
        return tuple(found)

    def append(self, review: Review) -> Review:
        """Add a row and give it back with its id. Raises BadReview, RecordInUse or RecordFull."""
        from filelock import FileLock, Timeout

        row = checked(review)
        line = json.dumps(row.as_json(), ensure_ascii=False, sort_keys=True) + "\n"
        try:
            self.path.parent.mkdir(exist_ok=True)
            with FileLock(self.path.with_suffix(".lock"), timeout=WAIT):
                _append(self.path, line.encode())
        except Timeout as error:
            raise RecordInUse(f"{self.path}: another writer does not end") from error
        except OSError as error:
            raise RecordFull(f"{self.path}: {error.strerror}; the review was not kept") from error
        return row


def _append(path: Path, line: bytes) -> None:
    """The line at the end of the file and on the disk, or the file as it was."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n" if hasattr(os, "pread") else False
        content = (TORN.encode() if torn else b"") + line
        try:
            written = os.write(handle, content)
            if written != len(content):
                raise OSError(28, "the disk is full")
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)  # what was not written whole was never in
            raise
    finally:
        os.close(handle)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """The file's name on the disk, where the system can do that (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
