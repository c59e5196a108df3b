"""The raw material of an HTML head: <meta> fields and JSON-LD, bounded and without trust."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from westphalia.clean.extract import clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST = 400
_JSON_BYTES = 1_000_000
_JSON_DEPTH = 8
_NAME_DEPTH = 3  # a list of authors, each with a list of names
_ARTICLE_TYPES = re.compile(
    r"(?i)(?:news|reportage|opinion|blog|tech|analysis|live|report|scholarly|background|review)?\w*(?:article|posting|blogpost|reportage)$"
)


def metas(tree: HtmlElement) -> dict[str, str]:
    """Names (lower case) to contents of <meta>; the first of each name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        )
        content = clean_text(element.get("content") or "")
        if name and content:
            found.setdefault(name, content[:2000])
    return found


def first_of(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def canonical(tree: HtmlElement) -> str | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower() and (link.get("href") or "").startswith("http"):
            return clean_text(link.get("href") or "")
    return None


def json_ld(tree: HtmlElement) -> tuple[dict[str, Any], str | None]:
    """The first article object of the page's JSON-LD, and the publisher's name."""
    article: dict[str, Any] = {}
    publisher: str | None = None
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for item in _objects(_loads(script.text or "")):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if not article and any(
                isinstance(name, str) and _ARTICLE_TYPES.fullmatch(name) for name in names
            ):
                article = item
                publisher = name_of(item.get("publisher")) or publisher
            elif publisher is None and any(name in ("NewsMediaOrganization", "WebSite") for name in names):
                publisher = name_of(item)
    return article, publisher


def _loads(source: str) -> Any:
    if len(source) > _JSON_BYTES:
        return None
    try:
        return json.loads(source.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _JSON_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"):
            yield from _objects(value.get(name), depth + 1)
    elif isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth + 1)


def name_of(value: Any, depth: int = 0) -> str | None:
    """The names of a person, an organisation or a list of them; None below `_NAME_DEPTH` lists."""
    if depth > _NAME_DEPTH:
        return None
    if isinstance(value, list):
        return ", ".join(name for item in value[:8] if (name := name_of(item, depth + 1))) or None
    if isinstance(value, dict):
        value = value.get("name")
        return name_of(value, depth + 1) if isinstance(value, list) else plain(value)
    return plain(value)


def long_text(article: dict[str, Any]) -> str | None:
    """The article's whole text, where its JSON-LD carries it, with a line per paragraph."""
    value = article.get("articleBody")
    if not isinstance(value, str) or len(value) > _JSON_BYTES:
        return None
    text = re.sub(r"(?i)<(?:/p|br|/div|/h\d)\b[^<>]{0,100}>", "\n", html.unescape(value))
    return re.sub(r"<[^<>]{0,200}>", " ", text).strip() or None


def plain(value: Any) -> str | None:
    """A JSON-LD or meta string as text: entities and tags, which some pages leave in, resolved."""
    if not isinstance(value, str):
        return None
    return clean_text(re.sub(r"<[^<>]{0,200}>", " ", html.unescape(value)))[:LONGEST] or None
