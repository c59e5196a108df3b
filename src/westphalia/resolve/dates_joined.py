"""Two date expressions joined ("from … to", "3 and 4 May"), and one without the words that lead up to it."""

from __future__ import annotations

import datetime as dt
import re

from westphalia.records import DateValue
from westphalia.resolve import dates_lists as lists
from westphalia.resolve.dates_frame import PUBLICATION, TEXT, Frame, weekday_value
from westphalia.resolve.dates_points import point
from westphalia.resolve.dates_text import MONTH

_JOIN = re.compile(
    r" (?:and|to|through|thru|until|till|or|&|and again|and then) | ?- ?|(?<=[a-z]) ?- ?(?=\d)"
)


def lead_stripped(tokens: list[str], frame: Frame) -> DateValue | None:
    """The expression with its lead words taken off one by one until a rule knows the rest."""
    at = 0
    while at < len(tokens):
        if value := point(" ".join(tokens[at:]), frame):
            bare_number = re.fullmatch(r"(?:in|on|at|for) (\d{1,2})", " ".join(tokens))
            if bare_number and value.precision != "day":
                return None
            # "Before last summer" is no time in it; "before Friday" is told of the day it is due.
            return (
                None if "before" in tokens[:at] and value.precision != "day" and not frame.coming else value
            )
        if tokens[at] not in lists.LEAD:
            break
        at += 1
    # Machine translation leaves the ordinal's ending off: "on 20", "at 28th".
    bare = re.fullmatch(r"(?:on|the|of|at) (?:the )?(\d{1,2})", " ".join(tokens))
    return point(f"{bare[1]}th", frame) if bare else None


_BARE_DAY = re.compile(r"(?:the )?(\d{1,2})(?:-?th)?")
_MONTH_IN = re.compile(rf"\b({MONTH})\b")
_YEAR_IN = re.compile(r"\b(?:(?:of |in )?(?:the )?(?:last|this|next) year|(?:1\d|20|21)\d\d)\b")


def joined(text: str, frame: Frame) -> DateValue | None:
    """The interval from one expression to the other, or None where there are no two."""
    years = re.fullmatch(r"(?:in |of |during )?((?:\d{4} )+)(?:and |or )(\d{4})", text)
    if years:  # 1947, 1965 and 1971
        every = [int(year) for year in f"{years[1]}{years[2]}".split()]
        if max(every) > 2199 or min(every) < 1000:
            return None
        return DateValue.interval(dt.date(min(every), 1, 1), dt.date(max(every), 12, 31), TEXT)
    for match in list(_JOIN.finditer(text))[:6]:
        left, right = text[: match.start()], text[match.end() :]
        if value := _interval(_bare(left), _bare(right), frame) or _interval(_bare(left), right, frame):
            return value
    return None


def _bare(words: str) -> str:
    tokens = words.split()
    while len(tokens) > 1 and (tokens[0] in lists.LEAD or tokens[0] in ("between", "either", "again")):
        tokens.pop(0)
    return " ".join(tokens)


def _interval(left: str, right: str, frame: Frame) -> DateValue | None:
    """From `left` to `right`; each may leave out the month or the year that the other tells."""
    month_left, month_right = _MONTH_IN.search(left), _MONTH_IN.search(right)
    year_left, year_right = _YEAR_IN.search(left), _YEAR_IN.search(right)
    if (day := _BARE_DAY.fullmatch(left)) and not year_left and month_right:
        left = f"{day[1]} {month_right[1]}" + (f" {year_right[0]}" if year_right else "")
    elif (day := _BARE_DAY.fullmatch(right)) and month_left:
        right = f"{day[1]} {month_left[1]}" + (f" {year_left[0]}" if year_left else "")
    elif _BARE_DAY.fullmatch(left) and _BARE_DAY.fullmatch(right):
        left, right = (_BARE_DAY.sub(r"\1th", side) for side in (left, right))
    elif month_left and year_right and not year_left:
        left = f"{left} {year_right[0]}"
    elif month_right and year_left and not year_right and not _has_day(right):
        right = f"{right} {year_left[0]}"
    if left in lists.WEEKDAYS:
        return _weekdays(left, right, frame)
    start, end = lead_stripped(left.split(), frame), lead_stripped(right.split(), frame)
    if start is None or end is None:
        return None
    if end.end < start.start:  # "between Christmas and New Year": the second follows the first
        end = lead_stripped(right.split(), frame.at(start.end, coming=True))
    if end is None or end.end < start.start:
        start_year = point(left, frame.at(end.end)) if end else None
        if end is None or start_year is None or end.end < start_year.start:
            return None
        start = start_year
    basis = TEXT if start.basis == end.basis == TEXT else PUBLICATION
    return DateValue.interval(start.start, end.end, basis)


def _has_day(words: str) -> bool:
    return bool(re.search(r"\b\d{1,2}(?:-?th)?\b", words))


def _weekdays(left: str, right: str, frame: Frame) -> DateValue | None:
    if frame.coming:
        start = weekday_value(lists.WEEKDAYS[left], frame)
        end = point(right, frame.at(start.start, coming=True)) if start else None
    else:
        end = point(right, frame)
        start = weekday_value(lists.WEEKDAYS[left], frame.at(end.start)) if end else None
    if start is None or end is None or end.precision != "day" or end.end < start.start:
        return None
    return DateValue.interval(start.start, end.end, PUBLICATION)
