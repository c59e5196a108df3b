"""What a time expression is read against, and the arithmetic of the calendar.

`Frame` holds the publication date, the narrative's current date and whether the event lies ahead.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from westphalia.records import DateValue

TEXT, PUBLICATION, NARRATIVE = "text", "text+publication", "text+narrative"
ONE_DAY = dt.timedelta(days=1)
# The units in which a date of a month or a year is precise enough to count from.
_COUNTS_FROM = {"month": ("month", "year"), "year": ("year",)}  # by the date's precision
# A date of this year that lies less than this ahead of publication is taken as ahead even where the event
# is not marked as planned: the same day of the year before would be told with its year.
_NEAR_DAYS = 45


@dataclass(frozen=True, slots=True)
class Frame:
    """`era` is the last date that the story told, of any precision; `narrative` the last told to the day."""

    published: dt.date | None
    coming: bool = False
    narrative: dt.date | None = None
    era: DateValue | None = None

    def ahead(self) -> Frame:
        return replace(self, coming=True)

    def at(self, day: dt.date, *, coming: bool = False) -> Frame:
        """The same words read as if published on another day."""
        return Frame(day, coming, day)

    def anchor(self, unit: str) -> dt.date | None:
        """The day from which a distance in such units counts: years and months also from a date told as roughly."""
        era = self.era
        if era is not None:
            rough = (
                "year" if era.precision == "interval" and era.start.year == era.end.year else era.precision
            )
            if unit in _COUNTS_FROM.get(rough, ()):
                return era.start
        return self.narrative


def week_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of the ISO week."""
    monday = day - day.weekday() * ONE_DAY
    return monday, monday + 6 * ONE_DAY


def shift_month(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (earlier where negative), or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def weekday_value(weekday: int, frame: Frame, basis: str = PUBLICATION) -> DateValue | None:
    """The nearest such weekday, publication's own day included: past, or coming for a planned event."""
    if frame.published is None:
        return None
    if frame.coming:
        day = frame.published + ((weekday - frame.published.weekday()) % 7) * ONE_DAY
    else:
        day = frame.published - ((frame.published.weekday() - weekday) % 7) * ONE_DAY
    return DateValue.day(day, basis)


def nearest(value_of: Callable[[int], DateValue | None], frame: Frame) -> DateValue | None:
    """Of something that comes once a year, the time that is meant where no year is told.

    The latest that has begun by publication, or, for a planned event, the first that has not ended.
    `value_of` gives the value for a year, None where the year lacks it (29 February).
    """
    if frame.published is None:
        return None
    year = frame.published.year
    values = [value for at in range(year - 8, year + 9) if 1 <= at <= 9998 and (value := value_of(at))]
    past = [value for value in values if value.start <= frame.published]
    if frame.coming:
        ahead = [value for value in values if value.end >= frame.published]
        return ahead[0] if ahead else None
    following = [value for value in values if value.start > frame.published]
    if (
        past
        and following
        and following[0].precision == "day"
        and (following[0].start - frame.published).days <= _NEAR_DAYS
        and (frame.published - past[-1].end).days > 366 - 2 * _NEAR_DAYS
    ):
        return following[0]
    return past[-1] if past else None


def moved(day: dt.date, count: int, unit: str, basis: str) -> DateValue | None:
    """`count` units after `day` (before where negative), as precise as the unit lets one say.

    Hours stay on the day unless they fill days; days and one week give a day; weeks and months a month;
    years, one decade and one century a year.
    """
    if unit in ("second", "minute", "hour"):
        whole = abs(count) // 24 if unit == "hour" else 0
        return DateValue.day(day + (whole if count > 0 else -whole) * ONE_DAY, basis)
    if unit == "day":
        return DateValue.day(day + count * ONE_DAY, basis)
    if unit == "week":
        then = day + 7 * count * ONE_DAY
        return (
            DateValue.day(then, basis) if abs(count) == 1 else DateValue.month(then.year, then.month, basis)
        )
    if unit == "month":
        then = shift_month(day, count)
        return DateValue.month(then.year, then.month, basis)
    if unit == "year":
        return DateValue.year(day.year + count, basis)
    return None


def stretch(day: dt.date, count: int, unit: str) -> dt.date | None:
    """The other end of a stretch of `count` units that begins (or, negative, ends) at `day`."""
    if unit in ("second", "minute"):
        return day
    if unit == "hour":
        days = -(-abs(count) // 24)
        return day + (days if count > 0 else -days) * ONE_DAY
    if unit in ("day", "week"):
        return day + count * (7 if unit == "week" else 1) * ONE_DAY
    if unit in ("month", "year"):
        return shift_month(day, count * (12 if unit == "year" else 1))
    return None


def unit_value(day: dt.date, unit: str, step: int, basis: str) -> DateValue:
    """The whole week, month, quarter or year `step` after the one `day` is in."""
    if unit == "day":
        return DateValue.day(day + step * ONE_DAY, basis)
    if unit == "week":
        return DateValue.interval(*week_of(day + 7 * step * ONE_DAY), basis)
    if unit == "weekend":
        saturday = week_of(day + 7 * step * ONE_DAY)[0] + 5 * ONE_DAY
        return DateValue.interval(saturday, saturday + ONE_DAY, basis)
    if unit == "month":
        then = shift_month(day, step)
        return DateValue.month(then.year, then.month, basis)
    if unit == "quarter":
        then = shift_month(day.replace(month=1 + 3 * ((day.month - 1) // 3), day=1), 3 * step)
        return DateValue.interval(then, shift_month(then, 3) - ONE_DAY, basis)
    return DateValue.year(day.year + step, basis)
