"""A day as tables, feeds and exports write it.

    2024-04-09, 2024-04-09T10:00:00Z, 2024/04/09, 20240409     the date as written, whatever the time zone
    Tue, 09 Apr 2024 10:00:00 GMT, 9 April 2024                feeds and headers of mail
    April 9, 2024 Tuesday                                      exports
    1712656800, 1712656800000                                  seconds or milliseconds since 1970, in UTC

09/04/2024 is not read: it is a day in April in one country and in September in another.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

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
_SECONDS = re.compile(r"-?\d{9,10}(?:\.\d+)?\Z")
_MILLISECONDS = re.compile(r"-?\d{12,13}\Z")
_FIRST_YEAR, _LAST_YEAR = 1500, 2999
_LONGEST = 100


def day_of(value: Any) -> dt.date | None:
    """The day that a value names, or None."""
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
    return _of_text(value.strip()[:_LONGEST]) if isinstance(value, str) else None


def _of_text(text: str) -> dt.date | None:
    if found := _ISO.match(text) or _COMPACT.match(text):
        return _date(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(text):
        return _date(found[3], _MONTHS[found[2].lower()], found[1])
    if found := _MONTH_FIRST.search(text):
        return _date(found[3], _MONTHS[found[1].lower()], found[2])
    return _of_number(text)


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
