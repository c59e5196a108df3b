"""An event in one plain sentence: who did what to whom, whether it happened, when, where, on whose word.

The words of each type and mode are data (`phrases.csv`): the verb with and without a past, what joins it to the
recipient, and whether it needs one. No form depends on number or person, so that any actor fits any verb.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from westphalia.errors import OntologyError
from westphalia.web.spans import shown
from westphalia.web.wording import country_name, day, day_told

Row = Mapping[str, Any]
NOBODY = "somebody not named"
_NEEDS = "*"  # in the column `alone`: the verb wants a recipient


@dataclass(frozen=True, slots=True)
class Phrase:
    """How one type and mode is told: "to hold talks", "held talks", "with"."""

    base: str
    past: str
    to: str
    alone: str


@dataclass(frozen=True, slots=True)
class Party:
    """One actor as the sentence names it, with what it was resolved to."""

    name: str
    actor_id: str
    codes: str
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentence in its parts. Empty `who` and `whom` are told by `nobody` and `alone`."""

    lead: str
    who: tuple[Party, ...]
    nobody: str
    verb: str
    to: str
    whom: tuple[Party, ...]
    alone: str
    tail: str
    when: str
    where: str
    word: str

    def plain(self) -> str:
        """The sentence as text, for titles and for readers without a page."""
        who = _joined(self.who) or self.nobody
        whom = _joined(self.whom) or self.alone
        parts = (self.lead, who, self.verb, self.to if self.whom else "", whom)
        whole = " ".join(part for part in parts if part) + self.tail
        return ", ".join(part for part in (whole, self.when, self.where, self.word) if part) + "."


# What goes before and after, and whether the verb stands in the past, by the event's status.
_FRAMES: Mapping[str, tuple[str, str, str]] = {
    "reported": ("", "{past}", ""),
    "planned": ("", "to {base}", " (planned or announced)"),
    "hypothetical": ("", "might {base}", " (told as a possibility)"),
    "denied": ("", "did not {base}", " (denied, or told as not done)"),
    "background": ("", "{past}", " (earlier history)"),
}


@cache
def phrases() -> Mapping[tuple[str, str], Phrase]:
    """Every type's and mode's words. Raises OntologyError where the table is broken."""
    try:
        text = resources.files(__package__).joinpath("phrases.csv").read_text(encoding="utf-8")
        return {
            (row["type"], row["mode"]): Phrase(row["base"], row["past"], row["to"], row["alone"])
            for row in csv.DictReader(text.splitlines())
        }
    except (OSError, KeyError) as error:
        raise OntologyError(f"phrases.csv: {error}") from error


def phrase_of(kind: str, mode: str | None) -> Phrase:
    """The words of a type and mode; a type of the user's own is told by its name."""
    found = phrases().get((kind, mode or "")) or phrases().get((kind, ""))
    return found or Phrase(f"do “{kind}”", f"did “{kind}”", "to", "")


def telling(event: Row) -> Telling:
    """The sentence of an event as a row of `events`."""
    phrase = phrase_of(event["type"], event["mode"])
    lead, frame, tail = _FRAMES[event["status"]]
    whom = tuple(map(party, event["recipients"] or ()))
    return Telling(
        lead=lead,
        who=tuple(map(party, event["actors"] or ())),
        nobody=NOBODY.capitalize(),
        verb=frame.format(base=phrase.base, past=phrase.past),
        to=phrase.to if whom else "",
        whom=whom,
        alone="" if whom else (NOBODY if phrase.alone == _NEEDS else phrase.alone),
        tail=tail,
        when=when_told(event),
        where=where_told(event),
        word=word_told(event),
    )


def party(actor: Row) -> Party:
    sector = actor["sector"] if actor["sector"] != "UNK" else None
    return Party(
        name=shown(actor["name"] or " ".join(actor["text"].split())),
        actor_id=actor["actor_id"],
        codes=" ".join(code for code in (actor["country"], sector) if code),
        text=shown(" ".join(actor["text"].split())),
    )


def when_told(event: Row) -> str:
    """ "on 14 May 2024", "in May 2024"; says where nothing but the day of publication tells it."""
    if event["date_start"] is None:
        return "no date told"
    told = day_told(event)
    if event["date_basis"] == "publication":
        return f"on {told}, the day of publication"
    if event["date_precision"] == "day":
        return f"on {told}"
    return f"in {told}" if event["date_precision"] in ("month", "year") else told


def where_told(event: Row) -> str:
    """ "in Tbilisi, Georgia"; nothing where no place is told, and the dateline named as what it is."""
    if event["place_text"] is None:
        return ""
    country = country_name(event["place_country"]) if event["place_country"] else ""
    name = event["place_name"] or " ".join(event["place_text"].split())
    where = shown(name if not country or country == name else f"{name}, {country}")
    if event["place_use"] == "dateline":
        return f"reported from {where}"
    return f"probably in {where}" if event["place_use"] == "inferred" else f"in {where}"


def word_told(event: Row) -> str:
    """On whose word: who is credited, then the agency, then the outlet."""
    sources, credited = list(event["sources"] or ()), credited_names(event)
    if not sources:
        return "nobody credited, the outlet unknown"
    first = " and ".join(shown(name) for name in sources if name in credited)
    rest = ", ".join(shown(name) for name in sources if name not in credited)
    if not first:
        return f"as reported by {rest}"
    return f"according to {first}" + (f", as reported by {rest}" if rest else "")


def credited_names(event: Row) -> frozenset[str]:
    """The names by which those whom the passage credits stand in the event's chain of sources."""
    said_by = event["said_by"] or ()
    names = {actor["name"] for actor in said_by} | {" ".join(actor["text"].split()) for actor in said_by}
    return frozenset(name for name in names if name)


def published_told(article: Row) -> str:
    """When an article was published, as exactly as it tells."""
    if article["published_start"] is None:
        return "day of publication not found"
    row = {f"date_{name}": article[f"published_{name}"] for name in ("start", "end", "precision")}
    return day(article["published_start"]) if row["date_precision"] == "day" else day_told(row)


def _joined(parties: tuple[Party, ...]) -> str:
    names = [party.name for party in parties]
    return " and ".join(([", ".join(names[:-1])] if len(names) > 1 else []) + names[-1:])
