"""What reports of one event contradict each other in: nothing is settled, every version stands beside the others."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import combinations

from westphalia.merge.keys import EventKey, Party
from westphalia.merge.words import stem, words_of
from westphalia.ontology import countries, organisations

REACH = 5  # words between a number and the word that says what it counts
BACKGROUND = "background"  # told as what went before: it happened, and contradicts no report of it
BLAMED = frozenset({3, 4})  # quad classes where it matters who is said to have done it
_NOT_COUNTED = re.compile(
    r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:19|20)\d\d\b|\b\d+(?:-| )year(?:s)?(?:-| )old\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}\b"
    r"|\b\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b[\d.,]+ ?(?:%|per ?cent|km|kilomet\w+|miles?|met[re]+s?|minutes?|hours?|days?|weeks?|months?|years?)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;:]\s|\s[-–—]\s|\b(?:and|while|but)\b")


@dataclass(frozen=True, slots=True)
class Version:
    """One value and the events that tell it."""

    value: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field and its versions, the one of most stories first."""

    field: str
    values: tuple[Version, ...]


def contradictions(members: Sequence[EventKey], story_of: Mapping[str, str]) -> tuple[Contradiction, ...]:
    """What differs among the reports; `story_of` is by article, since reprints do not add weight."""
    if len({event.article_id for event in members}) < 2:
        return ()
    found = []
    told: dict[str, list[tuple[str, EventKey]]] = {
        "status": [(event.status, event) for event in members if event.status != BACKGROUND],
        "blamed": _blamed(members),
        "date": _dates(members),
        "place": _places(members),
    }
    for event in members:
        for kind, numbers in numbers_in(event.sentence).items():
            told.setdefault(f"number {kind}", []).extend((number, event) for number in numbers)
    for field, versions in told.items():
        by_value: dict[str, list[EventKey]] = defaultdict(list)
        values_of: dict[str, set[str]] = defaultdict(set)
        words_in: dict[str, set[str]] = defaultdict(set)
        for value, event in versions:
            by_value[value].append(event)
            values_of[event.article_id].add(value)
            if field.startswith("number"):
                words_in[event.article_id].update(words_of(event.sentence))
        # An article that has both numbers, whatever it counts with them, contradicts nobody who tells one of them.
        if any(
            values_of[one].isdisjoint(values_of[other] | words_in[other])
            and values_of[other].isdisjoint(words_in[one])
            for one, other in combinations(values_of, 2)
        ):
            found.append(Contradiction(field, _versions(by_value, story_of)))
    return tuple(found)


def _versions(by_value: Mapping[str, Sequence[EventKey]], story_of: Mapping[str, str]) -> tuple[Version, ...]:
    def weight(value: str) -> tuple[int, str]:
        return -len({story_of[event.article_id] for event in by_value[value]}), value

    return tuple(
        Version(value, tuple(sorted({event.event_id for event in by_value[value]})))
        for value in sorted(by_value, key=weight)
    )


def _blamed(members: Sequence[EventKey]) -> list[tuple[str, EventKey]]:
    """Who is said to have done it, where reports name parties of which no country is the same.

    Reports that share a country name one party, under the name that most of them use. Parties whose country was only
    gathered from what stands around them ("gunmen", "drones") blame nobody.
    """
    sides: dict[str, set[str]] = {}
    for event in members:
        codes = {code for party in event.actors if _is_named(party) for code in party.countries}
        if event.quad_class in BLAMED and codes:
            sides[event.event_id] = codes
    camps: list[set[str]] = []
    for codes in sides.values():
        joined = [camp for camp in camps if camp & codes]
        camps = [camp for camp in camps if not camp & codes] + [codes.union(*joined)]
    if len(camps) < 2:
        return []
    found = []
    for camp in camps:
        inside = [event for event in members if sides.get(event.event_id, set()) & camp]
        names = Counter(
            party.name or party.text
            for event in inside
            for party in event.actors
            if _is_named(party) and camp.intersection(party.countries)
        )
        name = min(names, key=lambda name: (-names[name], name))
        found += [(name, event) for event in inside]
    return found


def _is_named(party: Party) -> bool:
    return party.name is not None or _names_one(party.text)


@lru_cache(1 << 14)
def _names_one(text: str) -> bool:
    return bool(countries.find(text) or organisations.find(text))


def _dates(members: Sequence[EventKey]) -> list[tuple[str, EventKey]]:
    """Days told by the text itself that are apart."""
    told: list[tuple[dt.date, EventKey]] = [
        (event.date_start, event)
        for event in members
        if event.date_start and event.date_precision == "day" and event.date_basis != "publication"
    ]
    return [(day.isoformat(), event) for day, event in told]


def _places(members: Sequence[EventKey]) -> list[tuple[str, EventKey]]:
    """Cities told as the event's own that are not the same."""
    return [
        (event.place_name, event)
        for event in members
        if event.place_name and event.place_use == "event" and event.place_precision == "city"
    ]


@cache
def number_kinds() -> Mapping[str, str]:
    """What a number counts, by the stem beside it, from `number_words.csv`."""
    with resources.files(__package__).joinpath("number_words.csv").open(encoding="utf-8") as lines:
        return {stem(word): row["kind"] for row in csv.DictReader(lines) for word in row["stems"].split()}


@lru_cache(1 << 14)
def numbers_in(sentence: str) -> Mapping[str, tuple[str, ...]]:
    """Counts told in a sentence by what they count: `{"killed": ("14",)}`. Dates, ages and measures are left out.

    A number belongs to the nearest counting word of its clause within REACH words, the one behind it before the one in
    front at the same distance.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for clause in _CLAUSE_END.split(_NOT_COUNTED.sub(" ", sentence)):
        for kind, number in _counted(words_of(clause)):
            found[kind][number] = None
    return {kind: tuple(values) for kind, values in found.items()}


def _counted(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not any(word[0].isdigit() for word in words):
        return
    kinds = [number_kinds().get(stem(word)) for word in words]
    for at, word in enumerate(words):
        if not word.replace(".", "", 1).isdigit() or word == "1":
            continue
        near = [
            (abs(other - at), other < at, str(kinds[other]))
            for other in range(max(0, at - REACH), min(len(words), at + REACH + 1))
            if kinds[other]
        ]
        if near:
            scaled = (
                f"{word} {words[at + 1]}" if words[at + 1 : at + 2] in (["million"], ["billion"]) else word
            )
            yield min(near)[2], scaled
