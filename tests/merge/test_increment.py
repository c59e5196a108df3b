"""Adding to what is merged already: the result is that of merging everything, at the cost of the days around."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.merge_bench import articles
from tests.merge.build import with_day
from westphalia.merge import ArticleKey, EventKey, Merged, MergedEvent, StoryKey, add, merge
from westphalia.merge.increment import EVENT_REACH, FIRST_REACH

PER_DAY = 4


@cache
def world(n: int) -> tuple[tuple[ArticleKey, ...], tuple[EventKey, ...]]:
    own, events = articles(n, PER_DAY)
    return tuple(own), tuple(events)


class Known:
    """A record in memory: what was merged so far, and how many articles were asked for."""

    def __init__(self, events: tuple[EventKey, ...]) -> None:
        self.events: dict[str, list[EventKey]] = defaultdict(list)
        for event in events:
            self.events[event.article_id].append(event)
        self.articles: list[ArticleKey] = []
        self.stories: dict[str, StoryKey] = {}
        self.merged: dict[str, MergedEvent] = {}
        self.loaded = 0

    def take(self, new: list[ArticleKey]) -> Merged:
        self.articles += new
        found = add({article.article_id: article.published for article in new}, self.load)
        copies = {copy.article_id for story in found.stories for copy in story.copies}
        self.stories = {
            key: story
            for key, story in self.stories.items()
            if copies.isdisjoint(copy.article_id for copy in story.copies)
        } | {story.story_id: story for story in found.stories}
        reports = {report.event_id for event in found.events for report in event.reports}
        self.merged = {
            key: event
            for key, event in self.merged.items()
            if reports.isdisjoint(report.event_id for report in event.reports)
        } | {event.merged_id: event for event in found.events}
        return found

    def load(self, first: dt.date | None, last: dt.date | None) -> tuple[list[ArticleKey], list[EventKey]]:
        if first is None or last is None:
            kept = [article for article in self.articles if article.published is None]
        else:
            kept = [a for a in self.articles if a.published and first <= a.published <= last]
        self.loaded += len(kept)
        return kept, [event for article in kept for event in self.events[article.article_id]]

    def is_like(self, whole: Merged) -> bool:
        return self.stories == {s.story_id: s for s in whole.stories} and self.merged == {
            e.merged_id: e for e in whole.events
        }


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 6), st.booleans())
def test_bit_by_bit_in_any_order_comes_to_the_same(rng: random.Random, parts: int, undated: bool) -> None:
    own, events = world(40)
    mine = [with_day(a, None) if undated and n % 9 == 0 else a for n, a in enumerate(own)]
    rng.shuffle(mine)
    known = Known(events)
    for part in range(parts):
        known.take(mine[part::parts])
    assert known.is_like(merge(mine, list(events)))


def test_a_day_on_top_of_a_year_looks_at_the_days_around_it_alone() -> None:
    own, events = world(PER_DAY * 366)
    *before, last_day = (list(own[at : at + PER_DAY]) for at in range(0, len(own), PER_DAY))
    known = Known(events)
    known.articles = [article for day in before for article in day]
    changed = known.take(last_day)
    # Twice: the days around the new ones, and those around what they are linked to.
    assert known.loaded <= 2 * PER_DAY * (FIRST_REACH + EVENT_REACH + 1) < len(own) / 7
    new = {article.article_id for article in last_day}
    assert new <= {copy.article_id for story in changed.stories for copy in story.copies}
    assert len(changed.events) < 5 * len(world(PER_DAY * 366)[1]) / 366
    days = [
        a
        for a in own
        if a.published and (last_day[0].published or a.published) - a.published < dt.timedelta(60)
    ]
    kept = {article.article_id for article in days}
    whole = merge(days, [event for event in events if event.article_id in kept])
    assert set(changed.stories) <= set(whole.stories)
    assert set(changed.events) <= set(whole.events)


def test_adding_what_is_there_already_changes_nothing() -> None:
    own, events = world(40)
    known = Known(events)
    known.take(list(own))
    whole = merge(own, events)
    assert known.is_like(whole)
    known.articles = list(own[10:])
    known.take(list(own[:10]))
    assert known.is_like(whole)
