"""What an HTML page says about itself: title, outlet, author, address.

Each field has an order of trust, numbered in the bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from westphalia.clean import marks, wires
from westphalia.clean.decode import without_controls
from westphalia.clean.extract import clean_text
from westphalia.clean.furniture_words import NAVIGATION
from westphalia.clean.lines import key
from westphalia.clean.markup import LONGEST, canonical, first_of, json_ld, long_text, metas, name_of, plain

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the page says. `byline` is the page's own words for the author,
    `text` the article's text in its JSON-LD (few pages have it)."""

    title: str | None
    outlet: str | None
    author: str | None
    byline: str | None
    url: str | None
    text: str | None = None


def read_head(tree: HtmlElement, url: str | None) -> Head:
    """Title, outlet, author and address. Call before the tree is changed."""
    meta = metas(tree)
    article, publisher = json_ld(tree)
    address = url or first_of(meta, ("og:url",)) or canonical(tree)
    outlet = _outlet(meta, publisher, address)
    byline = _byline(tree, meta, article)
    author = _author(byline, outlet)
    return Head(
        _title(tree, meta, article, outlet, address), outlet, author, byline, address, long_text(article)
    )


# --- title --------------------------------------------------------------------------------------

_TITLE_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u203a\u00ab-]+\s+|\s*\|\s*|\s*::\s*")


def _title(
    tree: HtmlElement, meta: dict[str, str], article: dict[str, Any], outlet: str | None, url: str | None
) -> str | None:
    heading = tree.find(".//title")
    tag = clean_text(heading.text_content())[:LONGEST] if heading is not None else ""
    shared = plain(first_of(meta, ("og:title", "twitter:title", "dc.title", "title", "headline"))) or ""
    linked = plain(article.get("headline")) or plain(article.get("name")) or ""
    told = [key(text) for text in (tag, shared, linked) if text]
    h1s = [text for h1 in tree.iter("h1") if 3 <= len(text := clean_text(h1.text_content())) <= LONGEST]
    site = key(outlet or "")
    # 1. a main heading that the head repeats
    for text in h1s:
        own = key(text)
        if (
            len(text.split()) >= 2
            and own != site
            and any(own in other or other in own for other in told if len(other) > 8)
        ):
            # a kicker or a deck set inside the heading is cut off where the head shows the headline alone
            inner = [
                t
                for t in (shared, linked)
                if len(t.split()) >= 4 and key(t) != own and (own.startswith(key(t)) or own.endswith(key(t)))
            ]
            return without_site(inner[0] if inner else text, outlet, url)
    # 2. the only main heading, if it is long enough for a headline
    if len(h1s) == 1 and len(h1s[0].split()) >= 4 and key(h1s[0]) != site:
        return without_site(h1s[0], outlet, url)
    # 3. the headline of og:title, 4. of JSON-LD, 5. of <title>
    for text in (shared, linked, tag):
        if text and key(text) != site:
            return without_site(text, outlet, url)
    return next((text for text in h1s if key(text) != site), None)


def without_site(title: str, outlet: str | None, url: str | None) -> str:
    """A title without the site's name at its end or beginning ("… | BBC News", "Xinhua - …")."""
    names = {key(outlet or ""), *_domain_keys(url)} - {""}
    pieces = list(_TITLE_PARTS.finditer(title))
    kept = title
    for mark in reversed(pieces):
        tail = key(kept[mark.end() :])
        section = _is_section(kept[mark.end() :])
        if not (section or _is_site(tail, names)) or len(key(kept[: mark.start()])) < 8:
            break
        kept = kept[: mark.start()]
    if kept == title and pieces:
        opening = title[: pieces[0].start()]
        if _is_site(key(opening), names) or (_is_section(opening) and "|" in pieces[0].group()):
            kept = title[pieces[0].end() :]
    return kept.strip() or title


def _is_section(part: str) -> bool:
    """ "Politics", "Local News": a section's name as part of a title."""
    words = part.lower().split()
    return 1 <= len(words) <= 3 and all(word in NAVIGATION for word in words)


def _is_site(part: str, names: set[str]) -> bool:
    if len(part) < 2:
        return False
    return any(
        part == name
        or (len(part) > 3 and (part in name or name in part) and len(part) < 40 and len(name) > 3)
        for name in names
    )


def _domain_keys(url: str | None) -> set[str]:
    host = _host(url)
    if not host:
        return set()
    labels = host.split(".")
    core = (
        labels[-3]
        if len(labels) >= 3 and len(labels[-2]) <= 3
        else labels[-2]
        if len(labels) >= 2
        else labels[0]
    )
    return {key(host), key(core)}


def _host(url: str | None) -> str | None:
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    host = without_controls(host)
    return host.removeprefix("www.").removeprefix("m.").removeprefix("amp.") or None


# --- outlet and author --------------------------------------------------------------------------


def _outlet(meta: dict[str, str], publisher: str | None, url: str | None) -> str | None:
    # 1. og:site_name  2. JSON-LD publisher  3. application and publisher names  4. the domain
    shown = plain(first_of(meta, ("og:site_name",)))
    if shown and publisher and _is_section(shown.replace(".", "")):
        shown = publisher  # some papers put the section there
    named = (
        shown
        or publisher
        or plain(
            first_of(
                meta,
                (
                    "application-name",
                    "dc.publisher",
                    "publisher",
                    "apple-mobile-web-app-title",
                    "copyright-holder",
                ),
            )
        )
    )
    if named and len(named) <= 80 and not named.startswith("http"):
        return named.strip(" -|\u2013\u2014\u00b7.") or _host(url)
    return _host(url)


_BYLINE_CLASS = re.compile(
    r"(?i)(?:^|[\s_-])(?:byline|author(?:s|[_-]?name)?|writer|reporter|article[_-]?author|post[_-]?author|contributor|source[_-]?name|credit[_-]?line)(?:$|[\s_-])"
)
_MANY_ELEMENTS = 20_000


def _byline(tree: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    # 1. JSON-LD author  2. meta  3. rel, itemprop or class of an element with few words
    if (name := name_of(article.get("author"))) and not name.startswith("http"):
        return name
    named = first_of(
        meta,
        (
            "author",
            "article:author",
            "parsely-author",
            "byl",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "article:author_name",
            "citation_author",
            "twitter:creator_name",
        ),
    )
    if named and (text := plain(named)) and not text.startswith(("http", "@")) and len(text) <= 120:
        return text
    for number, element in enumerate(tree.iter()):
        if number > _MANY_ELEMENTS:
            break
        if not isinstance(element.tag, str):
            continue
        mark = element.get("rel") == "author" or (element.get("itemprop") or "") in ("author", "creator")
        if mark or _BYLINE_CLASS.search(element.get("class") or ""):
            # the parts of a byline block are set apart, so that a date after the name stays out of it
            text = " | ".join(part for raw in element.itertext() if (part := clean_text(raw)))
            if 3 <= len(text) <= 160 and len(text.split()) <= 24 and not _in_comments(element):
                return re.sub(r"(?i)^((?:posted |written )?by)\W{1,5}", r"\1 ", text)
        elif element.tag in _BY_TAGS and (match := _BY_START.match(element.text or "")):
            text = clean_text(" ".join(element.itertext())[:200])
            if len(text) <= 80 and marks.is_name(_BY_START.sub("", text).split(" | ")[0]) and match:
                return text
    return None


_BY_TAGS = frozenset({"p", "span", "div", "address", "em", "strong", "cite", "small"})
_BY_START = re.compile(r"\s{0,80}(?:By|BY)\b:?\s{0,20}(?=[A-Z]|$)")


def _in_comments(element: HtmlElement) -> bool:
    return any(
        "comment" in f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()
        for parent in [element, *element.iterancestors()]
        if parent.tag not in ("body", "html")
    )


_NOT_AN_AUTHOR = re.compile(
    r"(?i)^(?:admin(?:istrator)?|editor(?:ial)?(?: team| board| staff)?|staff|news ?desk|web ?desk|web ?master|redaktion|redaction|guest|unknown|none|no author|null|super user|agencies|our correspondent|(?:article|story|written|posted|published) by|by)$|\bsays:?$|https?:|www\.|@|\.com\b"
)


def _author(byline: str | None, outlet: str | None) -> str | None:
    """The people in the byline; None for agencies, desks and the outlet itself."""
    if not byline:
        return None
    listed = [part.strip() for part in byline.split(", ")]
    if len(listed) > 1 and all(marks.is_name(part) for part in listed):
        return ", ".join(dict.fromkeys(listed))
    names = marks.authors_of(byline if re.match(r"(?i)by\b", byline) else f"By {byline}")
    if names:
        return None if key(names) == key(outlet or "") or _NOT_AN_AUTHOR.search(names) else names
    bare = re.sub(r"(?i)^(?:by|author|written by)\b[: ]*", "", byline).strip()
    if _NOT_AN_AUTHOR.search(bare) or wires.agency_in(bare) or key(bare) == key(outlet or ""):
        return None
    return (
        bare if 1 <= len(bare.split()) <= 5 and bare[:1].isupper() and not marks.ROLES.search(bare) else None
    )
