"""Many addresses on a made-up web: robots.txt, pauses, redirects, retries, hosts that are down."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import httpcore2
import httpx2
import pytest

from tests.fetch.web import START, Web
from westphalia.fetch.engine import Answered, Ask
from westphalia.fetch.hop import Failed, Got, Unchanged
from westphalia.fetch.manners import Manners


class Asks:
    """A source of these."""

    def __init__(self, *asks: Ask) -> None:
        self.asks = list(asks)

    def take(self, now: float) -> Ask | None:
        return self.asks.pop(0) if self.asks else None

    def next_due(self, now: float) -> float | None:
        return now if self.asks else None


def fetch(web: Web, *urls: str, **manners: Any) -> list[Got | Unchanged | Failed]:
    """What comes of these addresses, in their order."""
    engine = web.engine(**manners)
    asks = Asks(*(Ask(url, number) for number, url in enumerate(urls)))
    answers = [answer for answer in engine.run(asks) if answer is not None]
    engine.close()
    return [item.answer for item in sorted(answers, key=lambda item: item.ask.number)]


def failed(web: Web, *urls: str, **manners: Any) -> list[tuple[str, bool]]:
    answers = fetch(web, *urls, **manners)
    return [(item.reason, item.again) for item in answers if isinstance(item, Failed)]


@pytest.fixture
def web() -> Web:
    return Web()


def test_we_say_who_we_are(web: Web) -> None:
    web.html("https://a.example/1")
    fetch(web, "https://a.example/1", contact="https://lab.example/crawling")
    for request in web.requests:
        assert request.headers["user-agent"].startswith("Westphalia/")
        assert request.headers["user-agent"].endswith(" (+https://lab.example/crawling)")
        assert "cookie" not in request.headers


def test_robots_txt_comes_first_and_once(web: Web) -> None:
    web.robots("https://a.example", "User-agent: *\nDisallow: /private\nUser-agent: other\nDisallow: /")
    urls = [f"https://a.example/{name}" for name in ("1", "private/2", "3")]
    for url in urls:
        web.html(url)
    first, second, third = fetch(web, *urls)
    assert isinstance(first, Got)
    assert isinstance(second, Failed)
    assert second.reason == "robots"
    assert isinstance(third, Got)
    assert [url for _, url in web.asked] == ["https://a.example/robots.txt", urls[0], urls[2]]


def test_a_rule_for_our_name_counts(web: Web) -> None:
    web.robots("https://a.example", "User-agent: westphalia\nDisallow: /\n\nUser-agent: *\nAllow: /")
    web.html("https://a.example/1")
    assert failed(web, "https://a.example/1") == [("robots", False)]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_may_be_fetched(web: Web, status: int) -> None:
    web.status("https://a.example/robots.txt", status)
    web.html("https://a.example/1")
    assert isinstance(fetch(web, "https://a.example/1")[0], Got)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_with_a_robots_txt_that_cannot_be_had_nothing_is(web: Web, status: int) -> None:
    web.status("https://a.example/robots.txt", status)
    web.html("https://a.example/1")
    web.html("https://a.example/2")
    assert failed(web, "https://a.example/1", "https://a.example/2") == [("http_error", True)] * 2
    assert web.urls() == []
    assert len(web.asked) == Manners().tries  # and not as many for each page


def test_a_robots_txt_may_lie_elsewhere(web: Web) -> None:
    web.status("https://a.example/robots.txt", 301, location="https://www.a.example/robots.txt")
    web.robots("https://www.a.example", "User-agent: *\nDisallow: /1")
    assert failed(web, "https://a.example/1") == [("robots", False)]


def times(web: Web, host: str) -> list[float]:
    return [time for time, url in web.asked if url.startswith(f"https://{host}/")]


def test_each_host_is_asked_at_its_own_pace(web: Web) -> None:
    web.robots("https://slow.example", "User-agent: *\nCrawl-delay: 7")
    urls = [f"https://{host}.example/{number}" for number in range(4) for host in ("slow", "fast")]
    for url in urls:
        web.html(url)
    fetch(web, *urls)
    slow, fast = times(web, "slow.example"), times(web, "fast.example")
    assert all(b - a >= 7 for a, b in itertools.pairwise(slow[1:]))
    assert all(b - a >= 1 for a, b in itertools.pairwise(fast))
    assert fast[-1] < slow[2]  # nobody waits for another host


def test_a_crawl_delay_without_end_is_kept_up_to_a_bound(web: Web) -> None:
    web.robots("https://a.example", "User-agent: *\nCrawl-delay: 99999")
    urls = ["https://a.example/1", "https://a.example/2"]
    for url in urls:
        web.html(url)
    fetch(web, *urls)
    asked = times(web, "a.example")
    assert 120 <= asked[2] - asked[1] < 125


def test_one_request_to_a_host_at_a_time(web: Web) -> None:
    """Threads there are eight, but for one host they do not help."""
    under_way: list[str] = []
    most = 0

    def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal most
        under_way.append(request.url.host)
        most = max(most, under_way.count("a.example"))
        under_way.remove(request.url.host)
        return httpx2.Response(200, html="<p>x</p>")

    urls = [f"https://a.example/{number}" for number in range(12)]
    web.sites = dict.fromkeys(urls, answer)
    fetch(web, *urls, delay=0.0)
    assert most == 1


# --- redirects --------------------------------------------------------------------------------------


def test_redirects_are_followed_with_each_hosts_rules(web: Web) -> None:
    web.status("https://a.example/1", 301, location="https://b.example/1")
    web.status("https://a.example/2", 302, location="https://b.example/private")
    web.robots("https://b.example", "User-agent: *\nDisallow: /private")
    web.html("https://b.example/1")
    got, refused = fetch(web, "https://a.example/1", "https://a.example/2")
    assert isinstance(got, Got)
    assert got.url == "https://b.example/1"
    assert isinstance(refused, Failed)
    assert refused.reason == "robots"
    assert "https://b.example/private" not in web.urls()


def test_redirects_are_bounded(web: Web) -> None:
    web.status("https://a.example/1", 302, location="/1")
    assert failed(web, "https://a.example/1") == [("redirects", False)]
    assert len(web.urls()) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://b.example/", "https://u:p@b.example/"])
def test_redirects_out_of_the_web_are_refused(web: Web, target: str) -> None:
    web.status("https://a.example/1", 302, location=target)
    assert failed(web, "https://a.example/1") == [("address", False)]


# --- failures ---------------------------------------------------------------------------------------


def test_what_may_pass_is_tried_again_with_growing_pauses(web: Web) -> None:
    coming = iter([httpx2.Response(500), httpx2.Response(502), httpx2.Response(200, html="<p>x</p>")])
    web.sites["https://a.example/1"] = lambda request: next(coming)
    assert isinstance(fetch(web, "https://a.example/1")[0], Got)
    first, second, third = times(web, "a.example")[1:]
    assert second - first >= 2
    assert third - second >= 4


def test_a_host_that_asks_for_time_gets_it_for_all_its_pages(web: Web) -> None:
    coming = iter([httpx2.Response(429, headers={"retry-after": "40"})])
    web.sites["https://a.example/1"] = lambda request: next(coming, httpx2.Response(200, html="<p>x</p>"))
    web.html("https://a.example/2")
    assert all(isinstance(item, Got) for item in fetch(web, "https://a.example/1", "https://a.example/2"))
    asked = times(web, "a.example")
    assert asked[2] - asked[1] >= 40


def test_retry_after_may_be_a_date(web: Web) -> None:
    date = "Tue, 14 Nov 2023 22:14:20 GMT"  # a minute after the start
    coming = iter([httpx2.Response(503, headers={"retry-after": date})])
    web.sites["https://a.example/1"] = lambda request: next(coming, httpx2.Response(200, html="<p>x</p>"))
    fetch(web, "https://a.example/1")
    assert times(web, "a.example")[-1] >= 60


def test_a_host_that_asks_for_hours_is_left_alone(web: Web) -> None:
    web.status("https://a.example/1", 503, retry_after="7200")
    web.html("https://a.example/2")
    assert failed(web, "https://a.example/1", "https://a.example/2") == [("http_error", True)] * 2
    assert web.urls() == ["https://a.example/1"]


def test_a_host_that_does_not_answer_is_given_up_and_others_are_not(web: Web) -> None:
    def silent(request: httpx2.Request) -> httpx2.Response:
        raise httpcore2.ConnectError("refused")

    urls = [f"https://down.example/{number}" for number in range(50)]
    web.sites = dict.fromkeys(urls, silent)
    web.html("https://up.example/1")
    answers = fetch(web, *urls, "https://up.example/1")
    assert {item.reason for item in answers if isinstance(item, Failed)} == {"unreachable"}
    assert len([item for item in answers if isinstance(item, Failed)]) == 50
    assert isinstance(answers[-1], Got)
    assert len(times(web, "down.example")) <= 8


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx2.Response(404), ("http_error", False)),
        (httpx2.Response(204), ("http_error", False)),
        (httpx2.Response(301), ("http_error", False)),
        (httpx2.Response(200, headers={"content-type": "application/pdf"}), ("not_a_page", False)),
        (httpx2.Response(200, headers={"content-length": "999999999"}, html="x"), ("too_large", False)),
        (httpx2.Response(200, html="x" * 2_000), ("too_large", False)),
        (httpx2.Response(200, headers={"content-type": "text/html"}, stream=httpx2.ByteStream(b"x")), None),
    ],
)
def test_answers_that_are_no_page(
    web: Web, answer: httpx2.Response, expected: tuple[str, bool] | None
) -> None:
    web.sites["https://a.example/1"] = answer
    assert failed(web, "https://a.example/1", max_bytes=1_000) == ([] if expected is None else [expected])


@pytest.mark.parametrize("error", [httpcore2.ReadTimeout("t"), TimeoutError("t"), httpx2.ConnectTimeout("t")])
def test_no_answer_in_time(web: Web, error: Exception) -> None:
    def silent(request: httpx2.Request) -> httpx2.Response:
        raise error

    web.sites["https://a.example/1"] = silent
    assert failed(web, "https://a.example/1") == [("slow", True)]


@pytest.mark.parametrize(
    "error",
    [httpcore2.RemoteProtocolError("broken"), OSError("reset"), ValueError("odd"), RuntimeError("odd")],
)
def test_a_broken_answer_ends_nothing_but_its_page(web: Web, error: Exception) -> None:
    def broken(request: httpx2.Request) -> httpx2.Response:
        raise error

    web.sites["https://a.example/1"] = broken
    web.html("https://a.example/2")
    answers = fetch(web, "https://a.example/1", "https://a.example/2")
    assert isinstance(answers[0], Failed)
    assert isinstance(answers[1], Got)


def test_a_body_that_drips_is_cut_off(web: Web) -> None:
    class Drip(httpx2.SyncByteStream):
        given = 0

        def __iter__(self) -> Iterator[bytes]:
            while True:
                web.clock.time += 5
                Drip.given += 1
                yield b"x"

    web.sites["https://a.example/1"] = lambda request: httpx2.Response(200, stream=Drip())
    assert failed(web, "https://a.example/1", tries=1) == [("slow", True)]
    assert Drip.given <= 14


def test_what_is_unchanged_is_told_so(web: Web) -> None:
    web.feed("https://a.example/feed", etag='"x"')
    engine = web.engine()
    (found,) = [
        item
        for item in engine.run(Asks(Ask("https://a.example/feed", kind="feed", etag='"x"')))
        if item is not None
    ]
    assert found == Answered(found.ask, Unchanged())


def test_an_engine_that_is_closed_lets_go(web: Web) -> None:
    urls = [f"https://a.example/{number}" for number in range(50)]
    for url in urls:
        web.html(url)
    running = web.engine().run(Asks(*(Ask(url) for url in urls)))
    assert next(item for item in running if item is not None)
    running.close()
    assert len(web.urls()) < 5
    assert web.clock.now() >= START
