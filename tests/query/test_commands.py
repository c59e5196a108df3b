"""The asking commands as a user meets them: formats, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from westphalia.cli import cli
from westphalia.query import flat


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=stdin)


@pytest.fixture(scope="module")
def rec(folder: Path) -> str:
    return str(folder)


def test_events_as_a_table_show_the_sentence(rec: str) -> None:
    result = run("events", "--record", rec, "--country", "KEN", "--status", "reported")
    assert result.exit_code == 0
    assert "»arrested«" in result.stdout
    assert "Peter Mwangi ← AFP" in result.stdout
    assert "2 events" in result.stdout
    hostile = run("events", "--record", rec, "--country", "COD").stdout
    assert "\x1b" not in hostile


def test_formats(rec: str, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("events", "--record", rec, "--format", "csv").stdout)))
    assert (len(rows), tuple(rows[0])) == (9, flat.EVENT_COLUMNS)
    lines = run("events", "--record", rec, "--format", "jsonl").stdout.splitlines()
    whole = json.loads(run("events", "--record", rec, "--format", "json").stdout)
    assert [json.loads(line) for line in lines] == whole
    assert json.loads(run("events", "--record", rec, "--format", "json", "--since", "2030").stdout) == []
    target = tmp_path / "events.parquet"
    assert run("events", "--record", rec, "--format", "parquet", "-o", str(target)).exit_code == 0
    assert pq.read_table(target).num_rows == 9
    assert run("events", "--record", rec, "-o", str(target)).exit_code == 2
    for name in ("quotes", "actors", "stories", "dyads"):
        assert run(name, "--record", rec).exit_code == 0
        assert list(csv.DictReader(io.StringIO(run(name, "--record", rec, "--format", "csv").stdout)))


def test_dyad_timeline_and_compare(rec: str, tmp_path: Path) -> None:
    picture = tmp_path / "d.svg"
    result = run("dyad", "CHN", "Russia", "--record", rec, "--plot", "--plot-to", str(picture))
    assert result.exit_code == 0
    assert "CHN → RUS" in result.stdout
    assert picture.exists()
    assert run("timeline", "odhiambo", "--record", rec).exit_code == 0
    result = run("compare", "Daily Nation", "Mwananchi", "--record", rec, "--format", "jsonl")
    assert "status" in json.loads(result.stdout)["differ"]
    undated = run("dyad", "CHN", "RUS", "--record", rec, "--status", "planned")
    assert "no date told to the month" in undated.stderr


def test_sql(rec: str) -> None:
    result = run("sql", "-", "--record", rec, "--format", "csv", stdin="SELECT count(*) AS n FROM events")
    assert result.stdout == "n\n9\n"
    result = run("sql", "DROP VIEW events", "--record", rec)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (("events", "--type", "ASSULT"), 2, "did you mean ASSAULT"),
        (("events", "--since", "x"), 2, "is no date"),
        (("dyad", "CHN", "Rusland"), 2, "no actor 'Rusland'"),
        (("dyad", "CHN", "RUS", "--dataset", "gdlt"), 2, "did you mean gdelt?"),
        (("timeline", "Nobody Ever"), 2, "no actor"),
    ],
)
def test_a_bad_filter_is_one_line_and_exit_code_2(
    rec: str, args: tuple[str, ...], code: int, line: str
) -> None:
    result = run(*args, "--record", rec)
    assert result.exit_code == code
    assert line in result.stderr
    assert result.stderr.count("\n") == 1


def test_export_and_import(folder: Path, tmp_path: Path) -> None:
    copy = str(shutil.copytree(folder, tmp_path / "record"))
    target = tmp_path / "out.tsv"
    result = run("export", "gdelt", "--record", copy, "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "gdelt: 4 rows of 6 events, 2 without a row" in result.stderr
    assert not list(tmp_path.glob("*.tmp"))
    target.write_text(target.read_text() + "short\tline\n")
    result = run("import", "gdelt", str(target), "--record", copy)
    assert result.exit_code == 0
    assert f"{target}:5: 2 columns, not 61" in result.stderr
    assert "4 events taken in, 0 there already, 1 lines left out" in result.stderr
    again = run("import", "gdelt", str(target), "--record", copy)
    assert "0 events taken in, 4 there already" in again.stderr
    both = run(
        "dyad",
        "CHN",
        "RUS",
        "--record",
        copy,
        "--dataset",
        "gdelt",
        "--dataset",
        "westphalia",
        "--format",
        "jsonl",
    )
    assert {json.loads(line)["dataset"] for line in both.stdout.splitlines()} == {"gdelt", "westphalia"}
    shown = run("events", "--dataset", "gdelt", "--country", "KEN", "--record", copy)
    assert "1 rows: events of gdelt" in shown.stdout
    counted = run(
        "sql",
        "SELECT dataset, count(*) FROM all_events GROUP BY ALL ORDER BY ALL",
        "--record",
        copy,
        "--format",
        "csv",
    )
    assert counted.stdout.splitlines()[1:] == ["gdelt,4", "westphalia,9"]
    nothing = run("import", "icews", str(target), "--record", copy)
    assert nothing.exit_code != 0
