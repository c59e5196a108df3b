"""The story reader's page as one typed context: the marked text, the events beside it, the copies, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from westphalia.query import story as asking
from westphalia.query.session import Session
from westphalia.reasons import PLACE_USES, PUBLISHED_GROUNDS
from westphalia.records import Span
from westphalia.web.copies import Difference, difference
from westphalia.web.decisions import Decision, decisions
from westphalia.web.spans import Mark, markup, pieces, shown, whole
from westphalia.web.telling import Telling, party, published_told, telling
from westphalia.web.wording import country_name

Row = Mapping[str, Any]
COMPARED = 12  # copies whose texts are compared; of the others the title, outlet and day are told
LONGEST = 400_000  # characters of a text that are marked up; what comes after is shown as it is
KIND_NAMES: Mapping[str, str] = {
    "title": "headline",
    "subhead": "subheading",
    "caption": "caption",
    "byline": "byline",
    "credit": "credit line",
    "furniture": "furniture of the page",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the article. `note` says what it is and why, where it is not read as text."""

    kind: str
    read: bool
    note: str
    html: Markup
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Other:
    """Another telling of the same event."""

    event_id: str
    article_id: str
    outlet: str
    published: Any
    sentence: str
    grounds: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of the list. `row` is its row of `events`."""

    number: int
    event_id: str
    row: Row
    telling: Telling
    decisions: tuple[Decision, ...]
    merged_id: str | None
    n_others: int
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote of the article, with who said it and for which events it stands."""

    words: str
    speaker: str
    actor_id: str
    start: int
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    words: str
    name: str
    use: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Another copy of the story. `difference` is None where the texts were not compared."""

    article_id: str
    title: str
    same_title: bool
    outlet: str
    published: Any
    is_earliest: bool
    url: str | None
    alike: float | None
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The page. `article` is its row of `articles`."""

    article: Row
    title: str
    outlet: str
    author: str
    published: str
    published_ground: str
    url: str | None
    same_text: tuple[tuple[str, str | None], ...]
    paragraphs: tuple[Paragraph, ...]
    events: tuple[EventView, ...]
    quotes: tuple[QuoteView, ...]
    places: tuple[PlaceView, ...]
    counts: Mapping[str, int]
    story_id: str | None
    is_earliest: bool
    copies: tuple[Copy, ...]
    coded_by: Row | None
    mentions: tuple[tuple[int, int, str], ...]

    @property
    def n_furniture(self) -> int:
        return sum(not part.read for part in self.paragraphs)


def safe_url(url: str | None) -> str | None:
    """An address that a reader may be sent to: http or https with a host, nothing else."""
    if not url or shown(url) != url or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def story_page(session: Session, article_id: str) -> StoryPage | None:
    """All of the page that depends on the record alone; None where the record has no such article."""
    article = asking.article(session, article_id)
    if article is None:
        return None
    events, quotes = asking.events(session, article), asking.quotes(session, article)
    places, grounds = asking.places(session, article), asking.grounds(session, article)
    marks = [*event_marks(events, quotes), *plain_marks(quotes, places)]
    told = asking.tellings(session, events)
    story_id, copies = asking.copies(session, article)
    urls = [
        (shown(row["outlet"] or row["source"]), safe_url(row["url"]))
        for row in asking.pages(session, article)
    ]
    day = article["published_basis"]
    return StoryPage(
        article=article,
        title=shown(article["title"] or "Without a headline"),
        outlet=shown(article["outlet"] or article["wire"] or ""),
        author=shown(article["author"] or ""),
        published=published_told(article),
        published_ground=f"from {PUBLISHED_GROUNDS.get(day, day)}" if day else "",
        url=safe_url(article["url"]),
        same_text=tuple(urls[1:]),
        paragraphs=tuple(paragraphs(article, marks)),
        events=tuple(
            _event(number, event, article, grounds, told.get(str(event["event_id"])))
            for number, event in enumerate(events, 1)
        ),
        quotes=tuple(_quote(quote, events) for quote in quotes),
        places=tuple(_place(place) for place in places),
        counts={kind: len({mark.span for mark in marks if mark.kind == kind}) for kind in ("actor", "date", "place", "quote")},
        story_id=story_id,
        is_earliest=all(not row["is_earliest"] for row in copies),
        copies=tuple(_copy(row, article, n < COMPARED) for n, row in enumerate(copies)),
        coded_by=asking.coded_by(session, article),
        mentions=tuple(
            (start, end, shown(" ".join(article["text"][start:end].split())))
            for start, end in sorted({(mark.span.start, mark.span.end) for mark in marks if mark.kind == "actor"})
        ),
    )  # fmt: skip


def event_marks(events: Sequence[Row], quotes: Sequence[Row]) -> Iterator[Mark]:
    """What each event rests on, as marks of the text; events are numbered from 1."""
    by_id = {quote["quote_id"]: quote for quote in quotes}
    for number, event in enumerate(events, 1):
        kind = f"{event['type']}{' · ' + event['mode'] if event['mode'] else ''}"
        trigger = Span(event["trigger_start"], event["trigger_end"])
        yield Mark(Span(event["sentence_start"], event["sentence_end"]), "plain", number, "sentence")
        yield Mark(trigger, "event", number, "trigger", event["event_id"], f"Event {number}: {kind}")
        for role, column in (("actor", "actors"), ("recipient", "recipients"), ("said_by", "said_by")):
            for actor in event[column] or ():
                yield Mark(_span(actor), "actor", number, role, note=_who(actor))
        if event["when_start"] is not None:
            yield Mark(Span(event["when_start"], event["when_end"]), "date", number, "when")
        if event["place_start"] is not None:
            # A dateline, a metonym: it lights up with its event, but is no place of the text of its own.
            yield Mark(Span(event["place_start"], event["place_end"]), "plain", number, "where")
        for quote_id in event["quote_ids"] or ():
            if quote_id in by_id:
                yield Mark(_span(by_id[quote_id]), "plain", number, "quote")


def plain_marks(quotes: Sequence[Row], places: Sequence[Row]) -> Iterator[Mark]:
    """Quotes with those whom they name, and places."""
    for quote in quotes:
        speaker = (quote["speaker"] or [None])[0]
        told = f"Quote, said by {_name(speaker)}" if speaker else "Quote, speaker not told"
        yield Mark(_span(quote), "quote", note=told)
        for column in ("speaker", "addressee", "via"):
            for actor in quote[column] or ():
                yield Mark(_span(actor), "actor", note=_who(actor))
    for place in places:
        country = country_name(place["country"]) if place["country"] else ""
        told = ", ".join(dict.fromkeys(part for part in (place["name"] or place["text"], country) if part))
        yield Mark(
            _span(place), "place", note=f"Place: {told} ({PLACE_USES.get(place['use'], place['use'])})"
        )


def paragraphs(article: Row, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    """The text's paragraphs in order, marked up where they are read, with what the others are."""
    text, blocks = article["text"], article["blocks"] or ()
    ordered = sorted(marks, key=lambda mark: mark.span)
    for span, number in whole(text, [_span(block) for block in blocks]):
        block = blocks[number] if number is not None else None
        kind = block["kind"] if block else "body"
        repeat = block is not None and block["repeat_of"] is not None
        read = kind in ("title", "body", "subhead", "caption") and not repeat
        here = [mark for mark in ordered if mark.span.overlaps(span)] if span.start < LONGEST else []
        yield Paragraph(
            kind=kind,
            read=read,
            note=_note(kind, block, repeat),
            html=markup(text, pieces(span, here)),
            start=span.start,
            end=span.end,
        )


def _note(kind: str, block: Row | None, repeat: bool) -> str:
    if block is None or (kind == "body" and not repeat):
        return ""
    told = KIND_NAMES.get(kind, "paragraph")
    why = f": {block['reason']}" if block["reason"] and block["reason"] != told else ""
    return f"{told}, left out because it repeats another line" if repeat else f"{told}{why}"


def _event(
    number: int, event: Row, article: Row, grounds: Mapping[tuple[int, int], str], told: tuple[str, int, list[Row]] | None
) -> EventView:  # fmt: skip
    merged_id, count, others = told or (None, 0, [])
    return EventView(
        number=number,
        event_id=event["event_id"],
        row=event,
        telling=telling(event),
        decisions=decisions(event, article["text"], grounds, article),
        merged_id=merged_id,
        n_others=count,
        others=tuple(
            Other(
                event_id=other["event_id"],
                article_id=other["article_id"],
                outlet=shown(other["outlet"] or other.get("wire") or "outlet unknown"),
                published=other["published"],
                sentence=shown(" ".join((other["sentence"] or "").split())),
                grounds=shown(other.get("grounds") or ""),
            )
            for other in others
        ),
    )


def _quote(quote: Row, events: Sequence[Row]) -> QuoteView:
    speaker = (quote["speaker"] or [None])[0]
    return QuoteView(
        words=shown(" ".join(quote["text"].split())),
        speaker=_name(speaker) if speaker else "",
        actor_id=speaker["actor_id"] if speaker else "",
        start=quote["start"],
        events=tuple(
            n for n, event in enumerate(events, 1) if quote["quote_id"] in (event["quote_ids"] or ())
        ),
    )


def _place(place: Row) -> PlaceView:
    country = country_name(place["country"]) if place["country"] else ""
    told = ", ".join(dict.fromkeys(part for part in (place["name"], place["admin1"], country) if part))
    return PlaceView(
        shown(" ".join(place["text"].split())), shown(told), PLACE_USES.get(place["use"], place["use"])
    )


def _copy(row: Row, article: Row, compared: bool) -> Copy:
    return Copy(
        article_id=row["article_id"],
        title=shown(row["title"] or "Without a headline"),
        same_title=(row["title"] or "") == (article["title"] or ""),
        outlet=shown(row["outlet"] or row["wire"] or "outlet unknown"),
        published=row["published"],
        is_earliest=row["is_earliest"],
        url=safe_url(row["url"]),
        alike=row["jaccard"],
        difference=_seen(difference(article, row)) if compared else None,
    )


def _seen(found: Difference) -> Difference:
    """The words of a difference with their unseen characters told."""
    return replace(
        found,
        changes=tuple(
            replace(change, runs=tuple(replace(run, words=shown(run.words)) for run in change.runs))
            for change in found.changes
        ),
    )


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])


def _name(actor: Row) -> str:
    return party(actor).name


def _who(actor: Row) -> str:
    one = party(actor)
    return f"{one.name} ({one.codes})" if one.codes else one.name
