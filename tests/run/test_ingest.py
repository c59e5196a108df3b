"""Pages into a record: once, twice, in pieces, and through every kind of accident."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import cast

import pytest

from bench.made_stories import Playback, page, story
from tests.run.build import Clock, tables, take
from westphalia.errors import RecordFull
from westphalia.pipeline import Coder
from westphalia.record import open_record
from westphalia.records import Page, Rejected
from westphalia.run import ingest, recode

NUMBERS = (1, 10, 13, 25, 37)  # a month, one page without a date, one rejected


class Killed(BaseException):
    """The process ends here: nothing of ours gets to clean up."""


def test_everything_that_was_found_is_in_the_tables(tmp_path: Path) -> None:
    outcome = take(tmp_path / "r", NUMBERS)
    assert outcome.counts == {
        "pages": 5,
        "articles": 4,
        "events": sum(len(story(n).events) for n in NUMBERS if n != 10),
        "quotes": 4,
        "rejected": 1,
    }
    connection = open_record(tmp_path / "r").connect()
    ids = {row[0] for row in connection.sql("SELECT event_id FROM events").fetchall()}
    assert ids == {event.event_id for n in NUMBERS if n != 10 for event in story(n).events}
    sentence, words = connection.sql(
        f"SELECT sentence, trigger_words FROM reports WHERE event_id = '{story(1).events[0].event_id}'"
    ).fetchall()[0]
    event, text = story(1).events[0], story(1).article.text
    assert (sentence, words) == (event.evidence.sentence.of(text), event.evidence.trigger.of(text))
    assert connection.sql("SELECT reason FROM rejects WHERE page_id IS NOT NULL").fetchall() == [
        ("no_article",)
    ]
    assert connection.sql("SELECT DISTINCT month FROM articles ORDER BY month").fetchall() == [
        ("0000-00",),
        ("2023-02",),
    ]


def test_running_twice_adds_nothing(tmp_path: Path) -> None:
    root = tmp_path / "r"
    take(root, NUMBERS)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    outcome = take(root, NUMBERS)
    assert (outcome.counts, outcome.known) == ({}, len(NUMBERS))
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_page_given_twice_is_taken_once(tmp_path: Path) -> None:
    outcome = take(tmp_path / "r", (*NUMBERS, *NUMBERS))
    assert (outcome.counts["pages"], outcome.known) == (len(NUMBERS), len(NUMBERS))


def test_the_model_is_not_asked_for_when_nothing_is_new(tmp_path: Path) -> None:
    take(tmp_path / "r", NUMBERS, coder=Playback(Coder().model))
    real = Coder()
    assert take(tmp_path / "r", NUMBERS, coder=real).known == len(NUMBERS)
    assert "session" not in vars(real)
    assert real.session.version == real.model.partition("-")[0]


def test_the_same_text_from_elsewhere_is_a_page_and_no_second_article(tmp_path: Path) -> None:
    class Elsewhere(Playback):
        def code_many(self, pages):  # type: ignore[no-untyped-def]
            for item in pages:
                yield story(int(item.source[-10:-4]))

    pages = [page(1), Page(story(1).article.text, "mirror/000001.txt"), page(2)]
    outcome = ingest(pages, tmp_path / "r", Elsewhere(), clock=Clock())  # type: ignore[arg-type]
    assert outcome.counts == {"pages": 3, "articles": 2, "repeat": 1, "events": 5, "quotes": 2}
    connection = open_record(tmp_path / "r").connect()
    assert connection.sql("SELECT count(*) FROM events").fetchall() == [(5,)]
    assert connection.sql("SELECT n_pages, n_articles FROM stories ORDER BY n_pages").fetchall() == [
        (1, 1),
        (2, 1),
    ]


def test_a_page_that_cannot_be_read_is_a_row_and_is_not_told_again(tmp_path: Path) -> None:
    told: list[Rejected] = []
    gone = Rejected("gone.txt", "read", "missing", "no such file")

    def once() -> dict[str, int]:
        outcome = ingest(
            [page(1), gone], tmp_path / "r", Playback(), rejected=told.append, clock=Clock()  # type: ignore[arg-type]
        )  # fmt: skip
        return outcome.counts

    assert once()["rejected"] == 1
    assert once() == {}
    assert told == [gone]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[str]]:
    """The tables of an undisturbed ingest, and the steps it took."""
    root = tmp_path_factory.mktemp("whole") / "r"
    steps: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        take(root, NUMBERS, on_step=lambda step, path: steps.append(f"{step} {path.name}"))
    return tables(root), steps


def stopped_at(number: int, what: BaseException):  # type: ignore[no-untyped-def]
    """An `on_step` that raises at this step."""
    count = 0

    def on_step(step: str, path: Path) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise what

    return on_step


def _stops(steps: int, every: int) -> list[int]:
    """Some of the first, of the last, and of those between."""
    return [1, 2, 5, *range(8, steps, every), steps - 3, steps]


def _check(root: Path, number: int, expected: dict[str, str]) -> None:
    """Stop at this step, look, go on, compare."""
    with pytest.raises(Killed):
        take(root, NUMBERS, on_step=stopped_at(number, Killed()))
    if (root / "record.json").exists():
        record = open_record(root)
        rows = record.read("events", ["event_id"]).num_rows
        assert rows == sum(shard.counts.get("events", 0) for shard in record.state.shards)
    take(root, NUMBERS)
    assert tables(root) == expected
    open_record(root).verify()


def test_a_kill_at_any_step_costs_a_shard_at_most_and_changes_no_byte(
    tmp_path: Path, undisturbed: tuple[dict[str, str], list[str]]
) -> None:
    expected, steps = undisturbed
    for number in _stops(len(steps), 47):
        _check(tmp_path / str(number), number, expected)


@pytest.mark.slow
def test_a_kill_at_every_single_step_changes_no_byte(
    tmp_path: Path, undisturbed: tuple[dict[str, str], list[str]]
) -> None:
    expected, steps = undisturbed
    for number in range(1, len(steps) + 1):
        _check(tmp_path / str(number), number, expected)


def test_kills_in_a_row_change_no_byte(tmp_path: Path, undisturbed: tuple[dict[str, str], list[str]]) -> None:
    root = tmp_path / "r"
    for number in (5, 40, 41, 60, 33):
        with pytest.raises(Killed):
            take(root, NUMBERS, on_step=stopped_at(number, Killed()))
    take(root, NUMBERS)
    assert tables(root) == undisturbed[0]


def test_a_full_disk_is_one_clear_line_and_loses_nothing(
    tmp_path: Path, undisturbed: tuple[dict[str, str], list[str]]
) -> None:
    expected, steps = undisturbed
    full = OSError(errno.ENOSPC, "No space left on device")
    for number in [n for n in _stops(len(steps), 83) if not steps[n - 1].startswith(("remove", "move"))]:
        root = tmp_path / str(number)
        with pytest.raises(RecordFull, match=r"No space left on device; .* goes on from there$") as told:
            take(root, NUMBERS, on_step=stopped_at(number, full))
        assert "\n" not in str(told.value)
        assert not list(root.rglob("*.tmp"))
        take(root, NUMBERS)
        assert tables(root) == expected


def test_a_write_that_the_system_refuses_is_the_same_line(
    tmp_path: Path, undisturbed: tuple[dict[str, str], list[str]]
) -> None:
    """Not a fault of ours put in, but the system's: files may only grow so far."""
    resource = pytest.importorskip("resource")
    root = tmp_path / "r"
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, usual[1]))
        with pytest.raises(
            RecordFull, match=r"\.parquet: File too large; what was kept until now is whole, "
        ):
            take(root, NUMBERS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert not list(root.rglob("*.tmp"))
    open_record(root).verify()
    take(root, NUMBERS)
    assert tables(root) == undisturbed[0]


def test_a_run_with_another_model_says_what_was_coded_otherwise(tmp_path: Path) -> None:
    root = tmp_path / "r"
    assert take(root, NUMBERS).older is None
    found = take(root, NUMBERS, coder=Playback("made-2")).older
    assert found is not None
    assert (found.articles, found.differences) == (4, ("model made-1, now made-2",))
    found = take(root, (50, 51), coder=Playback("made-2")).older
    assert found is not None
    assert found.articles == 4
    recode(root, cast(Coder, Playback("made-2")), clock=Clock())
    assert take(root, NUMBERS, coder=Playback("made-2")).older is None
    found = take(root, (52,), coder=Playback("made-3")).older
    assert found is not None
    assert (found.articles, found.differences) == (6, ("model made-2, now made-3",))


def test_a_run_that_kept_nothing_has_coded_nothing(tmp_path: Path) -> None:
    root = tmp_path / "r"
    killed = 0

    def first_shard(step: str, path: Path) -> None:
        nonlocal killed
        if path.parent.parent.name == "articles":
            killed += 1
            raise Killed

    with pytest.raises(Killed):
        take(root, NUMBERS, on_step=first_shard)
    assert killed
    assert take(root, NUMBERS, coder=Playback("made-2")).older is None


def test_shards_do_not_depend_on_where_a_run_was_stopped(tmp_path: Path) -> None:
    class Stops(Playback):
        def code_many(self, pages):  # type: ignore[no-untyped-def]
            for number, item in enumerate(super().code_many(pages)):
                if number == 3:
                    raise KeyboardInterrupt
                yield item

    take(tmp_path / "whole", range(1, 60, 6))
    with pytest.raises(KeyboardInterrupt):
        take(tmp_path / "cut", range(1, 60, 6), coder=Stops())
    assert [shard.number for shard in open_record(tmp_path / "cut").state.shards] == [0]
    take(tmp_path / "cut", range(1, 60, 6))
    assert tables(tmp_path / "cut") == tables(tmp_path / "whole")


def test_runs_and_shards_tell_what_was_done_with_what(tmp_path: Path) -> None:
    root = tmp_path / "r"
    clock = Clock("2026-03-01T10:00:00+00:00")
    take(root, NUMBERS, clock=clock)
    take(root, range(50, 53), clock=clock, coder=Playback("made-2"))
    connection = open_record(root).connect()
    runs = connection.sql(
        "SELECT run, command, sources, model, pages, finished > started FROM runs"
    ).fetchall()
    assert runs == [(0, "run", ["pages"], "made-1", 5, True), (1, "run", ["pages"], "made-2", 3, True)]
    assert connection.sql("SELECT shard, run, pages FROM shards").fetchall() == [
        (0, 0, 2),
        (1, 0, 2),
        (2, 0, 1),
        (3, 1, 2),
        (4, 1, 1),
    ]
