"""Reading the ontology's own tables: CSV with a header, and the large ones that are looked up in place.

CSV tables are UTF-8, lists separated by `|` in one cell. A user's rows (see `own`) come in front of a table's
own, and replace those of the same key. The gazetteer and the office holders are gzips of three sections with
an empty line between: their lines are parsed only when they are asked for.
"""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from westphalia.errors import OntologyError

from ._active import own_rows

_FOLDER = Path(__file__).parent
# The column whose cell a user's row shares with the row that it replaces.
_KEYS = {"roles.csv": "word", "organisations.csv": "name"}


def rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of table `name`, the user's first, each as the cells of `columns` in that order.

    Raises OntologyError where the file is missing, lacks a column or has a row of another length.
    """
    own = own_rows(name)
    for cells in own:
        yield tuple([cells.get(column, "") for column in columns])
    try:
        file = (_FOLDER / name).open(encoding="utf-8", newline="")
    except OSError as error:
        raise OntologyError(f"ontology table {name} cannot be read: {error.strerror}") from error
    with file:
        reader = csv.reader(file)
        header = next(reader, [])
        try:
            wanted = [header.index(column) for column in columns]
        except ValueError as error:
            raise OntologyError(f"ontology table {name} lacks a column: {error}") from error
        key = header.index(_KEYS[name]) if name in _KEYS else 0
        replaced = {cells[_KEYS[name]].rstrip("*?~!") for cells in own} if name in _KEYS else set()
        for number, row in enumerate(reader, start=2):
            if len(row) != len(header):
                raise OntologyError(
                    f"ontology table {name}, line {number}: {len(row)} cells, not {len(header)}"
                )
            if not replaced or row[key].rstrip("*?~") not in replaced:
                yield tuple([row[index] for index in wanted])


def items(cell: str) -> list[str]:
    """The members of a list cell; an empty cell has none."""
    return cell.split("|") if cell else []


@dataclass(frozen=True, slots=True)
class Sections:
    """A large table: its lines by number (`lines`), and two indices of sorted lines: key, tab, value."""

    name: str
    lines: list[bytes]
    names: list[bytes]
    more: list[bytes]

    def line(self, number: int) -> str:
        return self.lines[number].decode()

    def broken(self, number: int) -> OntologyError:
        return OntologyError(f"{self.name} has a broken row: {self.line(number)[:80]!r}")

    def value(self, key: str) -> str:
        """What the index of names says of `key`; empty where it is not there."""
        return _value(self.names, key)

    def value_of_more(self, key: str) -> str:
        """What the third section's index says of `key`."""
        return _value(self.more, key)


def sections(name: str) -> Sections:
    """The large table of that file name. Raises OntologyError where it is missing or damaged."""
    try:
        blob = gzip.decompress(resources.files(__package__).joinpath(name).read_bytes())
        lines, names, more = (section.split(b"\n") for section in blob.split(b"\n\n"))
    except (OSError, EOFError, ValueError) as error:
        raise OntologyError(f"{name} is missing or damaged: {error}") from error
    return Sections(name, lines, names, more)


def _value(index: list[bytes], key: str) -> str:
    """What stands after the tab on the line of `key`."""
    wanted = key.encode() + b"\t"
    at = bisect_left(index, wanted)
    return index[at][len(wanted) :].decode() if at < len(index) and index[at].startswith(wanted) else ""
