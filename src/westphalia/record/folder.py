"""The record's folder and its `record.json`: what it is, which layout, how many pages a shard."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from westphalia.errors import BrokenRecord, NewerRecord, NoRecord
from westphalia.record.files import Step, full_disk_named, nothing, write_bytes
from westphalia.record.log import FOLDER
from westphalia.record.schema import VERSION

FORMAT = "westphalia record"
NAME = "record.json"
SHARD_PAGES = 256
"""Pages in a shard: what a crash can cost (half a minute of work on two cores), and what a step's files hold."""

# what a crash may leave of a folder just begun; "fetch" is what `watch` and `run` keep of the addresses they ask
_OURS = {NAME, NAME + ".tmp", FOLDER, "lock", "lock.owner", "fetch"}


@dataclass(frozen=True, slots=True)
class Header:
    """What `record.json` says. `migrated` lists the steps that brought an older layout up to date."""

    version: int
    shard_pages: int
    migrated: tuple[str, ...] = ()

    def as_json(self) -> bytes:
        raw = {
            "format": FORMAT,
            "version": self.version,
            "shard_pages": self.shard_pages,
            "migrated": list(self.migrated),
        }
        return (json.dumps(raw, indent=1) + "\n").encode()


def read_header(root: Path) -> Header:
    """What the folder says of itself. Raises NoRecord, NewerRecord or BrokenRecord."""
    try:
        content = (root / NAME).read_bytes()
    except FileNotFoundError:
        why = "no such folder" if not root.exists() else f"no record: it has no {NAME}"
        raise NoRecord(f"{root}: {why} (`westphalia run SOURCE... --record {root}` makes one)") from None
    except OSError as error:
        raise NoRecord(f"{root}: {error.strerror}") from error
    try:
        raw: dict[str, Any] = json.loads(content)
        if raw["format"] != FORMAT:
            raise NoRecord(f"{root}: its {NAME} is not a record's (format {raw['format']!r})")
        header = Header(int(raw["version"]), int(raw["shard_pages"]), tuple(raw.get("migrated", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenRecord(f"{root / NAME}: not readable ({error})") from error
    if header.version > VERSION:
        raise NewerRecord(
            f"{root}: its layout is version {header.version}, this Westphalia knows up to {VERSION}; "
            "update it (pip install -U westphalia)"
        )
    return header


def write_header(root: Path, header: Header, on_step: Step = nothing) -> None:
    """Replace `record.json`, whole or not at all. Raises RecordFull."""
    write_bytes(root / NAME, header.as_json(), on_step)


def refuse_foreign(root: Path) -> None:
    """Raises NoRecord for a file, or a folder that holds something else than a record."""
    if not root.exists() or (root / NAME).exists():
        return
    if not root.is_dir():
        raise NoRecord(f"{root}: a file, not a folder")
    foreign = sorted(path.name for path in root.iterdir() if path.name not in _OURS)
    if foreign:
        raise NoRecord(
            f"{root}: no record, and not empty ({foreign[0]} …); give a new folder or an empty one"
        )


def make(root: Path, shard_pages: int = SHARD_PAGES, on_step: Step = nothing) -> Header:
    """The header of a record that is there, or of one made now in an empty folder.

    Raises NoRecord for a folder that holds something else, and what `read_header` raises.
    """
    if (root / NAME).exists():
        return read_header(root)
    refuse_foreign(root)
    with full_disk_named(root):
        on_step("folder", root)
        (root / FOLDER).mkdir(parents=True, exist_ok=True)
    header = Header(VERSION, shard_pages)
    write_header(root, header, on_step)
    return header
