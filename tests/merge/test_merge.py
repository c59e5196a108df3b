"""The whole room: stories, merged events, what they stand on, whatever the order they come in."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.merge.build import DAY, WIRE, article, event, market, party, told_in
from westphalia.merge import Merged, MergedEvent, merge


def one_told_by(merged: Merged, letter: str) -> MergedEvent:
    """The merged ASSAULT that this article tells."""
    (found,) = [
        e
        for e in merged.events
        if e.lead.type == "ASSAULT" and any(r.event_id[0] == letter for r in e.reports)
    ]
    return found


def test_copies_are_one_story_and_one_event_has_all_its_reports() -> None:
    merged = merge(*market())
    stories = [[copy.article_id[0] for copy in story.copies] for story in merged.stories]
    assert sorted(map(sorted, stories)) == [["a", "b", "c"], ["d"], ["e"], ["f"]]
    attack = one_told_by(merged, "a")
    assert told_in([report.event_id for report in attack.reports]) == {"a", "b", "c", "d"}
    assert (attack.n_articles, attack.n_stories) == (4, 2)
    assert attack.outlets == ("AFP", "Daily Sun", "Reuters", "Sahel Info")
    assert (attack.first_report, attack.last_report) == (DAY, DAY + dt.timedelta(1))
    assert attack.lead.event_id == attack.reports[0].event_id


def test_a_like_event_of_another_day_or_country_stays_apart() -> None:
    merged = merge(*market())
    for letter in "ef":
        assert told_in([report.event_id for report in one_told_by(merged, letter).reports]) == {letter}


def test_each_story_counts_once_for_the_confidence() -> None:
    # The surest of the three copies (0.9), and the rival (0.6).
    assert one_told_by(merge(*market()), "a").confidence == pytest.approx(1 - 0.1 * 0.4)


def test_every_report_says_what_it_stands_on() -> None:
    first, *others = one_told_by(merge(*market()), "a").reports
    assert (first.score, first.matched_with, first.grounds) == (None, None, None)
    by_letter = {report.event_id[0]: report for report in others}
    assert "a copy of the same story" in (by_letter["b"].grounds or "")
    told = by_letter["d"].grounds or ""
    assert all(word in told for word in ("actors MLI", "date 2024-04-09", "place Mopti", "market"))
    assert by_letter["d"].matched_with in {r.event_id for r in (first, *others)}
    assert (by_letter["d"].score or 0) > 0


def test_the_numbers_that_differ_stand_side_by_side() -> None:
    (found,) = one_told_by(merge(*market()), "a").contradictions
    assert found.field == "number killed"
    assert [version.value for version in found.values] == ["14", "16"]
    assert [told_in(version.event_ids) for version in found.values] == [{"a", "b", "c"}, {"d"}]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_order_and_repeats_do_not_matter(rng: random.Random, repeats: int) -> None:
    articles, events = market()
    shuffled = articles + articles[:repeats], events + events[:repeats]
    for rows in shuffled:
        rng.shuffle(rows)  # type: ignore[arg-type]
    assert merge(*shuffled) == merge(articles, events)


def test_what_is_told_in_the_same_words_in_copies_is_one_without_a_score() -> None:
    one, other = article("a", WIRE), article("b", WIRE.replace("Gunmen kill", "Raid kills"), outlet="Post")
    merged = merge([one, other], [event(one, "opened fire"), event(other, "opened fire")])
    (found,) = merged.events
    assert found.reports[1].score is None
    assert (found.reports[1].grounds or "").startswith("same words in a copy of the same story")


def test_an_article_that_tells_one_thing_twice_tells_one_event() -> None:
    of = article(
        "a",
        "Police fire tear gas at marchers in Mopti\nPolice fired tear gas at marchers in Mopti on Tuesday, aid workers "
        "said. Soldiers beat two marchers in Gao.",
    )
    police, soldiers = party("Police", "MLI", sector="COP"), party("Soldiers", "MLI", sector="MIL")
    marchers = party("marchers", "MLI", sector="CVL")
    title, below = (
        event(of, words, actors=[police], recipients=[marchers]) for words in ("fire tear", "fired")
    )
    beaten = event(of, "beat", actors=[soldiers], recipients=[marchers])
    groups = [{report.event_id for report in e.reports} for e in merge([of], [title, below, beaten]).events]
    assert sorted(groups, key=len) == [{beaten.event_id}, {title.event_id, below.event_id}]


def test_nothing_gives_nothing_and_an_event_needs_its_article() -> None:
    assert merge([], []) == Merged((), ())
    articles, events = market()
    with pytest.raises(KeyError):
        merge(articles[1:], events)
