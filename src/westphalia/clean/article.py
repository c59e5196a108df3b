"""Pages to articles: the text is fixed here, hashed, and never changed again.

1. bytes to text; refuse what is binary, empty or too large
2. HTML: the article's pieces, captions and head, within a time bound; else the text's own lines
3. sort the lines into kinds
4. refuse a page without an article, and one that is not in English
5. who published it, who wrote it, which agency, from where, when
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from westphalia.clean import boxes, dates, extract, wires
from westphalia.clean.alone import Label
from westphalia.clean.dateline import Dateline, find_dateline
from westphalia.clean.deadline import OutOfTimeError, time_limit
from westphalia.clean.decode import BAD_SHARE, decode, is_html
from westphalia.clean.furniture_words import NAVIGATION
from westphalia.clean.head_dates import published_by_htmldate, published_in_head
from westphalia.clean.language import language_of
from westphalia.clean.lines import Line, key, line_at, segments, split_lines
from westphalia.clean.marks import is_name
from westphalia.clean.metadata import Head, read_head, without_site
from westphalia.clean.published import published_in_lines
from westphalia.clean.region import without_suffix
from westphalia.clean.sorter import Sorted, sort_lines
from westphalia.records import Article, Block, DateValue, Page, Rejected, Span

MAX_TEXT = 2_000_000
"""Characters of plain text; a long report has a tenth of it."""

SECONDS = 20.0
"""For all the work on one HTML page; an ordinary page takes a hundredth of it."""

_MIN_WORDS = 12
_ADMINS = frozenset({"admin", "administrator", "editor", "staff", "webmaster", "newsdesk", "webdesk"})


@dataclass(frozen=True, slots=True)
class _Draft:
    """Text and lines before sorting, and what the HTML's head told."""

    text: str
    lines: tuple[Line, ...]
    head: Head | None = None
    published: DateValue | None = None
    chosen: bool = False


def clean(page: Page) -> Article | Rejected:
    """The article of a page, or why there is none.

    Reasons: empty, binary, too_large, no_article, language, timeout. `page.date` is used only where
    the page itself does not tell a day.
    """
    # 1. text
    size = len(page.content)
    if size > extract.MAX_HTML * 2:
        return _reject(page, "too_large", f"{size:,} bytes or characters")
    decoded = decode(page.content)
    if decoded.bad > BAD_SHARE:
        return _reject(
            page, "binary", f"{decoded.bad:.0%} of the characters are no text ({decoded.encoding})"
        )
    if not decoded.text.strip():
        return _reject(page, "empty", "nothing but white space")
    # 2. lines
    drafted = _draft(page, decoded.text)
    if isinstance(drafted, Rejected):
        return drafted
    # 3. kinds
    head = drafted.head
    result = sort_lines(
        drafted.lines,
        title=head.title if head else None,
        authors=head.author if head else None,
        chosen=drafted.chosen,
    )
    # 4. an article, in English
    body = " ".join(
        line.text for line, label in zip(drafted.lines, result.labels, strict=True) if label.kind == "body"
    )
    titled = result.title is not None and head is None
    words = len(body.split())
    if (words == 0 and not titled) or (head is not None and words < _MIN_WORDS):
        return _reject(page, "no_article", f"{words} words of body in {len(drafted.lines)} lines")
    language = language_of(body or drafted.lines[result.title or 0].text)
    if not language.english:
        return _reject(page, "language", f"{language.code} {language.probability:.2f}")
    # 5. the rest
    return _article(page, drafted, result, language.code)


def _reject(page: Page, reason: str, detail: str) -> Rejected:
    return Rejected(page.source, "clean", reason, detail)


# --- 2. drafts ----------------------------------------------------------------------------------


def _draft(page: Page, text: str) -> _Draft | Rejected:
    if not is_html(text):
        if len(text) > MAX_TEXT:
            return _reject(
                page, "too_large", f"{len(text):,} characters of plain text, the limit is {MAX_TEXT:,}"
            )
        return _Draft(text, tuple(split_lines(text)))
    if len(text) > extract.MAX_HTML:
        return _reject(
            page, "too_large", f"{len(text):,} characters of HTML, the limit is {extract.MAX_HTML:,}"
        )
    try:
        with time_limit(SECONDS):
            return _from_html(page, text)
    except OutOfTimeError:
        return _reject(page, "timeout", f"not done after {SECONDS:.0f} seconds")
    except extract.TooManyElementsError as error:
        return _reject(page, "too_large", str(error))


def _from_html(page: Page, html: str) -> _Draft | Rejected:
    tree = extract.parse(html)
    if tree is None:
        return _reject(page, "no_article", "no HTML elements")
    head = read_head(tree, page.url)
    latest = dt.datetime.now(dt.UTC).date() + dt.timedelta(1)
    published = published_in_head(tree, page.url or head.url, latest)
    pieces = extract.article_pieces(tree, page.url)
    if sum(len(piece.text.split()) for piece in pieces) >= _MIN_WORDS:
        pieces = extract.with_captions(tree, pieces, head.title)
        if published is None:
            published = published_by_htmldate(tree, page.url or head.url, latest)
        text, lines = _joined(_titled(pieces, head.title))
        return _Draft(text, lines, head, published, chosen=True)
    # trafilatura found nothing: let the line sorter look at all that a reader sees
    text = "\n\n".join(extract.visible_lines(tree))
    return (
        _Draft(text, tuple(split_lines(text)), head, published)
        if text
        else _reject(page, "no_article", "no text")
    )


def _titled(pieces: list[extract.Piece], title: str | None) -> list[extract.Piece]:
    """The title as the first piece; where the article repeats it at its head, only once."""
    if not title:
        return pieces
    own = {key(title), key(without_suffix(title))}
    rest = pieces[1:] if pieces and key(pieces[0].text) in own else pieces
    return [extract.Piece(title, "title"), *rest]


def _joined(pieces: Sequence[extract.Piece]) -> tuple[str, tuple[Line, ...]]:
    """One paragraph per piece, with an empty line between."""
    lines: list[tuple[int, int, extract.Piece]] = []
    position = 0
    for piece in pieces:
        lines.append((position, position + len(piece.text), piece))
        position += len(piece.text) + 2
    text = "\n\n".join(piece.text for piece in pieces)
    return text, tuple(line_at(text, start, end, piece.hint) for start, end, piece in lines)


# --- 5. the article -----------------------------------------------------------------------------


def _article(page: Page, draft: _Draft, result: Sorted, language: str) -> Article:
    lines, labels, head = draft.lines, result.labels, draft.head
    url = page.url or (head.url if head else None)
    title = lines[result.title].text if result.title is not None else (head.title if head else None)
    dateline = _dateline(lines, labels)
    outlet, taken_over = _outlet(lines, labels, head, title, result.authors)
    wire = _wire(lines, labels, dateline, head) or taken_over
    published = draft.published
    if published is None or published.precision != "day":
        told = published_in_lines(lines, labels, dateline, url=url, given=page.date)
        published = told if told and (published is None or told.precision == "day") else published
    blocks = tuple(
        Block(label.kind, Span(line.start, line.end), label.reason, label.repeat_of)
        for line, label in zip(lines, labels, strict=True)
    )
    return Article(
        article_id=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        text=draft.text,
        blocks=blocks,
        source=page.source,
        url=page.url,
        title=without_site(title, outlet, url) if title and outlet else title,
        outlet=outlet,
        author=result.authors,
        wire=wire,
        published=published,
        language=language,
        dateline=dateline.place if dateline else None,
    )


def _dateline(lines: Sequence[Line], labels: Sequence[Label]) -> Dateline | None:
    """The dateline of one of the first two paragraphs, or on a line of its own."""
    alone = next(
        (line.text for line, label in zip(lines, labels, strict=True) if label.reason == "dateline"), None
    )
    if alone:
        return find_dateline(f"{alone} A")
    body = [line for line, label in zip(lines, labels, strict=True) if label.kind == "body"]
    return next((found for line in body[:2] if (found := find_dateline(line.text))), None)


def _wire(
    lines: Sequence[Line], labels: Sequence[Label], dateline: Dateline | None, head: Head | None
) -> str | None:
    """The agency credited for the text; see `wires` for the order."""
    # 1. dateline
    if dateline and dateline.agency:
        return dateline.agency
    pairs = list(zip(lines, labels, strict=True))
    body = [line for line, label in pairs if label.kind == "body"]
    # 2. byline  3. credit lines  4. last words
    bylines = [line.form for line, label in pairs if label.kind == "byline"]
    if head and head.byline:
        bylines.append(f"By {head.byline}")
    credited = [line.form for line, label in pairs if label.kind == "credit" and "photo" not in line.low[:12]]
    return wires.first(
        [
            *(wires.in_credit(form) for form in bylines),
            *(wires.in_credit(form) or _contributed(form) for form in credited),
            *(wires.in_last_words(line.text) for line in body[-1:]),
        ]
    )


def _contributed(form: str) -> str | None:
    """ "Associated Press writer A. B. contributed to this report"."""
    return wires.agency_in(form) if "contributed to" in form else None


def _outlet(
    lines: Sequence[Line], labels: Sequence[Label], head: Head | None, title: str | None, authors: str | None
) -> tuple[str | None, str | None]:
    """The outlet, and the paper whose story it took over if the title's end names one.

    Plain text: 1. the author's box ("Before joining X"); 2. the name before the menu ("Balkan Courier   News |
    Podcasts"); 3. the owner in a copyright line, unless an agency; 4. the title's end ("… – WSJ"), which on a page signed by "admin" names the source instead.
    """
    if head and head.outlet:
        return head.outlet, None
    outlet = next(
        (
            name
            for line, label in zip(lines, labels, strict=True)
            if label.reason == "author's box" and (name := boxes.outlet_in_box(line.text))
        ),
        None,
    )
    outlet = outlet or _masthead(lines, labels) or _owner(lines, labels)
    suffix = (title or "")[len(without_suffix(title or "")) :].strip(" -|\u2013\u2014\u00b7")
    if not suffix:
        return outlet, None
    source = wires.named_source(suffix)
    if source and (outlet or (authors or "").lower() in _ADMINS):
        return outlet, source if key(source) != key(outlet or "") else None
    return outlet or source, None


def _masthead(lines: Sequence[Line], labels: Sequence[Label]) -> str | None:
    for line, label in zip(lines[:10], labels, strict=False):
        if label.kind == "title":
            break
        parts = segments(line.text)
        if label.reason in ("menu", "parts are furniture") and len(parts) >= 3:
            words = parts[0].lower().split()
            if 2 <= len(words) <= 5 and is_name(parts[0]) and not NAVIGATION.intersection(words):
                return parts[0].title() if parts[0].isupper() else parts[0]
    return None


def _owner(lines: Sequence[Line], labels: Sequence[Label]) -> str | None:
    for line, label in zip(lines, labels, strict=True):
        if label.kind not in ("credit", "furniture"):
            continue
        match = re.search(
            r"(?:(?:\u00a9|\(c\))\s{0,2}(?:[Cc]opyright)?|[Cc]opyright)(?:\s(?:of|by|\u00a9))?\s{0,2}(?:\(?(?:19|20)\d\d\)?(?:\s?[-\u2013]\s?(?:19|20)\d\d)?,?\s)?"
            r"([A-Z][\w.'&-]*(?: (?:of|the|and|for|&|tou|de|la|[A-Z][\w.'&-]*)){0,5})",
            line.form,
        )
        if match and not wires.agency_in(match.group(1), certain=True):
            name = re.sub(
                r"(?i)\s(?:llc|ltd|inc|limited|group limited|s\.a|group|plc|corp|all rights).*$",
                "",
                match.group(1),
            ).strip(" .,")
            name = re.split(r" (?:with|All|Terms|Privacy)\b", name)[0].strip(" .,")
            if len(name) >= 2 and not dates.find_dates(name):
                return name
    return None
