"""What feeds and sitemaps name, as asks for the fetching engine, and what to do with each answer.

a feed          its new pages are noted together with the feed's tag and date; asked again after `every`
a sitemap       the same; of one without dates the pages that are there at the first reading are taken as old
its index       sitemaps that it names are followed while it does, each asked when its date there has changed
a page          kept until the record has it; put off where it may come later; left out where it will not
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from westphalia.errors import NoFeed
from westphalia.fetch.clock import Clock
from westphalia.fetch.engine import Answered, Ask
from westphalia.fetch.feeds import Link, Listing, read_listing
from westphalia.fetch.hop import Failed, Got
from westphalia.fetch.pages import page_of, rejected_of
from westphalia.fetch.state import Feed, State
from westphalia.records import Page, Rejected, Told

DAY = 86_400.0


class Log(Protocol):
    def __call__(self, event: str, **fields: Any) -> None: ...


def silent(event: str, **fields: Any) -> None:
    """The usual `Log`."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often, how far back and how long; times in seconds.

    A page that fails in a way that may pass is tried `tries` times, the pauses between growing from `every` to twice,
    four times … that. A batch is handed to the record
    when it has `batch_pages`, or after `batch_seconds`, or when nothing came for `idle_seconds`.
    """

    every: float = 900.0
    max_age: float = 7 * DAY
    tries: int = 5
    batch_pages: int = 256
    batch_seconds: float = 300.0
    idle_seconds: float = 20.0

    def later(self, fails: int, longest: float = DAY) -> float:
        """The pause after so many failures: twice as long each time."""
        return float(min(longest, self.every * 2 ** min(fails, 20)))


class Follower:
    """The engine's source while feeds are followed. With `once`, each feed is asked once and nothing is waited for."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        pace: Pace,
        *,
        once: bool = False,
        log: Log = silent,
        count: Callable[[str, int], None] | None = None,
    ) -> None:
        self._state, self._clock, self._pace, self._once, self._log = state, clock, pace, once, log
        self._count = count or (lambda name, number: None)
        self._feeds: dict[str, Feed] = {}  # under way
        self._asked: set[str] = set()  # with `once`: not again
        self._pages: dict[int, str] = {}  # under way
        self._backlog: list[tuple[int, str]] = []
        self._look_again = 0.0  # there is nothing to take from the state before

    # --- asks ----------------------------------------------------------------------------------

    def take(self, now: float) -> Ask | None:
        if not self._backlog and now < self._look_again:
            return None
        for feed in self._state.due_feeds(now, (*self._feeds, *self._asked)):
            self._feeds[feed.url] = feed
            if self._once:
                self._asked.add(feed.url)
            return Ask(feed.url, kind="feed", etag=feed.etag, modified=feed.modified)
        if not self._backlog:
            self._backlog = self._state.due_pages(now, self._pages)[::-1]
        if not self._backlog:
            self._look_again = self._next_time(now) or float("inf")
            return None
        number, url = self._backlog.pop()
        self._pages[number] = url
        return Ask(url, number)

    def next_due(self, now: float) -> float | None:
        if self._backlog:
            return now
        at = now if self._look_again <= now else self._look_again
        return None if at == float("inf") or (self._once and at > now) else at

    def _next_time(self, now: float) -> float | None:
        feed = self._state.next_feed((*self._feeds, *self._asked))
        known = [at for at in (feed, self._state.next_page(now)) if at is not None]
        return min(known, default=None)

    # --- answers -------------------------------------------------------------------------------

    def handle(self, answered: Answered) -> Page | Rejected | None:
        """Note what came. A page that the record should have, or why there will be none; None: nothing of the kind."""
        self._look_again = 0.0
        if answered.ask.kind == "feed":
            self._feed(self._feeds.pop(answered.ask.url), answered)
            return None
        return self._page(answered)

    def _feed(self, feed: Feed, answered: Answered) -> None:
        now, answer = self._clock.now(), answered.answer
        if isinstance(answer, Failed):
            self._feed_failed(feed, f"{answer.reason}: {answer.detail}", now, answer.after)
            return
        due = now + (self._pace.every if feed.parent is None else max(DAY, self._pace.every))
        if not isinstance(answer, Got):
            self._state.feed_read(feed, due, now)
            self._log("feed", url=feed.url, status="unchanged", new=0)
            return
        try:
            listing = read_listing(answer.body, answer.url)
        except NoFeed as error:
            self._feed_failed(feed, str(error).removeprefix(f"{answer.url}: "), now)
            return
        first = feed.read_at is None
        new = self._state.feed_read(
            feed,
            due,
            now,
            got=answer,
            pages=(
                (link.url, _told(link), self._wanted(link, listing, first, now)) for link in listing.links
            ),
            sitemaps=self._sitemaps(listing, now),
            forget=bool(listing.sitemaps),
        )
        self._count("new_links_total", new)
        self._log("feed", url=feed.url, status="read", kind=listing.kind, links=len(listing.links), new=new)

    def _feed_failed(self, feed: Feed, why: str, now: float, after: float | None = None) -> None:
        pause = max(self._pace.later(feed.fails), after or 0.0)
        self._state.feed_failed(feed, now + pause, why)
        self._count("feed_failures_total", 1)
        self._log("feed_failed", url=feed.url, why=why, again_in_seconds=round(pause))

    def _wanted(self, link: Link, listing: Listing, first: bool, now: float) -> bool:
        """Whether a page that is new to us is news: not older than asked for, nor of an archive's first reading."""
        if link.dated is None:
            return listing.kind == "feed" or not first
        return link.dated.timestamp() >= now - self._pace.max_age

    def _sitemaps(self, listing: Listing, now: float) -> list[tuple[str, str | None]]:
        """The sitemaps of an index that may hold something new: a site's archive has thousands of the others."""
        fresh = [
            link
            for link in listing.sitemaps
            if link.dated is None or link.dated.timestamp() >= now - self._pace.max_age - DAY
        ]
        fresh.sort(key=lambda link: (link.dated is None, -(link.dated or _NEVER).timestamp(), link.url))
        return [(link.url, link.dated.isoformat() if link.dated else None) for link in fresh[:MOST_SITEMAPS]]

    def _page(self, answered: Answered) -> Page | Rejected | None:
        now, number, answer = self._clock.now(), answered.ask.number, answered.answer
        url = self._pages.pop(number)
        if isinstance(answer, Got):
            day = dt.datetime.fromtimestamp(now, dt.UTC).date()
            if not self._state.keep(number, answer, day):
                self._log("same_page", url=url, as_url=answer.url)
                return None
            self._log("fetched", url=url, bytes=len(answer.body))
            return self.stored(number)
        failed = answer if isinstance(answer, Failed) else Failed("http_error", "304 without a reason")
        tries = self._state.tries(number) + 1
        if failed.again and tries < self._pace.tries:
            pause = max(self._pace.later(tries - 1), failed.after or 0.0)
            self._state.put_off(number, now + pause)
            self._log(
                "put_off", url=url, reason=failed.reason, detail=failed.detail, again_in_seconds=round(pause)
            )
            return None
        self._state.keep_failure(number, failed)
        return self.stored(number)

    def stored(self, number: int) -> Page | Rejected | None:
        """A page as it lies in the state, the same each time that it is handed on."""
        found = self._state.stored(number)
        if found is None:
            return None
        if isinstance(found.got, Got):
            return page_of(found.url, found.got, found.told)
        return rejected_of(found.url, found.got)


MOST_SITEMAPS = 50
"""Sitemaps of one index that are followed, the newest first."""
_NEVER = dt.datetime(1, 1, 2, tzinfo=dt.UTC)


def _told(link: Link) -> Told:
    return Told(published=link.published, title=link.title)
