"""What happens in a selection: by month, by type, who is most active, where, and who acts on whom.

Asked of the tables in memory (`resident`): `e` is a row of `facts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from westphalia.query.monthly import QUADS
from westphalia.query.resident_sql import SIDES
from westphalia.query.resident_where import ACTS, SUFFERS, coded
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.query.where import Where

Row = dict[str, Any]
COUNTS = ", ".join(
    [
        "count(*) AS events",
        *(f"count(*) FILTER (quad_class = {number}) AS {name}" for number, name in QUADS.items()),
        "round(avg(intensity::DOUBLE), 3) AS intensity",
    ]
)
FACTS = "e.quad_class, e.intensity"
MONTH = "coalesce(strftime(date_trunc('month', e.day), '%Y-%m'), '')"
COUNTRY = SIDES["country"]


def asked(session: Session, query: str, where: Where) -> list[Row]:
    made: list[Row] = session.arrow(query, where.values).to_pylist()
    return made


def by_month(session: Session, selection: Selection) -> list[Row]:
    """Counts by month, type, quad class and status; month "" is of what no month is told for."""
    where = coded(session, selection)
    return asked(
        session,
        f"""SELECT {MONTH} AS month, type::VARCHAR AS type, quad_class, status::VARCHAR AS status, events, intensity_sum
            FROM (SELECT date_trunc('month', e.day) AS day, e.type, e.quad_class, e.status, count(*) AS events,
                         sum(e.intensity::DOUBLE) AS intensity_sum
                  FROM facts e WHERE {where.sql} GROUP BY ALL) e
            ORDER BY ALL""",
        where,
    )


def total(session: Session, selection: Selection) -> Row:
    """How many reports, articles and outlets a selection has."""
    where = coded(session, selection)
    (row,) = asked(
        session,
        "SELECT count(*) AS events, count(DISTINCT e.article) AS articles, count(DISTINCT e.outlet) AS outlets, "
        f"round(avg(e.intensity::DOUBLE), 3) AS intensity FROM facts e WHERE {where.sql}",
        where,
    )
    return row


def actors(session: Session, selection: Selection, limit: int = 10, side: str = "actor") -> list[Row]:
    """Those who act most (`side` "recipient": are acted upon most, "either": both, each report once), by their usual
    names."""
    where = coded(session, selection)
    sides = {"actor": ACTS[1:], "recipient": SUFFERS[1:]}.get(side, (ACTS[1], SUFFERS[1]))
    once = "DISTINCT" if len(sides) > 1 else ""
    rows = asked(
        session,
        f"""SELECT key AS actor_id, {COUNTS}
            FROM (SELECT {once} p.key, e.n, {FACTS} FROM parties p JOIN facts e ON e.n = p.n
                  WHERE p.side IN {_sides(sides)} AND {where.sql})
            GROUP BY key ORDER BY events DESC, 1 LIMIT {int(limit)}""",
        where,
    )
    return _called(session, _worded(session, rows, "actor_id"))


def _sides(sides: Iterable[str]) -> str:
    return "(" + ", ".join(str(SIDES[side]) for side in sides) + ")"


def _worded(session: Session, rows: list[Row], *names: str) -> list[Row]:
    """Rows with words for their numbers."""
    words = session.reside().words
    return [{name: words[value] if name in names else value for name, value in row.items()} for row in rows]


def _called(session: Session, rows: list[Row]) -> list[Row]:
    """Rows of actors with what they are called, after their id."""
    known = names_of(session, [row["actor_id"] for row in rows])
    unknown = {"name": None, "country": None, "sector": None}
    return [{"actor_id": row["actor_id"], **unknown, **known.get(row["actor_id"], {}), **row} for row in rows]


def dyads(session: Session, selection: Selection, limit: int = 10) -> list[Row]:
    """The pairs of different countries with most events in either direction; of each report, each pair once."""
    where = coded(session, selection)
    rows = asked(
        session,
        f"""SELECT one, two, {COUNTS}
            FROM (SELECT DISTINCT e.n, least(p.actor, p.recipient) AS one, greatest(p.actor, p.recipient) AS two, {FACTS}
                  FROM pairs p JOIN facts e ON e.n = p.n WHERE p.actor <> p.recipient AND {where.sql})
            GROUP BY one, two ORDER BY events DESC, 1, 2 LIMIT {int(limit)}""",
        where,
    )
    return _worded(session, rows, "one", "two")


def places(session: Session, selection: Selection, limit: int = 10) -> list[Row]:
    """The places told most; the country is the one most often told with the name."""
    where = coded(session, selection)
    return asked(
        session,
        f"""SELECT name::VARCHAR AS name, arg_max(country, (events, country)) AS country,
                   {", ".join(f"sum({name})::BIGINT AS {name}" for name in ("events", *QUADS.values()))},
                   round(sum(intensities) / nullif(sum(scored), 0), 3) AS intensity
            FROM (SELECT e.place AS name, e.place_country AS country, {COUNTS}, sum(e.intensity::DOUBLE) AS intensities,
                         count(e.intensity) AS scored
                  FROM facts e WHERE e.place IS NOT NULL AND {where.sql} GROUP BY 1, 2)
            GROUP BY 1 ORDER BY events DESC, 1 LIMIT {int(limit)}""",
        where,
    )


def countries(session: Session, selection: Selection) -> list[Row]:
    """Each country that acts, is acted upon or is the place, with the mean intensity of these events."""
    where = coded(session, selection)
    rows = asked(
        session,
        f"""SELECT key AS code, {COUNTS}
            FROM parties p JOIN facts e ON e.n = p.n WHERE p.side = {COUNTRY} AND {where.sql}
            GROUP BY key ORDER BY events DESC, 1""",
        where,
    )
    return _worded(session, rows, "code")


def partners(session: Session, selection: Selection, own: tuple[str, ...], limit: int = 12) -> list[Row]:
    """Those on the other side of a party (`own`: its ids and country codes): what it does to them, and they to it.

    A selection by `party` is expected; counterparts are the actors of the other side, those of the party's own country
    left out.
    """
    where = coded(session, selection)
    keys = session.reside().keys(own)
    sides = [
        f"""SELECT p.key, {does} AS does, {FACTS} FROM parties p JOIN facts e ON e.n = p.n
            WHERE p.side = {SIDES[theirs[1]]} AND NOT coalesce(p.key IN {keys}, false) AND {where.sql}
              AND p.n IN (SELECT n FROM parties WHERE side IN {_sides(ours)} AND key IN {keys})"""
        for ours, theirs, does in ((ACTS, SUFFERS, "true"), (SUFFERS, ACTS, "false"))
    ]
    rows = asked(
        session,
        f"""SELECT key AS actor_id, count(*) FILTER (does) AS does, count(*) FILTER (NOT does) AS suffers, {COUNTS}
            FROM ({" UNION ALL ".join(sides)})
            WHERE key NOT IN (SELECT key FROM called WHERE key IS NOT NULL AND list_contains($own, country))
            GROUP BY key ORDER BY events DESC, 1 LIMIT {int(limit)}""",
        Where(where.parts, {**where.values, "own": list(own)}),
    )
    return _called(session, _worded(session, rows, "actor_id"))


def network(
    session: Session, selection: Selection, nodes: int = 60, level: str = "country"
) -> tuple[list[Row], list[Row]]:
    """Who acts on whom among the `nodes` most active: nodes with their volume, and directed edges between them.

    `level` is "country" or "actor". A node's volume counts each report once; an edge counts each report and pair once.
    """
    where = coded(session, selection)
    ties = "SELECT n, actor AS source, recipient AS target FROM pairs"
    if level == "actor":
        ties = f"""SELECT a.n, a.key AS source, b.key AS target FROM parties a JOIN parties b ON a.n = b.n
                   WHERE a.side = {SIDES["actor_id"]} AND b.side = {SIDES["recipient_id"]}"""
    pairs = f"""SELECT p.n, p.source, p.target, {FACTS} FROM ({ties}) p JOIN facts e ON e.n = p.n
                WHERE p.source <> p.target AND {where.sql}"""
    chosen = asked(
        session,
        f"""SELECT id, {COUNTS}
            FROM (SELECT DISTINCT n, unnest([source, target]) AS id, quad_class, intensity FROM ({pairs}))
            GROUP BY id ORDER BY events DESC, id LIMIT {int(nodes)}""",
        where,
    )
    ids = f"({', '.join(str(row['id']) for row in chosen)})"
    edges = asked(
        session,
        f"""SELECT source, target, {COUNTS} FROM ({pairs})
            WHERE source IN {ids} AND target IN {ids}
            GROUP BY source, target ORDER BY events DESC, source, target""",
        where,
    ) if chosen else []  # fmt: skip
    return _worded(session, chosen, "id"), _worded(session, edges, "source", "target")


def volumes(session: Session, selection: Selection, ids: list[str], level: str = "country") -> dict[str, Row]:
    """How many reports each of these countries or actors is on a side of, each report once: what `party` keeps."""
    if not ids:
        return {}
    where = coded(session, selection)
    sides = (ACTS[level == "actor"], SUFFERS[level == "actor"])
    rows = asked(
        session,
        f"""SELECT key AS id, {COUNTS}
            FROM (SELECT DISTINCT p.key, e.n, {FACTS} FROM parties p JOIN facts e ON e.n = p.n
                  WHERE p.side IN {_sides(sides)} AND p.key IN {session.reside().keys(ids)} AND {where.sql})
            GROUP BY key ORDER BY id""",
        where,
    )
    return {row["id"]: row for row in _worded(session, rows, "id")}


def names_of(session: Session, ids: list[str]) -> dict[str, Row]:
    """Name, country and sector of actors by their ids."""
    if not ids:
        return {}
    session.reside()
    table = session.arrow(
        "SELECT actor_id, name, country, sector FROM called WHERE list_contains($ids, actor_id)", {"ids": ids}
    )
    return {row["actor_id"]: row for row in table.to_pylist()}
