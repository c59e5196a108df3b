"""`--ontology` and `--fold` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.conftest import EXAMPLES
from westphalia.cli import cli
from westphalia.errors import UnreadableInput

PAGE, TABLES = str(EXAMPLES / "5_coast.txt"), str(EXAMPLES / "own_tables")


def run(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=stdin)


def story(*args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("code", PAGE, "--format", "jsonl", *args).stdout)
    return found


def test_own_tables_are_used_and_named_in_the_record() -> None:
    plain, own = story(), story("--ontology", TABLES)
    assert plain["ontology"] is None
    assert len(own["ontology"]) == 16
    places = {place["text"]: place for place in own["places"]}
    assert (places["Kizingo Point"]["latitude"], places["Kizingo Point"]["basis"]) == (-2.331, "own")
    assert all(place["basis"] != "own" for place in plain["places"])


def test_the_summary_is_on_stderr_and_the_exit_code_stays_0(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text("word,sector\ndhow owners,BUS\nbroken\n")
    result = run("code", PAGE, "--ontology", str(tmp_path))
    assert result.exit_code == 0
    first, last = result.stderr.splitlines()[:2]
    assert first.endswith("roles.csv:3: 1 cells, not 2")
    assert "1 rows in use (roles 1), 1 left out" in last


@pytest.mark.parametrize("command", ["code", "explain"])
def test_a_missing_folder_is_one_clear_error(command: str, tmp_path: Path) -> None:
    result = run(command, PAGE, "--ontology", str(tmp_path / "absent"))
    assert isinstance(result.exception, UnreadableInput)
    assert "no such folder of tables" in str(result.exception)


def test_explain_tells_the_grounds_of_date_place_status_and_sources() -> None:
    shown = run("explain", PAGE, "--ontology", TABLES).stdout
    assert "counted from publication" in shown
    assert "a row of the own tables" in shown
    assert "told as having happened" in shown
    assert "residents (credited) ← Reuters" in shown
    assert "dateline, no place told" in shown


def test_passages_take_own_tables() -> None:
    record = {
        "id": "p",
        "date": "2024-03-12",
        "text": "The Coast Guardians attacked three boats off Kizingo Point.",
    }
    result = run("passages", "-", "--ontology", TABLES, stdin=json.dumps(record))
    (coded,) = map(json.loads, result.stdout.splitlines())
    assert "KEN" in {entity["country"] for entity in coded["entities"]}


def test_folding_keeps_what_was_told(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "OSLO, May 14, 2024 - Norway will lift its sanctions on Finland next week and will visit Helsinki, "
        "Foreign Minister Kari Lund said on Tuesday.\n"
    )
    rows = [
        list(csv.DictReader(io.StringIO(run("code", str(page), "--format", "csv", *more).stdout)))
        for more in ((), ("--fold",))
    ]
    plain, fold = rows
    assert [row["event_id"] for row in plain] == [row["event_id"] for row in fold]
    assert [row["type"] for row in plain] == [row["unfolded_type"] for row in fold]
    assert not {row["type"] for row in fold if row["status"] == "planned"} & {"CONSULT", "SUPPORT", "RETREAT"}
