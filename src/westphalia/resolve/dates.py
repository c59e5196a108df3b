"""When: the words that tell an event's time, read as a calendar interval.

`normalise` reads one marked span; `find_dates` finds full dates in running text (captions, datelines).
What the words do not settle is None, never a guess; the reader of the record falls back on publication.

The cascade of `normalise`:

1. the span in canonical form (`dates_text`); a bare part of a day is the narrative's day;
2. "since …": from there to publication;
3. one expression, lead words stripped from the left until a rule knows it (`dates_points`);
4. two expressions joined: "from … to", "between … and", "3 and 4 May";
5. a distance from a date in the span, or from the narrative: "two days after the vote";
6. the narrative's own day, week, month, year: "the next day", "that week";
7. the only date inside a longer span: "once the lease runs out on October 31".
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Literal

from westphalia.records import DateValue, Span
from westphalia.resolve import dates_lists as lists
from westphalia.resolve.dates_frame import (
    NARRATIVE,
    ONE_DAY,
    PUBLICATION,
    TEXT,
    Frame,
    moved,
    shift_month,
    unit_value,
    weekday_value,
)
from westphalia.resolve.dates_points import UNIT, point
from westphalia.resolve.dates_text import MONTH, SEASON, WEEKDAY, canonical

_SINCE = re.compile(
    r"(?:(?:every|each) (?:\d+ )?[a-z]{3,9} |ever |almost |nearly |at least )?since (?P<rest>.+)"
)
_JOIN = re.compile(
    r" (?:and|to|through|thru|until|till|or|&|and again|and then) | ?- ?|(?<=[a-z]) ?- ?(?=\d)"
)
_APPROXIMATE = (
    r"(?:(?:more|less|fewer|no later) than |almost |nearly |about |around |some |over |under |barely |only |just "
    r"|exactly |at least |at most |up to |within |roughly |the |hardly |another |but |on |in |for |by )*?"
)
_DISTANCE = re.compile(
    rf"{_APPROXIMATE}(?P<count>\d{{1,4}} )?(?P<unit>{UNIT}|hours|minutes|moments)s? "
    r"(?P<way>after|afterwards?|later|from|on|following|before|earlier|prior to|prior|previously|beforehand|ahead of)"
    r"(?P<rest> .*)?"
)
_BACK = ("before", "earlier", "prior to", "prior", "previously", "beforehand", "ahead of")
_SAME_DAY = re.compile(
    r"(?:on |in |at |of |by |later |earlier |late |early |within |just |only |the |also |all |a few |several |~ ?)*"
    r"(?:~|same day|that day|that date|same date|(?:that )?same hour|day itself|1 hour|hours?|minutes|\d+ (?:hours?|minutes)"
    r"|afterwards?|later (?:on )?(?:in the|that|same) day|earlier (?:in the|that) day|(?:in the )?course of (?:the )?day"
    r"|immediately(?: after\w*)?|(?:shortly|soon|moments|minutes) (?:after|later|before)\w*|moments? (?:before|after))"
)
_NARRATIVE_UNIT = re.compile(
    rf"(?:on |in |by |during |over |the |all |early |late |later |earlier |end of |start of )*"
    rf"(?P<side>that(?: very| same)?|same|next|following|subsequent|previous|preceding|prior) "
    rf"(?P<unit>day|week|weekend|month|quarter|year|{SEASON}|{WEEKDAY})"
)
_EVE = re.compile(r"(?:on |at )?(?:the )?eve")
_ANCHORED = re.compile(
    r"(?:on |at |to mark |for )?(?:the |its |their )?(?:eve|(?P<years>\d{1,3})-?th anniversary) of (?P<rest>.+)"
)
_FORWARD = ("next", "following", "subsequent")

# A date told inside a longer span. Bare months and years need a word that makes them a time.
_INSIDE = re.compile(
    rf"""
      \d{{4}}-\d\d-\d\d
    | (?:\d{{1,2}}(?:-?th)?\ (?:of\ )?(?:{MONTH})|\b(?:{MONTH})\ \d{{1,2}}(?:th)?\b)(?:\ (?:of\ )?(?:1[5-9]|20)\d\d\b)?
    | \b(?:{MONTH})\ (?:of\ )?(?:(?:1[5-9]|20)\d\d|(?:the\ )?(?:last|this|next)\ year)\b
    | \b(?:last|this|next)\ (?:{MONTH}|{SEASON})\b
    | \b(?:{WEEKDAY})\ (?:of\ )?(?:last|this|next)\ week\b
    | \b(?:(?:last|this|next)\ )?(?<!that\ )(?<!same\ )(?<!following\ )(?:{WEEKDAY})\b(?!\ the\ \d)
    | \b(?:yesterday|today|tomorrow|(?:last|this|next)\ (?:week|month|year|weekend))\b
    | (?:\b(?:in|since|until|till|from|by)\ (?:early\ |mid\ |late\ |the\ (?:end|start|beginning)\ of\ )?)
      (?:(?:{MONTH})\b(?!\ (?:of\ )?(?:(?:the\ )?(?:last|this|next)\ year|\d))|(?:1[89]|20)\d\d$)
    | \bthe\ (?:1[89]|20)\d\d\ (?=[a-z])
    """,
    re.VERBOSE,
)


def normalise(
    words: str, published: dt.date | None, *, coming: bool = False, narrative: dt.date | None = None
) -> DateValue | None:
    """The interval that the words tell, or None.

    `coming`: the event lies ahead, so a weekday or a date without a year is the nearest coming one (else the
    nearest past one, the day of publication included). `narrative` is the day the story is at, for "the day
    before". `basis` of the value tells what it was read against: "text", "text+publication" or
    "text+narrative". Weeks are ISO weeks, seasons those of the north. Never raises.
    """
    text = canonical(words)  # 1
    if text is None:
        return None
    try:
        value = _read(text, Frame(published, coming, narrative))
    except (ValueError, OverflowError):  # a sum that leaves the calendar
        return None
    # No news tells of a day before the year 1000, which the record's form could not write either.
    if value is None or value.start.year < 1000:
        return None
    return replace(value, grain=_grain(text, value)) if value.precision == "interval" else value


_DAYS_TOLD = re.compile(rf"\b(?:\d{{1,2}}(?:-?th)?|{WEEKDAY}|day|days|week|weeks|weekend|yesterday|today)\b")
_MONTHS_TOLD = re.compile(rf"\b(?:{MONTH}|{SEASON}|month|months|quarter|half|new year)\b")


def _grain(text: str, value: DateValue) -> Literal["day", "month", "year"]:
    """How exactly the ends of an interval are told: "since 2011" by the year, "last winter" by the month."""
    if _DAYS_TOLD.search(text) or value.start.day != 1:
        return "day"
    since = _SINCE.fullmatch(text) is not None
    whole_months = (value.end + ONE_DAY).day == 1
    if _MONTHS_TOLD.search(text):
        return "month" if since or whole_months else "day"
    if value.start.month == 1 and (since or (value.end.month, value.end.day) == (12, 31)):
        return "year"
    return "month" if whole_months else "day"


def _read(text: str, frame: Frame) -> DateValue | None:
    if text == "~":  # 1
        return _narrative_day(0, frame)
    if since := _SINCE.fullmatch(text):  # 2
        return _since(since["rest"], frame)
    return (
        _point(text, frame)  # 3
        or _joined(text, frame)  # 4
        or _distance(text, frame)  # 5
        or _from_anchor(text, frame)  # 5
        or _in_narrative(text, frame)  # 6
        or _inside(text, frame)  # 7
    )


def _since(rest: str, frame: Frame) -> DateValue | None:
    start = _read(rest, Frame(frame.published, False, frame.narrative))
    if start is None or frame.published is None or frame.published <= start.start:
        return start
    basis = PUBLICATION if start.basis == TEXT else start.basis
    return DateValue.interval(start.start, frame.published, basis)


def _point(text: str, frame: Frame) -> DateValue | None:
    if re.fullmatch(r"(?:by|before|until|till) (?:the |next |this )?weekend", text) and frame.coming:
        weekend = point("weekend", frame)
        return DateValue.day(weekend.start, weekend.basis) if weekend else None
    tokens = text.split()
    while tokens and tokens[-1] in lists.TAIL and len(tokens) > 1:
        if value := _lead_stripped(tokens, frame):
            return value
        tokens.pop()
    return _lead_stripped(tokens, frame)


def _lead_stripped(tokens: list[str], frame: Frame) -> DateValue | None:
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


def _joined(text: str, frame: Frame) -> DateValue | None:
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
    start, end = _lead_stripped(left.split(), frame), _lead_stripped(right.split(), frame)
    if start is None or end is None:
        return None
    if end.end < start.start:  # "between Christmas and New Year": the second follows the first
        end = _lead_stripped(right.split(), frame.at(start.end, coming=True))
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


def _distance(text: str, frame: Frame) -> DateValue | None:
    match = _DISTANCE.fullmatch(text)
    if match is None or (match["way"] in ("from", "on") and not match["rest"]):
        return None
    if not match["count"] and not re.search(r"\bthe \w+ $|^\w+ $", text[: match.start("way")]):
        return None
    rest = (match["rest"] or "").strip()
    anchor = _read_anchor(rest, frame) if rest else None
    if anchor is not None:
        day, basis = anchor.start, anchor.basis
    elif frame.narrative is not None and (match["way"] not in ("from", "on") or not rest):
        day, basis = frame.narrative, NARRATIVE
    else:
        return None
    # "…, a day after police raided the hall": the raid, whose time these words are, came the day before.
    subordinate = match["way"] == "after" and not rest
    sign = -1 if match["way"] in _BACK or subordinate else 1
    unit = match["unit"].rstrip("s") if match["unit"] in ("hours", "minutes", "moments") else match["unit"]
    if match["count"] is None:
        if unit in ("hour", "minute", "second", "moment"):
            return DateValue.day(day, basis)
        return (
            unit_value(day, unit, sign, basis)
            if unit != "day"
            else DateValue.day(day + sign * ONE_DAY, basis)
        )
    return moved(day, sign * int(match["count"]), unit, basis)


def _from_anchor(text: str, frame: Frame) -> DateValue | None:
    """ "on the eve of the May 9 parade", "the 20th anniversary of the 11 September 2001 attacks"."""
    match = _ANCHORED.fullmatch(text)
    anchor = _read_anchor(match["rest"], frame) if match else None
    if match is None or anchor is None:
        return None
    if match["years"] is None:
        return DateValue.day(anchor.start - ONE_DAY, anchor.basis)
    if anchor.basis != TEXT:
        return None
    return DateValue.day(shift_month(anchor.start, 12 * int(match["years"])), TEXT)


def _read_anchor(rest: str, frame: Frame) -> DateValue | None:
    value = _point(rest, frame) or _inside(rest, frame)
    return value if value is not None and value.precision == "day" else None


def _narrative_day(step: int, frame: Frame) -> DateValue | None:
    if frame.narrative is None:
        return None
    return DateValue.day(frame.narrative + step * ONE_DAY, NARRATIVE)


def _in_narrative(text: str, frame: Frame) -> DateValue | None:
    if frame.narrative is None:
        return None
    if _SAME_DAY.fullmatch(text):
        return _narrative_day(0, frame)
    if _EVE.fullmatch(text):
        return _narrative_day(-1, frame)
    match = _NARRATIVE_UNIT.fullmatch(text)
    if match is None:
        return None
    unit, side = match["unit"], match["side"]
    step = 1 if side in _FORWARD else -1 if side in ("previous", "preceding", "prior") else 0
    if unit in lists.SEASONS:
        value = point(f"{('last ', '', 'next ')[step + 1]}{unit}", frame.at(frame.narrative))
        return DateValue(value.start, value.end, value.precision, NARRATIVE) if value else None
    if unit in lists.WEEKDAYS:
        back = (frame.narrative.weekday() - lists.WEEKDAYS[unit]) % 7
        if step == 0:  # the nearest, before or after
            return DateValue.day(frame.narrative + (7 - back if back > 3 else -back) * ONE_DAY, NARRATIVE)
        return DateValue.day(
            frame.narrative + ((7 - back) if step > 0 else -(back or 7)) * ONE_DAY, NARRATIVE
        )
    return unit_value(frame.narrative, unit, step, NARRATIVE)


def _inside(text: str, frame: Frame) -> DateValue | None:
    if any(word in f" {text} " for word in lists.TURNING):
        return None
    found = []
    for match in _INSIDE.finditer(text):
        words = re.sub(r"^the (?=\d{4} $)", "", match[0]).strip()
        value = _point(words, frame)
        if value and ("before" not in text or value.precision == "day" or frame.coming):
            found.append(value)
    return found[0] if len(set(found)) == 1 else None


_FULL = re.compile(
    rf"""
    (?<![\w/.-])(?:
        (?P<iso>(?:1[6-9]|20)\d\d-[01]\d-[0-3]\d)(?!-?\d)
      | (?P<dots>[0-3]?\d\.[01]?\d\.(?:1[6-9]|20)\d\d)(?![.\d])
      | (?P<slashes>[0-3]?\d/[0-3]?\d/(?:1[6-9]|20)\d\d)(?![/\d])
      | (?P<dmy>[0-3]?\d(?:st|nd|rd|th)?[\ \u00a0-]{{1,2}}(?:of\ )?(?:{MONTH}|{"|".join(lists.MONTH_SHORT)})\b
        \.?,?[\ \u00a0-]{{1,2}}(?:1[6-9]|20)\d\d)(?!\d)
      | (?P<mdy>(?:{MONTH}|{"|".join(lists.MONTH_SHORT)}|mar(?=\.))\b\.?[\ \u00a0]{{1,2}}[0-3]?\d(?:st|nd|rd|th)?
        (?:,[\ \u00a0]{{0,2}}|[\ \u00a0]{{1,2}})(?:of\ )?(?:1[6-9]|20)\d\d)(?!\d)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_dates(text: str) -> list[tuple[Span, DateValue]]:
    """Full dates (day, month and year, or ISO) in running text, in order; basis "text".

    A date by slashes is taken only where one reading is a date ("13/04/2022"). Weekdays beside a date are
    not part of its span. Left out: months and years alone, dates without a year, two-digit years.
    """
    found = []
    for match in _FULL.finditer(text):
        words = match[0].replace("\u00a0", " ")
        if match["dmy"]:
            words = words.replace("-", " ")
        value = normalise(words, None)
        if value is not None and value.precision == "day" and value.basis == TEXT:
            found.append((Span(*match.span()), value))
    return found
