"""Room 1, read: what people have in, `Page` out. START READING at `pages`, which says who reads what.

Files, folders, standard input; WARC archives; tables (JSON Lines, CSV, TSV, Parquet); tar and zip; exports of news
databases; feeds, sitemaps and lists of addresses; local or on any file system that fsspec knows. Bytes are decoded
in the next room.
"""

from __future__ import annotations

from westphalia.read.columns import Columns
from westphalia.read.folders import count_pages
from westphalia.read.pages import MAX_BYTES, read_pages

__all__ = ["MAX_BYTES", "Columns", "count_pages", "read_pages"]
