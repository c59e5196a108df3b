"""What a table's description is made of: columns, tables, and the structs that lie within columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` in the language above, `doc` one line for the documentation."""

    name: str
    type: str
    doc: str

    @property
    def required(self) -> bool:
        return self.type.endswith("!")


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `order` are the columns that its rows are sorted by within a file; `key` is unique in a record."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def columns(text: str) -> tuple[Column, ...]:
    """One column a line: name, type, meaning, split at runs of two spaces or more."""
    parts = (line.split(maxsplit=2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, doc) for name, kind, doc in parts)


SHARD = "shard            int32!    the batch of pages that the row came in with"

STRUCTS: Mapping[str, tuple[Column, ...]] = {
    "member": columns("""
        name             string    one of those whom a plural stands for
        country          string    its country code
    """),
    "actor": columns("""
        text             string!   the words of the mention
        start            int32!    first character of the mention in the article's text
        end              int32!    one past its last character
        actor_id         string!   stable id of who it is; the same wherever the same actor is named
        name             string    its name in full, where known
        country          string    ISO 3166 alpha-3 or one of PLOVER's non-state codes, where told
        sector           string!   PLOVER's sector code; UNK where nothing tells
        role             string    its office or role as of the article's date
        members          [member]  whom a plural stands for ("both countries"); empty otherwise
    """),
    "block": columns("""
        kind             string!   title, body, subhead, caption, credit, byline or furniture
        start            int32!    first character of the block in the text
        end              int32!    one past its last character
        reason           string    the ground for its kind
        repeat_of        int32     the block that this one repeats, counted from 0
    """),
    "value": columns("""
        value            string!   what is said
        event_ids        [string]  the events that say it
    """),
    "contradiction": columns("""
        field            string!   what the reports differ in: status, number, blamed, date, place
        values           [value]   each version beside the others, the most reported first
    """),
}  # fmt: skip
