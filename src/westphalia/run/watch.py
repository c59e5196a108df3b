"""Feeds into a record: `watch` is `westphalia watch`.

1. What an earlier process fetched and the record may not have is handed on first.
2. Feeds are asked when they are due, their new pages are fetched, each host at its own pace (`follow`, `fetch.engine`).
3. Pages go into the record in batches, through the same `ingest` as files do.
4. When a batch is kept, its pages are let go.

Killed at any moment, it loses no page, fetches none twice, and codes anew no more than the batch at work. After such an
end the first batches are small and grow, so that a process that never lives long gets on all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from westphalia.errors import RecordInUse
from westphalia.fetch.engine import Answered, Engine
from westphalia.fetch.handover import Handover
from westphalia.fetch.pages import Heard, unheard
from westphalia.fetch.state import State
from westphalia.pipeline import Coder
from westphalia.record.files import Step, nothing
from westphalia.record.folder import SHARD_PAGES
from westphalia.record.log import now as log_now
from westphalia.records import Page, Rejected
from westphalia.run.follow import Follower, Log, Pace, silent
from westphalia.run.ingest import ingest
from westphalia.run.metrics import Metrics
from westphalia.run.progress import Outcome, Progress

FIRST_PAGES = 8
"""Pages of the first batch after a process that was killed; each further batch may have twice as many."""
IN_USE_SECONDS = 30.0
"""How long to wait while another process writes to the record."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What came of a watch: batches handed to the record, pages in them, feeds that cannot be read, and of how many."""

    batches: int
    pages: int
    failing: int
    feeds: int


def watch(
    feeds: Iterable[str],
    root: Path,
    coder: Coder,
    engine: Engine,
    state: State,
    *,
    pace: Pace | None = None,
    once: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    log: Log = silent,
    metrics: Metrics | None = None,
    heard: Heard = unheard,
    shard_pages: int = SHARD_PAGES,
    clock: Callable[[], str] = log_now,
    on_step: Step = nothing,
) -> Watched:
    """Follow feeds (checked addresses of feeds and sitemaps) into the record at `root`.

    Ends when `stopped` says so, what was fetched until then being kept, or with `once` when every feed was asked and
    its pages are in. Waits while the record is in use. Raises NoRecord, NewerRecord, BrokenRecord or RecordFull.
    """
    watching = _Watch(list(feeds), state, engine, pace or Pace(), once, stopped, log, metrics, heard)
    state.list_feeds(watching.feeds, engine.clock.now(), at_once=once)
    signs = watching.signs()
    try:
        first = watching.next_item(signs)
        while first is not None:
            try:
                outcome = ingest(  # 3
                    watching.handover.through(watching.batch(first, signs)),
                    root,
                    coder,
                    sources=watching.feeds,
                    report=watching.progressed,
                    rejected=watching.rejected,
                    shard_pages=shard_pages,
                    clock=clock,
                    on_step=on_step,
                )
            except RecordInUse as error:  # nothing was taken from the batch yet
                log("waiting", why=str(error))
                watching.pause(IN_USE_SECONDS)
                if stopped():
                    break
                continue
            watching.kept(outcome)  # 4
            first = watching.next_item(signs)
    finally:
        signs.close()
    return watching.end()


class _Watch:
    """One watch at work."""

    def __init__(
        self,
        feeds: list[str],
        state: State,
        engine: Engine,
        pace: Pace,
        once: bool,
        stopped: Callable[[], bool],
        log: Log,
        metrics: Metrics | None,
        heard: Heard,
    ) -> None:
        self.feeds, self.handover = feeds, Handover(state)
        self._state, self._engine, self._pace, self._stopped, self._log = state, engine, pace, stopped, log
        self._metrics = metrics or Metrics("watch", now=engine.clock.now)
        self._heard = heard
        self._follower = Follower(state, engine.clock, pace, once=once, log=log, count=self._metrics.add)
        self._batches = self._pages = 0
        self._reasons: Counter[str] = Counter()  # of what the batch at work has left out
        self._most = FIRST_PAGES if state.fetched() else pace.batch_pages  # of the batch at work

    def signs(self) -> Generator[Page | Rejected | None, None, None]:
        """1, 2: pages as they come, and None at least once a second while none does; closed, it ends what is under way."""
        for number in self._state.fetched():
            yield self._follower.stored(number)
        answers = self._engine.run(self._follower)
        try:
            for answered in answers:
                if self._stopped():
                    return
                yield None if answered is None else self._take(answered)
        finally:
            answers.close()

    def _take(self, answered: Answered) -> Page | Rejected | None:
        self._heard(answered.ask.url, answered.answer)
        self._metrics.heard(answered.ask.url, answered.answer)
        return self._follower.handle(answered)

    def next_item(self, signs: Iterator[Page | Rejected | None]) -> Page | Rejected | None:
        """Wait for a page. None: there will be none."""
        for item in signs:
            if item is not None:
                return item
            self._write()
        return None

    def batch(
        self, first: Page | Rejected, signs: Iterator[Page | Rejected | None]
    ) -> Iterator[Page | Rejected]:
        """Pages for one ingest: until there are enough, or it has taken long enough, or nothing comes."""
        clock, pace = self._engine.clock, self._pace
        began = last = clock.now()
        size = 1
        yield first
        while size < min(self._most, pace.batch_pages) and clock.now() - began < pace.batch_seconds:
            item = next(signs, self)
            if isinstance(item, _Watch):
                return
            if item is not None:
                size, last = size + 1, clock.now()
                yield item
            elif clock.now() - last >= pace.idle_seconds:
                return

    # --- what ingest tells ---------------------------------------------------------------------

    def progressed(self, progress: Progress) -> None:
        self.handover.kept(progress.kept)
        self._metrics.progressed(progress)
        self._write()

    def rejected(self, rejected: Rejected) -> None:
        self._metrics.rejected(rejected)
        self._reasons[f"{rejected.room}/{rejected.reason}"] += 1
        self._log(
            "left_out",
            url=rejected.source,
            room=rejected.room,
            reason=rejected.reason,
            detail=rejected.detail,
        )

    def kept(self, outcome: Outcome) -> None:
        """A batch is in the record."""
        self.handover.all_kept()
        self._most *= 2
        self._metrics.taken_in(outcome.counts, outcome.known)
        self._batches += 1
        self._pages += outcome.counts.get("pages", 0)
        counts = {name: outcome.counts.get(name, 0) for name in ("pages", "articles", "repeat", "rejected")}
        found = {name: outcome.counts.get(name, 0) for name in ("events", "quotes")}
        reasons = dict(sorted(self._reasons.items()))
        self._log("taken_in", **counts, **found, known=outcome.known, reasons=reasons)
        self._reasons.clear()
        self._write()

    # --- the rest ------------------------------------------------------------------------------

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than until all is to stop."""
        until = self._engine.clock.now() + seconds
        while (left := until - self._engine.clock.now()) > 0 and not self._stopped():
            self._engine.clock.wait((), min(1.0, left))

    def _write(self, *, finished: bool = False) -> None:
        if not (finished or self._metrics.is_due):
            return
        self._metrics.set("waiting_pages", self._state.count_waiting())
        self._metrics.set("feeds", self._state.count_feeds())
        self._metrics.set("feeds_failing", len(self._state.feed_errors()))
        self._metrics.write(finished=finished)

    def end(self) -> Watched:
        self._write(finished=True)
        listed = set(self.feeds)
        failing = sum(url in listed for url, _ in self._state.feed_errors())
        return Watched(self._batches, self._pages, failing, len(self.feeds))
