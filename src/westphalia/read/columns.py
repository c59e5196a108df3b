"""Which columns of a table hold what, and a row as a page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from westphalia.read.binary import why_binary
from westphalia.read.days import day_of
from westphalia.read.refusals import MAX_BYTES, rejected, too_large
from westphalia.records import Address, Page, Rejected, Told

Fetch = Callable[[Iterable[Address]], Iterator[Page | Rejected]]
"""Turns addresses into pages; the fetching itself is another room's."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns to read; None: the first of the usual names (`NAMES`) that the table has.

    A name with dots reaches into nested fields ("meta.url") where no column is called that.
    """

    text: str | None = None
    html: str | None = None
    url: str | None = None
    date: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """What the user says of all pages of a reading, and who fetches addresses (None: nobody)."""

    date: dt.date | None = None
    url: str | None = None
    columns: Columns = Columns()
    fetch: Fetch | None = None


NAMES: Mapping[str, tuple[str, ...]] = {
    "text": tuple(
        "text content body article maintext main_text plain_text article_text full_text fulltext "
        "article_body articlebody story article_content".split()
    ),
    "html": tuple("html raw_html page_html html_content content_html source_html raw".split()),
    "url": tuple("url link uri source_url article_url web_url page_url address permalink href warc_target_uri".split()),
    "date": tuple(
        "date published date_publish publish_date published_at publication_date published_date date_published "
        "datepublished pubdate pub_date publishdate publication_time publish_time datetime timestamp".split()
    ),
    "title": tuple("title headline head article_title".split()),
    "outlet": tuple("outlet publication publisher newspaper source_name site_name site source medium".split()),
    "author": tuple("author authors byline creator".split()),
}  # fmt: skip
"""The usual names, best first, compared without case and with "-" and spaces as "_"."""

_MEDLEY = re.compile(r"[\s\-]+")


def plain_name(name: str) -> str:
    return _MEDLEY.sub("_", name.strip()).lower()


def chosen(columns: Columns, present: Iterable[str]) -> Columns:
    """The columns to read of a table that has these: the user's own names, else the usual ones, else None."""
    known: dict[str, str] = {}
    for column in present:
        known.setdefault(plain_name(column), column)
    named: dict[str, str | None] = {field.name: getattr(columns, field.name) for field in fields(Columns)}
    own = named["text"] is not None or named["html"] is not None
    found: dict[str, str | None] = {}
    for role, name in named.items():
        if name is None and not (own and role in ("text", "html")):
            name = next((known[usual] for usual in NAMES[role] if usual in known), None)
        found[role] = name
    return Columns(**found)


def lacking(columns: Columns, present: Iterable[str]) -> str | None:
    """Why a table with these columns cannot be read, or None. `columns` is what `chosen` made."""
    known = set(present)
    shown = ", ".join(sorted(known)[:12]) or "none"
    if columns.text is None and columns.html is None:
        return f"name it with --text-column or --html-column; it has: {shown}"
    missing = [name for name in (columns.text, columns.html) if name and not _has(known, name)]
    if missing and len(missing) == sum(name is not None for name in (columns.text, columns.html)):
        return f"no column {missing[0]!r}; it has: {shown}"
    return None


def _has(known: set[str], name: str) -> bool:
    return name in known or name.partition(".")[0] in known


def page_of(row: Mapping[str, Any], columns: Columns, source: str, ask: Ask) -> Page | Rejected:
    """One row: its HTML where it has some, else its text with the title above it.

    The row's date is the page's own, so it is `told`; the user's `--date` stays the last resort.
    """
    told = Told(
        published=day_of(_at(row, columns.date)),
        title=_words(_at(row, columns.title)),
        outlet=_words(_at(row, columns.outlet)),
        author=_words(_at(row, columns.author)),
    )
    url = _words(_at(row, columns.url)) or ask.url
    content = _content(_at(row, columns.html))
    if content is None:
        content = _content(_at(row, columns.text))
        if content is None:
            return rejected(source, "empty", "no text in this row")
        content = with_title(content, told.title)
    if len(content) > MAX_BYTES:
        return too_large(source, len(content))
    if isinstance(content, bytes) and (why := why_binary(content)):
        return rejected(source, "binary", why)
    return Page(content, source, web(url), ask.date, told if told != Told() else None)


def with_title(content: bytes | str, title: str | None) -> bytes | str:
    """A text with its title above it, unless it begins with it already."""
    if not title or isinstance(content, bytes) or content.lstrip()[: len(title)].lower() == title.lower():
        return content
    return f"{title}\n\n{content}"


def web(url: str | None) -> str | None:
    """An address, if it is one of the web."""
    return url if url and url[:8].lower().startswith(("http://", "https://")) else None


def _content(value: Any) -> bytes | str | None:
    if isinstance(value, bytes | str):
        return value if value.strip() else None
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(value).strip() or None  # a list of paragraphs
    return None


_LONGEST = 1000


def _words(value: Any) -> str | None:
    """A short field as one line: text, or a list of texts (authors)."""
    if isinstance(value, list):
        value = ", ".join(item for item in value[:8] if isinstance(item, str))
    if isinstance(value, bytes):
        value = value[: 4 * _LONGEST].decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    line = " ".join(value[: 4 * _LONGEST].split())
    return "".join(char for char in line if char.isprintable())[:_LONGEST] or None


def _at(row: Mapping[str, Any], name: str | None) -> Any:
    """A column's value; a name with dots reaches into nested fields."""
    if name is None:
        return None
    if name in row:
        return row[name]
    value: Any = row
    for key in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value
