"""WARC archives: the pages in them, and every way a record can be broken without ending the reading."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from pathlib import Path

import pytest

from tests.read.made import HTML, from_stdin, http, packed, pages, read, reasons, record, short, story
from westphalia.records import Page, Rejected, Told

A, B, C = story(1), story(2), story(3)


@pytest.mark.parametrize("name", ["news.warc", "news.dat", "CC-NEWS-20240409.warc.gz"])
def test_each_html_response_is_a_page_with_its_address_and_day_of_fetch(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(packed(A, B) if name.endswith("gz") else A + B)
    first, second = pages(read(path, date=dt.date(2024, 4, 12)))
    assert first.content == HTML + b"<!-- 1 -->"
    assert first.url == "https://courier.example/1"
    assert first.date == dt.date(2024, 4, 12)
    assert first.told == Told(seen=dt.date(2024, 4, 9))
    assert first.source == f"{path}#0"
    offset = int(second.source.rpartition("#")[2])
    part = path.read_bytes()[offset:]
    assert (gzip.decompress(part) if name.endswith("gz") else part) == B


def test_what_is_no_page_is_passed_over_and_other_answers_are_told() -> None:
    found = from_stdin(
        record("https://courier.example/robots.txt", http(b"User-agent: *", "text/plain"))
        + record("https://courier.example/a.png", http(b"\x89PNG", "image/png"))
        + record("dns:courier.example", b"20240409 courier.example A 10.0.0.1", kind="resource")
        + record("https://courier.example/", http(HTML), kind="request")
        + record("https://courier.example/old", http(HTML, status="404 Not Found"))
        + record("https://courier.example/none", http(b""))
        + record("https://courier.example/pdf", http(b"%PDF-1.7 " * 9))
        + A
    )
    assert short(found) == ["http_error", "empty", "binary", "page"]
    assert isinstance(found[0], Rejected)
    assert found[0].detail == "404"


def test_an_answer_without_a_type_is_a_page_if_it_looks_like_one() -> None:
    found = from_stdin(
        record("https://courier.example/1", http(HTML, ""))
        + record("https://courier.example/2", http(b"a,b", ""))
    )
    assert [page.url for page in pages(found)] == ["https://courier.example/1"]


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd", "deflate", "no-such"])
def test_a_packed_answer_that_does_not_unpack_is_damaged(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "a.warc"
    lie = record("https://courier.example/2", http(HTML, more=f"Content-Encoding: {packing}\r\n"))
    path.write_bytes(A + lie + C)
    found = read(path)
    assert short(found) == ["page", "damaged", "page"]
    assert found[1].source == f"{path}#{len(A)}"
    assert found[2].source == f"{path}#{len(A + lie)}"


def test_a_packed_answer_is_unpacked() -> None:
    body = gzip.compress(HTML)
    (page,) = from_stdin(record("https://courier.example/1", http(body, more="Content-Encoding: gzip\r\n")))
    assert isinstance(page, Page)
    assert page.content == HTML


@pytest.mark.parametrize("length", [10_000, 10**18, "many", "-5"])
def test_a_wrong_length_costs_one_record(tmp_path: Path, length: int | str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(A + record("https://courier.example/2", http(HTML), length=length) + C)
    found = read(path)
    assert short(found) == ["page", "damaged", "page"]
    assert [page.url for page in pages(found)] == ["https://courier.example/1", "https://courier.example/3"]


def test_garbage_between_records_and_a_record_without_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(
        A + b"garbage\r\nmore: of it\r\n\r\n" + B + record("https://x.example/", b"\x00\x01no http") + C
    )
    assert short(read(path)) == ["page", "page", "damaged", "page"]


def test_a_damaged_member_of_a_packed_archive_costs_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    middle = bytearray(packed(B))
    middle[len(middle) // 2] ^= 0xFF
    path.write_bytes(packed(A) + bytes(middle) + packed(C))
    assert short(read(path)) == ["page", "damaged", "page"]
    path.write_bytes(packed(A, B)[:-40])
    assert short(read(path)) == ["page", "damaged"]


def test_a_stream_that_cannot_go_back_tells_that_the_rest_is_lost() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise io.UnsupportedOperation

    from westphalia.read import read_pages

    middle = bytearray(packed(B))
    middle[len(middle) // 2] ^= 0xFF
    found = list(read_pages(["-"], stdin=Pipe(packed(A) + bytes(middle) + packed(C))))
    assert short(found) == ["page", "damaged"]
    assert short(read_pages(["-"], stdin=Pipe(packed(A, B)))) == ["page", "page"]


def test_endless_headers_and_bombs_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    bomb = gzip.compress(b"<p>" * 10_000_000)
    path.write_bytes(
        record("https://x.example/1", http(bomb, more="Content-Encoding: gzip\r\n"))
        + b"WARC/1.0\r\nX: " + b"y" * 3_000_000 + b"\r\n\r\n"
        + C
    )  # fmt: skip
    assert short(read(path)) == ["too_large", "damaged", "page"]


def test_an_archive_without_a_page_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    for content in (b"", packed(record("https://x.example/", http(b"x", "image/png"))), b"no archive at all"):
        path.write_bytes(content)
        assert reasons(read(path)) == ["empty"]


def test_a_folder_of_archives_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.warc.gz").write_bytes(packed(A))
    (tmp_path / "a.html").write_bytes(HTML)
    assert [page.url for page in pages(read(tmp_path))] == [None, "https://courier.example/1"]


def test_an_odd_date_or_address_is_no_reason_to_lose_a_page() -> None:
    (page,) = from_stdin(record("<https://courier.example/1>", http(HTML), date="yesterday"))
    assert isinstance(page, Page)
    assert (page.url, page.told) == ("https://courier.example/1", None)
