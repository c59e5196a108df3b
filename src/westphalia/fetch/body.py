"""A response's body, decompressed within bounds: no chunk of it may grow without end."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

_STEP = 1 << 18  # bytes that a decompressor gives at a time: what a bomb can fill before it is noticed
_GZIP = 16 + zlib.MAX_WBITS  # zlib's own mark for a gzip wrapper


class TooLarge(Exception):
    """The body goes on beyond the limit."""


class Damaged(Exception):
    """The body is not what its encoding says, or is encoded in a way we did not ask for."""


def read_body(
    chunks: Iterable[bytes],
    encoding: str,
    limit: int,
    *,
    cut: bool = False,
    tick: Callable[[], None] | None = None,
) -> bytes:
    """The decoded body. Raises TooLarge beyond `limit` bytes, unless `cut`, which keeps what comes before; Damaged.

    `encoding` is the header Content-Encoding. `tick` is called at every chunk and may raise.
    """
    parts: list[bytes] = []
    size = 0
    try:
        for part in _decoded(_told(chunks, tick), encoding.strip().lower()):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise TooLarge
    except TooLarge:
        if not cut:
            raise
    return b"".join(parts)[:limit]


def _told(chunks: Iterable[bytes], tick: Callable[[], None] | None) -> Iterable[bytes]:
    for chunk in chunks:
        if tick is not None:
            tick()
        yield chunk


def _decoded(chunks: Iterable[bytes], encoding: str) -> Iterable[bytes]:
    if encoding in ("", "identity", "none"):
        yield from chunks
    elif encoding in ("gzip", "x-gzip"):
        yield from _inflated(chunks, _GZIP)
    elif encoding == "deflate":
        yield from _inflated(chunks, None)
    else:
        raise Damaged(f"compressed as {encoding[:40]!r}, which we did not ask for")


def _inflated(chunks: Iterable[bytes], wrapper: int | None) -> Iterable[bytes]:
    """gzip (of several members too), zlib, or the bare deflate that some servers send, in small steps. Raises Damaged."""
    machine: zlib._Decompress | None = None
    members = 0
    for chunk in chunks:
        more = bool(chunk)
        while more:
            if machine is None:
                if members and not (wrapper == _GZIP and chunk[:1] == b"\x1f"):
                    return  # padding and dirt, which some servers leave behind the end
                machine = zlib.decompressobj(_wrapper_of(chunk) if wrapper is None else wrapper)
                members += 1
            try:
                made = machine.decompress(chunk, _STEP)
            except zlib.error as error:
                raise Damaged(f"not decompressed ({error})") from error
            if made:
                yield made
            chunk = machine.unconsumed_tail
            more = bool(chunk) or len(made) == _STEP
            if machine.eof:
                chunk, machine = machine.unused_data, None
                more = bool(chunk)
    if machine is not None:
        raise Damaged("cut short")


def _wrapper_of(chunk: bytes) -> int:
    return zlib.MAX_WBITS if chunk[0] & 0x0F == 8 else -zlib.MAX_WBITS


def is_gzip(content: bytes) -> bool:
    """Whether these bytes are gzip, as a `sitemap.xml.gz` is that its server sends as it lies there."""
    return content.startswith(b"\x1f\x8b")


def gunzipped(content: bytes, limit: int) -> bytes:
    """A gzip file's content. Raises TooLarge beyond `limit` bytes, Damaged."""
    return read_body([content], "gzip", limit)
