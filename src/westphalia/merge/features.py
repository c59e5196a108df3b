"""Events as numbers, and pairs of them as rows of features: what agrees, what does not, what nobody tells.

All features of a pair come from the two events and their articles alone, with fixed word weights.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.merge.keys import ArticleKey, EventKey, Party
from westphalia.merge.near import UNDATED, Ints
from westphalia.merge.words import content, hashed, weight, words_of

Floats = npt.NDArray[np.float32]

FEATURES = (
    "same_type", "near_type", "same_quad", "same_mode", "same_trigger", "who", "who_apart", "actors", "actors_apart",
    "recipients", "recipients_apart", "swapped", "names", "names_apart", "place", "place_apart", "place_country",
    "place_country_apart", "text", "text_of_shorter", "context", "days_apart", "date_apart", "same_day_told",
    "published_apart", "numbers", "numbers_apart", "same_status", "both_lead", "one_lead", "same_story",
    "same_story_text", "sure", "place_apart_unnamed", "other_context",
)  # fmt: skip
LEAD_WORDS = 60  # of the body, with the title: what the article is about
FAR_DAYS = 7  # an event told as longer past or future than this is matched by when it is told
OTHER_CONTEXT = 0.12  # shared context below which two articles are about different things
LEAD_SENTENCES_END = 200  # characters of the body in which a trigger belongs to the lead


@dataclass(frozen=True, slots=True)
class EventTable:
    """The events of one merge as columns.

    `sets` are, by name, two sparse matrices (event × hash), one of the words' weights and one of ones, and the sum of
    each event's weights. Weights are whole thousandths, so that sums are exact in any order.
    """

    days: Ints
    columns: Mapping[str, npt.NDArray[Any]]
    sets: Mapping[str, tuple[Any, Any, Ints]]
    articles: Ints


def anchor_of(event: EventKey, article: ArticleKey) -> int:
    """The day to look for other reports by: the event's where it is told and near, else the publication's.

    Events of an article without a date have none either, whatever day they tell: what is near an article has to be
    known from its own date, or adding to a record would have to look at all of it.
    """
    if article.published is None:
        return UNDATED
    told = event.date_start if event.date_precision in ("day", "interval") else None
    if told and abs((article.published - told).days) <= FAR_DAYS:
        return told.toordinal()
    return article.published.toordinal()


def words_to_match(event: EventKey) -> tuple[str, ...]:
    """The concepts of the event's sentence, each once, in order."""
    return _concepts_of(event.sentence)


@lru_cache(1 << 17)  # read several times an event: what a merge has in hand should fit
def _concepts_of(sentence: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(content(words_of(sentence))))


def told_words(event: EventKey) -> str:
    """Type, trigger, parties and sentence in one string, equal for events that are told in the same words."""
    parties = sorted(code for party in (*event.actors, *event.recipients) for code in party.countries)
    parts = (event.type, event.mode or "", event.status, event.trigger, *parties, "", *words_to_match(event))
    return "\x1f".join(parts)


def name_words(parties: Iterable[Party]) -> list[str]:
    """The words of proper names: of persons, groups and bodies. Bare countries are left to the codes."""
    found: dict[str, None] = {}
    for party in parties:
        if party.name:
            found.update(
                dict.fromkeys(word for word in content(words_of(party.name)) if not word.startswith("="))
            )
    return list(found)


def countries_of(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(code for party in parties for code in party.countries))


def lead_of(article: ArticleKey) -> list[str]:
    words = words_of(article.title or "") + words_of(article.body[: 12 * LEAD_WORDS])[:LEAD_WORDS]
    return list(dict.fromkeys(content(words)))


@cache
def nearness() -> Mapping[tuple[str, str], float]:
    """How near two event types are, both ways, from `families.csv`."""
    found: dict[tuple[str, str], float] = {}
    with resources.files(__package__).joinpath("families.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found[row["one"], row["other"]] = found[row["other"], row["one"]] = float(row["nearness"])
    return found


def event_table(
    events: Sequence[EventKey], articles: Sequence[ArticleKey], stories: Sequence[str]
) -> EventTable:
    """The events as columns. `articles` and `stories` are those of each event, in the same order."""
    places = [f"g{e.geonames_id}" if e.geonames_id else (e.place_name or "").casefold() for e in events]
    # A place taken from the dateline is where the report was written.
    told = [e.place_use == "event" and e.place_precision in ("city", "admin1", "unknown") for e in events]
    leads: dict[str, list[str]] = {}
    for article in articles:
        if article.article_id not in leads:
            leads[article.article_id] = lead_of(article)
    sets: dict[str, list[Sequence[str]]] = {
        "who": [countries_of((*e.actors, *e.recipients)) for e in events],
        "actors": [countries_of(e.actors) for e in events],
        "recipients": [countries_of(e.recipients) for e in events],
        "names": [name_words((*e.actors, *e.recipients)) for e in events],
        "text": [words_to_match(e) for e in events],
        "numbers": [[w for w in words_to_match(e) if w.isdigit() and w != "1"] for e in events],
        "context": [leads[article.article_id] for article in articles],
    }
    sparse = {
        name: _sparse(rows, weight if name in ("text", "context", "names") else None)
        for name, rows in sets.items()
    }
    published = [a.published.toordinal() if a.published else UNDATED for a in articles]
    start = [e.date_start.toordinal() if e.date_start else p for e, p in zip(events, published, strict=True)]
    end = [e.date_end.toordinal() if e.date_end else p for e, p in zip(events, published, strict=True)]
    columns: dict[str, npt.NDArray[Any]] = {
        "type": _codes(e.type for e in events),
        "quad": np.asarray([e.quad_class or 0 for e in events], np.int8),
        "mode": _codes(e.mode or "" for e in events),
        "trigger": _codes(" ".join(content(words_of(e.trigger))) or e.trigger.casefold() for e in events),
        "status": _codes(e.status for e in events),
        "place": _codes(p if t else "" for p, t in zip(places, told, strict=True)),
        "place_country": _codes(e.place_country or "" for e in events),
        "published": np.asarray(published, np.int64),
        "start": np.asarray(start, np.int64),
        "end": np.asarray(end, np.int64),
        "told": np.asarray([e.date_basis not in (None, "publication") for e in events], np.bool_),
        "story": _codes(stories),
        "lead": np.asarray([_in_lead(e, a) for e, a in zip(events, articles, strict=True)], np.bool_),
        "sure": np.asarray([e.confidence for e in events], np.float32),
        "near": _near_matrix(events),
        "mark": _codes(map(told_words, events)),
    }
    return EventTable(
        np.asarray([anchor_of(e, a) for e, a in zip(events, articles, strict=True)], np.int64),
        columns,
        sparse,
        _codes(a.article_id for a in articles),
    )


def _in_lead(event: EventKey, article: ArticleKey) -> bool:
    sentence = " ".join(event.sentence.split())
    return (
        sentence in (article.title or "")
        or sentence[-40:] in article.body[: LEAD_SENTENCES_END + len(sentence)]
    )


def _codes(values: Iterable[str]) -> Ints:
    """Strings as numbers, equal where the strings are; the empty string is −1."""
    return np.asarray([hashed(value) if value else -1 for value in values], np.int64)


def _sparse(rows: Sequence[Sequence[str]], weigh: Callable[[str], float] | None) -> tuple[Any, Any, Ints]:
    from scipy.sparse import csr_matrix

    lengths = np.asarray([len(row) for row in rows], np.int64)
    flat = [word for row in rows for word in row]
    hashes = np.asarray([hashed(word) for word in flat], np.int64)
    names, columns = np.unique(hashes, return_inverse=True)
    values = np.asarray([round(1000 * weigh(word)) if weigh else 1000 for word in flat], np.int64)
    pointers = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    shape = (len(rows), max(1, len(names)))
    weights = csr_matrix((values, columns, pointers), shape=shape)
    ones = csr_matrix((np.ones(len(values), np.int64), columns, pointers), shape=shape)
    return weights, ones, np.asarray(weights.sum(axis=1), np.int64).ravel()


def _near_matrix(events: Sequence[EventKey]) -> Ints:
    """Each event's type as an index into `_type_table`."""
    index = {name: n for n, name in enumerate(_type_names())}
    return np.asarray([index.get(e.type, len(index)) for e in events], np.int64)


@cache
def _type_names() -> tuple[str, ...]:
    return tuple(sorted({name for pair in nearness() for name in pair}))


@cache
def _type_table() -> Floats:
    names = _type_names()
    table = np.zeros((len(names) + 1, len(names) + 1), np.float32)
    for (one, other), value in nearness().items():
        table[names.index(one), names.index(other)] = value
    return table


def _shared(table: EventTable, name: str, left: Ints, right: Ints) -> tuple[Floats, Floats, Floats]:
    """The weight of what two events share of a set, and of what each has."""
    weights, ones, totals = table.sets[name]
    both = np.asarray(weights[left].multiply(ones[right]).sum(axis=1), np.int64).ravel()
    return _in_ones(both), _in_ones(totals[left]), _in_ones(totals[right])


def _in_ones(thousandths: Ints) -> Floats:
    return (thousandths / 1000).astype(np.float32)


def pair_features(table: EventTable, left: Ints, right: Ints) -> Floats:
    """A row of FEATURES for each pair of events (positions in the table)."""

    def column(name: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        return table.columns[name][left], table.columns[name][right]

    def same(name: str) -> npt.NDArray[np.bool_]:
        a, b = column(name)
        found: npt.NDArray[np.bool_] = (a == b) & (a != -1)
        return found

    def apart(name: str) -> npt.NDArray[np.bool_]:
        a, b = column(name)
        found: npt.NDArray[np.bool_] = (a != b) & (a != -1) & (b != -1)
        return found

    def dice(name: str) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Twice what is shared over all there is; and whether both have some and share none."""
        both, a, b = _shared(table, name, left, right)
        return 2 * both / np.maximum(a + b, 1e-6), (a > 0) & (b > 0) & (both == 0)

    who, who_apart = dice("who")
    actors, actors_apart = dice("actors")
    recipients, recipients_apart = dice("recipients")
    names, names_apart = dice("names")
    numbers, numbers_apart = dice("numbers")
    both, a, b = _shared(table, "text", left, right)
    text, shorter = 2 * both / np.maximum(a + b, 1e-6), both / np.maximum(np.minimum(a, b), 1.5)
    context, _ = dice("context")
    (start_a, start_b), (end_a, end_b) = column("start"), column("end")
    gap = np.maximum(0, np.maximum(start_a, start_b) - np.minimum(end_a, end_b))
    told_a, told_b = column("told")
    pub_a, pub_b = column("published")
    near_a, near_b = column("near")
    lead_a, lead_b = column("lead")
    sure_a, sure_b = column("sure")
    same_story = same("story")
    exact = (start_a == end_a) & (start_b == end_b)
    return np.stack(
        [
            same("type"),
            np.where(same("type"), 0, _type_table()[near_a, near_b]),
            np.equal(*column("quad")) & ~same("type"),
            same("mode"),
            same("trigger"),
            who,
            who_apart,
            actors,
            actors_apart,
            recipients,
            recipients_apart,
            (who > 0) & actors_apart,
            names,
            names_apart,
            same("place"),
            apart("place"),
            same("place_country"),
            apart("place_country"),
            text,
            np.minimum(shorter, 1),
            context,
            np.minimum(np.abs(table.days[left] - table.days[right]), 5),
            np.minimum(gap, 30) ** 0.5,
            (gap == 0) & told_a & told_b & exact,
            np.minimum(np.abs(pub_a - pub_b), 30) ** 0.5,
            numbers,
            numbers_apart,
            same("status"),
            lead_a & lead_b,
            lead_a ^ lead_b,
            same_story,
            same_story * text,
            np.sqrt(sure_a * sure_b),
            # Another city and no name in common: a like event of the same day elsewhere.
            apart("place") & (names == 0),
            context < OTHER_CONTEXT,
        ],
        axis=1,
    ).astype(np.float32)
