"""Names of sources that are no local files: web addresses, and what fsspec opens (`s3://bucket/crawl/*.warc.gz`).

fsspec brings `memory`, `ftp`, `sftp` and a few more; others need a package of their own, which comes with
`pip install 'westphalia[s3]'` or `'westphalia[gcs]'`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from westphalia.read.kinds import FOLDER, by_name, shown
from westphalia.read.refusals import rejected
from westphalia.records import Page, Rejected

if TYPE_CHECKING:
    Found = Iterator[Page | Rejected]

_WEB = re.compile(r"(?i)https?://")
_REMOTE = re.compile(r"(?i)[a-z][a-z0-9+.\-]{1,31}(?:::[a-z][a-z0-9+.\-]{1,31})*://")
_EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}
_LOCAL = ("file", "local")
_PATTERN = re.compile(r"[*?\[]")


def is_web(source: str) -> bool:
    """Whether this is a page's address, which is fetched and not opened."""
    return bool(_WEB.match(source))


def is_remote(source: str) -> bool:
    return bool(_REMOTE.match(source)) and not is_web(source)


def each(source: str, read: Callable[[BinaryIO, str, str], Found]) -> Found:
    """What `read` makes of each file that a remote name stands for, in sorted order.

    It gets the file's stream, its own name, and the name to print.

    A folder is searched as a local one; with a pattern (`*`), all files that fit are read.
    """
    protocol = source.partition("://")[0].rpartition("::")[2]
    inside = (
        "".join(source.partition("::")[1:]) if "://" in source.partition("::")[0] else ""
    )  # zip://a::b.zip
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(source)
        names = _names(system, path)
    except ImportError as error:
        extra = _EXTRAS.get(protocol)
        how = f"pip install 'westphalia[{extra}]'" if extra else str(error)
        yield rejected(source, "unreadable", f"{protocol}:// needs a package: {how}")
        return
    except FileNotFoundError:
        names = []
    except Exception as error:  # each file system has errors of its own: no access, no such host, a bad name
        yield rejected(source, "unreadable", _told(error))
        return
    if not names:
        empty = _PATTERN.search(source)
        what = "no file of this pattern" if empty else f"no such file, and no folder with {shown(FOLDER)}"
        yield rejected(source, "missing", what)
    for name in names:
        yield from _one(system, name, f"{_shown(name, protocol)}{inside}", read)


def _shown(name: str, protocol: str) -> str:
    """A file's name as it may be given again."""
    bare = name.removeprefix(f"{protocol}://")
    return f"{protocol}://{bare if protocol in _LOCAL else bare.lstrip('/')}"


def _names(system: Any, path: str) -> list[str]:
    if _PATTERN.search(path):
        return sorted(name for name in system.glob(path) if not system.isdir(name))
    if system.isdir(path):
        return sorted(name for name in system.find(path) if _visible(name, path) and by_name(name) in FOLDER)
    return [path] if system.exists(path) else []


def _visible(name: str, folder: str) -> bool:
    return not any(part.startswith(".") for part in name[len(folder) :].split("/"))


def _one(system: Any, name: str, source: str, read: Callable[[BinaryIO, str, str], Found]) -> Found:
    try:
        stream = system.open(name, "rb")
    except Exception as error:
        yield rejected(source, "unreadable", _told(error))
        return
    with stream:
        try:
            yield from read(cast(BinaryIO, stream), name, source)
        except Exception as error:
            if type(error).__module__.partition(".")[0] in ("westphalia", "builtins"):
                raise  # ours, or a mistake in the program
            yield rejected(source, "unreadable", _told(error))


def _told(error: Exception) -> str:
    return str(error) or type(error).__name__
