"""Records to plain dictionaries: the JSON of `code`, the rows of its CSV, the codebook's form of `passages`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from westphalia.records import Actor, DateValue, Event, Place, Quote, Span, Story

Json = dict[str, Any]

COLUMNS = (
    "event_id", "date", "date_precision", "date_basis", "type", "mode", "status", "aux", "quad_class", "intensity",
    "cameo_root", "actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries",
    "recipient_sectors", "place", "place_country", "latitude", "longitude", "said_by", "sources", "contexts",
    "confidence", "trigger", "sentence", "trigger_start", "trigger_end", "article_id", "title", "outlet", "url",
    "published", "source", "unfolded_type", "unfolded_mode", "place_admin1", "geonames_id", "place_precision",
    "place_basis", "model", "version", "ontology",
)  # fmt: skip


def span_json(span: Span | None) -> Json | None:
    return None if span is None else {"start": span.start, "end": span.end}


def date_json(date: DateValue | None) -> Json | None:
    if date is None:
        return None
    return {
        "date": date.iso,
        "start": date.start.isoformat(),
        "end": date.end.isoformat(),
        "precision": date.precision,
        "basis": date.basis,
    }


def actor_json(actor: Actor) -> Json:
    return {
        "text": actor.text,
        **_offsets(actor.span),
        "actor_id": actor.actor_id,
        "name": actor.name,
        "country": actor.country,
        "sector": actor.sector,
        "role": actor.role,
        "members": [{"name": member.name, "country": member.country} for member in actor.members],
        "basis": actor.basis,
    }


def place_json(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {
        "text": place.text,
        **_offsets(place.span),
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames_id": place.geonames_id,
        "precision": place.precision,
        "basis": place.basis,
        "use": place.use,
    }


def _offsets(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def event_json(event: Event, text: str) -> Json:
    """One event with its evidence; every span is code points of the article's text."""
    evidence = event.evidence
    told_type, told_mode = event.unfolded or (event.type, event.mode)
    return {
        "event_id": event.event_id,
        "type": event.type,
        "mode": event.mode,
        "unfolded_type": told_type,
        "unfolded_mode": told_mode,
        "contexts": list(event.contexts),
        "quad_class": event.quad_class,
        "intensity": event.intensity,
        "cameo_root": event.cameo_root,
        "actors": [actor_json(actor) for actor in event.actors],
        "recipients": [actor_json(actor) for actor in event.recipients],
        "date": date_json(event.date),
        "place": place_json(event.place),
        "aux": list(event.aux),
        "status": event.status,
        "said_by": [actor_json(actor) for actor in event.said_by],
        "sources": list(event.sources),
        "quote_ids": list(event.quote_ids),
        "evidence": {
            "article_id": evidence.article_id,
            "sentence": {"text": evidence.sentence.of(text), **_offsets(evidence.sentence)},
            "trigger": {"text": evidence.trigger.of(text), **_offsets(evidence.trigger)},
            "when": None
            if evidence.when is None
            else {"text": evidence.when.of(text), **_offsets(evidence.when)},
        },
        "confidence": event.confidence,
    }


def quote_json(quote: Quote) -> Json:
    def role(actor: Actor | None) -> Json | None:
        return None if actor is None else actor_json(actor)

    return {
        "quote_id": quote.quote_id,
        "text": quote.text,
        **_offsets(quote.span),
        "speaker": role(quote.speaker),
        "addressee": role(quote.addressee),
        "via": role(quote.via),
        "confidence": quote.confidence,
    }


def story_json(story: Story) -> Json:
    """The whole record of one page."""
    article = story.article
    return {
        "article": {
            "article_id": article.article_id,
            "source": article.source,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "author": article.author,
            "wire": article.wire,
            "published": date_json(article.published),
            "language": article.language,
            "dateline": article.dateline,
            "text": article.text,
            "blocks": [
                {
                    "kind": block.kind,
                    **_offsets(block.span),
                    "reason": block.reason,
                    "repeat_of": block.repeat_of,
                }
                for block in article.blocks
            ],
        },
        "events": [event_json(event, article.text) for event in story.events],
        "quotes": [quote_json(quote) for quote in story.quotes],
        "places": [place_json(place) for place in story.places],
        "rejected": [
            {"room": item.room, "reason": item.reason, "detail": item.detail, **(span_json(item.span) or {})}
            for item in story.rejected
        ],
        "model": story.model,
        "version": story.version,
        "ontology": story.ontology,
    }


def event_rows(story: Story) -> Iterator[dict[str, Any]]:
    """One flat row an event, columns as COLUMNS; lists are joined with "; "."""
    article = story.article
    for event in story.events:
        place = event.place
        told_type, told_mode = event.unfolded or (event.type, event.mode)
        row = {
            "event_id": event.event_id,
            "date": event.date.iso if event.date else "",
            "date_precision": event.date.precision if event.date else "",
            "date_basis": event.date.basis if event.date else "",
            "type": event.type,
            "mode": event.mode or "",
            "status": event.status,
            "aux": _joined(event.aux),
            "quad_class": "" if event.quad_class is None else event.quad_class,
            "intensity": "" if event.intensity is None else event.intensity,
            "cameo_root": event.cameo_root or "",
            "actors": _joined(actor.name or actor.text for actor in event.actors),
            "actor_countries": _joined(_codes(event.actors)),
            "actor_sectors": _joined(actor.sector for actor in event.actors),
            "recipients": _joined(actor.name or actor.text for actor in event.recipients),
            "recipient_countries": _joined(_codes(event.recipients)),
            "recipient_sectors": _joined(actor.sector for actor in event.recipients),
            "place": (place.name or place.text) if place else "",
            "place_country": (place.country or "") if place else "",
            "latitude": "" if place is None or place.latitude is None else place.latitude,
            "longitude": "" if place is None or place.longitude is None else place.longitude,
            "said_by": _joined(actor.name or actor.text for actor in event.said_by),
            "sources": _joined(event.sources),
            "contexts": _joined(event.contexts),
            "confidence": event.confidence,
            "trigger": event.evidence.trigger.of(article.text),
            "sentence": " ".join(event.evidence.sentence.of(article.text).split()),
            "trigger_start": event.evidence.trigger.start,
            "trigger_end": event.evidence.trigger.end,
            "article_id": article.article_id,
            "title": article.title or "",
            "outlet": article.outlet or "",
            "url": article.url or "",
            "published": article.published.iso if article.published else "",
            "source": article.source,
            "unfolded_type": told_type,
            "unfolded_mode": told_mode or "",
            "place_admin1": (place.admin1 or "") if place else "",
            "geonames_id": "" if place is None or place.geonames_id is None else place.geonames_id,
            "place_precision": place.precision if place else "",
            "place_basis": place.basis if place else "",
            "model": story.model,
            "version": story.version,
            "ontology": story.ontology or "",
        }
        yield {column: _cell(row[column]) for column in COLUMNS}


def _cell(value: Any) -> Any:
    """Page text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _codes(actors: Iterable[Actor]) -> list[str]:
    codes = [
        code for actor in actors for code in (actor.country, *(m.country for m in actor.members)) if code
    ]
    return list(dict.fromkeys(codes))


def _joined(items: Iterable[str]) -> str:
    return "; ".join(items)


def codebook_json(story: Story, record: Json) -> Json:
    """One passage in the codebook's form, spans as offsets: what the scorer reads."""
    entities = [
        {
            "span": span_json(actor.span),
            "name": actor.name,
            "country": actor.country,
            "sector": actor.sector,
            **(
                {"members": [{"name": m.name, "country": m.country} for m in actor.members]}
                if actor.members
                else {}
            ),
        }
        for actors in story.actors
        for _, actor in sorted(actors.items())
    ]
    return {
        "id": record["id"],
        "date": record.get("date"),
        "text": record["text"],
        "entities": entities,
        "events": [_codebook_event(event) for event in story.events],
        "quotes": [
            {
                "quote": span_json(quote.span),
                "speaker": span_json(quote.speaker.span) if quote.speaker else None,
                "addressee": span_json(quote.addressee.span) if quote.addressee else None,
                "via": span_json(quote.via.span) if quote.via else None,
                "direct": True,
            }
            for quote in story.quotes
        ],
    }


def _codebook_event(event: Event) -> Json:
    # The codebook leaves an event told without a date or place words of its own open.
    dated = event.date is not None and event.date.basis != "publication"
    place = event.place
    tied = place is not None and place.use == "event"
    return {
        "trigger": span_json(event.evidence.trigger),
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "actor": [span_json(actor.span) for actor in event.actors],
        "recipient": [span_json(actor.span) for actor in event.recipients],
        "when": span_json(event.evidence.when),
        "date": event.date.iso if dated and event.date else None,
        "where": span_json(place.span) if place and tied else None,
        "where_country": place.country if place else None,
        "aux": list(event.aux),
        "said_by": [span_json(actor.span) for actor in event.said_by],
        "confidence": event.confidence,
    }
