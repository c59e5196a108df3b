"""Feeds, sitemaps and lists of them to links: what a page's address is and, where told, when it was published.

The parser is `read.feeds`; here addresses are made whole and checked. Only bytes go in; nothing here opens a
connection or a file. Content is hostile: sizes are bounded by who fetched it, numbers of links here.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass

from westphalia.errors import NoFeed, RefusedAddress
from westphalia.fetch.address import checked_address, joined
from westphalia.fetch.body import Damaged, TooLarge, gunzipped, is_gzip
from westphalia.fetch.hop import FEED_BYTES
from westphalia.read.feeds import Entries, Entry
from westphalia.read.kinds import by_root

MOST_LINKS = 50_000
"""Links taken from one feed or sitemap; the sitemap protocol allows a file no more."""
MOST_UNPACKED = 5 * FEED_BYTES
"""Bytes of a sitemap that comes as a gzip file: the sitemap protocol allows 50 MB."""

_LATE = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html)[\s>]")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a feed or sitemap names. `dated` is when it was published or else changed, for its age."""

    url: str
    dated: dt.datetime | None = None
    published: dt.date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap names: pages, oldest first where it is a feed, and further sitemaps.

    `kind` is "feed", "news sitemap", "sitemap" or "sitemap index".
    """

    kind: str
    links: tuple[Link, ...] = ()
    sitemaps: tuple[Link, ...] = ()


def read_listing(content: bytes, url: str) -> Listing:
    """The links of a feed or sitemap that came from `url`. Raises NoFeed with what it is instead."""
    if is_gzip(content):
        try:
            content = gunzipped(content, MOST_UNPACKED)
        except TooLarge as error:
            raise NoFeed(f"{url}: more than {MOST_UNPACKED:,} bytes unpacked") from error
        except Damaged as error:
            raise NoFeed(f"{url}: {error}") from error
    content, kind = _begun(content)
    if kind is None:
        raise NoFeed(f"{url}: {_instead(content, url)}")
    links, sitemaps = _links(content, kind, url)
    if kind == "feed":
        return Listing("feed", tuple(reversed(links)))
    if sitemaps and not links:
        return Listing("sitemap index", (), sitemaps)
    return Listing("news sitemap" if any(link.published for link in links) else "sitemap", links, sitemaps)


def _begun(content: bytes) -> tuple[bytes, str | None]:
    """The content and whether it is a "feed" or "sitemap"; what some servers print in front of it is cut off."""
    kind = by_root(content[:8_192])
    if kind is None and not _HTML.search(content, 0, 4_096) and (late := _LATE.search(content, 0, 4_096)):
        content = content[late.start() :]
        kind = by_root(content[:8_192])
    return content, kind


def _links(content: bytes, kind: str, url: str) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Pages and further sitemaps, each address once, in their order. Raises NoFeed for one that breaks off before the first."""
    from lxml import etree

    entries = Entries(io.BytesIO(content), kind)
    found: dict[str, tuple[bool, Link]] = {}
    try:
        for entry in entries:
            if (link := _link(entry, url)) is not None:
                found.setdefault(link.url, (entry.sitemap, link))
            if len(found) >= MOST_LINKS:
                break
    except (etree.LxmlError, UnicodeDecodeError) as error:
        raise NoFeed(f"{url}: a damaged {kind} ({error})") from error
    if entries.broken and not found:
        raise NoFeed(f"{url}: a damaged {kind} ({entries.broken})")
    pages = tuple(link for sitemap, link in found.values() if not sitemap)
    return pages, tuple(link for sitemap, link in found.values() if sitemap)


def _link(entry: Entry, url: str) -> Link | None:
    base = entry.base or url
    for address in entry.links:
        try:
            return Link(joined(base, address), entry.dated, entry.published, entry.told.title)
        except RefusedAddress:
            continue
    return None


# --- lists and wrong turns --------------------------------------------------------------------------


def read_list(content: bytes, name: str) -> list[str]:
    """The addresses of a file of feeds: one a line, `#` before a remark, or OPML as feed readers write it.

    Each once, in order. Raises NoFeed for a line that is no web address, or where there is none at all.
    """
    text = content.decode("utf-8-sig", "replace")
    if re.search(r"<opml[\s>]", text[:4_096], re.IGNORECASE):
        addresses = [(f"{name}: ", address) for address in _opml(content, name)]
    else:
        lines = enumerate(text.splitlines(), 1)
        stripped = ((number, re.sub(r"(?:^|\s)#.*", "", line).strip()) for number, line in lines)
        addresses = [(f"{name}:{number}: ", line) for number, line in stripped if line]
    found: dict[str, None] = {}
    for where, address in addresses:
        try:
            found[checked_address(address)] = None
        except RefusedAddress as error:
            raise NoFeed(f"{where}{error}") from error
    if not found:
        raise NoFeed(f"{name}: no address in it")
    return list(found)


def _opml(content: bytes, name: str) -> list[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NoFeed(f"{name}: damaged OPML ({error})") from error
    if root is None:
        raise NoFeed(f"{name}: damaged OPML")
    try:
        return [str(item.get("xmlUrl")) for item in root.iter("{*}outline") if item.get("xmlUrl")]
    except UnicodeDecodeError as error:  # bytes that libxml2 lets pass and lxml does not
        raise NoFeed(f"{name}: damaged OPML ({error})") from error


def _instead(content: bytes, url: str) -> str:
    """What a content is that is no feed; a page often names its feeds."""
    if not content.strip():
        return "nothing in it"
    if not _HTML.search(content, 0, 4_096):
        return "neither a feed nor a sitemap"
    head = content[:200_000].decode("utf-8", "replace")
    for tag in re.findall(r"<link\b[^>]{0,1000}>", head, re.IGNORECASE):
        href = re.search(r"""href\s{0,4}=\s{0,4}["']([^"']{1,1000})""", tag, re.IGNORECASE)
        if href and any(kind in tag.lower() for kind in _FEED_TYPES):
            try:
                return f"a page, not a feed; it names the feed {joined(url, href[1])}"
            except RefusedAddress:
                continue
    return "a page, not a feed"
