"""Feeds followed into a real record, on a made-up web with a made-up clock."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest

from tests.fetch.web import Clock, Web, WebPlayback, address_of, text_of
from westphalia.errors import RecordInUse
from westphalia.fetch.clock import SystemClock
from westphalia.fetch.state import State
from westphalia.pipeline import Coder
from westphalia.record import open_record, open_writer
from westphalia.records import Rejected, Story
from westphalia.run.follow import Pace
from westphalia.run.metrics import Metrics
from westphalia.run.watch import Watched, watch

FEED = "https://news.example/feed.xml"
HOUR = 3_600.0


class Killed(BaseException):
    """The process ends here."""


class Newsroom:
    """A web with made-up pages, a record, and what was logged."""

    def __init__(self, root: Path) -> None:
        self.web, self.root, self.coder = Web(), root / "record", WebPlayback()
        self.lines: list[tuple[str, dict[str, Any]]] = []

    @property
    def clock(self) -> Clock:
        return self.web.clock

    def publish(self, *numbers: int) -> list[str]:
        for number in numbers:
            self.web.html(address_of(number), text_of(number))
        return [address_of(number) for number in numbers]

    def log(self, event: str, **fields: Any) -> None:
        self.lines.append((event, fields))

    def logged(self, event: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.lines if name == event]

    def watch(self, *feeds: str, once: bool = True, **more: Any) -> Watched:
        with State(self.root) as state:
            engine = self.web.engine(state)
            try:
                return watch(
                    feeds or (FEED,), self.root, cast(Coder, self.coder), engine, state, once=once, log=self.log,
                    **{"pace": Pace(batch_pages=4, idle_seconds=1e9, batch_seconds=1e9), "shard_pages": 4, **more},
                )  # fmt: skip
            finally:
                engine.close()

    def pages(self) -> dict[str, str]:
        rows = open_record(self.root).read("pages", ["source", "outcome"]).to_pylist()
        assert len({row["source"] for row in rows}) == len(rows)
        return {row["source"]: row["outcome"] for row in rows}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def test_what_a_feed_names_is_in_the_record(room: Newsroom) -> None:
    urls = room.publish(*range(6))
    room.web.feed(FEED, *urls)
    watched = room.watch()
    assert (watched.batches, watched.pages, watched.failing) == (2, 6, 0)
    assert room.pages() == dict.fromkeys(urls, "coded")
    articles = open_record(room.root).read("articles", ["url", "source"]).to_pylist()
    assert {row["url"] for row in articles} == set(urls)
    assert [fields["new"] for fields in room.logged("feed")] == [6]
    assert sum(fields["pages"] for fields in room.logged("taken_in")) == 6


def test_nothing_is_fetched_or_coded_twice(room: Newsroom) -> None:
    room.web.feed(FEED, *room.publish(1, 2), etag='"one"')
    room.watch()
    room.web.feed(FEED, *room.publish(1, 2), etag='"one"')
    room.watch()
    room.web.feed(FEED, *room.publish(3, 1, 2), etag='"two"')
    room.watch()
    assert room.web.urls().count(FEED) == 3
    assert all(room.web.urls().count(address_of(number)) == 1 for number in (1, 2, 3))
    assert room.coder.coded == {1: 1, 2: 1, 3: 1}
    assert [fields["status"] for fields in room.logged("feed")] == ["read", "unchanged", "read"]
    robots = [url for _, url in room.web.asked if url.endswith("/robots.txt")]
    assert len(robots) == 1  # outlives the process for a day


def test_the_same_page_by_other_addresses_is_one(room: Newsroom) -> None:
    (one,) = room.publish(1)
    moved = "https://short.example/x"
    room.web.status(moved, 301, location=one)
    room.web.feed(FEED, f"{one}?utm_source=rss", moved, one)
    room.web.sites[f"{one}?utm_source=rss"] = room.web.sites[one]
    room.watch()
    assert room.coder.coded == {1: 1}
    assert len(room.pages()) == 1
    assert room.logged("same_page")


def test_each_feed_is_asked_at_its_time_until_it_is_told_to_end(room: Newsroom) -> None:
    room.web.feed(FEED, *room.publish(1))
    later = "https://other.example/feed"
    room.web.feed(later, *room.publish(2))

    def stopped() -> bool:
        if room.clock.now() > 1_700_000_000 + 1.5 * HOUR:
            room.web.feed(FEED, *room.publish(1, 3))
        return room.clock.now() > 1_700_000_000 + 2.5 * HOUR

    pace = Pace(every=HOUR, idle_seconds=20)
    room.watch(FEED, later, once=False, stopped=stopped, pace=pace)
    asked = [time for time, url in room.web.asked if url == FEED]
    assert len(asked) == 3
    assert all(HOUR <= b - a < HOUR + 60 for a, b in itertools.pairwise(asked))
    assert set(room.coder.coded) == {1, 2, 3}
    assert set(room.pages()) == {address_of(number) for number in (1, 2, 3)}


def test_old_pages_are_left_alone(room: Newsroom) -> None:
    room.web.feed(FEED, *room.publish(1), date="Tue, 14 Nov 2023 10:00:00 GMT")
    old = "https://news.example/old.xml"
    room.web.feed(old, *room.publish(2), date="Tue, 14 Nov 2017 10:00:00 GMT")
    room.watch(FEED, old)
    assert set(room.coder.coded) == {1}


SITEMAP = "https://news.example/sitemap.xml"


def sitemap(*places: tuple[str, str | None], index: bool = False) -> httpx2.Response:
    root, tag = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    items = "".join(
        f"<{tag}><loc>{url}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</{tag}>"
        for url, date in places
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return httpx2.Response(200, content=f"<{root} {space}>{items}</{root}>".encode())


def test_a_sitemap_without_dates_is_an_archive_at_first(room: Newsroom) -> None:
    one, two, three = room.publish(1, 2, 3)
    room.web.sites[SITEMAP] = sitemap((one, None), (two, "2023-11-14"))
    room.watch(SITEMAP)
    assert set(room.coder.coded) == {2}
    room.web.sites[SITEMAP] = sitemap((one, None), (two, "2023-11-14"), (three, None))
    room.watch(SITEMAP)
    assert set(room.coder.coded) == {2, 3}


def test_an_index_leads_to_its_newer_sitemaps(room: Newsroom) -> None:
    one, two = room.publish(1, 2)
    fresh, old = "https://news.example/s2.xml", "https://news.example/s1.xml"
    room.web.sites[SITEMAP] = sitemap((old, "2019-01-01"), (fresh, "2023-11-14T10:00:00Z"), index=True)
    room.web.sites[fresh] = sitemap((one, "2023-11-14"))
    room.watch(SITEMAP)
    assert set(room.coder.coded) == {1}
    room.watch(SITEMAP)  # unchanged: only the index is asked
    room.web.sites[SITEMAP] = sitemap((fresh, "2023-11-14T20:00:00Z"), index=True)
    room.web.sites[fresh] = sitemap((one, "2023-11-14"), (two, "2023-11-14"))
    room.watch(SITEMAP)
    assert set(room.coder.coded) == {1, 2}
    asked = room.web.urls()
    assert (asked.count(SITEMAP), asked.count(fresh), asked.count(old)) == (3, 2, 0)


def test_what_fails_for_good_is_in_the_record_with_its_reason(room: Newsroom) -> None:
    urls = [address_of(number) for number in (1, 2, 3)]
    room.web.status(urls[0], 404)
    room.web.robots("https://news.example", "User-agent: *\nDisallow: /000002.html")
    room.web.sites[urls[2]] = httpx2.Response(200, headers={"content-type": "image/png"}, content=b"x")
    room.web.feed(FEED, *urls)
    room.watch()
    room.watch()
    rejects = open_record(room.root).read("rejects", ["source", "reason"]).to_pylist()
    reasons = {row["source"]: row["reason"] for row in rejects}
    assert reasons == dict(zip(urls, ("http_error", "robots", "not_a_page"), strict=True))
    assert room.web.urls().count(urls[0]) == 1


def test_what_may_pass_is_put_off_and_given_up_in_the_end(room: Newsroom) -> None:
    (url,) = room.publish(1)
    room.web.status(url, 503)
    room.web.feed(FEED, url)
    room.watch()
    assert not room.root.joinpath("record.json").exists()
    assert room.logged("put_off")[0]["again_in_seconds"] == 900
    room.clock.time += HOUR
    room.publish(1)
    room.watch()
    assert room.pages() == {url: "coded"}
    (bad,) = [address_of(2)]
    room.web.status(bad, 503)
    room.web.feed(FEED, bad)
    for _ in range(6):
        room.clock.time += 24 * HOUR
        room.watch()
    assert room.pages()[bad] == "rejected"
    before = room.web.urls().count(bad)
    room.clock.time += 24 * HOUR
    room.watch()
    assert room.web.urls().count(bad) == before


def test_feeds_that_cannot_be_read_are_counted_and_asked_less_often(room: Newsroom) -> None:
    bad = "https://down.example/feed"
    room.web.status(bad, 404)
    room.web.html("https://news.example/page")
    room.web.feed(FEED, *room.publish(1))
    watched = room.watch(FEED, bad, "https://news.example/page")
    assert (watched.failing, watched.feeds) == (2, 3)
    assert {fields["url"] for fields in room.logged("feed_failed")} == {bad, "https://news.example/page"}

    def stopped() -> bool:
        return room.clock.now() > 1_700_000_000 + 10 * HOUR

    before = room.web.urls().count(bad)
    room.watch(FEED, bad, once=False, stopped=stopped)
    assert room.web.urls().count(FEED) > 35
    assert room.web.urls().count(bad) - before <= 7


# --- crashes ----------------------------------------------------------------------------------------


def test_killed_at_any_step_of_the_record_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    """Each kill is followed by a new process; whatever was fetched before is not fetched again."""
    steps = 0
    for at in range(2, 200, 23):
        room = Newsroom(tmp_path / str(at))
        room.web.feed(FEED, *room.publish(*range(6)))
        count = 0

        def kill(step: str, path: Path) -> None:
            nonlocal count
            count += 1
            if count == at:  # noqa: B023 (called within this round)
                raise Killed

        try:
            room.watch(on_step=kill)
        except Killed:
            steps += 1
        room.watch()
        assert room.pages() == dict.fromkeys(map(address_of, range(6)), "coded")
        assert all(room.web.urls().count(address_of(number)) == 1 for number in range(6))
        if count < at:
            break
    assert steps > 2


@pytest.mark.parametrize("when", ["fetched", "taken_in", "feed"])
def test_killed_between_the_steps(room: Newsroom, when: str) -> None:
    room.web.feed(FEED, *room.publish(*range(6)), etag='"x"')
    logged: Callable[..., None] = room.log

    def log(event: str, **fields: Any) -> None:
        logged(event, **fields)
        if event == when and len(room.logged(when)) == (1 if when == "feed" else 2):
            raise Killed

    room.log = log  # type: ignore[method-assign]
    try:
        room.watch()
    except Killed:
        room.log = logged  # type: ignore[method-assign]
    room.watch()
    assert room.pages() == dict.fromkeys(map(address_of, range(6)), "coded")
    assert all(room.web.urls().count(address_of(number)) == 1 for number in range(6))


def test_a_process_that_never_lives_long_gets_on_all_the_same(room: Newsroom) -> None:
    """Each is killed after some pages, long before a batch of the usual size is full."""

    class ShortLived(WebPlayback):
        def code_many(self, pages: Any) -> Iterator[Story | Rejected]:
            for count, item in enumerate(super().code_many(pages)):
                if count == 20:
                    raise Killed
                yield item

    urls = room.publish(*range(60))
    room.web.feed(FEED, *urls)
    pace, kills = Pace(idle_seconds=1e9, batch_seconds=1e9), 0
    for _ in range(12):
        room.coder = ShortLived()
        try:
            room.watch(pace=pace, shard_pages=256)
            break
        except Killed:
            kills += 1
    assert 1 < kills < 8
    assert room.pages() == dict.fromkeys(urls, "coded")
    assert all(room.web.urls().count(url) == 1 for url in urls)


def test_while_the_record_is_in_use_it_waits_and_fetches_nothing_twice(room: Newsroom) -> None:
    room.web.feed(FEED, *room.publish(1, 2))
    with open_writer(room.root, "another"):
        room.watch(stopped=lambda: bool(room.logged("waiting")))
    assert room.logged("waiting")
    room.watch()
    assert set(room.pages()) == {address_of(1), address_of(2)}
    assert room.web.urls().count(address_of(1)) == 1


def test_two_processes_exclude_each_other(room: Newsroom) -> None:
    with State(room.root), pytest.raises(RecordInUse, match="in use by another"):
        State(room.root)
    State(room.root).close()


def test_the_bytes_of_pages_are_let_go_when_the_record_has_them(room: Newsroom) -> None:
    room.web.feed(FEED, *room.publish(*range(6)))
    room.watch()
    with State(room.root) as state:
        assert state.fetched() == []
        assert state.count_waiting() == 0
        assert state.stored(1) is None


# --- figures ----------------------------------------------------------------------------------------


def test_the_figures(room: Newsroom, tmp_path: Path) -> None:
    urls = room.publish(1, 2)
    room.web.status(address_of(3), 410)
    room.web.feed(FEED, *urls, address_of(3))
    path = tmp_path / "figures.prom"
    room.watch(metrics=Metrics("watch", path, now=room.clock.now))
    figures = dict(
        line.rsplit(" ", 1) for line in path.read_text("utf-8").splitlines() if not line.startswith("#")
    )
    for name, value in {
        'pages_total{command="watch",outcome="coded"}': "2",
        'pages_total{command="watch",outcome="rejected"}': "1",
        'rejected_total{command="watch",reason="http_error",room="read"}': "1",
        'fetched_total{command="watch",answer="got"}': "3",
        'fetched_total{command="watch",answer="http_error"}': "1",
        'new_links_total{command="watch"}': "3",
        'kept_pages_total{command="watch"}': "3",
        'feeds{command="watch"}': "1",
        'finished{command="watch"}': "1",
    }.items():
        assert figures[f"westphalia_{name}"] == value, name
    assert float(figures['westphalia_events_total{command="watch"}']) > 0
    assert not path.with_name(path.name + ".tmp").exists()


def test_the_systems_clock() -> None:
    clock = SystemClock()
    before = clock.now()
    clock.wait((), 0)
    assert clock.now() >= before
