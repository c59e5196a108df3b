"""`export`: a record's events in another format, month by month, to an open stream."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from westphalia.query import flat
from westphalia.query.ask import OpenRecord
from westphalia.query.exports import lists, rows
from westphalia.query.exports.network import Network, write_csv, write_graphml
from westphalia.query.monthly import HAPPENED

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tabbed:
    """A tab-separated format: its columns, whether they stand in a first line, and how an event becomes rows."""

    columns: tuple[str, ...]
    header: bool
    rows: Callable[[Row], Iterator[Mapping[str, Any]]]
    merged: bool = False


TABBED: Mapping[str, Tabbed] = {
    "polecat": Tabbed(lists.POLECAT, True, rows.polecat),
    "icews": Tabbed(lists.ICEWS, True, rows.icews),
    "gdelt": Tabbed(lists.GDELT, False, rows.gdelt, merged=True),
    "gdelt-mentions": Tabbed(lists.GDELT_MENTIONS, False, rows.gdelt_mentions),
}
NETWORKS = ("graphml", "edges", "nodes")
FORMATS = (*TABBED, "plover", "csv", "jsonl", *NETWORKS)
"""csv and jsonl are the record's own; edges and nodes are the two lists of the network."""

BLIND = (*TABBED, *NETWORKS)
"""Formats that cannot say whether an event happened: they get what is told as having happened, unless asked else."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an export has written: rows, and the events behind them or without any."""

    rows: int
    events: int
    without: int


def export(
    record: OpenRecord,
    form: str,
    stream: IO[str],
    *,
    merged: bool = False,
    without_reprints: bool = False,
    countries: bool = False,
    **filters: Any,
) -> Done:
    """Write the events that fit. `countries`: a network of countries, not of actors. Raises BadFilter, OSError.

    GDELT's events are merged events, its mentions the reports of them.
    """
    if form in BLIND and not filters.get("status"):
        filters["status"] = HAPPENED
    if form in TABBED and TABBED[form].merged:
        merged = True
    found = record.event_batches(merged=merged, without_reprints=without_reprints, wide=True, **filters)
    return write_events(form, stream, (row for batch in found for row in batch), countries=countries)


def write_events(
    form: str, stream: IO[str], events: Iterable[Row], *, countries: bool = False, header: bool = True
) -> Done:
    """Write these events, rows of `event_batches(wide=True)`; without the first line of names where more of a file is
    written. Raises OSError."""
    if form in TABBED:
        return _tabbed(stream, events, TABBED[form], header)
    if form in NETWORKS:
        return _network(stream, events, form, countries)
    if form == "csv":
        return _csv(stream, events, header)
    written = 0
    for row in events:
        made = rows.plover_json(row) if form == "plover" else flat.rounded(dict(row))
        stream.write(json.dumps(made, ensure_ascii=False) + "\n")
        written += 1
    return Done(written, written, 0)


def _tabbed(stream: IO[str], events: Iterable[Row], form: Tabbed, header: bool) -> Done:
    if form.header and header:
        stream.write("\t".join(form.columns) + "\n")
    written = total = without = 0
    for row in events:
        total += 1
        before = written
        for made in form.rows(row):
            stream.write("\t".join(made[name] for name in form.columns) + "\n")
            written += 1
        without += written == before
    return Done(written, total, without)


def _csv(stream: IO[str], events: Iterable[Row], header: bool) -> Done:
    writer = csv.DictWriter(stream, flat.EVENT_COLUMNS, lineterminator="\n")
    if header:
        writer.writeheader()
    written = 0
    for row in events:
        writer.writerow(flat.event(row))
        written += 1
    return Done(written, written, 0)


def _network(stream: IO[str], events: Iterable[Row], form: str, countries: bool) -> Done:
    network, total, without = Network(countries), 0, 0
    for row in events:
        total += 1
        without += not (row["actors"] and row["recipients"])
        network.add(row)
    if form == "graphml":
        written = write_graphml(stream, network)
    elif form == "edges":
        written = write_csv(stream, lists.EDGES, network.edge_rows())
    else:
        written = write_csv(stream, lists.NODES, network.node_rows())
    return Done(written, total, without)
