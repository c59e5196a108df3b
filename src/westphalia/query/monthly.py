"""Counts and intensities by month: of dyads, and of one actor's timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from westphalia.query import index_sql
from westphalia.query import where as conditions
from westphalia.query.datasets import relation
from westphalia.query.filters import STATUSES, Filter
from westphalia.query.names import Keys
from westphalia.query.session import OWN, Session
from westphalia.query.where import Where, listed

if TYPE_CHECKING:
    import pyarrow as pa

QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
HAPPENED = ("reported", "background")
"""The statuses counted unless others are asked for: what is told as having happened."""

SUMS = ", ".join(
    [
        "count(*) AS events",
        *(f"count(*) FILTER (quad_class = {number}) AS {name}" for number, name in QUADS.items()),
        "round(sum(intensity::DOUBLE), 3) AS intensity_sum",
        "round(avg(intensity::DOUBLE), 3) AS intensity_mean",
        *(f"count(*) FILTER (status = '{name}') AS {name}" for name in STATUSES),
        "count(*) FILTER (n_stories > 1) AS by_several_stories",
        "round(count(*) FILTER (n_stories > 1) / count(*), 3) AS share_by_several_stories",
    ]
)
MONTH = "date_trunc('month', day)"  # as text only when all is counted: that is a tenth of the time
TOLD = "SELECT * REPLACE (strftime(month, '%Y-%m') AS month) FROM"


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: every report, reports without those in reprints, or merged events by their leads.

    `chosen` takes the filters `type`, `quad_class`, `status`, `since`, `until`, `min_confidence`, `min_stories`.
    """

    chosen: Filter
    without_reprints: bool = False
    merged: bool = False
    dataset: str = OWN

    def where(self) -> Where:
        made = conditions.of_index(self.chosen, Where())
        if not self.chosen.status:
            made.add("list_contains({}, e.status)", list(HAPPENED))
        if self.without_reprints:
            made.add("NOT e.is_copy")
        if self.merged:
            made.add("e.is_lead")
        return made


def dyad(session: Session, one: Keys, two: Keys, count: Count) -> pa.Table:
    """Both directions of a dyad: a row a month and direction, and what no month could be told for (month null)."""
    parts = []
    where = count.where()
    for number, (who, whom) in enumerate(((one, two), (two, one))):
        rows = _between(session, who, whom, where, count.dataset)
        where.values |= {f"who{number}": who.label, f"whom{number}": whom.label}
        parts.append(
            f"SELECT {MONTH} AS month, $who{number} AS actor, $whom{number} AS recipient, {SUMS} "
            f"FROM ({rows}) GROUP BY 1"
        )
        if who == whom:
            break
    query = f"{TOLD} ({' UNION ALL '.join(parts)}) ORDER BY 1 NULLS LAST, 2, 3"
    return session.arrow(query, where.values)


def _between(session: Session, who: Keys, whom: Keys, where: Where, dataset: str) -> str:
    """SQL of the reports in which `who` acts upon `whom`."""
    if not (who.ids or whom.ids):
        condition = f"e.actor IN {listed(who.countries)} AND e.recipient IN {listed(whom.countries)}"
        return f"SELECT e.* FROM {relation(session, 'dyads', dataset)} e WHERE {condition} AND {where.sql}"
    keys = relation(session, "keys", dataset)
    other = (
        f'SELECT (o.month, o.file, o."row") FROM {keys} o WHERE o.side = 1 AND o.key IN {listed(whom.all)}'
    )
    once = (
        'DISTINCT ON (e.month, e.file, e."row") ' if len(who.all) > 1 else ""
    )  # one key is once in a report
    return (
        f"SELECT {once}e.* FROM {keys} e WHERE e.side = 0 "
        f'AND e.key IN {listed(who.all)} AND (e.month, e.file, e."row") IN ({other}) AND {where.sql}'
    )


def dyads(session: Session, count: Count, countries: tuple[str, ...] = (), least: int = 1) -> pa.Table:
    """All pairs of countries: a row a month and direction with at least `least` events."""
    where = count.where()
    if countries:
        codes = list(countries)
        where.add("list_contains({}, e.actor) OR list_contains({}, e.recipient)", codes, codes)
    query = (
        f"{TOLD} (SELECT {MONTH} AS month, actor, recipient, {SUMS} FROM {relation(session, 'dyads', count.dataset)} e "
        f"WHERE {where.sql} GROUP BY 1, 2, 3 HAVING count(*) >= {int(least)}) "
        "ORDER BY 1 NULLS LAST, 2, 3"
    )
    return session.arrow(query, where.values)


def timeline(session: Session, who: Keys, count: Count) -> pa.Table:
    """One actor by month: how often it acts, is acted upon and is credited; the sums are of what it does."""
    where = count.where()
    once = 'DISTINCT ON (e.month, e.file, e."row", e.side) ' if len(who.all) > 1 else ""
    rows = (
        f"SELECT {once}e.* FROM {relation(session, 'keys', count.dataset)} e "
        f"WHERE e.key IN {listed(who.all)} AND {where.sql}"
    )
    acts = index_sql.SIDES.index("actor")
    sums = ", ".join(
        [
            *(f"count(*) FILTER (side = {n}) AS as_{name}" for n, name in enumerate(index_sql.SIDES)),
            *(f"count(*) FILTER (side = {acts} AND quad_class = {n}) AS {name}" for n, name in QUADS.items()),
            f"round(sum(intensity::DOUBLE) FILTER (side = {acts}), 3) AS intensity_sum",
            f"round(avg(intensity::DOUBLE) FILTER (side = {acts}), 3) AS intensity_mean",
            "round(avg(intensity::DOUBLE) FILTER (side = 1), 3) AS intensity_mean_as_recipient",
        ]
    )
    query = f"{TOLD} (SELECT {MONTH} AS month, {sums} FROM ({rows}) GROUP BY 1) ORDER BY 1 NULLS LAST"
    return session.arrow(query, where.values)
