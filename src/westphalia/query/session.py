"""One opened record: its DuckDB connection, its index, and what words of actors stand for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from westphalia.errors import BrokenRecord, RecordError
from westphalia.query import names
from westphalia.query.filters import Filter, event_type
from westphalia.query.index import SMALL, Index, Progress, silent
from westphalia.query.running import running
from westphalia.record import Record, log

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from westphalia.query.resident import Resident


OWN = "westphalia"
"""The name of the record's own events among data sets."""

KEYS_KEPT = 10_000  # words whose actors are known

ALL_EVENTS = f"""
    CREATE VIEW all_events AS
    SELECT '{OWN}' AS dataset, event_id, published, outlet, date_start, date_end, type, mode, quad_class, intensity,
           cameo_root, status, list_transform(actors, lambda a: coalesce(a.name, a.text)) AS actor_names, actor_countries,
           actor_sectors, list_transform(recipients, lambda a: coalesce(a.name, a.text)) AS recipient_names,
           recipient_countries, recipient_sectors, place_name, place_country, place_admin1, latitude, longitude,
           geonames_id, contexts, confidence, month
    FROM events
    UNION ALL BY NAME
    SELECT dataset, event_id, published, outlet, date_start, date_end, type, mode, quad_class, intensity, cameo_root,
           actor_names, actor_countries, actor_sectors, recipient_names, recipient_countries, recipient_sectors,
           place_name, place_country, place_admin1, latitude, longitude, geonames_id, contexts, month
    FROM imported
"""
"""The record's own events and the imported ones as one view: what both can fill. Others' status is null."""


class Session:
    """The record as it was when it was opened (or knew `as_of`); safe to ask from several threads.

    `small` is the number of events from which on an index is kept beside the tables. Raises RecordError.
    """

    def __init__(
        self,
        path: Path | str,
        as_of: dt.date | None = None,
        small: int = SMALL,
        progress: Progress = silent,
    ) -> None:
        self.record = Record(path, as_of)
        self._connection = connect(self.record)
        self._connection.execute("SET parquet_metadata_cache = true")
        self.index = Index(self.record, small)
        self.index.refresh(self._connection.cursor(), progress)
        self._lock = threading.Lock()
        self._types: frozenset[str] | None = None
        self._keys: dict[str, names.Keys | None] = {}
        self._resident: Resident | None = None
        self._progress = progress

    def close(self) -> None:
        self._connection.close()

    def reside(self) -> Resident:
        """What is kept in memory for many questions; made when it is first asked for. Raises RecordError."""
        if self._resident is None:
            from westphalia.query.resident import Resident

            with self._lock:
                if self._resident is None:
                    with self._reading():
                        self._resident = Resident(self.index, self._connection, self._full, self._progress)
        return self._resident

    def _full(self, month: str) -> pa.Table:
        """The reports of a month with their words, the newest first."""
        from westphalia.query.events import detailed
        from westphalia.query.resident_sql import REPORTS_ORDER

        hits = self.arrow("SELECT e.* FROM events e WHERE e.month = $month", {"month": month})
        return detailed(self, hits, order=REPORTS_ORDER)

    @property
    def step(self) -> int:
        """The number of the last thing written that this session shows."""
        return self.record.state.step

    def changed(self) -> bool:
        """Whether something has been written since. Raises RecordError where the record is gone."""
        return log.read_state(self.record.path).step != self.step

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self._connection.cursor()

    def arrow(self, query: str, values: Mapping[str, Any] | None = None, **tables: pa.Table) -> pa.Table:
        """The rows of a query; `tables` are Arrow tables that it may name. Raises RecordError."""
        cursor = self._connection.cursor()
        try:
            for name, table in tables.items():
                cursor.register(name, table)
            with self._reading(), running(cursor):
                return cursor.sql(query, params=dict(values or {}) or None).to_arrow_table()
        finally:
            for name in tables:
                cursor.unregister(name)
            cursor.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Around what reads the record's files: one that is gone or damaged becomes a RecordError."""
        import duckdb

        try:
            yield
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            if log.read_state(self.record.path).step != self.record.state.step:
                raise RecordError(
                    f"{self.record.path}: it was written to since it was opened: open it again"
                ) from error
            first = str(error).splitlines()[0]
            raise BrokenRecord(f"{self.record.path}: {first}") from error

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a small query, as tuples."""
        table = self.arrow(query, values)
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    # --- words --------------------------------------------------------------------------------

    def keys(self, words: Iterable[str], what: str) -> names.Keys:
        """What the words for an actor stand for, together. Raises BadFilter."""
        found = [self._key(word) or self._no_key(word, what) for word in words]
        return found[0] if len(found) == 1 else names.joined(found)

    def _key(self, word: str) -> names.Keys | None:
        """What one word stands for; looked up once, as long as there are not too many."""
        known = self._keys
        if word in known:
            return known[word]
        found = names.find(word, self.rows, self._actors)
        if len(self._keys) >= KEYS_KEPT:
            self._keys = {}  # anew: another thread may be reading the old one
        self._keys[word] = found
        return found

    def _no_key(self, word: str, what: str) -> names.Keys:
        """Raises BadFilter with the nearest names."""
        return names.resolve(word, self.rows, self._actors, what)

    @property
    def _actors(self) -> str:
        return self.index.actors() or "actors"

    def types(self, words: Iterable[str]) -> tuple[str, ...]:
        """Event types by their names, PLOVER's and the record's own. Raises BadFilter."""
        from westphalia.ontology.plover import event_types

        found = []
        for word in words:
            if word.upper() in event_types():
                found.append(word.upper())
                continue
            if self._types is None:
                told = self.rows("SELECT DISTINCT type FROM events ORDER BY type")
                self._types = frozenset(str(name) for (name,) in told)
            found.append(event_type(word, self._types))
        return tuple(found)

    def checked(self, chosen: Filter) -> tuple[Filter, dict[str, names.Keys]]:
        """The filter with its types spelt right, and its actors' keys. Raises BadFilter."""
        import dataclasses

        keys = {
            name: self.keys(getattr(chosen, name), name)
            for name in ("actor", "recipient")
            if getattr(chosen, name)
        }
        if chosen.said_by:
            told = [(word, self._key(word)) for word in chosen.said_by]
            actors = [key for _, key in told if key is not None]
            for word, key in told:
                # An outlet or agency is no actor of the record; it is looked for among the sources.
                if key is None and not self._is_source(word):
                    self._no_key(word, "said_by")
            if actors:
                keys["said_by"] = actors[0] if len(actors) == 1 else names.joined(actors)
        return dataclasses.replace(chosen, type=self.types(chosen.type)), keys

    def _is_source(self, word: str) -> bool:
        """Whether any report stands on the word of a source of this name, whatever the case."""
        if self._resident is not None:
            known = "SELECT 1 FROM spelt WHERE what = 'source' AND small = $w LIMIT 1"
        else:
            known = "SELECT 1 FROM events WHERE list_contains(list_transform(sources, lambda s: lower(s)), $w) LIMIT 1"
        return bool(self.rows(known, {"w": word.lower()}))


def refresh_index(path: Path | str, small: int = SMALL, progress: Progress = silent) -> int:
    """Make what the index of a record lacks; the months made. Nothing is opened where nothing is stale.

    Raises RecordError; a record that cannot be written stays without, as when it is asked.
    """
    stale = len(Index(Record(path), small).stale)
    if stale:
        Session(path, small=small, progress=progress).close()
    return stale


def connect(record: Record) -> duckdb.DuckDBPyConnection:
    """A connection with the record's views and `all_events`."""
    connection = record.connect()
    connection.execute(ALL_EVENTS)
    return connection
