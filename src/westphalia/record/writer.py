"""Writing to a record: the lock, shards, packing, and the cleaning up after a crash.

Every change is files first and one step of the log last; what no step names is swept away by the next writer.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.errors import NoRecord
from westphalia.record import log
from westphalia.record.batch import Batch
from westphalia.record.checks import check_sizes
from westphalia.record.files import (
    TEMPORARY,
    FileInfo,
    Step,
    flush_folders,
    nothing,
    read_rows,
    remove,
    write_table,
    write_tables,
)
from westphalia.record.folder import NAME, SHARD_PAGES, Header, make, read_header, refuse_foreign
from westphalia.record.lock import held
from westphalia.record.log import State
from westphalia.record.migrations import migrate
from westphalia.record.packing import due, shard_path
from westphalia.record.schema import CODED, TABLES

if TYPE_CHECKING:
    import pyarrow as pa

NEXT = "next"  # a coding in the making, out of the way of those who read the tables' folders
PLAN = "recode.json"  # in it: what it is made with
PAST = "past"  # codings that were replaced
_PACKED = ("pages", "articles", *CODED)


class Writer:
    """The one that may write to a record; made by `open_writer`, which holds the lock."""

    def __init__(self, root: Path, header: Header, clock: Callable[[], str], on_step: Step) -> None:
        self.root = root
        self.header = header
        self.clock = clock
        self.on_step = on_step
        self.state: State = log.read_state(root)

    # --- steps ---------------------------------------------------------------------------------

    def step(self, kind: str, add: Iterable[FileInfo] = (), gone: Iterable[str] = (), **more: Any) -> None:
        """One step of the log; files that it takes away are removed after it. Raises RecordFull."""
        paths, fresh = list(gone), list(add)
        flush_folders(self.root, fresh)
        self.state = log.append(
            self.root,
            self.state,
            kind,
            add=add,
            remove=paths,
            time=self.clock(),
            on_step=self.on_step,
            **more,
        )
        if kind == "recode":
            self.clean()  # what it takes away is kept under past/
            return
        for path in paths:
            remove(self.root / path, self.on_step)
            self._drop_empty((self.root / path).parent)

    def write(self, name: str, tables: Iterable[tuple[str, str, pa.Table]]) -> list[FileInfo]:
        """A file for each table, month and rows, which counts as soon as a step adds it. Raises RecordFull.

        `name` is the files' own, without a suffix.
        """
        files = ((f"{table}/month={month}/{name}.parquet", rows) for table, month, rows in tables)
        return write_tables(self.root, files, self.on_step)

    def start_run(self, settings: dict[str, Any]) -> int:
        """Note that a run begins, and with what; its number."""
        number = len(self.state.runs)
        self.step("run", run=number, settings=settings, started=self.clock())
        return number

    def end_run(self, run: int, counts: dict[str, int]) -> None:
        """Note that a run is through, and what came of it."""
        self.step("end", run=run, counts=counts)

    def add_shard(self, batch: Batch, run: int) -> None:
        """Keep a shard: from here on its pages are in the record. Raises RecordFull."""
        generation = self.state.generation
        files = (
            (shard_path(table, month, batch.shard, generation), rows)
            for (table, month), rows in batch.tables()
        )
        add = write_tables(self.root, files, self.on_step)
        self.step("shard", add=add, shard=batch.shard, run=run, counts=batch.counts())
        self.pack(final=False)

    def pack(self, *, final: bool) -> None:
        """Put small files together, month by month, until nothing is due."""
        for table, month in sorted({(info.table, info.month) for info in self.state.files.values()}):
            if table not in _PACKED:
                continue
            while (pack := due(self.state.of(table, month), final=final)) is not None:
                rows = read_files(self.root, pack.inputs)
                info = write_table(self.root, pack.path, rows, self.on_step)
                self.step("pack", add=[info], gone=[item.path for item in pack.inputs])

    def close(self) -> None:
        """Leave the record so that it opens quickly."""
        log.write_whole_state(self.root, self.state, self.on_step)

    # --- after a crash -------------------------------------------------------------------------

    def clean(self) -> None:
        """Finish the moves that a step has decided, and sweep away what no step names."""
        self.settle()
        counted = set(self.state.files)
        for table in TABLES:
            for path in sorted((self.root / table).glob("month=*/*")):
                ours = path.name.endswith((".parquet", TEMPORARY))
                if ours and path.relative_to(self.root).as_posix() not in counted:
                    remove(path, self.on_step)
                    self._drop_empty(path.parent)
        for path in sorted((*self.root.glob(f"{NAME}*"), *(self.root / log.FOLDER).glob("*"))):
            if path.name.endswith(TEMPORARY):
                remove(path, self.on_step)

    def settle(self) -> None:
        """Put a finished coding's files in their place, and those that it replaced under `past/`."""
        for past in self.state.past:
            for info in past.files:
                self._move(info.path, f"{PAST}/{past.step:08d}/{info.path}")
        if self.recoding() is not None or not (self.root / NEXT).exists():
            return
        for path in self.state.files:
            self._move(f"{NEXT}/{path}", path)
        self.on_step("sweep", self.root / NEXT)
        shutil.rmtree(self.root / NEXT)

    def recoding(self) -> dict[str, Any] | None:
        """What the coding in the making was begun with, or None where there is none."""
        try:
            plan: dict[str, Any] = json.loads((self.root / NEXT / PLAN).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return plan if plan["generation"] > self.state.generation else None

    def _move(self, old: str, new: str) -> None:
        source, target = self.root / old, self.root / new
        if source.exists():
            self.on_step("move", target)
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
            self._drop_empty(source.parent)

    def _drop_empty(self, folder: Path) -> None:
        with contextlib.suppress(OSError):  # not empty, or gone
            folder.rmdir()


def read_files(root: Path, files: Iterable[FileInfo]) -> pa.Table:
    """All rows of some files of one table, in the files' order."""
    import pyarrow as pa

    return pa.concat_tables([read_rows(root, info) for info in files])


@contextlib.contextmanager
def open_writer(
    root: Path,
    what: str,
    *,
    create: bool = True,
    shard_pages: int = SHARD_PAGES,
    clock: Callable[[], str] = log.now,
    on_step: Step = nothing,
) -> Iterator[Writer]:
    """Hold a record for writing, brought up to date and cleaned of what a crash left; `create` may make it.

    Raises NoRecord, NewerRecord, BrokenRecord, RecordInUse or RecordFull.
    """
    if create:
        refuse_foreign(root)
    else:
        read_header(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoRecord(f"{root}: cannot be made ({error.strerror})") from error
    with held(root, what, clock()):
        header = migrate(root, make(root, shard_pages, on_step), on_step=on_step)
        writer = Writer(root, header, clock, on_step)
        writer.clean()
        check_sizes(root, writer.state.files.values())
        yield writer
