"""Westphalia reads the news and keeps the record: who did what to whom, when, where, on whose word.

import westphalia
coder = westphalia.Coder()
story = coder.code(page, url="https://…", date=datetime.date(2024, 4, 9))
for event in story.events: ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from westphalia.errors import InputError, InstallationError, UsageError, WestphaliaError
from westphalia.records import Actor, Article, DateValue, Event, Page, Place, Quote, Rejected, Span, Story
from westphalia.version import VERSION as __version__

if TYPE_CHECKING:
    from westphalia.pipeline import Coder

__all__ = [
    "Actor",
    "Article",
    "Coder",
    "DateValue",
    "Event",
    "InputError",
    "InstallationError",
    "Page",
    "Place",
    "Quote",
    "Rejected",
    "Span",
    "Story",
    "UsageError",
    "WestphaliaError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    # The model's libraries take a third of a second to import; only a Coder needs them.
    if name == "Coder":
        from westphalia.pipeline import Coder

        return Coder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
