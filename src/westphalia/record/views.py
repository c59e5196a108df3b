"""The views that a record is asked through: one a table, and some that put tables together. SQL for DuckDB.

`VIEWS` documents those that are more than a table; their SQL may use the views before them. Each is written against
the tables' views, so that `as_of` and the coding of a day hold for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from westphalia.record.columns import STRUCTS, Column, Table
from westphalia.record.schema import TABLES
from westphalia.record.views_then import MERGED_EVENTS, STORIES, STORY_MEMBERS

HIDDEN: dict[str, str] = {
    "actors": "actor_sightings",
    "stories": "story_rows",
    "merged_events": "merged_rows",
}
"""Tables whose rows have a view of another name, because the view of their name is more than they are."""


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what a row of it is, and its SQL."""

    name: str
    doc: str
    sql: str


RUNS: Sequence[Column] = (
    Column("run", "int32!", "number of the run, from 0"),
    Column("command", "string", "run or recode"),
    Column("sources", "[string]", "what it was given to read"),
    Column("started", "timestamp", "when it began"),
    Column("finished", "timestamp", "when it was through; null for one that was interrupted"),
    Column("version", "string", "version of the code"),
    Column("model", "string", "version and hash of the weights"),
    Column(
        "ontology",
        "string",
        "hash of the user's own tables; null for the shipped ones alone, which are `version`'s",
    ),
    Column("types", "string", "the user's own event types; null for none"),
    Column("fold", "bool", "whether planned events are coded as PLOVER does"),
    Column("given_date", "date", "the publication date given for pages that tell none"),
    Column("columns", "[string]", "the columns of tables that were named, by role: text=body"),
    Column("pages", "int64", "pages taken in"),
    Column("articles", "int64", "new texts"),
    Column("repeat", "int64", "pages whose text was there already"),
    Column("rejected", "int64", "pages that could not be coded"),
    Column("events", "int64", "events found"),
    Column("quotes", "int64", "quotes found"),
)
SHARDS: Sequence[Column] = (
    Column("shard", "int32!", "number of the shard, from 0"),
    Column("run", "int32!", "the run it came with"),
    Column("finished", "timestamp!", "when its rows were in the record"),
    *(Column(c.name, c.type, c.doc) for c in RUNS if c.name in ("pages", "articles", "events", "quotes")),
)

VIEWS: Sequence[View] = (
    View(
        "actors",
        "One row an actor_id: the name, country, sector and role it is most often given, first and last day seen.",
        """
        SELECT actor_id,
               arg_max(name, n) FILTER (name IS NOT NULL) AS name,
               arg_max(country, n) FILTER (country IS NOT NULL) AS country,
               arg_max(sector, n) AS sector,
               arg_max(role, n) FILTER (role IS NOT NULL) AS role,
               min(first_seen) AS first_seen, max(last_seen) AS last_seen,
               sum(n_events)::BIGINT AS n_events, sum(n_quotes)::BIGINT AS n_quotes
        FROM (
            SELECT actor_id, name, country, sector, role, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
                   sum(n_events) AS n_events, sum(n_quotes) AS n_quotes, sum(n_events + n_quotes) AS n
            FROM actor_sightings GROUP BY ALL ORDER BY ALL
        ) GROUP BY actor_id
        """,
    ),
    View(
        "stories",
        "The table `stories`; with as_of, what it says is told of the copies known then.",
        STORIES,
    ),
    View(
        "merged_events",
        "The table `merged_events`; with as_of, what it says is told of the reports known then.",
        MERGED_EVENTS,
    ),
    View(
        "reports",
        "One row an event with its words: the columns of `events`, and the article's title, url and source, the sentence "
        "and the trigger as written, and the story and merged event it belongs to, where merging has been done.",
        """
        SELECT e.*, a.title, a.url, a.source, a.wire,
               substring(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence,
               substring(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS trigger_words,
               m.story_id, m.merged_id
        FROM events e JOIN articles a USING (article_id) LEFT JOIN members m ON m.event_id = e.event_id
        """,
    ),
    View(
        "evidence",
        "One row a field of an event with the characters it rests on: (article_id, start, end). "
        "The words are `substring(articles.text, start + 1, end - start)`.",
        """
        SELECT event_id, 'trigger' AS field, article_id, trigger_start AS "start", trigger_end AS "end" FROM events
        UNION ALL SELECT event_id, 'sentence', article_id, sentence_start, sentence_end FROM events
        UNION ALL SELECT event_id, 'date', article_id, when_start, when_end FROM events WHERE when_start IS NOT NULL
        UNION ALL SELECT event_id, 'place', article_id, place_start, place_end FROM events WHERE place_start IS NOT NULL
        UNION ALL SELECT event_id, 'actor', article_id, a."start", a."end" FROM (SELECT event_id, article_id, unnest(actors) AS a FROM events)
        UNION ALL SELECT event_id, 'recipient', article_id, a."start", a."end" FROM (SELECT event_id, article_id, unnest(recipients) AS a FROM events)
        UNION ALL SELECT event_id, 'said_by', article_id, a."start", a."end" FROM (SELECT event_id, article_id, unnest(said_by) AS a FROM events)
        UNION ALL SELECT e.event_id, 'quote', e.article_id, q."start", q."end"
                  FROM (SELECT event_id, article_id, unnest(quote_ids) AS quote_id FROM events) e JOIN quotes q USING (quote_id)
        """,
    ),
)  # fmt: skip


def sql_type(kind: str) -> str:
    """DuckDB's name for a type of the schema's language."""
    kind = kind.rstrip("!")
    if kind.startswith("["):
        return f"{sql_type(kind[1:-1])}[]"
    if kind in STRUCTS:
        parts = [f'"{column.name}" {sql_type(column.type)}' for column in STRUCTS[kind]]
        return f"STRUCT({', '.join(parts)})"
    return {
        "string": "VARCHAR", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT",
        "float32": "FLOAT", "float64": "DOUBLE", "bool": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMPTZ",
    }[kind]  # fmt: skip


def quoted(text: str) -> str:
    """A string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def table_view(table: Table, files: Sequence[str], shard: int | None) -> str:
    """SQL of the view over a table's files: its columns and `month`; up to `shard` where that is given."""
    name = HIDDEN.get(table.name, table.name)
    if not files:
        nulls = [f'NULL::{sql_type(c.type)} AS "{c.name}"' for c in table.columns]
        return f'CREATE VIEW "{name}" AS SELECT {", ".join(nulls)}, NULL::VARCHAR AS month WHERE false'
    columns = ", ".join(f'"{column}"' for column in table.names)
    where = f" WHERE shard <= {shard}" if shard is not None and "shard" in table.names else ""
    rows = (
        f"SELECT {columns}, month FROM read_parquet([{', '.join(map(quoted, files))}], "
        f"hive_partitioning = true, hive_types = {{'month': VARCHAR}}, union_by_name = false){where}"
    )
    if shard is not None and table.name == "story_members":
        rows = STORY_MEMBERS.replace("{rows}", rows)  # paths and types have braces of their own
    return f'CREATE VIEW "{name}" AS {rows}'


def view_sql(view: View, *, now: bool) -> str:
    """SQL of a view. `now`: the tables of merging already count what is known, nothing has to be counted again."""
    if now and view.name in ("stories", "merged_events"):
        return f'CREATE VIEW "{view.name}" AS SELECT * FROM "{HIDDEN[view.name]}"'
    return f'CREATE VIEW "{view.name}" AS {view.sql}'


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a table's own view."""
    return (*TABLES[name].names, "month")
