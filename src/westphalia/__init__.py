"""Westphalia reads the news and keeps the record: who did what to whom, when, where, on whose word.

import westphalia
coder = westphalia.Coder()
story = coder.code(page, url="https://…", date=datetime.date(2024, 4, 9))
for event in story.events: ...

with westphalia.open_record("news") as record:
    record.events(country="KEN", since="2024-03").to_pandas()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from westphalia.errors import InputError, InstallationError, RecordError, UsageError, WestphaliaError
from westphalia.records import Actor, Article, DateValue, Event, Page, Place, Quote, Rejected, Span, Story
from westphalia.version import VERSION as __version__

if TYPE_CHECKING:
    from westphalia.pipeline import Coder
    from westphalia.query import Answer, OpenRecord, open_record

__all__ = [
    "Actor",
    "Answer",
    "Article",
    "Coder",
    "DateValue",
    "Event",
    "InputError",
    "InstallationError",
    "OpenRecord",
    "Page",
    "Place",
    "Quote",
    "RecordError",
    "Rejected",
    "Span",
    "Story",
    "UsageError",
    "WestphaliaError",
    "__version__",
    "open_record",
]


def __getattr__(name: str) -> Any:
    # The model's libraries take a third of a second to import; only a Coder needs them.
    if name == "Coder":
        from westphalia.pipeline import Coder

        return Coder
    if name in {"Answer", "OpenRecord", "open_record"}:
        from westphalia import query

        return getattr(query, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
