"""When: dates that depend on the events told before, and on what stands around the time words."""

from __future__ import annotations

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.resolve import resolve


def dates(text: str, *events: tuple[str, str, tuple[str, ...]]) -> list[str | None]:
    """The dates of events given as (trigger, time words or "", aux), published on Wednesday, 10 April 2024."""
    article = article_of(text)
    passage = Passage(article)
    times: dict[str, int] = {}
    for trigger, words, aux in events:
        actor = passage.mention("police", sector="COP")
        if words and words not in times:
            times[words] = passage.mention(words, "time")
        when = (times[words],) if words else ()
        passage.trigger(trigger, "COERCE", actors=(actor,), times=when, aux=aux)
    found = resolve(article, (passage.parse(),)).events
    return [event.date.iso if event.date else None for event in found]


def test_two_events_that_share_their_time_words_have_one_day() -> None:
    text = "On Tuesday police sealed the campus. The night before, police raided it and beat students."
    told = dates(
        text,
        ("sealed", "On Tuesday", ()),
        ("raided", "The night before", ()),
        ("beat", "The night before", ()),
    )
    assert told == ["2024-04-09", "2024-04-08", "2024-04-08"]


def test_years_later_counts_from_the_year_told() -> None:
    text = "In 2009 police closed the paper. Two years later police arrested its owner."
    old = ("historical",)
    assert dates(text, ("closed", "In 2009", old), ("arrested", "Two years later", old)) == ["2009", "2011"]


def test_that_month_is_of_the_year_the_story_is_at() -> None:
    text = "In the spring of 2006 police fired on marchers. That November police freed the leaders."
    old = ("historical",)
    told = dates(text, ("fired", "In the spring of 2006", old), ("freed", "That November", old))
    assert told == ["2006-03/2006-05", "2006-11"]


def test_a_year_that_dates_no_event_still_places_the_story() -> None:
    text = "Records began in 2003. That year police drove the settlers out."
    assert dates(text, ("drove", "That year", ("historical",))) == ["2003"]


def test_a_length_with_after_behind_it_is_a_distance() -> None:
    text = "On Sunday police cleared the square, a week after gunmen and police stormed it."
    told = dates(text, ("cleared", "On Sunday", ()), ("stormed", "a week", ()))
    assert told == ["2024-04-07", "2024-03-31"]


def test_since_tells_when_an_old_event_happened() -> None:
    text = "Talks have been off since March 2022, when police jailed the envoy."
    assert dates(text, ("jailed", "since March 2022", ("historical",))) == ["2022-03"]


def test_how_long_an_old_event_lasted_tells_no_date() -> None:
    assert dates("For nine months police ruled the town.", ("ruled", "For nine months", ("historical",))) == [
        None
    ]


def test_a_plan_does_not_move_the_story() -> None:
    text = "On Monday police will close the port. The day before, police closed the quay."
    told = dates(text, ("close", "On Monday", ("future",)), ("closed", "The day before", ()))
    assert told == ["2024-04-15", "2024-04-09"]
