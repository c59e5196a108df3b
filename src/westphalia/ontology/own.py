"""A user's own tables: a folder of CSV files that adds countries, organisations, roles, office holders, places.

    tables = read_tables(Path("my_tables"))
    with using(tables): …        # Coder(ontology=…) does this

Each file has the name and the columns of TABLES; none has to be there. `read_tables` checks row by row: a row
that cannot be used is left out and told in `OwnTables.left_out` as `file:line: reason`, the others are used.
A missing folder, or a file that is none of these tables, raises InputError: it would silently do nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

from westphalia.errors import UnreadableInput

from ._active import OwnTables, Row, using
from .own_checks import TABLES, Known, adapted, fault

MAX_BYTES = 50_000_000  # of one file
# Files beside the tables that are let be.
_BESIDE = ("readme", "licence", "license", "sources")


def read_tables(folder: Path) -> OwnTables:
    """The tables of a folder. Raises UnreadableInput, naming the folder or file and the reason."""
    files = _files(folder)
    left_out: list[str] = []
    known = Known()
    tables: dict[str, tuple[Row, ...]] = {}
    for name in TABLES:  # countries come first: the others may use their codes
        if name in files:
            tables[name] = tuple(_rows(files[name], known, left_out))
    kept = {name: found for name, found in tables.items() if found}
    told = json.dumps({name: [dict(row) for row in found] for name, found in kept.items()}, sort_keys=True)
    return OwnTables(
        hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16], kept, tuple(left_out)
    )


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise UnreadableInput(f"{folder}: no such folder of tables")
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower().startswith(_BESIDE):
            continue
        if path.name not in TABLES:
            raise UnreadableInput(f"{path}: not a table's name (tables: {', '.join(TABLES)})")
        found[path.name] = path
    if not found:
        raise UnreadableInput(f"{folder}: no table in it (tables: {', '.join(TABLES)})")
    return found


def _rows(path: Path, known: Known, left_out: list[str]) -> Iterator[Row]:
    """The usable rows of one file; what is wrong with the others goes to `left_out`."""
    table = TABLES[path.name]
    lines = _lines(path)
    line, cells = next(lines, (1, []))
    header = [cell.strip() for cell in cells] if isinstance(cells, list) else []
    missing = [column for column in table.required if column not in header]
    if missing:
        left_out.append(f"{path}:{line}: no column {missing[0]!r}, so the whole file is left out")
        return
    twice = {column for column in header if header.count(column) > 1}
    if twice:
        left_out.append(f"{path}:{line}: column {min(twice)!r} twice, so the whole file is left out")
        return
    unknown = [column for column in header if column not in table.columns]
    if unknown:
        left_out.append(f"{path}:{line}: unknown column {unknown[0]!r} is not read")
    for line, cells in lines:
        if isinstance(cells, str):
            left_out.append(f"{path}:{line}: {cells}")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            left_out.append(f"{path}:{line}: {len(cells)} cells, not {len(header)}")
            continue
        row = {
            column: cell.strip()
            for column, cell in zip(header, cells, strict=True)
            if column in table.columns
        }
        reason = fault(path.name, row, known)
        if reason:
            left_out.append(f"{path}:{line}: {reason}")
        else:
            known.add(path.name, row)
            yield adapted(path.name, row)


def _lines(path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """Line number and cells of each row; a reason in place of cells for a row that cannot be read."""
    try:
        with path.open("rb") as file:
            blob = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror}") from error
    if len(blob) > MAX_BYTES:
        raise UnreadableInput(f"{path}: larger than {MAX_BYTES} bytes")
    reader = csv.reader(io.StringIO(blob.decode("utf-8-sig", errors="surrogateescape"), newline=""))
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, f"not CSV ({error})"
            continue
        if any("\ud800" <= char <= "\udfff" for cell in cells for char in cell):
            yield number, "not UTF-8"
        else:
            yield number, cells


__all__ = ["OwnTables", "read_tables", "using"]
