"""Workers on this machine: spawned processes, each with the model loaded once and a thread of its own.

1. A worker is started when a page comes and all others are busy, up to `size`.
2. It has at most two pages, one in work and one behind it, so that it never waits and memory stays bounded.
3. A guard looks every quarter of a second at each worker's processor time and memory, and kills one that takes more
   than a page may. Memory is looked at from outside, because code that eats it does not stop to look itself.
4. A dead worker's first page is reported as lost; those behind it go to others. A new worker takes its place.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from westphalia.errors import WorkerError
from westphalia.models.session import free_cores
from westphalia.pipeline import Coder
from westphalia.records import Page
from westphalia.run.parallel import Coded, Form, Limits, Lost, Parallel
from westphalia.run.usage import free_megabytes, usage_of
from westphalia.run.worker import Failed, Ready, Task, work

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

IN_HAND = 2
LOOK_SECONDS = 0.25
START_SECONDS = 300.0
"""By the clock, for a worker to load its model."""
TRIES_TO_START = 3
USUAL_MEGABYTES = 1200
"""What a worker is reckoned to need when their number is chosen (bench/README.md)."""


def workers(coder: Coder, size: int | None = None, limits: Limits | None = None) -> Parallel:
    """Workers in a coder's place, `size` of them (by default `usual_size()`); a context manager.

    A script that calls this has to be importable without running (`if __name__ == "__main__"`), as for every use of
    spawned processes.
    """
    return Parallel(coder, LocalPool(coder, size or usual_size(), limits or Limits()))


def usual_size() -> int:
    """A worker for each core that we may use, as far as memory allows, and at least one."""
    free = free_megabytes()
    return max(1, min(free_cores(), int(free // USUAL_MEGABYTES) if free is not None else 1_000))


@dataclass(slots=True, eq=False)
class _Worker:
    """One process as the pool sees it. `in_hand`: the page in work first; `since`: when its work began.

    Until it is ready its pages stay here: a pipe takes no page of half a megabyte that nobody reads.
    """

    process: BaseProcess
    pipe: Connection
    listener: threading.Thread | None = None
    in_hand: deque[Task] = field(default_factory=deque)
    ready: bool = False
    since: float = 0.0
    used: float = 0.0
    condemned: tuple[int, Lost] | None = None
    """The page that it was killed for."""

    def begin(self) -> None:
        """The clock of the page in work starts."""
        usage = usage_of(self.process.pid) if self.process.pid is not None else None
        self.used = usage.seconds if usage is not None else 0.0
        self.since = time.monotonic()

    def send(self, task: Task) -> None:
        with contextlib.suppress(OSError):  # it is dead; its end is heard in a moment
            self.pipe.send(task)


Heard = tuple[_Worker, "Coded | Ready | Failed | None", int]
"""A worker, what it said (None: it is gone), and of which page."""


class LocalPool:
    """The workers of one machine, as `parallel.Pool` asks for them."""

    def __init__(self, coder: Coder, size: int, limits: Limits) -> None:
        self._coder, self.size, self._limits = coder.for_worker(), size, limits
        self._workers: list[_Worker] = []
        self._waiting: deque[Task] = deque()  # beyond what the workers have in hand: second tries
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._bad_starts = 0
        self._closed = threading.Event()
        self._lock = threading.Lock()  # over the workers' clocks and condemnations
        self._guard: threading.Thread | None = None

    # --- pages ---------------------------------------------------------------------------------

    def has_room(self) -> bool:
        return not self._waiting and (
            len(self._workers) < self.size or any(len(w.in_hand) < IN_HAND for w in self._workers)
        )

    def hand(self, number: int, page: Page, form: Form) -> None:
        self._waiting.append((number, page, form))
        self._spread()

    def _spread(self) -> None:
        """Pages that wait, to workers: to an idle one, to a new one, behind another page."""
        while self._waiting:
            worker = min(self._workers, key=lambda w: len(w.in_hand), default=None)
            if (worker is None or worker.in_hand) and len(self._workers) < self.size:
                worker = self._start()
            if worker is None or len(worker.in_hand) >= IN_HAND:
                return
            task = self._waiting.popleft()
            with self._lock:
                worker.in_hand.append(task)
                if len(worker.in_hand) == 1:
                    worker.begin()
            if worker.ready:
                worker.send(task)

    def finished(self) -> list[tuple[int, Coded | Lost]]:
        done: list[tuple[int, Coded | Lost]] = []
        while not done or not self._heard.empty():
            worker, said, number = self._heard.get()
            if worker not in self._workers:
                continue  # it was recalled
            if isinstance(said, Failed):
                raise said.error
            if isinstance(said, Ready):
                worker.ready, self._bad_starts = True, 0
                with self._lock:
                    worker.begin()
                for task in worker.in_hand:
                    worker.send(task)
            elif said is None:
                done += self._buried(worker)
            else:
                with self._lock:
                    worker.in_hand.popleft()
                    worker.begin()
                done.append((number, said))
            self._spread()
        return done

    def _buried(self, worker: _Worker) -> Iterator[tuple[int, Lost]]:
        """A dead worker is taken away. The page it was at is lost; those behind it wait for another worker."""
        self._workers.remove(worker)
        _end(worker)
        rest = list(worker.in_hand)
        how = _end_of(worker.process.exitcode)
        if worker.condemned is not None:
            if rest and rest[0][0] == worker.condemned[0]:  # or it was done at the very last moment
                yield rest.pop(0)[0], worker.condemned[1]
        elif worker.ready:
            if rest:
                yield rest.pop(0)[0], Lost("worker_died", how)
        else:
            self._bad_starts += 1
            if self._bad_starts >= TRIES_TO_START:
                raise WorkerError(f"workers end before they begin ({how})")
        self._waiting.extendleft(reversed(rest))

    # --- workers -------------------------------------------------------------------------------

    def _start(self) -> _Worker:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(
            target=work, args=(theirs, self._coder), name="westphalia-worker", daemon=True
        )
        try:
            with _deaf_to_interrupts():
                process.start()
        except OSError as error:
            ours.close()
            theirs.close()
            raise WorkerError(f"a worker cannot be started: {error}") from error
        theirs.close()
        worker = _Worker(process, ours)
        worker.begin()
        self._workers.append(worker)
        worker.listener = threading.Thread(target=self._listen, args=(worker,), daemon=True)
        worker.listener.start()
        if self._guard is None:
            self._guard = threading.Thread(target=self._watch, daemon=True)
            self._guard.start()
        return worker

    def _listen(self, worker: _Worker) -> None:
        """What one worker says, into the queue of all."""
        try:
            while True:
                said = worker.pipe.recv()
                number, said = said if isinstance(said, tuple) else (-1, said)
                self._heard.put((worker, said, number))
        except (EOFError, OSError):
            self._heard.put((worker, None, -1))

    def _watch(self) -> None:
        """3: the guard's thread."""
        while not self._closed.wait(LOOK_SECONDS):
            for worker in list(self._workers):
                with self._lock:
                    lost = self._too_much(worker) if worker.condemned is None else None
                    if lost is not None:
                        worker.condemned = worker.in_hand[0][0], lost
                        worker.process.kill()
                    elif not worker.ready and time.monotonic() - worker.since > START_SECONDS:
                        worker.process.kill()

    def _too_much(self, worker: _Worker) -> Lost | None:
        if worker.process.pid is None or not worker.in_hand or not worker.ready:
            return None
        limits, usage = self._limits, usage_of(worker.process.pid)
        if usage is not None and usage.megabytes > limits.megabytes:
            return Lost("page_memory", f"more than {limits.megabytes:,} MB")
        if usage is not None and usage.seconds - worker.used > limits.seconds:
            return Lost("page_time", f"more than {limits.seconds:g} s of processor time")
        if time.monotonic() - worker.since > limits.seconds * limits.idle:
            return Lost("page_time", f"more than {limits.seconds * limits.idle:g} s")
        return None

    # --- the end -------------------------------------------------------------------------------

    def recall(self) -> None:
        """Busy workers are ended: there is no other way to stop what they do. Idle ones stay."""
        self._waiting.clear()
        for worker in [w for w in self._workers if w.in_hand]:
            self._workers.remove(worker)
            _end(worker)

    def close(self) -> None:
        self._closed.set()
        self._waiting.clear()
        gone, self._workers = self._workers, []
        for worker in gone:
            _end(worker)
        if self._guard is not None:
            self._guard.join()


def _end(worker: _Worker) -> None:
    worker.process.kill()  # it holds nothing that would have to be put away
    worker.process.join()
    if worker.listener is not None:
        worker.listener.join()  # it hears the end of the pipe; before that the pipe is not ours to close
    worker.pipe.close()


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process started in here never hears ctrl-C, not even before it can ask not to; ours is only put off."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_of(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return f"ended by {name}" + (", as the system does when memory runs out" if name == "SIGKILL" else "")
    return f"ended with code {code}"
