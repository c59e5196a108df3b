"""One article with all that the record has of it, on a record made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.query import made
from westphalia.query import OpenRecord, story
from westphalia.query.session import Session


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with OpenRecord(made.write(tmp_path_factory.mktemp("stories") / "record")) as record:
        yield record.session


def ids(session: Session) -> list[str]:
    return [str(row[0]) for row in session.rows("SELECT article_id FROM articles ORDER BY article_id")]


def test_every_article_is_found_with_its_own_events_in_their_order(session: Session) -> None:
    for article_id in ids(session):
        article = story.article(session, article_id)
        assert article is not None
        assert (article["article_id"], len(article["month"])) == (article_id, 7)
        want = session.rows(
            "SELECT event_id FROM events WHERE article_id = $id ORDER BY trigger_start, trigger_end, event_id", {"id": article_id}
        )  # fmt: skip
        assert [row["event_id"] for row in story.events(session, article)] == [
            event_id for (event_id,) in want
        ]


def test_what_is_not_there_is_none(session: Session) -> None:
    assert story.article(session, "f" * 64) is None
    assert story.article_of_story(session, "f" * 16) is None


def test_copies_are_the_others_of_the_story_with_their_texts(session: Session) -> None:
    members = session.rows("SELECT story_id, article_id FROM story_members")
    for article_id in ids(session):
        article = story.article(session, article_id)
        assert article is not None
        story_id, copies = story.copies(session, article)
        mine = [one for one, other in members if other == article_id]
        assert story_id == (mine[0] if mine else None)
        want = {other for one, other in members if mine and one == mine[0]} - {article_id}
        assert {row["article_id"] for row in copies} == want
        assert all(row["text"] for row in copies)


def test_other_tellings_are_those_of_the_merged_event(session: Session) -> None:
    members = session.rows("SELECT merged_id, event_id FROM members")
    seen = 0
    for article_id in ids(session):
        article = story.article(session, article_id)
        assert article is not None
        events = story.events(session, article)
        told = story.tellings(session, events)
        for event in events:
            worlds = [merged for merged, other in members if other == event["event_id"]]
            others = {other for merged, other in members if worlds and merged == worlds[0]} - {
                event["event_id"]
            }
            if not others:
                assert event["event_id"] not in told
                continue
            merged_id, count, rows = told[event["event_id"]]
            assert (merged_id, count) == (worlds[0], len(others))
            assert {row["event_id"] for row in rows} <= others
            assert len(rows) == min(count, story.TOLD)
            assert all("grounds" in row and "sentence" in row for row in rows)
            seen += 1
    assert seen
