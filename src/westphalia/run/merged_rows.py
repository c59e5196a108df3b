"""What the merge room found, as rows of the record's tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from westphalia.merge import ArticleKey, EventKey, Merged, MergedEvent, StoryKey
from westphalia.record.schema import UNKNOWN_MONTH

Row = dict[str, Any]
Rows = dict[tuple[str, str], list[Row]]  # by table and month


def rows_of(
    merged: Merged,
    articles: Mapping[str, ArticleKey],
    events: Mapping[str, EventKey],
    shards: Mapping[str, int],
    as_of: int,
) -> Rows:
    """Rows of the four tables; `shards` are the articles' shards by id. A member lies in its own article's month."""
    found: Rows = defaultdict(list)
    for story in merged.stories:
        row = _story_row(story, articles, as_of)
        found["stories", _month(row["first_published"])].append(row)
        for copy in story.copies:
            article = articles[copy.article_id]
            like = copy.likeness
            found["story_members", _month(article.published)].append(
                {
                    "story_id": story.story_id,
                    "article_id": copy.article_id,
                    "published": article.published,
                    "outlet": article.outlet,
                    "wire": article.wire,
                    "is_wire": copy.is_wire,
                    "is_earliest": copy.is_earliest,
                    "jaccard": like.jaccard if like else None,
                    "containment": like.containment if like else None,
                    "compared_with": copy.compared_with,
                    "shard": shards[copy.article_id],
                }
            )
    for event in merged.events:
        row = _event_row(event, events, as_of)
        found["merged_events", _month(row["first_report"])].append(row)
        for report in event.reports:
            article = articles[report.article_id]
            found["members", _month(article.published)].append(
                {
                    "merged_id": event.merged_id,
                    "event_id": report.event_id,
                    "article_id": report.article_id,
                    "story_id": report.story_id,
                    "published": article.published,
                    "outlet": article.outlet,
                    "score": report.score,
                    "matched_with": report.matched_with,
                    "grounds": report.grounds,
                    "shard": shards[report.article_id],
                }
            )
    return found


def _month(day: Any) -> str:
    return f"{day:%Y-%m}" if day else UNKNOWN_MONTH


def _story_row(story: StoryKey, articles: Mapping[str, ArticleKey], as_of: int) -> Row:
    copies = [articles[copy.article_id] for copy in story.copies]
    outlets = sorted({name for article in copies for name in article.outlets})
    days = [article.published for article in copies if article.published]
    return {
        "story_id": story.story_id,
        "n_articles": len(copies),
        "n_pages": sum(article.pages for article in copies),
        "n_outlets": len(outlets),
        "wire": story.wire,
        "earliest_article_id": story.earliest,
        "fullest_article_id": story.fullest,
        "first_published": min(days, default=None),
        "last_published": max(days, default=None),
        "title": articles[story.earliest].title,
        "outlets": outlets,
        "as_of_shard": as_of,
    }


def _event_row(event: MergedEvent, events: Mapping[str, EventKey], as_of: int) -> Row:
    lead = event.lead
    told = [events[report.event_id] for report in event.reports]
    who = [party for key in told for party in key.actors]
    whom = [party for key in told for party in key.recipients]
    return {
        "merged_id": event.merged_id,
        "lead_event_id": lead.event_id,
        "n_reports": len(event.reports),
        "n_articles": event.n_articles,
        "n_stories": event.n_stories,
        "n_outlets": len(event.outlets),
        "first_report": event.first_report,
        "last_report": event.last_report,
        "outlets": list(event.outlets),
        "type": lead.type,
        "mode": lead.mode,
        "quad_class": lead.quad_class,
        "intensity": lead.intensity,
        "cameo_root": lead.cameo_root,
        "status": lead.status,
        "date_start": lead.date_start,
        "date_end": lead.date_end,
        "date_precision": lead.date_precision,
        "actor_ids": _once(party.actor_id for party in who),
        "recipient_ids": _once(party.actor_id for party in whom),
        "actor_countries": _once(code for party in who for code in party.countries),
        "recipient_countries": _once(code for party in whom for code in party.countries),
        "actor_sectors": _once(party.sector for party in who),
        "recipient_sectors": _once(party.sector for party in whom),
        "place_name": lead.place_name,
        "place_country": lead.place_country,
        "latitude": lead.latitude,
        "longitude": lead.longitude,
        "confidence": event.confidence,
        "contradictions": [
            {
                "field": one.field,
                "values": [
                    {"value": version.value, "event_ids": list(version.event_ids)} for version in one.values
                ],
            }
            for one in event.contradictions
        ],
        "as_of_shard": as_of,
    }


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
