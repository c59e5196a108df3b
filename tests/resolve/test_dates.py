"""The date reader: what spans of time words say, against a publication date and a narrative date."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from westphalia.resolve.dates import find_dates, normalise
from westphalia.resolve.dates_feasts import FEASTS, feast, lunar_new_year, orthodox_easter

PUBLISHED = dt.date(2024, 4, 10)  # a Wednesday
NARRATIVE = dt.date(2024, 3, 5)  # a Tuesday
# The codebook's forms: a day, month or year, or two of one kind ("the summer of 2015": 2015-06/2015-08).
ISO = re.compile(r"\d{4}(?:/\d{4})?|\d{4}-\d\d(?:/\d{4}-\d\d)?|\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")


def iso(words: str, **told: object) -> str | None:
    value = normalise(words, PUBLISHED, **told)  # type: ignore[arg-type]
    return value.iso if value else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("11 September 2001", "2001-09-11"),
        ("Tuesday, April 9, 2024", "2024-04-09"),
        ("the 6th of January 2021", "2021-01-06"),
        ("2024-04-09", "2024-04-09"),
        ("on 04.03.2024", "2024-03-04"),
        ("13/04/2024", "2024-04-13"),
        ("in March 2023", "2023-03"),
        ("mid-2021", "2021"),
        ("in the 1990s", "1990/1999"),
        ("in '98", "1998"),
        ("the first quarter of 2019", "2019-01-01/2019-03-31"),
        ("Q3 2022", "2022-07/2022-09"),
        ("between 2014 and 2016", "2014/2016"),
        ("in 1947, 1965 and 1971", "1947/1971"),
        ("from 27 to 30 September 1992", "1992-09-27/1992-09-30"),
        ("from August to September of 1945", "1945-08/1945-09"),
        ("9/11", "2001-09-11"),
        ("during Easter 2022", "2022-04-17"),
        ("on the first Monday of May 2023", "2023-05-01"),
        ("in the second half of March 2020", "2020-03-16/2020-03-31"),
        ("the summer of 2015", "2015-06/2015-08"),
        ("on the 20th anniversary of the 11 September 2001 attacks", "2021-09-11"),
    ],
)
def test_full_dates_need_no_publication_date(words: str, expected: str) -> None:
    value = normalise(words, None)
    assert value is not None
    assert value.iso == expected
    assert value.basis == "text"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Tuesday", "2024-04-09"),
        ("on Wednesday", "2024-04-10"),
        ("Thursday's", "2024-04-04"),
        ("late on Monday night", "2024-04-08"),
        ("at 3.46 yesterday morning", "2024-04-09"),
        ("By half past four on Friday morning", "2024-04-05"),
        ("at 2300 GMT on Monday", "2024-04-08"),
        ("At around 2 am local time (0730 UTC) on Sunday", "2024-04-07"),
        ("last night", "2024-04-09"),
        ("this evening", "2024-04-10"),
        ("overnight", "2024-04-09/2024-04-10"),
        ("last Friday", "2024-04-05"),
        ("last Tuesday", "2024-04-02"),
        ("Monday last week", "2024-04-01"),
        ("the night of Sunday to Monday last week", "2024-03-31/2024-04-01"),
        ("this week", "2024-04-08/2024-04-10"),
        ("earlier this week", "2024-04-08/2024-04-10"),
        ("last week", "2024-04-01/2024-04-07"),
        ("over the weekend", "2024-04-06/2024-04-07"),
        ("earlier this month", "2024-04"),
        ("late last year", "2023"),
        ("last November", "2023-11"),
        ("in January of last year", "2023-01"),
        ("in December", "2023-12"),
        ("in April", "2024-04"),
        ("at the end of the year", "2024-12"),
        ("on the 9th", "2024-04-09"),
        ("on the 31st", "2024-03-31"),
        ("Feb. 2", "2024-02-02"),
        ("2 Mart", "2024-03-02"),
        ("on August 6", "2023-08-06"),
        ("on 27 and 28 December", "2023-12-27/2023-12-28"),
        ("in the night to 1 April", "2024-03-31/2024-04-01"),
        ("on Sunday night and Monday", "2024-04-07/2024-04-08"),
        ("nine days ago", "2024-04-01"),
        ("a week ago", "2024-04-03"),
        ("six weeks ago", "2024-02"),
        ("fourteen months ago", "2023-02"),
        ("a year ago", "2023-04"),
        ("half a century ago", "1974"),
        ("since late February 2022", "2022-02/2024-04"),
        ("since Friday", "2024-04-05/2024-04-10"),
        ("every year since 1994", "1994/2024"),
        ("over the past two months", "2024-02-10/2024-04-10"),
        ("in the last 24 hours", "2024-04-09/2024-04-10"),
        ("last summer", "2023-06/2023-08"),
        ("last winter", "2023-12/2024-02"),
        ("on Christmas Eve", "2023-12-24"),
        ("on Good Friday", "2024-03-29"),
        ("in the eighties", "1980/1989"),
        ("two days after the March 9 parade", "2024-03-11"),
        ("on the eve of Tuesday's vote", "2024-04-08"),
        ("once the lease on the port runs out on March 31", "2024-03-31"),
        ("from a coup in October 1987", "1987-10"),
    ],
)
def test_past_events_take_the_nearest_past_date(words: str, expected: str) -> None:
    assert iso(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Tuesday", "2024-04-16"),
        ("on Wednesday", "2024-04-10"),
        ("from Monday to Wednesday", "2024-04-15/2024-04-17"),
        ("next Thursday", "2024-04-18"),
        ("this week", "2024-04-08/2024-04-14"),
        ("next week", "2024-04-15/2024-04-21"),
        ("at the weekend", "2024-04-13/2024-04-14"),
        ("by the weekend", "2024-04-13"),
        ("tomorrow", "2024-04-11"),
        ("in March", "2025-03"),
        ("from next July", "2024-07"),
        ("by July of next year", "2025-07"),
        ("on the 9th", "2024-05-09"),
        ("on May 9", "2024-05-09"),
        ("in a fortnight", "2024-04-24"),
        ("in 45 days", "2024-05"),
        ("by the end of 2026", "2026"),
        ("a week on Tuesday", "2024-04-23"),
        ("between September 15 and the end of the year", "2024-09-15/2024-12-31"),
    ],
)
def test_planned_events_take_the_nearest_coming_date(words: str, expected: str) -> None:
    assert iso(words, coming=True) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the day before", "2024-03-04"),
        ("the night before", "2024-03-04"),
        ("a day later", "2024-03-06"),
        ("three days earlier", "2024-03-02"),
        ("two days after the vote", "2024-03-07"),
        ("the same evening", "2024-03-05"),
        ("hours after the vote", "2024-03-05"),
        ("at dawn", "2024-03-05"),
        ("at 8:30 a.m.", "2024-03-05"),
        ("the following week", "2024-03-11/2024-03-17"),
        ("the year before", "2023"),
        ("that Friday", "2024-03-08"),
        ("that month", "2024-03"),
        ("six years later", "2030"),
        ("barely 24 hours later", "2024-03-06"),
    ],
)
def test_the_narrative_is_what_later_and_before_count_from(words: str, expected: str) -> None:
    value = normalise(words, PUBLISHED, narrative=NARRATIVE)
    assert value is not None
    assert value.iso == expected
    assert value.basis == "text+narrative"
    assert normalise(words, PUBLISHED) is None


@pytest.mark.parametrize(
    "words",
    [
        "",
        "~",
        "recently",
        "in recent years",
        "in the coming days",
        "for the first time since 2011",
        "every Sunday",
        "before last summer",
        "on 30 February",
        "12/04/2024",
        "on Day 40 of the war",
        "for 2000 votes",
        "at the turn of the century",
        "on Friday the 13th",
        "x" * 301,
    ],
)
def test_what_the_words_do_not_settle_is_none(words: str) -> None:
    assert normalise(words, PUBLISHED) is None


def test_without_a_publication_date_relative_words_are_none() -> None:
    for words in ("on Tuesday", "last month", "in March", "yesterday", "since Friday", "at Easter"):
        assert normalise(words, None) is None


def test_a_weekday_beside_a_date_tells_the_year() -> None:
    # 9 April was a Tuesday in 2024: the event is past although it is marked as ahead.
    assert iso("Tuesday, April 9", coming=True) == "2024-04-09"


def test_a_date_just_ahead_is_this_years() -> None:
    assert iso("on May 9") == "2024-05-09"
    assert iso("on October 9") == "2023-10-09"


def test_feasts_between_two_years() -> None:
    value = normalise("between Christmas and New Year", dt.date(2013, 12, 28))
    assert value is not None
    assert value.iso == "2013-12-25/2014-01-01"


def test_moving_feasts_fall_where_almanacs_put_them() -> None:
    assert feast("ramadan", 2015) == (dt.date(2015, 6, 18), dt.date(2015, 7, 17))
    assert feast("rosh hashanah", 2023) == (dt.date(2023, 9, 16), dt.date(2023, 9, 17))
    assert feast("passover", 2024) == (dt.date(2024, 4, 23), dt.date(2024, 4, 29))
    assert feast("hanukkah", 2022) == (dt.date(2022, 12, 19), dt.date(2022, 12, 26))
    assert feast("thanksgiving", 2021) == (dt.date(2021, 11, 25), dt.date(2021, 11, 25))
    assert [lunar_new_year(year) for year in (1985, 2007, 2021, 2024)] == [
        dt.date(1985, 2, 20),
        dt.date(2007, 2, 18),
        dt.date(2021, 2, 12),
        dt.date(2024, 2, 10),
    ]
    assert orthodox_easter(2024) == dt.date(2024, 5, 5)
    assert feast("easter", 1800) is None


def test_every_feast_has_a_day_in_every_year_of_the_news() -> None:
    for year in range(1950, 2051):
        for name in FEASTS:
            days = feast(name, year)
            assert days is not None, (name, year)
            assert days[0] <= days[1]


def test_find_dates_takes_full_dates_only() -> None:
    text = (
        "Ministers meet in Lima, March 21, 2023 © Agency – 9 April 2024, updated 2024-04-10T08:00; filed "
        "04.03.2024, not 3/4/2024, on 31 February 2020, in version 1.2.2020.3 or on April 9."
    )
    assert [(span.of(text), value.iso) for span, value in find_dates(text)] == [
        ("March 21, 2023", "2023-03-21"),
        ("9 April 2024", "2024-04-09"),
        ("2024-04-10", "2024-04-10"),
        ("04.03.2024", "2024-03-04"),
    ]


_PIECES = st.sampled_from(
    [
        "on",
        "in",
        "at",
        "by",
        "since",
        "from",
        "to",
        "between",
        "and",
        "the",
        "of",
        "a",
        "last",
        "next",
        "this",
        "that",
        "first",
        "third",
        "two",
        "twenty-six",
        "hundred",
        "3",
        "12",
        "31",
        "1999",
        "2024",
        "9/11",
        "2024-04-09",
        "12.5.2020",
        "31st",
        "monday",
        "Tuesday",
        "march",
        "May",
        "Feb.",
        "spring",
        "winter",
        "Ramadan",
        "Christmas",
        "Eve",
        "week",
        "month",
        "year",
        "day",
        "days",
        "ago",
        "later",
        "before",
        "after",
        "overnight",
        "night",
        "morning",
        "5pm",
        "10:30",
        "GMT",
        "-",
        ",",
        "'",
        "'s",
        "half",
        "past",
        "quarter",
        "century",
        "decade",
        "eve",
        "anniversary",
        "weekend",
        "0",
        "99th",
        "9999",
        "tomorrow",
        "early",
        "end",
        "~",
        "fortnight",
        "until",
        "\u200b",
        "(",
        "–",
    ]
)
_DAYS = st.none() | st.dates()


@settings(deadline=None)
@example("spring", dt.date(2000, 1, 1), False, None)  # 1999-03/1999-05
@given(st.lists(_PIECES, max_size=10).map(" ".join) | st.text(max_size=320), _DAYS, st.booleans(), _DAYS)
def test_any_words_give_none_or_a_sound_interval(
    words: str, published: dt.date | None, coming: bool, narrative: dt.date | None
) -> None:
    value = normalise(words, published, coming=coming, narrative=narrative)
    if value is not None:
        assert value.start <= value.end
        assert ISO.fullmatch(value.iso)
        assert value.basis in ("text", "text+publication", "text+narrative")
        assert value == normalise(words, published, coming=coming, narrative=narrative)


@given(st.dates(dt.date(1600, 1, 1), dt.date(2099, 12, 31)), st.text(max_size=20))
def test_a_full_date_is_found_wherever_it_stands(day: dt.date, around: str) -> None:
    written = f"{day.day} {day:%B} {day.year}"
    text = f"{around} ({written}) {around}"
    assert any(span.of(text) == written and value.start == day for span, value in find_dates(text))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at 2 a.m. local time on Tuesday (2300 GMT Monday)", "2024-04-09"),
        ("at 2300 GMT on Monday (2 a.m. Tuesday local time)", "2024-04-09"),
        ("early Tuesday (0300 GMT)", "2024-04-09"),
        ("at 11 p.m. EST on Monday", "2024-04-08"),
    ],
)
def test_where_the_day_turns_between_zones_the_local_day_counts(words: str, expected: str) -> None:
    assert iso(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("for three weeks", "2024-03-20/2024-04-10"),
        ("34 days", "2024-03-07/2024-04-10"),
        ("after 34 days of talks", "2024-03-07/2024-04-10"),
        ("three-day", "2024-04-08/2024-04-10"),
        ("for four months", "2023-12/2024-04"),
        ("for eight weeks", "2024-02/2024-04"),
        ("for almost two years", "2022/2024"),
        ("for 36 hours", "2024-04-08/2024-04-10"),
    ],
)
def test_a_bare_duration_ends_with_the_day_the_story_is_at(words: str, expected: str) -> None:
    value = normalise(words, PUBLISHED)
    assert value is not None
    assert (value.iso, value.precision, value.basis) == (expected, "interval", "text+publication")


def test_a_duration_of_what_lies_ahead_begins_with_publication() -> None:
    assert iso("for 90 days", coming=True) == "2024-04-10/2024-07-09"


def test_a_fortnight_is_told_to_the_day_and_two_weeks_are_not() -> None:
    assert iso("a fortnight ago") == "2024-03-27"
    assert iso("two weeks ago") == "2024-03"


def test_the_nth_day_running_is_the_day_the_story_is_at() -> None:
    assert iso("for a third straight day", narrative=dt.date(2024, 4, 9)) == "2024-04-09"
