"""Feeds, sitemaps and lists of them to links: what a page's address is and, where told, when it was published.

Only bytes go in; nothing here opens a connection or a file. Content is hostile: sizes are bounded by who fetched it,
entities are not expanded, numbers of links are bounded here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from westphalia.errors import NoFeed, RefusedAddress
from westphalia.fetch.address import checked_address, joined
from westphalia.fetch.body import Damaged, TooLarge, gunzipped, is_gzip
from westphalia.fetch.hop import FEED_BYTES

MOST_LINKS = 50_000
"""Links taken from one feed or sitemap; the sitemap protocol allows a file no more."""
MOST_UNPACKED = 5 * FEED_BYTES
"""Bytes of a sitemap that comes as a gzip file: the sitemap protocol allows 50 MB."""

MOST_FEED = 3_000_000
"""Bytes of RSS or Atom: feedparser takes about a millisecond an entry."""

DEEPEST = 100
LONGEST_TITLE = 500
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-z#0-9]{2,8};")  # a title that is HTML is left to the page
_ENTITY = re.compile(rb"<!ENTITY\s[^>]{0,10000}>")
_SITEMAP = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
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
    if _SITEMAP.search(content, 0, 4_096):
        return _sitemap(content, url)
    listing = _feed(content, url)
    if listing is None:
        raise NoFeed(f"{url}: {_instead(content, url)}")
    return listing


# --- RSS and Atom ---------------------------------------------------------------------------------


def _feed(content: bytes, url: str) -> Listing | None:
    """feedparser's reading, or None where it is no feed.

    It gets a stream: bytes that look like a file's name or an address it would open. HTML inside the entries is
    neither cleaned nor resolved, because only links and dates are used.
    """
    import feedparser

    if len(content) > MOST_FEED:
        raise NoFeed(f"{url}: a feed of {len(content):,} bytes, the limit is {MOST_FEED:,}")
    if _depth(content) > DEEPEST:
        raise NoFeed(f"{url}: tags nested more than {DEEPEST} deep")
    content = _ENTITY.sub(
        b"", content
    )  # those that stand for others a thousandfold cost seconds until noticed
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(content),
            response_headers={"content-location": url},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # its parsers have no error of their own for what they do not expect
        raise NoFeed(f"{url}: cannot be read ({type(error).__name__}: {error})") from error
    if not parsed.get("version") and not parsed.get("entries"):
        return None
    links = list(_unique(_entry(entry, url) for entry in parsed["entries"][:MOST_LINKS]))
    return Listing("feed", tuple(reversed(links)))


def _depth(content: bytes) -> int:
    """How deep the tags are nested: feedparser's time grows with the square of it."""
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    depth = deepest = 0
    try:
        for event, element in events:
            depth += 1 if event == "start" else -1
            deepest = max(deepest, depth)
            if event == "end":
                element.clear()
    except etree.XMLSyntaxError:  # cut short where it is broken: what follows has no end tags to wait for
        pass
    return deepest


def _entry(entry: Any, base: str) -> Link | None:
    published = _moment(entry.get("published_parsed"))
    dated = published or _moment(entry.get("updated_parsed"))
    title = _title(entry.get("title"))
    # feedburner and its kind put their own counting address into <link> and the page's beside it
    for address in (entry.get("feedburner_origlink"), entry.get("link"), _permalink(entry)):
        if address:
            try:
                return Link(joined(base, str(address)), dated, published and published.date(), title)
            except RefusedAddress:
                continue
    return None


def _title(told: Any) -> str | None:
    text = " ".join(str(told or "").split())
    return None if not text or len(text) > LONGEST_TITLE or _MARKUP.search(text) else text


def _permalink(entry: Any) -> str | None:
    identity = entry.get("id")
    return str(identity) if identity and str(identity).startswith(("http://", "https://")) else None


def _moment(parsed: Any) -> dt.datetime | None:
    """feedparser's nine numbers, which are UTC."""
    try:
        return None if parsed is None else dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


# --- sitemaps -------------------------------------------------------------------------------------


def _sitemap(content: bytes, url: str) -> Listing:
    from lxml import etree

    links: list[Link | None] = []
    sitemaps: list[Link | None] = []
    news = False
    try:
        events = etree.iterparse(
            io.BytesIO(content),
            events=("end",),
            tag=("{*}url", "{*}sitemap"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
        )
        for _, element in events:
            told = {_local(child.tag): (child.text or "").strip() for child in element.iter("{*}*")}
            published = w3c_date(told.get("publication_date"))
            news = news or "publication_date" in told
            dated = published or w3c_date(told.get("lastmod"))
            link = _link(told.get("loc", ""), url, dated, published, _title(told.get("title")))
            (sitemaps if _local(element.tag) == "sitemap" else links).append(link)
            element.clear()
            if len(links) + len(sitemaps) >= MOST_LINKS:
                break
    except etree.XMLSyntaxError as error:
        if not links and not sitemaps:
            raise NoFeed(f"{url}: a damaged sitemap ({error})") from error
    kind = "sitemap index" if sitemaps and not links else "news sitemap" if news else "sitemap"
    return Listing(kind, tuple(_unique(iter(links))), tuple(_unique(iter(sitemaps))))


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()


def _link(
    address: str, base: str, dated: dt.datetime | None, published: dt.datetime | None, title: str | None
) -> Link | None:
    try:
        return Link(joined(base, address), dated, published and published.date(), title) if address else None
    except RefusedAddress:
        return None


def w3c_date(text: str | None) -> dt.datetime | None:
    """A W3C date as sitemaps use them (2024-04, 2024-04-09, 2024-04-09T12:00:00+02:00); UTC where no zone is told."""
    if not text:
        return None
    try:
        made = dt.datetime.fromisoformat(f"{text}-01" if re.fullmatch(r"\d{4}-\d\d", text) else text)
        return (made if made.tzinfo else made.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _unique(links: Iterator[Link | None]) -> Iterator[Link]:
    seen: set[str] = set()
    for link in links:
        if link is not None and link.url not in seen:
            seen.add(link.url)
            yield link


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
    return [str(item.get("xmlUrl")) for item in root.iter("{*}outline") if item.get("xmlUrl")]


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
