"""Room 4: from the parser's spans to the record's facts. `resolve(article, parses)` is all of it."""

from __future__ import annotations

from dataclasses import dataclass

from westphalia.records import Actor, Article, Event, Parse, Place, Quote
from westphalia.resolve.actors import resolve_actors
from westphalia.resolve.events import events_of, quotes_of
from westphalia.resolve.telling import Telling
from westphalia.resolve.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Resolved:
    """An article's events, quotes and places; `actors[n]` are the actors of parse `n` by mention index."""

    events: tuple[Event, ...]
    quotes: tuple[Quote, ...]
    actors: tuple[dict[int, Actor], ...]
    places: tuple[Place, ...] = ()


def resolve(article: Article, parses: tuple[Parse, ...]) -> Resolved:
    """Who, when, where and on whose word, for every event and quote of one article."""
    actors = resolve_actors(article, parses)
    events: list[Event] = []
    quotes: list[Quote] = []
    telling = Telling(article.published.exact if article.published else None)
    where = Whereabouts(article)
    for parse, found in zip(parses, actors, strict=True):
        spoken = quotes_of(article, parse, found)
        quotes += spoken
        told, telling = events_of(article, parse, found, spoken, telling, where)
        events += told
    places = where.all_named(parses, actors, events)
    return Resolved(tuple(events), tuple(quotes), actors, places)


__all__ = ["Resolved", "resolve"]
