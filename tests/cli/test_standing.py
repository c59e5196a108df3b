"""The bundled examples in a record: every merged event explains which reports it stands on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import EXAMPLES
from westphalia.cli import cli
from westphalia.query import open_record


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("examples") / "r"
    assert call("run", EXAMPLES / "1_wire.txt", EXAMPLES / "2_reprint.txt", "--record", root).exit_code == 0
    return root


def test_every_merged_event_tells_its_reports(root: Path) -> None:
    shown = call("events", "--record", root, "--explain", "--limit", "0")
    assert shown.exit_code == 0
    with open_record(root) as record:
        merged, reports = list(record.events(merged=True)), list(record.events())
    assert len(merged) < len(reports)  # the two articles tell of the same day
    for row in merged:
        assert f"merged event {row['merged_id']}: {row['n_reports']} report" in shown.stdout
    for row in reports:
        assert shown.stdout.count(f"report {row['event_id']}, story {row['story_id']}") == 1
    assert f"{len(merged)} merged events, {len(reports)} reports" in shown.stdout


def test_each_report_but_the_first_tells_its_grounds(root: Path) -> None:
    lines = call("events", "--record", root, "--explain", "--limit", "0", "--format", "jsonl").stdout
    rows = [json.loads(line) for line in lines.splitlines()]
    for merged_id in {row["merged_id"] for row in rows}:
        first, *others = (row for row in rows if row["merged_id"] == merged_id)
        assert (first["matched_with"], first["grounds"]) == (None, None)
        for row in others:
            assert row["matched_with"] in {other["event_id"] for other in rows}
            assert "type" in row["grounds"]
    assert len({row["article_id"] for row in rows if row["n_stories"] == 2}) == 2


def test_one_by_the_id_of_any_report(root: Path) -> None:
    with open_record(root) as record:
        told = next(row for row in record.events() if row["n_stories"] == 2)
    shown = call("explain", told["event_id"], "--record", root)
    assert shown.exit_code == 0
    assert shown.stdout == call("explain", told["merged_id"], "--record", root).stdout
    assert f"1 merged event, {told['n_reports']} reports" in shown.stdout
    assert "the same as report " in shown.stdout
    assert "1_wire.txt" in shown.stdout
    assert "2_reprint.txt" in shown.stdout


def test_an_id_that_is_not_there(root: Path) -> None:
    shown = call("explain", "ffffffffffffffff", "--record", root)
    assert (shown.exit_code, shown.stderr.count("\n")) == (2, 1)
    assert "no merged event or report 'ffffffffffffffff'" in shown.stderr
