"""Stored articles coded again: whole or not at all, and what was known before stays known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.made_stories import Playback
from tests.run.build import SHARD, Clock, tables, take
from westphalia.errors import RecordError
from westphalia.record import open_record
from westphalia.records import Article, Story
from westphalia.run import abandon, recode

NUMBERS = (1, 10, 13, 25)


class Newer(Playback):
    """A model that takes every event for a protest."""

    def __init__(self) -> None:
        super().__init__("made-2")
        self.calls = 0

    def code_articles(self, articles: list[Article]) -> list[Story]:
        self.calls += 1
        return [
            replace(story, events=tuple(replace(event, type="PROTEST") for event in story.events))
            for story in super().code_articles(articles)
        ]


def types(root: Path, as_of: dt.date | None = None) -> set[str]:
    return set(open_record(root, as_of=as_of).read("events", ["type"])["type"].to_pylist())


def rows(root: Path, table: str) -> list[dict[str, Any]]:
    found = open_record(root).read(table).to_pylist()
    return sorted(found, key=str)


def again(root: Path, **more: Any) -> Any:
    return recode(root, more.pop("coder", None) or Newer(), clock=more.pop("clock", Clock()), **more)


def test_a_newer_model_codes_the_stored_articles_again(tmp_path: Path) -> None:
    root = tmp_path / "r"
    take(root, NUMBERS)
    kept = {table: rows(root, table) for table in ("articles", "pages", "rejects", "places", "mentions")}
    old = rows(root, "events")
    outcome = again(root)
    assert types(root) == {"PROTEST"}
    assert outcome.counts == {"articles": 3, "events": len(old), "quotes": 3}
    assert {table: rows(root, table) for table in kept} == kept
    assert [row["shard"] for row in rows(root, "events")] == [row["shard"] for row in old]
    run = open_record(root).runs[-1]
    assert (run["command"], run["model"], run["events"]) == ("recode", "made-2", len(old))
    assert {event["type"] for event in rows(root, "merged_events")} == {"PROTEST"}
    assert not (root / "next").exists()


def test_nothing_is_coded_again_with_the_same_model(tmp_path: Path) -> None:
    take(tmp_path / "r", NUMBERS)
    again(tmp_path / "r")
    before = tables(tmp_path / "r")
    second = Newer()
    assert again(tmp_path / "r", coder=second).counts == {}
    assert second.calls == 0
    assert tables(tmp_path / "r") == before


def test_what_the_record_knew_then(tmp_path: Path) -> None:
    root = tmp_path / "r"
    take(root, (1, 25), clock=Clock("2026-01-01T10:00:00+00:00"))
    take(root, (37,), clock=Clock("2026-01-02T10:00:00+00:00"))
    first = rows(root, "events")
    again(root, clock=Clock("2026-01-03T10:00:00+00:00"))
    take(root, (49,), coder=Newer(), clock=Clock("2026-01-04T10:00:00+00:00"))

    def known(day: int) -> tuple[int, set[str]]:
        record = open_record(root, as_of=dt.date(2026, 1, day))
        connection = record.connect()
        articles = connection.sql("SELECT count(*) FROM articles").fetchall()[0][0]
        found = {row[0] for row in connection.sql("SELECT DISTINCT type FROM events").fetchall()}
        assert found == set(record.read("events", ["type"])["type"].to_pylist())
        assert connection.sql("SELECT sum(n_articles) FROM stories").fetchall() == [(articles,)]
        return articles, found

    old = {row["type"] for row in first}
    assert known(1)[0] == 2
    assert known(1)[1] <= old
    assert known(2) == (3, old)
    assert known(3) == (3, {"PROTEST"})
    assert known(4)[0] == 4
    before = open_record(root, as_of=dt.date(2025, 12, 31)).connect()
    assert before.sql("SELECT count(*) FROM events").fetchall() == [(0,)]


def test_the_old_coding_can_be_discarded(tmp_path: Path) -> None:
    take(tmp_path / "r", NUMBERS)
    again(tmp_path / "r", discard=True)
    assert not (tmp_path / "r" / "past").exists()
    assert types(tmp_path / "r") == {"PROTEST"}


class Stopped(Exception):
    pass


def stop_at(number: int) -> Any:
    count = 0

    def on_step(step: str, path: Path) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise Stopped

    return on_step


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    root = tmp_path_factory.mktemp("whole") / "r"
    steps: list[str] = []
    take(root, NUMBERS)
    again(root, on_step=lambda step, path: steps.append(step))
    return tables(root), len(steps)


def spread(steps: int, kinds: int) -> Iterable[int]:
    return (round(steps * (n + 0.5) / kinds) for n in range(kinds))


def test_an_interrupted_recode_goes_on_and_changes_no_byte(
    tmp_path: Path, undisturbed: tuple[dict[str, str], int]
) -> None:
    expected, steps = undisturbed
    for number in spread(steps, 8):
        root = tmp_path / str(number)
        take(root, NUMBERS)
        old = types(root)
        with pytest.raises(Stopped):
            again(root, on_step=stop_at(number))
        assert types(root) in (old, {"PROTEST"})  # the one or the other, never a mixture
        again(root)
        assert tables(root) == expected


def test_done_batches_are_not_coded_twice(tmp_path: Path) -> None:
    take(tmp_path / "r", range(1, 40, 6))  # seven articles of two months
    whole, steps = Newer(), []
    take(tmp_path / "other", range(1, 40, 6))
    again(tmp_path / "other", coder=whole, on_step=lambda step, path: steps.append(path.name))
    done = [number for number, name in enumerate(steps, 1) if name == "00000002.json"][-1]
    with pytest.raises(Stopped):
        again(tmp_path / "r", on_step=stop_at(done + 1))
    second = Newer()
    again(tmp_path / "r", coder=second)
    assert second.calls == whole.calls - 3
    assert whole.calls >= 7 // SHARD


def test_no_pages_are_taken_in_while_a_recode_is_unfinished(tmp_path: Path) -> None:
    root = tmp_path / "r"
    take(root, NUMBERS)
    old = types(root)
    with pytest.raises(Stopped):
        again(root, on_step=stop_at(12))
    with pytest.raises(RecordError, match="recode --abandon"):
        take(root, (2,))
    assert abandon(root)
    assert not abandon(root)
    take(root, (2,))
    assert types(root) >= old
