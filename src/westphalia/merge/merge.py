"""Merging: articles to stories, events to merged events, each with the grounds it stands on.

1. sketches of the bodies, copies, stories (`reprints`);  2. events as a table (`features`);
3. twins: the same sentence of copies is one item;  4. candidates and their scores (`same`);
5. clusters (`clusters`);  6. for each cluster, its reports, counts, lead and contradictions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from westphalia.merge import reprints, same
from westphalia.merge.clusters import MISSING, clusters
from westphalia.merge.contradictions import Contradiction, contradictions
from westphalia.merge.features import EventTable, event_table
from westphalia.merge.keys import ArticleKey, EventKey
from westphalia.merge.near import Ints, Rows
from westphalia.merge.reprints import StoryKey
from westphalia.merge.sketch import Sketch, sketch
from westphalia.merge.words import hashed


@dataclass(frozen=True, slots=True)
class Report:
    """One event as a report of a merged event.

    `score` is the log-odds with the report it is most like (`matched_with`), `grounds` what agrees in words;
    the first report, and one that stands alone, have neither.
    """

    event_id: str
    article_id: str
    story_id: str
    score: float | None
    matched_with: str | None
    grounds: str | None


@dataclass(frozen=True, slots=True)
class MergedEvent:
    """An event of the world: all its reports, the first first.

    `lead` is the report that stands for it. `confidence` is the probability that at least one story is right,
    were stories independent: each story counts once, with its surest report.
    """

    merged_id: str
    lead: EventKey
    reports: tuple[Report, ...]
    n_articles: int
    n_stories: int
    outlets: tuple[str, ...]
    first_report: dt.date | None
    last_report: dt.date | None
    confidence: float
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The result, sorted: every article is in one story, every event in one merged event."""

    stories: tuple[StoryKey, ...]
    events: tuple[MergedEvent, ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """What does not depend on company, kept for a further call: sketches by article, keys by event."""

    sketches: dict[str, Sketch] = field(default_factory=dict)
    keys: dict[str, Ints] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worked:
    """A merge but for the merged events' own fields: `increment` looks here which of them it needs.

    `copies`, `links`, `groups`, `scored` and `twin_of` are positions in `articles` or `events`.
    """

    articles: tuple[ArticleKey, ...]
    events: tuple[EventKey, ...]
    sketches: tuple[Sketch, ...]
    table: EventTable
    shelves: Rows
    blocks: Rows
    stories: tuple[StoryKey, ...]
    copies: tuple[tuple[int, int], ...]
    links: tuple[tuple[int, int], ...]
    groups: tuple[tuple[int, ...], ...]
    scored: Mapping[tuple[int, int], float]
    twin_of: tuple[int, ...]

    def merged(self, kept: Callable[[str], bool] = lambda event_id: True) -> tuple[MergedEvent, ...]:
        """The merged events that have a report whose id is `kept`, sorted."""
        by_id = {article.article_id: article for article in self.articles}
        story_of = {copy.article_id: story.story_id for story in self.stories for copy in story.copies}
        found = [
            _merged(group, self.events, by_id, story_of, self.scored, self.twin_of)  # 6
            for group in self.groups
            if any(kept(self.events[n].event_id) for n in group)
        ]
        return tuple(sorted(found, key=lambda event: (event.lead.date_start or dt.date.max, event.merged_id)))


def merge(articles: Sequence[ArticleKey], events: Sequence[EventKey]) -> Merged:
    """Merge articles and their events; the order in which they are given does not matter.

    Every event's article has to be among the articles (KeyError otherwise).
    """
    worked = work(articles, events)
    return Merged(worked.stories, worked.merged())


def work(articles: Sequence[ArticleKey], events: Sequence[EventKey], memo: Memo | None = None) -> Worked:
    """Everything up to the clusters. What `memo` has is not worked out again, and what it has not is added."""
    memo = memo or Memo()
    by_id = {article.article_id: article for article in articles}
    articles = tuple(by_id[key] for key in sorted(by_id))
    events = tuple(
        sorted({e.event_id: e for e in events}.values(), key=lambda e: (e.article_id, e.start, e.event_id))
    )
    own = [by_id[event.article_id] for event in events]
    for article in articles:  # 1
        if article.article_id not in memo.sketches:
            memo.sketches[article.article_id] = sketch(article.body)
    sketches = tuple(memo.sketches[article.article_id] for article in articles)
    shelves = reprints.near_rows(articles, sketches)
    copies = reprints.copy_pairs(sketches, shelves)
    stories = reprints.stories_of(articles, sketches, copies)
    story_of = {copy.article_id: story.story_id for story in stories for copy in story.copies}
    table = event_table(events, own, [story_of[event.article_id] for event in events])  # 2
    twin_of = _twins(events, table)  # 3
    firsts = sorted(set(twin_of))
    blocks = same.near_rows(table, events, memo.keys)
    scored = _scored(table, blocks.only(np.isin(blocks.items, firsts)))  # 4
    place = {item: n for n, item in enumerate(firsts)}
    groups = clusters(len(firsts), [(place[a], place[b], score) for (a, b), score in scored.items()])  # 5
    mates: dict[int, list[int]] = defaultdict(list)
    for item, first in enumerate(twin_of):
        mates[first].append(item)
    links = [pair for pair, score in scored.items() if score > 0]
    links += [(first, item) for item, first in enumerate(twin_of) if first != item]
    whole = tuple(tuple(sorted(m for n in group for m in mates[firsts[n]])) for group in groups)
    return Worked(
        articles,
        events,
        sketches,
        table,
        shelves,
        blocks,
        tuple(stories),
        tuple(copies),
        tuple(links),
        whole,
        scored,
        tuple(twin_of),
    )


def _scored(table: EventTable, blocks: Rows) -> dict[tuple[int, int], float]:
    """The scores of the candidates that can matter: those between events that a chain of alike ones connects."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    left, right = same.candidates(blocks)
    odds = same.scores(table, left, right)
    alike = odds > 0
    n = len(table.days)
    graph = coo_matrix((np.ones(int(alike.sum()), np.int8), (left[alike], right[alike])), shape=(n, n))
    component = connected_components(graph, directed=False)[1]
    kept = (component[left] == component[right]) & ((odds > MISSING) | (odds == same.NEVER))
    found = zip(left[kept].tolist(), right[kept].tolist(), odds[kept].tolist(), strict=True)
    return {(one, other): score for one, other, score in found}


def _twins(events: Sequence[EventKey], table: EventTable) -> list[int]:
    """For each event the first one of its story that is told in the same words on the same day.

    The copies of a story need not be compared with everything one by one.
    """
    seen: dict[tuple[int, ...], int] = {}
    found = []
    for n, event in enumerate(events):
        key = int(table.columns["story"][n]), int(table.days[n]), int(table.columns["mark"][n])
        first = seen.setdefault(key, n)
        # Twice in one article is not twins: "fired … and fired" may be two events.
        found.append(n if events[first].article_id == event.article_id else first)
    return found


def _merged(
    members: Sequence[int],
    events: Sequence[EventKey],
    articles: Mapping[str, ArticleKey],
    story_of: Mapping[str, str],
    scored: Mapping[tuple[int, int], float],
    twin_of: Sequence[int],
) -> MergedEvent:
    def when(n: int) -> tuple[dt.date, str, int, str]:
        event = events[n]
        return (
            articles[event.article_id].published or dt.date.max,
            event.article_id,
            event.start,
            event.event_id,
        )

    order = sorted(members, key=when)
    reports = tuple(_report(n, order, events, story_of, scored, twin_of) for n in order)
    told = [events[n] for n in order]
    dates = [day for event in told if (day := articles[event.article_id].published)]
    surest: dict[str, float] = {}
    for event in told:
        story = story_of[event.article_id]
        surest[story] = max(surest.get(story, 0.0), event.confidence)
    wrong = 1.0
    for story in sorted(surest):
        wrong *= 1 - surest[story]
    # The surest to a tenth; of those the earliest.
    lead = min(told, key=lambda event: -round(event.confidence, 1))
    outlets = {name for event in told for name in _outlets(articles[event.article_id])}
    return MergedEvent(
        merged_id=f"{hashed('merged ' + told[0].event_id):016x}",
        lead=lead,
        reports=reports,
        n_articles=len({event.article_id for event in told}),
        n_stories=len(surest),
        outlets=tuple(sorted(outlets)),
        first_report=min(dates, default=None),
        last_report=max(dates, default=None),
        confidence=round(1 - wrong, 4),
        contradictions=contradictions(told, story_of),
    )


def _outlets(article: ArticleKey) -> tuple[str, ...]:
    return article.outlets or ((article.outlet,) if article.outlet else ())


def _report(
    n: int,
    order: Sequence[int],
    events: Sequence[EventKey],
    story_of: Mapping[str, str],
    scored: Mapping[tuple[int, int], float],
    twin_of: Sequence[int],
) -> Report:
    event = events[n]
    best: tuple[float, int] | None = None
    for rank, other in enumerate(order):
        if other == n:
            if rank == 0:
                best = None
                break
            continue
        a, b = twin_of[n], twin_of[other]
        score = np.inf if a == b else scored.get((min(a, b), max(a, b)))
        if score is not None and (best is None or score > best[0]):
            best = float(score), other
    mate = events[best[1]] if best else None
    return Report(
        event.event_id,
        event.article_id,
        story_of[event.article_id],
        None if best is None or np.isinf(best[0]) else round(best[0], 3),
        mate.event_id if mate else None,
        _why(event, mate, story_of, twin=best is not None and bool(np.isinf(best[0]))) if mate else None,
    )


def _why(event: EventKey, mate: EventKey, story_of: Mapping[str, str], *, twin: bool) -> str:
    told = same.grounds(event, mate)
    copied = story_of[event.article_id] == story_of[mate.article_id] and event.article_id != mate.article_id
    start = "same words in a copy of the same story" if twin else "a copy of the same story" if copied else ""
    return f"{start}; {told}" if start else told
