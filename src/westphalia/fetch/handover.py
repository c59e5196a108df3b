"""Account of pages on their way into the record, so that their bytes are let go when it has them and not before."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from westphalia.records import Page, Rejected

if TYPE_CHECKING:
    from westphalia.fetch.state import State


class Handover:
    """Keeps account of pages on their way into the record, so that `settle` is called for those it has for sure.

    `ingest` takes items in order and tells how many of the new ones it has kept. That many of the items that went
    through here, from the first on, are kept too: those it passed over make it more, never fewer.
    """

    def __init__(self, state: State | None = None) -> None:
        self.state = state
        """May come later, when the first address does."""
        self._under_way: deque[int | None] = deque()
        self._settled = 0

    def through(self, items: Iterable[Page | Rejected]) -> Iterator[Page | Rejected]:
        """The items as they are, each noted before it is handed on."""
        for item in items:
            fetched = self.state is not None and item.source.startswith(("http://", "https://"))
            self._under_way.append(self.state.number_of(item.source) if fetched and self.state else None)
            yield item

    def kept(self, count: int) -> None:
        """The record has kept so many new items until now, counted from the last `all_kept`."""
        if count > self._settled:
            ready = [
                self._under_way.popleft() for _ in range(min(count - self._settled, len(self._under_way)))
            ]
            self._settled = count
            self._settle(ready)

    def all_kept(self) -> None:
        """The record has all of them."""
        self._settle(self._under_way)
        self._under_way.clear()
        self._settled = 0

    def _settle(self, numbers: Iterable[int | None]) -> None:
        found = [number for number in numbers if number is not None]
        if self.state is not None and found:
            self.state.settle(found)
