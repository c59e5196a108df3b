"""The views of merging as they were on an earlier day: what only later reports tell is taken out again.

Which reports are of one event and which articles are of one story is told as it is today. Everything else of a merged
event is worked out from the reports known then by the rules of the merge room: the lead is the surest to a tenth, of
those the earliest; stories count once, each with its surest report; a contradiction needs two versions. A story's
longest copy is that of today, where it was known, else its earliest.
"""

from __future__ import annotations

_ORDER = "published NULLS LAST, article_id, trigger_start, event_id"
_LEAD = (
    "event_id", "type", "mode", "quad_class", "intensity", "cameo_root", "status", "date_start", "date_end",
    "date_precision", "place_name", "place_country", "latitude", "longitude",
)  # fmt: skip
_PARTIES = (
    "actor_ids", "recipient_ids", "actor_countries", "recipient_countries", "actor_sectors", "recipient_sectors"
)  # fmt: skip


def _each_once(column: str) -> str:
    """All members' values in their order, the first of equals kept."""
    whole = f"flatten(list(coalesce({column}, []) ORDER BY {_ORDER}))"
    return f"list_filter({whole}, lambda v, i: list_position({whole}, v) = i) AS {column}"


STORY_MEMBERS = (
    "SELECT * REPLACE (row_number() OVER (PARTITION BY story_id ORDER BY is_earliest DESC, published NULLS LAST, "
    "NOT is_wire, article_id) = 1 AS is_earliest) FROM ({rows})"
)
"""The copies known then; where the earliest of today was not, the earliest of those."""

STORIES = """
    SELECT s.* REPLACE (
             k.n_articles AS n_articles, k.n_pages AS n_pages, k.n_outlets AS n_outlets,
             k.first_published AS first_published, k.last_published AS last_published, k.outlets AS outlets,
             k.earliest AS earliest_article_id, a.title AS title,
             CASE WHEN list_contains(k.ids, s.fullest_article_id) THEN s.fullest_article_id ELSE k.earliest END
             AS fullest_article_id,
             CASE WHEN list_contains(k.wires, s.wire) THEN s.wire ELSE k.wires[1] END AS wire)
    FROM story_rows s
    JOIN (SELECT m.story_id, count(DISTINCT m.article_id)::INTEGER AS n_articles, count(*)::INTEGER AS n_pages,
                 count(DISTINCT g.outlet)::INTEGER AS n_outlets,
                 min(m.published) AS first_published, max(m.published) AS last_published,
                 first(m.article_id) FILTER (m.is_earliest) AS earliest, list(DISTINCT m.article_id) AS ids,
                 list(m.wire ORDER BY m.is_earliest DESC, m.published NULLS LAST, m.article_id)
                 FILTER (m.wire IS NOT NULL) AS wires,
                 coalesce(list_sort(list(DISTINCT g.outlet) FILTER (g.outlet IS NOT NULL)), []) AS outlets
          FROM story_members m JOIN pages g USING (article_id) GROUP BY m.story_id) k USING (story_id)
    JOIN articles a ON a.article_id = k.earliest
"""

MERGED_EVENTS = f"""
    WITH told AS (SELECT m.merged_id, m.story_id, e.* FROM members m JOIN events e ON e.event_id = m.event_id),
    whole AS (
        SELECT merged_id, list(event_id) AS ids, {", ".join(map(_each_once, _PARTIES))},
               first({{{", ".join(f"'{name}': {name}" for name in _LEAD)}}}
                     ORDER BY -round_even(confidence::DOUBLE, 1), {_ORDER}) AS lead
        FROM told GROUP BY merged_id),
    sure AS (
        SELECT merged_id, round(1 - product(1 - surest), 4)::FLOAT AS confidence
        FROM (SELECT merged_id, story_id, max(confidence::DOUBLE) AS surest FROM told GROUP BY ALL) GROUP BY merged_id),
    counted AS (
        SELECT m.merged_id, count(DISTINCT m.event_id)::INTEGER AS n_reports,
               count(DISTINCT m.article_id)::INTEGER AS n_articles, count(DISTINCT m.story_id)::INTEGER AS n_stories,
               count(DISTINCT g.outlet)::INTEGER AS n_outlets,
               min(m.published) AS first_report, max(m.published) AS last_report,
               coalesce(list_sort(list(DISTINCT g.outlet) FILTER (g.outlet IS NOT NULL)), []) AS outlets
        FROM members m JOIN pages g USING (article_id) GROUP BY m.merged_id)
    SELECT e.* REPLACE (
             k.n_reports AS n_reports, k.n_articles AS n_articles, k.n_stories AS n_stories,
             k.n_outlets AS n_outlets, k.first_report AS first_report, k.last_report AS last_report,
             k.outlets AS outlets, w.lead.event_id AS lead_event_id,
             {", ".join(f"w.lead.{name} AS {name}" for name in _LEAD if name != "event_id")},
             {", ".join(f"w.{name} AS {name}" for name in _PARTIES)},
             s.confidence AS confidence,
             list_filter(
                 list_transform(e.contradictions, lambda c: {{'field': c.field, 'values': list_filter(
                     list_transform(c.values, lambda v: {{'value': v.value, 'event_ids': list_filter(
                         v.event_ids, lambda r: list_contains(w.ids, r))}}),
                     lambda v: len(v.event_ids) > 0)}}),
                 lambda c: len(c.values) > 1) AS contradictions)
    FROM merged_rows e JOIN counted k USING (merged_id) JOIN whole w USING (merged_id) JOIN sure s USING (merged_id)
"""
