"""Files that are there whole or not at all: a temporary name in the same folder, flushed to the disk, renamed.

`on_step` is called before every step that changes the disk, with the step's name and path: a test can end the process
there, or make the disk full.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from westphalia.errors import BrokenRecord, RecordFull
from westphalia.record.schema import TABLES, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

TEMPORARY = ".tmp"
ROWS_A_GROUP = {"articles": 1_000}  # a text is looked up one by one: small groups are read sooner
GROUP = 65_536
AT_ONCE = 8  # files written side by side
THREADED = 2**20  # bytes from which reading a file on several cores is worth it

# Columns without repeats: a dictionary would only be dropped again when it has grown too large.
_PLAIN = {"event_id", "quote_id", "page_id", "merged_id", "text", "content_sha256", "extra"}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Step(Protocol):
    def __call__(self, step: str, path: Path) -> None: ...


def nothing(step: str, path: Path) -> None:
    """The usual `on_step`."""


@dataclass(frozen=True, slots=True, order=True)
class FileInfo:
    """A file that counts: its path below the record, its rows, bytes and sha256."""

    path: str
    rows: int
    bytes: int
    sha256: str

    @property
    def table(self) -> str:
        return self.path.split("/")[-3]  # before it may stand where the file lies for the time being

    @property
    def month(self) -> str:
        return self.path.split("/")[-2].removeprefix("month=")

    def as_json(self) -> list[Any]:
        return [self.path, self.rows, self.bytes, self.sha256]


@contextlib.contextmanager
def full_disk_named(path: Path) -> Iterator[None]:
    """A disk that takes no more becomes one clear line. Raises RecordFull."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL or error.errno == errno.EROFS:
            why = os.strerror(error.errno)  # pyarrow puts a sentence of its own in strerror
            raise RecordFull(
                f"{path}: {why}; what was kept until now is whole, the same command goes on from there"
            ) from error
        raise


def write_whole(path: Path, write: Callable[[Path], None], on_step: Step = nothing) -> None:
    """Let `write` fill a temporary file, and give it its name when its bytes are on the disk. Raises RecordFull."""
    temporary = path.with_name(path.name + TEMPORARY)
    with full_disk_named(path):
        try:
            on_step("open", temporary)
            write(temporary)
            on_step("flush", temporary)
            flush(temporary)
            on_step("rename", path)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()  # a half file would only keep the disk full
            raise


def write_bytes(path: Path, content: bytes, on_step: Step = nothing) -> None:
    """A small file, whole or not at all, its folder's entry flushed as well."""

    def fill(temporary: Path) -> None:
        temporary.write_bytes(content)

    write_whole(path, fill, on_step)
    flush_folder(path.parent)


def flush(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the folder's entries are on the disk, where the system can do that (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folders(root: Path, files: Iterable[FileInfo]) -> None:
    """Wait until the names of these files are on the disk: they have to be before the step that counts them."""
    folders = {(root / info.path).parent for info in files}
    for folder in sorted(folders | {folder.parent for folder in folders}):
        if folder.exists():
            flush_folder(folder)


def write_table(root: Path, path: str, rows: pa.Table, on_step: Step = nothing) -> FileInfo:
    """Rows of one table and month as a Parquet file, in the table's order; the same rows give the same bytes.

    `path` is below `root`: `events/month=2024-05/name.parquet`. Raises RecordFull.
    """
    import pyarrow.parquet as pq

    name = path.split("/", 1)[0]
    table = TABLES[name]
    whole = rows.cast(arrow_schema(name)).sort_by([(column, "ascending") for column in table.order])
    # One column a row: strings that repeat are numbered, ids and texts are not.
    dictionary = [leaf for leaf in _leaves(whole.schema) if leaf.split(".")[0] not in _PLAIN]
    target = root / path
    with full_disk_named(target):
        on_step("folder", target.parent)
        target.parent.mkdir(parents=True, exist_ok=True)

    def fill(temporary: Path) -> None:
        pq.write_table(
            whole,
            temporary,
            compression="zstd",
            compression_level=9,
            use_dictionary=dictionary,
            row_group_size=ROWS_A_GROUP.get(name, GROUP),
            write_page_index=True,
            store_schema=False,  # the schema is ours, and documented
        )

    write_whole(target, fill, on_step)
    content = target.read_bytes()
    return FileInfo(path, whole.num_rows, len(content), hashlib.sha256(content).hexdigest())


def write_tables(
    root: Path, tables: Iterable[tuple[str, pa.Table]], on_step: Step = nothing
) -> list[FileInfo]:
    """`write_table` for each path and its rows, AT_ONCE side by side: most of it is waiting for the disk.

    No more tables than that are asked for ahead, so that they need not lie in memory together. Raises RecordFull.
    """
    coming = iter(tables)
    done: list[FileInfo] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while some := list(islice(coming, AT_ONCE)):
            done += pool.map(lambda item: write_table(root, item[0], item[1], on_step), some)
    return done


def read_rows(root: Path, info: FileInfo, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one file of a table, in the schema's types; `columns` in the order asked for. Raises BrokenRecord."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = arrow_schema(info.table)
    names = list(columns) if columns is not None else schema.names
    try:
        with pq.ParquetFile(root / info.path) as stored:
            found = stored.read(names, use_threads=info.bytes > THREADED)
    except (OSError, pa.ArrowException) as error:
        raise BrokenRecord(
            f"{root / info.path}: not readable as Parquet ({str(error).splitlines()[0]})"
        ) from error
    return found.select(names).cast(pa.schema([schema.field(name) for name in names]))


def _leaves(schema: pa.Schema) -> list[str]:
    """The names that Parquet has for the columns, those inside lists and structs included."""
    import pyarrow as pa

    def below(kind: pa.DataType, name: str) -> list[str]:
        if pa.types.is_list(kind):
            return below(kind.value_type, f"{name}.list.element")
        if pa.types.is_struct(kind):
            return [leaf for part in kind for leaf in below(part.type, f"{name}.{part.name}")]
        return [name]

    return [leaf for field in schema for leaf in below(field.type, field.name)]


def remove(path: Path, on_step: Step = nothing) -> None:
    """Remove a file; one that is gone already is as good."""
    on_step("remove", path)
    path.unlink(missing_ok=True)
