"""Sources to pages. One source is one name; what it is decides who reads it:

    -                         standard input, by its first bytes
    http(s)://…               whoever fetches (`fetch`), or `unreadable`
    s3://… and the like       `paths`: a file, or all below a folder or pattern
    a folder                  `folders`: its pages and WARC files, one by one
    a file                    `kinds` tells by name and first bytes which of READERS takes it

Nothing is decoded or interpreted that a page is made of: it keeps its bytes. Whatever cannot be a page is a
`Rejected` with a named reason (`refusals`), never an exception, so that one bad file does not end a run. Lazy: one
page is in memory at a time.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from westphalia.read import paths
from westphalia.read.addresses import asked, from_list
from westphalia.read.archives import from_tar, from_zip
from westphalia.read.binary import why_binary
from westphalia.read.columns import Ask, Columns, Fetch
from westphalia.read.factiva import from_factiva
from westphalia.read.feeds import from_feed, from_sitemap
from westphalia.read.files import file_stream, is_folder, may_block, no_such_file
from westphalia.read.folders import PAGE_SUFFIXES, files_in
from westphalia.read.kinds import ARCHIVED, Kind, bare, by_content, by_name
from westphalia.read.nexis import from_export
from westphalia.read.parquet import from_parquet
from westphalia.read.refusals import MAX_BYTES, printable, rejected, too_large
from westphalia.read.rows import from_csv, from_json, from_jsonl
from westphalia.read.streams import BombError, DamagedError, Stream, Unpacked, packing_of, unpacked_head
from westphalia.read.warc import from_warc
from westphalia.records import Address, Page, Rejected

__all__ = ["MAX_BYTES", "PAGE_SUFFIXES", "READERS", "read_pages"]

Found = Iterator[Page | Rejected]


def read_pages(
    sources: Iterable[str],
    *,
    date: dt.date | None = None,
    url: str | None = None,
    stdin: BinaryIO | None = None,
    columns: Columns | None = None,
    fetch: Fetch | None = None,
) -> Found:
    """Yield a page, or the reason why there is none, for each that the sources hold, in their order.

    `date` and `url` are the user's word and go on every page. `columns` names the columns of tables. `fetch` gets
    the addresses among the sources and in lists, feeds and sitemaps. `stdin` is by default the process's own.
    """
    ask = Ask(date, url, columns or Columns(), fetch)
    for web, group in groupby(sources, paths.is_web):
        if web:  # those that stand together go together, so that hosts can be asked side by side
            yield from asked((Address(source, printable(source), date) for source in group), fetch)
            continue
        for source in group:
            yield from _of_source(source, ask, stdin)


def _of_source(source: str, ask: Ask, stdin: BinaryIO | None) -> Found:
    if source == "-":
        yield from _of_stream(Stream(stdin if stdin is not None else sys.stdin.buffer), "-", "-", ask)
    elif paths.is_remote(source):
        yield from paths.each(
            source, lambda stream, name, shown: _of_stream(Stream(stream), name, shown, ask)
        )
    elif is_folder(source):
        for path in files_in(Path(source)):
            yield from [path] if isinstance(path, Rejected) else _of_file(path, str(path), ask, listed=True)
    else:
        yield from _of_file(Path(source), source, ask)


def _of_file(path: Path, source: str, ask: Ask, *, listed: bool = False) -> Found:
    """`listed`: found in a folder, where a pipe would not be read and a list of addresses is just a text."""
    if listed and may_block(path):
        return
    try:
        inner = file_stream(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL or a character no name can have
        yield no_such_file(source, error)
        return
    with inner:
        stream = Stream(inner)
        yield from _of_stream(
            stream, path.name, source, Ask(ask.date, ask.url, ask.columns) if listed else ask
        )


def _of_stream(stream: Stream, name: str, source: str, ask: Ask) -> Found:
    """A stream by what it is, unpacked where it is packed. `name` tells its type, `source` is printed."""
    try:
        head = stream.head()
        packing = packing_of(head)
        if packing is None:
            yield from READERS[by_content(name, head)](stream, source, ask)
            return
        kind = by_content(bare(name), unpacked_head(head, packing))
        if kind == "warc" and packing == "gz":
            yield from from_warc(stream, source, ask)  # which goes on behind a damaged member
        elif kind in SOUGHT:
            yield rejected(source, "unreadable", f"{kind} inside {packing}: unpack it first")
        else:
            yield from READERS[kind](Stream(Unpacked(stream, packing)), source, ask)
    except BombError as error:
        yield rejected(source, "bomb", str(error))
    except DamagedError as error:
        yield rejected(source, "damaged", str(error))
    except OSError as error:
        yield rejected(source, "unreadable", error.strerror or str(error))


def _of_member(stream: Stream, name: str, source: str, ask: Ask) -> Found:
    """A member of an archive: read like a file, but archives inside it are not, and nothing is fetched for it."""
    if by_name(name) in ARCHIVED:
        plain = Ask(ask.date, ask.url, ask.columns)
        yield from _of_stream(stream, name, source, plain)


def _page(stream: Stream, source: str, ask: Ask) -> Found:
    """A file that is one page."""
    if stream.seekable():  # the size is asked first, so that a huge file costs nothing
        at = stream.tell()
        size = stream.seek(0, 2)
        if size > MAX_BYTES:
            yield too_large(source, size)
            return
        stream.seek(at)
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        yield too_large(source)
    elif stream.read(1):  # which also meets the damage of a page that is cut short
        yield rejected(source, "unreadable", "the stream went on after its end")
    elif not content.strip():
        yield rejected(source, "empty", "nothing but white space" if content else "no bytes")
    elif why := why_binary(content):
        yield rejected(source, "binary", why)
    else:
        yield Page(content, printable(source), ask.url, ask.date)


def _tsv(stream: Stream, source: str, ask: Ask) -> Found:
    return from_csv(stream, source, ask, delimiter="\t")


def _tar(stream: Stream, source: str, ask: Ask) -> Found:
    return from_tar(stream, source, ask, _of_member)


def _zip(stream: Stream, source: str, ask: Ask) -> Found:
    if not stream.seekable():
        return iter([rejected(source, "unreadable", "a zip needs a file, not a stream")])
    return from_zip(stream, source, ask, _of_member)


def _parquet(stream: Stream, source: str, ask: Ask) -> Found:
    if not stream.seekable():
        return iter([rejected(source, "unreadable", "a Parquet table needs a file, not a stream")])
    return from_parquet(stream, source, ask)


SOUGHT: frozenset[Kind] = frozenset({"zip", "parquet"})
"""Kinds whose readers go back and forth in the file."""

READERS: dict[Kind, Callable[[Stream, str, Ask], Found]] = {
    "page": _page,
    "warc": from_warc,
    "jsonl": from_jsonl,
    "json": from_json,
    "csv": from_csv,
    "tsv": _tsv,
    "parquet": _parquet,
    "tar": _tar,
    "zip": _zip,
    "feed": from_feed,
    "sitemap": from_sitemap,
    "export": from_export,
    "factiva": from_factiva,
    "list": from_list,
}
"""Which reader takes which kind of file."""
