"""Why an event has its date, place, status and sources: one line each, for `explain`."""

from __future__ import annotations

from westphalia.cli.table import printable
from westphalia.reasons import DATE_GROUNDS, PLACE_GROUNDS, STATUS_GROUNDS, place_ground
from westphalia.records import Event, Place, Story


def date_words(event: Event, story: Story) -> str:
    """The date, the words it was read from, and against what."""
    when = event.evidence.when
    words = f"“{printable(when.of(story.article.text))[:90]}” → " if when else ""
    if event.date is None:
        told = "not told to any date" if when else "no time words, and not today's news"
        return f"{words}open: {told}"
    ground = DATE_GROUNDS.get(event.date.basis, event.date.basis)
    unread = " (its own words tell no date)" if when and event.date.basis == "publication" else ""
    return f"{words}{event.date.iso} ({event.date.precision}): {ground}{unread}"


def place_words(event: Event) -> str:
    """The place, and what chose it."""
    place = event.place
    if place is None:
        return "open: no place words tied to the event"
    ground = place_ground(place.name, place.country, place.basis)
    return f"“{printable(place.text)[:90]}” → {entry_words(place)}: {ground}"


def entry_words(place: Place) -> str:
    """ "Homs, Homs, SYR (city, 34.73, 36.72, GeoNames 169577)"."""
    where = ", ".join(part for part in (place.name, place.admin1, place.country) if part) or "unknown"
    facts: list[str] = [place.precision]
    if place.latitude is not None and place.longitude is not None:
        facts.append(f"{place.latitude:.2f}, {place.longitude:.2f}")
    if place.geonames_id is not None:
        facts.append(f"GeoNames {place.geonames_id}")
    return f"{where} ({', '.join(facts)})"


def status_words(event: Event) -> str:
    """The status, and the auxiliary modes that it follows from."""
    aux = f"; aux: {', '.join(event.aux)}" if event.aux else ""
    return f"{event.status}: {STATUS_GROUNDS[event.status]}{aux}"


def source_words(event: Event, story: Story) -> str:
    """The chain of sources, each with what it is."""
    article = story.article
    credited = {actor.name for actor in event.said_by} | {
        " ".join(actor.text.split()) for actor in event.said_by
    }

    def ground(name: str) -> str:
        if name in credited:
            return "credited"
        if name == article.wire:
            return "agency"
        return "outlet" if name == article.outlet else "as written"

    chain = " ← ".join(f"{printable(name)} ({ground(name)})" for name in event.sources)
    return chain or "nobody credited, outlet unknown"


__all__ = [
    "DATE_GROUNDS",
    "PLACE_GROUNDS",
    "STATUS_GROUNDS",
    "date_words",
    "entry_words",
    "place_words",
    "source_words",
    "status_words",
]
