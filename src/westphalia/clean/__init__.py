"""Room 2, clean: a `Page` in, an `Article` (or the reason why there is none) out."""

from __future__ import annotations

from westphalia.clean.article import clean
from westphalia.clean.passages import article_of_passage

__all__ = ["article_of_passage", "clean"]
