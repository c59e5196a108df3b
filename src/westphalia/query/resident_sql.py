"""The SQL of what is kept in memory of a record so that a page's many counts answer at once (`resident`).

    facts      one row a report (an event of `events`): what it is narrowed, sorted and counted by
    parties    one row a report and each country, actor, sector or source in it, by `side`
    nameless   what actors without a name are called, and how often
    sentences  each report's sentence in small letters

A report is known by its month and its number in it: `row` in the order of the articles and their texts, `nth` with the
newest first. `month` is an expression: a constant for one month's files, a column where a view is read.
"""

from __future__ import annotations

from collections.abc import Mapping

from westphalia.query import index_sql

SIDES: Mapping[str, int] = {
    "actor_country": 0,
    "recipient_country": 1,
    "actor_id": 2,
    "recipient_id": 3,
    "said_by": 4,  # ids and countries of those it is credited to
    "sector": 5,  # of either side
    "source": 6,  # names of the chain on whose word it stands
    "country": 7,  # that acts, is acted upon or is the place
}
CODED = ("month", "type", "mode", "status", "outlet", "place", "place_country")
"""Columns of `facts` that are kept as numbers of a list."""

_ROW = "(row_number() OVER (PARTITION BY {0} ORDER BY e.article_id, e.trigger_start, e.event_id) - 1)::INTEGER AS row"
_NTH = (
    "(row_number() OVER (PARTITION BY {0} ORDER BY e.published DESC NULLS LAST, e.article_id, e.trigger_start, "
    "e.event_id) - 1)::INTEGER AS nth"
)
_ARTICLE = "(dense_rank() OVER (PARTITION BY {0} ORDER BY e.article_id) - 1)::INTEGER AS article"


def facts(events: str, members: str, merged: str, copies: str, month: str) -> str:
    """Rows of `facts` from the relations given (views, or `read_parquet(…)`), in no order."""
    more = (
        f"{month} AS month, {_ROW.format(month)}, {_NTH.format(month)}, {_ARTICLE.format(month)}, e.event_id, e.article_id, e.trigger_start, "
        "e.date_start, e.mode, e.outlet, e.place_name AS place, e.place_country, m.merged_id"
    )
    return index_sql.reports(events, members, merged, copies, more)


def parties(events: str, month: str) -> str:
    """Rows of `parties`, in no order."""
    said_by = (
        "list_distinct(list_concat(list_transform(e.said_by, lambda a: a.actor_id), "
        "list_transform(e.said_by, lambda a: a.country)))"
    )
    country = "list_distinct(list_concat(e.actor_countries, e.recipient_countries, [e.place_country]))"
    lists = {
        "actor_country": "e.actor_countries",
        "recipient_country": "e.recipient_countries",
        "actor_id": "e.actor_ids",
        "recipient_id": "e.recipient_ids",
        "said_by": said_by,
        "sector": "list_distinct(list_concat(e.actor_sectors, e.recipient_sectors))",
        "source": "list_distinct(e.sources)",
        "country": country,
    }
    marked = ", ".join(
        f"list_transform(coalesce({keys}, []), lambda k: {{'key': k, 'side': {SIDES[side]}}})"
        for side, keys in lists.items()
    )
    return (
        "SELECT month, party.side::TINYINT AS side, party.key AS key, row FROM ("
        f"SELECT {month} AS month, {_ROW.format(month)}, unnest(list_concat({marked})) AS party FROM {events} e) "
        "WHERE party.key IS NOT NULL"
    )


def nameless(events: str) -> str:
    """Rows of `nameless`: the words that actors who are only described ("police") are told by."""
    return (
        "SELECT party.actor_id AS actor_id, party.text AS text, party.country AS country, party.sector AS sector, "
        f"count(*) AS times FROM (SELECT unnest(list_concat(e.actors, e.recipients)) AS party FROM {events} e) "
        "WHERE party.name IS NULL GROUP BY ALL"
    )


def sentences(events: str, articles: str, month: str) -> str:
    """Rows of `sentences`, in no order."""
    words = "substring(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start)"
    return (
        f"SELECT {month} AS month, {_ROW.format(month)}, lower({words}) AS sentence "
        f"FROM {events} e JOIN {articles} a ON a.article_id = e.article_id"
    )


ORDER: Mapping[str, str] = {
    "facts": "nth",
    "parties": "side, key, row",
    "nameless": "actor_id, text, country, sector",
    "sentences": "row",
}
"""The order of each one's files."""

REPORTS_ORDER = "published DESC NULLS LAST, article_id, trigger_start, event_id"
"""The order of the reports in full, as `nth` numbers them."""
