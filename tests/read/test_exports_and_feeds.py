"""Exports of news databases, feeds, sitemaps and lists of addresses."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.read.made import (
    ATOM,
    HTML,
    NEW_EXPORT,
    OLD_EXPORT,
    OTHER_EXPORT,
    RSS,
    SITEMAP,
    from_stdin,
    pages,
    read,
    reasons,
    short,
)
from westphalia.clean import clean
from westphalia.records import Address, Article, Page, Rejected, Told

DAY = dt.date(2024, 4, 9)


# --- exports ----------------------------------------------------------------------------------------


def test_an_old_export_gives_its_articles_with_headline_outlet_and_day() -> None:
    first, second = pages(from_stdin(OLD_EXPORT))
    title = "Envoys of Peru and Chile Meet in Lima Over Fishing Rights"
    assert first.told == Told(DAY, title, "The Harbour Times", "ANNA MORALES")
    assert first.content == (
        f"{title}\n\nBy ANNA MORALES\n\nLIMA, Peru — Envoys of Peru and Chile met in Lima on Tuesday and agreed to "
        "resume talks over fishing rights in the disputed waters, both ministries said.\n\n"
        '"We will not leave the table," said Peru\'s foreign minister, who had threatened to walk out of the talks '
        "only a week before."
    )
    assert second.told == Told(DAY + dt.timedelta(1), "Chile Recalls Its Ambassador", "The Harbour Times")
    assert [first.source, second.source] == ["-#1", "-#2"]


def test_a_new_export_in_windows_1252_with_fields_in_small_letters() -> None:
    (page,) = pages(from_stdin(NEW_EXPORT))
    assert page.told == Told(DAY, "Envoys meet in Lima", "The Harbour Times", "Anna Morales")
    assert str(page.content).endswith(
        "they said — “at last”.\n\nSource: both ministries, which met the envoys on the same day."
    )


def test_an_export_whose_text_is_a_field() -> None:
    (page,) = pages(from_stdin(OTHER_EXPORT))
    assert page.told == Told(DAY, "Envoys meet in Lima", "The Harbour Times", "Morales, Anna")
    assert str(page.content).endswith("resume talks.\n\nChile had walked out a week before, its minister said on Monday in Santiago.")  # fmt: skip


@pytest.mark.parametrize("content", [OLD_EXPORT, NEW_EXPORT, OTHER_EXPORT])
def test_what_an_export_tells_reaches_the_article(content: bytes) -> None:
    article = clean(pages(from_stdin(content))[0])
    assert isinstance(article, Article)
    assert article.outlet == "The Harbour Times"
    assert article.published is not None
    assert (article.published.exact, article.published.basis) == (DAY, "source")
    assert article.title is not None
    assert article.title.startswith("Envoys")
    assert article.blocks[0].kind == "title"


def test_an_article_without_text_or_beyond_the_limit_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = b"1 of 3 DOCUMENTS\n\nThe Times\n\nApril 9, 2024\n\nHeadline\n\nLENGTH: 0 words\n\n"
    long = b"2 of 3 DOCUMENTS\n\nLENGTH: 9 words\n\n" + b"Envoys met in Lima.\n" * 300
    short_one = b"3 of 3 DOCUMENTS\n\nLENGTH: 9 words\n\nEnvoys met in Lima.\n"
    monkeypatch.setattr("westphalia.read.exports.MAX_BYTES", 4_000)
    assert short(from_stdin(empty + long + short_one)) == ["empty", "too_large", "page"]


def test_a_text_that_only_mentions_such_words_is_a_page() -> None:
    text = b"The committee read 1 of 50 documents.\n\nLENGTH: unknown. Document 1 of 2 was lost, the envoy said.\n"
    (page,) = pages(from_stdin(text))
    assert page.content == text


# --- feeds ------------------------------------------------------------------------------------------


class Fetched:
    """What would be asked of the network."""

    def __init__(self) -> None:
        self.asked: list[Address] = []

    def __call__(self, addresses: Iterable[Address]) -> Iterator[Page | Rejected]:
        for address in addresses:
            self.asked.append(address)
            yield Page(HTML, address.source, address.url, address.date, address.told)


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed", "feed.txt"])
def test_an_entry_with_its_article_is_a_page_and_another_an_address(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(RSS)
    fetched = Fetched()
    first, second = read(path, fetch=fetched, date=dt.date(2024, 5, 1))
    told = Told(DAY, "Envoys meet & talk", "The Harbour Times", "Anna Morales")
    assert isinstance(first, Page)
    assert (first.url, first.told, first.source) == ("https://harbour.example/1", told, f"{path}#1")
    assert "<h1>Envoys meet &amp; talk</h1>" in str(first.content)
    assert "met in Lima on Tuesday" in str(first.content)
    assert fetched.asked == [
        Address(
            "https://harbour.example/2", f"{path}#2", dt.date(2024, 5, 1),
            Told(dt.date(2024, 4, 10), "Chile recalls its ambassador", "The Harbour Times"),
        )
    ]  # fmt: skip
    assert isinstance(second, Page)
    assert short(read(path)) == ["page", "unreadable"]


def test_atom_with_xhtml_inside() -> None:
    (page,) = pages(from_stdin(ATOM))
    assert page.url == "https://harbour.example/1"
    assert page.told == Told(DAY, "Envoys meet", "The Harbour Times", "Anna Morales")
    assert "<b>Lima</b>" in str(page.content)


def test_a_feed_in_utf_16_or_with_broken_bytes() -> None:
    plain = RSS.replace(b'<?xml version="1.0" encoding="utf-8"?>\n', b"").decode()
    assert short(from_stdin(plain.encode("utf-16"))) == ["page", "unreadable"]
    assert short(from_stdin(RSS.replace(b"Talks", b"caf\xe9 \x00\x01"))) == ["page", "unreadable"]


def test_bytes_that_are_no_text_cost_their_entry() -> None:
    half = RSS.replace(b"Envoys meet", b"\xed\xa0\x80", 1)
    assert short(from_stdin(half)) in (["damaged", "unreadable"], ["page", "unreadable"])
    assert short(from_stdin(b"<urlset><url><loc>http://a.example/\xed\xa0\x80</loc></url></urlset>"))


def test_a_sitemaps_addresses_with_what_its_news_part_tells(tmp_path: Path) -> None:
    path = tmp_path / "sitemap.xml"
    path.write_bytes(SITEMAP)
    fetched = Fetched()
    assert short(read(path, fetch=fetched)) == ["page", "empty"]
    (address,) = fetched.asked
    assert address.told == Told(DAY, "Envoys meet", "The Harbour Times")
    path.write_bytes(
        b"<sitemapindex><sitemap><loc>https://harbour.example/s.xml</loc></sitemap></sitemapindex>"
    )
    assert reasons(read(path, fetch=fetched)) == ["unreadable"]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9))
    + b"]><rss><channel><item><title>&a8;</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"<rss>" + b"<a>" * 100_000,
        b"<rss><channel>" + b"<item><title>x" * 20_000,
        b"<rss><channel><item><title>" + b"&" * 1_000_000,
        b"<rss><channel><item><title>" + b"<" * 300_000,
        b"<rss><channel>" + b"<![CDATA[" * 30_000,
        b"<rss><channel><item><title>" + b"x" * 12_000_000,
        LAUGHS,
        b"<rss/>",
        b"<feed",
    ],
    ids=["deep", "unclosed", "ampersands", "brackets", "cdata", "long", "laughs", "bare", "cut"],
)
def test_hostile_feeds_take_little_time_and_no_memory(content: bytes) -> None:
    before = time.process_time()
    found = from_stdin(content)
    assert found
    assert not pages(found) or content == b"<feed"
    assert time.process_time() - before < 5


def test_no_file_of_this_machine_comes_in_by_a_feed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("of this machine", encoding="utf-8")
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY s SYSTEM "{secret.as_uri()}">]><rss><channel><item><title>&s;</title>'
        "<link>https://harbour.example/1</link><content:encoded>&s; and more</content:encoded></item></channel></rss>"
    )
    assert "of this machine" not in repr(from_stdin(feed.encode(), fetch=Fetched()))


# --- addresses --------------------------------------------------------------------------------------


def test_a_list_of_addresses_is_told_by_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# news\nhttps://harbour.example/1\n\nHTTP://harbour.example/2\n", encoding="utf-8")
    fetched = Fetched()
    assert short(read(path, fetch=fetched, date=DAY)) == ["page", "page"]
    assert [(a.url, a.source, a.date) for a in fetched.asked] == [
        ("https://harbour.example/1", f"{path}:2", DAY),
        ("HTTP://harbour.example/2", f"{path}:4", DAY),
    ]
    found = read(path)
    assert reasons(found) == ["unreadable"] * 2
    assert isinstance(found[0], Rejected)
    assert found[0].detail.startswith("https://harbour.example/1: ")


def test_a_line_that_is_no_address_is_told_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "list.urls"
    path.write_text(
        "https://harbour.example/1\nfile:///etc/hosts\nhttp://a b\n" + "x" * 9_000, encoding="utf-8"
    )
    found = read(path, fetch=Fetched())
    assert short(found) == ["page", "bad_row", "bad_row", "bad_row"]
    assert found[1].source == f"{path}:2"


def test_addresses_that_stand_together_are_fetched_together() -> None:
    from westphalia.read import read_pages

    calls: list[list[str]] = []

    def fetch(addresses: Iterable[Address]) -> Iterator[Page | Rejected]:
        calls.append([address.url for address in addresses])
        yield from ()

    list(
        read_pages(
            ["https://a.example/1", "http://b.example/2", "no.txt", "https://a.example/3"], fetch=fetch
        )
    )
    assert calls == [["https://a.example/1", "http://b.example/2"], ["https://a.example/3"]]
