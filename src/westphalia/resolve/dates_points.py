"""One date expression, in canonical form and without its preposition, read as a calendar interval.

`point` tries the patterns in their order; each has to match the whole expression, and its rule may still
refuse it. Recursion ("the eve of …") shortens the expression, so its depth is bounded by the span's length.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from westphalia.records import DateValue
from westphalia.resolve import dates_lists as lists
from westphalia.resolve import dates_rules as rules
from westphalia.resolve.dates_feasts import FEASTS
from westphalia.resolve.dates_frame import ONE_DAY, TEXT, Frame, shift_month
from westphalia.resolve.dates_text import MONTH, SEASON, WEEKDAY

Rule = Callable[["re.Match[str]", Frame], "DateValue | None"]

UNIT = "second|minute|hour|day|week|month|year"
_DAY = r"(?P<day>\d{1,2})(?:-?th)?"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d|21\d\d)"
# A year told by its distance: "last year", "of last year", "this year".
_REL_YEAR = r"(?:of |in )?(?:the )?(?P<rel>last|past|passed|previous|this|current|present|next|coming) year"
_WHEN_YEAR = rf"(?: (?:of |in )?(?:the year )?{_YEAR}| {_REL_YEAR})?"
_MONTH = rf"(?P<month>{MONTH})"
_WEEKDAY = rf"(?P<weekday>{WEEKDAY})"
_LAST = "last|past|passed|previous"
_THIS = "this|current|present"
_NEXT = "next|coming"
_FEAST = "|".join(sorted(FEASTS, key=len, reverse=True))


def _night_into(match: re.Match[str], frame: Frame) -> DateValue | None:
    day = point(match["rest"], frame)
    if day is None or day.precision != "day":
        return None
    return DateValue.interval(day.start - ONE_DAY, day.end, day.basis)


def _eve_of(match: re.Match[str], frame: Frame) -> DateValue | None:
    day = point(match["rest"], frame)
    return DateValue.day(day.start - ONE_DAY, day.basis) if day else None


def _anniversary(match: re.Match[str], frame: Frame) -> DateValue | None:
    day = point(match["rest"], frame)
    if day is None or day.precision != "day" or day.basis != TEXT:
        return None
    return DateValue.day(shift_month(day.start, 12 * int(match["nth"])), TEXT)


_PATTERNS: tuple[tuple[str, Rule], ...] = (
    (r"(?P<year>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?:t.*)?", rules.read_iso),
    (r"(?P<year>\d{4})[/.](?P<m>\d\d?)[/.](?P<d>\d\d?)", rules.read_iso),
    (r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<year>\d{4})", rules.read_iso),
    (r"(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<year>\d{4})", rules.read_slashes),
    (r"9/11", rules.read_attacks),
    (
        rf"(?:{_WEEKDAY} )?(?:the )?{_DAY}(?: day)?(?: of)?(?: the)? {_MONTH}{_WHEN_YEAR}",
        rules.read_day_month,
    ),
    (rf"(?:{_WEEKDAY} )?{_MONTH} (?:the )?{_DAY}{_WHEN_YEAR}", rules.read_day_month),
    (rf"{_WEEKDAY} the (?P<day>\d{{1,2}})th", rules.read_weekday_the_nth),
    (rf"{_MONTH}{_WHEN_YEAR}", rules.read_month),
    (rf"(?P<side>{_LAST}|{_NEXT}|{_THIS}) {_MONTH}", rules.read_side_month),
    (rf"(?:the )?(?:year )?{_YEAR}", rules.read_year),
    (r"(?P<year>1[0-9]\d\d|20\d\d)[-/](?P<to>\d\d|1[0-9]\d\d|20\d\d)", rules.read_years),
    (r"(?:the )?(?P<decade>1[0-9]\d0|20\d0)s", rules.read_decade),
    (rf"(?:the )?({'|'.join(lists.DECADES)})", rules.read_decade_word),
    (r"(?:the )?(\d{1,2})-?th century", rules.read_century),
    (
        rf"(?:the )?(?:q(?P<quarter>[1-4])|(?P<half>[12])-?th half)(?:(?: of)? {_YEAR}| {_REL_YEAR}| of the year)",
        rules.read_part_of_year,
    ),
    (rf"(?:the )?(?P<half>[12])-?th half of {_MONTH}{_WHEN_YEAR}", rules.read_half_month),
    (
        rf"(?:the )?(?P<quarter>[1-4])-?th quarter(?:(?: of)? {_YEAR}| {_REL_YEAR}| of the year)",
        rules.read_part_of_year,
    ),
    (
        rf"(?:the )?(?P<nth>\d-?th|\d\d-?th|last) (?P<weekday>{WEEKDAY}|week|day) (?:of|in) {_MONTH}{_WHEN_YEAR}",
        rules.read_within_month,
    ),
    (
        rf"(?:the )?(?:(?P<side>this past|this coming|{_LAST}|{_NEXT}|{_THIS}) )?{_WEEKDAY}",
        rules.read_weekday,
    ),
    (rf"{_WEEKDAY} (?:of |in )?(?:the )?(?P<side>{_LAST}|{_NEXT}|{_THIS}) week", rules.read_weekday_in_week),
    (rf"(?P<side>{_LAST}|{_NEXT}|{_THIS}) week (?:on )?{_WEEKDAY}", rules.read_weekday_in_week),
    (rf"(?:1 week on {_WEEKDAY})", rules.read_weekday_in_week),
    (rf"{_WEEKDAY} week", rules.read_weekday_in_week),
    (
        r"(?:the )?(?P<day>\d{1,2})(?:th|-?th(?: day)? of (?:the|(?P<side>this|last|next)) month|th instant)",
        rules.read_day_of_month,
    ),
    (
        rf"(?:the )?(?P<word>{'|'.join(sorted(lists.RELATIVE_DAYS, key=len, reverse=True))})",
        rules.read_relative_day,
    ),
    (r"overnight", rules.read_overnight),
    (r"(?P<part>earlier|later|rest of)(?: on)?(?: in| of)? (?:this|the) week", rules.read_rest_of_week),
    (r"(?P<part>all)(?: this)? week", rules.read_rest_of_week),
    (
        r"(?:the )?(?P<edge>start|beginning|opening|1-?th day|end|close|out|last day) of (?:the|this|the current) "
        r"(?P<unit>week|month|year)",
        rules.read_edge_of_unit,
    ),
    (r"(?P<unit>week|month|year) (?P<edge>end|start)", rules.read_edge_of_unit),
    (r"(?:the )?(?P<unit>week|month|year) (?:is|was) (?P<edge>out)", rules.read_edge_of_unit),
    (rf"(?P<side>{_LAST}|{_NEXT}|{_THIS}) (?P<unit>week|month|quarter|year)", rules.read_side_unit),
    (r"(?:earlier|later) in the (?P<unit>month|year)(?P<side>)", rules.read_side_unit),
    (rf"the (?P<side>{_THIS}|coming|passed) (?P<unit>week|month|quarter|year)", rules.read_side_unit),
    (r"the (?P<unit>week|month|year) (?P<side>passed|past)", rules.read_side_unit),
    (
        r"(?:the )?(?:(?P<side>this past|this coming|this|last|past|previous|next|coming) )?weekend",
        rules.read_weekend,
    ),
    (rf"(?:the )?(?P<season>{SEASON}){_WHEN_YEAR}", rules.read_season),
    (rf"(?:the )?(?P<side>last|past|previous|next|coming|this) (?P<season>{SEASON})", rules.read_season),
    (
        rf"(?:the )?(?P<feast>{_FEAST})(?: day)?(?: (?:holidays?|festival|feast|celebrations?))?{_WHEN_YEAR}",
        rules.read_feast,
    ),
    (rf"(?P<side>last|this|next|coming) (?P<feast>{_FEAST})", rules.read_feast),
    (
        rf"(?:(?:more|less) than |almost |nearly |about |around |some |over |under |barely |just |only |exactly |roughly )?(?P<count>\d{{1,4}}) (?P<unit>{UNIT})s? (?P<way>ago|from now|hence|back)",
        rules.read_ago,
    ),
    (
        rf"in (?:only |just |about |around )?(?P<count>\d{{1,3}}) (?P<unit>{UNIT})s?(?: time)?",
        rules.read_in_units,
    ),
    (
        rf"(?:the )?(?P<side>last|past|next|coming) (?P<count>\d{{1,3}}) (?P<unit>{UNIT})s?",
        rules.read_stretch,
    ),
    (rf"the (?P<side>last|past)(?P<count>) (?P<unit>{UNIT})", rules.read_stretch),
    (r"nightinto (?P<rest>.+)", _night_into),
    (r"(?:the )?eve of (?P<rest>.+)", _eve_of),
    (r"(?:the )?(?P<nth>\d{1,3})-?th anniversary of (?P<rest>.+)", _anniversary),
)
_RULES = tuple((re.compile(pattern), rule) for pattern, rule in _PATTERNS)


def point(words: str, frame: Frame) -> DateValue | None:
    """What the whole expression says, without lead words; None where no rule knows it."""
    for pattern, rule in _RULES:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        try:
            value = rule(match, frame)
        except (ValueError, OverflowError):  # 31 February, a year beyond the calendar
            value = None
        if value is not None:
            return value
    return None
