"""The rules of `dates_points`: each makes a value from one matched pattern, or None.

A rule may raise ValueError or OverflowError for a day that no calendar has; `point` takes that as None.
"""

from __future__ import annotations

import datetime as dt
import re

from westphalia.records import DateValue
from westphalia.resolve import dates_lists as lists
from westphalia.resolve.dates_feasts import feast, nth_weekday
from westphalia.resolve.dates_frame import (
    ONE_DAY,
    PUBLICATION,
    TEXT,
    Frame,
    moved,
    nearest,
    stretch,
    unit_value,
    week_of,
    weekday_value,
)

# How far a word moves a week, a month, a year; "this" and "current" do not.
STEPS = {"last": -1, "past": -1, "passed": -1, "previous": -1, "next": 1, "coming": 1}


def year_told(match: re.Match[str], frame: Frame) -> tuple[int | None, str] | None:
    """The year told with a date and the basis; (None, …) where none is told; None where it cannot be known."""
    told = match.groupdict()
    if told.get("year"):
        return int(told["year"]), TEXT
    rel = told.get("rel")
    if rel is None:
        return None, PUBLICATION
    if frame.published is None:
        return None
    return frame.published.year + STEPS.get(rel, 0), PUBLICATION


def read_iso(match: re.Match[str], frame: Frame) -> DateValue | None:
    return DateValue.day(dt.date(int(match["year"]), int(match["m"]), int(match["d"])), TEXT)


def read_slashes(match: re.Match[str], frame: Frame) -> DateValue | None:
    """Day and month by slashes: taken only where one reading is a date, or one has not come yet."""
    year, days = int(match["year"]), set()
    for month, day in ((int(match["a"]), int(match["b"])), (int(match["b"]), int(match["a"]))):
        if month <= 12:
            days.add(dt.date(year, month, day))
    if len(days) > 1 and frame.published and not frame.coming:
        days = {day for day in days if day <= frame.published}
    return DateValue.day(days.pop(), TEXT) if len(days) == 1 else None


def read_day_month(match: re.Match[str], frame: Frame) -> DateValue | None:
    """A day of a month. Where no year is told, a weekday beside it tells which of the nearest is meant."""
    month, day = lists.MONTHS[match["month"]], int(match["day"])
    known = year_told(match, frame)
    if known is None:
        return None
    year, basis = known
    if year is not None:
        return DateValue.day(dt.date(year, month, day), basis)

    def value_of(at: int) -> DateValue | None:
        try:
            return DateValue.day(dt.date(at, month, day), basis)
        except ValueError:
            return None

    now, weekday = frame.published, lists.WEEKDAYS.get(match.groupdict().get("weekday") or "")
    if now is not None and weekday is not None:
        beside = [value for at in (now.year - 1, now.year, now.year + 1) if (value := value_of(at))]
        fitting = [value for value in beside if value.start.weekday() == weekday]
        if fitting:
            return min(fitting, key=lambda value: abs(value.start - now))
    return nearest(value_of, frame)


def read_month(match: re.Match[str], frame: Frame) -> DateValue | None:
    month = lists.MONTHS[match["month"]]
    known = year_told(match, frame)
    if known is None:
        return None
    year, basis = known
    if year is not None:
        return DateValue.month(year, month, basis)
    return nearest(lambda at: DateValue.month(at, month, basis), frame)


def read_side_month(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "last November", "next July", "this May": not the month of publication itself unless "this"."""
    if frame.published is None:
        return None
    month, now = lists.MONTHS[match["month"]], frame.published
    year = now.year
    if STEPS.get(match["side"]) == -1:
        # The month just over is told as "last month"; by its name, "last" goes a year further back.
        year -= 0 if month < now.month - 1 else 1
    elif STEPS.get(match["side"]) == 1:
        year += 0 if month > now.month else 1
    return DateValue.month(year, month, PUBLICATION)


def read_year(match: re.Match[str], frame: Frame) -> DateValue | None:
    return DateValue.year(int(match["year"]), TEXT)


def read_years(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "1998-2000", "2014-15", "2014/15"."""
    first, last = int(match["year"]), int(match["to"])
    if last < 100:
        last += first - first % 100 + (100 if last < first % 100 else 0)
    if last < first:
        return None
    return DateValue.interval(dt.date(first, 1, 1), dt.date(last, 12, 31), TEXT)


def read_decade(match: re.Match[str], frame: Frame) -> DateValue | None:
    first = int(match["decade"])
    return DateValue.interval(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), TEXT)


def read_decade_word(match: re.Match[str], frame: Frame) -> DateValue | None:
    if frame.published is None:
        return None
    first = frame.published.year - frame.published.year % 100 + lists.DECADES[match[1]]
    first -= 100 if first > frame.published.year else 0
    return DateValue.interval(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), PUBLICATION)


def read_century(match: re.Match[str], frame: Frame) -> DateValue | None:
    last = int(match[1]) * 100
    return (
        DateValue.interval(dt.date(last - 99, 1, 1), dt.date(last, 12, 31), TEXT) if 1 < last < 2200 else None
    )


def read_part_of_year(match: re.Match[str], frame: Frame) -> DateValue | None:
    """A quarter or a half of a year; "the year" is publication's."""
    known = year_told(match, frame)
    if known is None:
        return None
    year, basis = known
    if year is None:
        if frame.published is None:
            return None
        year = frame.published.year
    months = 6 if match.groupdict().get("half") else 3
    nth = int(match.groupdict().get("half") or match["quarter"])
    if not 1 <= nth <= 12 // months:
        return None
    return DateValue.interval(
        dt.date(year, 1 + months * (nth - 1), 1), DateValue.month(year, months * nth, basis).end, basis
    )


def read_within_month(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "the first Monday in May 2019", "the last Sunday of October", "the first week of June"."""
    month = read_month(match, frame)
    if month is None:
        return None
    nth = -1 if match["nth"] == "last" else int(match["nth"].rstrip("-th"))
    if nth == 0:
        return None
    if match["weekday"] == "week":
        start = month.end - 6 * ONE_DAY if nth < 0 else month.start + 7 * (nth - 1) * ONE_DAY
        if start > month.end:
            return None
        return DateValue.interval(start, min(start + 6 * ONE_DAY, month.end), month.basis)
    if match["weekday"] == "day":
        day: dt.date | None = month.end if nth < 0 else month.start + (nth - 1) * ONE_DAY
    else:
        day = nth_weekday(month.start.year, month.start.month, lists.WEEKDAYS[match["weekday"]], nth)
    return DateValue.day(day, month.basis) if day and day <= month.end else None


def read_weekday(match: re.Match[str], frame: Frame) -> DateValue | None:
    """A weekday; "last" and "next" never mean yesterday and tomorrow, which have words of their own."""
    weekday, side = lists.WEEKDAYS[match["weekday"]], match.groupdict().get("side") or ""
    published = frame.published
    if published is None:
        return None
    if side == "last":
        back = (published.weekday() - weekday) % 7 or 7
        return DateValue.day(published - (back if back > 1 else 8) * ONE_DAY, PUBLICATION)
    if side in ("past", "passed", "previous", "this past"):
        return DateValue.day(published - ((published.weekday() - weekday) % 7 or 7) * ONE_DAY, PUBLICATION)
    ahead = (weekday - published.weekday()) % 7 or 7
    if side == "next":
        return DateValue.day(published + (ahead if ahead > 1 else 8) * ONE_DAY, PUBLICATION)
    if side in ("coming", "this coming"):
        return DateValue.day(published + ahead * ONE_DAY, PUBLICATION)
    return weekday_value(weekday, frame)


def read_weekday_the_nth(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "Friday the 13th": only where the nearest such day is that weekday."""
    day = read_day_of_month(match, frame)
    return day if day and day.start.weekday() == lists.WEEKDAYS[match["weekday"]] else None


def read_half_month(match: re.Match[str], frame: Frame) -> DateValue | None:
    month = read_month(match, frame)
    if month is None:
        return None
    middle = month.start.replace(day=15)
    if match["half"] == "1":
        return DateValue.interval(month.start, middle, month.basis)
    return DateValue.interval(middle + ONE_DAY, month.end, month.basis)


def read_weekday_in_week(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "Monday last week", "next week on Tuesday", "Tuesday week"."""
    if frame.published is None:
        return None
    weekday, side = lists.WEEKDAYS[match["weekday"]], match.groupdict().get("side")
    if side is None:
        first = weekday_value(weekday, frame.ahead())
        return DateValue.day(first.start + 7 * ONE_DAY, PUBLICATION) if first else None
    step = STEPS.get(side, 0)
    return DateValue.day(week_of(frame.published)[0] + (7 * step + weekday) * ONE_DAY, PUBLICATION)


def read_day_of_month(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "the 9th": the nearest day of that number that has come, or, for a planned event, that will."""
    now = frame.published
    if now is None:
        return None
    day, side = int(match["day"]), match.groupdict().get("side")
    if side:
        steps: tuple[int, ...] = ({"last": -1, "next": 1}.get(side, 0),)
    elif frame.coming:
        steps = (0, 1, 2) if day >= now.day else (1, 2)
    else:
        steps = (0, -1, -2) if day <= now.day else (-1, -2)
    for step in steps:  # the next month that has a day of that number
        month = unit_value(now, "month", step, PUBLICATION)
        if 1 <= day <= month.end.day:
            return DateValue.day(month.start.replace(day=day), PUBLICATION)
    return None


def read_relative_day(match: re.Match[str], frame: Frame) -> DateValue | None:
    if frame.published is None:
        return None
    return DateValue.day(frame.published + lists.RELATIVE_DAYS[match["word"]] * ONE_DAY, PUBLICATION)


def read_overnight(match: re.Match[str], frame: Frame) -> DateValue | None:
    if frame.published is None:
        return None
    return DateValue.interval(frame.published - ONE_DAY, frame.published, PUBLICATION)


def read_side_unit(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "last week", "this month", "next year". What has happened "this week" had by publication."""
    if frame.published is None:
        return None
    step = STEPS.get(match["side"], 0)
    whole = unit_value(frame.published, match["unit"], step, PUBLICATION)
    if match["unit"] == "week" and not step and not frame.coming and whole.start < frame.published:
        return DateValue.interval(whole.start, frame.published, PUBLICATION)
    return whole


def read_rest_of_week(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "earlier this week" ends with publication, "later this week" begins with it, "all week" ends with it."""
    if frame.published is None:
        return None
    monday, sunday = week_of(frame.published)
    if match["part"] in ("later", "rest of"):
        return DateValue.interval(frame.published, sunday, PUBLICATION)
    return DateValue.interval(monday, frame.published, PUBLICATION)


def read_edge_of_unit(match: re.Match[str], frame: Frame) -> DateValue | None:
    """The start or end of publication's week (a day), month (the month) or year (January, December)."""
    if frame.published is None:
        return None
    end = match["edge"] in ("end", "close", "out", "last day")
    whole = unit_value(frame.published, match["unit"], 0, PUBLICATION)
    if match["unit"] == "week" or match["edge"].endswith("day"):
        return DateValue.day(whole.end if end else whole.start, PUBLICATION)
    if match["unit"] == "month":
        return whole
    return DateValue.month(whole.start.year, 12 if end else 1, PUBLICATION)


def read_weekend(match: re.Match[str], frame: Frame) -> DateValue | None:
    """The nearest weekend that has begun, or, for a planned event, that has not ended."""
    now, side = frame.published, match["side"] or ""
    if now is None:
        return None
    weekday = now.weekday()
    step = 0 if weekday >= 5 or frame.coming else -1
    if side in ("this", "coming", "this coming") and weekday >= 2:
        step = 0
    elif side == "last":
        step = -1
    elif side in ("next",):
        step = 1 if weekday >= 5 else 0
    return unit_value(now, "weekend", step, PUBLICATION)


def read_season(match: re.Match[str], frame: Frame) -> DateValue | None:
    """Three months of the northern year; the seasons of the south are not told apart."""
    first, last = lists.SEASONS[match["season"]]
    known = year_told(match, frame)
    if known is None:
        return None
    year, basis = known

    def value_of(at: int) -> DateValue:
        end = DateValue.month(at + (1 if last < first else 0), last, basis).end
        return DateValue.interval(dt.date(at, first, 1), end, basis)

    if year is not None:
        return value_of(year)
    side, now = match.groupdict().get("side"), frame.published
    if now is None:
        return None
    values = [value_of(at) for at in range(max(now.year - 2, 1), now.year + 3)]
    if side in ("last", "past", "previous"):
        values = [value for value in values if value.end < now]
        return values[-1] if values else None
    if side in ("next", "coming"):
        return next((value for value in values if value.start > now), None)
    if side == "this":
        return min(values, key=lambda value: (abs((value.start - now).days + 45), value.start))
    return nearest(value_of, frame)


def read_feast(match: re.Match[str], frame: Frame) -> DateValue | None:
    name = match["feast"]
    known = year_told(match, frame)
    if known is None:
        return None
    year, basis = known

    def value_of(at: int) -> DateValue | None:
        days = feast(name, at)
        return DateValue.interval(*days, basis) if days else None

    if year is not None:
        return value_of(year)
    side, now = match.groupdict().get("side"), frame.published
    if side == "last" and now:
        return nearest(value_of, frame.at(now - ONE_DAY))
    if side in ("next", "coming") and now:
        return nearest(value_of, frame.at(now + ONE_DAY, coming=True))
    return nearest(value_of, frame)


def read_attacks(match: re.Match[str], frame: Frame) -> DateValue | None:
    return DateValue.day(dt.date(2001, 9, 11), TEXT)


def read_ago(match: re.Match[str], frame: Frame) -> DateValue | None:
    """A distance from publication. One year ago is told of about the day, so it is the month."""
    if frame.published is None:
        return None
    sign = 1 if match["way"] in ("from now", "hence") else -1
    count, unit = int(match["count"]), match["unit"]
    if unit == "year" and count == 1:
        count, unit = 12, "month"
    return moved(frame.published, sign * count, unit, PUBLICATION)


def read_in_units(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "in two weeks" of a planned event; of a past one the words tell how long, not when."""
    if frame.published is None or not frame.coming:
        return None
    count, unit = int(match["count"]), match["unit"]
    days = count * (7 if unit == "week" else 1)
    if unit in ("day", "week"):
        then = frame.published + days * ONE_DAY
        return (
            DateValue.day(then, PUBLICATION)
            if days <= 14
            else DateValue.month(then.year, then.month, PUBLICATION)
        )
    return moved(frame.published, count, unit, PUBLICATION)


def read_stretch(match: re.Match[str], frame: Frame) -> DateValue | None:
    """ "the past six weeks", "the next two days"."""
    if frame.published is None:
        return None
    count = int(match["count"] or 1)
    ahead = match["side"] in ("next", "coming")
    other = stretch(frame.published, count if ahead else -count, match["unit"])
    if other is None:
        return None
    return DateValue.interval(min(other, frame.published), max(other, frame.published), PUBLICATION)
