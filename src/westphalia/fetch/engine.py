"""Many addresses at once, each host at its own pace: asks in, answers out as they come.

1. Take asks from the source while there is room.
2. A host that was not met before is asked for its robots.txt first; what waits for it is parked.
3. Requests go out in the order of `Turns`, on a few threads.
4. A redirect goes back to 2, as a request to its target; a failure that may pass goes back to 3 with a pause.
5. A host that fails time and again is left alone for a while, and what waits for it fails at once.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from westphalia.fetch.address import host_of, origin_of
from westphalia.fetch.clock import Clock, SystemClock
from westphalia.fetch.hop import Answer, Failed, Getter, Got, Kind, Moved, Unchanged
from westphalia.fetch.robots import DOWN, Robots
from westphalia.fetch.turns import Turns

TICK = 1.0
"""Seconds after which an engine that waits gives a sign of life, so that who listens can do something else."""
ROBOTS_REDIRECTS = 5  # RFC 9309 asks for at least five
FAILURES = 6  # requests in a row without an answer before a host is given up for a while


@dataclass(frozen=True, slots=True)
class Ask:
    """A checked address to fetch. `number` is the asker's own; `etag` and `modified` are of what it has already."""

    url: str
    number: int = 0
    kind: Kind = "page"
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an ask, after all redirects and goes."""

    ask: Ask
    answer: Got | Unchanged | Failed


class Source(Protocol):
    """Where asks come from. It may have more of them after an answer was handled."""

    def take(self, now: float) -> Ask | None:
        """The next ask whose time has come."""

    def next_due(self, now: float) -> float | None:
        """When `take` has one again, as far as is known now; None: never."""


@dataclass(slots=True)
class _Job:
    """An ask on its way. `robots` is the origin whose robots.txt it fetches, where it does."""

    ask: Ask
    url: str
    hops: int = 0
    tries: int = 0
    robots: str | None = None


class Engine:
    """Fetches what a source asks for. One run at a time; `close` when done."""

    def __init__(
        self, getter: Getter, robots: Robots | None = None, clock: Clock | None = None, window: int = 5_000
    ) -> None:
        self.getter, self.manners = getter, getter.manners
        self.clock = clock or SystemClock()
        self._robots = robots or Robots(self.manners)
        self._window = window
        self._turns: Turns[_Job] = Turns(self.manners.per_host)
        self._parked: dict[str, list[_Job]] = {}
        self._n_parked = 0
        self._running: dict[Future[Answer], tuple[str, _Job]] = {}
        self._ready: deque[Answered] = deque()
        self._failures: Counter[str] = Counter()
        self._down: dict[str, tuple[float, Failed]] = {}

    def close(self) -> None:
        self.getter.stop()
        self.getter.close()

    def run(self, source: Source) -> Generator[Answered | None, None, None]:
        """Answers as they come, and None now and then while there is nothing to do but wait.

        Ends when the source has no more asks. Closed before, it ends what is under way and can be used no more.
        """
        pool = ThreadPoolExecutor(self.manners.at_once, thread_name_prefix="fetch")
        try:
            while True:
                self._fill(source)  # 1
                self._start(pool)  # 3
                if self._ready:
                    yield self._ready.popleft()
                    continue
                wait = self._seconds_to_wait(source)
                if wait is None:
                    return
                if wait > 0:
                    yield None
                    self.clock.wait(self._running, min(wait, TICK))
                self._collect()
        finally:
            if self._running:
                self.getter.stop()
            pool.shutdown(cancel_futures=True)

    @property
    def _inside(self) -> int:
        return self._turns.size + len(self._running) + self._n_parked + len(self._ready)

    def _fill(self, source: Source) -> None:
        now = self.clock.now()
        while self._inside < self._window and (ask := source.take(now)) is not None:
            self._enter(_Job(ask, ask.url))

    def _start(self, pool: ThreadPoolExecutor) -> None:
        now = self.clock.now()
        while len(self._running) < self.manners.at_once and (turn := self._turns.take(now)) is not None:
            host, job = turn
            ask = job.ask
            made = pool.submit(self.getter.get, job.url, ask.kind, etag=ask.etag, modified=ask.modified)
            self._running[made] = host, job

    def _seconds_to_wait(self, source: Source) -> float | None:
        """Until something can be done; None when all is done."""
        now = self.clock.now()
        times = []
        if len(self._running) < self.manners.at_once:
            times.append(self._turns.next_time())
        if self._inside < self._window:
            times.append(source.next_due(now))
        known = [at for at in times if at is not None]
        if not known and not self._running:
            return None
        return max(0.0, min(known) - now) if known else TICK

    def _collect(self) -> None:
        for future in [future for future in self._running if future.done()]:
            host, job = self._running.pop(future)
            self._take_in(host, job, future.result())

    def _take_in(self, host: str, job: _Job, answer: Answer) -> None:
        now = self.clock.now()
        pause = self._pause_of(job.url, now)
        tries = job.tries + 1
        if isinstance(answer, Failed) and answer.slow_down:
            pause = max(pause, answer.after or self.manners.pause(tries))
        self._turns.done(host, now, min(pause, 86_400.0))
        self._note_failure(host, answer, now)
        if isinstance(answer, Moved):  # 4
            self._follow(job, answer)
        elif isinstance(answer, Failed) and answer.again and self._another_go(answer, tries, host):
            job.tries = tries
            after = max(self.manners.pause(tries), answer.after or 0.0)
            self._turns.put(host_of(job.url), job, now + after)
        else:
            self._end(job, answer)

    def _pause_of(self, url: str, now: float) -> float:
        rules = self._robots.rules(url, now)
        return self.manners.delay if rules is None else rules.delay

    def _another_go(self, failed: Failed, tries: int, host: str) -> bool:
        patient = (failed.after or 0.0) <= self.manners.longest_wait
        return tries < self.manners.tries and patient and host not in self._down

    def _note_failure(self, host: str, answer: Answer, now: float) -> None:
        """5"""
        silent = isinstance(answer, Failed) and answer.reason in ("unreachable", "slow")
        asked = answer.after if isinstance(answer, Failed) and answer.slow_down else None
        if not silent:
            self._failures.pop(host, None)
        else:
            self._failures[host] += 1
        if isinstance(answer, Failed) and (
            self._failures[host] >= FAILURES or (asked or 0.0) > self.manners.longest_wait
        ):
            del self._failures[host]
            why = Failed(answer.reason, answer.detail, again=True, after=asked)
            self._down[host] = now + max(DOWN, asked or 0.0), why
            for job in self._turns.drop(host):
                self._end(job, why)

    def _follow(self, job: _Job, moved: Moved) -> None:
        job.hops += 1
        if job.hops <= (self.manners.redirects if job.robots is None else ROBOTS_REDIRECTS):
            job.url, job.tries = moved.to, 0
            self._enter(job)
        else:
            self._end(job, Failed("redirects", f"more than {job.hops - 1} redirects, the last to {moved.to}"))

    def _enter(self, job: _Job) -> None:
        """2"""
        now, host = self.clock.now(), host_of(job.url)
        down = self._down.get(host)
        if down is not None and down[0] <= now:
            del self._down[host]
        elif down is not None:
            self._end(job, down[1])
            return
        if job.robots is not None:
            self._turns.put(host, job)
            return
        rules = self._robots.rules(job.url, now)
        if rules is None:
            self._park(job, origin_of(job.url))
        elif rules.why is not None:
            self._end(job, Failed(rules.reason, rules.why, rules.again))
        elif not rules.allows(job.url):
            self._end(job, Failed("robots", "the host's robots.txt does not want it fetched"))
        else:
            self._turns.put(host, job)

    def _park(self, job: _Job, origin: str) -> None:
        self._n_parked += 1
        if origin in self._parked:
            self._parked[origin].append(job)
            return
        self._parked[origin] = [job]
        url = f"{origin}/robots.txt"
        self._enter(_Job(Ask(url, kind="robots"), url, robots=origin))

    def _end(self, job: _Job, answer: Got | Unchanged | Failed) -> None:
        if job.robots is None:
            self._ready.append(Answered(job.ask, answer))
            return
        now, origin = self.clock.now(), job.robots
        if isinstance(answer, Got):
            self._robots.told(origin, answer.body.decode("utf-8", "replace"), now)
        elif isinstance(answer, Failed) and (answer.again or answer.reason in ("address", "unreadable")):
            self._robots.refused(origin, answer.reason, answer.detail, answer.again, now)
        else:  # there is none, or it leads nowhere: all may be fetched
            self._robots.told(origin, None, now)
        freed = self._parked.pop(origin, [])
        self._n_parked -= len(freed)
        for parked in freed:
            self._enter(parked)
