"""HTML to pieces of text: trafilatura finds the article, this module keeps its shape.

    1. parse, with bounds on size, number of elements and nesting
    2. trafilatura's tree of paragraphs, headings, list items, quotes, table rows
    3. captions, which trafilatura leaves out, put back where they stand in the page
    4. without a result from 2: every visible line of the page, for the line sorter

White space inside a paragraph is collapsed, as browsers do; nothing else is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from westphalia.clean.attributes import MAX_ATTRIBUTES, most_attributes
from westphalia.clean.decode import without_controls
from westphalia.clean.lines import Hint, key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_HTML = 10_000_000
MAX_ELEMENTS = 60_000
"""Live blogs of a day have some 20,000 elements; beyond this a page is a list or an attack."""


_SPACE = re.compile(r"[ \t\n\r\f\x0b\u2028\u2029]+")
_DEAD = ("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "math")


class TooManyElementsError(Exception):
    """The page has more elements than an article has."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    hint: Hint


# --- 1. parsing ---------------------------------------------------------------------------------


def parse(html: str) -> HtmlElement | None:
    """The page's tree, or None where there is none. Raises `TooManyElementsError`.

    libxml2 stops at its own nesting limit (256) since `huge_tree` stays off; it sees no network.
    """
    from lxml import etree
    from lxml.html import HtmlElement, HTMLParser, document_fromstring

    if most_attributes(html) > MAX_ATTRIBUTES:
        raise TooManyElementsError(f"a tag with more than {MAX_ATTRIBUTES:,} attributes")
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    # lxml.html asks a Python function for the class of every element it touches, seven thousand times a page;
    # all that this buys are the methods of forms and inputs, which nobody here uses.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree: HtmlElement = document_fromstring(html.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if tree.xpath("count(descendant-or-self::*)") > MAX_ELEMENTS:
        raise TooManyElementsError(f"more than {MAX_ELEMENTS:,} elements")
    return tree


def clean_text(text: str) -> str:
    """White space collapsed, and no control characters: character references and JSON bring them in."""
    return without_controls(_SPACE.sub(" ", text)).strip()


# --- 2. the article -----------------------------------------------------------------------------

_HINTS: dict[str, Hint] = {"head": "heading", "item": "item", "row": "text"}
_BLOCKS = frozenset(
    {"p", "head", "item", "quote", "row", "list", "table", "code", "ab", "fw", "div", "body", "lb"}
)


_ENOUGH = 250
"""Characters of an article that the quick way has to find to be believed."""


def article_pieces(tree: HtmlElement, url: str | None) -> list[Piece]:
    """Trafilatura's article as paragraphs in page order; empty where it finds none.

    Its own rules alone; where they find next to nothing, compared with its two fallbacks as well. Everywhere, those
    take a third of its time and change nothing for the better (`bench/extraction.py`).
    """
    pieces = _extracted(tree, url, fast=True)
    if sum(len(piece.text) for piece in pieces) >= _ENOUGH:
        return pieces
    return _extracted(tree, url, fast=False)


def _extracted(tree: HtmlElement, url: str | None, *, fast: bool) -> list[Piece]:
    """Default mode: on the project's measuring pages `favor_precision` lost more wanted text than it
    removed unwanted, and the line sorter removes most of the latter. No comments, no
    de-duplication (its cache is process-wide, so that output would depend on the order of pages).
    """
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        tree,
        url=url,
        fast=fast,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        with_metadata=False,
    )
    body = getattr(document, "body", None)
    return list(_walk(body)) if body is not None else []


def _walk(body: Any) -> Iterator[Piece]:
    """Depth first; a block element or a line break ends the piece before it."""
    from lxml import etree

    buffer: list[str] = []
    hints: list[Hint] = ["text"]

    def flush() -> Iterator[Piece]:
        # a line break inside a sentence is layout; one between sentences is a paragraph
        for text in _split_breaks("".join(buffer)):
            yield Piece(text, hints[-1])
        buffer.clear()

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS:
                yield from flush()
                hints.append(_HINTS.get(tag, hints[-1]))
            if tag == "lb":
                buffer.append(_BREAK)
            buffer.append(element.text or "")
        else:
            if tag in _BLOCKS:
                yield from flush()
                hints.pop()
            elif tag == "cell":
                buffer.append(" | ")
            buffer.append(element.tail or "")


_BREAK = "\x0b"  # stands for a line break until the paragraph is split; never in decoded text


def _split_breaks(text: str) -> list[str]:
    parts: list[str] = []
    for raw in text.split(_BREAK):
        part = clean_text(raw).strip("| ")
        if not part:
            continue
        if parts and part[0].islower() and parts[-1][-1:] not in '.!?:"\u201d':
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


# --- 3. captions --------------------------------------------------------------------------------

_CAPTION_CLASS = re.compile(
    r"(?i)(?:^|[\s_-])(?:fig|img|image|photo|media|wp|picture|article|gallery|lead|main|caption)?[-_]{0,2}caption(?:[-_]{1,2}text)?(?:$|[\s_-])"
)
_ELSEWHERE = re.compile(
    r"(?i)related|recirc|promo|teaser|sidebar|aside|author|avatar|byline|footer|recommend|trending|most-?(?:read|popular)|newsletter|comment|nav|menu|logo|advert|sponsor|thumb|card"
)
_MIN_ALT, _MAX_CAPTION = 6, 120
_MAX_CAPTIONS = 500  # a long gallery has a tenth; each is compared with those at its place
_PARAGRAPHS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_CONTAINERS = frozenset({"div", "td", "span"})
_LOOKED_AT = tuple(sorted({*_PARAGRAPHS, *_CONTAINERS, "figcaption", "dd", "img"}))
_KEY, _FIRST = 60, 6


def with_captions(tree: HtmlElement, pieces: list[Piece], title: str | None) -> list[Piece]:
    """The pieces with the article's captions between them.

    Taken: <figcaption>, elements whose class says "caption", and the alternative text of pictures
    where it reads like a sentence; only between the headline and the last paragraph, and not from
    links to other stories. A paragraph of the article that is a caption is marked as one in place.
    """
    wanted = {
        key(piece.text[: 3 * _KEY])[:_KEY]: n for n, piece in enumerate(pieces) if len(piece.text) >= 20
    }
    title_key = key(title or "")
    openings = {wanted_key[:_FIRST] for wanted_key in wanted}
    captions: dict[str, int] = {}
    texts: dict[str, str] = {}
    position = -1
    heading_seen = not title_key
    last = max(wanted.values(), default=-1)
    for element in tree.iter(*_LOOKED_AT):
        tag = element.tag
        if tag in ("h1", "h2") and title_key and key(clean_text(element.text_content())[:400]) == title_key:
            heading_seen = True
        if text := _caption_text(element, tag):
            own = key(text)
            close = heading_seen or position >= 0
            room = len(captions) < _MAX_CAPTIONS
            if own and own not in captions and own != title_key and position < last and close and room:
                captions[own], texts[own] = position, text
        elif (
            # a <div> or <span> is a paragraph only where it has words of its own
            (tag in _PARAGRAPHS or (tag in _CONTAINERS and (element.text or "").strip()))
            and (opening := _opening(element, openings))
        ):
            position = max(position, wanted.get(key(opening[: 3 * _KEY])[:_KEY], -1))
    return _merged(pieces, captions, texts)


def _opening(element: HtmlElement, openings: set[str]) -> str:
    """The first words of a paragraph, as many as its key needs, without walking a whole page for a <div>.

    Empty where they are too few, or begin as none of `openings`.
    """
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > 3 * _KEY or len(parts) > 40:
            break
    if length < 20:
        return ""
    text = "".join(parts)
    first = key(text.lstrip()[: 4 * _FIRST])[:_FIRST]
    return clean_text(text) if len(first) < _FIRST or first in openings else ""


def _caption_text(element: HtmlElement, tag: str) -> str | None:
    name = element.get("class") or ""
    if tag == "figcaption" or (
        tag in ("p", "div", "span", "dd") and "caption" in name.lower() and _CAPTION_CLASS.search(name)
    ):
        text = clean_text(_visible(element))
    elif tag == "img":
        text = clean_text(element.get("alt") or "")
        if len(text.split()) < _MIN_ALT or _in_link(element) or not re.search(r"[a-z]{2} [a-z]", text):
            return None
    else:
        return None
    words = len(text.split())
    return text if 3 <= words <= _MAX_CAPTION and not _set_elsewhere(element) else None


def _visible(element: HtmlElement) -> str:
    """The text of an element without scripts, its parts kept apart by spaces."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DEAD:
            parts.append(_visible(child))
        parts.append(child.tail or "")
    return " ".join(parts) if element.tag in ("figcaption", "div") else "".join(parts)


def _in_link(element: HtmlElement) -> bool:
    return any(parent.tag == "a" for parent, _ in zip(element.iterancestors(), range(3), strict=False))


def _set_elsewhere(element: HtmlElement) -> bool:
    """Whether a picture belongs to another story's teaser, the author's box or the page's frame."""
    for parent, _ in zip(element.iterancestors(), range(6), strict=False):
        if (
            parent.tag in ("aside", "nav", "footer", "header")
            and parent.getparent() is not None
            and parent.tag != "header"
        ):
            return True
        if parent.tag in ("body", "article", "main"):
            return False
        if _ELSEWHERE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}"):
            return True
    return False


def _merged(pieces: list[Piece], captions: dict[str, int], texts: dict[str, str]) -> list[Piece]:
    keys = {key(piece.text) for piece in pieces}
    merged: list[Piece] = []
    by_place: dict[int, list[str]] = {}
    for own, at in captions.items():
        by_place.setdefault(at, []).append(own)

    def add(position: int) -> None:
        here = by_place.get(position, [])
        for own in here:
            # an alternative text that repeats (the beginning of) a caption or a paragraph adds nothing
            repeats = any(own in other for other in here if len(other) > len(own))
            if own not in keys and not repeats:
                merged.append(Piece(texts[own], "caption"))

    add(-1)
    for number, piece in enumerate(pieces):
        merged.append(Piece(piece.text, "caption") if key(piece.text) in captions else piece)
        add(number)
    return merged


# --- 4. every visible line ----------------------------------------------------------------------

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


def visible_lines(tree: HtmlElement) -> list[str]:
    """What a reader would copy from the page: the text of every block, menus and all, in page order."""
    from lxml import etree

    lines: list[str] = []
    buffer: list[str] = []

    def flush() -> None:
        lines.extend(_split_breaks("".join(buffer)))
        buffer.clear()

    body = tree.find("body")
    dead = 0
    for event, element in etree.iterwalk(body if body is not None else tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        inline = tag in _INLINE
        if event == "start":
            dead += tag in _DEAD
            if not inline:
                flush()
            if not dead and element.text:
                buffer.append(element.text)
        else:
            if not inline:
                flush()
            dead -= tag in _DEAD
            if not dead and element.tail:
                buffer.append(element.tail)
    flush()
    return lines
