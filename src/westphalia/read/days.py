"""A day as tables, feeds and exports write it.

    2024-04-09, 2024-04-09T10:00:00Z, 2024/04/09, 20240409     the date as written, whatever the time zone
    Tue, 09 Apr 2024 10:00:00 GMT, 9 April 2024                feeds and headers of mail
    April 9, 2024 Tuesday                                      exports
    1712656800, 1712656800000                                  seconds or milliseconds since 1970, in UTC
    09.04.2024, 19/04/2024, 4-19-2024                          where there is but one way to read it

09/04/2024 is a day in April in one country and in September in another: it is read where the order is told, by the
user or by another day of the same column (`order_of`). With the user's word 09/04/24 is read too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, Literal

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{6}Z?|T\d{4}Z?)?\Z")
_DAY_FIRST = re.compile(
    rf"(?i)(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s\-]+({_MONTH})\.?,?[\s\-]+(\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?i)\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\d./-])")
_SECONDS = re.compile(r"-?\d{9,10}(?:\.\d+)?\Z")
_MILLISECONDS = re.compile(r"-?\d{12,13}\Z")
_FIRST_YEAR, _LAST_YEAR = 1500, 2999
_LONGEST = 100


Order = Literal["dmy", "mdy"]
"""What comes first where a day is written in numbers alone."""

ORDERS: tuple[Order, Order] = ("dmy", "mdy")


def day_of(value: Any, order: Order | None = None) -> dt.date | None:
    """The day that a value names, or None. `order` is how to read what may be read in two ways."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(f"{value:.0f}" if abs(value) < 1e15 else "")
    if isinstance(value, bytes):
        value = value[:_LONGEST].decode("utf-8", "replace")
    return _of_text(value.strip()[:_LONGEST], order) if isinstance(value, str) else None


def is_open(value: Any) -> bool:
    """Whether a value names one of two days, and nothing but the order tells which."""
    return day_of(value) is None and day_of(value, "dmy") is not None and day_of(value, "mdy") is not None


def order_of(values: Iterable[Any]) -> Order | None:
    """What comes first in a column, where one of its days has but one reading and none contradicts it."""
    found: set[Order] = set()
    for value in values:
        numbers = _NUMBERS.match(value.strip()[:_LONGEST]) if isinstance(value, str) else None
        if numbers is None or numbers[2] == "." or len(numbers[4]) == 2:
            continue
        if int(numbers[1]) > 12 >= int(numbers[3]):
            found.add("dmy")
        elif int(numbers[3]) > 12 >= int(numbers[1]):
            found.add("mdy")
    return found.pop() if len(found) == 1 else None


def _of_text(text: str, order: Order | None = None) -> dt.date | None:
    if numbers := _NUMBERS.match(text):
        return _of_numbers(int(numbers[1]), int(numbers[3]), numbers[4], numbers[2], order)
    if found := _ISO.match(text) or _COMPACT.match(text):
        return _date(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(text):
        return _date(found[3], _MONTHS[found[2].lower()], found[1])
    if found := _MONTH_FIRST.search(text):
        return _date(found[3], _MONTHS[found[1].lower()], found[2])
    return _of_number(text)


def _of_numbers(first: int, second: int, year: str, mark: str, order: Order | None) -> dt.date | None:
    if len(year) == 2:
        if order is None:  # the year may as well be the first of the three
            return None
        year = str(2000 + int(year) - (100 if int(year) > 68 else 0))  # as POSIX reads it
    elif mark == ".":  # in use where the day comes first, and nowhere else
        order = "dmy"
    elif first > 12 or second > 12 or first == second:
        order = "dmy" if second <= 12 else "mdy"
    if order is None:
        return None
    return _date(year, second, str(first)) if order == "dmy" else _date(year, first, str(second))


def _of_number(text: str) -> dt.date | None:
    if _COMPACT.match(text):
        return _of_text(text)
    if not text.isascii():
        return None
    if _SECONDS.match(text):
        seconds = float(text)
    elif _MILLISECONDS.match(text):
        seconds = float(text) / 1000
    else:
        return None
    return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)).date()


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None
