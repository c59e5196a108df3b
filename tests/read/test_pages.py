"""Files, folders and stdin to pages, and every reason for refusing one."""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from pathlib import Path

import pytest

from westphalia.read import MAX_BYTES, read_pages
from westphalia.records import Page, Rejected

TEXT = "Envoys of the two countries met in Lima on Tuesday.\n"


def one(source: Path | str) -> Page | Rejected:
    return next(read_pages([str(source)]))


def reason(source: Path | str) -> str:
    result = one(source)
    assert isinstance(result, Rejected)
    assert result.room == "read"
    return result.reason


def test_a_file_becomes_a_page_with_the_users_date_and_address(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    (page,) = read_pages([str(path)], date=dt.date(2024, 4, 9), url="https://example.org/a")
    assert page == Page(TEXT.encode(), str(path), "https://example.org/a", dt.date(2024, 4, 9))


def test_a_folder_is_searched_in_sorted_order_for_page_files_only(tmp_path: Path) -> None:
    for name in ("b/two.html", "a/one.TXT", "three.md", "table.csv", ".hidden/four.txt", "b/.five.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    pages = list(read_pages([str(tmp_path)]))
    names = [Path(page.source).relative_to(tmp_path).as_posix() for page in pages]
    assert names == ["three.md", "a/one.TXT", "b/two.html"]


def test_a_file_named_directly_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "story.dat"
    path.write_text(TEXT, encoding="utf-8")
    assert isinstance(one(path), Page)


def test_stdin() -> None:
    (page,) = read_pages(["-"], stdin=io.BytesIO(TEXT.encode()))
    assert page == Page(TEXT.encode(), "-")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"%PDF-1.7 some text after it", "binary"),
        (b"\x89PNG\r\n\x1a\n and more", "binary"),
        (b"some text\x00\x01\x02\x03", "binary"),
        (bytes(range(1, 32)) * 40, "binary"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(content)
    assert reason(path) == expected


def test_text_in_other_encodings_is_no_binary(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    for content in (
        TEXT.encode("utf-16"),
        "Überfall in Köln, sagte der Minister".encode("latin-1"),
        TEXT.encode(),
    ):
        path.write_bytes(content)
        assert isinstance(one(path), Page)


def test_one_stray_nul_in_a_long_page_is_dirt_not_binary(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(TEXT.encode() * 50 + b"\x00" + TEXT.encode())
    assert isinstance(one(path), Page)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)  # sparse: costs nothing, and reading it would say "binary"
    assert reason(path) == "too_large"


def test_a_stream_is_read_no_further_than_the_limit() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            Endless.asked += size
            assert size > 0
            return b"a" * size

    (result,) = read_pages(["-"], stdin=Endless())  # type: ignore[arg-type]
    assert isinstance(result, Rejected)
    assert result.reason == "too_large"
    assert Endless.asked == MAX_BYTES + 1


def test_missing_unreadable_and_addresses(tmp_path: Path) -> None:
    assert reason(tmp_path / "nothing.txt") == "missing"
    assert reason("https://example.org/story.html") == "unreadable"
    assert reason("bad\x00name") == "unreadable"


def test_a_folder_without_pages_says_so(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert reason(tmp_path) == "empty"


def test_one_bad_source_does_not_end_the_run(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    results = list(read_pages([str(tmp_path / "no"), str(path)]))
    assert [type(result) for result in results] == [Rejected, Page]


def test_a_text_given_as_a_name_is_a_missing_file_and_does_not_end_the_run(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    rejected, page = read_pages([TEXT.strip() * 200, str(path)])
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, isinstance(page, Page)) == ("missing", True)
    assert len(rejected.source) < 100
    assert reason("https://example.org/" + "a" * 5000) == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.html")
    (tmp_path / "b.txt").symlink_to("/dev/zero")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    results = list(read_pages([str(tmp_path)]))
    assert [Path(result.source).name for result in results] == ["c.txt", "d.txt"]
    assert isinstance(results[1], Rejected)
    assert results[1].reason == "missing"


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_utf_8_can_be_printed(tmp_path: Path) -> None:
    for raw in (b"caf\xe9.txt", b"caf\xe8.txt", b"red\x1b[31m\n.txt"):
        (tmp_path / os.fsdecode(raw)).write_text(TEXT, encoding="utf-8")
    pages = list(read_pages([str(tmp_path)]))
    assert all(isinstance(page, Page) for page in pages)
    names = [Path(page.source).name for page in pages]
    assert sorted(names) == ["caf\\xe8.txt", "caf\\xe9.txt", "red\\x1b[31m\\x0a.txt"]
    "".join(page.source for page in pages).encode("utf-8")
    assert one(tmp_path / "gone\udce9.txt").source.endswith("gone\\xe9.txt")
    assert reason("gone\ud800.txt") in ("missing", "unreadable")
