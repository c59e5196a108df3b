"""JSON Lines, JSON arrays, CSV, TSV and Parquet: named columns, and rows that are none."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.read.made import HTML, from_stdin, pages, read, reasons, short
from westphalia.read import MAX_BYTES, Columns
from westphalia.read.days import day_of
from westphalia.records import Page, Rejected, Told

ROW = {
    "title": "Envoys meet in Lima",
    "Article Text": "Envoys of Peru and Chile met in Lima.",
    "URL": "https://courier.example/1",
    "publish_date": "2024-04-09T22:10:00+02:00",
    "source": "The Courier",
    "authors": ["Anna Morales", "B. Diaz"],
}


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson.gz", "a.txt", "a.json"])
def test_a_row_is_a_page_with_what_its_columns_tell(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines(ROW)) if name.endswith("gz") else lines(ROW))
    (page,) = read(path, date=dt.date(2024, 5, 1))
    assert page == Page(
        "Envoys meet in Lima\n\nEnvoys of Peru and Chile met in Lima.",
        f"{path}:1",
        "https://courier.example/1",
        dt.date(2024, 5, 1),
        Told(dt.date(2024, 4, 9), "Envoys meet in Lima", "The Courier", "Anna Morales, B. Diaz"),
    )


def test_html_goes_before_text_and_stays_as_it_is() -> None:
    both = {"text": "Envoys met.", "html": HTML.decode()}
    first, second = pages(from_stdin(lines(both, {"text": "Envoys met.", "html": ""})))
    assert (first.content, second.content) == (HTML.decode(), "Envoys met.")


def test_the_users_columns_count_and_may_be_nested() -> None:
    row = {"text": "no", "doc": {"body": "Envoys met.", "where": {"url": "http://courier.example/1"}}}
    columns = Columns(text="doc.body", url="doc.where.url")
    (page,) = pages(from_stdin(lines(row), columns=columns))
    assert (page.content, page.url) == ("Envoys met.", "http://courier.example/1")


@pytest.mark.parametrize("columns", [Columns(), Columns(text="words"), Columns(html="words.of.it")])
def test_a_table_without_such_a_column_is_one_reject_that_names_those_it_has(columns: Columns) -> None:
    (found,) = from_stdin(lines(*[{"id": n, "note": "x"} for n in range(300)]), columns=columns)
    assert isinstance(found, Rejected)
    assert found.reason == "no_column"
    assert "id, note" in found.detail


def test_rows_that_are_none_do_not_end_the_reading() -> None:
    content = (
        lines({"text": "Envoys met."})
        + b'{broken\n[1]\n"text"\n\n{"text": ""}\n{"text": 5}\n'
        + b"[" * 100_000 + b"\n"
        + b'{"text": ' + b"9" * 5_000 + b"}\n"
        + lines({"text": "x" * (MAX_BYTES + 1)}, {"text": "They left."})
    )  # fmt: skip
    found = from_stdin(content)
    bad, empty = "bad_row", "empty"
    assert short(found) == ["page", bad, bad, bad, empty, empty, bad, bad, "too_large", "page"]
    assert [item.source for item in found[:4]] == ["-:1", "-:2", "-:3", "-:4"]
    assert found[-1].source == "-:11"


def test_a_line_without_an_end_is_never_held_whole() -> None:
    found = from_stdin(lines({"text": "Envoys met."}) + b'{"text": "' + b"x" * (2 * MAX_BYTES + 9))
    assert short(found) == ["page", "bad_row"]


def test_lines_in_two_encodings_and_nul_bytes() -> None:
    content = b'{"text": "a caf\xe9 in Lima"}\n' + '{"text": "ein Café\x00 \\ud800"}\n'.encode()
    assert [page.content for page in pages(from_stdin(content))] == ["a café in Lima", "ein Café\x00 \ud800"]


def test_a_json_array_is_read_and_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": "Envoys met."}, 3]), encoding="utf-8")
    found = read(path)
    assert short(found) == ["page", "bad_row"]
    assert found[0].source == f"{path}#1"
    path.write_text("[1, 2", encoding="utf-8")
    assert reasons(read(path)) == ["bad_row"]
    monkeypatch.setattr("westphalia.read.rows.MAX_ARRAY", 4)
    assert reasons(read(path)) == ["too_large"]


# --- CSV --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "|"), ("a.tsv", "\t")])
def test_cells_may_hold_line_breaks_and_rows_are_named_by_their_first_line(
    tmp_path: Path, name: str, mark: str
) -> None:
    path = tmp_path / name
    rows = (
        ("id", "Body", "Pub-Date"),
        ("1", '"Envoys met\n\nin Lima"', "9 April 2024"),
        ("2", "They left", ""),
    )
    path.write_text("\ufeff" + "\r\n".join(mark.join(row) for row in rows), encoding="utf-8")
    first, second = pages(read(path))
    assert (first.content, first.told) == ("Envoys met\n\nin Lima", Told(dt.date(2024, 4, 9)))
    assert (first.source, second.source) == (f"{path}:2", f"{path}:5")


def test_rows_with_too_many_cells_and_quotes_that_never_close(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,a,b\n2,Envoys met\n\n,\n3\n", encoding="utf-8")
    assert short(read(path)) == ["bad_row", "page", "empty"]
    path.write_bytes(b'id,text\n1,"' + (b"a" * 9_999 + b"\n") * (MAX_BYTES // 10_000 + 9) + b"2,Envoys met\n")
    assert "bad_row" in reasons(read(path))
    path.write_bytes(b"")
    assert reasons(read(path)) == ["empty"]


def test_utf_16_as_spreadsheets_write_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id\ttext\n1\tEnvoys met in Málaga\n".encode("utf-16"))
    assert [page.content for page in pages(read(path))] == ["Envoys met in Málaga"]


# --- Parquet ----------------------------------------------------------------------------------------


def table(path: Path, **columns: list[object]) -> Path:
    pq.write_table(pa.table(columns), path, row_group_size=2)
    return path


def test_parquet_columns_and_nested_fields(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.parquet",
        html=[HTML, None, b"\x89PNG"],
        content=["no", "Envoys met.", "x"],
        meta=[{"url": "http://courier.example/1"}] * 3,
        published_at=[dt.datetime(2024, 4, 9, 23, tzinfo=dt.UTC)] * 3,
    )
    found = read(path, columns=Columns(url="meta.url"))
    assert short(found) == ["page", "page", "binary"]
    first, second = pages(found)
    assert (first.content, second.content) == (HTML, "Envoys met.")
    assert (first.url, first.told) == ("http://courier.example/1", Told(dt.date(2024, 4, 9)))
    assert first.source == f"{path}#1"


def test_parquet_that_is_damaged_cut_short_or_a_stream(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.parquet", text=["Envoys met in Lima again and again."] * 2 + ["They left."] * 2
    )
    content = path.read_bytes()
    broken = bytearray(content)
    broken[8:40] = b"\xff" * 32
    path.write_bytes(broken)
    found = read(path)
    assert reasons(found) == ["damaged"]
    assert [page.content for page in pages(found)] == ["They left."] * 2
    path.write_bytes(content[:-50])
    assert reasons(read(path)) == ["damaged"]
    path.write_bytes(gzip.compress(content))
    assert reasons(read(path)) == ["unreadable"]


# --- days -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-04-09", "2024-04-09"), ("2024/4/9 10:00", "2024-04-09"), ("20240409", "2024-04-09"),
        ("20240409T101112Z", "2024-04-09"), (20240409, "2024-04-09"), ("20240409101112", "2024-04-09"),
        ("Tue, 09 Apr 2024 23:30:00 -0700", "2024-04-09"), ("09-Apr-2024", "2024-04-09"),
        ("April 9, 2024 Tuesday", "2024-04-09"), ("Sept. 3rd, 2021", "2021-09-03"),
        (1712656800, "2024-04-09"), ("1712656800", "2024-04-09"), (1712656800000, "2024-04-09"),
        (1712656800.5, "2024-04-09"), (dt.date(2024, 4, 9), "2024-04-09"), (b"2024-04-09", "2024-04-09"),
    ],
)  # fmt: skip
def test_days_as_tables_write_them(value: object, iso: str) -> None:
    assert day_of(value) == dt.date.fromisoformat(iso)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "09/04/2024",
        "2024-13-01",
        "2024-02-30",
        "soon",
        "5",
        5,
        True,
        None,
        float("nan"),
        "0001-01-01",
        [],
    ],
)
def test_what_is_no_day_is_none(value: object) -> None:
    assert day_of(value) is None
