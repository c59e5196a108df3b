"""Pages to articles: the text is fixed here, hashed, and never changed again.

1. bytes to text; refuse what is binary, empty or too large
2. lines and their kinds (`drafts`), HTML within a time bound
3. refuse a page without an article, and one that is not in English
4. who published it, who wrote it, which agency, from where, when
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from westphalia.clean import boxes, dates, wires
from westphalia.clean.alone import Label
from westphalia.clean.dateline import Dateline, find_dateline
from westphalia.clean.decode import BAD_SHARE, as_bytes, decode, without_controls
from westphalia.clean.drafts import MAX_BYTES, MIN_WORDS, Draft, Refusal, draft_of
from westphalia.clean.furniture_words import NAVIGATION
from westphalia.clean.language import language_of
from westphalia.clean.lines import Line, key, segments
from westphalia.clean.marks import is_name
from westphalia.clean.metadata import Head, without_site
from westphalia.clean.published import published_in_lines
from westphalia.clean.region import without_suffix
from westphalia.records import Article, Block, DateValue, Page, Rejected, Span, Told

_ADMINS = frozenset({"admin", "administrator", "editor", "staff", "webmaster", "newsdesk", "webdesk"})


def clean(page: Page) -> Article | Rejected:
    """The article of a page, or why there is none.

    Reasons: empty, binary, too_large, no_article, language, timeout. `page.date` is used only where
    the page itself does not tell a day, and to disbelieve one more than a day later; so is `page.told.seen`.
    What else `page.told` has comes after the head of the page and before its lines. The same page
    gives the same article on any day. `source` and a page's date apart, all strings are free of
    control characters and lone surrogates.

    The time bound on HTML pages holds in a process's main thread only; in other threads those on
    bytes, characters, elements and nesting are all there is, so run pages you do not trust in
    processes (see `deadline`).
    """
    # 1. text
    content = as_bytes(page.content)
    if len(content) > MAX_BYTES:
        return _reject(page, "too_large", f"{len(content):,} bytes, the limit is {MAX_BYTES:,}")
    decoded = decode(content)
    if decoded.bad > BAD_SHARE:
        share = f"{decoded.bad:.0%} of the characters are no text ({decoded.encoding})"
        return _reject(page, "binary", share)
    if not decoded.text.strip():
        return _reject(page, "empty", "nothing but white space")
    # 2. lines and kinds
    seen = page.told.seen if page.told else None
    draft = draft_of(decoded.text, page.url, latest=dates.latest_believed(page.date or seen))
    if isinstance(draft, Refusal):
        return _reject(page, draft.reason, draft.detail)
    # 3. an article, in English
    words = len(draft.body.split())
    found = words >= MIN_WORDS if draft.head else words > 0 or draft.sorted.title is not None
    language = language_of(draft.body if words >= MIN_WORDS else draft.text)
    if not language.english:
        return _reject(page, "language", f"{language.code} {language.probability:.2f}")
    if not found:
        return _reject(page, "no_article", f"{words} words of body in {len(draft.lines)} lines")
    # 4. the rest
    return _article(page, draft, language.code)


def _reject(page: Page, reason: str, detail: str) -> Rejected:
    return Rejected(page.source, "clean", reason, detail)


# --- 4. the article -----------------------------------------------------------------------------


def _article(page: Page, draft: Draft, language: str) -> Article:
    lines, result, head = draft.lines, draft.sorted, draft.head
    labels = result.labels
    url = without_controls(page.url) if page.url else head.url if head else None
    told = page.told or Told()
    title = (
        lines[result.title].text if result.title is not None else (head.title if head else None) or told.title
    )
    dateline = _dateline(lines, labels)
    outlet, taken_over = _outlet(lines, labels, head, title, result.authors, told.outlet)
    wire = _wire(lines, labels, dateline, head) or taken_over
    published = draft.published
    if told.published and (published is None or published.precision != "day"):
        published = DateValue.day(told.published, "source")
    if published is None or published.precision != "day":
        found = published_in_lines(lines, labels, dateline, url=url, given=page.date)
        published = found if found and (published is None or found.precision == "day") else published
    blocks = tuple(
        Block(label.kind, Span(line.start, line.end), label.reason, label.repeat_of)
        for line, label in zip(lines, labels, strict=True)
    )
    return Article(
        article_id=hashlib.sha256(draft.text.encode("utf-8")).hexdigest(),
        text=draft.text,
        blocks=blocks,
        source=page.source,
        url=url,
        title=without_site(title, outlet, url) if title and outlet else title,
        outlet=outlet,
        author=result.authors or told.author,
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
    lines: Sequence[Line],
    labels: Sequence[Label],
    head: Head | None,
    title: str | None,
    authors: str | None,
    told: str | None = None,
) -> tuple[str | None, str | None]:
    """The outlet, and the paper whose story it took over if the title's end names one.

    Plain text: 1. the author's box ("Before joining X"); 2. the name before the menu ("Balkan Courier   News |
    Podcasts"); 3. the owner in a copyright line, unless an agency; 4. the title's end ("… – WSJ"), which on a page signed by "admin" names the source instead.
    """
    if (head and head.outlet) or told:
        return (head.outlet if head and head.outlet else told), None
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
