"""What is kept in memory of an opened record, for whoever asks much of it: facts, parties and pairs as numbers.

From the tables' Parquet files a page's counts would take seconds of processor time on a million events, most of it to
unpack lists of words; from these they take milliseconds. A million events take about 200 MB. Where the record keeps
its index (`index`), what is loaded is kept there, too, month by month, so that opening again takes seconds.

In memory, as tables of the session's connection. A country, actor, sector or source is its number in `words`; the few
words of other columns are ENUMs, which are compared and shown as words:

    facts     `n` numbers the reports in the order of months, articles and their texts; else as in `resident_sql`
    parties   side, key, n: sorted, so that who is asked for is read alone
    pairs     n, actor, recipient: countries
    words     key, word
    called    key, actor_id, name, country, sector: what to call each actor
    texts     article, article_id, month
    spelt     what (source or outlet), word, and the word in small letters
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from westphalia.query import resident_sql as sql
from westphalia.query.index import EMPTY, Index, Month, Progress, silent, write_sorted
from westphalia.query.index_sql import parquet
from westphalia.query.reports import REPORTS, Reports, path_of
from westphalia.query.resident_sql import CODED, SIDES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Full = Callable[[str], "pa.Table"]
"""A month's reports with their words, in the order of `resident_sql.REPORTS_ORDER`."""

VIEWS = ("events", "members", "merged_events", "story_members")
KEPT = ("facts", "parties", "nameless", "sentences")
HITS = 24  # words looked for in sentences whose reports are kept


class Resident:
    """The tables in memory. Made once for an opened record; asked from several threads."""

    def __init__(
        self, index: Index, connection: duckdb.DuckDBPyConnection, full: Full, progress: Progress = silent
    ) -> None:
        import duckdb

        self._index = index
        self._connection = connection
        self._lock = threading.Lock()
        self._hits: OrderedDict[str, str] = OrderedDict()
        self._full = full
        self._numbered = 0
        self.reports = Reports(index)
        self.kept = index.used and bool(index.months)
        if self.kept:
            try:
                self._keep(connection.cursor(), progress)
            except (OSError, duckdb.IOException):
                self.kept = False  # as the index: a folder that cannot be written is asked without
        self._load(connection.cursor())

    # --- files --------------------------------------------------------------------------------

    def _keep(self, cursor: duckdb.DuckDBPyConnection, progress: Progress) -> None:
        """Make what is stale of the files, month by month."""
        names = (*KEPT, REPORTS)
        stale = [m for m in self._index.months if not all(path_of(self._index, n, m).exists() for n in names)]
        for done, month in enumerate(stale):
            progress(done, len(stale))
            for name, query in self._of_month(month).items():
                write_sorted(cursor, query, sql.ORDER[name], path_of(self._index, name, month))
            self.reports.write(month, self._full(month.month))
        progress(len(stale), len(stale))

    def _of_month(self, month: Month) -> dict[str, str]:
        events = parquet(month.inputs["events"])
        members, merged, copies = (
            parquet(month.inputs[table]) if month.inputs.get(table) else EMPTY[table] for table in VIEWS[1:]
        )
        texts = [path.as_posix() for path in self._index.record.files("articles", [month.month])]
        told = f"'{month.month}'"
        return {
            "facts": sql.facts(events, members, merged, copies, told),
            "parties": sql.parties(events, told),
            "nameless": sql.nameless(events),
            "sentences": sql.sentences(events, parquet(texts), told),
        }

    def _relation(self, name: str) -> str:
        """The rows of one of KEPT: from its files, the newest month first, or made from the views."""
        if self.kept:
            paths = [path_of(self._index, name, month).as_posix() for month in reversed(self._index.months)]
            return parquet(paths)
        made = {
            "facts": lambda: sql.facts(*VIEWS, "e.month"),
            "parties": lambda: sql.parties("events", "e.month"),
            "nameless": lambda: sql.nameless("events"),
            "sentences": lambda: sql.sentences("events", "articles", "e.month"),
        }
        return f"({made[name]()})"

    # --- memory -------------------------------------------------------------------------------

    def _load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """1. lists of words, 2. numbers of months, 3. facts, 4. parties and pairs, 5. what things are called."""
        facts, parties = self._relation("facts"), self._relation("parties")
        if not self.kept:  # made once, not once a list
            cursor.execute(f"CREATE TEMP TABLE facts_read AS SELECT * FROM {facts}")
            cursor.execute(f"CREATE TEMP TABLE parties_read AS SELECT * FROM {parties}")
            facts, parties = "facts_read", "parties_read"
        for name in CODED:  # 1
            _enum(cursor, name, f"SELECT DISTINCT {name} FROM {facts}")
        _enum(cursor, "key", f"SELECT DISTINCT key FROM {parties}")
        cursor.execute(
            """CREATE TABLE words AS SELECT enum_code(word::of_key)::INTEGER AS key, word
               FROM (SELECT unnest(enum_range(NULL::of_key))::VARCHAR AS word) ORDER BY key"""
        )
        self.words = [str(word) for (word,) in cursor.sql("SELECT word FROM words ORDER BY key").fetchall()]
        self._keys = {word: key for key, word in enumerate(self.words)}
        cursor.execute(
            f"""CREATE TABLE month_numbers AS
                SELECT month::of_month AS month, (sum(rows) OVER before)::INTEGER AS first,
                       (sum(texts) OVER before)::INTEGER AS first_article
                FROM (SELECT month, count(*) AS rows, count(DISTINCT article) AS texts FROM {facts} GROUP BY month)
                WINDOW before AS (ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""
        )  # 2
        cursor.execute("UPDATE month_numbers SET first = 0, first_article = 0 WHERE first IS NULL")
        words = ", ".join(f"f.{name}::of_{name} AS {name}" for name in CODED)
        cursor.execute(
            f"""CREATE TABLE facts AS
                SELECT o.first + f.row AS n, o.first_article + f.article AS article, f.nth, {words}, f.event_id, f.merged_id,
                       f.trigger_start, f.published, f.date_start, f.day, f.quad_class, f.intensity, f.confidence,
                       f.n_stories, f.is_lead, f.is_copy
                FROM {facts} f JOIN month_numbers o ON o.month = f.month::of_month
                ORDER BY f.published DESC NULLS LAST, n"""
        )  # 3
        cursor.execute(
            f"""CREATE TABLE texts AS
                SELECT DISTINCT o.first_article + f.article AS article, f.article_id, o.month
                FROM {facts} f JOIN month_numbers o ON o.month = f.month::of_month ORDER BY article"""
        )
        cursor.execute(
            f"""CREATE TABLE parties AS SELECT p.side, enum_code(p.key::of_key)::INTEGER AS key, o.first + p.row AS n
                FROM {parties} p JOIN month_numbers o ON o.month = p.month::of_month ORDER BY side, key, n"""
        )  # 4
        cursor.execute(
            f"""CREATE TABLE pairs AS SELECT a.n, a.key AS actor, b.key AS recipient
                FROM parties a JOIN parties b ON a.n = b.n
                WHERE a.side = {SIDES["actor_country"]} AND b.side = {SIDES["recipient_country"]}
                ORDER BY actor, recipient, a.n"""
        )
        self._name(cursor)  # 5
        if not self.kept:
            cursor.execute("DROP TABLE facts_read")
            cursor.execute("DROP TABLE parties_read")

    def _name(self, cursor: duckdb.DuckDBPyConnection) -> None:
        actors = self._index.actors() or "actors"
        cursor.execute(
            f"""CREATE TABLE called AS SELECT w.key, c.* FROM (
                SELECT coalesce(a.actor_id, d.actor_id) AS actor_id, coalesce(a.name, d.text) AS name, coalesce(a.country, d.country) AS country,
                       coalesce(a.sector, d.sector) AS sector
                FROM {actors} a FULL JOIN (
                    SELECT actor_id, arg_max(text, told) AS text, arg_max(country, told) AS country,
                           arg_max(sector, told) AS sector
                    FROM (SELECT actor_id, text, country, sector, (sum(times), text, country, sector) AS told
                          FROM {self._relation("nameless")} GROUP BY actor_id, text, country, sector)
                    GROUP BY actor_id
                ) d ON d.actor_id = a.actor_id) c LEFT JOIN words w ON w.word = c.actor_id ORDER BY actor_id"""
        )
        cursor.execute(
            f"""CREATE TABLE spelt AS
                SELECT 'source' AS what, w.word, lower(w.word) AS small
                FROM (SELECT DISTINCT key FROM parties WHERE side = {SIDES["source"]}) JOIN words w USING (key)
                UNION ALL
                SELECT 'outlet', outlet::VARCHAR, lower(outlet::VARCHAR)
                FROM (SELECT DISTINCT outlet FROM facts WHERE outlet IS NOT NULL)"""
        )

    def keys(self, words: Iterable[str]) -> str:
        """The numbers of words, as a list of SQL; a word that the record does not have is left out."""
        known = [str(self._keys[word]) for word in words if word in self._keys]
        return f"({', '.join(known) or 'NULL'})"

    # --- words in sentences -------------------------------------------------------------------

    def hits(self, word: str) -> str:
        """The table (column `n`) of the reports in whose sentence a word stands, whatever the case."""
        small = word.lower()
        with self._lock:
            if small in self._hits:
                self._hits.move_to_end(small)
                return self._hits[small]
            cursor = self._connection.cursor()
            self._numbered += 1
            name = f"hits_{self._numbered}"
            cursor.execute(
                f"""CREATE TABLE {name} AS SELECT o.first + s.row AS n
                    FROM {self._relation("sentences")} s JOIN month_numbers o ON o.month = s.month::of_month
                    WHERE contains(s.sentence, $word)""",
                {"word": small},
            )
            self._hits[small] = name
            if len(self._hits) > HITS:
                _, old = self._hits.popitem(last=False)
                cursor.execute(f"DROP TABLE {old}")
            return name


def _enum(cursor: duckdb.DuckDBPyConnection, name: str, values: str) -> None:
    """The type `of_<name>`: a list of words in their order; one that is no word where there are none."""
    cursor.execute(
        f"CREATE TYPE of_{name} AS ENUM (SELECT * FROM (SELECT {name}::VARCHAR AS word FROM ({values}) "
        f"WHERE {name} IS NOT NULL UNION SELECT '') ORDER BY 1)"
    )
