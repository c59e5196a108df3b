"""One writer at a time: the system's own lock on a file, so that a process that died holds nothing.

Beside it lies who holds it, for the message to the one who comes second.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from westphalia.errors import RecordInUse
from westphalia.record.files import full_disk_named

NAME = "lock"
OWNER = "lock.owner"


@contextlib.contextmanager
def held(root: Path, what: str, time: str) -> Iterator[None]:
    """Hold the record for writing. `what` is what is being done, as a message tells it. Raises RecordInUse."""
    from filelock import FileLock, Timeout

    lock = FileLock(root / NAME, timeout=0)
    with full_disk_named(root / NAME):
        try:
            lock.acquire()
        except Timeout as error:
            raise RecordInUse(
                f"{root}: in use by {_owner(root)}; wait for it to end, or use another folder"
            ) from error
    try:
        owner = {"process": os.getpid(), "what": what, "since": time}
        with contextlib.suppress(OSError):  # the lock holds without it
            (root / OWNER).write_text(json.dumps(owner), encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            (root / OWNER).unlink(missing_ok=True)
        lock.release()


def _owner(root: Path) -> str:
    try:
        owner = json.loads((root / OWNER).read_bytes())
        return f"process {owner['process']} ({owner['what']}, since {owner['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
