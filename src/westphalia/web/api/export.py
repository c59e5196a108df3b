"""Exports of exactly what is shown: all rows of a selection, in other formats."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from westphalia.query import others
from westphalia.query.exports import stream
from westphalia.web.api.answers import FAILURES, PREFIX, failure
from westphalia.web.api.params import ActorList, ByMonth, EventList, QuoteList, StoryList, filter_of, given
from westphalia.web.deps import StoreDep

router = APIRouter(prefix=f"{PREFIX}/export", tags=["exports"])

TYPES = {
    "csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "plover": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet", "graphml": "application/graphml+xml", "edges": "text/csv; charset=utf-8",
    "nodes": "text/csv; charset=utf-8",
}  # fmt: skip
TABBED = "text/tab-separated-values; charset=utf-8"
SUFFIX = {"plover": "jsonl", "edges": "csv", "nodes": "csv", "parquet": "parquet", "csv": "csv", "jsonl": "jsonl",
          "graphml": "graphml"}  # fmt: skip

EventFormat = Literal[
    "polecat", "icews", "gdelt", "gdelt-mentions", "plover", "csv", "jsonl", "graphml", "edges", "nodes", "parquet"
]  # fmt: skip
RowFormat = Literal["csv", "jsonl", "parquet"]
Form = Annotated[EventFormat, Path(description="the format; docs/exports.md tells what each cannot hold")]
RowForm = Annotated[RowFormat, Path(description="the format")]

FILE: dict[int | str, dict[str, Any]] = {
    **FAILURES,
    200: {"description": "the file, in pieces; one that breaks off is not whole", "content": {kind: {} for kind in sorted({*TYPES.values(), TABBED})}},
}  # fmt: skip


class EventExport(EventList):
    """Which events."""

    countries: bool = Field(False, description="networks: a node a country, not an actor")


@router.get("/events.{form}", response_class=StreamingResponse, responses=FILE)
def events(
    request: Request, store: StoreDep, form: Form, params: Annotated[EventExport, Query()]
) -> Response:
    """All events of a list, the oldest first; `sort`, `limit` and `after` are passed over.

    POLECAT, ICEWS, GDELT and networks cannot say whether an event happened: they get what is told as having happened,
    unless `status` says otherwise.
    """
    pieces = stream.events(store.session, params.selection(), form, countries=params.countries)
    return _file(request, pieces, "events", form)


@router.get("/quotes.{form}", response_class=StreamingResponse, responses=FILE)
def quotes(
    request: Request, store: StoreDep, form: RowForm, params: Annotated[QuoteList, Query()]
) -> Response:
    """All quotes of a list, the newest first; `limit` and `after` are passed over."""
    chosen = filter_of(params, "limit", "after")
    found = others.quotes(store.session, chosen).drop_columns(["month"])
    return _file(request, stream.table(found, form), "quotes", form)


@router.get("/actors.{form}", response_class=StreamingResponse, responses=FILE)
def actors(
    request: Request, store: StoreDep, form: RowForm, params: Annotated[ActorList, Query()]
) -> Response:
    """All actors of a list, the most reported first; `limit` and `after` are passed over."""
    found = others.actors(store.session, filter_of(params, "limit", "after"))
    return _file(request, stream.table(found, form), "actors", form)


@router.get("/stories.{form}", response_class=StreamingResponse, responses=FILE)
def stories(
    request: Request, store: StoreDep, form: RowForm, params: Annotated[StoryList, Query()]
) -> Response:
    """All stories of a list, the newest first; `limit` and `after` are passed over."""
    chosen = filter_of(params, "limit", "after", "min_copies")
    found = others.stories(store.session, chosen, min_copies=params.min_copies).drop_columns(["month"])
    return _file(request, stream.table(found, form), "stories", form)


@router.get("/dyads.{form}", response_class=StreamingResponse, responses=FILE)
def dyads(request: Request, store: StoreDep, form: RowForm, params: Annotated[ByMonth, Query()]) -> Response:
    """All pairs of countries by month and direction."""
    found = store.record.dyads(**given(params)).to_arrow()
    return _file(request, stream.table(found, form), "dyads", form)


def _file(request: Request, pieces: Iterator[bytes], name: str, form: str) -> Response:
    """The pieces as a file, if not too many are being written already."""
    slots: threading.Semaphore = request.app.state.exports
    if not slots.acquire(blocking=False):
        refused = failure(503, "too many exports are being written: come again in a minute")
        refused.headers["Retry-After"] = "60"
        return refused
    suffix = SUFFIX.get(form, "tsv")
    told = name if form == suffix else f"{name}-{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="westphalia-{told}.{suffix}"',
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_Slot(pieces, slots), media_type=TYPES.get(form, TABBED), headers=headers)


class _Slot:
    """Pieces that give their slot back when they end, fail, or nobody wants them any more."""

    def __init__(self, pieces: Iterator[bytes], slots: threading.Semaphore) -> None:
        self._pieces, self._slots = pieces, slots
        self._held = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        if self._held:
            self._held = False
            self._slots.release()

    def __del__(self) -> None:
        self.release()
