"""Other data sets' formats: `export` writes them, `read_file` reads them into rows of the table `imported`."""

from __future__ import annotations

from westphalia.query.exports.read import DATASETS, Imported, read_file
from westphalia.query.exports.write import FORMATS, Done, export

__all__ = ["DATASETS", "FORMATS", "Done", "Imported", "export", "read_file"]
