"""Names that fsspec opens, files told by their contents, and the number of pages for the time left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from tests.read.made import HTML, NEW_EXPORT, TEXT, packed, pages, read, reasons, story, zipped
from westphalia.read import count_pages
from westphalia.read.kinds import by_content
from westphalia.records import Rejected


@pytest.fixture
def bucket() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for name, content in (
        ("b/one.html", HTML), ("b/a/two.txt", TEXT), ("b/.hidden/x.txt", TEXT), ("b/notes.csv", b"x"),
        ("b/crawl/1.warc.gz", packed(story(1), story(2))), ("b/crawl/2.warc.gz", packed(story(3))),
    ):  # fmt: skip
        with system.open(f"/{name}", "wb") as stream:
            stream.write(content)
    yield "memory://b"
    system.rm("/b", recursive=True)


def test_a_remote_folder_file_or_pattern(bucket: str) -> None:
    names = [page.source for page in pages(read(bucket))]
    assert [name.partition("#")[0].removeprefix("memory://b/") for name in names] == [
        "a/two.txt", "crawl/1.warc.gz", "crawl/1.warc.gz", "crawl/2.warc.gz", "one.html",
    ]  # fmt: skip
    assert len(pages(read(f"{bucket}/crawl/*.warc.gz"))) == 3
    assert [page.content for page in pages(read(f"{bucket}/one.html"))] == [HTML]


def test_a_remote_zip_is_sought_in(bucket: str, tmp_path: Path) -> None:
    content = zipped(tmp_path / "a.zip", {"1.html": HTML}).read_bytes()
    with fsspec.filesystem("memory").open("/b/a.zip", "wb") as stream:
        stream.write(content)
    assert [page.source for page in pages(read(f"{bucket}/a.zip"))] == ["memory://b/a.zip#1.html"]


def test_what_is_not_there_or_not_known_is_told(bucket: str) -> None:
    assert reasons(read(f"{bucket}/gone.html")) == ["missing"]
    assert reasons(read(f"{bucket}/*.parquet")) == ["missing"]
    assert reasons(read("nosuch://b/a.html")) == ["unreadable"]


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None:
        raise ImportError("no s3fs")

    monkeypatch.setattr("fsspec.core.url_to_fs", absent)
    (found,) = read("s3://bucket/a.html")
    assert isinstance(found, Rejected)
    assert "pip install 'westphalia[s3]'" in found.detail


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.html", b'{"text": 1}\n', "page"), ("a.html", b"WARC/1.0\r\n", "warc"), ("a.txt", TEXT, "page"),
        ("a.txt", NEW_EXPORT, "export"), ("a.txt", b'{"text": 1}\n', "jsonl"), ("a.txt", b"{not json}\n", "page"),
        ("a.txt", b"https://a.example/\n", "list"), ("a.txt", b"see https://a.example/\n", "page"),
        ("a.xml", b"<?xml version='1.0'?>\n<!-- x --><rss>", "feed"), ("a.xml", b"<urlset>", "sitemap"),
        ("a.xml", b"<html>", "page"), ("a.json", b" [1]", "json"), ("a.json", b"{}", "jsonl"),
        ("a", b"PAR1", "parquet"), ("a.csv", b"a,b", "csv"), ("a.CSV.GZ", b"a,b", "csv"), ("a.xml", b"<rdf:RDF>", "feed"),
        ("a.txt", b"<?" * 30_000, "page"), ("a.txt", b"<!---->" * 9_000, "page"), ("a.txt", b" " * 60_000, "page"),
    ],
)  # fmt: skip
def test_kinds(name: str, head: bytes, kind: str) -> None:
    assert by_content(name, head) == kind


def test_pages_are_counted_where_that_is_possible(tmp_path: Path) -> None:
    for name in ("a.html", "b.txt", "c.png"):
        (tmp_path / name).write_bytes(TEXT)
    assert count_pages([str(tmp_path), str(tmp_path / "a.html"), "-", "https://a.example/", "gone.txt"]) == 6
    (tmp_path / "d.warc").write_bytes(story(1))
    assert count_pages([str(tmp_path)]) is None
    assert count_pages([str(tmp_path / "a.html"), "memory://b"]) is None
    (tmp_path / "e.jsonl").write_bytes(b'{"text": "x"}\n')
    assert count_pages([str(tmp_path / "e.jsonl")]) is None
