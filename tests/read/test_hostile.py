"""Files made to hurt: each ends within bounds of time and memory as pages or named rejects, and the reading goes on.

Those that pack much into little are as small as shows the bound.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read.made import TEXT, http, record
from westphalia.clean import clean
from westphalia.parse.sentences import sentences
from westphalia.read import read_pages
from westphalia.records import Article, Rejected

SENTENCE = "Envoys of Peru and Chile met in Lima on Tuesday and agreed to resume talks, the ministry said. "
SECONDS = 20.0  # processor time of one file; the slowest takes a tenth of it
MEMORY = 150_000_000  # bytes that Python holds at most


def html(inside: str) -> bytes:
    around = f"<p>{SENTENCE * 3}</p>"
    return (
        f"<html><body><article><h1>Envoys meet</h1>{around}{inside}{around}</article></body></html>".encode()
    )


PAGES: dict[str, tuple[bytes, set[str]]] = {
    "more than a page may have": (html("<p>" + SENTENCE * 220_000 + "</p>"), {"too_large"}),
    "more than HTML may have": (html("<p>" + SENTENCE * 110_000 + "</p>"), {"too_large"}),
    "nested tags": (html("<div>" * 100_000 + "x" + "</div>" * 100_000), {"article"}),
    "nested tables": (html("<table><tr><td>" * 20_000), {"article"}),
    "nested lists": (html("<ul><li>" * 20_000), {"article"}),
    "elements": (html("<b>a</b>" * 70_000), {"too_large"}),
    "attributes": (html("<p " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">x</p>"), {"too_large"}),
    "open tags": (html("<" * 300_000), {"article"}),
    "open comments": (html("<!--" * 100_000), {"article"}),
    "open scripts": (html("<script>" * 50_000), {"article"}),
    "references": (html("&amp;&nbsp;&#x202e;&#0;&#xd800;&lt;b&gt;" * 20_000), {"article", "binary"}),
    "nested JSON-LD": (
        b'<html><head><script type="application/ld+json">' + b'{"a":' * 50_000 + b"</script></head>" + html(""),
        {"article"},
    ),
    "a long title": (b"<html><head><title>" + b"x - y | " * 20_000 + b"</title></head>" + html(""), {"article"}),
    "NUL bytes": (html("a\0b" * 20_000), {"binary"}),
    "a few NUL bytes": (html("a\0b " + SENTENCE * 99), {"article"}),
    "mixed encodings": (
        html("<p>caf\u00e9 \u201cx\u201d</p>") + b"<p>caf\xe9 \x93quoted\x94 \xff\xfe</p>" + "<p>\u00fc</p>".encode("utf-16le"),
        {"article", "binary"},  # UTF-16 in the midst of UTF-8 is NUL bytes
    ),
    "right-to-left marks": (html(f"<p>\u202e{SENTENCE}\u202c\u200f\u2067abc\u2069</p>"), {"article"}),
    "zero-width characters": (html("<p>" + "\u200b".join(SENTENCE) + "\u200d\ufeff\u00ad</p>"), {"article"}),
}  # fmt: skip

TEXTS = {
    "zero-width characters": SENTENCE + "\u200b" * 200_000 + SENTENCE,
    "combining characters": SENTENCE + "e" + "\u0301" * 100_000 + " " + SENTENCE,
    "spaces": SENTENCE + " " * 500_000 + SENTENCE,
    "one word": SENTENCE + "a" * 500_000 + " " + SENTENCE,
    "quotation marks": SENTENCE + "\u201c" * 50_000 + '"' * 50_000 + SENTENCE,
    "abbreviations": SENTENCE + "." * 100_000 + " " + "U.S. " * 20_000 + "..! " * 20_000,
    "numbers": SENTENCE + "1" * 100_000 + " " + "2024-04-" * 20_000 + "April 9, " * 10_000,
    "datelines": SENTENCE + "- \u2014 \u2013 " * 20_000 + "LIMA, " * 20_000 + "(Reuters) - " * 10_000,
    "bylines": SENTENCE + "By A. B. " * 20_000 + "John Smith, " * 10_000,
    "line breaks": SENTENCE + "\n" * 200_000 + "a\n" * 50_000 + "\r\x0b\x0c\x85\u2028" * 10_000,
    "brackets": SENTENCE + "(" * 50_000 + "[" * 50_000 + "</" * 20_000,
}

DROWNED = {"datelines", "brackets"}
"""The sentence is a ten-thousandth of its line, and the line is furniture by what the rest of it is."""


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_an_article_or_a_named_reject(name: str, tmp_path: Path) -> None:
    content, wanted = PAGES[name]
    path = tmp_path / "1.html"
    path.write_bytes(content)
    found = _bounded(lambda: _cleaned(tmp_path))
    assert found[0] in wanted
    assert found[1:] == ["article"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_keeps_its_first_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(TEXTS[name], encoding="utf-8")
    found = _bounded(lambda: _cleaned(tmp_path))
    assert found == ["no_article" if name in DROWNED else "article", "article"]


def _cleaned(folder: Path) -> list[str]:
    """What became of each page in a folder, and of an ordinary one behind it."""
    (folder / "2.html").write_bytes(html(""))
    found = []
    for item in read_pages([str(folder)]):
        result = item if isinstance(item, Rejected) else clean(item)
        if isinstance(result, Article):
            assert "Envoys of Peru and Chile met" in result.text
            assert sentences(result.text)
        found.append("article" if isinstance(result, Article) else result.reason)
    return found


def _bounded(work: Callable[[], list[str]]) -> list[str]:
    before = time.process_time()
    found = work()
    assert time.process_time() - before < SECONDS
    return found


# --- what is packed, and tables -----------------------------------------------------------------------

ZEROS = 300_000_000
FILES: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "a gzip bomb": ("a.html.gz", lambda: gzip.compress(bytes(ZEROS), 1), {"bomb", "too_large"}),
    "a bz2 bomb": ("a.jsonl.bz2", lambda: bz2.compress(b'{"text":"' + b"a" * ZEROS), {"bomb", "bad_row"}),
    "an xz bomb": ("a.csv.xz", lambda: lzma.compress(b"text\n" + b"a" * ZEROS, preset=0), {"bomb", "bad_row"}),
    "a WARC bomb": (
        "a.warc.gz",
        lambda: gzip.compress(record("https://a.example/", http(b"<html>" + bytes(ZEROS))), 1),
        {"too_large", "bomb", "damaged"},
    ),
    "nested JSON": ("a.json", lambda: b"[" * 5_000_000, {"bad_row"}),
    "nested JSON lines": ("a.jsonl", lambda: b'{"a":' * 500_000 + b"\n" + b"[" * 500_000, {"bad_row"}),
    "empty rows": ("b.json", lambda: b"[" + b"{}," * 10_000 + b"{}]", {"empty", "no_column"}),
    "cells": ("a.csv", lambda: b"text\n" + b"," * 2_000_000, {"bad_row", "empty"}),
    "columns": ("b.csv", lambda: b",".join(b"c%d" % n for n in range(200_000)) + b"\n" + b"," * 200_000, {"no_column", "empty"}),
    "an open cell": ("c.csv", lambda: b'text\n"' + b"a\n" * 600_000, {"bad_row", "empty", "page"}),
    "nested entries": ("a.xml", lambda: b"<rss><channel>" + b"<item>" * 500_000, {"damaged", "empty"}),
    "open instructions": ("b.xml", lambda: b"<?x " * 200_000 + b"<!--" * 200_000, {"page", "empty", "damaged"}),
    "entities": (
        "c.xml",
        lambda: b"<!DOCTYPE rss ["
        + b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(12))
        + b"]><rss><channel><item><title>&l11;</title><link>http://a.example/</link></item></channel></rss>",
        {"damaged", "unreadable"},
    ),
    "marks of articles": ("a.txt", lambda: b"LENGTH: 9 words\n1 of 9 DOCUMENTS\n" * 100_000, {"empty", "page"}),
    "a line of a list": ("a.urls", lambda: b"x" * 20_000_000 + b"\n" + b"#\n" * 100_000, {"bad_row"}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_named_and_the_reading_goes_on(name: str, tmp_path: Path) -> None:
    suffix, made, wanted = FILES[name]
    path, good = tmp_path / suffix, tmp_path / "good.txt"
    path.write_bytes(made())
    good.write_bytes(TEXT)
    tracemalloc.start()
    try:
        before = time.process_time()
        found = [
            item.reason if isinstance(item, Rejected) else "page"
            for item in read_pages([str(path), str(good)])
        ]
        assert time.process_time() - before < SECONDS
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    assert found[-1] == "page"
    assert found[:-1]
    assert set(found[:-1]) <= wanted
