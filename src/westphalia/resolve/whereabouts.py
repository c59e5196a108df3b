"""Where: an event's place, and what every place named in an article is doing there.

1. The place words that the parser ties to the event, read against the parties' countries and the article's.
2. With none, of a material event: the next place named in its sentence, marked by `use` and `basis` as inferred.
3. Else the dateline: where the reporter was, marked as no more than that; only for what is reported as having
   happened in the dateline's own country.
4. Else, of a material event: the country that all its parties share, marked as inferred.
Of the other places named, a capital or seat that acts ("Moscow said") is a metonym, the rest are mentions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from westphalia.ontology import places, plover
from westphalia.ontology.places import Resolution
from westphalia.ontology.places_table import country_entry
from westphalia.records import Actor, Article, Event, Parse, Place, PlaceUse, Span, Trigger
from westphalia.resolve.clues import clues_of
from westphalia.resolve.surroundings import Surroundings, surroundings_of

DATELINE = "dateline, no place told"  # the basis of a place that only the dateline tells
NEXT = "named in the sentence, not tied to the event"
SHARED = "country of all parties, no place told"
_MATERIAL = frozenset({2, 4})  # quad classes of deeds: words may be spoken anywhere
# "bound for Misrata", "flew from Kabul": where somebody goes or comes from.
_ELSEWHERE = re.compile(r"\b(?:to|toward|towards|for|from|of|with)(?: the)? $")
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
        if set(trigger.aux) & {"future", "hypothetical", "negation"}:
            return None
        deed = trigger.own is None and plover.event_type(trigger.type).quad_class in _MATERIAL
        if deed and (nearby := self._next(parse, trigger, near)):  # 2
            return nearby
        if "historical" in trigger.aux:
            return None
        home = self.dateline  # 3
        told = {actors[index].country for index in parties} - {None}
        if home and (not told or home.country in told):
            return home
        return self._shared(parse, trigger, actors) if deed else None  # 4

    def _next(self, parse: Parse, trigger: Trigger, near: Sequence[str | None]) -> Place | None:
        """The first place named behind the trigger in its sentence, else the last before it."""
        spans = [s.span for s in parse.sentences if s.span.contains(trigger.span)]
        sentence = spans[0] if spans else parse.span
        text = self._article.text
        named = [
            m.span
            for m in parse.mentions
            if m.kind == "place"
            and sentence.contains(m.span)
            and not _ELSEWHERE.search(text[max(0, m.span.start - 12) : m.span.start])
        ]
        behind = [span for span in named if span.start > trigger.span.start]
        span = min(behind, default=max(named, default=None))
        if span is None:
            return None
        found = self.around.locate(text, span.start, span.end, near)
        return replace(self._place(span, found, "inferred"), basis=NEXT) if found.entry else None

    def _shared(self, parse: Parse, trigger: Trigger, actors: dict[int, Actor]) -> Place | None:
        """The country of both sides, where it is one."""
        sides = [{actors[index].country for index in side} for side in (trigger.actors, trigger.recipients)]
        code = next(iter(sides[0]), None)
        entry = country_entry(code) if code and sides[0] == sides[1] == {code} else None
        if entry is None:
            return None
        span = parse.mentions[trigger.recipients[0]].span
        found = Resolution(entry, code, "country", "document")
        return replace(self._place(span, found, "inferred"), basis=SHARED)

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
        told = (event.place for event in events if event.place is not None)
        known = {place.span: place for place in told if place.use != "inferred"}
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
