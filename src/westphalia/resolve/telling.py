"""When: an event's date, from its own time words, against publication and against the events told before it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from westphalia.records import Article, DateValue, Span, Trigger
from westphalia.resolve.dates import normalise

_YEAR_AFTER = re.compile(r",? (?:19|20)\d\d\b")
# "a fortnight", and right behind it "after the massacre": the parser marks the length alone.
_LENGTH = re.compile(
    r"(?:\w+ ){0,2}(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+) "
    r"(?:hour|day|night|week|fortnight|month|year)s?|(?:\w+ )?a fortnight",
    re.IGNORECASE,
)
_WAY_BEHIND = re.compile(r" (?:after|before|earlier|later|ago)\b")


@dataclass(frozen=True, slots=True)
class Telling:
    """Where the story has come to in time: the last `day` told, the last date of any precision (`era`).

    `words` are the last time words read; events that share them are read against what held `before` them.
    """

    day: dt.date | None = None
    era: DateValue | None = None
    words: Span | None = None
    before: tuple[dt.date | None, DateValue | None] = (None, None)

    def against(self, when: Span | None) -> tuple[dt.date | None, DateValue | None]:
        return self.before if when is not None and when == self.words else (self.day, self.era)

    def after(self, when: Span | None, date: DateValue | None, aux: tuple[str, ...]) -> Telling:
        """The telling once an event of that date is told; plans and publication do not move it."""
        told = date is not None and date.basis != "publication" and "future" not in aux
        seen = replace(self, words=when, before=self.against(when)) if when is not None else self
        if date is None or not told:
            return seen
        return replace(seen, day=date.exact or self.day, era=date)


def date_of(article: Article, trigger: Trigger, when: Span | None, telling: Telling) -> DateValue | None:
    """The event's date: told, else that of publication for today's news, else None."""
    published = article.published
    if when is not None:
        found = _told(article, trigger, when, telling)
        if found is not None:
            return found
    if published is None or set(trigger.aux) & {"future", "historical"}:
        return None  # told without a date, and not as today's news
    return DateValue(published.start, published.end, published.precision, "publication")


def _told(article: Article, trigger: Trigger, when: Span, telling: Telling) -> DateValue | None:
    coming = "future" in trigger.aux or ("hypothetical" in trigger.aux and "historical" not in trigger.aux)
    day = article.published.exact if article.published else None
    narrative, era = telling.against(when)
    era = _year_before(article.text, when, telling.words) or era
    words = _words(article.text, when, trigger)
    old = "historical" in trigger.aux
    found = normalise(words, day, coming=coming, narrative=narrative, era=era)
    if found is None:
        return None
    if day is not None and found.basis == "text+narrative" and found.start > day and not coming:
        return None  # "a day after" what the passage does not tell
    if (
        old
        and day is not None
        and found.precision == "interval"
        and found.end == day
        and found.basis != "text"
    ):
        return _start_alone(words, found, day)
    return found


_IN_YEAR = re.compile(r"\b(?:in|since|of|by|during) ((?:19|20)\d\d)\b")
_BACK = 300  # characters before time words in which a year is still the one that the story is at


def _year_before(text: str, when: Span, last: Span | None) -> DateValue | None:
    """The year told on the way to these words and behind the last ones read, be it no event's date."""
    begin = max(0, when.start - _BACK, last.end if last is not None and last.end < when.start else 0)
    years = _IN_YEAR.findall(text, begin, when.start)
    return DateValue.year(int(years[-1]), "text") if years else None


def _start_alone(words: str, found: DateValue, day: dt.date) -> DateValue | None:
    """Of a past event long over, "since May" tells when it happened, and "for two years" tells nothing."""
    since = re.fullmatch(r".*\bsince (.+)", words, re.IGNORECASE)
    if since is None:
        return None
    return normalise(since.group(1), day) if re.search(r"[A-Za-z]", since.group(1)) else found


def _words(text: str, when: Span, trigger: Trigger) -> str:
    """The time words, with a year or the direction of a distance that the parser left outside."""
    end = when.end
    year = _YEAR_AFTER.match(text, end)
    if year:
        return text[when.start : year.end()]
    if trigger.span.start >= end and _LENGTH.fullmatch(when.of(text)):
        way = _WAY_BEHIND.match(text, end)
        if way:
            end = way.end()
    return text[when.start : end]


__all__ = ["Telling", "date_of"]
