"""What was seen, fetched and handed on, in one SQLite file beside the record: `DIR/fetch/state.sqlite`.

A page is `waiting` (its address is known), `fetched` (its bytes lie here until the record has them), `done` or `failed`
(given up). Each change is one transaction, so that a process that is killed at any moment loses no page and fetches
none twice: what was fetched and not handed on is handed on by the next process, and the record knows by a page's
source and content whether it has it.

One process at a time: the file stays locked from opening to closing.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from westphalia.errors import RecordError, RecordFull, RecordInUse
from westphalia.fetch.address import key_of
from westphalia.fetch.hop import Failed, Got
from westphalia.records import Told

FOLDER = "fetch"
NAME = "state.sqlite"
VERSION = 1
BACKLOG = 512  # asks taken from the file at a time

_TABLES = """
CREATE TABLE feeds (
    url TEXT PRIMARY KEY, parent TEXT, listed INTEGER NOT NULL, etag TEXT, modified TEXT, stamp TEXT,
    due REAL NOT NULL, fails INTEGER NOT NULL DEFAULT 0, read_at REAL, error TEXT
) WITHOUT ROWID;
CREATE TABLE pages (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL, feed TEXT, published TEXT, title TEXT, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0, final TEXT, charset TEXT, seen TEXT, body BLOB,
    reason TEXT, detail TEXT
);
CREATE INDEX pages_open ON pages (state, due) WHERE state IN ('waiting', 'fetched');
CREATE TABLE keys (key TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE robots (origin TEXT PRIMARY KEY, rules BLOB, until REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap as it is kept. `parent` is the sitemap index that names it; `read_at` when it was last read."""

    url: str
    parent: str | None
    etag: str | None
    modified: str | None
    fails: int
    read_at: float | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A page that was fetched: its bytes, or why there are none."""

    number: int
    url: str
    told: Told
    got: Got | Failed


class State:
    """The file, open. `durable` False is for what need not outlive the process: it is kept in memory."""

    def __init__(self, root: Path | None) -> None:
        self.path = root / FOLDER / NAME if root is not None else None
        with self._named():
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path or ":memory:", timeout=0.2, isolation_level=None)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self._set_up()

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _set_up(self) -> None:
        with self._change() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _TABLES.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")
            elif version != VERSION:
                raise RecordError(f"{self.path}: of another version of Westphalia ({version}); update it")

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise RecordInUse(f"{self.path}: in use by another `watch` or `run`") from error
            if "full" in str(error):
                raise RecordFull(f"{self.path}: the disk is full") from error
            raise RecordError(f"{self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise RecordError(f"{self.path}: damaged ({error}); move it away to begin anew") from error

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing."""
        with self._named():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # --- feeds ---------------------------------------------------------------------------------

    def list_feeds(self, urls: Iterable[str], now: float, *, at_once: bool = False) -> None:
        """These are followed from now on, and no others; `at_once` lets all of them be due."""
        with self._change() as db:
            db.execute("UPDATE feeds SET listed = 0")
            for url in urls:
                db.execute(
                    "INSERT INTO feeds (url, listed, due) VALUES (?, 1, ?) ON CONFLICT (url) DO UPDATE SET listed = 1, parent = NULL",
                    (url, now),
                )
            db.execute(
                "UPDATE feeds SET listed = 1 WHERE parent IN (SELECT url FROM feeds WHERE listed = 1 AND parent IS NULL)"
            )
            if at_once:
                db.execute("UPDATE feeds SET due = ? WHERE listed = 1 AND parent IS NULL", (now,))

    def due_feeds(self, now: float, taken: Iterable[str] = ()) -> list[Feed]:
        """Those whose time has come, but for those that are under way."""
        rows = self._db.execute(
            "SELECT url, parent, etag, modified, fails, read_at FROM feeds WHERE listed = 1 AND due <= ? ORDER BY due, url",
            (now,),
        )
        away = set(taken)
        return [Feed(*row) for row in rows if row[0] not in away]

    def next_feed(self, taken: Iterable[str] = ()) -> float | None:
        """When the next is due, but for those that are under way."""
        away = set(taken)
        rows = self._db.execute("SELECT url, due FROM feeds WHERE listed = 1 ORDER BY due")
        return next((float(due) for url, due in rows if url not in away), None)

    def feed_errors(self) -> list[tuple[str, str]]:
        """The feeds that could not be read the last time, and why."""
        rows = self._db.execute(
            "SELECT url, error FROM feeds WHERE listed = 1 AND error IS NOT NULL ORDER BY url"
        )
        return [(url, error) for url, error in rows]

    def count_feeds(self) -> int:
        """How many are followed, sitemaps that an index names among them."""
        (found,) = self._db.execute("SELECT count(*) FROM feeds WHERE listed = 1").fetchone()
        return int(found)

    def feed_read(
        self,
        feed: Feed,
        due: float,
        now: float,
        *,
        got: Got | None = None,
        pages: Iterable[tuple[str, Told, bool]] = (),
        sitemaps: Iterable[tuple[str, str | None]] = (),
        forget: bool = False,
    ) -> int:
        """A feed was read, or is unchanged: what it names is noted together with when to ask again. How many pages are new.

        `pages` are (address, what is told of it, whether to fetch it). `sitemaps` are (address, its date as text): one is due
        if that has changed or is not told. `forget` asks for the whole the next time too.
        """
        new = 0
        with self._change() as db:
            for url, told, wanted in pages:
                new += self._note(db, url, feed.url, told, "waiting" if wanted else "done") and wanted
            for url, stamp in sitemaps:
                db.execute(
                    "INSERT INTO feeds (url, parent, listed, stamp, due) VALUES (?, ?, 1, ?, ?) "
                    "ON CONFLICT (url) DO UPDATE SET due = CASE WHEN excluded.stamp IS NULL OR excluded.stamp IS NOT stamp "
                    "THEN excluded.due ELSE due END, stamp = excluded.stamp WHERE parent IS NOT NULL",
                    (url, feed.parent or feed.url, stamp, now),
                )
            if got is not None:
                kept = (None, None) if forget else (got.etag, got.modified)
                db.execute("UPDATE feeds SET etag = ?, modified = ? WHERE url = ?", (*kept, feed.url))
            db.execute(
                "UPDATE feeds SET due = ?, read_at = ?, fails = 0, error = NULL WHERE url = ?",
                (due, now, feed.url),
            )
        return new

    def feed_failed(self, feed: Feed, due: float, error: str) -> None:
        """A feed could not be read: when to try again."""
        with self._change() as db:
            db.execute(
                "UPDATE feeds SET due = ?, fails = fails + 1, error = ? WHERE url = ?", (due, error, feed.url)
            )

    # --- pages ---------------------------------------------------------------------------------

    def note(self, url: str, told: Told) -> tuple[int, str]:
        """The number and state of a page, which is `waiting` if it is new."""
        with self._change() as db:
            self._note(db, url, None, told, "waiting")
            row = db.execute(
                "SELECT number, state FROM pages JOIN keys USING (number) WHERE key = ?", (key_of(url),)
            ).fetchone()
        return int(row[0]), str(row[1])

    def _note(self, db: sqlite3.Connection, url: str, feed: str | None, told: Told, state: str) -> bool:
        key = key_of(url)
        if db.execute("SELECT 1 FROM keys WHERE key = ?", (key,)).fetchone():
            return False
        made = db.execute(
            "INSERT INTO pages (url, feed, published, title, state) VALUES (?, ?, ?, ?, ?)",
            (url, feed, told.published and told.published.isoformat(), told.title, state),
        )
        db.execute("INSERT INTO keys VALUES (?, ?)", (key, made.lastrowid))
        return True

    def due_pages(self, now: float, away: Collection[int] = ()) -> list[tuple[int, str]]:
        """Number and address of pages that wait and whose time has come, but for those that are under way."""
        rows = self._db.execute(
            "SELECT number, url FROM pages WHERE state = 'waiting' AND due <= ? ORDER BY due, number LIMIT ?",
            (now, BACKLOG + len(away)),
        )
        return [(int(number), str(url)) for number, url in rows if number not in away]

    def next_page(self, now: float) -> float | None:
        """When the next page is due that is not due yet."""
        row = self._db.execute(
            "SELECT min(due) FROM pages WHERE state = 'waiting' AND due > ?", (now,)
        ).fetchone()
        return None if row[0] is None else float(row[0])

    def keep(self, number: int, got: Got, seen: date) -> bool:
        """Keep a page's bytes until the record has them. False where it is one that we had by another address."""
        with self._change() as db:
            final = key_of(got.url)
            owner = db.execute("SELECT number FROM keys WHERE key = ?", (final,)).fetchone()
            if owner is not None and owner[0] != number:
                other = db.execute("SELECT state FROM pages WHERE number = ?", owner).fetchone()
                if other is not None and other[0] in ("fetched", "done"):
                    db.execute(
                        "UPDATE pages SET state = 'done', final = ?, reason = 'same' WHERE number = ?",
                        (got.url, number),
                    )
                    return False
            db.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (final, number))
            db.execute(
                "UPDATE pages SET state = 'fetched', final = ?, charset = ?, seen = ?, body = ? WHERE number = ?",
                (got.url, got.charset, seen.isoformat(), zlib.compress(got.body, 1), number),
            )
        return True

    def keep_failure(self, number: int, failed: Failed) -> None:
        """Keep why there is no page, until the record has that."""
        with self._change() as db:
            db.execute(
                "UPDATE pages SET state = 'fetched', body = NULL, reason = ?, detail = ? WHERE number = ?",
                (failed.reason, failed.detail, number),
            )

    def put_off(self, number: int, due: float) -> None:
        """Try again later."""
        with self._change() as db:
            db.execute("UPDATE pages SET tries = tries + 1, due = ? WHERE number = ?", (due, number))

    def tries(self, number: int) -> int:
        """How often a page was put off."""
        row = self._db.execute("SELECT tries FROM pages WHERE number = ?", (number,)).fetchone()
        return int(row[0])

    def stored(self, number: int) -> Stored | None:
        """A fetched page that the record may not have yet."""
        row = self._db.execute(
            "SELECT url, published, title, seen, final, charset, body, reason, detail FROM pages "
            "WHERE number = ? AND state = 'fetched'",
            (number,),
        ).fetchone()
        if row is None:
            return None
        url, published, title, seen, final, charset, body, reason, detail = row
        told = Told(_day(published), title, seen=_day(seen))
        got = Failed(reason, detail) if body is None else Got(final, zlib.decompress(body), charset=charset)
        return Stored(number, url, told, got)

    def fetched(self) -> list[int]:
        """The numbers of the pages that were fetched and not handed on for good."""
        return [
            int(n)
            for (n,) in self._db.execute("SELECT number FROM pages WHERE state = 'fetched' ORDER BY number")
        ]

    def number_of(self, url: str) -> int | None:
        """The number of a page by its address, if it is known."""
        row = self._db.execute("SELECT number FROM keys WHERE key = ?", (key_of(url),)).fetchone()
        return None if row is None else int(row[0])

    def settle(self, numbers: Iterable[int]) -> None:
        """The record has these: their bytes are let go."""
        with self._change() as db:
            db.executemany(
                "UPDATE pages SET state = CASE WHEN body IS NULL THEN 'failed' ELSE 'done' END, body = NULL "
                "WHERE number = ? AND state = 'fetched'",
                [(number,) for number in numbers],
            )
        with self._named():
            self._db.execute("PRAGMA incremental_vacuum(1000)").fetchall()

    def count_waiting(self) -> int:
        """How many pages are known and not fetched."""
        (found,) = self._db.execute("SELECT count(*) FROM pages WHERE state = 'waiting'").fetchone()
        return int(found)

    # --- robots --------------------------------------------------------------------------------

    def robots(self, origin: str) -> tuple[str | None, float] | None:
        row = self._db.execute("SELECT rules, until FROM robots WHERE origin = ?", (origin,)).fetchone()
        if row is None:
            return None
        return None if row[0] is None else zlib.decompress(row[0]).decode(), float(row[1])

    def keep_robots(self, origin: str, text: str | None, until: float) -> None:
        packed = None if text is None else zlib.compress(text.encode("utf-8", "replace"), 1)
        with self._change() as db:
            db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, packed, until))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
