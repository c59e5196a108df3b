"""Whose turn it is: one queue a host, so that each is asked at its own pace and none waits for another.

No clock and no thread in here: the time is told with every call.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Host(Generic[T]):
    waiting: list[tuple[float, int, T]] = field(
        default_factory=list
    )  # a heap by the time before which it must not go
    running: int = 0
    ready: float = 0.0  # when the host may be asked again
    stamp: int = 0  # of its newest entry among the turns; older ones are void


class Turns(Generic[T]):
    """Items by host, given out in order of time; at most `per_host` of one host at once."""

    def __init__(self, per_host: int = 1) -> None:
        self._per_host = per_host
        self._hosts: dict[str, _Host[T]] = {}
        self._turns: list[tuple[float, int, str, int]] = []
        self._count = count()
        self.size = 0

    def put(self, host: str, item: T, not_before: float = 0.0) -> None:
        """Queue an item; those of one host go in the order given, but for times that they must wait for."""
        known = self._hosts.setdefault(host, _Host())
        heapq.heappush(known.waiting, (not_before, next(self._count), item))
        self.size += 1
        self._line_up(host, known)

    def take(self, now: float) -> tuple[str, T] | None:
        """The next item whose time has come, with its host; `done` has to be called for it."""
        while (at := self.next_time()) is not None and at <= now:
            _, _, host, _ = heapq.heappop(self._turns)
            known = self._hosts[host]
            _, _, item = heapq.heappop(known.waiting)
            known.running += 1
            self.size -= 1
            self._line_up(host, known)
            return host, item
        return None

    def done(self, host: str, now: float, pause: float) -> None:
        """An item of the host has ended: it is left alone for `pause` seconds."""
        known = self._hosts[host]
        known.running -= 1
        known.ready = max(known.ready, now + pause)
        self._line_up(host, known)
        if len(self._hosts) > 10_000:
            self._forget(now)

    def next_time(self) -> float | None:
        """When the next item may go; None where nothing waits but for those that are running."""
        while self._turns:
            at, _, host, stamp = self._turns[0]
            known = self._hosts.get(host)
            if known is not None and known.stamp == stamp:
                return at
            heapq.heappop(self._turns)
        return None

    def drop(self, host: str) -> list[T]:
        """Take all items of a host out, in their order."""
        known = self._hosts.get(host)
        if known is None:
            return []
        items = [item for _, _, item in sorted(known.waiting, key=lambda entry: entry[:2])]
        known.waiting.clear()
        known.stamp = next(self._count)
        self.size -= len(items)
        return items

    def _line_up(self, host: str, known: _Host[T]) -> None:
        known.stamp = next(self._count)
        if known.waiting and known.running < self._per_host:
            at = max(known.ready, known.waiting[0][0])
            heapq.heappush(self._turns, (at, next(self._count), host, known.stamp))

    def _forget(self, now: float) -> None:
        """Let hosts go that are done with and may be asked anew at once."""
        for host in [h for h, k in self._hosts.items() if not k.waiting and not k.running and k.ready <= now]:
            del self._hosts[host]
