"""Addresses in one spelling and the same page by two of them; bodies unpacked within bounds."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import RefusedAddress
from westphalia.fetch.address import checked_address, host_of, joined, key_of, origin_of
from westphalia.fetch.body import Damaged, TooLarge, gunzipped, read_body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" HTTPS://News.Example:443/a b?x=1#top ", "https://news.example/a%20b?x=1"),
        ("http://news.example", "http://news.example/"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
    ],
)
def test_one_spelling(text: str, expected: str) -> None:
    assert checked_address(text) == expected
    assert checked_address(expected) == expected


@pytest.mark.parametrize(
    "text",
    ["", "news.example/a", "ftp://news.example/", "file:///etc/passwd", "javascript:alert(1)", "http://", "http:///a",
     "https://user:secret@news.example/", "https://news.example@evil.example/", "gopher://x/", "http://a\x00b/",
     "data:text/html,hello", "https://news.example:99999999/", "https://" + "a" * 5_000],
)  # fmt: skip
def test_what_is_not_fetched(text: str) -> None:
    with pytest.raises(RefusedAddress):
        checked_address(text)


@given(st.text(max_size=80))
def test_whatever_is_written_is_an_address_or_refused(text: str) -> None:
    for made in (text, f"https://news.example/{text}", f"https://{text}"):
        try:
            url = checked_address(made)
        except RefusedAddress:
            continue
        assert checked_address(url) == url
        assert key_of(url)
        assert origin_of(url)
        assert host_of(url)


def test_redirect_targets_are_joined_and_checked() -> None:
    assert joined("https://a.example/x/y", "../z?q#f") == "https://a.example/z?q"
    assert joined("https://a.example/x", "//b.example/z") == "https://b.example/z"
    for bad in ("file:///etc/passwd", "javascript:1", "https://u:p@b.example/"):
        with pytest.raises(RefusedAddress):
            joined("https://a.example/", bad)


def test_the_same_page_by_two_addresses() -> None:
    page = "https://news.example/story?id=7"
    for other in (
        "http://news.example/story?id=7",
        "https://news.example/story?id=7&utm_source=rss&utm_medium=feed",
        "https://news.example/story?fbclid=abc&id=7",
    ):
        assert key_of(other) == key_of(page)
    for other in (
        "https://news.example/story?id=8",
        "https://news.example/story",
        "https://x.example/story?id=7",
    ):
        assert key_of(other) != key_of(page)


TEXT = b"Envoys met in Lima. " * 5_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZIP ", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0\0dirt"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000_000])
def test_bodies_in_chunks_of_any_size(encoding: str, packed: bytes, size: int) -> None:
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert read_body(chunks, encoding, 1_000_000) == TEXT


@given(st.binary(max_size=3_000), st.integers(1, 500))
def test_what_is_packed_is_unpacked(content: bytes, size: int) -> None:
    packed = gzip.compress(content)
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert read_body(chunks, "gzip", 10_000) == content


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", ""]))
def test_dirt_is_damaged_or_taken_as_it_is(content: bytes, encoding: str) -> None:
    try:
        read_body([content], encoding, 1_000)
    except (Damaged, TooLarge):
        assert encoding


def test_a_bomb_is_left_at_the_limit_and_not_unpacked_first() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    with pytest.raises(TooLarge):
        read_body([bomb], "gzip", 1_000_000)
    with pytest.raises(TooLarge):
        gunzipped(gzip.compress(b"\0" * 50_000_000), 1_000_000)
    assert len(read_body([bomb], "gzip", 1_000, cut=True)) == 1_000


def test_what_was_not_asked_for_or_is_cut_short() -> None:
    with pytest.raises(Damaged, match="which we did not ask for"):
        read_body([b"x"], "br", 100)
    with pytest.raises(Damaged, match="cut short"):
        read_body([gzip.compress(TEXT)[:-20]], "gzip", 1_000_000)
