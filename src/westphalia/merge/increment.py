"""Adding to what is merged already, without merging it all again; the result is that of merging everything.

Whether two articles or events belong together is decided by nothing but what lies within the windows around them.
So what new articles can change is the stories they fall into, the merged events that have reports in these stories,
and those around keys that they fill up. `add` loads the days around the new articles, merges these, and follows the
links from the new articles; where they lead to the edge of what was loaded it loads more. Only the stories and merged
events that were reached are in the result.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from westphalia.merge import reprints, same
from westphalia.merge.features import FAR_DAYS
from westphalia.merge.keys import ArticleKey, EventKey
from westphalia.merge.merge import Memo, Merged, Worked, work
from westphalia.merge.near import UNDATED, upset

Loader = Callable[[dt.date | None, dt.date | None], tuple[Sequence[ArticleKey], Sequence[EventKey]]]
"""Gives the articles published from one day to another, both included, and all their events; between None and None
those without a date."""

EVENT_REACH = same.WINDOW + FAR_DAYS
FIRST_REACH = EVENT_REACH + 4  # most links end within days


def add(new: Mapping[str, dt.date | None], load: Loader) -> Merged:
    """The stories and merged events that the new articles change; the loader gives new and old alike.

    `new` are the new articles' ids and publication days. A story or merged event of before is replaced where any
    of its members is in the result; every other stays as it is.
    """
    dated = {key: day for key, day in new.items() if day is not None}
    parts = []
    if len(dated) < len(new):
        undated = set(new) - set(dated)
        worked = work(*load(None, None))
        parts.append(_result(worked, *_reached(worked, undated)))
    if dated:
        first = min(dated.values()) - dt.timedelta(FIRST_REACH)
        last = max(dated.values()) + dt.timedelta(FIRST_REACH)
        memo = Memo()
        while True:
            worked = work(*load(first, last), memo)
            articles, events = _reached(worked, set(dated))
            low, high = _days_around(worked, articles, events)
            if low >= first and high <= last:
                break
            first, last = min(first, low), max(last, high)
        parts.append(_result(worked, articles, events))
    return Merged(
        tuple(story for part in parts for story in part.stories),
        tuple(event for part in parts for event in part.events),
    )


def _result(worked: Worked, articles: set[str], events: set[str]) -> Merged:
    stories = (s for s in worked.stories if any(copy.article_id in articles for copy in s.copies))
    return Merged(tuple(stories), worked.merged(events.__contains__))


def _days_around(worked: Worked, articles: set[str], events: set[str]) -> tuple[dt.date, dt.date]:
    """The first and last day that have to be known for what was reached."""
    # The stories of the events' articles have to be known as well: whose copies they are counts.
    told_in = {event.article_id for event in worked.events if event.event_id in events}
    around = _over_links(articles | told_in, _copies(worked))
    days = [
        day.toordinal() + far
        for article in worked.articles
        if (day := article.published) and article.article_id in around
        for far in (-reprints.WINDOW, reprints.WINDOW)
    ]
    days += [
        int(day) + far
        for event, day in zip(worked.events, worked.table.days, strict=True)
        if event.event_id in events and day != UNDATED
        for far in (-EVENT_REACH, EVENT_REACH)
    ]
    if not days:
        return dt.date.max, dt.date.min
    return dt.date.fromordinal(min(days)), dt.date.fromordinal(max(days))


def _reached(worked: Worked, new: set[str]) -> tuple[set[str], set[str]]:
    """The ids of the articles whose story, and of the events whose merged event the new articles may change."""
    ids = [article.article_id for article in worked.articles]
    is_new = np.asarray([key in new for key in ids], np.bool_)
    upset_ = upset(worked.shelves, is_new, reprints.marks_of(worked.sketches), reprints.CAP)
    articles = _over_links(new | {ids[n] for n in upset_}, _copies(worked))
    is_new = np.asarray([event.article_id in new for event in worked.events], np.bool_)
    upset_ = upset(worked.blocks, is_new, worked.table.columns["mark"], same.CAP)
    start = {worked.events[n].event_id for n in upset_}
    start |= {event.event_id for event in worked.events if event.article_id in articles}
    links: dict[str, set[str]] = defaultdict(set)
    for one, other in worked.links:
        a, b = worked.events[one].event_id, worked.events[other].event_id
        links[a].add(b)
        links[b].add(a)
    return articles, _over_links(start, links)


def _copies(worked: Worked) -> dict[str, set[str]]:
    links: dict[str, set[str]] = defaultdict(set)
    for one, other in worked.copies:
        a, b = worked.articles[one].article_id, worked.articles[other].article_id
        links[a].add(b)
        links[b].add(a)
    return links


def _over_links(start: Iterable[str], links: Mapping[str, set[str]]) -> set[str]:
    """Everything that a chain of links leads to, the start included."""
    reached = set(start)
    ahead = sorted(reached)
    while ahead:
        for mate in links.get(ahead.pop(), set()) - reached:
            reached.add(mate)
            ahead.append(mate)
    return reached
