"""What merged events stand on: every report of each, with the words and the grounds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.query import made
from westphalia.errors import BadFilter
from westphalia.query import OpenRecord

MERGED = made.hexed("marrest")


def test_a_merged_event_by_its_id_and_by_any_of_its_reports(record: OpenRecord) -> None:
    whole = list(record.reports(MERGED))
    assert [row["event_id"] for row in whole] == [row["event_id"] for row in made.events()[:3]]
    assert [row["is_lead"] for row in whole] == [True, False, False]
    assert [row["is_earliest"] for row in whole] == [True, False, True]
    assert {row["merged_id"] for row in whole} == {MERGED}
    assert {(row["n_reports"], row["n_articles"], row["n_stories"]) for row in whole} == {(3, 3, 2)}
    assert all(row["trigger_words"] == "arrested" and row["sentence"] for row in whole)
    assert list(record.reports(whole[1]["event_id"])) == whole


def test_several_in_the_order_asked_for_each_once(record: OpenRecord) -> None:
    events = [row["event_id"] for row in made.events()]
    asked = record.reports(events[3], events[2], events[0], events[3])
    assert [row["event_id"] for row in asked] == [events[3], *events[:3]]
    assert len(record.reports()) == 0
    everything = record.events(merged=True)
    told = record.reports(*(row["merged_id"] for row in everything))
    assert sorted(row["event_id"] for row in told) == sorted(events)


@pytest.mark.parametrize("wrong", ["", "0" * 16, "it's", MERGED[:8]])
def test_an_id_that_is_not_there_is_one_line(record: OpenRecord, wrong: str) -> None:
    with pytest.raises(BadFilter, match="no merged event or report") as told:
        record.reports(MERGED, wrong)
    assert "\n" not in str(told.value)


def test_before_merging_a_report_stands_alone(tmp_path: Path) -> None:
    with OpenRecord(made.write(tmp_path / "r", merged=False)) as record:
        (row,) = record.reports(made.events()[0]["event_id"])
    assert (row["merged_id"], row["is_lead"], row["n_reports"], row["contradictions"]) == (None, True, 1, [])


def test_as_of_an_earlier_day_nothing_is_known(folder: Path) -> None:
    with OpenRecord(folder, as_of=dt.date(2024, 5, 31)) as record, pytest.raises(BadFilter):
        record.reports(MERGED)
