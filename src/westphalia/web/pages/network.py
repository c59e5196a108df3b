"""The network: who acts on whom in a window, the most active ones, as a drawing and as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from westphalia.errors import BadFilter
from westphalia.query import windows
from westphalia.query.monthly import HAPPENED, QUADS
from westphalia.query.session import Session
from westphalia.web.deps import StoreDep
from westphalia.web.narrowing import checked
from westphalia.web.netlayout import places
from westphalia.web.pages.dyads import window
from westphalia.web.rendering import render
from westphalia.web.wording import country_name, link, number, path_of, signed

router = APIRouter()
Row = Mapping[str, Any]
SIZES = (30, 60, 120, 300)
LEVELS = {"country": "countries", "actor": "actors"}
WIDTH, HEIGHT, EDGE = 1200.0, 760.0, 50.0
LABELS = 40  # nodes that the drawing names; of a large network fewer, the rest when one is pointed at
CROWDED = 120
TABLE = 600  # edges that the table lists


@dataclass(frozen=True, slots=True)
class Node:
    """A country or actor: its place in the drawing, its size, its colour (the quad class it is most in)."""

    id: str
    name: str
    codes: str
    events: int
    intensity: float | None
    quad: int
    x: float
    y: float
    radius: float
    href: str
    events_href: str


@dataclass(frozen=True, slots=True)
class Edge:
    """What one does to another."""

    source: str
    target: str
    source_name: str
    target_name: str
    events: int
    quad: int
    intensity: float | None
    width: float
    href: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """The page; `given` are the form's words."""

    given: Mapping[str, str]
    sizes: Sequence[int]
    levels: Mapping[str, str]
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    listed: Sequence[Edge]
    svg: Markup


@router.get("/network", response_class=HTMLResponse)
def network(request: Request, store: StoreDep) -> HTMLResponse:
    """Who acts on whom. Raises BadFilter for a window, number or level that is none."""
    given = checked(request.query_params, ("since", "until", "country", "level", "nodes"))
    given["level"] = given["level"] or "country"
    given["nodes"] = given["nodes"] or str(SIZES[1])
    if given["level"] not in LEVELS:
        raise BadFilter(f"level {given['level'][:20]!r}: country or actor")
    if not given["nodes"].isdigit() or not 2 <= int(given["nodes"]) <= SIZES[-1]:
        raise BadFilter(f"nodes {given['nodes'][:20]!r}: a number from 2 to {SIZES[-1]}")
    if not given["since"] and not given["until"]:
        given["since"] = usual_start(store.session)
    page = store.cached(("network", tuple(given.items())), lambda session: make(session, given))
    return render(request, "network.html", page=page)


def usual_start(session: Session) -> str:
    """A year before the newest month of publication, so that the first picture is of now."""
    months = [month for month in session.record.months("events") if month != "0000-00"]
    if not months:
        return ""
    last = dt.date.fromisoformat(f"{max(months)}-01")
    return last.replace(year=max(last.year - 1, 1)).isoformat()


def make(session: Session, given: Mapping[str, str]) -> NetworkPage:
    told = window(given["since"], given["until"], given["country"])
    found, ties = windows.network(session, told.selection, int(given["nodes"]), given["level"])
    # The most active are those with most ties; what a node shows is all that its link leads to.
    volumes = windows.volumes(session, told.selection, [row["id"] for row in found], given["level"])
    found = [volumes.get(row["id"], row) for row in found]
    names = windows.names_of(session, [row["id"] for row in found]) if given["level"] == "actor" else {}
    order = {row["id"]: number_ for number_, row in enumerate(found)}
    at = places(len(found), [(order[e["source"]], order[e["target"]], float(e["events"])) for e in ties])
    most = max((row["events"] for row in found), default=1)

    def name(id_: str) -> str:
        return (
            str((names.get(id_) or {}).get("name") or id_) if given["level"] == "actor" else country_name(id_)
        )

    nodes = [
        Node(
            row["id"],
            name(row["id"]),
            " ".join(
                c
                for c in (
                    (names.get(row["id"]) or {}).get("country"),
                    (names.get(row["id"]) or {}).get("sector"),
                )
                if c
            ),
            row["events"],
            row["intensity"],
            main_quad(row),
            round(EDGE + at[number_][0] * (WIDTH - 2 * EDGE), 1),
            round(EDGE + at[number_][1] * (HEIGHT - 2 * EDGE), 1),
            round(4 + 22 * (row["events"] / most) ** 0.5, 1),
            path_of("actors", row["id"]),
            told.address("/events", country=None, party=row["id"]),
        )
        for number_, row in enumerate(found)
    ]
    heaviest = max((edge["events"] for edge in ties), default=1)
    edges = [
        Edge(
            edge["source"],
            edge["target"],
            name(edge["source"]),
            name(edge["target"]),
            edge["events"],
            main_quad(edge),
            edge["intensity"],
            round(0.6 + 7 * (edge["events"] / heaviest) ** 0.6, 2),
            link(
                "/events",
                status=list(HAPPENED),
                actor=edge["source"],
                recipient=edge["target"],
                since=told.first("since"),
                until=told.first("until"),
                country=told.values("country"),
            ),
        )
        for edge in ties
    ]
    return NetworkPage(given, SIZES, LEVELS, nodes, edges, edges[:TABLE], Markup(drawing(nodes, edges)))


def main_quad(row: Row) -> int:
    """The quad class that most of a row's events are of; 0 where none has one."""
    best = max(QUADS, key=lambda quad: (row[QUADS[quad]], -quad))
    return best if row[QUADS[best]] else 0


def drawing(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """The network as SVG: curved edges that tell their direction by their bend, nodes that lead to their pages."""
    if not nodes:
        return ""
    by_id = {node.id: node for node in nodes}
    made = [f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" aria-hidden="true" focusable="false">']
    for edge in reversed(edges):
        one, two = by_id[edge.source], by_id[edge.target]
        bend_x = (one.x + two.x) / 2 + (two.y - one.y) * 0.12
        bend_y = (one.y + two.y) / 2 - (two.x - one.x) * 0.12
        told = f"{edge.source_name} → {edge.target_name}: {number(edge.events)} events, mean intensity {signed(edge.intensity)}"
        made.append(
            f'<a href="{escape(edge.href)}" tabindex="-1"><path class="net-edge e{edge.quad}" stroke-width="{edge.width}" '
            f'd="M{one.x} {one.y}Q{bend_x:.1f} {bend_y:.1f} {two.x} {two.y}"><title>{escape(told)}</title></path></a>'
        )
    for rank, node in reversed(list(enumerate(nodes))):
        told = f"{node.name}: {number(node.events)} events, mean intensity {signed(node.intensity)}"
        text = (
            f'<text x="{node.x}" y="{node.y + node.radius + 11:.1f}" text-anchor="middle">{escape(node.name)}</text>'
            if rank < (LABELS if len(nodes) <= CROWDED else LABELS // 2)
            else ""
        )
        made.append(
            f'<a class="net-node" href="{escape(node.href)}" tabindex="-1"><circle class="f{node.quad}" cx="{node.x}" '
            f'cy="{node.y}" r="{node.radius}"><title>{escape(told)}</title></circle>{text}</a>'
        )
    made.append("</svg>")
    return "".join(made)
