"""Tar and zip archives: their members one after the other, nothing written to disk. Named "FILE#MEMBER".

A member is read as a file of its name would be: pages, WARC, tables, exports. Members of other types, hidden ones,
links, devices and archives inside archives are passed over.

    bomb        a zip's member, or a packed tar as a whole, that unpacks to many times what text does
    too_large   a member that is a page of more than `MAX_BYTES`
    unreadable  a member behind a password, or packed in a way that Python does not know
    damaged     the archive is cut short, or a member's bytes are not what was packed
"""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Self, cast

from westphalia.read.columns import Ask
from westphalia.read.kinds import ARCHIVED, by_name, shown
from westphalia.read.refusals import cut, part, rejected
from westphalia.read.streams import FREE, MAX_RATIO, Bytes, DamagedError, Stream
from westphalia.records import Page, Rejected

Inner = Callable[[Stream, str, str, Ask], Iterator[Page | Rejected]]
"""Reads one member: its stream, its own name, the name to print."""

MAX_HEADER = 1_000_000
"""Bytes of a tar's header that goes before a member (a long name, times): read whole by the library."""

_LONG = frozenset(
    (
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    )
)
_SHOWN = 60  # characters of a member's name
_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, IndexError,
    KeyError, OverflowError, RecursionError,
)  # fmt: skip
"""What the standard library raises on archives that are none; it promises less."""


class _Content(io.RawIOBase):
    """A member's bytes; what the library raises on broken ones becomes DamagedError."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner = inner

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self._inner.read(-1 if size is None else size)
        except _BROKEN as error:
            raise DamagedError(str(error) or type(error).__name__) from None


def from_tar(stream: Bytes, source: str, ask: Ask, inner: Inner) -> Iterator[Page | Rejected]:
    """A tar that is unpacked already, in one pass. Raises what the stream raises."""
    found = False
    passed = ""
    try:
        archive = tarfile.open(fileobj=cast(BinaryIO, stream), mode="r|", errorlevel=0, tarinfo=_Header)  # noqa: SIM115
    except _BROKEN as error:
        yield rejected(source, "damaged", str(error) or type(error).__name__)
        return
    with archive:
        seen: list[Any] = vars(archive)["members"]
        while True:
            try:
                member = archive.next()
            except _BROKEN as error:
                yield rejected(source, "damaged", str(error) or type(error).__name__)
                return
            seen.clear()  # tarfile keeps every header it has seen
            if member is None:
                break
            content = archive.extractfile(member) if member.isreg() and _wanted(member.name) else None
            passed = passed or (member.name if member.isreg() and content is None else "")
            if content is not None:
                found = True
                name = part(source, member.name)
                yield from inner(Stream(cast(Bytes, _Content(content))), member.name, name, ask)
    if not found:
        yield _nothing(source, passed)


def from_zip(stream: Bytes, source: str, ask: Ask, inner: Inner) -> Iterator[Page | Rejected]:
    """A zip that can be sought in, in the order of its directory."""
    size = max(1, stream.seek(0, 2))
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, stream))
    except (*_BROKEN, NotImplementedError) as error:
        yield rejected(source, "damaged", str(error) or type(error).__name__)
        return
    with archive:
        members = [
            member
            for member in archive.infolist()
            if member.filename and not member.is_dir() and _wanted(member.filename)
        ]
        spent = 0  # members that share their packed bytes, as some bombs do, are counted each
        for member in members:
            spent += member.file_size
            name = part(source, member.filename)
            if spent > FREE and spent > MAX_RATIO * size:
                yield rejected(source, "bomb", f"{size:,} bytes unpack to more than {spent:,}")
                return
            if member.file_size > FREE // 8 and member.file_size > MAX_RATIO * max(1, member.compress_size):
                yield rejected(name, "bomb", f"{member.compress_size:,} bytes unpack to {member.file_size:,}")
                continue
            yield from _zipped(archive, member, name, ask, inner)
    if not members:
        passed = next((m.filename for m in archive.infolist() if m.filename and not m.is_dir()), "")
        yield _nothing(source, passed)


def _zipped(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, ask: Ask, inner: Inner
) -> Iterator[Page | Rejected]:
    if member.flag_bits & 1:
        yield rejected(name, "unreadable", "behind a password")
        return
    try:
        content = archive.open(member)
    except NotImplementedError as error:
        yield rejected(name, "unreadable", str(error))
        return
    except _BROKEN as error:
        yield rejected(name, "damaged", str(error) or type(error).__name__)
        return
    with content:
        yield from inner(Stream(cast(Bytes, _Content(content))), member.filename, name, ask)


class _Header(tarfile.TarInfo):
    """A header that is refused where the library would allocate without bound, go back, or end in silence."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Raises tarfile.ReadError."""
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            # these end the reading without a word; the names are not public
            if type(error).__name__ in ("InvalidHeaderError", "TruncatedHeaderError"):
                raise tarfile.ReadError(str(error)) from None
            raise
        if header.size < 0 or (header.type in _LONG and header.size > MAX_HEADER):
            raise tarfile.ReadError(f"a header of {header.size:,} bytes")
        return header


def _wanted(name: str) -> bool:
    """A member that is read, by its name; what macOS adds beside each file is hidden in all but name."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(p.startswith(".") and p not in (".", "..") for p in parts) or parts[0] == "__MACOSX":
        return False
    return by_name(parts[-1]) in ARCHIVED


def _nothing(source: str, passed: str) -> Rejected:
    """Nothing was read; `passed` is a member that was passed over, to tell why."""
    looked = f"looked for {shown(ARCHIVED)}"
    has = f"; it has {cut(passed, _SHOWN)}" if passed else ""
    return rejected(source, "empty", f"nothing to read in this archive{has} ({looked})")
