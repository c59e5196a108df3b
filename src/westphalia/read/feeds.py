"""RSS and Atom feeds and sitemaps that lie in a file. Named "FILE#NUMBER" by the entry's place.

A feed's entry that carries the whole article (`content:encoded`, Atom's `content`, or a description as long as
an article) is a page; of any other only the address goes on, to be fetched. A sitemap's entries are addresses.

libxml2 reads the file, because it can be bounded where feedparser cannot: a nesting of 256, text of 10 MB, no
entities, no network, and one entry in memory at a time (300 kB of nested tags take feedparser half a minute).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from westphalia.read.addresses import asked
from westphalia.read.columns import Ask, web
from westphalia.read.days import day_of
from westphalia.read.refusals import MAX_BYTES, part, rejected, too_large
from westphalia.read.streams import Bytes
from westphalia.records import Address, Page, Rejected, Told

MIN_WORDS = 80
"""Words of a description that make it an article; teasers have some 20 to 60."""

_ENTRIES = ("{*}item", "{*}entry")
_PLACES = ("{*}url", "{*}sitemap")
_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubdate", "published", "date", "issued", "updated", "modified")
_MOST_CHILDREN = 500
_DEPTH = 40  # of elements inside an entry whose text is put together


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address, the article it carries, if any, and what is told of it."""

    url: str | None
    content: str | None
    told: Told


def from_feed(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """Pages of entries that carry their article, and what is fetched of the others."""
    outlet: list[str] = []
    elements = _elements(stream, (*_ENTRIES, "{*}title"), outlet)
    yield from _found(elements, lambda element: _entry(element, outlet), source, ask)


def from_sitemap(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """What is fetched of a sitemap's addresses; sitemaps that it names are told as `unreadable`."""
    yield from _found(_elements(stream, _PLACES, []), _place, source, ask)


def _found(
    elements: Iterator[Any], made: Callable[[Any], Entry | None], source: str, ask: Ask
) -> Iterator[Page | Rejected]:
    """Entries in their order."""
    from lxml import etree

    number = 0
    while True:
        try:
            element = next(elements, None)
        except (etree.LxmlError, UnicodeDecodeError) as error:
            yield rejected(source, "damaged", str(error))
            return
        if element is None:
            break
        number += 1
        name = part(source, number)
        try:
            entry = made(element)
        except UnicodeDecodeError as error:  # bytes that libxml2 lets pass and lxml does not
            yield rejected(name, "damaged", str(error))
            continue
        yield from _page(entry, name, ask)
    if not number:
        yield rejected(source, "empty", "no entry in it")


def _page(entry: Entry | None, name: str, ask: Ask) -> Iterator[Page | Rejected]:
    """An entry's page; None is a sitemap of a sitemap."""
    if entry is None:
        yield rejected(name, "unreadable", "a further sitemap, which is not followed from a file")
        return
    told = entry.told if entry.told != Told() else None
    if entry.content is not None:
        big = len(entry.content) > MAX_BYTES
        yield too_large(name) if big else Page(entry.content, name, entry.url or ask.url, ask.date, told)
    elif entry.url is not None:
        yield from asked([Address(entry.url, name, ask.date, told)], ask.fetch)
    else:
        yield rejected(name, "empty", "neither a text nor an address in this entry")


# --- XML --------------------------------------------------------------------------------------------


def _elements(stream: Bytes, tags: tuple[str, ...], outlet: list[str]) -> Iterator[Any]:
    """The elements with these tags as they end; what was read is let go. The feed's own title goes to `outlet`."""
    from lxml import etree

    events = etree.iterparse(
        stream,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    for _, element in events:
        if _local(element.tag) == "title":
            parent = element.getparent()
            if not outlet and parent is not None and _local(parent.tag) in ("channel", "feed"):
                outlet.extend(filter(None, [_line(element)]))
            continue
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()


def _children(element: Any) -> Iterator[tuple[str, Any]]:
    for at, child in enumerate(element):
        if at >= _MOST_CHILDREN:
            return
        if isinstance(child.tag, str):
            yield _local(child.tag), child


def _entry(element: Any, outlet: list[str]) -> Entry:
    """An entry's fields: the first of each name that has any text."""
    found: dict[str, str] = {}
    links: list[str | None] = []
    content: str | None = None
    for name, child in _children(element):
        if name == "link":
            if child.get("rel", "alternate") == "alternate":
                links.append(web((child.get("href") or child.text or "").strip()))
        elif name in ("guid", "id", "origlink"):
            links.append(web((child.text or "").strip()) if child.get("isPermaLink") != "false" else None)
        elif name in _BODIES:
            text = _text(child)
            whole = name in ("encoded", "content") or len(text.split()) >= MIN_WORDS
            if whole and text.strip() and len(text) > len(content or ""):
                content = text
        elif line := _line(child):
            found.setdefault(name, line)
    told = Told(
        published=next((day for name in _DATES if name in found and (day := day_of(found[name]))), None),
        title=found.get("title"),
        outlet=outlet[0] if outlet else None,
        author=found.get("creator") or found.get("author"),
    )
    url = next(filter(None, links), None)
    return Entry(url, _document(content, told.title) if content else None, told)


def _document(content: str, title: str | None) -> str:
    """An entry's piece of HTML below its title as a page; the title stands in the feed and nowhere else."""
    from html import escape

    if "<" not in content:
        return f"{title}\n\n{content}" if title else content
    heading = f"<title>{escape(title)}</title>" if title else ""
    above = f"<h1>{escape(title)}</h1>" if title else ""
    return f"<html><head>{heading}</head><body><article>{above}\n{content}</article></body></html>"


def _place(element: Any) -> Entry | None:
    """A sitemap's entry, with what the news extension tells; None for a further sitemap."""
    if _local(element.tag) == "sitemap":
        return None
    found: dict[str, str] = {}
    for child in element.iter():
        if isinstance(child.tag, str) and (line := _line(child)):
            found.setdefault(_local(child.tag), line)
        if len(found) > _MOST_CHILDREN:
            break
    told = Told(
        published=day_of(found.get("publication_date", "")),
        title=found.get("title"),
        outlet=found.get("name"),
    )
    return Entry(web(found.get("loc")), None, told)


def _text(element: Any) -> str:
    """An element's text; of XHTML inside it, its markup."""
    from lxml import etree

    if len(element) == 0:
        return element.text or ""
    return "".join([element.text or "", *(etree.tostring(child, encoding="unicode") for child in element)])


_LONGEST = 1000


def _line(element: Any) -> str | None:
    """An element's words on one line; of an author with a name inside, the name."""
    parts: list[str] = []
    for at, text in enumerate(element.itertext()):
        parts.append(text[:_LONGEST])
        if at >= _DEPTH:
            break
    line = " ".join(" ".join(parts).split())
    return "".join(char for char in line if char.isprintable())[:_LONGEST] or None
