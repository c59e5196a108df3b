"""The schema of a record, as data: table -> columns with name, type and one line of meaning.

A record's tables are Parquet files under `<table>/month=YYYY-MM/`, where the month is that of the article's
publication ("0000-00" where it is not known; for stories and merged events the month of the earliest report). The partition
is the folder's name and no column of the file; the views have it as `month`.

Types are written in a small language of their own, so that this file needs no heavy import:
`string int8 int16 int32 int64 float32 float64 bool date timestamp` are Arrow's (date: days, timestamp: UTC
microseconds), `[T]` is a list of T, and a name of `STRUCTS` is that struct. A trailing `!` says: never null.

Ids are lower-case hexadecimal: an article's is the sha256 of its text (64 digits), those of pages, events and
quotes are 64-bit hashes of what they say and where (16 digits). Offsets are code points of `articles.text`, half
open. `shard` numbers the batch of pages with which a row came in, over the life of the record: `shards` (a
view) says when each was finished and by which code, model and ontology.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from westphalia.record import tables_coded as coded
from westphalia.record import tables_merged as merged
from westphalia.record.columns import STRUCTS, Column, Table

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = 1
"""The layout's version. A record of an older one is migrated (`migrations`), of a newer one refused."""

UNKNOWN_MONTH = "0000-00"

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        coded.PAGES, coded.ARTICLES, coded.EVENTS, coded.QUOTES, coded.MENTIONS, coded.ACTORS, coded.PLACES, coded.REJECTS,
        merged.STORIES, merged.STORY_MEMBERS, merged.MERGED, merged.MEMBERS, merged.IMPORTED,
    )
}  # fmt: skip
"""Every Parquet table of a record. `runs` and `shards` are views over the record's log (docs/record.md)."""

CODED = ("events", "quotes", "mentions", "actors", "places", "rejects")
"""What `recode` writes anew. Of `rejects`, those of whole pages are carried over."""

MERGED = ("stories", "story_members", "merged_events", "members")
"""What merging writes, from `articles`, `pages` and `events`; it can be made anew at any time."""


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a column's type. Raises KeyError for one that the language does not have."""
    import pyarrow as pa

    kind = kind.rstrip("!")
    if kind.startswith("["):
        return pa.list_(pa.field("element", arrow_type(kind[1:-1]), nullable=False))
    if kind in STRUCTS:
        return pa.struct([_field(column) for column in STRUCTS[kind]])
    plain = {
        "string": pa.string, "int8": pa.int8, "int16": pa.int16, "int32": pa.int32, "int64": pa.int64, "bool": pa.bool_,
        "float32": pa.float32, "float64": pa.float64, "date": pa.date32, "timestamp": lambda: pa.timestamp("us", "UTC"),
    }  # fmt: skip
    made: pa.DataType = plain[kind]()
    return made


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    return pa.field(column.name, arrow_type(column.type), nullable=not column.required)


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table's files, without the partition column `month`."""
    import pyarrow as pa

    return pa.schema([_field(column) for column in TABLES[table].columns])
