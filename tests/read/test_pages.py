"""Files, folders and stdin to pages, and every reason for refusing one."""

from __future__ import annotations

import datetime as dt
import io
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
