"""What holds for every reader whatever the bytes: hypothesis, and the first cases of the fuzzer (`bench/fuzz`)."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz.mutate import cases
from bench.fuzz.targets import NAMES, TARGETS, read
from tests.read.made import from_stdin, http, packed, pages, reasons, record, tar, zipped
from tests.read.made import read as read_file
from westphalia.read.days import day_of
from westphalia.read.nexis import from_export
from westphalia.read.streams import Unpacked, lines
from westphalia.records import Page

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).filter(str.strip)
NONE_SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("target", list(TARGETS))
def test_the_first_cases_of_the_fuzzer_hold(target: str) -> None:
    take, seeds = TARGETS[target]
    for data in cases(seeds(), 0, 40 if target == "clean" else 250):
        take(data)


@pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)
def test_any_bytes_give_pages_or_named_rejects(number: int) -> None:
    @settings(deadline=None, max_examples=25)
    @given(st.binary(max_size=600))
    def holds(data: bytes) -> None:
        read(bytes([number]) + data)

    holds()


@NONE_SLOW
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_json_lines_give_back_every_text(texts: list[str]) -> None:
    content = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    assert [page.content for page in pages(from_stdin(content))] == texts


@NONE_SLOW
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), min_size=1, max_size=80).filter(str.strip), min_size=1, max_size=6))  # fmt: skip
def test_csv_gives_back_every_cell(tmp_path: Path, texts: list[str]) -> None:
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerows([["id", "text"], *([str(number), text] for number, text in enumerate(texts))])
    path = tmp_path / "a.csv"
    path.write_text(held.getvalue(), encoding="utf-8", newline="")
    assert [page.content for page in pages(read_file(path))] == texts


@NONE_SLOW
@given(bodies=st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=5), gz=st.booleans())
def test_warc_gives_back_every_body(tmp_path: Path, bodies: list[bytes], gz: bool) -> None:
    html = [b"<html><p>" + body.replace(b"\x00", b".").translate(None, bytes(range(32))) for body in bodies]
    records = [record(f"http://a.example/{n}", http(body)) for n, body in enumerate(html)]
    path = tmp_path / "a.warc"
    path.write_bytes(packed(*records) if gz else b"".join(records))
    assert [page.content for page in pages(read_file(path))] == html


@NONE_SLOW
@given(contents=st.lists(TEXTS, min_size=1, max_size=5), kind=st.sampled_from(["tar", "tar.gz", "zip"]))
def test_archives_give_back_every_member(tmp_path: Path, contents: list[str], kind: str) -> None:
    members = {f"{number}.html": text.encode() for number, text in enumerate(contents)}
    path = tmp_path / f"a.{kind}"
    if kind == "zip":
        zipped(path, members)
    else:
        tar(path, members, "w:gz" if kind.endswith("gz") else "w")
    found = read_file(path)
    assert [page.content for page in pages(found)] == list(members.values())
    assert not reasons(found)


@NONE_SLOW
@given(st.lists(st.binary(max_size=400), max_size=5), st.integers(1, 700))
def test_unpacking_in_any_steps_gives_the_same(parts: list[bytes], step: int) -> None:
    stream = Unpacked(io.BytesIO(b"".join(map(gzip.compress, parts))), "gz")
    found = b""
    while chunk := stream.read(step):
        assert len(chunk) <= step
        found += chunk
    assert found == b"".join(parts)


@NONE_SLOW
@given(
    st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), max_size=9),
    st.integers(1, 50),
)
def test_lines_come_whole_or_not_at_all(texts: list[bytes], longest: int) -> None:
    content = b"\n".join(texts)
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return
    wanted = [part if len(part.rstrip(b"\n")) <= longest else None for part in _at_newlines(content)]
    assert list(lines(io.BytesIO(content), longest)) == wanted


def _at_newlines(content: bytes) -> list[bytes]:
    parts = content.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


@NONE_SLOW
@given(st.lists(st.sampled_from([
    "1 of 3 DOCUMENTS", "Document 2 of 3", "End of Document", "LENGTH: 9 words", "Body", "Load-Date: April 9, 2024",
    "The Times", "April 9, 2024 Tuesday", "Envoys met in Lima.", "", "Full text: They left.", "BYLINE:", "_" * 30,
    "Byline: By A. B", "Dateline: LIMA", "Copyright 2024 The Times",
]), max_size=25))  # fmt: skip
def test_an_export_of_any_lines_gives_pages_with_a_text(texts: list[str]) -> None:
    from westphalia.read.columns import Ask

    for item in from_export(io.BytesIO("\n".join(texts).encode()), "x", Ask()):
        assert not isinstance(item, Page) or str(item.content).strip()


@given(st.text(max_size=60) | st.integers() | st.floats() | st.binary(max_size=60))
def test_a_day_is_a_day_or_none(value: object) -> None:
    found = day_of(value)
    assert found is None or 1500 <= found.year <= 2999
