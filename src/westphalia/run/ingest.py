"""Pages into a record: `ingest` is `westphalia run`.

1. Open the record for writing (its lock, what a crash left, an older layout).
2. Read the sources in their order; pass over the pages that the record has.
3. Code the rest as one stream and cut it into shards of so many pages, in the order of reading.
4. Keep each shard as soon as it is full.
5. Put small files together, merge across documents, note the end.

Which pages make up a shard depends on the order of the sources and on what the record has, and on nothing else: a run
that was interrupted and started again makes the same shards as one that was not.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from westphalia.pipeline import Coder
from westphalia.record.batch import Batch, PageRows, rows_of_page
from westphalia.record.files import Step, nothing, read_rows
from westphalia.record.folder import SHARD_PAGES
from westphalia.record.log import now
from westphalia.record.sightings import Sighting, sighting_of
from westphalia.record.writer import Writer, open_writer
from westphalia.records import Page, Rejected, Story
from westphalia.run.coding import older, settings_of
from westphalia.run.known import Known
from westphalia.run.merging import merge_record
from westphalia.run.parallel import Parallel
from westphalia.run.progress import Outcome, Progress, Report, quiet


def ingest(
    pages: Iterable[Page | Rejected],
    root: Path,
    coder: Coder | Parallel,
    *,
    sources: Iterable[str] = (),
    given: dt.date | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    report: Report = quiet,
    rejected: Callable[[Rejected], None] | None = None,
    shard_pages: int = SHARD_PAGES,
    clock: Callable[[], str] = now,
    on_step: Step = nothing,
) -> Outcome:
    """Take pages into the record at `root`, made if it is not there; pages that it has are passed over.

    `sources`, `given` and `columns` (of tables, by role) are noted in the log; `rejected` is told of every page that cannot be coded. Stopped at any
    moment, this keeps all shards that were full. Raises NoRecord, NewerRecord, BrokenRecord, RecordInUse, RecordFull.
    """
    with open_writer(root, "run", shard_pages=shard_pages, clock=clock, on_step=on_step) as writer:  # 1
        refuse_unfinished_recode(writer)
        writer.pack(final=False)
        run = _Run(writer, coder, report, rejected)
        settings = {
            "command": "run",
            "sources": list(sources),
            "given_date": given and given.isoformat(),
            "columns": [f"{role}={name}" for role, name in sorted(columns.items())],
        }
        run.take(pages, settings)
        report(run.progress("packing"))
        writer.pack(final=True)  # 5
        merge_record(writer, lambda done, total: report(run.progress(f"merging {done + 1} of {total}")))
        if run.number is not None:
            writer.end_run(run.number, dict(run.counts))
        writer.close()
        return Outcome(dict(run.counts), run.known, older(writer.state, settings_of(coder)))


def refuse_unfinished_recode(writer: Writer) -> None:
    """Raises RecordError while a coding is in the making: it would not know of the new pages."""
    from westphalia.errors import RecordError

    if writer.recoding() is not None:
        raise RecordError(
            f"{writer.root}: `westphalia recode` was interrupted; finish it with the same command, or give it up "
            "with `westphalia recode --abandon`"
        )


class _Run:
    """One run's counts and what it knows."""

    def __init__(
        self,
        writer: Writer,
        coder: Coder | Parallel,
        report: Report,
        rejected: Callable[[Rejected], None] | None,
    ) -> None:
        self.writer, self.coder, self.report, self.rejected = writer, coder, report, rejected
        self.number: int | None = None  # no run is noted before there is something to take in
        self.counts: Counter[str] = Counter()
        self.known = self.taken = self.kept = self.events = 0
        self._pages = known_ids(writer, "pages", "page_id")
        self._texts = known_ids(writer, "articles", "article_id")
        self._coming: deque[Sighting] = deque()  # pages given to the coder whose stories are still to come

    def progress(self, doing: str = "coding") -> Progress:
        return Progress(self.taken, self.known, self.events, self.kept, doing)

    def take(self, pages: Iterable[Page | Rejected], settings: dict[str, Any]) -> None:
        """2, 3, 4"""
        fresh = self._fresh(pages)
        first = next(fresh, None)
        if first is None:
            return  # nothing new: the model is not even loaded
        self.number = self.writer.start_run({**settings, **settings_of(self.coder)})
        batch = Batch(self.writer.state.next_shard)
        for item in self._coded(chain((first,), fresh)):
            self._add(batch, self._coming.popleft(), item)
            if batch.pages == self.writer.header.shard_pages:
                batch = self._keep(batch, self.number)
        if batch.pages:
            self._keep(batch, self.number)

    def _coded(self, pages: Iterable[Page | Rejected]) -> Iterator[Story | PageRows | Rejected]:
        return (
            self.coder.code_rows(pages) if isinstance(self.coder, Parallel) else self.coder.code_many(pages)
        )

    def _fresh(self, pages: Iterable[Page | Rejected]) -> Iterator[Page | Rejected]:
        for item in pages:
            seen = sighting_of(item)
            if self._pages.add(seen.page_id):
                self._coming.append(seen)
                yield item
            else:
                self.known += 1
                self.report(self.progress())

    def _add(self, batch: Batch, seen: Sighting, item: Story | PageRows | Rejected) -> None:
        if isinstance(item, Rejected):
            batch.add_rejected(seen, item)
            if self.rejected is not None:
                self.rejected(item)
        else:
            found = item if isinstance(item, PageRows) else rows_of_page(seen, item)
            if self._texts.add(found.article_id):
                batch.add_page(found)
                self.events += found.events
            else:
                batch.add_repeat(found)
        self.taken += 1
        self.report(self.progress())

    def _keep(self, batch: Batch, run: int) -> Batch:
        """Keep a full shard and begin the next."""
        counts = batch.counts()
        self.writer.add_shard(batch, run)
        self.counts.update(counts)
        self.kept += counts["pages"]
        self.report(self.progress())
        return Batch(self.writer.state.next_shard)


def known_ids(writer: Writer, table: str, column: str) -> Known:
    """The ids of a table's rows."""
    return Known(read_rows(writer.root, info, [column])[column] for info in writer.state.of(table))
