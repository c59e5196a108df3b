"""Tables a line or a cell at a time: JSON Lines, JSON as a whole, CSV and TSV. A row that is none is `bad_row`."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice
from typing import Any, Literal

from westphalia.read.columns import NAMES, Ask, chosen, dated, lacking, page_of, plain_name
from westphalia.read.refusals import MAX_BYTES, part, rejected
from westphalia.read.streams import SAMPLE, Bytes, lines, text_of
from westphalia.records import Page, Rejected

MAX_LINE = 2 * MAX_BYTES
"""Bytes of a line of JSON: a page with every quotation mark and line break escaped."""

MAX_ARRAY = 50_000_000
"""Bytes of a file that is one JSON array, which has to be read whole; JSON Lines have no limit."""

_CONTENTS = frozenset((*NAMES["text"], *NAMES["html"]))
_TO_CHOOSE = 100  # rows, and bytes of them, that are looked at for the names of columns
_TO_CHOOSE_BYTES = 8_000_000

Row = Mapping[str, Any]


# --- JSON -------------------------------------------------------------------------------------------


def from_jsonl(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """One object a line; empty lines are passed over. Named "FILE:LINE"."""
    return _pages(_objects(stream, source), source, ask)


def from_json(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """One JSON value, read whole: an array of objects, an answer with one inside, or one object. "FILE#NUMBER"."""
    content = stream.read(MAX_ARRAY + 1)
    if len(content) > MAX_ARRAY:
        yield rejected(source, "too_large", f"JSON of more than {MAX_ARRAY:,} bytes; give one object a line")
        return
    found, wrong = _loads(_text(content))
    if not isinstance(found, list | dict):
        yield rejected(source, "bad_row", wrong or "no JSON array or object")
        return
    own = [name.partition(".")[0] for name in (ask.columns.text, ask.columns.html) if name]
    inside = found if isinstance(found, list) else _inside(found, own)
    items = [found] if inside is None else inside
    rows = ((part(source, number), _object(item)) for number, item in enumerate(items, 1))
    yield from _pages(rows, source, ask)


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return text_of(content.removeprefix(codecs.BOM_UTF8))


def _inside(value: dict[str, Any], own: Collection[str], deep: int = 2) -> list[Any] | None:
    """The list of rows in what a web service answers ({"status": …, "articles": […]}); None where there is none.

    A row is an object with a text or HTML by a usual name, or by one of the user's `own`.
    """
    if _is_row(value, own):
        return None
    lists = [
        item
        for item in value.values()
        if isinstance(item, list) and any(isinstance(one, dict) and _is_row(one, own) for one in item[:9])
    ]
    if lists:
        return max(lists, key=len)
    inner = [item for item in value.values() if isinstance(item, dict)] if deep else []
    return next((found for item in inner if (found := _inside(item, own, deep - 1)) is not None), None)


def _is_row(value: dict[str, Any], own: Collection[str]) -> bool:
    return any(
        name in own or (plain_name(name) in _CONTENTS and isinstance(value[name], str)) for name in value
    )


def _objects(stream: Bytes, source: str) -> Iterator[tuple[str, Row | str]]:
    for number, line in enumerate(lines(stream, MAX_LINE), 1):
        name = f"{source}:{number}"
        if line is None:
            yield name, f"a line of more than {MAX_LINE:,} bytes"
        elif line.strip():
            yield name, _object(*_loads(text_of(line)))


def _loads(text: str) -> tuple[Any, str | None]:
    """The JSON value, and what is wrong where there is none."""
    try:
        return json.loads(text, strict=False), None
    except RecursionError:
        return None, "nested too deep"
    except ValueError as error:  # also a number of more digits than Python converts
        return None, f"no JSON: {error}"


def _object(value: Any, wrong: str | None = None) -> Row | str:
    if isinstance(value, dict):
        return value
    return wrong or f"no JSON object but {type(value).__name__}"


# --- CSV --------------------------------------------------------------------------------------------


def from_csv(
    stream: Bytes, source: str, ask: Ask, *, delimiter: str | None = None
) -> Iterator[Page | Rejected]:
    """A table with a line of names; cells in double quotes may hold line breaks. Named by the row's first line.

    `delimiter` None: the one of comma, semicolon, tab and bar that the line of names has most often.
    """
    return _pages(_records(stream, source, delimiter), source, ask)


def _records(stream: Bytes, source: str, delimiter: str | None) -> Iterator[tuple[str, Row | str]]:
    ahead = 0  # lines before that of the names
    # The bound is the whole process's; it is only ever raised here, to what a page may have.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    texts = (text_of(line) if line is not None else "" for line in lines(stream, MAX_LINE))
    first = next((text for text in texts if text.strip()), "")
    if told := _SEPARATOR.match(first):  # Excel's word on what follows
        delimiter, first = told[1], next(texts, "")
        ahead = 1
    reader = csv.reader(chain((first,), texts), delimiter=delimiter or _delimiter(first))
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        yield source, f"the line of names: {error}"
        return
    while True:
        name = f"{source}:{reader.line_num + 1 + ahead}"
        try:
            cells = next(reader, None)
        except csv.Error as error:  # a cell larger than a page: a quotation mark that is never closed
            yield name, str(error)
            continue
        if cells is None:
            return
        if not any(cells):
            continue
        if len(cells) > len(names):
            yield name, f"{len(cells)} cells, the table has {len(names)} columns"
        else:
            yield name, dict(zip(names, cells, strict=False))


_SEPARATOR = re.compile(r"(?i)\"?sep=([,;|\t])\"?\s*\Z")


def _delimiter(first: str) -> str:
    return max(",;\t|", key=first.count)


# --- rows to pages ----------------------------------------------------------------------------------


def _pages(rows: Iterator[tuple[str, Row | str]], source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """Choose the columns by the first rows, then a page (or why there is none) a row."""
    first = list(_first(rows))
    present = dict.fromkeys(name for _, row in first if isinstance(row, Mapping) for name in row)
    if not first:
        yield rejected(source, "empty", "no rows")
        return
    columns = chosen(ask.columns, present)
    if present and (why := lacking(columns, present)):
        yield rejected(source, "no_column", why)
        return
    columns, why = dated(columns, ask.columns, (row for _, row in first if isinstance(row, Mapping)))
    if why:
        yield rejected(source, "no_day", why)
        return
    for name, row in chain(first, rows):
        yield rejected(name, "bad_row", row) if isinstance(row, str) else page_of(row, columns, name, ask)


def _first(rows: Iterator[tuple[str, Row | str]]) -> Iterator[tuple[str, Row | str]]:
    size = 0
    for name, row in islice(rows, _TO_CHOOSE):
        yield name, row
        values = row.values() if isinstance(row, Mapping) else ()
        size += sum(len(value) for value in values if isinstance(value, str))
        if size > _TO_CHOOSE_BYTES:
            return


_ANSWER = re.compile(
    rb"""\A\{(?:\s*"[^"]{0,60}"\s*:\s*(?:"[^"]{0,300}"|[\w.+-]{1,30})\s*,){0,20}"""
    rb"""\s*"(?:articles|stories|news|results|documents|docs|data|items|entries|records|hits|response)"\s*:\s*[\[{]"""
)
"""What a web service answers: some fields, then the list."""


def json_kind(head: bytes, *, named: bool) -> Literal["json", "jsonl"] | None:
    """Whether a file that begins so is one JSON value or has one on each line; None: neither.

    `named`: its name says that it is JSON.
    """
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith(b"["):
        return "json" if named or text[1:].lstrip().startswith(b"{") else None
    if not text.startswith(b"{"):
        return "jsonl" if named else None  # which will tell what is wrong with its first line
    if _ANSWER.match(text):
        return "json"
    return "jsonl" if _is_line(text, len(head)) else "json" if named else None


def _is_line(text: bytes, looked_at: int) -> bool:
    """Whether a text begins with an object on a line of its own."""
    line, end, _ = text.partition(b"\n")
    if not end and looked_at >= SAMPLE:  # a line longer than the sample
        return line[1:40].lstrip().startswith(b'"')
    return isinstance(_loads(text_of(line))[0], dict)
