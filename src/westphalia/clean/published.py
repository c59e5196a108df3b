"""When a page was published, told from its own lines. None rather than a guess.

A date later than the user's own and a day is not believed, whatever tells it.

1. a full date in a line of the page's head (byline, "Published …", date line)   basis "byline"
2. the dateline; without a year, the year comes from elsewhere in the page       basis "dateline"
3. the address                                                                    basis "url"
4. a caption's date whose weekday is the one the text speaks of                   basis "caption"
5. a date in the text with its weekday, or whose weekday the first lines name     basis "text"
6. a holiday with its weekday ("Thursday is … Defender of the Fatherland Day")    basis "text"
7. the user's own date                                                            basis "given"
8. only the month (address) or the year (copyright line)                          basis "url", "copyright"
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from westphalia.clean import dates
from westphalia.clean.alone import Label
from westphalia.clean.dateline import Dateline
from westphalia.clean.lines import Line
from westphalia.records import DateValue

_LEAD = 6
"""Paragraphs whose weekdays speak of the days around publication."""

_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d%])")
_COPYRIGHT = re.compile(r"(?i)(?:\u00a9|\(c\)|copyright)[^\d\n]{0,40}((?:19|20)\d\d)(?!\s?[-\u2013]\s?\d)")
_PUBLISHED = re.compile(r"(?i)\b(?:first )?(?:publish|post|filed|issued|dated?\b|created)")
_UPDATED = re.compile(r"(?i)\b(?:updat|modif|edited|revis|last\b)")

# Public holidays on a fixed day, by the names news in English uses (source: each country's calendar
# of public holidays). Only with a weekday beside them do they tell a year.
_HOLIDAYS: tuple[tuple[str, int, int], ...] = (
    (r"new year'?s day", 1, 1),
    (r"orthodox christmas", 1, 7),
    (r"australia day", 1, 26),
    (r"defenders? of the fatherland day", 2, 23),
    (r"international women'?s day", 3, 8),
    (r"st\.? patrick'?s day", 3, 17),
    (r"anzac day", 4, 25),
    (r"(?:may|labou?r) day holiday|may day", 5, 1),
    (r"world press freedom day", 5, 3),
    (r"victory day", 5, 9),
    (r"canada day", 7, 1),
    (r"fourth of july|july 4 holiday", 7, 4),
    (r"bastille day", 7, 14),
    (r"ukraine'?s independence day", 8, 24),
    (r"india'?s independence day", 8, 15),
    (r"german unity day", 10, 3),
    (r"china'?s national day", 10, 1),
    (r"christmas eve", 12, 24),
    (r"christmas day", 12, 25),
    (r"boxing day", 12, 26),
)
# What a text cannot speak of before a certain year (facts; the year the thing began or got its name).
_NOT_BEFORE: tuple[tuple[str, int], ...] = (
    (r"september 11 attacks|9/11", 2001),
    (r"arab spring", 2011),
    (r"euromaidan|annexed crimea|annexation of crimea", 2014),
    (r"islamic state", 2014),
    (r"brexit", 2016),
    (r"covid-19|coronavirus pandemic", 2020),
    (r"invaded ukraine|(?:war|invasion) (?:in|of) ukraine|full-scale invasion", 2022),
    (r"israel-hamas war|war in gaza", 2023),
)
_IMPLIED = tuple((re.compile(rf"(?i)\b(?:{name})\b"), year) for name, year in _NOT_BEFORE)
_REACH = 4
_HOLIDAY = tuple((re.compile(rf"(?i)\b{name}\b"), month, day) for name, month, day in _HOLIDAYS)


def published_in_lines(
    lines: Sequence[Line],
    labels: Sequence[Label],
    dateline: Dateline | None,
    *,
    url: str | None,
    given: dt.date | None,
) -> DateValue | None:
    """The publication date that the page tells, else the user's, else what is left of evidence."""
    body = [line.text for line, label in zip(lines, labels, strict=True) if label.kind == "body"]
    lead = body[:_LEAD]
    hints = _years(lines, labels, url, given)
    latest = dates.latest_believed(given)
    in_url = day if url and (day := dates.url_day(url)) and day <= latest else None
    # 1. head lines
    if day := _in_head(lines, labels, url, given):
        return DateValue.day(day, "byline")
    # 2. dateline
    day = (dateline.day or _with_year(dateline.day_of_year, hints, lead, body)) if dateline else None
    if day and day <= latest:
        return DateValue.day(day, "dateline")
    # 3. address
    if in_url:
        return DateValue.day(in_url, "url")
    # 4. captions
    captions = [line.text for line, label in zip(lines, labels, strict=True) if label.kind == "caption"]
    if (day := _latest_fitting(captions, lead, hints)) and day <= latest:
        return DateValue.day(day, "caption")
    # 5. text
    if (day := _in_text(body, lead, hints)) and day <= latest:
        return DateValue.day(day, "text")
    # 6. holiday
    if (day := _by_holiday(body, lead)) and day <= latest:
        return DateValue.day(day, "text")
    # 7. the user's word
    if given:
        return DateValue.day(given, "given")
    # 8. weak evidence
    if url and (month := dates.url_month(url)):
        return DateValue.month(*month, "url")
    copyright_year = _copyright_year(lines, labels)
    return DateValue.year(copyright_year, "copyright") if copyright_year else None


# --- 1. head lines ------------------------------------------------------------------------------


def _in_head(
    lines: Sequence[Line], labels: Sequence[Label], url: str | None, given: dt.date | None
) -> dt.date | None:
    title = next((i for i, label in enumerate(labels) if label.kind == "title"), -1)
    first = next((i for i, label in enumerate(labels) if label.kind == "body"), len(lines))
    last = max((i for i, label in enumerate(labels) if label.kind == "body"), default=-1)
    best: tuple[int, dt.date] | None = None
    for index, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if index > first + 1 and not (index > last and label.reason in ("date line",)):
            continue
        head_line = label.kind in ("byline", "furniture", "subhead") and line.words <= 40
        if not head_line or label.reason in ("headline of another story", "below the article's end"):
            continue
        for rank, day in _ranked(line, title < index < first, label, url, given):
            if index > last and rank < 5:
                continue
            if best is None or rank > best[0]:
                best = (rank, day)
    return best[1] if best else None


def _ranked(
    line: Line, between: bool, label: Label, url: str | None, given: dt.date | None
) -> Iterator[tuple[int, dt.date]]:
    """Dates of one head line with their rank: labelled as publication, below the title, a byline, other."""
    before = 0
    for date in dates.find_dates(line.form):
        words = line.form[before : date.start]
        before = date.end
        day = _settled(date, url, given)
        if day is None or day > dates.latest_believed(given):
            continue
        rank = 1 + 2 * between + (label.kind == "byline") + (label.reason == "date line")
        if _UPDATED.search(words[-30:]):
            rank -= 2
        elif _PUBLISHED.search(words[-40:]):
            rank += 3
        yield rank, day


def _settled(date: dates.FoundDate, url: str | None, given: dt.date | None) -> dt.date | None:
    """One reading of 04/09/2024: by its weekday (done), the address or the user's date; else none."""
    if date.other is None:
        return date.day
    known = (dates.url_day(url) if url else None, given)
    return next((day for day in (date.day, date.other) if day in known), None)


# --- 2. years -----------------------------------------------------------------------------------


def _years(
    lines: Sequence[Line], labels: Sequence[Label], url: str | None, given: dt.date | None
) -> tuple[int, ...]:
    """Years that the page's frame or the user names, best first: address, copyright line, user."""
    years: list[int] = []
    if url and (day := dates.url_day(url)):
        years.append(day.year)
    elif url and (month := dates.url_month(url)):
        years.append(month[0])
    if given:
        years.append(given.year)
    if year := _copyright_year(lines, labels):
        years.append(year)
    return tuple(dict.fromkeys(years))


def _copyright_year(lines: Sequence[Line], labels: Sequence[Label]) -> int | None:
    for line, label in zip(lines, labels, strict=True):
        if label.kind in ("credit", "furniture") and (match := _COPYRIGHT.search(line.form)):
            return int(match.group(1))
    return None


def _with_year(
    day: dates.DayOfYear | None, hints: tuple[int, ...], lead: Sequence[str], body: Sequence[str]
) -> dt.date | None:
    """The year of a dateline's day: one that the frame names, else the one whose weekday fits the text."""
    if day is None:
        return None
    for year in hints:
        if date := day.in_year(year):
            return date
    # the last year named, if the first paragraphs name it: further down it may be history
    named = max(_named_years(body), default=0)
    date = day.in_year(named) if named in _named_years(lead[:3]) else None
    weekdays = set(dates.find_weekdays(" ".join(lead[:2])))
    return date if date and any((date - dt.timedelta(n)).weekday() in weekdays for n in (0, 1)) else None


def _named_years(texts: Iterable[str]) -> list[int]:
    return [int(year) for text in texts for year in _YEAR.findall(text)]


# --- 4. and 5. captions and text ----------------------------------------------------------------


def _latest_fitting(texts: Sequence[str], lead: Sequence[str], hints: tuple[int, ...]) -> dt.date | None:
    """The latest full date whose weekday is among those the lead names, in a year the frame allows."""
    weekdays = set(dates.find_weekdays(" ".join(lead)))
    found = [date for text in texts for date in dates.find_dates(text) if date.other is None]
    if not found:
        return None
    latest = max(found, key=lambda date: date.day)
    fits = latest.fits_weekday or latest.day.weekday() in weekdays
    return latest.day if fits and (not hints or latest.day.year in hints) else None


def _in_text(body: Sequence[str], lead: Sequence[str], hints: tuple[int, ...]) -> dt.date | None:
    found = [date for text in body for date in dates.find_dates(text) if date.other is None]
    if not found:
        return None
    latest = max(date.day for date in found)
    if max(_named_years(body), default=0) > latest.year or (hints and latest.year not in hints):
        return None
    in_lead = [date.day for text in lead[:3] for date in dates.find_dates(text)]
    weekdays = set(dates.find_weekdays(" ".join(lead)))
    stated = any(date.day == latest and date.fits_weekday for date in found)
    return latest if (latest in in_lead and latest.weekday() in weekdays) or stated else None


# --- 6. holidays --------------------------------------------------------------------------------


def _by_holiday(body: Sequence[str], lead: Sequence[str]) -> dt.date | None:
    """A holiday and its weekday fix the year; the weekday of the news fixes the day before it.

    The year is the first that fits, no more than `_REACH` years after the last year that the text
    names or implies (`_NOT_BEFORE`); a weekday recurs on a date after five, six or eleven years.
    """
    earliest = max(
        [*_named_years(body), *(year for form, year in _IMPLIED if any(form.search(t) for t in body))],
        default=0,
    )
    if not earliest:
        return None
    for text in body:
        for sentence in re.split(r"(?<=[.!?])\s", text):
            for holiday, month, day in _HOLIDAY:
                weekdays = dates.find_weekdays(sentence) if holiday.search(sentence) else []
                if len(weekdays) == 1 and (found := _year_of(month, day, weekdays[0], earliest)):
                    return _news_day(found, lead)
    return None


def _year_of(month: int, day: int, weekday: int, earliest: int) -> dt.date | None:
    for year in range(earliest, earliest + _REACH):
        date = dates.make_date(year, month, day)
        if date and date.weekday() == weekday:
            return date
    return None


def _news_day(holiday: dt.date, lead: Sequence[str]) -> dt.date:
    """The last day at or before the holiday whose weekday the lead names first."""
    weekdays = dates.find_weekdays(" ".join(lead))
    if not weekdays:
        return holiday
    return holiday - dt.timedelta((holiday.weekday() - weekdays[0]) % 7)
