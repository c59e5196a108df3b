"""The dateline at the head of a story: place, day, agency.

MANILA, June 19 (Reuters) -          BOGOTA, Colombia (AP) —         NEMURO, 16th (Kyodo) -
Phnom Penh, 11 November 2022 –       TBILISI -                       MOSCOW, March 3. /TASS/.
Batken, May 1, 2021.                 (Reuters) -                     KABUL:
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from westphalia.clean import dates, wires
from westphalia.clean.lines import FUNCTION_WORDS

_LONGEST = 120
_DASH = r"(?:--?|\u2013|\u2014|_|:)"
_END = re.compile(rf"\s{{0,2}}{_DASH}\s{{1,3}}|\s{{0,2}}(?:--|\u2013|\u2014)(?=[A-Z\u201c\"])")
_AGENCY = re.compile(r"[(\[/]\s?([^()\[\]/]{2,60}?(?:/[^()\[\]/]{2,30})?)\s?[)\]/]\.?")
_PLACE = re.compile(r"(?:[^\W\d_][\w.'\u2019-]*)(?:[ -][^\W\d_][\w.'\u2019-]*){0,4}")
_CONNECTORS = frozenset(
    ["of", "the", "de", "del", "la", "el", "al", "and", "den", "da", "do", "di", "du", "le", "les", "and"]
)
_ORDINAL = re.compile(r"(?<!\d)([1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; `end` is where the story's own words begin."""

    end: int
    place: str | None
    agency: str | None
    day: dt.date | None = None
    day_of_year: dates.DayOfYear | None = None


def find_dateline(text: str) -> Dateline | None:
    """The dateline that this paragraph begins with, or None."""
    head = text[:_LONGEST]
    agency_match = _AGENCY.search(head)
    agency: str | None = None
    if agency_match:
        agency = wires.agency_in(agency_match.group(1), certain=True)
    if agency_match and agency:
        before = head[: agency_match.start()].strip(" ,.")
        after = head[agency_match.end() :]
        dash = _END.match(after)
        # with an agency in brackets a missing dash is tolerated ("New Delhi, Apr 9 (PTI) The …")
        if (
            not dash
            and not (after[:1].isspace() and after.strip()[:1].isupper())
            and "/" not in agency_match.group()
        ):
            return None
        end = agency_match.end() + (dash.end() if dash else 1)
        return _read(before, end, agency) if not before or _is_place_part(before) else None
    for dash in _END.finditer(head):
        before = head[: dash.start()].strip(" ,.")
        if ":" in dash.group() and not before.isupper():
            continue
        if _is_place_part(before) and (_has_day(before) or _in_capitals(before.split(",")[0])):
            return _read(before, dash.end(), None)
        break
    return _without_dash(head)


def _without_dash(head: str) -> Dateline | None:
    """ "Batken, May 1, 2021. Today at the checkpoint …": place and full date, closed by a stop."""
    found = dates.find_dates(head[:70])
    if not found:
        return None
    day = found[0]
    before = head[: day.start].strip(" ,.")
    if before and _is_place_part(before) and re.match(r"\.\s", head[day.end :]):
        return _read(head[: day.end], day.end + 2, None)
    return None


def _has_day(text: str) -> bool:
    return bool(dates.spans(text))


def _in_capitals(place: str) -> bool:
    """ "TBILISI" and "SAN JOSE" open a dateline; "US" and "U.S." before a dash do not."""
    return (
        place.isupper()
        and sum(c.isalpha() for c in place) >= 4
        and place.split()[0].lower() not in FUNCTION_WORDS
    )


def _is_place_part(text: str) -> bool:
    """Whether this is a place, with or without region and day, and nothing else."""
    if not 2 <= len(text) <= 70:
        return False
    rest = text
    for start, end in dates.spans(text):
        rest = rest.replace(text[start:end], "")
    rest = _ORDINAL.sub("", rest)
    places = [part.strip(" .") for part in re.split(r"[,/]", rest) if part.strip(" .")]
    if not places or len(places) > 3 or any(c.isdigit() for c in rest):
        return False
    return all(_is_place(place) for place in places)


def _is_place(text: str) -> bool:
    words = text.split()
    if not _PLACE.fullmatch(text) or len(words) > 4:
        return False
    return all(word[0].isupper() or word.lower() in _CONNECTORS for word in words)


def _read(before: str, end: int, agency: str | None) -> Dateline:
    full = dates.find_dates(before)
    partial = dates.find_days(before)
    day = full[0].day if full and full[0].other is None else None
    cut = min([f.start for f in full] + [p.start for p in partial] + [len(before)])
    if match := _ORDINAL.search(before):
        cut = min(cut, match.start())
    place = before[:cut].strip(" ,./") or None
    return Dateline(end, place, agency, day, partial[0] if partial and not full else None)
