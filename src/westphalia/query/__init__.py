"""Room 7: asking a record. `open_record(path)` gives an `OpenRecord`, its questions give an `Answer`.

Filters are checked before anything is read (`filters`, `names`), become SQL with parameters (`where`), and are
answered from the record's views, with the help of small derived files where a record is large (`index`).
`exports` writes other data sets' formats and reads them.
"""

from __future__ import annotations

from westphalia.query.answer import Answer
from westphalia.query.ask import Filters, OpenRecord, open_record
from westphalia.query.filters import Filter, make_filter

__all__ = ["Answer", "Filter", "Filters", "OpenRecord", "make_filter", "open_record"]
