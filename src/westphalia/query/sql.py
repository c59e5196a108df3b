"""Free SQL over a record's views: one SELECT, nothing but the record in reach, bounded in time, rows and memory."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from westphalia.errors import BadQuery
from westphalia.query.session import connect
from westphalia.record import Record

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SECONDS = 60.0
ROWS = 100_000
MEMORY = "2GB"


def sql(record: Record, query: str, seconds: float = SECONDS, rows: int = ROWS) -> tuple[pa.Table, bool]:
    """The first `rows` rows of a query, and whether there were more.

    Steps: 1. exactly one statement, and a SELECT (or EXPLAIN of one); 2. a connection that reaches the record's
    folder alone, loads nothing, and whose settings are locked; 3. a clock that interrupts; 4. rows counted as they
    come. Raises BadQuery.
    """
    import duckdb

    statement = _single(query)  # 1
    connection = _locked(record)  # 2
    clock = threading.Timer(seconds, connection.interrupt)  # 3
    clock.daemon = True
    clock.start()
    try:
        return _taken(connection.sql(statement), rows)  # 4
    except duckdb.InterruptException:
        raise BadQuery(
            f"the query took more than {seconds:g} seconds and was stopped: narrow it by month or with LIMIT"
        ) from None
    except (duckdb.Error, RuntimeError) as error:
        raise BadQuery(told(error)) from error
    finally:
        clock.cancel()
        connection.close()


def _single(query: str) -> str:
    """The one statement, if it only reads. Raises BadQuery."""
    import duckdb

    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise BadQuery(told(error)) from error
    if len(statements) != 1:
        raise BadQuery(f"one statement is wanted, not {len(statements)}")
    (statement,) = statements
    kinds = duckdb.StatementType
    if statement.type not in {kinds.SELECT, kinds.EXPLAIN}:
        name = str(statement.type).rpartition(".")[2]
        raise BadQuery(f"only SELECT is answered: a record is not changed by SQL ({name})")
    text: str = statement.query
    if statement.type == kinds.EXPLAIN and _writes(text):
        raise BadQuery("only SELECT is explained: a record is not changed by SQL")
    return text


def _writes(explain: str) -> bool:
    """Whether what an EXPLAIN is of is anything but a SELECT: EXPLAIN ANALYZE would run it."""
    import duckdb

    words = explain.strip().split(maxsplit=1)
    rest = words[1] if len(words) > 1 else ""
    if rest[:7].upper() == "ANALYZE":
        rest = rest[7:]
    if rest.lstrip().startswith("("):  # EXPLAIN (FORMAT json) …
        rest = rest.partition(")")[2]
    try:
        inner = duckdb.extract_statements(rest)
    except duckdb.Error:
        return True
    return len(inner) != 1 or inner[0].type != duckdb.StatementType.SELECT


def _locked(record: Record) -> duckdb.DuckDBPyConnection:
    """A connection with the record's views that reaches nothing else, and cannot be set free again."""
    connection = connect(record)
    folder = record.path.as_posix().replace("'", "''")
    whole = record.path.resolve().as_posix().replace("'", "''")
    for setting in (
        "python_enable_replacements = false",  # the variables of the calling program are no tables
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        f"memory_limit = '{MEMORY}'",
        f"allowed_directories = ['{folder}', '{whole}']",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _taken(found: duckdb.DuckDBPyRelation | None, rows: int) -> tuple[pa.Table, bool]:
    import pyarrow as pa

    if found is None:
        raise BadQuery("the query has no rows to give")
    reader = found.to_arrow_reader(min(rows + 1, 10_000))
    batches, taken = [], 0
    for batch in reader:
        batches.append(batch)
        taken += batch.num_rows
        if taken > rows:
            break
    table = pa.Table.from_batches(batches, schema=reader.schema)
    return table.slice(0, rows), taken > rows


def told(error: Exception) -> str:
    """DuckDB's error as one line: what, and the hint where it has one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines[:4] if not line.startswith(("LINE", "^"))]
    return " ".join(kept)[:400]
