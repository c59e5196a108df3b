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
7. the only date inside a longer span: "once the lease runs out on October 31";
8. a bare duration: the stretch that ends with the day the story is at ("for four months").
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
    stretch,
    unit_value,
)
from westphalia.resolve.dates_joined import joined, lead_stripped
from westphalia.resolve.dates_points import UNIT, point
from westphalia.resolve.dates_text import MONTH, SEASON, WEEKDAY, canonical

_SINCE = re.compile(
    r"(?:(?:every|each) (?:\d+ )?[a-z]{3,9} |ever |almost |nearly |at least )?since (?P<rest>.+)"
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
    r"|(?:for )?(?:a |the )?(?:\d{1,2}-?th )(?:straight |consecutive |successive |running )?(?:day|night)(?: running| in a row)?"
    r"|immediately(?: after\w*)?|(?:shortly|soon|moments|minutes) (?:after|later|before)\w*|moments? (?:before|after))"
)
_NARRATIVE_UNIT = re.compile(
    rf"(?:on |in |by |during |over |the |all |early |late |later |earlier |end of |start of )*"
    rf"(?P<side>that(?: very| same)?|same|next|following|subsequent|previous|preceding|prior) "
    rf"(?P<unit>day|week|weekend|month|quarter|year|{SEASON}|{WEEKDAY}|{MONTH})"
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
    words: str,
    published: dt.date | None,
    *,
    coming: bool = False,
    narrative: dt.date | None = None,
    era: DateValue | None = None,
) -> DateValue | None:
    """The interval that the words tell, or None.

    `coming`: the event lies ahead, so a weekday or a date without a year is the nearest coming one (else the
    nearest past one, the day of publication included). `narrative` is the day the story is at, for "the day
    before"; `era` the last date that it told, be it a month or a year, for "two years later". `basis` of the value tells what it was read against: "text", "text+publication" or
    "text+narrative". Weeks are ISO weeks, seasons those of the north. Never raises.
    """
    text = canonical(words)  # 1
    if text is None:
        return None
    try:
        value = _read(text, Frame(published, coming, narrative, era))
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
    if lasting := _DURATION.fullmatch(text):
        return _grain_of_length(int(lasting["count"]), lasting["unit"])
    if _DAYS_TOLD.search(text) or value.start.day != 1:
        return "day"
    since = _SINCE.fullmatch(text) is not None
    whole_months = (value.end + ONE_DAY).day == 1
    if _MONTHS_TOLD.search(text):
        return "month" if since or whole_months else "day"
    if value.start.month == 1 and (since or (value.end.month, value.end.day) == (12, 31)):
        return "year"
    return "month" if whole_months else "day"


def _grain_of_length(count: int, unit: str) -> Literal["day", "month", "year"]:
    """A length is told about as exactly as its unit; of many weeks nobody counts the days."""
    if unit == "year":
        return "year" if count > 1 else "month"
    return "month" if unit == "month" or (unit == "week" and count > 5) else "day"


def _read(text: str, frame: Frame) -> DateValue | None:
    if text == "~":  # 1
        return _narrative_day(0, frame)
    if since := _SINCE.fullmatch(text):  # 2
        return _since(since["rest"], frame)
    return (
        _point(text, frame)  # 3
        or joined(text, frame)  # 4
        or _distance(text, frame)  # 5
        or _from_anchor(text, frame)  # 5
        or _in_narrative(text, frame)  # 6
        or _inside(text, frame)  # 7
        or _lasting(text, frame)  # 8
    )


def _since(rest: str, frame: Frame) -> DateValue | None:
    start = _read(rest, replace(frame, coming=False))
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
        if value := lead_stripped(tokens, frame):
            return value
        tokens.pop()
    return lead_stripped(tokens, frame)


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
    elif (told := frame.anchor(match["unit"])) is not None and (
        match["way"] not in ("from", "on") or not rest
    ):
        day, basis = told, NARRATIVE
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
    if frame.narrative is None and frame.era is None:
        return None
    if frame.narrative is not None and _SAME_DAY.fullmatch(text):
        return _narrative_day(0, frame)
    if _EVE.fullmatch(text):
        return _narrative_day(-1, frame)
    match = _NARRATIVE_UNIT.fullmatch(text)
    if match is None:
        return None
    unit, side = match["unit"], match["side"]
    day = frame.anchor("year" if unit in lists.SEASONS or unit in lists.MONTHS else unit)
    if day is None:
        return None
    step = 1 if side in _FORWARD else -1 if side in ("previous", "preceding", "prior") else 0
    if unit in lists.SEASONS:
        value = point(f"{('last ', '', 'next ')[step + 1]}{unit}", frame.at(day))
        return replace(value, basis=NARRATIVE) if value else None
    if unit in lists.MONTHS:  # "that November", of the year that the story is at
        year = day.year + (step > 0 and lists.MONTHS[unit] <= day.month) - (step < 0)
        return DateValue.month(year, lists.MONTHS[unit], NARRATIVE)
    if unit in lists.WEEKDAYS:
        back = (day.weekday() - lists.WEEKDAYS[unit]) % 7
        if step == 0:  # the nearest, before or after
            return DateValue.day(day + (7 - back if back > 3 else -back) * ONE_DAY, NARRATIVE)
        return DateValue.day(day + ((7 - back) if step > 0 else -(back or 7)) * ONE_DAY, NARRATIVE)
    return unit_value(day, unit, step, NARRATIVE)


# How long something has lasted: "for four months", "34 days of fighting"; an adjective ("three-day") counts
# its first day.
_DURATION = re.compile(
    rf"(?:for |in |over |during |after |throughout |within )?{_APPROXIMATE}(?:another |whole |entire |straight )?"
    r"(?P<count>\d{1,4}) (?:(?:straight|long|consecutive|full|bloody|more|such) )?"
    r"(?P<unit>hour|day|week|month|year|night)(?P<many>s?)(?: (?:straight|running|long|now|in a row|of .+))?"
)
_FRESH_DAYS = 7  # a narrative day that near to publication is the one that a duration ends on


def _lasting(text: str, frame: Frame) -> DateValue | None:
    """How long until now: the stretch that ends on the day the story is at; of a plan, how long from now."""
    match = _DURATION.fullmatch(text)
    if match is None or frame.published is None:
        return None
    count, unit = int(match["count"]), "day" if match["unit"] == "night" else match["unit"]
    if unit == "hour":
        count, unit = round(count / 24), "day"
    if count == 0:
        return None
    if frame.coming:
        then = stretch(frame.published, count, unit)
        return None if then is None else DateValue.interval(frame.published, then, PUBLICATION)
    end, basis = frame.published, PUBLICATION
    if frame.narrative is not None and 0 <= (end - frame.narrative).days <= _FRESH_DAYS:
        end, basis = frame.narrative, NARRATIVE
    short = 1 if not match["many"] and unit == "day" and count > 1 else 0
    start = stretch(end, short - count, unit)
    return None if start is None else DateValue.interval(start, end, basis)


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
