"""Files, folders and stdin to pages.

Nothing is decoded or interpreted here: a page keeps its bytes. Whatever cannot be a page is a
`Rejected` with a named reason, never an exception, so that one bad file does not end a run:

    missing      there is no such file
    empty        no bytes, or white space only; a folder without any page file
    binary       a picture, an archive, a PDF …: known first bytes, NUL bytes, or control characters
    too_large    more than `MAX_BYTES`; such a file is never read whole
    unreadable   the system refuses it (permissions, a device error), or it is a web address
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from westphalia.records import Page, Rejected

MAX_BYTES = 20_000_000
"""The largest page that is read. News pages are well below 5 MB; above this it is a dump or a mistake."""

PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".txt", ".text", ".md"})
"""What a folder is searched for. A file named directly is read whatever its suffix."""

_SAMPLE = 65_536
_NUL_SHARE = 0.001  # a stray NUL in a long page is dirt, which `clean` removes; more of them is no text
_CONTROL_SHARE = 0.1
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\x0b\x0c\x1b")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

# First bytes of formats that can hold few NULs in their first part (source: each format's own
# specification), so that counting control characters alone would let them through.
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x7fELF",
    b"SQLite format 3\x00",
    b"PAR1",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
)
_WEB_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]{1,15}://")


def read_pages(
    sources: Iterable[str],
    *,
    date: dt.date | None = None,
    url: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Page | Rejected]:
    """Yield a page, or the reason why there is none, for each file that the sources name.

    A source is a file, a folder (searched through its subfolders in sorted order, hidden names and
    other file types left out, links to folders not followed) or "-" for `stdin` (default: the
    process's own). `date` and `url` are the user's word and go on every page. Lazy: one page is in
    memory at a time.
    """
    for source in sources:
        if source == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield _from_stream(stream, source, date, url)
        elif Path(source).is_dir():
            yield from _from_folder(Path(source), date, url)
        else:
            yield _from_file(Path(source), source, date, url)


def _from_folder(folder: Path, date: dt.date | None, url: str | None) -> Iterator[Page | Rejected]:
    refused: list[Rejected] = []

    def refuse(error: OSError) -> None:
        refused.append(_rejected(str(error.filename or folder), "unreadable", error.strerror or str(error)))

    found = False
    for root, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from refused
        found = found or bool(refused)
        refused.clear()
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in PAGE_SUFFIXES:
                found = True
                yield _from_file(path, str(path), date, url)
    yield from refused
    if not found and not refused:
        suffixes = " ".join(sorted(PAGE_SUFFIXES))
        yield _rejected(str(folder), "empty", f"no page in this folder (looked for {suffixes})")


def _from_file(path: Path, source: str, date: dt.date | None, url: str | None) -> Page | Rejected:
    try:
        status = path.stat()
        # the size is asked before opening, so that a huge file costs nothing
        if stat.S_ISREG(status.st_mode) and status.st_size > MAX_BYTES:
            return _too_large(source, status.st_size)
        with path.open("rb") as stream:
            return _from_stream(stream, source, date, url)
    except FileNotFoundError:
        if _WEB_ADDRESS.match(source):
            return _rejected(
                source, "unreadable", "a web address, not a file: save the page and give the file"
            )
        return _rejected(source, "missing", "no such file")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return _rejected(source, "unreadable", getattr(error, "strerror", None) or str(error))


def _from_stream(stream: BinaryIO, source: str, date: dt.date | None, url: str | None) -> Page | Rejected:
    try:
        content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return _rejected(source, "unreadable", error.strerror or str(error))
    if len(content) > MAX_BYTES:
        return _too_large(source, None)
    if not content.strip():
        return _rejected(source, "empty", "nothing but white space" if content else "no bytes")
    if why := _why_binary(content):
        return _rejected(source, "binary", why)
    return Page(content, source, url, date)


def _why_binary(content: bytes) -> str | None:
    """What shows that these bytes are no text, or None. UTF-16 with its byte order mark is text."""
    if content.startswith(_UTF16_BOMS):
        return None
    if magic := next((m for m in _MAGIC if content.startswith(m)), None):
        return f"starts with {magic[:8]!r}"
    sample = content[:_SAMPLE]
    nuls = sample.count(0)
    if nuls > _NUL_SHARE * len(sample):
        return f"{nuls} NUL bytes in the first {len(sample)}"
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _CONTROL_SHARE * len(sample):
        return f"{controls} control characters in the first {len(sample)} bytes"
    return None


def _too_large(source: str, size: int | None) -> Rejected:
    known = f"{size:,} bytes" if size is not None else "more bytes"
    return _rejected(source, "too_large", f"{known}, the limit is {MAX_BYTES:,}")


def _rejected(source: str, reason: str, detail: str) -> Rejected:
    return Rejected(source, "read", reason, detail)
