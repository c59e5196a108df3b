"""The files of a folder that are read, in a fixed order, and how many there are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from westphalia.read import paths
from westphalia.read.files import is_folder
from westphalia.read.kinds import FOLDER, SUFFIXES, by_content, by_name, shown
from westphalia.read.refusals import rejected
from westphalia.records import Rejected

PAGE_SUFFIXES = frozenset(suffix for suffix, kind in SUFFIXES.items() if kind in FOLDER)
"""What a folder is searched for, packed or not. A file named directly is read whatever its suffix."""

_SAMPLE = 4_096


def files_in(folder: Path) -> Iterator[Path | Rejected]:
    """Files through all subfolders in sorted order; hidden names and links to folders are passed over."""
    refused: list[Rejected] = []

    def refuse(error: OSError) -> None:
        refused.append(rejected(str(error.filename or folder), "unreadable", error.strerror or str(error)))

    found = False
    for root, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from refused
        found = found or bool(refused)
        refused.clear()
        for name in sorted(files):
            if not name.startswith(".") and by_name(name) in FOLDER:
                found = True
                yield Path(root, name)
    yield from refused
    if not found and not refused:
        yield rejected(str(folder), "empty", f"no page in this folder (looked for {shown(FOLDER)})")


def count_pages(sources: Iterable[str]) -> int | None:
    """How many pages there are to read, without reading them; None where only the reading tells."""
    total = 0
    for source in sources:
        if source == "-" or paths.is_web(source):
            total += 1
        elif paths.is_remote(source):
            return None
        elif is_folder(source):
            names = [path.name for path in files_in(Path(source)) if isinstance(path, Path)]
            if any(by_name(name) == "warc" for name in names):
                return None
            total += max(1, len(names))
        elif not _is_page(Path(source)):
            return None
        else:
            total += 1
    return total


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return by_content(path.name, stream.read(_SAMPLE)) == "page"
    except (OSError, ValueError):
        return True  # one that is told as missing
