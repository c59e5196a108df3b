"""From parses to events and quotes: dates, places, sources, status and stable ids put together.

For each trigger:
1. its roles' actors;  2. its date, from its time words against the publication date;
3. its place, from its place words and the countries of its parties;  4. the speakers credited, then the wire and the outlet;
5. its status and PLOVER's scores;  6. the quotes that carry it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence

from westphalia.ontology import organisations, places, plover
from westphalia.records import (
    Actor,
    Article,
    DateValue,
    Event,
    Evidence,
    Parse,
    Place,
    Quote,
    QuoteParse,
    Span,
    Status,
    Trigger,
)
from westphalia.resolve.dates import normalise

STATUS_OF: tuple[tuple[str, Status], ...] = (
    ("negation", "denied"),
    ("hypothetical", "hypothetical"),
    ("future", "planned"),
    ("historical", "background"),
)  # the first that holds decides: a denied plan is denied


_YEAR_AFTER = re.compile(r",? (?:19|20)\d\d\b")


def status_of(aux: Sequence[str]) -> Status:
    """Did it happen: one word from the auxiliary modes."""
    for name, status in STATUS_OF:
        if name in aux:
            return status
    return "reported"


def digest(*parts: object) -> str:
    """A stable id of 16 hex digits: a hash of what is said and where."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def events_of(
    article: Article,
    parse: Parse,
    actors: dict[int, Actor],
    quotes: Sequence[Quote],
    narrative: dt.date | None,
) -> tuple[list[Event], dt.date | None]:
    """The events of one passage, in the text's order, and the day the telling has come to by its end.

    `narrative` is that day so far: "an hour later" and "the next day" count from the event before.
    """
    found: list[Event] = []
    for trigger in sorted(parse.triggers, key=lambda trigger: trigger.span):
        event = _event(article, parse, trigger, actors, quotes, narrative)
        if event.date is not None and event.date.basis != "publication" and "future" not in event.aux:
            narrative = event.date.exact or narrative
        found.append(event)
    return found, narrative


def _event(
    article: Article,
    parse: Parse,
    trigger: Trigger,
    actors: dict[int, Actor],
    quotes: Sequence[Quote],
    narrative: dt.date | None,
) -> Event:
    who = tuple(actors[index] for index in trigger.actors)  # 1
    whom = tuple(actors[index] for index in trigger.recipients)
    said = tuple(actors[index] for index in trigger.said_by)
    when = parse.mentions[trigger.times[0]].span if trigger.times else None
    date = _date(article, trigger, when, narrative)  # 2
    place = _place(article, parse, trigger, actors)  # 3
    carried = _quotes_of(trigger.span, who, quotes)  # 6
    kind = plover.event_type(trigger.type)
    return Event(
        event_id=digest(
            article.article_id, trigger.span.start, trigger.span.end, trigger.type, trigger.mode, trigger.aux,
            [actor.actor_id for actor in who], [actor.actor_id for actor in whom],
        ),
        type=trigger.type,
        mode=trigger.mode,
        contexts=trigger.contexts,
        quad_class=kind.quad_class,
        intensity=kind.intensity(trigger.mode),
        cameo_root=kind.cameo_root(trigger.mode),
        actors=who,
        recipients=whom,
        date=date,
        place=place,
        aux=trigger.aux,
        status=status_of(trigger.aux),  # 5
        said_by=said,
        sources=tuple(_sources(article, said)),  # 4
        quote_ids=tuple(quote.quote_id for quote in carried),
        evidence=Evidence(article.article_id, _sentence(parse, trigger.span), trigger.span, when),
        confidence=round(trigger.confidence, 4),
    )  # fmt: skip


def _sentence(parse: Parse, span: Span) -> Span:
    return next((s.span for s in parse.sentences if s.span.start <= span.start < s.span.end), parse.span)


def _date(
    article: Article, trigger: Trigger, when: Span | None, narrative: dt.date | None
) -> DateValue | None:
    published = article.published
    if when is not None:
        coming = "future" in trigger.aux or (
            "hypothetical" in trigger.aux and "historical" not in trigger.aux
        )
        day = published.exact if published else None
        year = _YEAR_AFTER.match(article.text, when.end)  # a year that the parser cut off its day
        words = article.text[when.start : year.end() if year else when.end]
        found = normalise(words, day, coming=coming, narrative=narrative)
        ahead = (
            found is not None and day is not None and found.basis == "text+narrative" and found.start > day
        )
        if found is not None and not (ahead and not coming):  # "a day after" what the passage does not tell
            return found
    if published is None or set(trigger.aux) & {"future", "historical"}:
        return None  # told without a date, and not as today's news
    return DateValue(published.start, published.end, published.precision, "publication")


def _place(article: Article, parse: Parse, trigger: Trigger, actors: dict[int, Actor]) -> Place | None:
    if not trigger.places:
        return None
    span = parse.mentions[trigger.places[0]].span
    words = span.of(article.text)
    parties = (*trigger.actors, *trigger.recipients)
    around = [actors[index].country for index in parties] + [actor.country for actor in actors.values()]
    codes = list(dict.fromkeys(code for code in around if code))
    found = places.resolve(words, codes, article.dateline)
    entry = found.entry
    return Place(
        span=span,
        text=words,
        name=entry.name if entry else None,
        country=found.country,
        admin1=entry.admin1 if entry else None,
        latitude=entry.latitude if entry else None,
        longitude=entry.longitude if entry else None,
        geonames_id=entry.geonames_id if entry else None,
        precision=found.precision,
        basis=found.basis,
    )


def _sources(article: Article, said: Iterable[Actor]) -> Iterable[str]:
    """On whose word: the speakers, then the agency, then the outlet, each once."""
    seen: set[str] = set()
    for name in (*(actor.name or actor.text for actor in said), article.wire, article.outlet):
        if name:
            known = organisations.by_name(name)  # AFP and Agence France-Presse are one source
            key = (known.name if known else name).lower()
            if key not in seen:
                seen.add(key)
                yield name


def _quotes_of(trigger: Span, who: Sequence[Actor], quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes that hold the trigger, or that its actor speaks in the same passage."""
    speakers = {actor.span for actor in who}
    return [
        quote
        for quote in quotes
        if quote.span.contains(trigger) or (quote.speaker is not None and quote.speaker.span in speakers)
    ]


def quotes_of(article: Article, parse: Parse, actors: dict[int, Actor]) -> list[Quote]:
    """The direct quotes of one passage."""

    def one(quote: QuoteParse) -> Quote:
        def role(index: int | None) -> Actor | None:
            return None if index is None else actors[index]

        text = quote.span.of(article.text)
        return Quote(
            quote_id=digest(article.article_id, quote.span.start, quote.span.end),
            span=quote.span,
            text=text,
            speaker=role(quote.speaker),
            addressee=role(quote.addressee),
            via=role(quote.via),
            confidence=round(quote.score, 4),
        )

    return [one(quote) for quote in parse.quotes]
