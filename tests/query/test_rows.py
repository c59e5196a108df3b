"""Rows of a record by filters: what comes, in which order, with which words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.query.made import MWANGI, ODHIAMBO, hexed
from westphalia.errors import BadFilter, UsageError
from westphalia.query import OpenRecord


def numbers(answer: Any) -> list[int]:
    """The events of an answer by their numbers in `made`."""
    known = {hexed(f"e{number}"): number for number in range(1, 10)}
    return [known[row["event_id"]] for row in answer]


def test_events_come_newest_first_with_their_words(record: OpenRecord) -> None:
    answer = record.events()
    assert len(answer) == 9
    published = [row["published"] for row in answer]
    assert published == sorted(published, reverse=True)
    for row in answer:
        assert row["trigger_words"] in row["sentence"]
        assert row["title"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"actor": "CHN"}, {4}),
        ({"actor": "china"}, {4}),
        ({"recipient": "Russia"}, {4}),
        ({"country": "KEN"}, {1, 2, 3}),
        ({"country": "COD"}, {7}),
        ({"country": ["COD", "TCD"]}, {7, 8, 9}),
        ({"recipient": "Amina Odhiambo"}, {1, 2, 3}),
        ({"recipient": "odhiambo"}, {1, 2, 3}),
        ({"recipient": ODHIAMBO, "status": "denied"}, {3}),
        ({"sector": "REB"}, {7}),
        ({"type": "coerce"}, {1, 2, 3}),
        ({"type": "summit"}, {8}),
        ({"mode": "arrest", "quad_class": 4}, {1, 2, 3}),
        ({"quad_class": [1, 2]}, {4, 5, 6, 9}),
        ({"status": ["planned", "denied"]}, {3, 6}),
        ({"said_by": "Peter Mwangi"}, {1, 2}),
        ({"said_by": "afp"}, {1, 2}),
        ({"outlet": "reuters"}, {7, 8, 9}),
        ({"since": "2024-04-10", "until": dt.date(2024, 4, 11)}, {5, 7}),
        ({"since": "2024-04", "until": "2024-04"}, {4, 5, 7}),
        ({"since": "2025"}, {6}),
        ({"text": "ARRESTED OPPOSITION"}, {1, 2}),
        ({"min_confidence": 0.9}, {1, 2, 4, 5, 6, 7, 8, 9}),
        ({"min_stories": 2}, {1, 2, 3}),
        ({"actor": "RUS", "recipient": "CHN", "status": "reported"}, {5}),
    ],
)
def test_a_filter_keeps_what_fits(record: OpenRecord, chosen: dict[str, Any], found: set[int]) -> None:
    assert set(numbers(record.events(**chosen))) == found
    assert set(numbers(record.events(**chosen, limit=50))) == found
    assert {n for batch in record.event_batches(**chosen) for n in numbers(batch)} == found


def test_a_limit_keeps_the_newest(record: OpenRecord) -> None:
    assert numbers(record.events(country="KEN", limit=1)) == numbers(record.events(country="KEN"))[:1]
    assert set(numbers(record.events(limit=2))) == {8, 9}
    assert len(record.events(limit=0)) == 0


def test_merged_events_are_one_row_and_reprints_can_be_left_out(record: OpenRecord) -> None:
    (row,) = record.events(country="KEN", merged=True)
    assert (row["n_reports"], row["n_stories"], row["n_outlets"]) == (3, 2, 3)
    assert numbers([row]) == [1]
    assert numbers(record.events(country="KEN", merged=True, limit=5)) == [1]
    assert set(numbers(record.events(country="KEN", without_reprints=True))) == {1, 3}
    assert set(numbers(record.events(country="KEN", without_reprints=True, limit=9))) == {1, 3}


@pytest.mark.parametrize(
    ("chosen", "line"),
    [
        ({"type": "ASSULT"}, "no type 'ASSULT'; did you mean ASSAULT"),
        ({"status": "denid"}, "no status 'denid'; did you mean denied?"),
        ({"sector": "GVO"}, "no sector 'GVO'; did you mean"),
        ({"country": "Kenia"}, "no country 'Kenia'; did you mean Kenya"),
        ({"actor": "Odhiamba"}, "no actor 'Odhiamba'"),
        ({"actor": "Amina Odhianbo"}, "did you mean Amina Odhiambo?"),
        ({"said_by": "Nobody At All"}, "no said_by 'Nobody At All'"),
        ({"quad_class": 7}, "quad class '7'"),
        ({"since": "2024-13-01"}, "since '2024-13-01' is no date"),
        ({"since": "2024-05", "until": "2024-04"}, "is after"),
        ({"min_confidence": 2}, "from 0 to 1"),
        ({"typ": "AID"}, "no filter 'typ'; did you mean type?"),
        ({"actor": "  "}, "an empty value"),
        ({"type": "x\x1b[31m'; DROP"}, "no type"),
    ],
)
def test_a_bad_filter_is_one_line_that_helps(record: OpenRecord, chosen: dict[str, Any], line: str) -> None:
    with pytest.raises(BadFilter) as caught:
        record.events(**chosen)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_words_of_a_user_are_never_sql(record: OpenRecord) -> None:
    assert len(record.events(text="' OR 1=1 --")) == 0
    assert len(record.events(outlet="x') OR true --")) == 0


def test_quotes_actors_and_stories(record: OpenRecord) -> None:
    (quote,) = record.quotes(actor="Mwangi", text="LAW", country="KEN", sector="GOV", until="2024-03")
    assert quote["speaker"][0]["actor_id"] == MWANGI
    assert len(record.quotes(said_by="RUS")) == 0
    named = record.actors(text="odhiambo")
    assert [row["actor_id"] for row in named] == [ODHIAMBO]
    assert {row["country"] for row in record.actors(country="KEN")} == {"KEN"}
    assert [row["n_events"] for row in record.actors()] == sorted(
        (row["n_events"] for row in record.actors()), reverse=True
    )
    (story,) = record.stories(min_copies=2)
    assert (story["n_articles"], story["outlets"]) == (2, ["Daily Nation", "The Standard"])
    assert len(record.stories(outlet="the standard")) == 1
    with pytest.raises(BadFilter, match="stories cannot be narrowed by status"):
        record.stories(status="denied")


def test_an_answer_turns_into_what_people_use(record: OpenRecord) -> None:
    answer = record.events(outlet="Reuters")
    assert (
        answer.to_arrow().num_rows == len(answer) == len(answer.to_pandas()) == len(answer.to_polars()) == 3
    )
    assert answer[-1] == list(answer)[-1]
    with pytest.raises(IndexError):
        answer[3]
    html = answer._repr_html_()
    assert "<b>nine</b>" not in html
    assert "&lt;b&gt;nine" in html
    assert "\x1b" not in html
    assert "3 rows" in html
    assert "event_id" in repr(answer)


def test_a_missing_package_is_named(record: OpenRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'westphalia\[pandas\]'"):
        record.events(limit=1).to_pandas()
    with pytest.raises(UsageError, match=r"pip install 'westphalia\[polars\]'"):
        record.events(limit=1).to_polars()


def test_compare_puts_what_two_say_beside_each_other(record: OpenRecord) -> None:
    (row,) = record.compare("daily nation", "Mwananchi")
    assert (row["status_1"], row["status_2"]) == ("reported", "denied")
    assert "status" in row["differ"]
    assert row["contradictions"] == ["status: denied | reported"]
    assert "was not arrested" in row["sentence_2"]
    assert len(record.compare("Daily Nation", "Xinhua")) == 0
    with pytest.raises(BadFilter, match="did you mean Mwananchi"):
        record.compare("Daily Nation", "Mwananch")
