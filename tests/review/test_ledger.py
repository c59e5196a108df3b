"""The reviews' file: appended, never changed, whole or not there; what is revoked holds no longer."""

from __future__ import annotations

import datetime as dt
import errno
import json
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from westphalia.errors import BadReview, BrokenRecord, RecordFull
from westphalia.records import Span
from westphalia.review import Coding, Ledger, Review, standing
from westphalia.review import ledger as ledger_module
from westphalia.review.standing import confirmed, holding, matching

ARTICLE = "a" * 64
ACCUSE = Coding("ACCUSE", "allege", (), (Span(0, 7),), (Span(16, 26),), ())
ACCUSED = Span(8, 15)
NOON = dt.datetime(2024, 5, 14, 12, tzinfo=dt.UTC)


def review(verdict: Any = "accept", reviewer: str = "Ada", span: Span = ACCUSED, **changes: Any) -> Review:
    coded = ACCUSE if verdict in ("accept", "correct", "reject") else None
    return replace(Review(verdict, reviewer, NOON, ARTICLE, span, "accused", "e" * 16, coded), **changes)


def test_what_is_appended_is_read_back_and_what_was_there_stays_byte_for_byte(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.read() == ()
    first = ledger.append(review(why="it  says “so”\nin two lines", model="m", version="1"))
    before = ledger.path.read_bytes()
    corrected = Coding("REQUEST", "yield", ("negation",), (), (Span(16, 26),), (Span(0, 7),))
    second = ledger.append(review("correct", "Ben", corrected=corrected))
    assert ledger.path.read_bytes().startswith(before)
    assert Ledger(tmp_path).read() == (first, second)
    assert ledger.read() == (first, second)
    row = json.loads(before)
    assert (row["reviewer"], row["verdict"], row["start"], row["end"]) == ("Ada", "accept", 8, 15)
    assert row["time"] == "2024-05-14T12:00:00.000000+00:00"
    assert first.review_id != second.review_id


def test_what_a_crash_left_counts_for_nothing_and_the_next_row_is_whole(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    first = ledger.append(review())
    with ledger.path.open("ab") as stream:
        stream.write(b'{"review_id": "cut sh')
    assert Ledger(tmp_path).read() == (first,)
    second = ledger.append(review(reviewer="Ben"))
    assert Ledger(tmp_path).read() == (first, second)


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(review())
    before = ledger.path.read_bytes()
    whole = os.write

    def half(handle: int, content: bytes) -> int:
        whole(handle, content[:20])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ledger_module.os, "write", half)
    with pytest.raises(RecordFull, match=r"reviews\.jsonl: No space left"):
        ledger.append(review(reviewer="Ben"))
    assert ledger.path.read_bytes() == before


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(review())
    with ledger.path.open("ab") as stream:
        stream.write(b'{"verdict": "accept"}\n')
    with pytest.raises(BrokenRecord, match=r"reviews\.jsonl:2: not a review"):
        Ledger(tmp_path).read()


def _several(path: Path, name: str) -> None:
    ledger = Ledger(path)
    for number in range(20):
        ledger.append(review(reviewer=name, why=f"{number} " + "x" * 1500))


def test_several_processes_append_and_no_row_is_lost(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_several, args=(tmp_path, name)) for name in ("Ada", "Ben")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    rows = Ledger(tmp_path).read()
    for name in ("Ada", "Ben"):
        assert [row.why.split()[0] for row in rows if row.reviewer == name] == [str(n) for n in range(20)]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (review(reviewer=" \n\u202e "), "no reviewer"),
        (review(reviewer="x" * 81), "up to 80"),
        (review(why="x" * 2001), "2,000"),
        (review("correct"), "tell how"),
        (review("accept", coded=None), "no event to accept"),
        (review("revoke"), "which review"),
        (
            review("add", corrected=Coding("ACCUSE", "arrest", (), (Span(0, 1),))),
            "'arrest' is none of ACCUSE's",
        ),
        (
            review("add", corrected=Coding("ACCUSE", None, ("sometimes",), (Span(0, 1),))),
            "'sometimes' is none",
        ),
        (review("add", corrected=Coding("ACCUSE")), "an actor or a recipient"),
        (review(span=Span(5, 5)), "no words"),
        (review("praise"), "no verdict"),
    ],
)
def test_a_review_that_cannot_hold_is_refused(tmp_path: Path, wrong: Review, reason: str) -> None:
    ledger = Ledger(tmp_path)
    with pytest.raises(BadReview, match=reason):
        ledger.append(wrong)
    assert ledger.read() == ()


def kept(tmp_path: Path, *rows: Review) -> tuple[Review, ...]:
    ledger = Ledger(tmp_path)
    for row in rows:
        ledger.append(row)
    return ledger.read()


def test_the_last_decision_of_each_reviewer_holds(tmp_path: Path) -> None:
    rows = kept(tmp_path, review(), review(reviewer="Ben"), review("reject"))
    (one,) = standing(rows)
    assert [(row.reviewer, row.verdict) for row in one.reviews] == [("Ben", "accept"), ("Ada", "reject")]
    assert one.disputed
    (mine,) = standing(rows, "Ben")
    assert mine.latest.verdict == "accept"
    assert not mine.disputed


def test_undoing_brings_the_decision_before_back_and_can_be_undone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.append(review())
    reject = ledger.append(review("reject"))
    undo = ledger.append(review("revoke", of=reject.review_id))
    assert standing(ledger.read())[0].latest.verdict == "accept"
    ledger.append(review("revoke", of=undo.review_id, time=NOON + dt.timedelta(hours=1)))
    assert standing(ledger.read())[0].latest.verdict == "reject"
    assert len(ledger.read()) == 4


def test_a_decision_holds_on_when_the_trigger_is_found_longer(tmp_path: Path) -> None:
    rows = kept(
        tmp_path, review(), review("reject", span=Span(40, 44)), review(reviewer="Ben", span=Span(4, 15))
    )
    first, second = standing(rows)
    assert [row.reviewer for row in first.reviews] == ["Ada", "Ben"]
    assert matching(Span(6, 10), (first, second)) is first
    assert matching(Span(42, 50), (first, second)) is second
    assert matching(Span(20, 30), (first, second)) is None


def test_that_nothing_is_missing_is_no_decision_about_an_event(tmp_path: Path) -> None:
    rows = kept(tmp_path, review("whole", span=Span(0, 80)), review())
    assert [one.span for one in standing(rows)] == [Span(8, 15)]
    assert confirmed(rows)[ARTICLE][0].span == Span(0, 80)
    assert len(holding(rows)) == 2
