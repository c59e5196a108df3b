"""Tar and zip, packed files, and what unpacks to more than it should."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.read.made import HTML, NEW_EXPORT, TEXT, packed, pages, read, reasons, short, story, tar, zipped
from westphalia.read import MAX_BYTES, read_pages
from westphalia.records import Rejected

MEMBERS = {
    "news/1.html": HTML,
    "../2.txt": TEXT,
    "news/export.txt": NEW_EXPORT,
    "news/crawl.warc.gz": packed(story(1)),
    "table.jsonl": b'{"text": "Envoys met."}\n{"text": "They left."}\n',
    "news/.hidden.txt": TEXT,
    "__MACOSX/news/1.html": HTML,
    "picture.png": b"\x89PNG",
    "inner.zip": b"PK\x03\x04",
}
NAMES = [
    "news/1.html",
    "../2.txt",
    "news/export.txt#1",
    "news/crawl.warc.gz#0",
    "table.jsonl:1",
    "table.jsonl:2",
]


@pytest.mark.parametrize(("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.xz", "w:xz"), ("a.tbz2", "w:bz2")])  # fmt: skip
def test_tar_members_are_read_by_what_they_are(tmp_path: Path, name: str, mode: str) -> None:
    path = tar(tmp_path / name, MEMBERS, mode)
    found = read(path)
    assert [page.source for page in found] == [f"{path}#{member}" for member in NAMES]
    assert not reasons(found)
    assert sorted(item.name for item in tmp_path.iterdir()) == [name]


def test_zip_members_are_read_by_what_they_are(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", MEMBERS)
    assert [page.source for page in pages(read(path))] == [f"{path}#{member}" for member in NAMES]
    (found,) = read_pages(["-"], stdin=_Pipe(path.read_bytes()))
    assert isinstance(found, Rejected)
    assert found.reason == "unreadable"


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def test_a_zip_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "nameless.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.html", HTML)
    # One letter, in the local head and in the directory, made the end of the name.
    path.write_bytes(path.read_bytes().replace(b"x.html", b"\0.html"))
    (found,) = read_pages([str(path)])
    assert isinstance(found, Rejected)
    assert found.reason == "empty"


def test_tar_comes_through_a_pipe_as_well(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar.gz", MEMBERS, "w:gz")
    assert len(pages(read_pages(["-"], stdin=_Pipe(path.read_bytes())))) == len(NAMES)


@pytest.mark.parametrize(
    ("end", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_a_packed_page_is_unpacked_and_refused_where_it_is_cut_short(tmp_path: Path, end: str, pack) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"page.html.{end}"
    path.write_bytes(pack(HTML))
    (page,) = pages(read(path))
    assert page.content == HTML
    path.write_bytes(pack(HTML)[:-9])
    assert reasons(read(path)) == ["damaged"]
    path.write_bytes(pack(HTML)[:9] + b"\xff" * 40)
    assert reasons(read(path)) == ["damaged"]


def test_packed_members_of_one_file_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT) + gzip.compress(TEXT) + b"\x00" * 512)
    assert [page.content for page in pages(read(path))] == [TEXT + TEXT]


# --- bombs ------------------------------------------------------------------------------------------

ZEROS = gzip.compress(bytes(80_000_000))


def test_a_packed_bomb_is_too_large_as_a_page_and_a_bomb_as_anything_else(tmp_path: Path) -> None:
    for name, reason in (("a.html.gz", "too_large"), ("a.jsonl.gz", "bomb"), ("a.csv.gz", "bomb")):
        (tmp_path / name).write_bytes(ZEROS)
        assert reason in reasons(read(tmp_path / name))


def test_a_tar_that_is_a_bomb_is_left_where_it_shows(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar.gz", {"1.html": HTML, "2.html": bytes(80_000_000), "3.html": HTML}, "w:gz")
    assert short(read(path)) == ["page", "too_large", "bomb"]


def test_a_zip_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.html": b"a" * 70_000_000, "2.html": HTML})
    assert reasons(read(path)) == ["bomb"]
    path = zipped(tmp_path / "b.zip", {"1.html": b"a" * 9_000_000, "2.html": HTML})
    assert short(read(path)) == ["bomb", "page"]


def test_members_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.html": b"a" * 7_000_000})
    with zipfile.ZipFile(path, "a") as archive:
        (first,) = archive.infolist()
        for number in range(2, 20):
            copy = zipfile.ZipInfo(f"{number}.html")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type", "flag_bits"):
                setattr(copy, field, getattr(first, field))
            archive.filelist.append(copy)
        archive._didModify = True  # type: ignore[attr-defined]
    assert "bomb" in reasons(read(path))


def test_a_member_that_is_too_large_for_a_page_is_left_out(tmp_path: Path) -> None:
    import random

    noise = random.Random(1).randbytes(MAX_BYTES // 4) * 5
    path = zipped(tmp_path / "a.zip", {"1.html": noise, "2.html": HTML})
    assert short(read(path)) == ["too_large", "page"]


# --- damage -----------------------------------------------------------------------------------------


def test_a_damaged_zip_costs_its_member_and_one_without_directory_itself(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.html": HTML, "2.html": HTML})
    content = bytearray(path.read_bytes())
    content[45] ^= 0xFF
    path.write_bytes(content)
    assert short(read(path)) == ["damaged", "page"]
    path.write_bytes(content[:-30])
    assert reasons(read(path)) == ["damaged"]


def test_a_zip_behind_a_password_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"1.html": HTML})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    (found,) = read(path)
    assert isinstance(found, Rejected)
    assert (found.reason, found.detail) == ("unreadable", "behind a password")


def test_a_damaged_tar_keeps_what_stands_before(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar", {"1.html": HTML, "2.html": HTML})
    content = path.read_bytes()
    for broken in (content[:1200], content[:1024] + b"garbage " * 64 + content[1536:]):
        path.write_bytes(broken)
        assert short(read(path)) == ["page", "damaged"]


def test_headers_of_a_tar_that_ask_for_memory_or_go_back_are_refused(tmp_path: Path) -> None:
    for kind, size in ((tarfile.GNUTYPE_LONGNAME, 2_000_000_000), (tarfile.XHDTYPE, 2_000_000_000)):
        member = tarfile.TarInfo("long")
        member.type, member.size = kind, size
        (tmp_path / "a.tar").write_bytes(member.tobuf(tarfile.GNU_FORMAT) + bytes(2_048))
        assert reasons(read(tmp_path / "a.tar")) == ["damaged"]


def test_an_archive_without_pages_says_what_was_looked_for(tmp_path: Path) -> None:
    for path in (tar(tmp_path / "a.tar", {"a.png": b"x"}), zipped(tmp_path / "a.zip", {"a.png": b"x"})):
        (found,) = read(path)
        assert isinstance(found, Rejected)
        assert found.reason == "empty"
        assert ".html" in found.detail


def test_an_office_file_is_no_archive_but_binary(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.docx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert reasons(read(path)) == ["binary"]
