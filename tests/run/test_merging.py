"""The merge room's results in the record: adding day by day comes to what merging at once does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.run.build import Clock, take
from westphalia.record import open_record
from westphalia.run import merging

NUMBERS = (1, 2, 13, 14, 25, 26, 37, 38, 49, 50)


def found(root: Path, table: str) -> list[dict[str, Any]]:
    """The rows without what tells when they were written."""
    rows = open_record(root).read(table).to_pylist()
    told = [{k: v for k, v in row.items() if k not in ("shard", "as_of_shard")} for row in rows]
    return sorted(told, key=str)


TABLES = ("stories", "story_members", "merged_events", "members")


def test_every_article_is_in_one_story_and_every_event_in_one_merged_event(tmp_path: Path) -> None:
    take(tmp_path / "r", NUMBERS)
    connection = open_record(tmp_path / "r").connect()

    def ids(sql: str) -> list[Any]:
        return [row[0] for row in connection.sql(f"{sql} ORDER BY 1").fetchall()]

    assert ids("SELECT article_id FROM articles") == ids("SELECT article_id FROM story_members")
    assert ids("SELECT event_id FROM events") == ids("SELECT event_id FROM members")
    assert ids("SELECT merged_id FROM merged_events") == ids("SELECT DISTINCT merged_id FROM members")
    assert ids("SELECT story_id FROM stories") == ids("SELECT DISTINCT story_id FROM members")


def test_merging_bit_by_bit_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(tmp_path / "once", NUMBERS)
    for start in range(0, len(NUMBERS), 3):
        take(tmp_path / "bits", NUMBERS[start : start + 3])
    monkeypatch.setattr(merging, "PORTION", 2)
    take(tmp_path / "portions", reversed(NUMBERS))
    for table in TABLES:
        whole = found(tmp_path / "once", table)
        assert found(tmp_path / "bits", table) == whole
        assert found(tmp_path / "portions", table) == whole


def test_an_interrupted_merging_goes_on_behind_its_last_portion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "PORTION", 2)
    take(tmp_path / "whole", NUMBERS)

    class Stop(Exception):
        pass

    calls = 0

    def second(step: str, path: Path) -> None:
        nonlocal calls
        calls += path.parent.parent.name == "stories" and step == "open"
        if calls == 2:
            raise Stop

    with pytest.raises(Stop):
        take(tmp_path / "cut", NUMBERS, on_step=second)
    assert open_record(tmp_path / "cut").state.merging == (4, 1)
    take(tmp_path / "cut", NUMBERS, clock=Clock())
    for table in TABLES:
        assert found(tmp_path / "cut", table) == found(tmp_path / "whole", table)
        names = [[p.name for p in open_record(tmp_path / r).files(table)] for r in ("cut", "whole")]
        assert names[0] == names[1]
