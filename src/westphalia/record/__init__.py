"""Room 6: the record. Parquet tables are the truth, a log says which files count, DuckDB views are the way to ask.

`open_record(path)` reads; `open_writer(path, what)` holds the record for writing. See docs/record.md.
"""

from __future__ import annotations

from westphalia.record.batch import Batch
from westphalia.record.reader import Record, open_record
from westphalia.record.rows import article_of
from westphalia.record.sightings import sighting_of
from westphalia.record.writer import Writer, open_writer

__all__ = ["Batch", "Record", "Writer", "article_of", "open_record", "open_writer", "sighting_of"]
