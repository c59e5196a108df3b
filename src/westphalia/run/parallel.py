"""Pages coded by many workers, and handed on in the order of reading: what local workers and a cluster share.

A `Pool` is the workers; it knows nothing of order. `Parallel` pulls pages while the pool has room, keeps what is done
too early, gives a page whose worker died a second try, and rejects it at the second death. So the tables come out byte
for byte as those of one worker, whoever finishes first.

    page_time     it took more processor time than one page may
    page_memory   the worker that coded it took too much memory, twice
    worker_died   the worker that coded it ended, twice: killed from outside, or by a fault in a library
    fault         the coder failed on it (a mistake of ours; please report the page)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from westphalia.models.own import OwnHead
from westphalia.ontology.own import OwnTables
from westphalia.pipeline import Coder
from westphalia.record.batch import PageRows, rows_of_page
from westphalia.record.sightings import sighting_of
from westphalia.records import Page, Rejected, Story

Form = Literal["rows", "story"]
Coded = PageRows | Story | Rejected
Loss = Literal["page_time", "page_memory", "worker_died"]

MOST_BYTES = 64_000_000
"""Bytes of pages that are under way or wait for their turn, however many workers there are."""
EACH = 32
"""Pages under way or waiting for their turn, for each worker."""
TRIES = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on the coding of one page: processor seconds, megabytes of a worker's memory.

    The longest page that the cleaner lets through, two million characters, takes a minute and a half. Where nobody can
    say how much processor time a process has had, it is `idle` times as long by the clock; so it is everywhere.
    """

    seconds: float = 300.0
    megabytes: int = 3000
    idle: float = 4.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A page whose worker is gone, and why."""

    reason: Loss
    detail: str


class Pool(Protocol):
    """Workers. `number` is the caller's name for a page; each is answered once, in any order."""

    @property
    def size(self) -> int:
        """The most workers there will be."""

    def has_room(self) -> bool:
        """Whether a worker would take another page now."""

    def hand(self, number: int, page: Page, form: Form) -> None:
        """Give a page to a worker. Raises WorkerError."""

    def finished(self) -> list[tuple[int, Coded | Lost]]:
        """Pages that are done, at least one; waits for it. Raises WorkerError."""

    def recall(self) -> None:
        """Forget all pages under way."""

    def close(self) -> None:
        """End the workers."""


@dataclass(slots=True)
class _Place:
    """A page's place in the order; `done` once it is coded or given up."""

    page: Page | None
    done: Coded | None = None
    tries: int = 1

    @property
    def size(self) -> int:
        return len(self.page.content) if self.page is not None else 0


class Parallel:
    """In a `Coder`'s place, many of them. A context manager: leaving it ends the workers."""

    def __init__(self, coder: Coder, pool: Pool) -> None:
        self._coder, self._pool = coder, pool

    @property
    def model(self) -> str:
        return self._coder.model

    @property
    def ontology(self) -> OwnTables | None:
        return self._coder.ontology

    @property
    def own(self) -> OwnHead | None:
        return self._coder.own

    @property
    def fold(self) -> bool:
        return self._coder.fold

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def code_many(self, pages: Iterable[Page | Rejected | bytes | str]) -> Iterator[Story | Rejected]:
        """As `Coder.code_many`. Raises WorkerError."""
        for found in self._code(pages, "story"):
            assert not isinstance(found, PageRows)
            yield found

    def code_rows(self, pages: Iterable[Page | Rejected]) -> Iterator[PageRows | Rejected]:
        """The record's rows of each page, made in the workers, in the order given. Raises WorkerError.

        A story with all its spans is ten times as dear to pass between processes as its rows.
        """
        for found in self._code(pages, "rows"):
            assert not isinstance(found, Story)
            yield found

    def _code(self, pages: Iterable[Page | Rejected | bytes | str], form: Form) -> Iterator[Coded]:
        line = _Line(self._pool, form)
        source: Iterator[Page | Rejected | bytes | str] | None = iter(pages)
        try:
            while True:
                yield from line.ready()
                if source is not None and line.has_room():
                    item = next(source, None)
                    if item is None:
                        source = None
                    else:
                        line.take(item)
                elif line.under_way:
                    line.wait()
                else:
                    return
        finally:
            if line.under_way:
                self._pool.recall()


class _Line:
    """Pages under way and those that are done and wait for their turn."""

    def __init__(self, pool: Pool, form: Form) -> None:
        self._pool, self._form = pool, form
        self._places: dict[int, _Place] = {}  # in the order of reading
        self._size = self._number = 0
        self.under_way = 0

    def has_room(self) -> bool:
        """Whether another page may come: a worker would take it, and memory is bounded."""
        if not self._places:
            return True
        few = len(self._places) < EACH * self._pool.size and self._size < MOST_BYTES
        return few and self._pool.has_room()

    def take(self, item: Page | Rejected | bytes | str) -> None:
        place = _place_of(item)
        self._places[self._number] = place
        self._size += place.size
        if place.page is not None:
            self._pool.hand(self._number, place.page, self._form)
            self.under_way += 1
        self._number += 1

    def ready(self) -> Iterator[Coded]:
        """What is done and whose turn it is."""
        while self._places:
            first = next(iter(self._places))
            place = self._places[first]
            if place.done is None:
                return
            del self._places[first]
            self._size -= place.size
            yield place.done

    def wait(self) -> None:
        """Until something is done."""
        for number, found in self._pool.finished():
            place = self._places[number]
            if isinstance(found, Lost) and place.page is not None:
                if found.reason != "page_time" and place.tries < TRIES:
                    place.tries += 1
                    self._pool.hand(number, place.page, self._form)
                    continue
                place.done = Rejected(place.page.source, "run", found.reason, found.detail)
            elif not isinstance(found, Lost):
                place.done = found
            self.under_way -= 1


def _place_of(item: Page | Rejected | bytes | str) -> _Place:
    if isinstance(item, Rejected):
        return _Place(None, item)
    return _Place(item if isinstance(item, Page) else Page(item, "page"))


def code_page(coder: Coder, page: Page, form: Form) -> Coded:
    """What a worker does with a page. A failure of the coder is a reject: one page is not worth a run of a million."""
    try:
        (found,) = coder.code_many([page])
        if form == "story" or isinstance(found, Rejected):
            return found
        return rows_of_page(sighting_of(page), found)
    except Exception as error:
        return Rejected(page.source, "run", "fault", _where(error))


def _where(error: Exception) -> str:
    """The kind of an exception and the line of ours that it came from."""
    here, trace = "", error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "westphalia" in code.co_filename.replace("\\", "/").split("/"):
            here = (
                f" at {code.co_filename.replace(chr(92), '/').rpartition('westphalia/')[2]}:{trace.tb_lineno}"
            )
        trace = trace.tb_next
    return f"{type(error).__name__}{here}"
