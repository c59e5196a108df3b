"""Counts by month, the index beside a record, and pictures of them."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import pyarrow as pa
import pytest

from tests.query import made
from westphalia.errors import BadFilter, UsageError
from westphalia.query import OpenRecord
from westphalia.query.plot import panels, svg, text_plot, write_plot
from westphalia.record import open_writer
from westphalia.record.schema import arrow_schema


def test_a_dyad_counts_both_directions_by_the_month_of_the_event(record: OpenRecord) -> None:
    rows = list(record.dyad("China", "RUS"))
    assert [(row["month"], row["actor"], row["recipient"], row["events"]) for row in rows] == [
        ("2024-04", "CHN", "RUS", 1),
        ("2024-04", "RUS", "CHN", 1),
    ]
    assert (rows[0]["material_cooperation"], rows[0]["intensity_sum"], rows[0]["intensity_mean"]) == (
        1,
        9.5,
        9.5,
    )
    assert (rows[1]["verbal_cooperation"], rows[1]["reported"]) == (1, 1)


def test_what_has_no_month_is_a_row_without_one_and_a_note(record: OpenRecord) -> None:
    answer = record.dyad("CHN", "RUS", status="planned")
    assert [(row["month"], row["planned"]) for row in answer] == [(None, 1)]
    assert "1 events have no date told to the month" in answer.notes[0]


def test_reports_stories_and_events_of_the_world_are_counted_apart(record: OpenRecord) -> None:
    def arrests(**more: object) -> int:
        rows = list(record.dyad("Amina Odhiambo", "KEN", **more))  # type: ignore[arg-type]
        assert {row["actor"] for row in rows} <= {"KEN"}
        return sum(row["events"] for row in rows)

    assert arrests() == 2
    assert arrests(status=["reported", "denied"]) == 3
    assert arrests(without_reprints=True) == 1
    assert arrests(merged=True) == 1
    assert arrests(min_stories=2) == 2
    assert arrests(min_stories=3) == 0
    (row,) = record.dyad("KEN", "KEN")
    assert (row["by_several_stories"], row["share_by_several_stories"]) == (2, 1.0)


def test_all_dyads_by_month(record: OpenRecord) -> None:
    pairs = {(row["month"], row["actor"], row["recipient"]): row["events"] for row in record.dyads()}
    assert pairs == {
        ("2024-03", "KEN", "KEN"): 2,
        ("2024-04", "CHN", "RUS"): 1,
        ("2024-04", "RUS", "CHN"): 1,
        (None, "TCD", "NER"): 1,
    }
    assert {row["actor"] for row in record.dyads(country="Russia")} == {"CHN", "RUS"}
    assert [row["events"] for row in record.dyads(least=2)] == [2]
    with pytest.raises(BadFilter, match="dyads cannot be narrowed by text"):
        record.dyads(text="x")


def test_a_timeline_tells_what_one_did_and_what_was_done_to_it(record: OpenRecord) -> None:
    (march,) = record.timeline("KEN")
    assert (march["month"], march["as_actor"], march["as_recipient"], march["as_said_by"], march["as_place"]) == (
        "2024-03", 2, 2, 2, 2,
    )  # fmt: skip
    assert (march["material_conflict"], march["intensity_mean"]) == (2, -7.0)
    (mwangi,) = record.timeline("Peter Mwangi")
    assert (mwangi["as_actor"], mwangi["as_said_by"]) == (0, 2)
    assert len(record.timeline("odhiambo", since="2025")) == 0


def test_an_index_follows_the_record(tmp_path: Path) -> None:
    root = made.write(tmp_path / "record", merged=False)
    with OpenRecord(root, small=1) as before:
        assert before.dyad("KEN", "KEN")[0]["by_several_stories"] == 0
    first = {path: path.stat().st_mtime_ns for path in (root / "index").rglob("*.parquet")}
    tables = made.merging(made.events())
    with open_writer(root, "test", clock=lambda: "2024-06-02T00:00:00+00:00") as writer:
        march = [(table, "2024-03", _march(rows, arrow_schema(table))) for table, rows in tables.items()]
        add = writer.write("m", march)
        writer.step("merge", add=add, as_of_shard=0, last=True, counts={})
        writer.close()
    with OpenRecord(root, small=1) as after:
        assert after.dyad("KEN", "KEN")[0]["by_several_stories"] == 2
    second = {path: path.stat().st_mtime_ns for path in (root / "index").rglob("*.parquet")}
    months = {path.parent.name for path in second if first.get(path) != second[path]}
    assert months <= {"month=2024-03", "actors"}
    assert not list((root / "index").rglob("*.tmp"))


def _march(rows: list[made.Row], schema: pa.Schema) -> pa.Table:
    """The rows of merging that were published in March."""
    days = ("published", "first_published", "first_report")
    mine = [row for row in rows if next(row[day] for day in days if day in row) < dt.date(2024, 4, 1)]
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in mine], schema)


def test_a_folder_that_cannot_be_written_is_asked_without_an_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr("westphalia.query.index.write_sorted", refuse)
    monkeypatch.setattr("westphalia.query.index.LAYOUT", "another")
    with OpenRecord(folder, small=1) as record:
        assert not record.session.index.used
        assert len(record.dyad("CHN", "RUS")) == 2


def test_as_of_shows_what_was_known_then(folder: Path) -> None:
    with OpenRecord(folder, as_of=dt.date(2024, 5, 31)) as record:
        assert len(record.events()) == 0
        assert len(record.dyads()) == 0
    with OpenRecord(folder, as_of=dt.date(2024, 6, 1), small=1) as record:
        assert len(record.events()) == 9
        assert record.dyad("KEN", "KEN", without_reprints=True)[0]["events"] == 1


def test_pictures(record: OpenRecord, tmp_path: Path) -> None:
    found = panels(record.dyads(), "all")
    assert [panel.title for panel in found] == ["CHN → RUS", "KEN → KEN", "RUS → CHN"]
    assert {panel.months for panel in found} == {("2024-03", "2024-04")}
    lines = ["".join(piece for piece, _ in line) for line in text_plot(found, 60)]
    assert any("█" in line for line in lines)
    assert max(map(len, lines)) <= 100
    drawn = svg(panels([{**row, "actor": "<A&B>"} for row in record.dyad("CHN", "RUS")]))
    ET.fromstring(drawn)
    assert "&lt;A&amp;B&gt;" in drawn
    write_plot(found, tmp_path / "p.svg")
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(UsageError, match=r"\.svg or \.png"):
        write_plot(found, tmp_path / "p.gif")
    assert text_plot(panels([]), 60) == []
    ET.fromstring(svg(panels([])))


def test_a_png_needs_matplotlib(record: OpenRecord, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    write_plot(panels(record.timeline("KEN"), "KEN"), tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")


def test_many_months_share_columns() -> None:
    row = {"actor": "A", "recipient": "B", "intensity_mean": 1.0, "verbal_cooperation": 3, "material_cooperation": 0,
           "verbal_conflict": 1, "material_conflict": 0}  # fmt: skip
    rows = [{**row, "month": f"{year}-{month:02d}"} for year in range(1990, 2020) for month in range(1, 13)]
    lines = ["".join(piece for piece, _ in line) for line in text_plot(panels(rows), 80)]
    assert "months a column" in lines[0]
    assert all(len(line) <= 80 for line in lines[1:])
