"""From a page's text to sorted lines. For HTML, the first of these that yields an article:

1. trafilatura's paragraphs, with captions put back and the headline on top
2. the text that the page's JSON-LD carries (pages built by scripts)
3. every visible line, sorted like plain text
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from westphalia.clean import extract
from westphalia.clean.deadline import OutOfTimeError, time_limit
from westphalia.clean.decode import is_html
from westphalia.clean.head_dates import published_by_htmldate, published_in_head
from westphalia.clean.lines import Line, key, line_at, split_lines
from westphalia.clean.metadata import Head, read_head
from westphalia.clean.region import without_suffix
from westphalia.clean.sorter import Sorted, sort_lines
from westphalia.records import DateValue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TEXT = 2_000_000
"""Characters of plain text; a long report has a tenth of it."""

MAX_BYTES = 2 * extract.MAX_HTML

SECONDS = 20.0
"""Processor time for all the work on one HTML page; an ordinary page takes a hundredth of it."""

MIN_WORDS = 12
"""Words of body below which an HTML page holds no article."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Text and lines with their kinds, and what the HTML's head told (None for plain text)."""

    text: str
    lines: tuple[Line, ...]
    sorted: Sorted
    head: Head | None = None
    published: DateValue | None = None

    @property
    def body(self) -> str:
        pairs = zip(self.lines, self.sorted.labels, strict=True)
        return " ".join(line.text for line, label in pairs if label.kind == "body")


@dataclass(frozen=True, slots=True)
class Refusal:
    reason: str
    detail: str


def draft_of(text: str, url: str | None, *, latest: dt.date) -> Draft | Refusal:
    """Sorted lines of a page's text, HTML or plain. Publication dates after `latest` are not believed.

    Whatever the libraries raise on a hostile page is a refusal with the exception's name.
    """
    html = is_html(text)
    limit = extract.MAX_HTML if html else MAX_TEXT
    if len(text) > limit:
        return Refusal(
            "too_large", f"{len(text):,} characters of {'HTML' if html else 'text'}, the limit is {limit:,}"
        )
    if not html:
        lines = tuple(split_lines(text))
        return Draft(text, lines, sort_lines(lines))
    try:
        with time_limit(SECONDS):
            return _from_html(text, url, latest)
    except OutOfTimeError:
        return Refusal("timeout", f"not done after {SECONDS:.0f} seconds")
    except extract.TooManyElementsError as error:
        return Refusal("too_large", str(error))
    except Exception as error:  # three libraries, each with errors of its own, none of them promised
        return Refusal("no_article", type(error).__name__)


def _from_html(html: str, url: str | None, latest: dt.date) -> Draft | Refusal:
    tree = extract.parse(html)
    if tree is None:
        return Refusal("no_article", "no HTML elements")
    head = read_head(tree, url)
    last: Draft | None = None
    for text, lines, chosen in _candidates(tree, head, url):
        result = sort_lines(lines, title=head.title, authors=head.author, chosen=chosen)
        last = Draft(text, lines, result, head)
        if len(last.body.split()) >= MIN_WORDS:
            return Draft(text, lines, result, head, _published(tree, head, latest))
    return last or Refusal("no_article", "no text")


def _candidates(
    tree: HtmlElement, head: Head, url: str | None
) -> Iterator[tuple[str, tuple[Line, ...], bool]]:
    # 1. trafilatura
    pieces = extract.article_pieces(tree, url)
    if pieces:
        yield *_joined(_titled(extract.with_captions(tree, pieces, head.title), head.title)), True
    # 2. JSON-LD
    if head.text:
        parts = [extract.clean_text(part) for part in head.text.split("\n")]
        yield *_joined(_titled([extract.Piece(part, "text") for part in parts if part], head.title)), True
    # 3. what a reader sees
    if visible := extract.visible_lines(tree):
        text = "\n\n".join(visible)
        yield text, tuple(split_lines(text)), False


def _published(tree: HtmlElement, head: Head, latest: dt.date) -> DateValue | None:
    return published_in_head(tree, head.url, latest) or published_by_htmldate(tree, head.url, latest)


def _titled(pieces: list[extract.Piece], title: str | None) -> list[extract.Piece]:
    """The title as the first piece; where the article repeats it at its head, only once."""
    if not title:
        return pieces
    own = {key(title), key(without_suffix(title))}
    rest = pieces[1:] if pieces and key(pieces[0].text) in own else pieces
    return [extract.Piece(title, "title"), *rest]


def _joined(pieces: Sequence[extract.Piece]) -> tuple[str, tuple[Line, ...]]:
    """One paragraph per piece, with an empty line between."""
    text = "\n\n".join(piece.text for piece in pieces)
    lines: list[Line] = []
    position = 0
    for piece in pieces:
        end = position + len(piece.text)
        lines.append(line_at(text, position, end, piece.hint))
        position = end + 2
    return text, tuple(lines)
