"""RSS and Atom feeds and sitemaps: the one parser of them, for files here and for addresses in `fetch.feeds`.

A feed's entry that carries the whole article (`content:encoded`, Atom's `content`, or a description as long as
an article) is a page; of any other only the address goes on, to be fetched. A sitemap's entries are addresses.
Named "FILE#NUMBER" by the entry's place.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin

from westphalia.read.addresses import asked
from westphalia.read.columns import Ask, web
from westphalia.read.days import day_of
from westphalia.read.refusals import MAX_BYTES, part, rejected, too_large
from westphalia.read.streams import Bytes
from westphalia.read.xml import Elements, line, local, plain, raw
from westphalia.records import Address, Page, Rejected, Told

MIN_WORDS = 80
"""Words of a description that make it an article; teasers have some 20 to 60."""

_ENTRIES = ("{*}item", "{*}entry")
_ABOUT = ("{*}title", "{*}link")
_PLACES = ("{*}url", "{*}sitemap")
_BODIES = ("encoded", "content", "description", "summary")
_PUBLISHED = ("pubdate", "published", "date", "issued", "publication_date")
_CHANGED = ("updated", "modified", "lastmod")
_MOST_CHILDREN = 500
_MOST_LINKS = 20  # of one entry
_LONGEST_TITLE = 500
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its addresses as they stand there, best first, the article it carries, and what is told of it.

    `base` is what relative addresses go by, where the feed says so, else `site`, the feed's own page. `dated` is when it was published, or else
    changed, in UTC; `published` is the day of publication and nothing else, where `told` makes do with that of the
    change. `sitemap`: not a page but a further sitemap.
    """

    links: tuple[str, ...]
    told: Told
    base: str | None = None
    site: str | None = None
    dated: dt.datetime | None = None
    published: dt.date | None = None
    content: str | None = None
    sitemap: bool = False

    @property
    def url(self) -> str | None:
        """The first of its addresses that is one of the web."""
        whole = (web(link) or web(_joined(self.base or self.site, link)) for link in self.links)
        return next(filter(None, whole), None)


@dataclass(slots=True)
class Entries:
    """The entries of a feed or sitemap, one in memory at a time.

    `broken` tells, when all were given, what ended the reading early. The entry that it ended in is not given,
    because its address may be cut short. Raises lxml.etree.LxmlError or UnicodeDecodeError where nothing can be read.
    """

    stream: Bytes
    kind: str
    broken: str | None = field(default=None, init=False)

    def __iter__(self) -> Iterator[Entry]:
        feed = self.kind == "feed"
        elements = Elements(self.stream, _ENTRIES, _ABOUT) if feed else Elements(self.stream, _PLACES)
        about: dict[str, str] = {}
        last: Entry | None = None
        for element in elements:
            if feed and local(element.tag) in ("title", "link"):
                _note(element, about)
                continue
            if last is not None:
                yield last
            last = _entry(element, about) if feed else _place(element)
        self.broken = elements.broken
        if last is not None and not elements.inside:
            yield last


# --- pages ------------------------------------------------------------------------------------------


def from_feed(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """Pages of entries that carry their article, and what is fetched of the others."""
    yield from _found(Entries(stream, "feed"), source, ask)


def from_sitemap(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """What is fetched of a sitemap's addresses; sitemaps that it names are told as `unreadable`."""
    yield from _found(Entries(stream, "sitemap"), source, ask)


def _found(entries: Entries, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """Entries in their order."""
    from lxml import etree

    number = 0
    try:
        for number, entry in enumerate(entries, 1):
            yield from _page(entry, part(source, number), ask)
    except (etree.LxmlError, UnicodeDecodeError) as error:
        yield rejected(source, "damaged", str(error))
        return
    if entries.broken:
        yield rejected(source, "damaged", f"behind entry {number}: {entries.broken}")
    elif not number:
        yield rejected(source, "empty", "no entry in it")


def _page(entry: Entry, name: str, ask: Ask) -> Iterator[Page | Rejected]:
    if entry.sitemap:
        yield rejected(
            name, "unreadable", "a further sitemap, followed by `westphalia watch` and not from a file"
        )
        return
    told = entry.told if entry.told != Told() else None
    url = entry.url
    if entry.content is not None:
        big = len(entry.content) > MAX_BYTES
        yield too_large(name) if big else Page(entry.content, name, url or ask.url, ask.date, told)
    elif url is not None:
        yield from asked([Address(url, name, ask.date, told)], ask.fetch)
    else:
        yield rejected(name, "empty", "neither a text nor an address in this entry")


# --- entries ----------------------------------------------------------------------------------------


def _note(element: Any, about: dict[str, str]) -> None:
    """The feed's own title and site; those of its entries are inside them."""
    parent = element.getparent()
    if parent is None or local(parent.tag) not in ("channel", "feed"):
        return
    name = local(element.tag)
    if name == "title" and "title" not in about and (title := line(element)):
        about["title"] = title
    elif name == "link" and element.get("rel", "alternate") == "alternate":
        address = (element.get("href") or element.text or "").strip()
        if web(address):
            about.setdefault("link", address)


def _entry(element: Any, about: dict[str, str]) -> Entry:
    """An entry's fields: the first of each name that has any text."""
    found: dict[str, str] = {}
    links: list[tuple[int, str]] = []
    content: str | None = None
    for name, child in _children(element):
        if name in ("link", "guid", "id", "origlink"):
            if (ranked := _link(name, child)) and len(links) < _MOST_LINKS:
                links.append(ranked)
        elif name in _BODIES:
            text = raw(child)
            whole = name in ("encoded", "content") or len(text.split()) >= MIN_WORDS
            if whole and text.strip() and len(text) > len(content or ""):
                content = text
        elif words := line(child):
            found.setdefault(name, words)
    title = found.get("title", "")[:_LONGEST_TITLE] or None
    outlet = about.get("title")
    published = _first(day_told, found, _PUBLISHED)
    told = Told(
        published=published or _first(day_told, found, _CHANGED),
        title=title,
        outlet=outlet,
        author=found.get("creator") or found.get("author"),
    )
    return Entry(
        tuple(link for _, link in sorted(links, key=lambda ranked: ranked[0])),
        told,
        _base(element),
        about.get("link"),
        _first(moment_of, found, (*_PUBLISHED, *_CHANGED)),
        published,
        _document(content, title, outlet) if content else None,
    )


_T = TypeVar("_T")


def _first(
    read: Callable[[str | None], _T | None], found: dict[str, str], names: tuple[str, ...]
) -> _T | None:
    """The first of the fields that can be read."""
    return next((made for name in names if (made := read(found.get(name))) is not None), None)


def _link(name: str, child: Any) -> tuple[int, str] | None:
    """An address and its rank: that of the page itself before the one that counts readers, names last."""
    if name == "origlink":  # feedburner and its kind put their own address into <link>
        rank, address = 0, child.text
    elif name == "link":
        if child.get("rel", "alternate") != "alternate":
            return None
        rank, address = 1, child.get("href") or child.text
    else:
        address = child.text if child.get("isPermaLink") != "false" else None
        rank = 2
        if not web((address or "").strip()):  # a name, not an address
            return None
    text = (address or "").strip()
    return (rank, text) if text else None


def _children(element: Any) -> Iterator[tuple[str, Any]]:
    for at, child in enumerate(element):
        if at >= _MOST_CHILDREN:
            return
        if isinstance(child.tag, str):
            yield local(child.tag), child


def _base(element: Any) -> str | None:
    """The nearest `xml:base` that is an address of the web."""
    while element is not None:
        if (base := element.get(_BASE)) and web(base.strip()):
            return str(base.strip())
        element = element.getparent()
    return None


def _joined(base: str | None, link: str) -> str | None:
    try:
        return urljoin(base, link) if base else None
    except ValueError:
        return None


def _document(content: str, title: str | None, outlet: str | None) -> str:
    """An entry's piece of HTML as a page; its title and outlet stand in the feed and nowhere else."""
    from html import escape

    if "<" not in content:
        return f"{title}\n\n{content}" if title else content
    heading = f"<title>{escape(title)}</title>" if title else ""
    above = f"<h1>{escape(title)}</h1>" if title else ""
    site = f'<meta property="og:site_name" content="{escape(outlet)}">' if outlet else ""
    return f"<html><head>{heading}{site}</head><body><article>{above}\n{content}</article></body></html>"


def _place(element: Any) -> Entry:
    """A sitemap's entry, with what the news extension tells."""
    found: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and child is not element:
            name = local(child.tag)
            words = (child.text or "").strip() if name == "loc" else line(child)
            if words:
                found.setdefault(name, words)
        if len(found) > _MOST_CHILDREN:
            break
    published = found.get("publication_date")
    told = Told(published=day_told(published), title=plain(found.get("title", "")), outlet=found.get("name"))
    return Entry(
        tuple(filter(None, (found.get("loc"),))),
        told,
        dated=moment_of(published) or moment_of(found.get("lastmod")),
        published=told.published,
        sitemap=local(element.tag) == "sitemap",
    )


# --- times ------------------------------------------------------------------------------------------


def moment_of(text: str | None) -> dt.datetime | None:
    """When, in UTC: the dates of mail headers, W3C dates (2024-04, 2024-04-09T12:00:00+02:00), else a day's beginning.

    UTC where no zone is told.
    """
    made = _as_written(text)
    try:
        return made and (made if made.tzinfo else made.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def day_told(text: str | None) -> dt.date | None:
    """The day as it is written, whatever the zone; None where only a month or a year is."""
    if not text or re.fullmatch(r"\d{4}(?:-\d\d)?", text):
        return None
    made = _as_written(text)
    return made and day_of(made)


def _as_written(text: str | None) -> dt.datetime | None:
    if not text or len(text) > 100:
        return None
    if re.fullmatch(r"\d{4}(?:-\d\d)?", text):
        text = f"{text}-01-01"[:10]
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    day = day_of(text)
    return dt.datetime.combine(day, dt.time()) if day else None
