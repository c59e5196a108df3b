"""Local files: opened, or refused with the reason that the system gives."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import BinaryIO

from westphalia.read.refusals import cut, rejected
from westphalia.records import Rejected

_SHOWN = 80  # characters of an over-long name that a message repeats


def is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):  # a name that is too long, or none; a folder that may not be looked at
        return False


def may_block(path: Path) -> bool:
    """Whether this is a pipe, a socket or a device: reading it might wait for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # the reading will say why
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def file_stream(path: Path) -> BinaryIO:
    """Raises OSError, and ValueError for a name that no file can have."""
    return path.open("rb")


def no_such_file(source: str, error: OSError | ValueError) -> Rejected:
    """Why a file could not be opened."""
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENAMETOOLONG:
        return rejected(
            cut(source, _SHOWN), "missing", "too long for a file's name; text itself is read from -"
        )
    if number == errno.ENOENT:
        return rejected(source, "missing", "no such file")
    return rejected(source, "unreadable", getattr(error, "strerror", None) or str(error))
