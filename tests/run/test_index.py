"""The index of a record after a run: made at its end, for the months that changed and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run.build import take
from westphalia.query import open_record
from westphalia.query.index import Index
from westphalia.query.session import refresh_index
from westphalia.record import Record

EVERY = 1  # events from which on there is an index
OTHER_MONTH = 3  # the number of a page of another month


def files(root: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in (root / "index" / "keys").rglob("*.parquet")}


def test_months_that_changed_are_made_anew_and_no_others(tmp_path: Path) -> None:
    root = tmp_path / "r"
    take(root, (1, 2))
    assert refresh_index(root, EVERY) == 2
    before = files(root)
    assert refresh_index(root, EVERY) == 0
    take(root, (OTHER_MONTH,))
    assert refresh_index(root, EVERY) == 1
    after = files(root)
    assert len(after) == 3
    assert before.items() <= after.items()
    assert not Index(Record(root), EVERY).stale


def test_a_small_record_has_none(tmp_path: Path) -> None:
    take(tmp_path / "r", (1, 2))
    assert refresh_index(tmp_path / "r") == 0
    assert not (tmp_path / "r" / "index").exists()


def test_run_and_recode_refresh_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from westphalia.cli import cli
    from westphalia.query import session

    def every(path: Path, **more: object) -> int:
        return refresh_index(path, EVERY)

    monkeypatch.setattr(session, "refresh_index", every)
    page, root = tmp_path / "a.txt", tmp_path / "r"
    page.write_text("Police in Nairobi arrested 12 protesters on Monday, the interior minister said.")
    for command in (("run", str(page), "--date", "2024-04-10"), ("recode", "--force")):
        assert CliRunner().invoke(cli, [*command, "--record", str(root)]).exit_code == 0
        with open_record(root) as record:
            assert len(record.events())
        assert not Index(Record(root), EVERY).stale
        assert len(files(root)) == 1
