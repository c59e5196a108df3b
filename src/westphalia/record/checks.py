"""Is everything there that the record counts? Sizes at every opening; the bytes themselves when asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from westphalia.errors import BrokenRecord
from westphalia.record.files import FileInfo


def check_sizes(root: Path, files: Iterable[FileInfo]) -> None:
    """Raises BrokenRecord that names the first file that is missing or has another length."""
    for info in files:
        try:
            size = (root / info.path).stat().st_size
        except OSError as error:
            raise BrokenRecord(f"{root / info.path}: counted by the record, but {error.strerror}") from error
        if size != info.bytes:
            raise BrokenRecord(
                f"{root / info.path}: {size:,} bytes, the record counts {info.bytes:,}: cut short or changed"
            )


def check_bytes(root: Path, files: Iterable[FileInfo]) -> None:
    """Raises BrokenRecord that names the first file whose sha256 is another than when it was written."""
    for info in files:
        with (root / info.path).open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != info.sha256:
            raise BrokenRecord(f"{root / info.path}: its bytes have changed since they were written")
