"""Workers on a Ray cluster: `pip install 'westphalia[ray]'`, the same recipe, the same tables.

Ray's part is to keep an actor on each core of each machine and to carry pages and rows. An actor has a worker process
of its own, with the bounds on time and memory and the second try that workers have anywhere. When an actor or its
machine is lost, it is replaced here by a new one, wherever a core is free, and its page gets a second try. The driver
reads the sources and is the only one that writes to the record.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from westphalia.errors import WestphaliaError, WorkerError
from westphalia.pipeline import Coder
from westphalia.records import Page
from westphalia.run.parallel import Coded, Form, Limits, Lost, Parallel
from westphalia.run.worker import Task
from westphalia.version import VERSION

IN_HAND = 3
"""Pages an actor has: one in work, one behind it, one on the way."""
TRIES_TO_START = 3


def ray_workers(
    coder: Coder, address: str | None = None, size: int | None = None, limits: Limits | None = None
) -> Parallel:
    """Workers on a cluster in a coder's place, one for each of its cores by default; a context manager.

    `address` is Ray's ("ray://head:10001"); None: the cluster that this machine belongs to, or one made of this machine
    alone. Raises WorkerError: Ray is not installed, or the cluster cannot be reached.
    """
    return Parallel(coder, RayPool(coder, address, size, limits or Limits()))


class Hand:
    """What runs in an actor: one local worker."""

    def __init__(self, coder: Coder, limits: Limits) -> None:
        from westphalia.run.workers import workers

        self._coder = coder
        self._worker = workers(coder, 1, limits)

    def about(self) -> tuple[str, str]:
        """Version of the code and of the model on this machine. Raises ModelError."""
        return VERSION, self._coder.model

    def code(self, page: Page, form: Form) -> Coded:
        """Raises WorkerError or ModelError."""
        found = self._worker.code_rows([page]) if form == "rows" else self._worker.code_many([page])
        return next(iter(found))


@dataclass(slots=True, eq=False)
class _Actor:
    """One actor as the pool sees it; `in_hand`: tasks with Ray's names for their answers, the one in work first."""

    handle: Any
    about: Any
    in_hand: deque[tuple[Any, Task]] = field(default_factory=deque)
    ready: bool = False


class RayPool:
    """Actors on a cluster, as `parallel.Pool` asks for them."""

    def __init__(self, coder: Coder, address: str | None, size: int | None, limits: Limits) -> None:
        self._ray, self._ours = _connected(address)
        self._coder, self._limits = coder.for_worker(), limits
        self.size = size or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._actors: list[_Actor] = []
        self._waiting: deque[Task] = deque()
        self._bad_starts = 0

    # --- pages ---------------------------------------------------------------------------------

    def has_room(self) -> bool:
        return not self._waiting and any(a.ready and len(a.in_hand) < IN_HAND for a in self._actors)

    def hand(self, number: int, page: Page, form: Form) -> None:
        self._waiting.append((number, page, form))
        while len(self._actors) < self.size:
            self._start()
        self._spread()

    def _spread(self) -> None:
        """Pages that wait, to the actors with the fewest."""
        while self._waiting:
            actor = min((a for a in self._actors if a.ready), key=lambda a: len(a.in_hand), default=None)
            if actor is None or len(actor.in_hand) >= IN_HAND:
                return
            task = self._waiting.popleft()
            actor.in_hand.append((actor.handle.code.remote(*task[1:]), task))

    def finished(self) -> list[tuple[int, Coded | Lost]]:
        done: list[tuple[int, Coded | Lost]] = []
        while not done:
            refs = {actor.about: actor for actor in self._actors if not actor.ready}
            refs |= {actor.in_hand[0][0]: actor for actor in self._actors if actor.in_hand}
            heard, _ = self._ray.wait(list(refs), num_returns=1)
            # All that are there by now, in one go.
            more, _ = self._ray.wait(list(refs), num_returns=len(refs), timeout=0)
            for ref in dict.fromkeys((*heard, *more)):
                done += self._heard(refs[ref], ref)
            self._spread()
        return done

    def _heard(self, actor: _Actor, ref: Any) -> list[tuple[int, Coded | Lost]]:
        errors = self._ray.exceptions
        try:
            answer = self._ray.get(ref)
        except errors.RayTaskError as error:  # raised by our own code over there
            cause = error.cause
            raise cause if isinstance(cause, WestphaliaError) else WorkerError(str(cause)) from None
        except errors.RayError as error:
            return self._buried(actor, type(error).__name__)
        if ref == actor.about:
            actor.ready, self._bad_starts = True, 0
            self._check(answer)
            return []
        _, (number, _, _) = actor.in_hand.popleft()
        return [(number, answer)]

    def _buried(self, actor: _Actor, how: str) -> list[tuple[int, Coded | Lost]]:
        """An actor is lost: its first page with it; the others wait for another actor."""
        self._actors.remove(actor)
        tasks = [task for _, task in actor.in_hand]
        lost: list[tuple[int, Coded | Lost]] = []
        if tasks:
            lost = [(tasks.pop(0)[0], Lost("worker_died", f"on the cluster: {how}"))]
        elif not actor.ready:
            self._bad_starts += 1
            if self._bad_starts >= TRIES_TO_START:
                raise WorkerError(f"Ray's actors end before they begin ({how})")
        self._waiting.extendleft(reversed(tasks))
        self._start()
        return lost

    def _check(self, about: tuple[str, str]) -> None:
        ours = VERSION, self._coder.model
        if about != ours:
            raise WorkerError(
                f"a machine of the cluster has westphalia {about[0]} with model {about[1]}, this one {ours[0]} with "
                f"{ours[1]}: the same has to be installed on all"
            )

    # --- actors --------------------------------------------------------------------------------

    def _start(self) -> None:
        remote = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Hand)
        handle = remote.remote(self._coder, self._limits)
        self._actors.append(_Actor(handle, handle.about.remote()))

    def recall(self) -> None:
        self._waiting.clear()
        for actor in [a for a in self._actors if a.in_hand]:
            self._actors.remove(actor)
            self._ray.kill(actor.handle)

    def close(self) -> None:
        for actor in self._actors:
            self._ray.kill(actor.handle)
        self._actors.clear()
        if self._ours:
            self._ray.shutdown()


def _connected(address: str | None) -> tuple[Any, bool]:
    """Ray, connected; and whether it was us who connected it."""
    try:
        import ray
    except ImportError as error:
        raise WorkerError("Ray is not installed: pip install 'westphalia[ray]'") from error
    if ray.is_initialized():
        return ray, False
    try:
        ray.init(address=address, include_dashboard=False if address is None else None, log_to_driver=False)
    except Exception as error:  # Ray raises what its parts raise: ConnectionError, ValueError, RuntimeError …
        raise WorkerError(f"Ray cannot be reached{f' at {address}' if address else ''}: {error}") from error
    return ray, True
