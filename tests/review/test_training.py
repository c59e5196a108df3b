"""Training data out of reviews: what the codebook's own check accepts, and what is left out with which reason."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from eval.check_corpus import faults, resolve
from tests.conftest import EXAMPLES, ROOT
from westphalia.cli import cli
from westphalia.query import story
from westphalia.query.session import Session
from westphalia.records import Span
from westphalia.review import Coding, Ledger, Review, coding_of, standing
from westphalia.review.training import Export, Passage, Source, Unwritable

NOON = dt.datetime(2024, 5, 14, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviewed") / "record"
    pages = [str(EXAMPLES / name) for name in ("1_wire.txt", "2_reprint.txt")]
    assert CliRunner().invoke(cli, ["run", *pages, "--record", str(folder)]).exit_code == 0
    return folder


@pytest.fixture
def record(coded: Path) -> Any:
    """The record, with no review yet."""
    yield coded
    ledger = Ledger(coded).path
    ledger.unlink(missing_ok=True)


def of(folder: Path, source: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    session = Session(folder)
    article_id = session.rows("SELECT article_id FROM articles WHERE source LIKE '%' || $s", {"s": source})[
        0
    ][0]
    article = story.article(session, str(article_id))
    assert article is not None
    events = story.events(session, article)
    session.close()
    return dict(article), [dict(event) for event in events]


def decided(article: dict[str, Any], event: dict[str, Any], verdict: Any = "accept", who: str = "Ada", corrected: Coding | None = None) -> Review:  # fmt: skip
    span = Span(event["trigger_start"], event["trigger_end"])
    return Review(
        verdict, who, NOON, article["article_id"], span, span.of(article["text"]), event["event_id"], coding_of(event), corrected
    )  # fmt: skip


def exported(folder: Path, *options: str) -> tuple[list[dict[str, Any]], str, int]:
    done = CliRunner().invoke(cli, ["review", "export", "--record", str(folder), *options])
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr, done.exit_code


def test_every_event_accepted_gives_every_passage_and_the_check_finds_no_fault(
    record: Path, tmp_path: Path
) -> None:
    ledger = Ledger(record)
    for source in ("1_wire.txt", "2_reprint.txt"):
        article, events = of(record, source)
        for event in events:
            ledger.append(decided(article, event))
    target = tmp_path / "reviewed.jsonl"
    done = CliRunner().invoke(cli, ["review", "export", "--record", str(record), "-o", str(target)])
    assert done.exit_code == 0, done.output
    passages = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(passages) >= 6
    check = subprocess.run(
        [sys.executable, str(ROOT / "eval/check_corpus.py"), str(target)], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert check.returncode == 0, check.stdout
    assert {record["style"] for record in passages} == {"wire", "headline"}
    written = sum(len(record["events"]) for record in passages)
    assert written >= 20
    # What was written is what was coded, offset by offset.
    article, events = of(record, "1_wire.txt")
    by_trigger = {(event["trigger_start"], event["type"]): event for event in events}
    for passage in passages:
        if passage["source"]["article_id"] != article["article_id"]:
            continue
        for event in passage["events"]:
            start = passage["source"]["start"] + resolve(passage["text"], event["trigger"])[0]
            row = by_trigger[start, event["type"]]
            actors = [
                passage["source"]["start"] + resolve(passage["text"], words)[0] for words in event["actor"]
            ]
            assert actors == [actor["start"] for actor in row["actors"]]


def test_the_same_reviews_give_the_same_bytes(record: Path) -> None:
    article, events = of(record, "1_wire.txt")
    for event in events:
        Ledger(record).append(decided(article, event))
    assert exported(record) == exported(record)


def test_a_passage_with_an_event_that_nobody_looked_at_is_left_out_and_told(record: Path) -> None:
    article, events = of(record, "1_wire.txt")
    sentence = next((a, b) for a, b in pairwise(events) if a["sentence_start"] == b["sentence_start"])
    Ledger(record).append(decided(article, sentence[0]))
    passages, told, code = exported(record)
    assert (passages, code) == ([], 1)
    assert "1 passage left out: an event in it is not decided" in told


def test_rejected_events_are_gone_corrected_ones_changed_and_added_ones_there(record: Path) -> None:
    article, events = of(record, "1_wire.txt")
    ledger = Ledger(record)
    first, *rest = events
    there = [event for event in rest if event["sentence_start"] == first["sentence_start"]]
    new = Coding("REQUEST", "meet", ("hypothetical",), coding_of(first).actors, (), ())
    ledger.append(decided(article, first, "correct", corrected=new))
    for event in there:
        ledger.append(decided(article, event, "reject"))
    text = article["text"]
    start = text.index("deal", first["sentence_start"])
    added = Coding("AGREE", None, (), coding_of(first).actors)
    ledger.append(
        Review("add", "Ada", NOON, article["article_id"], Span(start, start + 4), "deal", corrected=added)
    )
    passages, _, code = exported(record)
    assert code == 0
    (passage,) = passages
    assert [(event["trigger"], event["type"], event["mode"], event["aux"]) for event in passage["events"]] == [
        ("sign", "REQUEST", "meet", ["hypothetical"]), ("deal", "AGREE", None, []),
    ]  # fmt: skip
    assert passage["events"][0]["contexts"] == []  # those of the type that it is not
    assert not list(faults(passage))


def test_where_reviewers_disagree_it_is_left_out_unless_the_latest_is_asked_for(record: Path) -> None:
    article, events = of(record, "1_wire.txt")
    ledger = Ledger(record)
    title = [event for event in events if event["sentence_start"] == events[0]["sentence_start"]]
    for event in title:
        ledger.append(decided(article, event))
        ledger.append(decided(article, event, "reject", "Ben"))
    passages, told, code = exported(record)
    assert (passages, code) == ([], 1)
    assert "reviewers disagree" in told
    assert [len(passage["events"]) for passage in exported(record, "--latest")[0]] == [0]
    assert [len(passage["events"]) for passage in exported(record, "--reviewer", "Ada")[0]] == [len(title)]


def test_only_where_nothing_is_missing_and_a_paragraph_without_events_counts(record: Path) -> None:
    article, events = of(record, "1_wire.txt")
    ledger = Ledger(record)
    title = [event for event in events if event["sentence_start"] == events[0]["sentence_start"]]
    for event in title:
        ledger.append(decided(article, event))
    assert exported(record, "--confirmed")[0] == []
    block = article["blocks"][0]
    whole = Review("whole", "Ben", NOON, article["article_id"], Span(block["start"], block["end"]))
    ledger.append(whole)
    (passage,) = exported(record, "--confirmed")[0]
    assert passage["source"]["nothing_missing"] == ["Ben"]


def source_of(folder: Path, *reviews: Review) -> Source:
    article, events = of(folder, "1_wire.txt")
    first = events[0]
    span = Span(article["blocks"][0]["start"], article["blocks"][0]["end"])
    here = [event for event in events if event["trigger_start"] < span.end]
    rows = reviews or tuple(decided(article, event) for event in here)
    named = tuple(replace(row, review_id=str(n)) for n, row in enumerate(rows))
    return (
        Source(article, events, [], [(span, "title")], standing(named)) if first else pytest.fail("no events")
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"published_start": None}, "the article has no date"),
        ({}, "a role's words stand outside the passage"),
        ({"cut": True}, "a span cuts a word"),
        ({"type": "SEIZE_SHIP"}, "a type of your own"),
        ({"nobody": True}, "an event without parties"),
    ],
)
def test_what_cannot_be_written_is_counted_by_its_reason(
    record: Path, changed: dict[str, Any], reason: str
) -> None:
    article, events = of(record, "1_wire.txt")
    first = coding_of(events[0])
    outside = Span(article["blocks"][-1]["start"], article["blocks"][-1]["end"])
    actors = first.actors if changed else (outside,)
    if changed.get("cut"):
        actors = (Span(first.actors[0].start, first.actors[0].end - 1),)
    if changed.get("nobody"):
        actors = ()
    coding = Coding(changed.get("type", first.type), None, (), actors)
    rows = [decided(article, event, "correct", corrected=coding) for event in events[:1]]
    rows += [decided(article, event, "reject") for event in events[1:] if event["sentence_start"] == 0]
    made = source_of(record, *rows)
    if "published_start" in changed:
        made = replace(made, article={**made.article, "published_start": None})
    work = Export()
    assert list(work.records(made)) == []
    assert dict(work.left_out) == {reason: 1}


@given(st.text("ab é#2", min_size=1, max_size=24), st.integers(0, 23), st.integers(1, 24))
def test_words_are_written_so_that_the_codebook_finds_the_same_place(
    text: str, start: int, size: int
) -> None:
    span = Span(start, min(start + size, len(text)))
    if span.start >= span.end:
        return
    try:
        words = Passage(text, 0).words(span)
    except Unwritable:
        return
    assert resolve(text, words) == (span.start, span.end)
