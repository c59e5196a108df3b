"""Words for the pages: dates, numbers, links and marked sentences. Pure functions; templates get them by `GLOBALS`."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

Row = Mapping[str, Any]

STATUS_HELP: Mapping[str, str] = {
    "reported": "told as having happened",
    "planned": "announced, agreed or expected, not done yet",
    "hypothetical": "only under a condition, or as a possibility",
    "denied": "told as not having happened",
    "background": "told as earlier history",
}
QUADS: Mapping[int, str] = {
    0: "neutral",
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def link(path: str, **params: object) -> str:
    """An address of this server: parameters in the order given, empty ones left out, lists repeated."""
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        values = value if isinstance(value, (list, tuple)) else (value,)
        pairs += [(name, str(item)) for item in values if item not in (None, "", False)]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def path_of(*parts: str) -> str:
    """A path of quoted parts: an id may hold any character."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def day_told(event: Row) -> str:
    """When an event was, as exactly as it is told: "14 May 2024", "May 2024", "2024", "12–14 May 2024"."""
    start, end = event.get("date_start"), event.get("date_end")
    if start is None:
        return "no date"
    precision = event.get("date_precision")
    if precision == "year":
        return str(start.year)
    if precision == "month":
        return month_told(f"{start:%Y-%m}")
    if end is None or end == start:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def day(value: dt.date | None) -> str:
    """A day for people: "14 May 2024"."""
    return "–" if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def month_told(month: str) -> str:
    """A month for people: "2024-05" is "May 2024"; what is no month is itself."""
    year, _, number = month.partition("-")
    if not number.isdigit() or not 1 <= int(number) <= 12:
        return month
    return f"{MONTHS[int(number) - 1]} {year}"


def month_ends(month: str) -> tuple[str, str]:
    """First and last day of a month, as addresses tell them."""
    first = dt.date.fromisoformat(f"{month}-01")
    return first.isoformat(), first.replace(day=monthrange(first.year, first.month)[1]).isoformat()


def number(value: object) -> str:
    """A whole number with its thousands apart; nothing for none."""
    return "" if value is None else f"{int(str(value)):,}"


def signed(value: float | None, digits: int = 1) -> str:
    """An intensity with its sign and a true minus; a dash where there is none."""
    if value is None:
        return "–"
    told = f"{value:+.{digits}f}"
    return "0" if float(told) == 0 else told.replace("-", "−")


def plural(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def status_help(name: str) -> str:
    return STATUS_HELP.get(name, name)


def quad_name(code: int | None) -> str:
    return QUADS.get(code or 0, "neutral")


def story_link(event: Row) -> str:
    """The story reader at this event."""
    return f"{path_of('stories', str(event['article_id']))}#e-{event['event_id']}"


def event_link(event_id: str) -> str:
    return path_of("events", event_id)


def marked(event: Row) -> Markup:
    """An event's sentence with its trigger marked; page text is escaped."""
    sentence = str(event.get("sentence") or "")
    start = int(event["trigger_start"]) - int(event["sentence_start"])
    end = int(event["trigger_end"]) - int(event["sentence_start"])
    if not 0 <= start < end <= len(sentence):
        return escape(sentence)
    return escape(sentence[:start]) + Markup("<mark>{}</mark>").format(sentence[start:end]) + sentence[end:]


def country_name(code: str) -> str:
    """A country's name by its code; the code itself where it is none."""
    from westphalia.ontology.countries import name_of
    from westphalia.ontology.plover import nonstate_codes

    return name_of(code) or nonstate_codes().get(code, code)


def moment(value: dt.datetime | None) -> str:
    """A time of the clock, in UTC: "14 May 2024, 09:30"."""
    if value is None:
        return "not finished"
    at = value.astimezone(dt.UTC)
    return f"{day(at.date())}, {at:%H:%M}"


GLOBALS: Mapping[str, Callable[..., Any]] = {
    "link": link,
    "path_of": path_of,
    "day_told": day_told,
    "day": day,
    "month_told": month_told,
    "number": number,
    "signed": signed,
    "plural": plural,
    "status_help": status_help,
    "quad_name": quad_name,
    "story_link": story_link,
    "event_link": event_link,
    "marked": marked,
    "country_name": country_name,
    "moment": moment,
}
"""What every template may call."""
