"""Where: an event's place, and what every place named in an article is doing there.

1. The place words that the parser ties to the event, read against the parties' countries and the article's.
2. With none, the dateline: where the reporter was, marked by `use` and `basis` as no more than that; only for
   what is reported as having happened in the dateline's own country.
Of the other places named, a capital or seat that acts ("Moscow said") is a metonym, the rest are mentions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from westphalia.ontology import places
from westphalia.ontology.places import Resolution
from westphalia.records import Actor, Article, Event, Parse, Place, PlaceUse, Span, Trigger
from westphalia.resolve.clues import clues_of
from westphalia.resolve.surroundings import Surroundings, surroundings_of

DATELINE = "dateline, no place told"  # the basis of a place that only the dateline tells
_ACTING = frozenset({"capital", "seat"})


class Whereabouts:
    """The places of one article; the article is searched for its countries once, when first asked."""

    def __init__(self, article: Article) -> None:
        self._article = article

    @cached_property
    def around(self) -> Surroundings:
        article = self._article
        read = "\n".join(block.span.of(article.text) for block in article.blocks if block.kind != "furniture")
        return surroundings_of(read, article.dateline, article.published.start if article.published else None)

    def of_event(self, parse: Parse, trigger: Trigger, actors: dict[int, Actor]) -> Place | None:
        """The event's place, or None where neither its words nor the dateline tell it."""
        parties = (*trigger.actors, *trigger.recipients)
        near = [actors[index].country for index in parties] + [actor.country for actor in actors.values()]
        if trigger.places:  # 1
            span = parse.mentions[trigger.places[0]].span
            found = self.around.locate(self._article.text, span.start, span.end, near)
            return self._place(span, found, "event")
        if set(trigger.aux) & {"future", "hypothetical", "historical", "negation"}:
            return None
        home = self.dateline  # 2
        parties_countries = {actors[index].country for index in parties} - {None}
        return home if home and (not parties_countries or home.country in parties_countries) else None

    @cached_property
    def dateline(self) -> Place | None:
        """The dateline's place, if the article has one that the gazetteer knows."""
        name = self._article.dateline
        start = self._article.text.upper().find(name.upper()) if name else -1
        if name is None or start < 0:
            return None
        span = Span(start, min(start + len(name), len(self._article.text)))
        found = places.resolve(name.title() if name.isupper() else name, self.around.countries)
        return replace(self._place(span, found, "dateline"), basis=DATELINE) if found.entry else None

    def all_named(
        self, parses: Sequence[Parse], actors: Sequence[dict[int, Actor]], events: Sequence[Event]
    ) -> tuple[Place, ...]:
        """Every place named, in the text's order: the events' own, the dateline, metonyms, mentions."""
        known = {event.place.span: event.place for event in events if event.place is not None}
        if known.keys() or self._article.dateline:
            home = self.dateline
            if home is not None:
                known.setdefault(home.span, home)
        for parse, found in zip(parses, actors, strict=True):
            for index, mention in enumerate(parse.mentions):
                span = mention.span
                if mention.kind == "time" or span in known:
                    continue
                if mention.kind == "place":
                    located = self.around.locate(self._article.text, span.start, span.end)
                    known[span] = self._place(span, located, "mention")
                elif _acts_for_its_country(found[index]):
                    located = self.around.locate(self._article.text, span.start, span.end)
                    known[span] = self._place(span, located, "metonym")
        return tuple(known[span] for span in sorted(known))

    def _place(self, span: Span, found: Resolution, use: PlaceUse) -> Place:
        entry = found.entry
        return Place(
            span=span,
            text=span.of(self._article.text),
            name=entry.name if entry else None,
            country=found.country,
            admin1=entry.admin1 if entry else None,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
            geonames_id=entry.geonames_id if entry else None,
            precision=found.precision,
            basis=found.basis,
            use=use,
        )


def _acts_for_its_country(actor: Actor) -> bool:
    """Whether the actor is a capital or seat of government that stands for its country."""
    clues = clues_of(actor.text)
    return clues.shape == "country" and clues.hits[0].kind in _ACTING


__all__ = ["DATELINE", "Whereabouts"]
