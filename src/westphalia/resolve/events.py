"""From parses to events and quotes: dates, places, sources, status and stable ids put together.

For each trigger:
1. its roles' actors;  2. its date, from its time words against the publication date (`telling`);
3. its place, from its place words and what the article speaks of (`whereabouts`);
4. the speakers credited, then the wire and the outlet (`sources`);
5. its status and PLOVER's scores;  6. the quotes that carry it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from westphalia.ontology import plover
from westphalia.records import (
    Actor,
    Article,
    Event,
    Evidence,
    Parse,
    Quote,
    QuoteParse,
    Span,
    Status,
    Trigger,
)
from westphalia.resolve.sources import chain_of
from westphalia.resolve.telling import Telling, date_of
from westphalia.resolve.whereabouts import Whereabouts

STATUS_OF: tuple[tuple[str, Status], ...] = (
    ("negation", "denied"),
    ("hypothetical", "hypothetical"),
    ("future", "planned"),
    ("historical", "background"),
)  # the first that holds decides: a denied plan is denied


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
    telling: Telling,
    where: Whereabouts,
) -> tuple[list[Event], Telling]:
    """The events of one passage, in the text's order, and where the telling has come to in time by its end.

    "An hour later" and "the next day" count from the event before.
    """
    found: list[Event] = []
    for trigger in sorted(parse.triggers, key=lambda trigger: trigger.span):
        event = _event(article, parse, trigger, actors, quotes, telling, where)
        telling = telling.after(event.evidence.when, event.date, event.aux)
        found.append(event)
    return found, telling


def _event(
    article: Article,
    parse: Parse,
    trigger: Trigger,
    actors: dict[int, Actor],
    quotes: Sequence[Quote],
    telling: Telling,
    where: Whereabouts,
) -> Event:
    who = tuple(actors[index] for index in trigger.actors)  # 1
    whom = tuple(actors[index] for index in trigger.recipients)
    said = tuple(actors[index] for index in trigger.said_by)
    when = parse.mentions[trigger.times[0]].span if trigger.times else None
    date = date_of(article, trigger, when, telling)  # 2
    place = where.of_event(parse, trigger, actors)  # 3
    sentence = _sentence(parse, trigger.span)
    carried = _quotes_of(trigger.span, who, quotes)  # 6
    quad_class, intensity, cameo_root = _scores(trigger)  # 5
    return Event(
        event_id=digest(
            article.article_id, trigger.span.start, trigger.span.end, trigger.type, trigger.mode, trigger.aux,
            [actor.actor_id for actor in who], [actor.actor_id for actor in whom],
        ),
        type=trigger.type,
        mode=trigger.mode,
        contexts=trigger.contexts,
        quad_class=quad_class,
        intensity=intensity,
        cameo_root=cameo_root,
        actors=who,
        recipients=whom,
        date=date,
        place=place,
        aux=trigger.aux,
        status=status_of(trigger.aux),  # 5
        said_by=said,
        sources=chain_of(article, said, sentence, trigger.span),  # 4
        quote_ids=tuple(quote.quote_id for quote in carried),
        evidence=Evidence(article.article_id, sentence, trigger.span, when),
        confidence=round(trigger.confidence, 4),
    )  # fmt: skip


def _scores(trigger: Trigger) -> tuple[int | None, float | None, str | None]:
    """Quad class, intensity and CAMEO root: PLOVER's, or what the user gave their own type."""
    if trigger.own:
        return trigger.own.quad_class, trigger.own.intensity, trigger.own.cameo_root
    kind = plover.event_type(trigger.type)
    return kind.quad_class, kind.intensity(trigger.mode), kind.cameo_root(trigger.mode)


def _sentence(parse: Parse, span: Span) -> Span:
    return next((s.span for s in parse.sentences if s.span.start <= span.start < s.span.end), parse.span)


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
