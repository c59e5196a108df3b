"""What reports of one event contradict each other in."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.merge.build import DAY, article, event, party, told_in
from westphalia.merge import EventKey
from westphalia.merge.contradictions import contradictions, numbers_in

Found = dict[str, dict[str, set[str]]]


def found(*events: EventKey, stories: dict[str, str] | None = None) -> Found:
    """By field and version, the articles that tell it."""
    told = contradictions(events, stories or {e.article_id: e.article_id for e in events})
    return {one.field: {v.value: told_in(v.event_ids) for v in one.values} for one in told}


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("The blast killed at least 14 people and wounded 32, police said.", {"killed": ("14",), "injured": ("32",)}),
        ("Fourteen people were killed on 3 March 2024.", {"killed": ("14",)}),
        ("Police arrested 14 people, among them a 25-year-old.", {"arrested": ("14",)}),
        ("The death toll rose to 1,240.", {"killed": ("1240",)}),
        ("About 3,000 people marched 5 km to parliament.", {"gathered": ("3000",)}),
        ("China pledged $3.3 million for the victims.", {"money": ("3.3 million",)}),
        ("Two sailors were killed at 10:30 on the 14th.", {"killed": ("2",)}),
        ("He met the 27 ministers of the bloc.", {}),
        ("Nobody was hurt.", {}),
    ],
)  # fmt: skip
def test_numbers_are_read_with_what_they_count(sentence: str, numbers: dict[str, tuple[str, ...]]) -> None:
    assert dict(numbers_in(sentence)) == numbers


def killing(key: str, sentence: str, **more: object) -> EventKey:
    return event(article(key, f"Clash\n{sentence}"), "killed", **more)  # type: ignore[arg-type]


def test_numbers_that_no_report_shares_stand_side_by_side() -> None:
    one = killing("a", "Gunmen killed 14 people at the market on Tuesday.")
    same = killing("b", "Fourteen people were killed in Mopti.")
    more = killing("c", "Men on motorcycles killed 16 villagers.")
    assert found(one, same) == {}
    assert found(one, same, more) == {"number killed": {"14": {"a", "b"}, "16": {"c"}}}


def test_an_article_that_has_both_numbers_contradicts_neither() -> None:
    one = killing("a", "Gunmen killed 14 people.")
    both = killing("b", "The blast killed 16 people; the army had spoken of 14.")
    assert found(one, both) == {}


def test_the_version_of_most_stories_comes_first_and_reprints_do_not_count() -> None:
    few = [killing(key, "Police killed 3 people.") for key in "abc"]
    most = [killing(key, "The army killed 8 men.") for key in "de"]
    stories = {"a": "s1", "b": "s1", "c": "s1", "d": "s2", "e": "s3"}
    (one,) = contradictions([*few, *most], stories)
    assert [version.value for version in one.values] == ["8", "3"]


def test_what_is_reported_and_denied_is_contradicted_and_background_is_not() -> None:
    one = killing("a", "Soldiers killed nine farmers.")
    denied = killing("b", "No farmers were killed by soldiers.", status="denied")
    before = killing("c", "The march was held for the farmers killed by soldiers.", status="background")
    assert found(one, before) == {}
    assert found(one, denied, before)["status"] == {"reported": {"a"}, "denied": {"b"}}


ARMENIA = party("Armenian armed forces", "ARM", sector="MIL")
AZERBAIJAN = party("Azerbaijan", "AZE", name="Azerbaijan")


def test_the_parties_blamed_are_told_where_no_country_is_the_same() -> None:
    one = killing("a", "Armenian armed forces killed two servicemen.", actors=[ARMENIA])
    again = killing("b", "Armenia killed two servicemen.", actors=[party("Armenia", "ARM", name="Armenia")])
    other = killing("c", "Azerbaijan killed two servicemen.", actors=[AZERBAIJAN])
    assert found(one, again) == {}
    assert found(one, again, other)["blamed"] == {"Armenia": {"a", "b"}, "Azerbaijan": {"c"}}


def test_who_was_only_guessed_is_not_blamed() -> None:
    one = killing("a", "Drones killed two servicemen.", actors=[party("Drones", "ARE", sector="MIL")])
    other = killing("b", "Azerbaijan killed two servicemen.", actors=[AZERBAIJAN])
    friendly = killing("c", "Armenia thanked the killed.", actors=[ARMENIA], quad=1)
    assert found(one, other, friendly) == {}


def test_days_and_cities_that_the_texts_tell() -> None:
    one = killing("a", "Gunmen killed a judge in Mopti on Tuesday.", place="Mopti")
    other = killing("b", "Gunmen killed a judge in Gao on Monday.", place="Gao", day=DAY - dt.timedelta(1))
    undated = killing("c", "Gunmen killed a judge.", day=None)
    assert found(one, other, undated) == {
        "date": {"2024-04-08": {"b"}, "2024-04-09": {"a"}},
        "place": {"Gao": {"b"}, "Mopti": {"a"}},
    }


def test_one_article_contradicts_nobody_alone() -> None:
    of = article("a", "Clash\nThe army killed 3 men. Later it killed 5 more of them.")
    assert found(event(of, "killed 3"), event(of, "killed 5")) == {}
