"""The network of who acts upon whom: nodes and edges summed over events, as CSV or GraphML."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from westphalia.query.exports.lists import EDGES, NODES
from westphalia.query.flat import cell
from westphalia.query.monthly import QUADS

Row = Mapping[str, Any]


@dataclass(slots=True)
class Node:
    """An actor, or a country: its name and codes are those it is first met with."""

    name: str
    country: str | None
    sector: str | None
    events: int = 0


@dataclass(slots=True)
class Edge:
    """All that one did to another: counts by quad class, summed intensities, first and last day."""

    events: int = 0
    quads: dict[int, int] = field(default_factory=dict)
    intensity: float = 0.0
    scored: int = 0
    first: str = ""
    last: str = ""

    def add(self, row: Row) -> None:
        self.events += 1
        if row["quad_class"] is not None:
            self.quads[row["quad_class"]] = self.quads.get(row["quad_class"], 0) + 1
        if row["intensity"] is not None:
            self.intensity += row["intensity"]
            self.scored += 1
        day = row["date_start"].isoformat() if row["date_start"] else ""
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)


class Network:
    """Nodes and edges, added up event by event. `countries`: a node a country, not an actor."""

    def __init__(self, countries: bool = False) -> None:
        self._countries = countries
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str], Edge] = {}

    def add(self, row: Row) -> None:
        sources, targets = (self._side(row, "actor"), self._side(row, "recipient"))
        for key in dict.fromkeys((*sources, *targets)):
            self.nodes[key].events += 1
        for source in sources:
            for target in targets:
                self.edges.setdefault((source, target), Edge()).add(row)

    def _side(self, row: Row, side: str) -> list[str]:
        if self._countries:
            from westphalia.ontology.countries import name_of

            keys: list[str] = list(row[f"{side}_countries"])
            for code in keys:
                self.nodes.setdefault(code, Node(name_of(code) or code, code, None))
            return keys
        found = {actor["actor_id"]: actor for actor in row[f"{side}s"]}
        for key, actor in found.items():
            self.nodes.setdefault(
                key, Node(actor["name"] or actor["text"], actor["country"], actor["sector"])
            )
        return list(found)

    def node_rows(self) -> Iterator[dict[str, Any]]:
        """By id; columns as NODES."""
        for key, node in sorted(self.nodes.items()):
            values = (key, node.name, node.country or "", node.sector or "", node.events)
            yield dict(zip(NODES, values, strict=True))

    def edge_rows(self) -> Iterator[dict[str, Any]]:
        """By source and target; columns as EDGES."""
        for (source, target), edge in sorted(self.edges.items()):
            mean = edge.intensity / edge.scored if edge.scored else None
            quads = tuple(edge.quads.get(number, 0) for number in QUADS)
            total = round(edge.intensity, 3)
            values = (source, target, edge.events, *quads, total, None if mean is None else round(mean, 3))
            yield dict(zip(EDGES, (*values, edge.first, edge.last), strict=True))


def write_csv(stream: IO[str], columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> int:
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    written = 0
    for row in rows:
        writer.writerow({name: cell(value) for name, value in row.items()})
        written += 1
    return written


def write_graphml(stream: IO[str], network: Network) -> int:
    """A directed graph; attributes are those of the CSV lists. Characters that XML cannot hold are left out."""
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    )
    kinds = {
        "events": "int",
        "intensity_sum": "double",
        "intensity_mean": "double",
        **dict.fromkeys(QUADS.values(), "int"),
    }
    for owner, columns in (("node", NODES[1:]), ("edge", EDGES[2:])):
        for name in columns:
            kind = kinds.get(name, "string")
            stream.write(
                f'  <key id="{owner}_{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
            )
    stream.write('  <graph edgedefault="directed">\n')
    for row in network.node_rows():
        stream.write(f"    <node id={quoteattr(_xml(row['id']))}>{_data('node', row, NODES[1:])}</node>\n")
    written = 0
    for row in network.edge_rows():
        ends = f"source={quoteattr(_xml(row['source']))} target={quoteattr(_xml(row['target']))}"
        stream.write(f"    <edge {ends}>{_data('edge', row, EDGES[2:])}</edge>\n")
        written += 1
    stream.write("  </graph>\n</graphml>\n")
    return written


def _data(owner: str, row: Mapping[str, Any], names: Iterable[str]) -> str:
    return "".join(
        f'<data key="{owner}_{name}">{escape(_xml(str(row[name])))}</data>'
        for name in names
        if row[name] not in (None, "")
    )


def _xml(text: str) -> str:
    """Without the control characters that no XML document may have."""
    return "".join(char for char in text if char.isprintable() or char in "\t\n")
