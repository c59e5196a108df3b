"""How we behave on other people's servers, as one frozen set of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from westphalia.version import VERSION

PRODUCT = "Westphalia"
"""The name that robots.txt files know us by."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Bounds and delays of fetching; times in seconds, sizes in bytes after decompression.

    `delay` is the pause between the end of one request to a host and the start of the next; a longer one that
    robots.txt asks for is kept up to `longest_delay`. A request is given `tries` goes; a server that asks us to wait
    longer than `longest_wait` is left alone for now. `allow` names hosts whose addresses may be private.
    """

    contact: str | None = None
    delay: float = 1.0
    longest_delay: float = 120.0
    per_host: int = 1
    at_once: int = 8
    max_bytes: int = 20_000_000
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    seconds: float = 60.0
    redirects: int = 5
    tries: int = 3
    backoff: float = 2.0
    longest_wait: float = 120.0
    allow: frozenset[str] = frozenset()

    @property
    def agent(self) -> str:
        """The User-Agent: our name and version, and where to complain if the user tells it."""
        name = f"{PRODUCT}/{VERSION}"
        return f"{name} (+{self.contact})" if self.contact else name

    def pause(self, tries: int) -> float:
        """How long to wait after so many goes that failed: 2, 4, 8 … seconds."""
        return self.backoff * 2.0 ** max(0, tries - 1)
