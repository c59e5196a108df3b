"""Room 5: across documents. Reprints become one story, the same event told twice one event with its reports."""

from __future__ import annotations

from westphalia.merge.increment import Loader, add
from westphalia.merge.keys import ArticleKey, EventKey, article_key_of_row, event_key_of_row, keys_of
from westphalia.merge.merge import Merged, MergedEvent, Report, merge
from westphalia.merge.reprints import Copy, StoryKey

__all__ = [
    "ArticleKey", "Copy", "EventKey", "Loader", "Merged", "MergedEvent", "Report", "StoryKey", "add",
    "article_key_of_row", "event_key_of_row", "keys_of", "merge",
]  # fmt: skip
