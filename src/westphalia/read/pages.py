"""Files, folders and stdin to pages.

Nothing is decoded or interpreted here: a page keeps its bytes. Whatever cannot be a page is a
`Rejected` with a named reason, never an exception, so that one bad file does not end a run:

    missing      there is no such file, or the name is longer than any file's (a text given as a name)
    empty        no bytes, or white space only; a folder without any page file
    binary       a picture, an archive, a PDF …: known first bytes, NUL bytes, or control characters
    too_large    more than `MAX_BYTES`; such a file is never read whole
    unreadable   the system refuses it (permissions, a device error), or it is a web address
"""

from __future__ import annotations

import datetime as dt
import errno
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
_SHOWN = 80  # characters of an over-long name that a message repeats
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
    other file types left out, links to folders not followed, pipes and devices passed over) or "-"
    for `stdin` (default: the process's own). `date` and `url` are the user's word and go on every
    page. Lazy: one page is in memory at a time.
    """
    for source in sources:
        if source == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield _from_stream(stream, source, date, url)
        elif _is_folder(source):
            yield from _from_folder(Path(source), date, url)
        else:
            yield _from_file(Path(source), source, date, url)


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except OSError:  # a name that is too long, a folder that may not be looked at
        return False


def _may_block(path: Path) -> bool:
    """Whether this is a pipe, a socket or a device: reading it might wait for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # the reading will say why
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


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
            wanted = not name.startswith(".") and path.suffix.lower() in PAGE_SUFFIXES
            if wanted and not _may_block(path):
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
    except (OSError, ValueError) as error:  # ValueError: a NUL or a character no name can have
        if isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
            return _no_such_file(source, error)
        return _rejected(source, "unreadable", getattr(error, "strerror", None) or str(error))


def _no_such_file(source: str, error: OSError) -> Rejected:
    if _WEB_ADDRESS.match(source):
        return _rejected(source, "unreadable", "a web address, not a file: save the page and give the file")
    if error.errno == errno.ENAMETOOLONG:
        shown = source if len(source) <= _SHOWN else f"{source[:_SHOWN]}\u2026"
        return _rejected(shown, "missing", "too long for a file's name; text itself is read from -")
    return _rejected(source, "missing", "no such file")


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
    return Page(content, _printable(source), url, date)


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
    return Rejected(_printable(source), "read", reason, detail)


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _printable(name: str) -> str:
    """A file's name as messages and records can hold it, on one line and in UTF-8.

    Bytes that are no UTF-8, which Python keeps as lone surrogates, and control characters become
    "\\xe9", so that two names stay two names.
    """

    def escaped(found: re.Match[str]) -> str:
        code = ord(found.group())
        code = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _UNPRINTABLE.sub(escaped, name)
