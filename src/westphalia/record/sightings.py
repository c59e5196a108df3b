"""How a page is known again, and the month that it belongs to."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from westphalia.record.schema import UNKNOWN_MONTH
from westphalia.records import Article, Page, Rejected


@dataclass(frozen=True, slots=True)
class Sighting:
    """A page as the record keeps it: enough to know it again, and nothing of its content."""

    page_id: str
    source: str
    url: str | None = None
    content_sha256: str | None = None
    bytes: int | None = None
    given: dt.date | None = None


def sighting_of(item: Page | Rejected) -> Sighting:
    """A page's id is a hash of its address and its content, of its source's name where it has no address.

    So a page is known again in another archive. What could not be read has the reason in place of a content.
    """
    if isinstance(item, Rejected):
        return Sighting(_digest(item.source, "", item.reason, item.detail), item.source)
    content = item.content.encode("utf-8", "surrogatepass") if isinstance(item.content, str) else item.content
    sha256 = hashlib.sha256(content).hexdigest()
    return Sighting(
        _digest(item.url or item.source, sha256), item.source, item.url, sha256, len(content), item.date
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def month_of(article: Article) -> str:
    """The partition of an article and all that was found in it."""
    return f"{article.published.start:%Y-%m}" if article.published else UNKNOWN_MONTH
