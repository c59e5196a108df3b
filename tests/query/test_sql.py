"""Free SQL: what it answers, and all that it must not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from westphalia.errors import BadQuery
from westphalia.query import OpenRecord


def test_a_select_is_answered(record: OpenRecord) -> None:
    (row,) = record.sql("SELECT count(*) AS n FROM events WHERE list_contains(actor_countries, 'RUS')")
    assert row == {"n": 2}
    assert len(record.sql("FROM reports SELECT sentence")) == 9
    assert len(record.sql("EXPLAIN SELECT 1")) == 1
    (row,) = record.sql("SELECT count(*) AS n FROM all_events WHERE dataset = 'westphalia'")
    assert row == {"n": 9}


@pytest.mark.parametrize(
    "query",
    [
        "DROP VIEW events",
        "CREATE TABLE t (a INTEGER)",
        "INSERT INTO runs SELECT * FROM runs",
        "COPY events TO 'stolen.parquet'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "INSTALL httpfs",
        "EXPLAIN ANALYZE CREATE TABLE t AS SELECT 1",
        "SELECT 1; DROP VIEW events",
        "SELECT 1; SELECT 2",
        "",
        "SELECT nothing FROM events",
        "SELEC 1",
        "SELECT * FROM read_csv('{outside}')",
        "SELECT * FROM read_text('{outside}')",
        "SELECT * FROM '{outside}'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_text('{inside}/../outside.csv')",
        "SELECT * FROM outside_variable",
    ],
)
def test_everything_else_is_refused_in_one_line(record: OpenRecord, tmp_path: Path, query: str) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a\n1\n")
    outside_variable = record.sql("SELECT 1").to_arrow()
    assert outside_variable.num_rows == 1
    text = query.replace("{outside}", str(outside)).replace("{inside}", str(record.session.record.path))
    before = sorted(record.session.record.path.rglob("*"))
    with pytest.raises(BadQuery) as caught:
        record.sql(text)
    assert "\n" not in str(caught.value)
    assert sorted(record.session.record.path.rglob("*")) == before
    assert not Path("stolen.parquet").exists()


def test_rows_and_time_are_bounded(record: OpenRecord) -> None:
    answer = record.sql("SELECT * FROM range(1000000000000)", rows=10)
    assert (len(answer), answer.notes) == (10, ("only the first 10 rows",))
    assert record.sql("SELECT * FROM range(10)", rows=10).notes == ()
    with pytest.raises(BadQuery, match=r"took more than 0\.2 seconds"):
        record.sql("SELECT count(*) FROM range(1000000000000) a, range(1000000) b", seconds=0.2)
    assert len(record.sql("SELECT 1")) == 1
