"""The commands as a user meets them: output, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import EXAMPLES
from westphalia.cli import cli
from westphalia.output import COLUMNS

WIRE = str(EXAMPLES / "1_wire.txt")


def run(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=stdin)


def records(result: Result) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_page_becomes_a_table_with_the_evidence() -> None:
    result = run("code", WIRE)
    assert result.exit_code == 0
    assert "Georgia and Armenia sign transit deal" in result.stdout
    assert "wire AFP" in result.stdout
    assert "»signed" in result.stdout
    assert "Nino Kapanadze (GEO GOV)" in result.stdout


def test_json_has_the_whole_record_with_offsets_that_hold() -> None:
    (story,) = json.loads(run("code", WIRE, "--format", "json").stdout)
    text = story["article"]["text"]
    assert story["events"]
    for event in story["events"]:
        trigger = event["evidence"]["trigger"]
        assert text[trigger["start"] : trigger["end"]] == trigger["text"]
        for actor in (*event["actors"], *event["recipients"], *event["said_by"]):
            assert text[actor["start"] : actor["end"]] == actor["text"]
    for block in story["article"]["blocks"]:
        assert text[block["start"] : block["end"]].strip()


def test_a_folder_as_json_lines_in_sorted_order() -> None:
    found = records(run("code", str(EXAMPLES), "--format", "jsonl"))
    names = [Path(story["article"]["source"]).name for story in found]
    assert names == sorted(names)
    assert {"1_wire.txt", "2_reprint.txt", "3_communique.txt", "4_page.html"} <= set(names)


def test_no_event_comes_from_furniture() -> None:
    (story,) = records(run("code", str(EXAMPLES / "2_reprint.txt"), "--format", "jsonl"))
    left_out = [b for b in story["article"]["blocks"] if b["kind"] in {"furniture", "credit", "byline"}]
    assert left_out
    for event in story["events"]:
        trigger = event["evidence"]["trigger"]
        assert not any(b["start"] <= trigger["start"] < b["end"] for b in left_out)


def test_csv_is_a_row_an_event() -> None:
    rows = list(csv.DictReader(io.StringIO(run("code", WIRE, "--format", "csv").stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert {row["type"] for row in rows} >= {"ACCUSE", "COERCE"}


def test_the_same_input_gives_the_same_bytes() -> None:
    assert run("code", WIRE, "--format", "json").stdout == run("code", WIRE, "--format", "json").stdout


def test_standard_input_with_a_date() -> None:
    text = b"Kenya expelled the Somali ambassador on Monday.\n\nThe foreign ministry in Nairobi announced the decision in a statement."
    (story,) = records(run("code", "-", "--date", "2024-04-10", "--format", "jsonl", stdin=text))
    assert story["article"]["published"] == {
        "date": "2024-04-10", "start": "2024-04-10", "end": "2024-04-10", "precision": "day", "basis": "given"
    }  # fmt: skip
    assert story["events"][0]["date"]["date"] == "2024-04-08"


def test_min_confidence_leaves_out_the_doubtful() -> None:
    every = records(run("code", WIRE, "--format", "jsonl"))[0]["events"]
    sure = records(run("code", WIRE, "--format", "jsonl", "--min-confidence", "0.8"))[0]["events"]
    assert [event for event in every if event["confidence"] >= 0.8] == sure


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (tmp_path / "menu.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (tmp_path / "german.txt").write_text(
        "Die Bundesregierung hat am Dienstag neue Sanktionen gegen Russland angekündigt. Außenministerin Anna Weber "
        "sagte in Berlin, die Maßnahmen träten sofort in Kraft. Moskau wies die Vorwürfe am Abend entschieden zurück."
    )
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "reason"),
    [("empty.txt", "nothing in it"), ("picture.txt", "not text"), ("menu.html", "no article"),
     ("german.txt", "not in English"), ("huge.txt", "too large"), ("absent.txt", "no such file")],
)  # fmt: skip
def test_bad_input_gets_one_line_and_the_rest_is_coded(bad: Path, name: str, reason: str) -> None:
    alone = run("code", str(bad / name))
    assert alone.exit_code == 1
    assert alone.stdout == ""
    (line,) = alone.stderr.splitlines()
    assert name in line
    assert reason in line
    together = run("code", str(bad / name), WIRE)
    assert together.exit_code == 0
    assert "Kapanadze" in together.stdout


def test_a_broken_encoding_is_read_all_the_same(tmp_path: Path) -> None:
    page = tmp_path / "broken.txt"
    page.write_bytes(
        "Perú’s government recalled its envoy from Quito on Monday, the ministry said.".encode("cp1252")
    )
    assert run("code", str(page), "--date", "2020-01-08").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [("code",), ("code", WIRE, "--date", "9 April"), ("code", WIRE, "--format", "xml"),
     ("code", WIRE, "--url", "file:///etc/passwd"), ("code", WIRE, WIRE, "--url", "https://example.org/a"), ("nonsense",)],
)  # fmt: skip
def test_wrong_use_exits_with_2(args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2


def test_explain_follows_a_page_through_every_room() -> None:
    result = run("explain", str(EXAMPLES / "2_reprint.txt"))
    assert result.exit_code == 0
    for part in (
        "clean: the article",
        "parse: what the model saw",
        "resolve: the record",
        "cookie notice",
        "country GEO",
    ):
        assert part in result.stdout


def test_explain_says_why_not(bad: Path) -> None:
    result = run("explain", str(bad / "menu.html"))
    assert result.exit_code == 1
    assert "no article" in result.stderr


def test_passages_come_back_in_the_codebooks_form(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "a", "date": "2024-04-10", "text": "Police in Nairobi arrested 12 protesters on Monday."},
        {"id": "b", "date": None, "text": "The museum opens at nine."},
    ]
    source.write_text("\n".join(map(json.dumps, lines)))
    assert run("passages", str(source), "-o", str(target)).exit_code == 0
    first, second = map(json.loads, target.read_text().splitlines())
    (event,) = first["events"]
    assert (event["type"], event["mode"], event["date"]) == ("COERCE", "arrest", "2024-04-08")
    assert event["trigger"] == {"start": 18, "end": 26}
    assert 0 < event["confidence"] <= 1
    spans = [tuple(entity["span"].values()) for entity in first["entities"]]
    assert all(
        tuple(span.values()) in spans for role in ("actor", "recipient", "said_by") for span in event[role]
    )
    assert second["events"] == []
    assert not list(tmp_path.glob("*.partial"))


def test_a_broken_passage_line_is_named_and_left_out(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(
        b'{"id": "a", "text": "Talks failed."}\n{"id": \n\n{"id": "c"}\n'
        b'{"id": "d", "text": "x", "date": "May"}\n\xff\xfe\n[1]\n{"id": "g", "text": "Peru protested."}\n'
    )
    result = run("passages", str(source))
    assert result.exit_code == 0
    assert [record["id"] for record in records(result)] == ["a", "g"]
    assert [line.split(":")[2].strip() for line in result.stderr.splitlines()] == ["2", "4", "5", "6", "7"]


def test_nothing_to_code_is_1(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("not json\n")
    assert run("passages", str(tmp_path / "none.jsonl")).exit_code == 1


def test_the_installed_command_has_no_traceback_and_ends_quietly_in_a_pipe() -> None:
    command = [sys.executable, "-m", "westphalia"]
    missing = subprocess.run(
        [*command, "passages", "absent.jsonl"], capture_output=True, text=True, check=False
    )
    assert missing.returncode == 1
    assert missing.stderr == "westphalia: absent.jsonl: No such file or directory\n"
    nothing = subprocess.run([*command, "code", "absent.txt"], capture_output=True, text=True, check=False)
    assert nothing.returncode == 1
    assert nothing.stderr == "westphalia: absent.txt: no such file\n"
    read, write = os.pipe()
    os.close(read)
    piped = subprocess.run([*command, "--help"], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert "Traceback" not in piped.stderr
