"""Which files of one table and month are put together, decided by their sizes alone.

1. While a run goes on: as soon as eight files of one size class are there, they become one. A row is written once a
   class, so the cost stays near to linear and the number of files small, however the pages' months are mixed.
2. At the end of a run: all that are small become one, so that what other engines find is a few files a month.

The decision depends on nothing but the files that count, so a run that was interrupted packs as one that was not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from westphalia.record.files import FileInfo

FAN = 8
CLASSES = (256 * 1024, 2 * 1024**2, 16 * 1024**2)  # upper bounds in bytes; larger files stay as they are
MOST = 128 * 1024**2  # bytes that one packing may read: what lies in memory is some six times that

_NAME = re.compile(r"(?P<generation>g\d+-)?[sp](?P<first>\d{8})(?:-(?P<last>\d{8}))?\.parquet")


@dataclass(frozen=True, slots=True)
class Pack:
    """Files to be put together, and the path of the one that takes their place."""

    inputs: tuple[FileInfo, ...]
    path: str


def size_class(size: int) -> int:
    """0 for the smallest files, `len(CLASSES)` for those that stay."""
    return sum(size >= bound for bound in CLASSES)


def shard_path(table: str, month: str, shard: int, generation: int = 0) -> str:
    """Where a shard's rows of one table and month go."""
    prefix = f"g{generation}-" if generation else ""
    return f"{table}/month={month}/{prefix}s{shard:08d}.parquet"


def due(files: Sequence[FileInfo], *, final: bool) -> Pack | None:
    """The next packing of one table and month, or None when there is none. Repeat until None."""
    mine = sorted((info for info in files if _range(info) is not None), key=_order)
    if final:
        small = [info for info in mine if size_class(info.bytes) < len(CLASSES)]
        return _pack(small) if len(small) > 1 else None
    for level in range(len(CLASSES)):
        same = [info for info in mine if size_class(info.bytes) == level]
        if len(same) >= FAN:
            return _pack(same[:FAN])
    return None


def _pack(files: Sequence[FileInfo]) -> Pack | None:
    taken: list[FileInfo] = []
    size = 0
    for info in files:
        if taken and size + info.bytes > MOST:
            break
        taken.append(info)
        size += info.bytes
    if len(taken) < 2:
        return None
    ranges = [found for found in map(_range, taken) if found is not None]
    prefix, first = ranges[0][0], min(low for _, low, _ in ranges)
    last = max(high for _, _, high in ranges)
    folder = taken[0].path.rpartition("/")[0]
    return Pack(tuple(taken), f"{folder}/{prefix}p{first:08d}-{last:08d}.parquet")


def _range(info: FileInfo) -> tuple[str, int, int] | None:
    """Generation and first and last shard by the file's name; None for files that are not packed."""
    found = _NAME.fullmatch(info.path.rpartition("/")[2])
    if found is None:
        return None
    first = int(found["first"])
    return found["generation"] or "", first, int(found["last"] or first)


def _order(info: FileInfo) -> tuple[int, int, str]:
    found = _range(info)
    return (found[1], found[2], info.path) if found else (0, 0, info.path)
