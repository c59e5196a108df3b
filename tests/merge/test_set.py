"""The merge set that the figures are measured on: large enough, hard enough, and its halves apart."""

from __future__ import annotations

from collections import Counter

import pytest

from eval.merge_set import Gold, articles, pairs

GOLDS = articles()
WRITTEN = [gold for gold in GOLDS if gold.half != "background"]


def half(name: str) -> list[Gold]:
    return [gold for gold in WRITTEN if gold.half == name]


def test_it_has_what_was_asked_for() -> None:
    assert len(GOLDS) >= 500
    assert len({gold.name for gold in GOLDS}) == len(GOLDS)
    reprints, tellings = ([*pairs(GOLDS, "dev")[n], *pairs(GOLDS, "test")[n]] for n in (0, 1))
    assert len(reprints) >= 60
    assert len(tellings) >= 60


def test_the_halves_share_neither_stories_nor_events() -> None:
    one, other = half("dev"), half("test")
    assert {g.story for g in one}.isdisjoint(g.story for g in other)
    assert {e for g in one for e in g.events | g.mentioned}.isdisjoint(
        e for g in other for e in g.events | g.mentioned
    )


@pytest.mark.parametrize("name", ["dev", "test"])
def test_every_topic_has_likenesses_that_are_not_the_same(name: str) -> None:
    """In each half: like events of the same day, of other days, and closing lines that unrelated articles share."""
    topics: dict[str, list[Gold]] = {}
    for gold in half(name):
        topics.setdefault(gold.name[:3], []).append(gold)
    same_day = other_day = 0
    for mine in topics.values():
        (event, told), *_ = Counter(e for gold in mine for e in gold.events).most_common(1)
        if told < 2:
            continue
        days = {gold.date for gold in mine if event in gold.events}
        others = {gold.date for gold in mine if event not in gold.events | gold.mentioned}
        same_day += bool(days & others)
        other_day += bool(others - days)
    assert same_day >= 8
    assert other_day >= 8
    lines = Counter(line for gold in half(name) for line in set(gold.page.splitlines()) if len(line) > 60)
    stories = {gold.page: gold.story for gold in half(name)}
    shared = [
        line
        for line, count in lines.items()
        if count > 1 and len({story for page, story in stories.items() if line in page}) > 1
    ]
    assert len(shared) >= 3
