"""Which user's tables hold just now, and caches that keep the answers of each set of tables apart.

Nothing is changed in place: `using` sets a context variable for the length of a block, so that two coders
with different tables can work side by side, in threads as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnTables:
    """A user's rows by table, cells by column, checked; `own.read_tables` makes it.

    `digest` is a hash of the rows in use (16 hex digits): the same digest, the same answers. `left_out` are
    the rows that could not be used, one line each.
    """

    digest: str
    tables: Mapping[str, tuple[Row, ...]]
    left_out: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many rows are in use."""
        return sum(map(len, self.tables.values()))


_own: ContextVar[OwnTables | None] = ContextVar("own", default=None)


@contextmanager
def using(tables: OwnTables | None) -> Iterator[None]:
    """Inside the block the ontology's look-ups know the user's rows as well; None: the shipped ones alone."""
    token = _own.set(tables)
    try:
        yield
    finally:
        _own.reset(token)


def own_rows(table: str) -> tuple[Row, ...]:
    """The user's rows for a table."""
    tables = _own.get()
    return () if tables is None else tables.tables.get(table, ())


def per_tables(maxsize: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `functools.lru_cache`, with a cache for each set of user's tables and one for none."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        shipped = cast("Callable[P, R]", lru_cache(maxsize)(function))
        caches: dict[str, Callable[P, R]] = {}

        @wraps(function)
        def cached(*args: P.args, **kwargs: P.kwargs) -> R:
            tables = _own.get()
            if tables is None:
                return shipped(*args, **kwargs)
            cache = caches.get(tables.digest)
            if cache is None:
                cache = caches[tables.digest] = cast("Callable[P, R]", lru_cache(maxsize)(function))
            return cache(*args, **kwargs)

        return cached

    return decorate


__all__ = ["OwnTables", "Row", "own_rows", "per_tables", "using"]
