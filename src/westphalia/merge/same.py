"""Whether two events are reports of the same one: candidates by shared keys, a score, and the grounds in words.

1. Candidates share, within WINDOW days, SHARED or more of: a word that tells much; a country and a word that tells
   something; two countries and the quad class.
2. The score is the log-odds of a logistic model over `features.FEATURES`; its weights are data (`weights.json`),
   fitted on the development half of eval/merge by eval/merge_fit.py.
3. Two events of one article are told apart by its author: they are one only where the same thing is told twice
   (in the title and below it) with the same word or the same parties.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

import numpy as np
import numpy.typing as npt

from westphalia.errors import OntologyError
from westphalia.merge.features import (
    FEATURES,
    EventTable,
    Floats,
    countries_of,
    name_words,
    pair_features,
    words_to_match,
)
from westphalia.merge.keys import EventKey
from westphalia.merge.near import Ints, Rows, pairs_of, rows_of
from westphalia.merge.words import hashed, weight

WINDOW = 3  # days between the anchors of two reports of one event
CAP = 40  # events of one day, told in different words, that have a key
TELLING = 0.5  # weight from which a word alone makes a candidate
SOMETHING = 0.3  # weight from which a word does so together with a country
SHARED = 2  # keys that two reports have in common at the least
COUNTRIES = 4  # of an event: "the G20" would make a key for each
NEVER = -12.0
CHUNK = 100_000  # pairs whose features are in memory at once
IN_ONE_ARTICLE = np.asarray(
    [FEATURES.index(name) for name in ("same_type", "same_trigger", "text", "who", "names")], np.int64
)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of the score, one a feature, and its bias."""

    weights: Floats
    bias: float


@cache
def model() -> Model:
    """The shipped weights. Raises OntologyError where they do not fit the features."""
    raw = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    if set(raw["weights"]) != set(FEATURES):
        raise OntologyError("merge/weights.json: not the weights of these features")
    return Model(np.asarray([raw["weights"][name] for name in FEATURES], np.float32), float(raw["bias"]))


def event_keys_of(event: EventKey) -> Ints:
    """The keys that find other reports of an event."""
    countries = countries_of((*event.actors, *event.recipients))
    if event.place_country and event.place_country not in countries:
        countries.append(event.place_country)
    countries = countries[:COUNTRIES]
    words = [*words_to_match(event), *name_words((*event.actors, *event.recipients))]
    weights = {word: weight(word) for word in words}
    found = {hashed(f"word {word}") for word, heavy in weights.items() if heavy >= TELLING}
    found |= {
        hashed(f"{code} {word}")
        for code in countries
        for word, heavy in weights.items()
        if heavy >= SOMETHING
    }
    found |= {
        hashed(f"pair {one} {other} {event.quad_class}") for one, other in combinations(sorted(countries), 2)
    }
    return np.asarray(sorted(found), np.int64)


def near_rows(table: EventTable, events: Sequence[EventKey], known: dict[str, Ints] | None = None) -> Rows:
    """The events by their keys and anchors. `known` keeps keys by event id for a further call."""
    known = {} if known is None else known
    for event in events:
        if event.event_id not in known:
            known[event.event_id] = event_keys_of(event)
    keys = [known[event.event_id] for event in events]
    items = np.repeat(np.arange(len(events)), [len(found) for found in keys])
    flat = np.concatenate([*keys, np.zeros(0, np.int64)])
    return rows_of(items, flat, table.days, table.columns["mark"], WINDOW, CAP)


def candidates(rows: Rows) -> tuple[Ints, Ints]:
    """Pairs of events to be scored."""
    return pairs_of(rows, SHARED)


def scores(table: EventTable, left: Ints, right: Ints, by: Model | None = None) -> npt.NDArray[np.float64]:
    """Log-odds that each pair is one event."""
    parts = [
        _scores(table, left[at : at + CHUNK], right[at : at + CHUNK], by or model())
        for at in range(0, len(left), CHUNK)
    ]
    return np.concatenate([*parts, np.zeros(0)])


def _scores(table: EventTable, left: Ints, right: Ints, by: Model) -> npt.NDArray[np.float64]:
    found = pair_features(table, left, right)
    odds = np.full(len(found), by.bias, np.float64)
    # One after the other: a matrix product may round differently in other company.
    for column, by_one in zip(found.T, by.weights, strict=True):
        odds += column * by_one
    same_article = table.articles[left] == table.articles[right]
    return np.where(same_article & ~told_twice(found), NEVER, odds)


def told_twice(features: Floats) -> npt.NDArray[np.bool_]:
    """Whether a pair of one article may be one event."""
    same_type, same_trigger, text, who, names = features[:, IN_ONE_ARTICLE].T
    party = (who > 0) | (names > 0)
    found: npt.NDArray[np.bool_] = (same_type > 0) & party & ((same_trigger > 0) | (text > 0.45))
    return found


def grounds(one: EventKey, other: EventKey) -> str:
    """What two reports agree in, in words."""
    parts = [f"type {one.type}" if one.type == other.type else f"types {one.type} and {other.type}"]
    for label, a, b in (
        ("actors", one.actors, other.actors),
        ("recipients", one.recipients, other.recipients),
    ):
        shared = _both(countries_of(a), countries_of(b)) + _both(name_words(a), name_words(b))
        if shared:
            parts.append(f"{label} {' '.join(shared)}")
    if one.date_start and other.date_start and one.date_end and other.date_end:
        if one.date_start <= other.date_end and other.date_start <= one.date_end:
            first, last = max(one.date_start, other.date_start), min(one.date_end, other.date_end)
            parts.append(f"date {first}" if first == last else f"date {first}/{last}")
        else:
            parts.append(f"dates {one.date_start} and {other.date_start}")
    if one.place_name and one.place_name == other.place_name:
        parts.append(f"place {one.place_name}")
    elif one.place_country and one.place_country == other.place_country:
        parts.append(f"country {one.place_country}")
    words = sorted(_both(words_to_match(one), words_to_match(other)), key=lambda word: (-weight(word), word))
    if words:
        parts.append("words " + " ".join(word.removeprefix("=") for word in words[:6]))
    return "; ".join(parts)


def _both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [item for item in one if item in set(other)]


def as_json(weights: Mapping[str, float], bias: float) -> str:
    """The form of `weights.json`."""
    rounded = {name: round(float(weights[name]), 3) for name in FEATURES}
    return json.dumps({"bias": round(bias, 3), "weights": rounded}, indent=1) + "\n"
