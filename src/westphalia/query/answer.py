"""What a question returns: rows that show themselves, and turn into Arrow, pandas or Polars."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from westphalia.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Row = dict[str, Any]
SHOWN_ROWS, SHOWN_TEXT = 20, 160


class Answer:
    """Rows with named columns, in the order of the question; `notes` say what they leave out, in words.

    Iterating gives a dictionary a row; values are Python's (dates, lists, dictionaries of structs).
    """

    def __init__(self, table: pa.Table, question: str, notes: tuple[str, ...] = ()) -> None:
        self._table = table
        self.question = question
        self.notes = notes

    @property
    def columns(self) -> list[str]:
        names: list[str] = self._table.column_names
        return names

    def __len__(self) -> int:
        size: int = self._table.num_rows
        return size

    def __iter__(self) -> Iterator[Row]:
        for batch in self._table.to_batches(max_chunksize=1_000):
            yield from batch.to_pylist()

    def __getitem__(self, number: int) -> Row:
        size = len(self)
        if not -size <= number < size:
            raise IndexError(f"row {number} of {size}")
        (row,) = self._table.slice(number % size, 1).to_pylist()
        made: Row = row
        return made

    def to_arrow(self) -> pa.Table:
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """A pandas data frame. Raises UsageError where pandas is not installed."""
        _needs("pandas")
        return self._table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """A Polars data frame. Raises UsageError where Polars is not installed."""
        _needs("polars")
        import polars as pl

        made = pl.from_arrow(self._table)
        assert isinstance(made, pl.DataFrame)
        return made

    def __repr__(self) -> str:
        return f"<{self.question}: {len(self):,} rows of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows as a table; page text is escaped, lists are joined."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(value))}</td>" for value in row.values()) + "</tr>"
            for row in self._table.slice(0, SHOWN_ROWS).to_pylist()
        )
        more = f", the first {SHOWN_ROWS} shown" if len(self) > SHOWN_ROWS else ""
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self.notes)
        return (
            f"<p><b>{escape(self.question)}</b>: {len(self):,} rows{more}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}"
        )


def shown(value: Any, longest: int = SHOWN_TEXT) -> str:
    """A value for people: lists joined by "; ", an actor by its name and codes, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, list):
        text = "; ".join(shown(item, longest) for item in value)
    elif isinstance(value, dict):
        text = (
            _actor(value) if "actor_id" in value else ", ".join(f"{k}: {shown(v)}" for k, v in value.items())
        )
    elif isinstance(value, float):
        text = f"{value:.4g}"
    else:
        text = str(value)
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _actor(actor: Row) -> str:
    codes = " ".join(code for code in (actor.get("country"), actor.get("sector")) if code)
    return f"{actor.get('name') or actor.get('text') or actor['actor_id']} ({codes})"


def _needs(package: str) -> None:
    """Raises UsageError that says what brings the package."""
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise UsageError(
            f"this needs {package}: pip install 'westphalia[{package}]' (to_arrow() works without)"
        )
