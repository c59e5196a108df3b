"""What a merged event stands on: each of its reports with its words, what it was matched with, and the grounds.

1. the ids asked for, of merged events or of reports, as merged events;  2. their reports in full;
3. beside each, how it came to be a report of the event, and what the event as a whole is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from westphalia.errors import BadFilter
from westphalia.query.events import detailed
from westphalia.query.session import Session
from westphalia.query.where import listed

if TYPE_CHECKING:
    import pyarrow as pa

ID = 16  # hexadecimal digits of an id


def standing(session: Session, ids: Sequence[str]) -> pa.Table:
    """One row a report, by merged event in the order of `ids`, the first report first.

    The columns are those of `events`, and: `is_lead` (it stands for the event), `score`, `matched_with` and `grounds`
    (how it was matched), `is_earliest` (of its story's copies), `jaccard`, `containment` and `compared_with` (how like
    the other copy it was taken for a reprint of), `n_articles`, `first_report`, `last_report`, `outlets`,
    `merged_confidence` and `contradictions` of the merged event. A report that was not merged stands alone.
    Raises BadFilter for an id that the record does not have.
    """
    import pyarrow as pa

    asked = list(dict.fromkeys(ids))
    keys = listed(asked or [""])
    found = session.arrow(
        f"""SELECT event_id, merged_id, month FROM members WHERE merged_id IN {keys}
            OR merged_id IN (SELECT merged_id FROM members WHERE event_id IN {keys})"""
    )  # 1
    known = pa.concat_arrays([*found["event_id"].chunks, pa.array(asked, pa.string())])
    months = sorted(set(found["month"].to_pylist()))
    alone = "" if _all_merged(asked, found) else " OR true"
    query = f"""SELECT e.* FROM events e WHERE (list_contains($months, e.month){alone})
                AND e.event_id IN (SELECT id FROM known)"""
    hits = session.arrow(query, {"months": months}, known=pa.table({"id": known}))
    told = detailed(session, hits)  # 2
    _refuse_unknown(asked, told)
    place = pa.table({"id": pa.array(asked, pa.string()), "place": pa.array(range(len(asked)), pa.int32())})
    return session.arrow(_WHOLE, told=told, asked=place)  # 3


_WHOLE = """
    WITH first AS (SELECT coalesce(t.merged_id, t.event_id) AS key, min(a.place) AS place
                   FROM told t JOIN asked a ON a.id = t.merged_id OR a.id = t.event_id GROUP BY ALL)
    SELECT t.*, coalesce(w.lead_event_id = t.event_id, true) AS is_lead, m.score, m.matched_with, m.grounds,
           coalesce(s.is_earliest, true) AS is_earliest, s.jaccard, s.containment, s.compared_with,
           coalesce(w.n_articles, 1) AS n_articles, coalesce(w.first_report, t.published) AS first_report,
           coalesce(w.last_report, t.published) AS last_report, coalesce(w.outlets, []) AS outlets,
           coalesce(w.confidence, t.confidence) AS merged_confidence, coalesce(w.contradictions, []) AS contradictions
    FROM told t JOIN first f ON f.key = coalesce(t.merged_id, t.event_id)
    LEFT JOIN members m ON m.event_id = t.event_id AND m.month = t.month
    LEFT JOIN merged_events w ON w.merged_id = t.merged_id
    LEFT JOIN story_members s ON s.article_id = t.article_id AND s.month = t.month
    ORDER BY f.place, t.published NULLS LAST, t.article_id, t.trigger_start, t.event_id
"""


def _all_merged(asked: Sequence[str], found: pa.Table) -> bool:
    """Whether every id asked for is one of merging's: its reports lie in the months that merging told."""
    told = {*found["event_id"].to_pylist(), *found["merged_id"].to_pylist()}
    return told.issuperset(asked)


def _refuse_unknown(asked: Sequence[str], told: pa.Table) -> None:
    """Raises BadFilter that names the first id without a report."""
    known = {*told["event_id"].to_pylist(), *told["merged_id"].to_pylist()}
    for word in asked:
        if word not in known:
            raise BadFilter(
                f"no merged event or report {word!r} in this record: ids have {ID} hexadecimal digits and are the columns "
                "event_id and merged_id of `westphalia events --format csv`"
            )
