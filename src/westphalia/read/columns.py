"""Which columns of a table hold what, and a row as a page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from westphalia.read.binary import why_binary
from westphalia.read.days import Order, day_of, is_open, order_of
from westphalia.read.refusals import MAX_BYTES, rejected, too_large
from westphalia.records import Address, Page, Rejected, Told

Fetch = Callable[[Iterable[Address]], Iterator[Page | Rejected]]
"""Turns addresses into pages; the fetching itself is another room's."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns to read; None: the first of the usual names (`NAMES`) that the table has.

    A name with dots reaches into nested fields ("meta.url") where no column is called that. `order` is how days in
    numbers are written; None: as the column itself tells, where it does.
    """

    text: str | None = None
    html: str | None = None
    url: str | None = None
    date: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    order: Order | None = None

    def named(self) -> dict[str, str]:
        """Role -> column, of those that have one."""
        found = {role: getattr(self, role) for role in NAMES}
        return {role: name for role, name in found.items() if name is not None}


@dataclass(frozen=True, slots=True)
class Ask:
    """What the user says of all pages of a reading, and who fetches addresses (None: nobody)."""

    date: dt.date | None = None
    url: str | None = None
    columns: Columns = Columns()
    fetch: Fetch | None = None


NAMES: Mapping[str, tuple[str, ...]] = {
    "text": tuple(
        "text content body article maintext main_text plain_text article_text full_text fulltext articletext "
        "article_body articlebody story article_content full_article news_text text_content clean_text raw_text".split()
    ),
    "html": tuple("html raw_html page_html html_content content_html source_html raw".split()),
    "url": tuple(
        "url link uri source_url article_url web_url page_url news_url article_link address permalink href "
        "original_url warc_target_uri".split()
    ),
    "date": tuple(
        "date published date_publish publish_date published_at publication_date published_date date_published "
        "datepublished pubdate pub_date publishdate publishedat published_time publication_time publish_time "
        "article_date news_date datetime timestamp created_at date_created".split()
    ),
    "title": tuple("title headline head article_title news_title article_headline".split()),
    "outlet": tuple(
        "outlet publication publisher newspaper source_name site_name site source newspaper_name news_source "
        "outlet_name media_name media medium".split()
    ),
    "author": tuple("author authors byline creator author_name".split()),
}  # fmt: skip
"""The usual names, best first, compared without case and with "-", spaces and humps as "_"."""

_MEDLEY = re.compile(r"[\s\-]+|(?<=[a-z0-9])(?=[A-Z])")
_SHOWN = 12


def plain_name(name: str) -> str:
    return _MEDLEY.sub("_", name.strip()).lower()


def chosen(columns: Columns, present: Iterable[str]) -> Columns:
    """The columns to read of a table that has these: the user's own names, else the usual ones, else None."""
    there = set(present)
    known: dict[str, str] = {}
    for column in present:
        known.setdefault(plain_name(column), column)
    own = columns.text is not None or columns.html is not None
    found: dict[str, str | None] = {}
    for role, usual in NAMES.items():
        name: str | None = getattr(columns, role)
        if name is None and not (own and role in ("text", "html")):
            name = next((known[other] for other in usual if other in known), None)
        elif name is not None and not _has(there, name):
            name = known.get(plain_name(name), name)
        found[role] = name
    return Columns(**found, order=columns.order)


def lacking(columns: Columns, present: Iterable[str]) -> str | None:
    """Why a table with these columns cannot be read, or None. `columns` is what `chosen` made."""
    known = set(present)
    shown = f"it has: {', '.join(sorted(known)[:_SHOWN]) or 'none'}{', …' if len(known) > _SHOWN else ''}"
    named = columns.named()
    contents = [role for role in ("text", "html") if role in named]
    if not contents:
        return f"name it with --text-column or --html-column; {shown}"
    missing = [role for role, name in named.items() if not _has(known, name)]
    if all(role in missing for role in contents):
        return f"no column {named[contents[0]]!r}; {shown}"
    role = next(
        (role for role in missing if role not in contents), None
    )  # it was named, else it would be there
    return f"no column {named[role]!r} for --{role}-column; {shown}" if role else None


def _has(known: set[str], name: str) -> bool:
    return name in known or name.partition(".")[0] in known


def dated(columns: Columns, asked: Columns, rows: Iterable[Mapping[str, Any]]) -> tuple[Columns, str | None]:
    """The columns with the order of days that the first rows tell, and why their days cannot be read, or None.

    `asked` are the user's own. A table whose days nobody can tell is refused, because each of its events would go
    without a date and nobody be told; not so one of HTML, whose pages tell their days themselves.
    """
    if columns.date is None:
        return columns, None
    values = [value for row in rows if (value := _at(row, columns.date)) not in (None, "")]
    order = columns.order or order_of(values)
    columns = replace(columns, order=order)
    if columns.html is None and order is None and (open_ := next(filter(is_open, values), None)) is not None:
        return columns, f"{open_!r} in {columns.date!r} may be either of two days: tell with --date-order"
    if asked.date is not None and values and not any(day_of(value, order) for value in values):
        return columns, f"no day in {columns.date!r}, such as {str(values[0])[:40]!r}"
    return columns, None


def page_of(row: Mapping[str, Any], columns: Columns, source: str, ask: Ask) -> Page | Rejected:
    """One row: its HTML where it has some, else its text with the title above it.

    The row's date is the page's own, so it is `told`; the user's `--date` stays the last resort.
    """
    told = Told(
        published=day_of(_at(row, columns.date), columns.order),
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
    """A short field as one line: text, a list of texts (authors), or what has a name ({"id": 7, "name": …})."""
    if isinstance(value, list):
        value = ", ".join(name for item in value[:8] if isinstance(name := _name(item), str))
    value = _name(value)
    if isinstance(value, bytes):
        value = value[: 4 * _LONGEST].decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    line = " ".join(value[: 4 * _LONGEST].split())
    return "".join(char for char in line if char.isprintable())[:_LONGEST] or None


def _name(value: Any) -> Any:
    return value.get("name") if isinstance(value, Mapping) else value


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
