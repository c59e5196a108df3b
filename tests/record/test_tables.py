"""The schema, the files, the log, packing and the views."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bench.made_stories import story
from tests.run.build import Clock, take
from westphalia.record import article_of, log, open_record
from westphalia.record.batch import Batch, as_arrow
from westphalia.record.files import FileInfo, read_rows, write_table
from westphalia.record.packing import CLASSES, FAN, due, shard_path, size_class
from westphalia.record.rows import article_row
from westphalia.record.schema import STRUCTS, TABLES, arrow_schema
from westphalia.record.sightings import sighting_of
from westphalia.record.views import HIDDEN, RUNS, SHARDS, VIEWS
from westphalia.records import Page, Rejected


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_is_described_and_can_be_made(name: str) -> None:
    table = TABLES[name]
    assert table.doc.endswith(".")
    assert len(set(table.names)) == len(table.names)
    assert set(table.order) | set(table.key) <= set(table.names)
    assert all(column.doc for column in table.columns)
    assert arrow_schema(name).names == list(table.names)


def test_every_struct_is_used_and_described() -> None:
    used = {c.type.strip("[]!") for t in TABLES.values() for c in t.columns}
    used |= {c.type.strip("[]!") for columns in STRUCTS.values() for c in columns}
    assert set(STRUCTS) <= used
    assert all(column.doc for columns in STRUCTS.values() for column in columns)


@pytest.mark.parametrize("number", [1, 7, 13])
def test_an_article_comes_back_as_it_was(number: int) -> None:
    article = story(number).article
    (row,) = as_arrow("articles", [{**article_row(article), "shard": 0}]).to_pylist()
    assert article_of(row) == article


def test_half_characters_of_a_pages_metadata_do_not_stop_a_run() -> None:
    one = story(1)
    batch = Batch(0)
    batch.add_story(sighting_of(Page("x", "a")), replace(one, article=replace(one.article, title="a\ud800b")))
    tables = dict(batch.tables())
    assert tables["articles", "2023-02"]["title"].to_pylist() == ["a?b"]


def test_a_page_is_known_by_its_address_or_source_and_its_content() -> None:
    ids = [
        {sighting_of(item).page_id for item in same}
        for same in (
            (Page("x", "a"), Page(b"x", "a"), Page("x", "a", date=dt.date(2024, 1, 1))),
            (Page("x", "a", "https://example.org/1"), Page("x", "b", "https://example.org/1")),
            (Page("x", "a", "https://example.org/2"),),
            (Page("x", "b"),),
            (Page("y", "a"),),
            (Rejected("a", "read", "missing"),),
            (Rejected("a", "read", "empty"),),
        )
    ]
    assert [len(same) for same in ids] == [1] * len(ids)
    assert len(set().union(*ids)) == len(ids)


def test_the_same_rows_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    batch = Batch(0)
    for number in range(1, 60, 12):
        batch.add_story(sighting_of(Page("x", str(number))), story(number))
    for (table, month), rows in batch.tables():
        first = write_table(tmp_path / "a", f"{table}/month={month}/x.parquet", rows)
        second = write_table(
            tmp_path / "b", f"{table}/month={month}/x.parquet", rows.take(list(range(len(rows)))[::-1])
        )
        assert first == second
        assert read_rows(tmp_path / "a", first).num_rows == len(rows)


# --- packing ----------------------------------------------------------------------------------------


def small(shard: int, size: int = 1000, generation: int = 0) -> FileInfo:
    return FileInfo(shard_path("events", "2024-05", shard, generation), 1, size, "")


def test_eight_files_of_a_class_become_one() -> None:
    files = [small(n) for n in range(FAN + 2)]
    assert due(files[: FAN - 1], final=False) is None
    pack = due(files, final=False)
    assert pack is not None
    assert pack.inputs == tuple(files[:FAN])
    assert pack.path == "events/month=2024-05/p00000000-00000007.parquet"


def test_at_the_end_all_that_are_small_become_one_and_large_ones_stay() -> None:
    large = small(0, CLASSES[-1])
    files = [large, small(1), small(2, CLASSES[0]), small(3, CLASSES[1])]
    pack = due(files, final=True)
    assert pack is not None
    assert pack.inputs == tuple(files[1:])
    assert due([large, small(1)], final=True) is None


def test_one_packing_never_reads_more_than_it_may() -> None:
    files = [small(n, 15 * 1024**2) for n in range(40)]
    pack = due(files, final=True)
    assert pack is not None
    assert sum(info.bytes for info in pack.inputs) <= 128 * 1024**2


def test_a_coding_keeps_its_generation_and_merged_files_are_left_alone() -> None:
    pack = due([small(0, generation=2), small(1, generation=2)], final=True)
    assert pack is not None
    assert pack.path.endswith("/g2-p00000000-00000001.parquet")
    merged = FileInfo("stories/month=2024-05/m00000003-0000.parquet", 1, 10, "")
    assert due([merged, replace(merged, path=merged.path.replace("m0", "m1"))], final=True) is None


def test_the_number_of_files_stays_small_however_long_a_run_goes_on() -> None:
    files: list[FileInfo] = []
    most = 0
    for shard in range(600):
        files.append(small(shard, 60_000))
        while (pack := due(files, final=False)) is not None:
            packed = FileInfo(pack.path, 1, sum(info.bytes for info in pack.inputs), "")
            files = [*(info for info in files if info not in pack.inputs), packed]
        most = max(most, len(files))
    assert most <= (FAN - 1) * len(CLASSES) + 600 * 60_000 // CLASSES[-1]
    assert {size_class(info.bytes) for info in files} <= set(range(len(CLASSES) + 1))


# --- log ------------------------------------------------------------------------------------------


def test_the_whole_state_says_what_the_steps_said(tmp_path: Path) -> None:
    state = log.State()
    info = FileInfo("events/month=2024-05/s00000000.parquet", 1, 10, "00")
    state = log.append(tmp_path_log(tmp_path), state, "run", time="t0", run=0, settings={}, started="t0")
    state = log.append(tmp_path, state, "shard", add=[info], time="t1", shard=0, run=0, counts={"pages": 1})
    assert log.read_state(tmp_path) == state
    log.write_whole_state(tmp_path, state)
    assert [path.name for path in (tmp_path / "log").iterdir()] == ["state-00000001.json"]
    assert log.read_state(tmp_path) == state
    state = log.append(tmp_path, state, "pack", remove=[info.path], time="t2")
    assert log.read_state(tmp_path) == state
    assert state.files == {}
    assert [shard.number for shard in state.shards] == [0]


def tmp_path_log(root: Path) -> Path:
    (root / "log").mkdir()
    return root


# --- views ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("views") / "r"
    take(root, (1, 2, 10, 13, 25), clock=Clock("2026-01-01T10:00:00+00:00"), shard_pages=16)
    return root


def test_every_table_and_view_answers_with_its_columns(root: Path) -> None:
    connection = open_record(root).connect()
    for table in TABLES.values():
        name = HIDDEN.get(table.name, table.name)
        assert connection.sql(f"SELECT * FROM {name}").columns == [*table.names, "month"]
    for view in VIEWS:
        assert connection.sql(f"SELECT * FROM {view.name}").columns
    assert connection.sql("FROM runs").columns == [column.name for column in RUNS]
    assert connection.sql("FROM shards").columns == [column.name for column in SHARDS]


def test_an_empty_record_has_all_views(tmp_path: Path) -> None:
    take(tmp_path / "r", ())
    connection = open_record(tmp_path / "r").connect()
    for name in (*TABLES, *HIDDEN.values(), "reports", "evidence", "runs", "shards"):
        assert connection.sql(f"SELECT count(*) FROM {name}").fetchall() == [(0,)]


def test_every_field_of_evidence_points_at_characters(root: Path) -> None:
    connection = open_record(root).connect()
    rows = connection.sql(
        "SELECT field, substring(a.text, e.start + 1, e.end - e.start) FROM evidence e JOIN articles a USING (article_id)"
    ).fetchall()
    assert {field for field, _ in rows} == {
        "trigger", "sentence", "date", "place", "actor", "recipient", "said_by", "quote"
    }  # fmt: skip
    assert all(words.strip() for _, words in rows)


def test_actors_are_summed_up(root: Path) -> None:
    connection = open_record(root).connect()
    (row,) = connection.sql(
        "SELECT name, country, sector, role, n_events, n_quotes FROM actors WHERE actor_id LIKE 'p-%'"
    ).fetchall()
    events = sum(len(story(n).events) for n in (1, 2, 13, 25))
    assert row[0] == "Ada Vinter"
    assert row[2:] == ("GOV", "foreign minister", events, 4)


def test_any_other_engine_reads_the_folder(root: Path) -> None:
    import duckdb

    sql = f"SELECT count(*) FROM read_parquet('{root}/events/*/*.parquet', hive_partitioning = true)"
    assert duckdb.sql(sql).fetchall() == [(sum(len(story(n).events) for n in (1, 2, 13, 25)),)]


def test_months_and_fingerprints(root: Path) -> None:
    record = open_record(root)
    assert record.months() == ("0000-00", "2023-02", "2023-03")
    assert record.read("articles", ["title"], months=["2023-03"]).num_rows == 1
    prints = {record.fingerprint("events", month) for month in record.months()}
    assert len(prints) == 3
