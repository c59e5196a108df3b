"""What was announced, and what was later reported that may be it."""

from __future__ import annotations

import re

from westphalia.query.full import events_by_id
from westphalia.query.resident_where import coded
from westphalia.query.selection import Selection
from westphalia.query.session import Session
from westphalia.query.windows import Row, asked

GOOD = (1, 2)  # quad classes of cooperation: what a plan can promise
WAIT = 400  # days within which what was planned is looked for
CANDIDATES = 25  # later reports that are compared with a plan
SHARED = 2  # words that a later report must have in common with the plan
SHOWN = 3
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "about after against agreed also amid been before between both down during from have into last more most near next "
    "officials other over said says some than that their them then they this told under until were what when where "
    "which will with would year years month monday tuesday wednesday thursday friday saturday sunday january february "
    "march april june july august september october november december government governments president minister "
    "foreign ministry spokesman spokeswoman".split()
)
"""Words that two sentences share by chance, whatever they tell of."""


def plans(session: Session, selection: Selection, limit: int = 8) -> list[tuple[Row, list[Row]]]:
    """Cooperation that was announced in a selection (events that name both of two), the latest first, and what was
    later reported that may be it: cooperation of the same two, dated within 400 days after the announcement, whose
    sentence has at least two words of weight in common with it. Reprints are left out."""
    where = coded(session, selection.but(without_reprints=True))
    pairs = asked(
        session,
        f"""WITH mine AS MATERIALIZED (
                SELECT e.event_id, e.status::VARCHAR AS status, e.published, e.date_start FROM facts e
                WHERE {where.sql} AND e.quad_class IN {GOOD}),
            told AS (SELECT * FROM mine WHERE status = 'planned'
                     ORDER BY published DESC NULLS LAST, event_id LIMIT {int(limit)})
            SELECT p.event_id, list(r.event_id ORDER BY r.date_start, r.event_id)
                   FILTER (r.event_id IS NOT NULL)[1:{CANDIDATES}] AS later
            FROM told p LEFT JOIN mine r ON r.status = 'reported' AND r.published > p.published
                 AND r.date_start > p.published AND r.date_start <= p.published + {WAIT}
            GROUP BY p.event_id, p.published ORDER BY p.published DESC NULLS LAST, p.event_id""",
        where,
    )
    later = {row["event_id"]: list(row["later"] or []) for row in pairs}
    wanted = dict.fromkeys([*later, *(other for ids in later.values() for other in ids)])
    full = {row["event_id"]: row for row in events_by_id(session, list(wanted))}
    return [(full[plan], likely(full[plan], [full[other] for other in ids])) for plan, ids in later.items()]


def likely(plan: Row, later: list[Row]) -> list[Row]:
    """Those of the later reports that tell most of what the plan does, in the order of their dates; one an article."""
    own = weighty(plan)
    scored = [(len(own & weighty(row)), row) for row in later]
    best = sorted(
        (pair for pair in scored if pair[0] >= SHARED), key=lambda pair: (-pair[0], pair[1]["event_id"])
    )
    kept: dict[str, Row] = {}
    for _, row in best:
        kept.setdefault(row["article_id"], row)
    chosen = list(kept.values())[:SHOWN]
    return sorted(chosen, key=lambda row: (str(row["date_start"]), row["event_id"]))


def weighty(event: Row) -> set[str]:
    """The words of an event's sentence that are neither common nor the names of its parties or of its place."""
    named = [str(party["text"]) for side in ("actors", "recipients") for party in event[side] or []]
    named += [str(party["name"] or "") for side in ("actors", "recipients") for party in event[side] or []]
    named += [str(event["place_name"] or "")]
    names = {word.casefold() for text in named for word in _WORD.findall(text)}
    words = {word.casefold() for word in _WORD.findall(str(event["sentence"] or ""))}
    return words - names - _COMMON
