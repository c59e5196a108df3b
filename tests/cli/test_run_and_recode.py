"""`westphalia run` and `recode` as a user meets them: what is said, the exit codes, what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from westphalia.cli import cli
from westphalia.errors import NoRecord
from westphalia.record import open_record

ARREST = "Police in Nairobi arrested 12 protesters on Monday.\n\nThe interior minister said more arrests would follow."


def call(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(ARREST)
    (folder / "b.txt").write_text(
        "Norway expelled two Russian diplomats on Tuesday, the foreign ministry said."
    )
    (folder / "c.txt").write_bytes(b"")
    return folder


def test_a_folder_of_pages_into_a_record_and_again(tmp_path: Path, pages: Path) -> None:
    root = tmp_path / "record"
    first = call("run", pages, "--record", root, "--date", "2024-04-10", "--threads", "1")
    assert first.exit_code == 0
    assert "3 pages taken in (2 articles, 1 left out)" in first.stdout
    assert "c.txt: nothing in it" in first.stderr
    record = open_record(root)
    assert {"COERCE"} <= set(record.read("events", ["type"])["type"].to_pylist())
    assert record.runs[0]["given_date"].isoformat() == "2024-04-10"
    again = call("run", pages, "--record", root, "--date", "2024-04-10")
    assert again.exit_code == 0
    assert "3 pages were in the record already" in again.stdout
    assert "coded otherwise" not in again.stderr
    folded = call("run", pages, "--record", root, "--fold")
    assert "2 articles were coded otherwise (fold off, now on): `westphalia recode --record" in folded.stderr
    recoded = call("recode", "--record", root)
    assert recoded.exit_code == 0
    assert "coded with this model and these settings already" in recoded.stdout
    forced = call("recode", "--record", root, "--force", "--fold", "--threads", "1")
    assert forced.exit_code == 0
    assert "2 articles coded again" in forced.stdout
    assert open_record(root).runs[-1]["fold"] is True
    assert "no recode was under way" in call("recode", "--record", root, "--abandon").stdout


def test_when_nothing_can_be_coded_the_exit_code_is_1(tmp_path: Path) -> None:
    done = call("run", tmp_path / "absent.txt", "--record", tmp_path / "record")
    assert done.exit_code == 1
    assert "absent.txt: no such file" in done.stderr


def test_a_record_has_to_be_named(pages: Path) -> None:
    assert call("run", pages).exit_code == 2
    assert call("recode").exit_code == 2


def test_recoding_needs_a_record(tmp_path: Path) -> None:
    done = call("recode", "--record", tmp_path / "absent")
    assert isinstance(done.exception, NoRecord)
    assert not (tmp_path / "absent").exists()


def test_an_interruption_says_what_was_kept(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from westphalia import run
    from westphalia.run import Progress

    def stopped(*args: object, **options: object) -> None:
        options["report"](Progress(300, 0, 900, 256))  # type: ignore[operator]
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "ingest", stopped)
    monkeypatch.setattr(run, "recode", stopped)
    done = call("run", pages, "--record", tmp_path / "record")
    assert done.exit_code == 130
    assert "interrupted; 256 of 300 pages read are kept, the same command goes on from there" in done.stderr
