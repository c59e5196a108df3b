"""Many workers: the same tables as one, whatever becomes of some of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bench.made_stories import Playback, page, story
from tests.conftest import ROOT
from tests.run.build import SHARD, Clock, tables
from tests.run.trouble import Broken, Ends, Troubled
from westphalia.errors import ModelError, WorkerError
from westphalia.records import Page, Rejected, Story
from westphalia.run import ingest
from westphalia.run.parallel import Limits, Parallel
from westphalia.run.workers import usual_size, workers

NUMBERS = range(1, 34, 2)
LONG = Limits(seconds=60.0)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parallel]:
    """Two workers for the tests that leave them in peace."""
    with workers(cast(Any, Troubled(tmp_path_factory.mktemp("marks"))), 2, LONG) as found:
        yield found


def taken(root: Path, pages: Iterable[Page | Rejected], coder: Any) -> tuple[dict[str, str], list[Rejected]]:
    """The tables, and the pages that were left out."""
    told: list[Rejected] = []
    ingest(pages, root, coder, shard_pages=SHARD, clock=Clock(), rejected=told.append)
    return tables(root), told


def mixed() -> list[Page | Rejected]:
    """Pages, a text that comes again from elsewhere, something that cannot be read, a page given twice."""
    pages: list[Page | Rejected] = [page(number) for number in NUMBERS]
    again = replace(page(1), url="https://mirror.example/1")
    return [*pages[:4], Rejected("gone", "read", "missing", "no such file"), again, *pages[4:], page(3)]


def test_the_tables_of_two_workers_are_those_of_one_byte_for_byte(tmp_path: Path, two: Parallel) -> None:
    one = taken(tmp_path / "one", mixed(), Playback())
    assert taken(tmp_path / "two", mixed(), two) == one
    assert len(one[0]) > 20
    assert len(one[1]) == 2  # what is gone, and a page that the coder rejects


def test_stories_come_in_the_order_of_their_pages(two: Parallel) -> None:
    found = list(two.code_many(page(number) for number in NUMBERS))
    assert found == list(Playback().code_many(page(number) for number in NUMBERS))


def test_only_so_many_pages_are_pulled_ahead(two: Parallel) -> None:
    pulled = 0

    def endless() -> Iterator[Page]:
        nonlocal pulled
        while True:
            pulled += 1
            yield page(pulled)

    found = two.code_many(endless())
    for number in range(1, 200):
        assert isinstance(next(found), Story) or number % 11 == 10
        assert pulled <= number + 64
    cast(Any, found).close()


def test_what_is_given_up_in_the_middle_does_not_turn_up_later(two: Parallel) -> None:
    found = two.code_many(page(number) for number in range(1, 60))
    first = next(found)
    cast(Any, found).close()
    assert first == story(1)
    assert list(two.code_many([page(7)])) == [story(7)]


def trouble(word: str, number: int = 2) -> Page:
    return Page(word, f"pages/{number:06d}.txt")


def test_a_failure_of_the_coder_is_a_reject_that_names_its_place(two: Parallel) -> None:
    first, second = two.code_many([trouble("FAULT"), page(3)])
    assert isinstance(first, Rejected)
    assert (first.room, first.reason) == ("run", "fault")
    assert first.detail.startswith("ValueError at run/parallel.py:")
    assert second == story(3)


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    pages = [page(1), trouble("ONCE"), page(3), page(4), trouble("ONCE", 5), page(6)]
    with workers(cast(Any, Troubled(tmp_path)), 2, LONG) as coder:
        found = taken(tmp_path / "two", pages, coder)
    assert {path.name for path in tmp_path.glob("*.txt")} == {"000002.txt", "000005.txt"}
    assert found == taken(tmp_path / "one", pages, Playback())


def test_a_page_that_kills_its_worker_twice_is_left_out_and_the_run_goes_on(tmp_path: Path) -> None:
    with workers(cast(Any, Troubled(tmp_path)), 2, LONG) as coder:
        _, told = taken(tmp_path / "r", [page(1), trouble("DIE"), page(3), page(4)], coder)
    assert [(item.source, item.room, item.reason) for item in told] == [
        ("pages/000002.txt", "run", "worker_died")
    ]
    assert "SIGKILL" in told[0].detail


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system tells no process's use")
@pytest.mark.parametrize(
    ("word", "reason", "limits"),
    [("SPIN", "page_time", Limits(seconds=0.4)), ("EAT", "page_memory", Limits(megabytes=700))],
)
def test_a_page_that_takes_too_much_is_cut_off(
    tmp_path: Path, word: str, reason: str, limits: Limits
) -> None:
    with workers(cast(Any, Troubled(tmp_path)), 1, limits) as coder:
        found = list(coder.code_many([page(1), trouble(word), page(3)]))
    assert [found[0], found[2]] == [story(1), story(3)]
    assert isinstance(found[1], Rejected)
    assert (found[1].room, found[1].reason) == ("run", reason)


def test_a_worker_that_hangs_without_computing_is_cut_off_by_the_clock(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # nobody reads it: opening it waits for ever
    with workers(cast(Any, Troubled(tmp_path)), 1, Limits(seconds=0.2, idle=3.0)) as coder:
        (found,) = coder.code_many([trouble("OPEN")])
    assert isinstance(found, Rejected)
    assert found.reason == "page_time"


@pytest.mark.parametrize(("coder", "error"), [(Broken, ModelError), (Ends, WorkerError)])
def test_workers_that_cannot_begin_end_the_run_with_a_reason(
    tmp_path: Path, coder: Callable[[Path], Any], error: type[Exception]
) -> None:
    with (
        workers(coder(tmp_path), 2) as found,
        pytest.raises(error, match=r"missing|end before they begin .*code 7"),
    ):
        list(found.code_many([page(1), page(2)]))


def test_an_interrupt_ends_the_workers_and_says_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [sys.executable, "-m", "tests.run.interrupted", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True) as process:
        with (
            tmp_path / "pipe"
        ).open() as pipe:  # open for as long as somebody writes: one line from each worker
            workers_at_work = {int(line) for line in pipe}
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 130
    for worker in workers_at_work:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def test_the_usual_number_of_workers_is_one_at_least() -> None:
    assert 1 <= usual_size() <= (os.cpu_count() or 1)
