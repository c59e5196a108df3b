"""`as_of` shows what the record said then, though what came later has changed its stories and merged events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.run.build import Clock, take
from westphalia.query import open_record

NUMBERS = [number for number in range(480) if number % 12 in (1, 2)]  # two months
EARLIER = [
    number for at, number in enumerate(NUMBERS) if at % 4 in (1, 2)
]  # of both: later ones come between them
DAY = dt.date(2026, 1, 1)
Row = dict[str, Any]


def state(root: Path, as_of: dt.date | None = None) -> dict[str, list[Row]]:
    """The rows of merging's views, and the newest events by the ways that merging has a say in."""
    with open_record(root, as_of=as_of) as record:
        found = {
            name: list(record.sql(f"FROM {name} ORDER BY ALL"))
            for name in ("stories", "story_members", "merged_events", "members")
        }
        found["leads"] = list(record.events(merged=True))
        found["unprinted"] = list(record.events(without_reprints=True))
    return found


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Row]], ...]:
    """What the record said at the end of the first day, what it says of that day now, and what it says now."""
    root = tmp_path_factory.mktemp("asked") / "r"
    take(root, EARLIER, clock=Clock("2026-01-01T10:00:00+00:00"), shard_pages=64)
    then = state(root)
    take(root, NUMBERS, clock=Clock("2026-01-02T10:00:00+00:00"), shard_pages=64)
    return then, state(root, DAY), state(root)


def told(row: Row, group: str) -> Row:
    """A row without what is told as today: the group's id, where it lies, the order of versions, the longest copy."""
    today = {group, "as_of_shard", "month", "fullest_article_id"}
    found = {name: value for name, value in row.items() if name not in today}
    for difference in found.get("contradictions", ()):
        difference["values"] = sorted(difference["values"], key=str)
    return found


def members_of(rows: list[Row], group: str, member: str) -> dict[str, frozenset[str]]:
    found = defaultdict(set)
    for row in rows:
        found[row[group]].add(row[member])
    return {key: frozenset(ids) for key, ids in found.items()}


def test_the_same_articles_and_reports_are_known(states: tuple[dict[str, list[Row]], ...]) -> None:
    then, now_of_then, _ = states
    for table, key in (("story_members", "article_id"), ("members", "event_id")):
        assert {row[key] for row in then[table]} == {row[key] for row in now_of_then[table]}


@pytest.mark.parametrize(
    ("table", "members", "group", "member"),
    [
        ("stories", "story_members", "story_id", "article_id"),
        ("merged_events", "members", "merged_id", "event_id"),
    ],
)
def test_what_is_grouped_alike_says_the_same(
    states: tuple[dict[str, list[Row]], ...], table: str, members: str, group: str, member: str
) -> None:
    then, now_of_then, now = states
    ids = members_of(then[members], group, member)
    before = {ids[row[group]]: row for row in then[table]}
    ids = members_of(now_of_then[members], group, member)
    after = {ids[row[group]]: row for row in now_of_then[table]}
    today = {row[group]: row for row in now[table]}
    same = before.keys() & after.keys()
    assert len(same) > 0.8 * len(before)
    changed = 0
    for key in same:
        assert told(after[key], group) == told(before[key], group)
        changed += told(today[after[key][group]], group) != told(before[key], group)
    assert changed > 3  # else there was nothing to take out again


def test_every_group_has_its_lead_and_its_earliest_copy(states: tuple[dict[str, list[Row]], ...]) -> None:
    _, found, now = states
    leads = {row["lead_event_id"] for row in found["merged_events"]}
    assert leads == {row["event_id"] for row in found["leads"]}
    assert len(leads) == len(found["merged_events"])
    earliest = [row["story_id"] for row in found["story_members"] if row["is_earliest"]]
    assert sorted(earliest) == sorted({row["story_id"] for row in found["story_members"]})
    known = {row["article_id"] for row in found["story_members"]}
    assert {row["article_id"] for row in found["unprinted"]} <= known
    unknown = {row["lead_event_id"] for row in now["merged_events"]} - leads
    assert unknown  # later reports lead some of them today
