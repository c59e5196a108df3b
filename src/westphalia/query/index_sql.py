"""The SQL of what is derived from the tables so that questions are answered quickly.

Two tables, each row a report (an event of `events`) seen from one side:

    dyads   one row a report and pair of countries: who did it, to whom
    keys    one row a report and each country, actor or source in it, with the place of the report in its file

Both carry what counts and sums are made of, so that a dyad's months or an actor's timeline never touch `events`.
`day` is the event's first day, null where its date is not told to the month: a year is no month.
"""

from __future__ import annotations

from collections.abc import Sequence

SIDES = ("actor", "recipient", "said_by", "place")
"""The values of `keys.side`, by number."""

_FACTS = """
    CASE WHEN e.date_precision IN ('day', 'month') OR e.date_end - e.date_start <= 31 THEN e.date_start END AS day,
    e.published, e.type, e.quad_class, e.intensity, e.status, e.confidence,
    coalesce(NOT s.is_earliest, false) AS is_copy,
    coalesce(w.lead_event_id = e.event_id, true) AS is_lead,
    coalesce(w.n_stories, 1)::SMALLINT AS n_stories
"""

_JOINS = """
    LEFT JOIN ({members}) m ON m.event_id = e.event_id
    LEFT JOIN ({merged}) w ON w.merged_id = m.merged_id
    LEFT JOIN ({copies}) s ON s.article_id = e.article_id
"""

MEMBERS = "SELECT event_id, merged_id FROM {0}"
MERGED_EVENTS = "SELECT merged_id, lead_event_id, n_stories FROM {0}"
COPIES = "SELECT article_id, is_earliest FROM {0}"


def reports(events: str, members: str, merged: str, copies: str, more: str) -> str:
    """Rows of `events` as `e` with what counts and sums are made of, and the columns `more`."""
    joins = _JOINS.format(
        members=MEMBERS.format(members), merged=MERGED_EVENTS.format(merged), copies=COPIES.format(copies)
    )
    return f"SELECT {more}, {_FACTS} FROM {events} e {joins}"


def dyads(events: str, members: str, merged: str, copies: str) -> str:
    """Rows of `dyads` from the relations given (views, or `read_parquet(…)`), in no order."""
    inner = reports(
        events,
        members,
        merged,
        copies,
        "unnest(e.actor_countries) AS actor, e.recipient_countries AS recipients",
    )
    return f"SELECT actor, unnest(recipients) AS recipient, * EXCLUDE (actor, recipients) FROM ({inner})"


def keys(events: str, members: str, merged: str, copies: str, *, file: str, row: str, month: str = "") -> str:
    """Rows of `keys`; `file` and `row` (and `month`, where no folder tells it) say which report a row is of."""
    parts = """list_concat(
        list_transform(list_concat(e.actor_countries, e.actor_ids), lambda k: {'key': k, 'side': 0}),
        list_transform(list_concat(e.recipient_countries, e.recipient_ids), lambda k: {'key': k, 'side': 1}),
        list_transform(list_distinct(list_concat(
            list_transform(e.said_by, lambda a: a.actor_id),
            list_filter(list_transform(e.said_by, lambda a: a.country), lambda c: c IS NOT NULL))),
            lambda k: {'key': k, 'side': 2}),
        CASE WHEN e.place_country IS NULL THEN [] ELSE [{'key': e.place_country, 'side': 3}] END)"""
    inner = reports(
        events, members, merged, copies, f'unnest({parts}) AS party, {file} AS file, {row} AS "row"{month}'
    )
    return f"SELECT party.key AS key, party.side::TINYINT AS side, * EXCLUDE (party) FROM ({inner})"


DYADS_ORDER = "actor, recipient, day, published"
KEYS_ORDER = 'key, side, published, file, "row"'


def parquet(files: Sequence[str], *, places: bool = False) -> str:
    """`read_parquet` over files; with `places`, also each row's file and number in it."""
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
    more = ", filename = true, file_row_number = true" if places else ""
    return f"read_parquet([{listed}], hive_partitioning = false{more})"
