"""Reasons why something that was read is no page, and names as messages can hold them.

missing      there is no such file, or the name is longer than any file's (a text given as a name)
empty        no bytes, or white space only; a folder, an archive or a row without a page
binary       a picture, a PDF, a word processor's file …: known first bytes, NUL bytes, or control characters
too_large    more than `MAX_BYTES` for one page; such a file is never read whole
unreadable   the system refuses it (permissions, a device error), a password, or an address nobody fetches
damaged      an archive, a compressed file or a record of one that is malformed or cut short
bomb         compressed bytes that unpack to many times what text does (`streams.MAX_RATIO`)
bad_row      a line or row that is not what its format says
no_column    a table without a column of text or HTML, or without one that was named
no_day       a table whose column of days can be read in two ways, or was named and cannot be read
http_error  an archived answer that is no page: the server said 404, 301, 500 …
"""

from __future__ import annotations

import re

from westphalia.records import Rejected

MAX_BYTES = 20_000_000
"""The largest page that is read. News pages are well below 5 MB; above this it is a dump or a mistake."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SHOWN = 300  # characters of a name or a message that a record repeats
_DETAIL = 200


def rejected(source: str, reason: str, detail: str = "") -> Rejected:
    """A page that is none, with its named reason. The detail is made fit to print and cut short."""
    return Rejected(printable(source), "read", reason, cut(printable(detail), _DETAIL))


def too_large(source: str, size: int | None = None) -> Rejected:
    """More than a page may have; `size` where it is known."""
    known = f"{size:,} bytes" if size is not None else "more bytes"
    return rejected(source, "too_large", f"{known}, the limit is {MAX_BYTES:,}")


def part(source: str, where: object) -> str:
    """The name of a part of a file: "news.zip#a/b.html", "crawl.warc.gz#1024"."""
    return f"{source}#{cut(str(where), _SHOWN)}"


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}\u2026"


def printable(name: str) -> str:
    """A file's name as messages and records can hold it, on one line and in UTF-8.

    Bytes that are no UTF-8, which Python keeps as lone surrogates, and control characters become
    "\\xe9", so that two names stay two names.
    """

    def escaped(found: re.Match[str]) -> str:
        code = ord(found.group())
        code = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

    return _UNPRINTABLE.sub(escaped, name)
