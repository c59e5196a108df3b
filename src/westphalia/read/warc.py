"""WARC archives: the HTML of their responses and resources, and texts converted from it (Common Crawl's WET files).

Named "FILE#OFFSET", the offset of the record in the file; where a file was packed as a whole, several records have
one, and the second is "FILE#OFFSET/2".

1. Other records, and what is no HTML in them, are passed over; so are empty answers of servers.
2. An answer whose status is not 200 is `http_error`.
3. A record that is malformed or cut short is `damaged`. The reading goes on at the next place where a record
   begins, which takes a stream that can be sought in; of any other the rest is told as `damaged`.

The day of the fetch goes on as `Told.seen`: it bounds the publication date and is none itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from westphalia.read.binary import why_binary
from westphalia.read.columns import Ask, web
from westphalia.read.refusals import MAX_BYTES, part, rejected, too_large
from westphalia.read.streams import Bytes
from westphalia.records import Page, Rejected, Told

if TYPE_CHECKING:
    import datetime as dt

    from fastwarc.warc import WarcRecord

_HTML = ("text/html", "application/xhtml+xml")
_HTTP = "application/http"
_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")
_MAX_HEADER = 65_536
_STEP = 1_048_576
_GZIP, _PLAIN = b"\x1f\x8b\x08", b"WARC/1."


def from_warc(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """Pages of an archive, packed with gzip or not, and of the records in it that are broken."""
    start: int | None = 0
    found = False
    while start is not None:
        reading = _Reading(stream, source, ask, start)
        for item in reading:
            found = True
            yield item
        start = reading.resume
    if not found:
        yield rejected(source, "empty", "no HTML in this archive")


class _Reading:
    """The records from one offset on, up to the end or the first that breaks the stream.

    `resume` is the offset of the next beginning of a record behind a broken one.
    """

    def __init__(self, stream: Bytes, source: str, ask: Ask, start: int) -> None:
        self._stream, self._source, self._ask, self._start = stream, source, ask, start
        self.resume: int | None = None

    def __iter__(self) -> Iterator[Page | Rejected]:
        at, read = self._start, False  # the record in hand, and whether it is done with
        same = -1  # records before it at the same place; none yet is one less
        try:
            for record in self._records():
                before, at, read = at, max(self._start, record.stream_pos), False
                same = same + 1 if at == before else 0
                item = _page(record, part(self._source, f"{at}/{same + 1}" if same > 0 else at), self._ask)
                if item is not None:
                    yield item
                broken = isinstance(item, Rejected) and item.reason == "damaged"
                if broken and self._stream.seekable():
                    self.resume = self._next(at + 1)  # its length is not to be trusted either
                    return
                read = True
        except BaseException as error:
            if not _is_of_bytes(error):
                raise
            self.resume = self._next(at + 1)
            if not read:
                yield rejected(part(self._source, at), "damaged", str(error))
            elif self.resume is None:
                yield rejected(self._source, "damaged", f"behind #{at}: {error}")

    def _records(self) -> Iterator[WarcRecord]:
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        if self._start:
            self._stream.seek(self._start)
        options: dict[str, Any] = {"quirks_mode": True, "auto_decode": "all", "max_header_len": _MAX_HEADER}
        kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
        yield from ArchiveIterator(cast(BinaryIO, self._stream), record_types=kinds, **options)

    def _next(self, position: int) -> int | None:
        """The offset at or after `position` where a record seems to begin."""
        if not self._stream.seekable():
            return None
        self._stream.seek(0)
        mark = _GZIP if self._stream.read(2) == _GZIP[:2] else _PLAIN
        self._stream.seek(position)
        tail = b""
        while chunk := self._stream.read(_STEP):
            block = tail + chunk
            if (at := block.find(mark)) >= 0:
                return position - len(tail) + at
            tail = block[-len(mark) + 1 :]
            position += len(chunk)
        return None


def _is_of_bytes(error: BaseException) -> bool:
    """Whether an error tells of broken bytes; a panic of the library in Rust is no Exception in Python."""
    return isinstance(error, OSError | ValueError) or type(error).__name__ == "PanicException"


def _page(record: WarcRecord, name: str, ask: Ask) -> Page | Rejected | None:
    """A record's page, why there is none, or None for what is no page anyway."""
    from fastwarc.warc import WarcRecordType

    headers = record.http_headers
    kind = _media(record.http_content_type if headers else record.headers.get("Content-Type"))
    http = headers is not None or kind.startswith(_HTTP)
    if kind not in (("", *_HTML) if http else (*_HTML, "text/plain")) and not kind.startswith(_HTTP):
        return None
    status = headers.status_code if headers else None
    if http and status is None:
        response = record.record_type & WarcRecordType.response  # a resource may be anything
        return rejected(name, "damaged", "no HTTP answer in it") if response else None
    if http and status != 200:
        return rejected(name, "http_error", f"{status}")
    try:
        content = record.reader.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return rejected(name, "damaged", str(error))
    if len(content) > MAX_BYTES:
        return too_large(name)
    packed = headers is not None and any(map(headers.get, ("Content-Encoding", "Transfer-Encoding")))
    if not packed and len(content) < record.content_length:
        return rejected(name, "damaged", f"cut short: {len(content):,} of {record.content_length:,} bytes")
    if http and not kind and not content[:1000].lstrip().lower().startswith(_MARKS):
        return None
    if not content.strip():
        return rejected(name, "empty", "nothing but white space" if content else "no bytes")
    if why := why_binary(content):
        return rejected(name, "binary", why)
    seen = _day(record)
    url = web((record.headers.get("WARC-Target-URI") or "").strip("<>")) or ask.url
    return Page(content, name, url, ask.date, Told(seen=seen) if seen else None)


def _media(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _day(record: WarcRecord) -> dt.date | None:
    try:
        return record.record_date.date() if record.record_date else None
    except (ValueError, OSError):
        return None
