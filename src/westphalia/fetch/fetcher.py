"""Who fetches the addresses among a command's sources: made when the first of them comes, so that files cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from westphalia.fetch.handover import Handover
from westphalia.fetch.manners import Manners
from westphalia.records import Address, Page, Rejected

if TYPE_CHECKING:
    from westphalia.fetch.clock import Clock
    from westphalia.fetch.engine import Engine
    from westphalia.fetch.hop import Getter
    from westphalia.fetch.pages import Heard
    from westphalia.fetch.state import State


class Fetcher:
    """Turns addresses into pages; `read_pages` takes it as its `fetch`.

    With a record's folder it remembers there what was fetched: pages that the record has are not fetched again, and
    what an interrupted run fetched is not either. Then the items have to go `through` here on their way to `ingest`,
    which has to say what it `kept`. A context manager.
    """

    def __init__(
        self,
        manners: Manners,
        record: Path | None = None,
        heard: Heard | None = None,
        *,
        getter: Callable[[Manners], Getter] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._manners, self._record, self._heard = manners, record, heard
        self._getter, self._clock = getter, clock
        self._engine: Engine | None = None
        self._state: State | None = None
        self._handover = Handover()
        self.passed_over = 0
        """Addresses that were not asked because the record has their page."""

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        if self._engine is not None:
            self._engine.close()
        if self._state is not None:
            self._state.close()

    def __call__(self, addresses: Iterable[Address]) -> Iterator[Page | Rejected]:
        """The page of each address in their order, or why there is none."""
        from westphalia.fetch.pages import fetch_pages, unheard

        engine = self._opened()
        heard = self._heard or unheard
        return fetch_pages(addresses, engine, state=self._state, heard=heard, known=self._known)

    def _opened(self) -> Engine:
        from westphalia.fetch.engine import Engine
        from westphalia.fetch.hop import Getter
        from westphalia.fetch.robots import Robots
        from westphalia.fetch.state import State

        if self._engine is None:
            if self._record is not None:
                self._state = self._handover.state = State(self._record)
            robots = Robots(self._manners, self._state)
            getter = (self._getter or Getter)(self._manners)
            self._engine = Engine(getter, robots, self._clock)
        return self._engine

    def _known(self, url: str) -> None:
        self.passed_over += 1

    # --- on the way into a record --------------------------------------------------------------

    def through(self, items: Iterable[Page | Rejected]) -> Iterator[Page | Rejected]:
        """The items as they are, with account kept of them."""
        return self._handover.through(items)

    def kept(self, count: int) -> None:
        """The record has kept so many new items until now."""
        self._handover.kept(count)

    def all_kept(self) -> None:
        """The record has all of them."""
        self._handover.all_kept()
