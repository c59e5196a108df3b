"""Stored articles coded again: `recode` is `westphalia recode`.

1. Note under `next/` what the new coding is made with, and of which files of articles; or go on with one that was
   interrupted, where both are the same.
2. Code the articles file by file, in batches, each batch's rows under `next/` and a done-marker last. Rows keep the
   shard that their article came in with.
3. Carry over what coding does not make: the rejects of whole pages.
4. One step of the log: the new files count, the old ones no longer. Then each is moved to its place.

Until step 4 readers see the old coding, whole. An interruption costs at most the batch in work.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from westphalia.pipeline import Coder
from westphalia.record.batch import Batch, as_arrow
from westphalia.record.files import (
    FileInfo,
    Step,
    flush_folders,
    nothing,
    read_rows,
    write_bytes,
    write_table,
    write_tables,
)
from westphalia.record.log import now
from westphalia.record.rows import article_of, summed
from westphalia.record.schema import CODED, MERGED
from westphalia.record.writer import NEXT, PLAN, Writer, open_writer
from westphalia.run.coding import older, settings_of
from westphalia.run.merging import merge_record
from westphalia.run.progress import Outcome, Progress, Report, quiet

DONE = "done"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some stored articles: rows `first` to `last` of one file. `number` counts over the recode."""

    number: int
    path: str
    first: int
    last: int


def recode(
    root: Path,
    coder: Coder,
    *,
    discard: bool = False,
    force: bool = False,
    report: Report = quiet,
    clock: Callable[[], str] = now,
    on_step: Step = nothing,
) -> Outcome:
    """Code all stored articles again; no page is read. Nothing to do where the newest coding is with all the same.

    `discard` drops the old coding, which is kept otherwise; `force` codes even with the same model and settings.
    Raises NoRecord, NewerRecord, BrokenRecord, RecordInUse or RecordFull.
    """
    with open_writer(root, "recode", create=False, clock=clock, on_step=on_step) as writer:
        settings = settings_of(coder)
        counts: Counter[str] = Counter()
        if force or writer.recoding() is not None or older(writer.state, settings) is not None:
            plan = _begin(writer, settings)  # 1
            for part in _parts(writer):
                counts.update(_code(writer, coder, part, plan["generation"]))  # 2
                counts["articles"] += part.last - part.first
                report(Progress(counts["articles"], 0, counts["events"], counts["articles"]))
            _finish(writer, plan, counts, discard)
        coded = counts["articles"]

        def doing(what: str) -> None:
            report(Progress(coded, 0, counts["events"], coded, what))

        doing("packing")
        writer.pack(final=True)
        merge_record(writer, lambda done, total: doing(f"merging {done + 1} of {total}"))
        writer.close()
        return Outcome(dict(counts))


def abandon(root: Path) -> bool:
    """Give up a recode that was interrupted; whether there was one."""
    with open_writer(root, "recode --abandon", create=False) as writer:
        there = writer.recoding() is not None
        if there:
            shutil.rmtree(writer.root / NEXT)
        return there


def _begin(writer: Writer, settings: Row) -> Row:
    """The plan of this recode: the one that is under way, if it is the same, or a new one."""
    articles = [[info.path, info.sha256] for info in writer.state.of("articles")]
    wanted: Row = {"generation": writer.state.generation + 1, "settings": settings, "articles": articles}
    under_way = writer.recoding()
    if under_way is not None and {**under_way, "started": None} == {**wanted, "started": None}:
        return under_way
    folder = writer.root / NEXT
    if folder.exists():
        shutil.rmtree(folder)
    (folder / DONE).mkdir(parents=True)
    plan = {**wanted, "started": writer.clock()}
    write_bytes(folder / PLAN, json.dumps(plan, sort_keys=True).encode(), writer.on_step)
    return plan


def _parts(writer: Writer) -> Iterator[_Part]:
    """All articles in a fixed order, cut into batches of a shard's size."""
    size, number = writer.header.shard_pages, 0
    for info in writer.state.of("articles"):
        for first in range(0, info.rows, size):
            yield _Part(number, info.path, first, min(first + size, info.rows))
            number += 1


def _code(writer: Writer, coder: Coder, part: _Part, generation: int) -> Counter[str]:
    """One batch's rows under `next/`, or the counts of one that is done."""
    marker = writer.root / NEXT / DONE / f"{part.number:08d}.json"
    if marker.exists():
        return Counter(json.loads(marker.read_bytes())["counts"])
    rows = _articles(writer.root / part.path, part)
    articles = [article_of(row) for row in rows]
    tables: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row, story in zip(rows, coder.code_articles(articles), strict=True):
        batch = Batch(row["shard"])
        batch.add_coding(story)
        for key, found in batch.rows.items():
            tables[key] += found
    files = (
        (
            f"{table}/month={month}/g{generation}-s{part.number:08d}.parquet",
            as_arrow(table, summed(found) if table == "actors" else found),
        )
        for (table, month), found in sorted(tables.items())
    )
    add = write_tables(writer.root / NEXT, files, writer.on_step)
    flush_folders(writer.root / NEXT, add)
    counts = {
        name: sum(len(found) for (table, _), found in tables.items() if table == name)
        for name in ("events", "quotes")
    }
    done = {"counts": counts, "add": [info.as_json() for info in add]}
    write_bytes(marker, json.dumps(done, sort_keys=True).encode(), writer.on_step)
    return Counter(counts)


def _articles(path: Path, part: _Part) -> list[Row]:
    """Rows of a file of articles, without reading the groups of rows that hold none of them."""
    import pyarrow.parquet as pq

    found: list[Row] = []
    with pq.ParquetFile(path) as stored:
        at = 0
        for group in range(stored.num_row_groups):
            size = stored.metadata.row_group(group).num_rows
            if at < part.last and part.first < at + size:
                rows = stored.read_row_group(group)
                low = max(0, part.first - at)
                found += rows.slice(low, part.last - at - low).to_pylist()
            at += size
    return found


def _finish(writer: Writer, plan: Row, counts: Counter[str], discard: bool) -> None:
    """3, 4"""
    add = [
        FileInfo(*item)
        for path in sorted((writer.root / NEXT / DONE).glob("*.json"))
        for item in json.loads(path.read_bytes())["add"]
    ]
    add += _carried(writer, plan["generation"])
    flush_folders(writer.root / NEXT, add)
    gone = [info.path for table in (*CODED, *MERGED) for info in writer.state.of(table)]
    writer.step(
        "recode",
        add,
        gone,
        run=len(writer.state.runs),
        settings={"command": "recode", "sources": [], "given_date": None, **plan["settings"]},
        started=plan["started"],
        counts=dict(counts),
        discard=discard,
    )


def _carried(writer: Writer, generation: int) -> Iterator[FileInfo]:
    """The rejects of whole pages, which no article tells of."""
    import pyarrow.compute as pc

    for number, info in enumerate(writer.state.of("rejects")):
        rows = read_rows(writer.root, info)
        kept = rows.filter(pc.is_valid(rows["page_id"]))
        if len(kept):
            path = f"rejects/month={info.month}/g{generation}-s{90_000_000 + number:08d}.parquet"
            yield write_table(writer.root / NEXT, path, kept, writer.on_step)
