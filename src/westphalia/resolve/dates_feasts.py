"""Feasts and days with a name: which days of a year they fall on.

Moving feasts are computed: Easter (the computus of Meeus and of Gauss), the tabular Islamic calendar, the Hebrew
calendar by its molad, and the lunar new year from the mean and true new moon (Meeus, "Astronomical
Algorithms", chapter 49).  The Islamic months begin by sight of the moon, so a real date may lie one day off.

Left out on purpose: names that mean another day in another country ("Independence Day", "Victory Day",
"Labour Day", "Election Day").
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Callable

Days = tuple[dt.date, dt.date]
_ONE = dt.timedelta(days=1)


def _day(day: dt.date, length: int = 1) -> Days:
    return day, day + (length - 1) * _ONE


def _fixed(month: int, day: int, length: int = 1) -> Callable[[int], Days]:
    return lambda year: _day(dt.date(year, month, day), length)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """The `nth` (from 1; -1 is the last) such weekday of a month, None where the month has fewer."""
    last = calendar.monthrange(year, month)[1]
    if nth < 0:
        end = dt.date(year, month, last)
        return end - ((end.weekday() - weekday) % 7) * _ONE
    day = 1 + (weekday - dt.date(year, month, 1).weekday()) % 7 + 7 * (nth - 1)
    return dt.date(year, month, day) if day <= last else None


def _nth(month: int, weekday: int, nth: int, plus: int = 0) -> Callable[[int], Days]:
    def days(year: int) -> Days:
        found = nth_weekday(year, month, weekday, nth)
        if found is None:  # no feast below asks for a fifth weekday
            raise ValueError("the month has no such weekday")
        return _day(found + plus * _ONE)

    return days


def easter(year: int) -> dt.date:
    """Western Easter Sunday (Gregorian computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Eastern Easter Sunday (Julian computus, told as a Gregorian date)."""
    epact = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
    month, day = divmod(epact + weekday + 114, 31)
    return dt.date(year, month, day + 1) + (year // 100 - year // 400 - 2) * _ONE


def _around_easter(plus: int, length: int = 1) -> Callable[[int], Days]:
    return lambda year: _day(easter(year) + plus * _ONE, length)


def _islamic(month: int, day: int, length: int) -> Callable[[int], Days]:
    """The first time in a Gregorian year that a day of the tabular Islamic calendar falls in it."""

    def days(year: int) -> Days:
        for hijri in range(int((year - 622) * 1.030684) - 1, int((year - 622) * 1.030684) + 3):
            before = 354 * (hijri - 1) + (3 + 11 * hijri) // 30 + math.ceil(29.5 * (month - 1))
            start = dt.date.fromordinal(227014 + before + day)
            if start.year == year:
                return _day(start, length)
        raise ValueError("no such day in that year")

    return days


def _hebrew_new_year(hebrew: int) -> int:
    """Proleptic Gregorian ordinal of 1 Tishri of a Hebrew year: molad and postponements."""

    def elapsed(year: int) -> int:
        months = (235 * year - 234) // 19
        parts = 12084 + 13753 * months
        day = 29 * months + parts // 25920
        return day + 1 if (3 * (day + 1)) % 7 < 3 else day

    before, this, after = elapsed(hebrew - 1), elapsed(hebrew), elapsed(hebrew + 1)
    shift = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return this + shift - 1373427


def _hebrew(plus: int, length: int, *, spring: bool = False) -> Callable[[int], Days]:
    """Days counted from 1 Tishri of the autumn of that year (`spring`: backwards, Passover is 163 before)."""

    def days(year: int) -> Days:
        new_year = _hebrew_new_year(year + 3761)
        return _day(dt.date.fromordinal(new_year - 163 if spring else new_year) + plus * _ONE, length)

    return days


def _hanukkah(year: int) -> Days:
    new_year = _hebrew_new_year(year + 3761)
    length = _hebrew_new_year(year + 3762) - new_year
    heshvan = 30 if length in (355, 385) else 29
    return _day(dt.date.fromordinal(new_year + 30 + heshvan + 24), 8)


def _new_moon(lunation: int) -> dt.date:
    """Day of a new moon at Beijing (UTC+8); `lunation` 0 is that of 6 January 2000. Good to minutes."""
    century = lunation / 1236.85
    julian = 2451550.09766 + 29.530588861 * lunation + 0.00015437 * century**2
    eccentric = 1 - 0.002516 * century
    sun = math.radians(2.5534 + 29.10535670 * lunation)
    moon = math.radians(201.5643 + 385.81693528 * lunation + 0.0107582 * century**2)
    latitude = math.radians(160.7108 + 390.67050284 * lunation - 0.0016118 * century**2)
    julian += (
        -0.40720 * math.sin(moon)
        + 0.17241 * eccentric * math.sin(sun)
        + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * latitude)
        + 0.00739 * eccentric * math.sin(moon - sun)
        - 0.00514 * eccentric * math.sin(moon + sun)
        + 0.00208 * eccentric**2 * math.sin(2 * sun)
        - 0.00111 * math.sin(moon - 2 * latitude)
        - 0.00057 * math.sin(moon + 2 * latitude)
    )
    # Dynamical time runs about a minute ahead of universal time in the years news is from.
    return dt.date.fromordinal(math.floor(julian - 1721424.5 + 8 / 24 - 0.0008))


def lunar_new_year(year: int) -> dt.date:
    """First day of the Chinese year: the new moon between 21 January and 20 February."""
    if year == 1985:  # two new moons lie in the window; the leap month of 1984 makes it the later
        return dt.date(1985, 2, 20)
    guess = round((year - 2000) * 12.3685)
    for lunation in range(guess - 1, guess + 4):
        day = _new_moon(lunation)
        if dt.date(year, 1, 21) <= day <= dt.date(year, 2, 20):
            return day
    raise ValueError("no new moon in the window")


def _lunar_new_year(plus: int, length: int) -> Callable[[int], Days]:
    return lambda year: _day(lunar_new_year(year) + plus * _ONE, length)


# Names without apostrophes and possessive s, as `dates_text.canonical` writes them.
FEASTS: dict[str, Callable[[int], Days]] = {
    "new year day": _fixed(1, 1),
    "new year": _fixed(1, 1),
    "new year eve": _fixed(12, 31),
    "epiphany": _fixed(1, 6),
    "orthodox christmas": _fixed(1, 7),
    "martin luther king day": _nth(1, 0, 3),
    "valentine day": _fixed(2, 14),
    "st valentine day": _fixed(2, 14),
    "presidents day": _nth(2, 0, 3),
    "women day": _fixed(3, 8),
    "international women day": _fixed(3, 8),
    "st patrick day": _fixed(3, 17),
    "nowruz": _fixed(3, 20, 2),
    "april fools day": _fixed(4, 1),
    "songkran": _fixed(4, 13, 3),
    "earth day": _fixed(4, 22),
    "anzac day": _fixed(4, 25),
    "may day": _fixed(5, 1),
    "cinco de mayo": _fixed(5, 5),
    "juneteenth": _fixed(6, 19),
    "canada day": _fixed(7, 1),
    "4th of july": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "assumption day": _fixed(8, 15),
    "labor day": _nth(9, 0, 1),
    "columbus day": _nth(10, 0, 2),
    "halloween": _fixed(10, 31),
    "all saints day": _fixed(11, 1),
    "all souls day": _fixed(11, 2),
    "guy fawkes night": _fixed(11, 5),
    "armistice day": _fixed(11, 11),
    "veterans day": _fixed(11, 11),
    "thanksgiving": _nth(11, 3, 4),
    "thanksgiving day": _nth(11, 3, 4),
    "black friday": _nth(11, 3, 4, plus=1),
    "human rights day": _fixed(12, 10),
    "christmas": _fixed(12, 25),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "shrove tuesday": _around_easter(-47),
    "ash wednesday": _around_easter(-46),
    "palm sunday": _around_easter(-7),
    "holy week": _around_easter(-7, 7),
    "maundy thursday": _around_easter(-3),
    "holy thursday": _around_easter(-3),
    "good friday": _around_easter(-2),
    "easter": _around_easter(0),
    "easter sunday": _around_easter(0),
    "easter weekend": _around_easter(-2, 4),
    "easter monday": _around_easter(1),
    "ascension day": _around_easter(39),
    "pentecost": _around_easter(49),
    "whit sunday": _around_easter(49),
    "whit monday": _around_easter(50),
    "corpus christi": _around_easter(60),
    "orthodox easter": lambda year: _day(orthodox_easter(year)),
    "islamic new year": _islamic(1, 1, 1),
    "ashura": _islamic(1, 10, 1),
    "mawlid": _islamic(3, 12, 1),
    "ramadan": _islamic(9, 1, 30),
    "start of ramadan": _islamic(9, 1, 1),
    "eid al fitr": _islamic(10, 1, 3),
    "eid ul fitr": _islamic(10, 1, 3),
    "eid al adha": _islamic(12, 10, 4),
    "eid ul adha": _islamic(12, 10, 4),
    "purim": _hebrew(-30, 1, spring=True),
    "passover": _hebrew(0, 7, spring=True),
    "rosh hashanah": _hebrew(0, 2),
    "yom kippur": _hebrew(9, 1),
    "sukkot": _hebrew(14, 7),
    "simchat torah": _hebrew(21, 1),
    "hanukkah": _hanukkah,
    "lunar new year": _lunar_new_year(0, 1),
    "lunar new year eve": _lunar_new_year(-1, 1),
    "lunar new year holiday": _lunar_new_year(0, 7),
    "chinese new year": _lunar_new_year(0, 1),
    "spring festival": _lunar_new_year(0, 7),
    "tet": _lunar_new_year(0, 3),
}


def feast(name: str, year: int) -> Days | None:
    """First and last day of a feast in a year; None where the name or the year is not known.

    Computed calendars are trusted for 1900 to 2100, fixed days for any year a date can have.
    """
    rule = FEASTS.get(name)
    if rule is None or not 1900 <= year <= 2100:
        return None
    try:
        return rule(year)
    except (ValueError, OverflowError):
        return None
