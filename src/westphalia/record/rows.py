"""Records to rows and back: what a coded page adds to each table, and a stored article as the rooms know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from westphalia.record.sightings import Sighting
from westphalia.records import Actor, Article, Block, DateValue, Event, Quote, Rejected, Span, Story

Row = dict[str, Any]


# --- one row of each table --------------------------------------------------------------------------


def page_row(seen: Sighting, outcome: str, article: Article | None) -> Row:
    return {
        "page_id": seen.page_id,
        "source": seen.source,
        "url": seen.url if article is None else article.url,
        "content_sha256": seen.content_sha256,
        "bytes": seen.bytes,
        "given_date": seen.given,
        "outcome": outcome,
        "article_id": article.article_id if article else None,
        "title": article.title if article else None,
        "outlet": article.outlet if article else None,
        "author": article.author if article else None,
        "wire": article.wire if article else None,
        "published_start": article.published.start if article and article.published else None,
        "published_end": article.published.end if article and article.published else None,
    }


def reject_row(rejected: Rejected, *, page_id: str | None = None, article_id: str | None = None) -> Row:
    return {
        "source": rejected.source,
        "room": rejected.room,
        "reason": rejected.reason,
        "detail": rejected.detail,
        "page_id": page_id,
        "article_id": article_id,
        "start": rejected.span.start if rejected.span else None,
        "end": rejected.span.end if rejected.span else None,
    }


def article_row(article: Article) -> Row:
    return {
        "article_id": article.article_id,
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "wire": article.wire,
        **_date(article.published, "published"),
        "source": article.source,
        "url": article.url,
        "language": article.language,
        "dateline": article.dateline,
        "blocks": [
            {
                "kind": block.kind,
                "start": block.span.start,
                "end": block.span.end,
                "reason": block.reason,
                "repeat_of": block.repeat_of,
            }
            for block in article.blocks
        ],
    }


def article_of(row: Mapping[str, Any]) -> Article:
    """The article that a row of `articles` keeps."""
    published = row["published_start"] and DateValue(
        row["published_start"],
        row["published_end"],
        row["published_precision"],
        row["published_basis"],
        row["published_grain"],
    )
    return Article(
        article_id=row["article_id"],
        text=row["text"],
        blocks=tuple(
            Block(block["kind"], Span(block["start"], block["end"]), block["reason"], block["repeat_of"])
            for block in row["blocks"]
        ),
        source=row["source"],
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        author=row["author"],
        wire=row["wire"],
        published=published or None,
        language=row["language"],
        dateline=row["dateline"],
    )


def _date(date: DateValue | None, prefix: str) -> Row:
    return {
        f"{prefix}_start": date.start if date else None,
        f"{prefix}_end": date.end if date else None,
        f"{prefix}_precision": date.precision if date else None,
        f"{prefix}_grain": date.grain if date else None,
        f"{prefix}_basis": date.basis if date else None,
    }


def _actor(actor: Actor) -> Row:
    return {
        "text": actor.text,
        "start": actor.span.start,
        "end": actor.span.end,
        "actor_id": actor.actor_id,
        "name": actor.name,
        "country": actor.country,
        "sector": actor.sector,
        "role": actor.role,
        "members": [{"name": member.name, "country": member.country} for member in actor.members],
    }


def _once(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _countries(actors: Iterable[Actor]) -> list[str]:
    return _once(code for a in actors for code in (a.country, *(member.country for member in a.members)))


def event_row(article: Article, event: Event) -> Row:
    place, evidence = event.place, event.evidence
    return {
        "event_id": event.event_id,
        "article_id": article.article_id,
        "outlet": article.outlet,
        "published": article.published.start if article.published else None,
        **_date(event.date, "date"),
        "type": event.type,
        "mode": event.mode,
        "unfolded_type": event.unfolded[0] if event.unfolded else None,
        "unfolded_mode": event.unfolded[1] if event.unfolded else None,
        "quad_class": event.quad_class,
        "intensity": event.intensity,
        "cameo_root": event.cameo_root,
        "status": event.status,
        "aux": list(event.aux),
        "contexts": list(event.contexts),
        "actors": [_actor(actor) for actor in event.actors],
        "recipients": [_actor(actor) for actor in event.recipients],
        "said_by": [_actor(actor) for actor in event.said_by],
        "actor_ids": _once(actor.actor_id for actor in event.actors),
        "recipient_ids": _once(actor.actor_id for actor in event.recipients),
        "actor_countries": _countries(event.actors),
        "recipient_countries": _countries(event.recipients),
        "actor_sectors": _once(actor.sector for actor in event.actors),
        "recipient_sectors": _once(actor.sector for actor in event.recipients),
        "sources": list(event.sources),
        "quote_ids": list(event.quote_ids),
        "place_text": place.text if place else None,
        "place_name": place.name if place else None,
        "place_country": place.country if place else None,
        "place_admin1": place.admin1 if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": place.geonames_id if place else None,
        "place_precision": place.precision if place else None,
        "place_basis": place.basis if place else None,
        "place_use": place.use if place else None,
        "trigger_start": evidence.trigger.start,
        "trigger_end": evidence.trigger.end,
        "sentence_start": evidence.sentence.start,
        "sentence_end": evidence.sentence.end,
        "when_start": evidence.when.start if evidence.when else None,
        "when_end": evidence.when.end if evidence.when else None,
        "place_start": place.span.start if place else None,
        "place_end": place.span.end if place else None,
        "confidence": event.confidence,
    }


def quote_row(article: Article, quote: Quote) -> Row:
    speaker = quote.speaker

    def role(actor: Actor | None) -> list[Row]:
        return [_actor(actor)] if actor else []

    return {
        "quote_id": quote.quote_id,
        "article_id": article.article_id,
        "outlet": article.outlet,
        "published": article.published.start if article.published else None,
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "speaker": role(speaker),
        "addressee": role(quote.addressee),
        "via": role(quote.via),
        "speaker_id": speaker.actor_id if speaker else None,
        "speaker_name": (speaker.name or speaker.text) if speaker else None,
        "speaker_country": speaker.country if speaker else None,
        "speaker_sector": speaker.sector if speaker else None,
        "confidence": quote.confidence,
    }


def _named(story: Story) -> Iterator[Actor]:
    """Every actor that an event or quote of the story names, as often as it does."""
    for event in story.events:
        yield from (*event.actors, *event.recipients, *event.said_by)
    for quote in story.quotes:
        yield from (actor for actor in (quote.speaker, quote.addressee, quote.via) if actor)


def mention_rows(story: Story) -> list[Row]:
    """Each mention once, with its grounds."""
    once = {(actor.span.start, actor.span.end): actor for actor in _named(story)}
    return [
        {
            "article_id": story.article.article_id,
            "start": start,
            "end": end,
            "actor_id": actor.actor_id,
            "basis": actor.basis,
        }
        for (start, end), actor in sorted(once.items())
    ]


def actor_rows(story: Story) -> Iterator[Row]:
    """A row for every time that an actor is named; `summed` adds them up."""
    day = story.article.published.start if story.article.published else None

    def row(actor: Actor, events: int, quotes: int) -> Row:
        return {
            "actor_id": actor.actor_id,
            "name": actor.name,
            "country": actor.country,
            "sector": actor.sector,
            "role": actor.role,
            "first_seen": day,
            "last_seen": day,
            "n_events": events,
            "n_quotes": quotes,
        }

    for event in story.events:
        once = {actor.actor_id: actor for actor in (*event.actors, *event.recipients, *event.said_by)}
        yield from (row(actor, 1, 0) for actor in once.values())
    yield from (row(quote.speaker, 0, 1) for quote in story.quotes if quote.speaker)


def summed(rows: Iterable[Row]) -> list[Row]:
    """Rows of `actors` added up: one an actor, name, country, sector, role and shard."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in ("actor_id", "name", "country", "sector", "role", "shard"))
        known = found.get(key)
        if known is None:
            found[key] = dict(row)
            continue
        known["n_events"] += row["n_events"]
        known["n_quotes"] += row["n_quotes"]
        days = [day for day in (known["first_seen"], row["first_seen"]) if day]
        known["first_seen"] = min(days, default=None)
        days = [day for day in (known["last_seen"], row["last_seen"]) if day]
        known["last_seen"] = max(days, default=None)
    return list(found.values())


def place_rows(story: Story) -> Iterator[Row]:
    for place in story.places:
        yield {
            "article_id": story.article.article_id,
            "start": place.span.start,
            "end": place.span.end,
            "text": place.text,
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
