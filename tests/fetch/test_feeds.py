"""Feeds, sitemaps and lists of them: the links, and nothing that hostile ones try."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import NoFeed
from westphalia.fetch.feeds import Link, read_list, read_listing

URL = "https://news.example/feed"
NINTH = dt.datetime(2024, 4, 9, 8, 0, tzinfo=dt.UTC)


def rss(items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def test_rss_oldest_first_with_relative_links_and_dates() -> None:
    content = rss(
        "<item><title>Talks &amp; tea</title><link>/b</link><pubDate>Tue, 09 Apr 2024 10:00:00 +0200</pubDate></item>"
        "<item><title>&lt;b&gt;Bold&lt;/b&gt;</title><guid>https://news.example/a</guid></item>"
        "<item><title>No address</title></item><item><link>javascript:alert(1)</link></item>"
    )
    listing = read_listing(content, URL)
    assert listing.kind == "feed"
    assert listing.links == (
        Link("https://news.example/a", title="Bold"),
        Link("https://news.example/b", NINTH, NINTH.date(), "Talks & tea"),
    )


def test_atom() -> None:
    content = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><link rel="enclosure" href="/a.mp3"/>'
        b'<link rel="alternate" href="https://news.example/a"/><updated>2024-04-09T08:00:00Z</updated></entry></feed>'
    )
    (link,) = read_listing(content, URL).links
    assert link == Link("https://news.example/a", NINTH, None, "A")


def test_a_news_sitemap() -> None:
    content = b"""<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc> https://news.example/a </loc><n:news><n:publication><n:name>News</n:name></n:publication>
    <n:publication_date>2024-04-09T10:00:00+02:00</n:publication_date><n:title>Talks</n:title></n:news></url>
    <url><loc>https://news.example/b</loc><lastmod>2024-04</lastmod></url><url><loc>ftp://x/</loc></url></urlset>"""
    listing = read_listing(content, URL)
    assert listing.kind == "news sitemap"
    april = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)
    assert listing.links == (
        Link("https://news.example/a", NINTH, NINTH.date(), "Talks"),
        Link("https://news.example/b", april),
    )


def test_an_address_told_as_page_and_as_sitemap_is_what_it_was_first() -> None:
    content = (
        b"<urlset><url><loc>https://news.example/a</loc></url>"
        b"<sitemap><loc>https://news.example/a</loc></sitemap>"
        b"<sitemap><loc>https://news.example/more.xml</loc></sitemap></urlset>"
    )
    listing = read_listing(content, URL)
    assert [link.url for link in listing.links] == ["https://news.example/a"]
    assert [link.url for link in listing.sitemaps] == ["https://news.example/more.xml"]


def test_an_index_packed_as_gzip() -> None:
    content = gzip.compress(
        b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>'
        b"<loc>https://news.example/s1.xml</loc><lastmod>2024-04-09T08:00:00Z</lastmod></sitemap></sitemapindex>"
    )
    listing = read_listing(content, URL)
    assert (listing.kind, listing.links) == ("sitemap index", ())
    assert listing.sitemaps == (Link("https://news.example/s1.xml", NINTH),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "nothing in it"),
        (b"hello", "neither a feed nor a sitemap"),
        (gzip.compress(b"0" * 60_000_000), "unpacked"),
        (b"\x1f\x8bdirt", "not decompressed"),
        (rss("<a>" * 100_000), "depth"),
        (rss("<item><link>https://news.example/cut")[:-16], "cut short"),
        (b'<html><head><link rel=alternate type="application/rss+xml" href="/rss.xml"></head>',
         "names the feed https://news.example/rss.xml"),
        (b"<!DOCTYPE html><html><body><p>Hello</p>", "a page, not a feed"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_told(content: bytes, why: str) -> None:
    with pytest.raises(NoFeed, match=why):
        read_listing(content, URL)


def test_bytes_that_name_a_file_or_an_address_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss("<item><link>https://news.example/secret</link></item>"))
    for content in (str(path).encode(), b"file://" + str(path).encode(), b"http://127.0.0.1:1/feed"):
        with pytest.raises(NoFeed):
            read_listing(content, URL)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    for entity, used in ((f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "x"), (laughs, "l8")):
        item = f"<item><title>&{used};</title><link>https://news.example/{{}}</link></item>"
        head = f"<?xml version='1.0'?><!DOCTYPE rss [{entity}]>"
        content = f"{head}<rss version='2.0'><channel>{item.format('a')}</channel></rss>"
        if used == "l8":  # one that grows a thousandfold ends the reading
            with pytest.raises(NoFeed, match="entity"):
                read_listing(content.encode(), URL)
            continue
        (link,) = read_listing(content.encode(), URL).links
        assert "hidden" not in str(link)
        place = f"<url><loc>https://news.example/b</loc><title>&{used};</title></url>"
        links = read_listing(f"{head}<urlset>{place}</urlset>".encode(), URL).links
        assert "hidden" not in str(links)


@given(st.binary(max_size=400))
def test_dirt_is_a_listing_or_no_feed(dirt: bytes) -> None:
    for content in (
        dirt,
        b"<rss version='2.0'><channel><item>" + dirt,
        b"<urlset><url><loc>" + dirt,
        b"\x1f\x8b" + dirt,
    ):
        try:
            listing = read_listing(content, URL)
        except NoFeed:
            continue
        assert all(link.url.startswith("http") for link in listing.links)


def test_a_list_of_feeds() -> None:
    content = "\ufeff# ours\nhttps://a.example/feed  # the first\n\nHTTPS://A.example/feed#top\nhttp://b.example/s.xml\n"
    assert read_list(content.encode(), "feeds.txt") == ["https://a.example/feed", "http://b.example/s.xml"]
    with pytest.raises(NoFeed, match=r"feeds\.txt:2: ftp://x/: only http"):
        read_list(b"https://a.example/feed\nftp://x/\n", "feeds.txt")
    with pytest.raises(NoFeed, match="no address in it"):
        read_list(b"# nothing\n", "feeds.txt")


def test_opml() -> None:
    content = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="World">
    <outline type="rss" text="A" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline></body></opml>"""
    assert read_list(content, "feeds.opml") == ["https://a.example/feed"]
    with pytest.raises(NoFeed):
        read_list(b"<opml><body/></opml>", "feeds.opml")
