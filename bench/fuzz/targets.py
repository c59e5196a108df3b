"""What is fuzzed, and what must hold whatever the bytes are. A target raises AssertionError, or anything else, for a fault.

read         every reader, by a name of its kind: only pages and named rejects come, bounded and printable
clean        the cleaner: an article whose blocks lie in its text in order, or a named reject
sentences    words and sentences: in the text, in order, without overlap, none lost
feeds        feeds, sitemaps and lists of them: checked addresses or NoFeed; mended in any steps to the same bytes
answers      what servers say: bodies within their bound, addresses that stay what they are, robots.txt, days
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Sequence

from bench.fuzz import seeds
from westphalia.clean import clean
from westphalia.errors import NoFeed, RefusedAddress
from westphalia.fetch.address import checked_address, host_of, joined, key_of, origin_of
from westphalia.fetch.body import Damaged, TooLarge, read_body
from westphalia.fetch.feeds import read_list, read_listing
from westphalia.fetch.manners import Manners
from westphalia.fetch.robots import Robots
from westphalia.parse.sentences import ZERO_WIDTH, sentences, words
from westphalia.read.columns import Ask
from westphalia.read.days import ORDERS, day_of
from westphalia.read.pages import _of_stream
from westphalia.read.refusals import MAX_BYTES, printable
from westphalia.read.streams import Stream
from westphalia.read.xml import Mended
from westphalia.records import Article, Page, Rejected, Span

REASONS = frozenset(
    "missing empty binary too_large unreadable damaged bomb bad_row no_column no_day http_error".split()
)
CLEAN_REASONS = frozenset("empty binary too_large no_article language timeout".split())
_UNSEEN = re.compile(f"[\\s{ZERO_WIDTH}]")
_FILES = seeds.files()
NAMES = tuple(sorted(_FILES))


def read(data: bytes) -> None:
    """The first byte says as what the rest is read."""
    if not data:
        return
    name, content = NAMES[data[0] % len(NAMES)], data[1:]
    for item in _of_stream(Stream(io.BytesIO(content)), name, name, Ask()):
        assert item.source == printable(item.source)
        if isinstance(item, Rejected):
            assert item.room == "read"
            assert item.reason in REASONS, item.reason
            assert item.detail == printable(item.detail)
        else:
            assert 0 < len(item.content) <= MAX_BYTES
            assert item.url is None or item.url.lower().startswith(("http://", "https://"))


def read_seeds() -> list[bytes]:
    return [bytes([number]) + _FILES[name] for number, name in enumerate(NAMES)]


def clean_page(data: bytes) -> None:
    found = clean(Page(data, "fuzz"))
    if isinstance(found, Rejected):
        assert found.reason in CLEAN_REASONS, found.reason
        return
    assert isinstance(found, Article)
    assert found.text.encode("utf-8")
    _in_order([block.span for block in found.blocks], found.text)


def text_offsets(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for function in (words, sentences):
        _in_order(function(text), text)
    together = "".join(span.of(text) for span in sentences(text))
    assert _UNSEEN.sub("", together) == _UNSEEN.sub("", text)


FEED = "https://news.example/feed"


def feeds(data: bytes) -> None:
    for function, name in ((read_listing, FEED), (read_list, "feeds.txt")):
        with contextlib.suppress(NoFeed):
            found = function(data, name)
            links = found if isinstance(found, list) else [x.url for x in (*found.links, *found.sitemaps)]
            assert links == [checked_address(link) for link in links]
            assert len(set(links)) == len(links)
    assert _mended(data, len(data) + 1) == _mended(data, 1_024 + len(data) % 7)


def _mended(data: bytes, step: int) -> bytes:
    stream = Mended(io.BytesIO(data))
    return b"".join(iter(lambda: stream.read(step), b""))


def answers(data: bytes) -> None:
    """The first byte says what the rest is."""
    kind, content = data[:1], data[1:]
    text = content.decode("utf-8", "replace")
    match kind[0] % 4 if kind else 0:
        case 0:
            for encoding in ("gzip", "deflate", ""):
                with contextlib.suppress(Damaged, TooLarge):
                    chunks = [content[at : at + 61] for at in range(0, len(content), 61)]
                    assert len(read_body(chunks, encoding, 100_000)) <= 100_000
        case 1:
            with contextlib.suppress(RefusedAddress):
                url = checked_address(text)
                assert checked_address(url) == url
                assert key_of(url)
                assert host_of(url)
                assert url.startswith(origin_of(url))
            with contextlib.suppress(RefusedAddress):
                url = joined(FEED, text)
                assert checked_address(url) == url
        case 2:
            rules = Robots(Manners())
            rules.told("https://news.example", text, 0.0)
            found = rules.rules(FEED, 1.0)
            assert found is not None
            assert 0 <= found.delay <= Manners().longest_delay
            found.allows(FEED)
        case _:
            for order in (None, *ORDERS):
                day = day_of(text, order)
                assert day is None or 1500 <= day.year <= 2999


def _in_order(spans: Sequence[Span], text: str) -> None:
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text), span
        at = span.end


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    "read": (read, read_seeds),
    "clean": (
        clean_page,
        lambda: [seeds.PAGE, seeds.TEXT, seeds.PAGE[:700], seeds.TEXT.decode().encode("utf-16")],
    ),
    "feeds": (feeds, lambda: [seeds.RSS, seeds.ATOM, seeds.SITEMAP, seeds.INDEX, seeds.OPML, seeds.LIST]),
    "answers": (answers, lambda: seeds.ANSWERS),
    "sentences": (text_offsets, lambda: [seeds.TEXT, *seeds.TEXT.split(b"\n\n")]),
}
"""Name -> what takes the bytes, and the bytes to start from."""
