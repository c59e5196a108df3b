"""Byte streams with bounds: looked into without taking, unpacked no further than text unpacks, cut into lines.

Everything here takes bytes as they come, holds a bounded part of them, and raises only `DamagedError`,
`BombError` or the system's own OSError.
"""

from __future__ import annotations

import bz2
import codecs
import io
import lzma
import zlib
from collections.abc import Iterator
from typing import Protocol

SAMPLE = 65_536
"""Bytes that are looked at to tell what a file is."""

MAX_RATIO = 250
"""Unpacked bytes for one packed byte. HTML and JSON pack to a fifth, endless repeats of one page to a
hundredth, zeros to a thousandth."""

FREE = 64_000_000
"""Unpacked bytes before the ratio counts: a small file of one repeated line is no attack."""

_CHUNK = 262_144
_XZ_MEMORY = 256_000_000
_MAGIC = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}


class DamagedError(Exception):
    """Packed bytes that do not unpack."""


class BombError(Exception):
    """Packed bytes that unpack to far more than text does."""


class Bytes(Protocol):
    """What readers need of a stream; those that go back and forth ask `seekable` first."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seekable(self) -> bool: ...
    def seek(self, position: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...


class _Unpacker(Protocol):
    """What gzip's, bz2's and xz's decompressors have in common here."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused(self) -> bytes: ...
    @property
    def waiting(self) -> bool: ...
    def unpack(self, data: bytes, most: int) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        return self._inner.unused_data

    @property
    def waiting(self) -> bool:
        return bool(self._inner.unconsumed_tail)

    def unpack(self, data: bytes, most: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, most)


class _Other:
    """bz2 and xz, which keep what is not yet unpacked themselves."""

    def __init__(self, kind: str) -> None:
        self._inner = bz2.BZ2Decompressor() if kind == "bz2" else lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        return self._inner.unused_data

    @property
    def waiting(self) -> bool:
        return not self._inner.eof and not self._inner.needs_input

    def unpack(self, data: bytes, most: int) -> bytes:
        return self._inner.decompress(data, most)


class Stream(io.RawIOBase):
    """A stream whose beginning can be looked at before it is read. Never reads more than is asked for.

    Counts its position itself, for streams that cannot tell theirs.
    """

    def __init__(self, inner: Bytes) -> None:
        self._inner = inner
        self._seen = b""
        self._at = 0
        self._ended = False  # a terminal would have to be told twice

    def head(self, size: int = SAMPLE) -> bytes:
        """The next bytes, which stay to be read."""
        while len(self._seen) < size:
            more = b"" if self._ended else self._inner.read(size - len(self._seen))
            if not more:
                self._ended = True
                break
            self._seen += more
        return self._seen[:size]

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        most = -1 if size is None or size < 0 else size
        found, self._seen = (self._seen, b"") if most < 0 else (self._seen[:most], self._seen[most:])
        if not self._ended and (most < 0 or len(found) < most):
            more = self._inner.read(-1 if most < 0 else most - len(found)) or b""
            self._ended = not more
            found += more
        self._at += len(found)
        return found

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, position: int, whence: int = 0) -> int:
        """Raises io.UnsupportedOperation where the stream cannot go back."""
        if whence == 1:
            position, whence = self._at + position, 0
        self._seen, self._ended = b"", False
        self._at = self._inner.seek(position, whence)
        return self._at

    def tell(self) -> int:
        return self._at


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a gzip, bz2 or xz stream of any number of members, a chunk at a time."""

    def __init__(self, packed: Bytes, kind: str) -> None:
        self._packed, self._kind = packed, kind
        self._unpacker: _Unpacker | None = None
        self._ahead = b""  # packed bytes of the next member
        self._broken: DamagedError | BombError | None = None
        self._left = b""  # unpacked bytes that nobody has asked for yet
        self.taken = self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Raises DamagedError and BombError, after what came before the damage was given."""
        parts: list[bytes] = []
        left = size if size is not None and size >= 0 else None
        while left is None or left > 0:
            try:
                found = self._left or self._some()
            except (DamagedError, BombError):
                if not parts:
                    raise
                break  # the next reading meets it again
            if not found:
                break
            taken = found if left is None else found[:left]
            self._left = found[len(taken) :]
            parts.append(taken)
            left = None if left is None else left - len(taken)
        return b"".join(parts)

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def _some(self) -> bytes:
        """Some bytes; none only at the end."""
        if self._broken is not None:
            raise self._broken
        try:
            return self._unpacked()
        except (DamagedError, BombError) as error:
            self._broken = error
            raise

    def _unpacked(self) -> bytes:
        while True:
            data = b""
            if self._unpacker is None or not self._unpacker.waiting:
                data = self._ahead or self._packed.read(_CHUNK)
                self.taken += len(data) - len(self._ahead)
                self._ahead = b""
                if not data:
                    if self._unpacker is not None:
                        raise DamagedError("cut short")
                    return b""
            if self._unpacker is None:
                data = data.lstrip(b"\x00") if self.given else data  # padding between members
                if not data:
                    continue
                self._unpacker = _Gzip() if self._kind == "gz" else _Other(self._kind)
            try:
                found = self._unpacker.unpack(data, _CHUNK)
            except (zlib.error, OSError, EOFError, lzma.LZMAError, MemoryError) as error:
                raise DamagedError(str(error) or type(error).__name__) from None
            if self._unpacker.eof:
                self._ahead = self._unpacker.unused
                self._unpacker = None
            self.given += len(found)
            if self.given > FREE and self.given > MAX_RATIO * max(1, self.taken):
                raise BombError(f"{self.taken:,} bytes unpack to more than {self.given:,}")
            if found:
                return found


def packing_of(head: bytes) -> str | None:
    """ "gz", "bz2" or "xz" by the first bytes, or None."""
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def unpacked_head(head: bytes, kind: str) -> bytes:
    """What the beginning of a packed stream unpacks to; as much as can be told of it."""
    stream = Unpacked(io.BytesIO(head), kind)
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < SAMPLE and (found := stream.read(4096)):
            parts.append(found)
    except (DamagedError, BombError):  # cut short by looking
        pass
    return b"".join(parts)[:SAMPLE]


# --- lines ------------------------------------------------------------------------------------------


def lines(stream: Bytes, longest: int) -> Iterator[bytes | None]:
    """Lines with their ends, in UTF-8 where the stream has UTF-16's or UTF-8's byte order mark.

    A line of more than `longest` bytes before its end is None, and is never held whole. Lines end at "\\n" or "\\r\\n".
    """
    return _lines(_recoded(stream), longest)


def _lines(chunks: Iterator[bytes], longest: int) -> Iterator[bytes | None]:
    pending: list[bytes] = []
    size, over = 0, False
    for chunk in chunks:
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            if not over and size + end - start <= longest:
                pending.append(chunk[start : end + 1])
                yield b"".join(pending)
            else:
                yield None
            pending, size, over = [], 0, False
            start = end + 1
        size += len(chunk) - start
        over = over or size > longest
        if over:
            pending.clear()
        elif start < len(chunk):
            pending.append(chunk[start:])
    if over:
        yield None
    elif pending:
        yield b"".join(pending)


def _recoded(stream: Bytes) -> Iterator[bytes]:
    """The stream's chunks; UTF-16 becomes UTF-8, a byte order mark goes."""
    first = stream.read(_CHUNK)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        chunk = first
        while chunk:
            yield decoder.decode(chunk).encode("utf-8", "replace")
            chunk = stream.read(_CHUNK)
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")
        return
    chunk = first.removeprefix(codecs.BOM_UTF8)
    while chunk:
        yield chunk
        chunk = stream.read(_CHUNK)


def text_of(line: bytes) -> str:
    """A line as text: UTF-8, or windows-1252 where it is none. Files put together from many have both."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("windows-1252", "replace")
