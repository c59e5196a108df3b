"""A web made up for the tests: sites by address, a clock that nobody waits for, and an account of who asked when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from typing import Any

import httpx2

from bench.made_stories import Playback, page, story
from westphalia.fetch import Manners
from westphalia.fetch.engine import Engine
from westphalia.fetch.hop import Getter
from westphalia.fetch.robots import Robots
from westphalia.fetch.state import State
from westphalia.records import Page, Rejected, Story

START = 1_700_000_000.0  # 14 November 2023, 22:13:20 UTC

Answer = httpx2.Response | Callable[[httpx2.Request], httpx2.Response]


class Clock:
    """Time passes when somebody waits, and not by itself."""

    def __init__(self, time: float = START) -> None:
        self.time = time

    def now(self) -> float:
        return self.time

    def wait(self, running: Collection[Future[Any]], seconds: float) -> None:
        if running:
            wait(running, 10, FIRST_COMPLETED)
        else:
            self.time += seconds


class Web:
    """Answers by address; any other is 404. `asked` are the addresses in order, with the time since the start."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.sites: dict[str, Answer] = {}
        self.asked: list[tuple[float, str]] = []
        self.requests: list[httpx2.Request] = []

    def html(self, url: str, body: str = "<p>Talks began.</p>", **headers: str) -> None:
        told = {"content-type": "text/html; charset=utf-8", **headers}
        self.sites[url] = lambda request: httpx2.Response(200, headers=told, content=body.encode())

    def feed(self, url: str, *links: str, etag: str | None = None, date: str = "") -> None:
        """An RSS feed of these pages, newest first; with an etag it is told as unchanged to who has it."""
        dated = f"<pubDate>{date}</pubDate>" if date else ""
        items = "".join(f"<item><title>A title</title><link>{link}</link>{dated}</item>" for link in links)
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'

        def answer(request: httpx2.Request) -> httpx2.Response:
            if etag is not None and request.headers.get("if-none-match") == etag:
                return httpx2.Response(304)
            told = {"content-type": "application/rss+xml", **({"etag": etag} if etag else {})}
            return httpx2.Response(200, headers=told, content=body.encode())

        self.sites[url] = answer

    def status(self, url: str, status: int, **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.sites[url] = lambda request: httpx2.Response(status, headers=told)

    def robots(self, origin: str, text: str) -> None:
        self.sites[f"{origin}/robots.txt"] = lambda request: httpx2.Response(200, text=text)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        self.asked.append((self.clock.now() - START, url))
        self.requests.append(request)
        answer = self.sites.get(url)
        if answer is None:
            return httpx2.Response(404)
        return answer if isinstance(answer, httpx2.Response) else answer(request)

    def urls(self) -> list[str]:
        """The addresses asked for, but for robots.txt."""
        return [url for _, url in self.asked if not url.endswith("/robots.txt")]

    def getter(self, manners: Manners) -> Getter:
        return Getter(
            manners, transport=httpx2.MockTransport(self), monotonic=self.clock.now, now=self.clock.now
        )

    def engine(self, state: State | None = None, **manners: Any) -> Engine:
        made = Manners(**manners)
        return Engine(self.getter(made), Robots(made, state), self.clock)


def address_of(number: int) -> str:
    """Where the made-up page of a number lies."""
    return f"https://news.example/{number:06d}.html"


class WebPlayback(Playback):
    """The made-up stories of pages by their address, each told in `coded`."""

    def __init__(self) -> None:
        super().__init__()
        self.coded: Counter[int] = Counter()

    def code_many(self, pages: Any) -> Iterator[Story | Rejected]:
        for item in pages:
            if isinstance(item, Rejected):
                yield item
                continue
            assert isinstance(item, Page)
            found = re.search(r"(\d{6})\.html", item.source)
            assert found
            number = int(found[1])
            self.coded[number] += 1
            made = story(number)
            yield replace(made, article=replace(made.article, source=item.source, url=item.url))


def text_of(number: int) -> str:
    content = page(number).content
    assert isinstance(content, str)
    return f"<html><body><p>{content}</p></body></html>"
