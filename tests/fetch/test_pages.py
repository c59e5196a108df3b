"""Addresses to pages in their order, with a memory and without one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import httpx2
import pytest

from tests.fetch.web import START, Web
from westphalia.fetch import Fetcher, Manners
from westphalia.fetch.handover import Handover
from westphalia.fetch.hop import Got
from westphalia.fetch.pages import page_of
from westphalia.fetch.robots import DAY, Robots
from westphalia.fetch.state import State
from westphalia.records import Address, Page, Rejected, Told

TODAY = dt.date(2023, 11, 14)


def fetcher(web: Web, record: Path | None = None) -> Fetcher:
    return Fetcher(Manners(), record, getter=web.getter, clock=web.clock)


def ask(*urls: str) -> list[Address]:
    return [Address(url, "urls.txt") for url in urls]


def test_pages_come_in_the_order_of_their_addresses() -> None:
    web = Web()
    urls = [f"https://{'slow' if number % 3 else 'fast'}.example/{number}" for number in range(200)]
    for url in urls:
        web.html(url, url)
    with fetcher(web) as fetch:
        found = list(fetch(ask(*urls)))
    assert [page.source for page in found] == urls
    assert all(isinstance(page, Page) and page.told == Told(seen=TODAY) for page in found)


def test_what_is_told_of_an_address_goes_on_the_page() -> None:
    web = Web()
    web.status("https://a.example/old", 301, location="/new")
    web.html("https://a.example/new", "<p>x</p>")
    told = Told(published=dt.date(2023, 11, 1), title="Talks")
    with fetcher(web) as fetch:
        (page,) = fetch([Address("https://a.example/old", "feed", dt.date(2023, 1, 1), told)])
    assert page == Page(
        b"<p>x</p>", "https://a.example/old", "https://a.example/new", dt.date(2023, 1, 1),
        Told(published=dt.date(2023, 11, 1), title="Talks", seen=TODAY),
    )  # fmt: skip


def test_bad_addresses_keep_their_place_and_repeats_have_none() -> None:
    web = Web()
    web.html("https://a.example/1")
    with fetcher(web) as fetch:
        found = list(
            fetch(ask("ftp://a.example/", "https://a.example/1", "https://a.example/1?utm_source=x"))
        )
    assert [type(item) for item in found] == [Rejected, Page]
    assert isinstance(found[0], Rejected)
    assert (found[0].room, found[0].reason) == ("read", "address")


def test_an_interrupted_run_fetches_nothing_again_and_loses_nothing(tmp_path: Path) -> None:
    web = Web()
    urls = [f"https://a.example/{number}" for number in range(6)]
    for url in urls:
        web.html(url, url)
    with fetcher(web, tmp_path) as fetch:
        coming = fetch.through(fetch(ask(*urls)))
        first = [next(coming) for _ in range(4)]
        fetch.kept(2)  # and here the process ends: two are in the record, two are not
        coming.close()
    assert [page.source for page in first] == urls[:4]
    with fetcher(web, tmp_path) as fetch:
        again = list(fetch.through(fetch(ask(*urls))))
        fetch.all_kept()
        assert fetch.passed_over == 2
    assert [page.source for page in again] == urls[2:]
    assert again[:2] == first[2:]
    assert sorted(web.urls()) == urls
    with fetcher(web, tmp_path) as fetch:
        assert list(fetch(ask(*urls))) == []
        assert fetch.passed_over == 6


def test_a_failure_is_not_remembered(tmp_path: Path) -> None:
    web = Web()
    web.status("https://a.example/1", 404)
    for expected in (Rejected, Page):
        with fetcher(web, tmp_path) as fetch:
            (found,) = fetch.through(fetch(ask("https://a.example/1")))
            fetch.all_kept()
        assert isinstance(found, expected)
        web.html("https://a.example/1")


def test_items_that_were_not_fetched_are_counted_too(tmp_path: Path) -> None:
    """Files among the sources stand between the pages; what the record has kept is counted over all of them."""
    with State(tmp_path) as state:
        handover = Handover(state)
        number, _ = state.note("https://a.example/1", Told())
        state.keep(number, Got("https://a.example/1", b"x"), TODAY)
        items = [Page(b"x", "file.txt"), Page(b"x", "https://a.example/1"), Page(b"x", "file2.txt")]
        assert list(handover.through(items)) == items
        handover.kept(1)
        assert state.fetched() == [number]
        handover.kept(2)
        assert state.fetched() == []


@pytest.mark.parametrize(
    ("charset", "body", "expected"),
    [
        ("windows-1251", "Переговоры".encode("windows-1251"), "Переговоры"),
        ("windows-1251", "Переговоры".encode(), None),  # valid UTF-8 is that
        ("windows-1251", b'<meta charset="koi8-r">' + "Мир".encode("koi8-r"), None),  # the page's own word
        ("no-such-charset", "Köln".encode("latin-1"), None),
        ("rot13", "Köln".encode("latin-1"), None),
        (None, "Köln".encode("latin-1"), None),
    ],
)
def test_the_headers_charset_counts_where_nothing_else_tells(
    charset: str | None, body: bytes, expected: str | None
) -> None:
    page = page_of("https://a.example/1", Got("https://a.example/1", body, charset=charset), Told())
    assert page.content == (body if expected is None else expected)


def test_a_304_that_nobody_asked_for_is_no_page() -> None:
    web = Web()
    web.sites["https://a.example/1"] = httpx2.Response(304)
    with fetcher(web) as fetch:
        (found,) = fetch(ask("https://a.example/1"))
    assert isinstance(found, Rejected)


def test_rules_outlive_the_process_for_a_day(tmp_path: Path) -> None:
    with State(tmp_path) as state:
        robots = Robots(Manners(), state)
        assert robots.rules("https://a.example/1", START) is None
        robots.told("https://a.example", "User-agent: *\nDisallow: /1\nRequest-rate: 1/30s", START)
        robots.told("https://b.example", None, START)
    with State(tmp_path) as state:
        robots = Robots(Manners(), state)
        rules = robots.rules("https://a.example/1", START + DAY - 1)
        assert rules is not None
        assert (rules.allows("https://a.example/1"), rules.allows("https://a.example/2")) == (False, True)
        assert rules.delay == 30
        free = robots.rules("https://b.example/1", START)
        assert free is not None
        assert free.allows("https://b.example/1")
        assert robots.rules("https://a.example/1", START + DAY + 1) is None
