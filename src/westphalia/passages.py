"""Annotated-passage files: records with `id`, `date`, `text` in; records in the codebook's form out.

They take the same way through `parse` and `resolve` as pages do; only `clean` is passed by, since a
passage is text already. This is the contract by which the parser is scored.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from westphalia.clean.passages import article_of_passage
from westphalia.errors import BadRecord
from westphalia.output import codebook_json
from westphalia.pipeline import Coder

BATCH = 64
MAX_TEXT = 100_000  # characters of one passage; more is a book, not a passage


def read_record(line: str, where: str) -> dict[str, Any]:
    """One line's record. Raises BadRecord, naming `where` (file and line) and the reason."""
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadRecord(f"{where}: not JSON ({error})") from error
    except RecursionError as error:
        raise BadRecord(f"{where}: not JSON (nested too deeply)") from error
    if not isinstance(record, dict):
        raise BadRecord(f"{where}: not a JSON object")
    for key in ("id", "text"):
        if not isinstance(record.get(key), str):
            raise BadRecord(f"{where}: no {key!r}, or not a string")
    if any("\ud800" <= char <= "\udfff" for char in record["id"] + record["text"]):
        raise BadRecord(f"{where}: half a surrogate pair in 'id' or 'text'")
    if len(record["text"]) > MAX_TEXT:
        raise BadRecord(f"{where}: text longer than {MAX_TEXT} characters")
    parse_date(record, where)
    return record


def parse_date(record: dict[str, Any], where: str) -> dt.date | None:
    """The record's publication date; None where it gives none. Raises BadRecord for any other form."""
    value = record.get("date")
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadRecord(f"{where}: bad date {value!r} (want YYYY-MM-DD)") from error


def code_passages(coder: Coder, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each record of `read_record` coded, in the order given."""
    stream = iter(records)
    while batch := list(islice(stream, BATCH)):
        articles = [article_of_passage(r["text"], parse_date(r, r["id"]), r["id"]) for r in batch]
        for record, story in zip(batch, coder.code_articles(articles, whole=True), strict=True):
            yield codebook_json(story, record)
