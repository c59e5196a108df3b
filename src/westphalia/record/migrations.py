"""Older layouts brought up to date, one step after another.

A step takes a record from version n to n + 1. It must be able to run again after it was interrupted (write new files
beside the old, commit them by one step of the log); that it is done is recorded by replacing `record.json`, which names
the new version and the steps so far. Readers of the older version go on until then.

There is one layout so far, so `STEPS` is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from westphalia.errors import RecordError
from westphalia.record.files import Step, nothing
from westphalia.record.folder import Header, write_header
from westphalia.record.schema import VERSION


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: `work` changes a record of version `start` into one of version `start + 1`."""

    start: int
    name: str
    work: Callable[[Path], None]


STEPS: Sequence[Migration] = ()


def migrate(
    root: Path,
    header: Header,
    steps: Sequence[Migration] = STEPS,
    to: int = VERSION,
    on_step: Step = nothing,
) -> Header:
    """Bring a record to version `to`, in order; nothing to do for one that is there. The writer's lock is held.

    Raises RecordError where a step is missing.
    """
    by_start = {step.start: step for step in steps}
    while header.version < to:
        step = by_start.get(header.version)
        if step is None:
            raise RecordError(
                f"{root}: its layout is version {header.version}, which this version cannot bring up to {to}"
            )
        step.work(root)
        header = replace(header, version=step.start + 1, migrated=(*header.migrated, step.name))
        write_header(root, header, on_step)
    return header
