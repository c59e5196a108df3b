"""Reading the ontology's own tables: CSV with a header, UTF-8, lists separated by `|` in one cell."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from westphalia.errors import OntologyError

_FOLDER = Path(__file__).parent


def rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of table `name`, each as the cells of `columns` in that order.

    Raises OntologyError where the file is missing, lacks a column or has a row of another length.
    """
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
        for number, row in enumerate(reader, start=2):
            if len(row) != len(header):
                raise OntologyError(
                    f"ontology table {name}, line {number}: {len(row)} cells, not {len(header)}"
                )
            yield tuple([row[index] for index in wanted])


def items(cell: str) -> list[str]:
    """The members of a list cell; an empty cell has none."""
    return cell.split("|") if cell else []
