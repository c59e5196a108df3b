"""Calendar dates as pages write them: a closed set of forms, no guessing.

Forms: 2024-04-09, 2024/04/09, 9 April 2024, 9th of April, 2024, 24 of January of 2023, April 9, 2024,
Tue 9 Apr 2024, 09.04.2024, 09/04/2024. With the weekday in front where there is one. A date of
numbers that can be read both ways (04/09/2024) is given with both readings, never decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1900, 2100

MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS: dict[str, int] = {name: n for n, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: n for name, n in list(MONTHS.items())}
MONTHS |= {"sept": 9, "febr": 2}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:r|ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = (
    r"(?:\b(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s{1,3}(?:the\s)?)?"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NOT_NUMBER = r"(?![\d/]|[.,]\d)"

_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.-]){_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\d-])",
        rf"(?<![\d/.-]){_YEAR}[/.](?P<month>0?[1-9]|1[0-2])[/.](?P<day>0?[1-9]|[12]\d|3[01]){_NOT_NUMBER}",
        rf"{_WEEKDAY}(?<![\d:.,/-]){_DAY}\s{{0,2}}(?:of\s|-|,\s?)?{_MONTH},?(?:\s(?:of|de)\s|[\s-]{{1,3}}){_YEAR}(?!\d)",
        rf"{_WEEKDAY}(?<![^\W_]){_MONTH}\s{{0,2}}{_DAY},?\s{{1,3}}{_YEAR}(?!\d)",
        rf"{_WEEKDAY}(?<![\d/.-]){_DAY}(?P<mark>[./-])(?P<month>0?[1-9]|1[0-2]|[1-3]\d)(?P=mark){_YEAR}{_NOT_NUMBER}",
    )
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_HAS_DIGIT = re.compile(r"\d")
_NO_YEAR = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEKDAY}(?<![^\W_]){_MONTH}\s{{0,2}}{_DAY}(?![\d:]|,?\s{{1,3}}(?:19|20)\d\d)",
        rf"{_WEEKDAY}(?<![\d:.,/-]){_DAY}\s(?:of\s)?{_MONTH}(?!,?\s{{1,3}}(?:of\s)?(?:19|20)\d\d)(?![^\W\d_])",
    )
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: where, which day, the other reading if there is one, the weekday written (0 = Monday)."""

    start: int
    end: int
    day: dt.date
    other: dt.date | None = None
    weekday: int | None = None

    @property
    def fits_weekday(self) -> bool:
        """Whether a weekday was written with it and is the date's own."""
        return self.weekday is not None and self.day.weekday() == self.weekday


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A date without its year: "June 19"."""

    start: int
    end: int
    month: int
    day: int
    weekday: int | None = None

    def in_year(self, year: int) -> dt.date | None:
        return make_date(year, self.month, self.day)


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where the calendar has none or the year is no news page's."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def latest_believed(given: dt.date | None) -> dt.date:
    """The last day that a page can say it was published.

    The user's own date and one day of grace for time zones; without it no day is ruled out. Never
    today's date: the same page must give the same article at any time.
    """
    if given is None:
        return dt.date(LAST_YEAR, 12, 31)
    return given + dt.timedelta(1) if given < dt.date.max else given


def find_dates(text: str) -> list[FoundDate]:
    """All full dates of a text, in order, without overlaps (the earlier form in the list wins)."""
    found: list[FoundDate] = []
    if not _HAS_YEAR.search(text):
        return found  # every form ends or begins with a year; most lines have none
    taken: set[int] = set()
    for form in _FORMS:
        for match in form.finditer(text):
            date = _read(match)
            if date and taken.isdisjoint(range(date.start, date.end)):
                found.append(date)
                taken.update(range(date.start, date.end))
    return sorted(found, key=lambda date: date.start)


def find_days(text: str) -> list[DayOfYear]:
    """All dates without a year, in order."""
    found: list[DayOfYear] = []
    if not _HAS_DIGIT.search(text):
        return found
    for form in _NO_YEAR:
        for match in form.finditer(text):
            month, day = _month(match.group("month")), int(match.group("day"))
            if month and make_date(2000, month, day):
                found.append(DayOfYear(match.start(), match.end(), month, day, _weekday(match)))
    return sorted(found, key=lambda date: date.start)


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every date in a text, with or without its year."""
    found: list[FoundDate | DayOfYear] = [*find_dates(text), *find_days(text)]
    return [(date.start, date.end) for date in found]


def find_weekdays(text: str) -> list[int]:
    """The weekdays named in a text, in order, written out in full (0 = Monday)."""
    return [WEEKDAYS.index(m.group(1).lower()) for m in _FULL_WEEKDAY.finditer(text)]


_FULL_WEEKDAY = re.compile(rf"(?i)\b({'|'.join(WEEKDAYS)})\b")


def _read(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    year, day, month = int(groups["year"]), int(groups["day"]), _month(groups["month"])
    if month is None:
        return None
    date = make_date(year, month, day)
    other: dt.date | None = None
    if groups.get("mark"):
        other = make_date(year, day, month)  # month first, as Americans write
        if groups["mark"] == "." and date:
            other = None  # with dots the day comes first everywhere
        if date is None:
            date, other = other, None
        if date == other:
            other = None
    weekday = _weekday(match)
    if date and other and weekday is not None and other.weekday() == weekday != date.weekday():
        date, other = other, None
    elif date and other and weekday == date.weekday():
        other = None
    return FoundDate(match.start(), match.end(), date, other, weekday) if date else None


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else MONTHS.get(word.lower().rstrip("."))


def _weekday(match: re.Match[str]) -> int | None:
    name = match.groupdict().get("weekday")
    return next(i for i, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3])) if name else None


_URL_DAY = re.compile(
    r"[/_-](?P<year>(?:19|20)\d\d)[/_-]?(?P<month>0[1-9]|1[0-2])[/_-]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_NAMED = re.compile(
    r"/(?P<year>(?:19|20)\d\d)/(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(?P<day>\d\d?)(?!\d)",
    re.IGNORECASE,
)
_URL_WORDS = re.compile(
    r"[/_-](?P<month>january|february|march|april|may|june|july|august|september|october|november|december)"
    r"-(?P<day>\d\d?)-(?P<year>20\d\d)(?!\d)",
    re.IGNORECASE,
)
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0?[1-9]|1[0-2])/(?!\d{1,2}/)")


def url_day(url: str) -> dt.date | None:
    """The day in an address (/2024/04/09/, /2024/apr/09/, -20240409), or None."""
    for form in (_URL_DAY, _URL_NAMED, _URL_WORDS):
        if match := form.search(url):
            month = _month(match.group("month")) or MONTHS.get(match.group("month").lower()[:3])
            if month and (day := make_date(int(match.group("year")), month, int(match.group("day")))):
                return day
    return None


def url_month(url: str) -> tuple[int, int] | None:
    """Year and month in an address that has no day (/2024/04/headline), or None."""
    match = _URL_MONTH.search(url)
    return (int(match.group("year")), int(match.group("month"))) if match else None
