"""How much one client may ask: a bucket of permits a client that fills again with time."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

CLIENTS = 10_000  # whose buckets are kept; the longest unseen is forgotten, and would be full again anyway

COSTS: tuple[tuple[str, float], ...] = (
    ("/static/", 0.0),  # small files, and a page asks for several
    ("/login", 10.0),  # a token is not to be guessed
    ("/api/v1/export/", 10.0),
)
"""Permits that a request takes by the start of its path; 1 for any other."""


def cost(path: str) -> float:
    return next((permits for start, permits in COSTS if path.startswith(start)), 1.0)


def bucket(client: str) -> str:
    """Whose bucket an address takes from: an IPv6 client is given 2⁶⁴ addresses, which count as one."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return client if address.version == 4 else f"{int(address) >> 64:x}::"


class Limiter:
    """`rate` permits a second up to `burst` for each client. Safe to use from several threads."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst = rate, float(burst)
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, permits: float) -> int:
        """0 where the client may go on; else the whole seconds after which it may come again."""
        if self.rate == 0 or permits == 0:
            return 0
        now, client = self._clock(), bucket(client)
        permits = min(permits, self.burst)
        with self._lock:
            left, seen = self._left.pop(client, (self.burst, now))
            left = min(self.burst, left + (now - seen) * self.rate)
            allowed = left >= permits
            self._left[client] = (left - permits if allowed else left, now)
            while len(self._left) > CLIENTS:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((permits - left) / self.rate))
