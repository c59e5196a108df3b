"""What is kept in memory keeps the same reports, counts the same and pages through the same as the tables themselves."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.query import made
from westphalia.errors import BadFilter
from westphalia.query import OpenRecord, facets, make_filter, paged, windows
from westphalia.query.full import events_by_id
from westphalia.query.resident_where import coded
from westphalia.query.selection import Selection, rows_of

OWN = frozenset(Selection.__dataclass_fields__) - {"chosen"}
Row = dict[str, Any]


def selection(**given_: Any) -> Selection:
    chosen = {name: value for name, value in given_.items() if name not in OWN}
    return Selection(make_filter(**chosen), **{k: v for k, v in given_.items() if k in OWN})


def by_views(record: OpenRecord, chosen: Selection) -> list[str]:
    rows = rows_of(record.session, chosen)
    found = record.session.rows(f"SELECT e.event_id {rows.source()} ORDER BY 1", rows.where.values)
    return [str(event_id) for (event_id,) in found]


def in_memory(record: OpenRecord, chosen: Selection) -> list[str]:
    where = coded(record.session, chosen)
    query = f"SELECT e.event_id FROM facts e WHERE {where.sql} ORDER BY 1"
    return [str(event_id) for (event_id,) in record.session.rows(query, where.values)]


WHO = ("KEN", "RUS", "CHN", "NER", "Odhiambo", "KEN-COP", made.MWANGI, "----REB")
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["COERCE", "AID", "SUMMIT"]),
        "mode": st.sampled_from(["arrest", "heavy-weapons"]),
        "status": st.lists(st.sampled_from(["reported", "planned", "denied"]), min_size=1, max_size=2),
        "quad_class": st.lists(st.integers(1, 4), min_size=1, max_size=2),
        "actor": st.lists(st.sampled_from(WHO), min_size=1, max_size=2),
        "recipient": st.sampled_from(WHO),
        "country": st.lists(st.sampled_from(["KEN", "COD", "RUS", "FRA"]), min_size=1, max_size=2),
        "sector": st.sampled_from(["GOV", "COP", "OPP", "REB"]),
        "said_by": st.lists(
            st.sampled_from(["Peter Mwangi", "afp", "Reuters", "KEN", "xinhua"]), min_size=1, max_size=2
        ),
        "outlet": st.sampled_from(["reuters", "Daily Nation", "nobody"]),
        "since": st.sampled_from(["2024-04", "2024-03-04"]),
        "until": st.sampled_from(["2024-04-10", "2025"]),
        "text": st.sampled_from(["police", "GAS", "<b>nine", "no such words"]),
        "min_confidence": st.sampled_from([0.6, 0.9]),
        "min_stories": st.just(2),
        "party": st.sampled_from([("KEN",), ("Odhiambo",), ("CHN", "TCD")]),
        "pair": st.sampled_from([("CHN", "RUS"), ("KEN-COP", "Odhiambo"), ("KEN", "Odhiambo")]),
        "both": st.sampled_from([("CHN", "RUS"), ("KEN-COP", made.ODHIAMBO)]),
        "place": st.sampled_from([("Nairobi",), ("Goma", "Moscow"), ("It's nowhere",)]),
        "dated": st.booleans(),
        "merged": st.booleans(),
        "without_reprints": st.booleans(),
    },
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(PARTS)
def test_a_selection_keeps_the_same_reports_in_memory_as_in_the_tables(
    record: OpenRecord, parts: Row
) -> None:
    chosen = selection(**parts)
    assert in_memory(record, chosen) == by_views(record, chosen)


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ({}, 9),
        ({"said_by": ("Reuters", "Peter Mwangi")}, 5),
        ({"said_by": "AFP"}, 2),
        ({"pair": ("RUS", "CHN"), "dated": True}, 2),
        ({"text": "Arrested"}, 3),
        ({"text": "Arrested", "merged": True}, 1),
        ({"place": ("Nairobi",), "without_reprints": True}, 1),
    ],
)
def test_how_many_a_selection_keeps(record: OpenRecord, parts: Row, kept: int) -> None:
    assert len(in_memory(record, selection(**parts))) == kept


def test_a_word_that_neither_acts_nor_prints_is_told(record: OpenRecord) -> None:
    with pytest.raises(BadFilter, match="no said_by 'Peter Mwangy'; did you mean Peter Mwangi"):
        coded(record.session, selection(said_by=("AFP", "Peter Mwangy")))


def test_counts_are_those_of_the_rows(record: OpenRecord) -> None:
    rows = list(record.events())
    found = facets.facets(record.session, Selection())
    for name, values in {
        "type": [row["type"] for row in rows],
        "outlet": [row["outlet"] for row in rows],
        "quad_class": [str(row["quad_class"]) for row in rows if row["quad_class"] is not None],
        "place": [row["place_name"] for row in rows if row["place_name"]],
        "actor": [code for row in rows for code in row["actor_countries"]],
        "sector": [code for row in rows for code in {*row["actor_sectors"], *row["recipient_sectors"]}],
        "said_by": [source for row in rows for source in set(row["sources"])],
    }.items():
        assert {value.value: value.events for value in found[name]} == dict(Counter(values)), name
    assert sum(row["events"] for row in windows.by_month(record.session, Selection())) == len(rows)
    assert windows.total(record.session, Selection())["articles"] == 6
    (first, *_) = windows.actors(record.session, Selection(), side="either")
    assert (first["actor_id"], first["name"], first["events"]) == ("CHN-GOV", "China", 3)
    assert [(row["one"], row["two"], row["events"]) for row in windows.dyads(record.session, Selection())] == [
        ("CHN", "RUS", 3), ("NER", "TCD", 1),
    ]  # fmt: skip
    nodes, edges = windows.network(record.session, Selection())
    assert {(edge["source"], edge["target"]): edge["events"] for edge in edges} == {
        ("CHN", "RUS"): 1, ("RUS", "CHN"): 2, ("TCD", "NER"): 1,
    }  # fmt: skip
    assert {node["id"] for node in nodes} == {"CHN", "RUS", "NER", "TCD"}
    partners = windows.partners(record.session, selection(party=("RUS",)), ("RUS",))
    assert [(row["actor_id"], row["does"], row["suffers"]) for row in partners] == [("CHN-GOV", 2, 1)]


def test_a_narrowed_facet_shows_what_could_be_added(record: OpenRecord) -> None:
    found = facets.facets(
        record.session, selection(type=("COERCE",), outlet="no such outlet"), ("type", "outlet")
    )
    assert {value.value: value.events for value in found["outlet"]} == {
        "no such outlet": 0, "Daily Nation": 1, "Mwananchi": 1, "The Standard": 1,
    }  # fmt: skip


@pytest.mark.parametrize("sort", list(paged.SORTS))
@pytest.mark.parametrize("parts", [{}, {"merged": True}, {"country": "KEN"}], ids=["all", "merged", "KEN"])
def test_pages_follow_each_other_in_any_order(record: OpenRecord, sort: str, parts: Row) -> None:
    chosen = selection(**parts)
    seen: list[Row] = []
    after = None
    for _ in range(20):
        page = paged.events_page(record.session, chosen, sort=sort, after=after, size=2)
        seen += page.rows
        after = page.after
        if after is None:
            break
    assert sorted(row["event_id"] for row in seen) == by_views(record, chosen)
    name, sign = {
        "newest": ("published", -1), "oldest": ("published", 1), "latest": ("date_start", -1), "earliest": ("date_start", 1),
        "surest": ("confidence", -1), "stories": ("n_stories", -1), "conflict": ("intensity", 1), "cooperation": ("intensity", -1),
    }[sort]  # fmt: skip
    values = [row[name] for row in seen]
    told = [
        value.toordinal() if isinstance(value, dt.date) else value for value in values if value is not None
    ]
    assert told == sorted(told, key=lambda value: sign * value)
    assert None not in values[: len(told)]  # what has no value comes last


def test_a_cursor_holds_after_the_record_is_opened_anew(record: OpenRecord, folder: Path) -> None:
    first = paged.events_page(record.session, Selection(), size=4)
    with OpenRecord(folder, small=10**9) as again:
        rest = paged.events_page(again.session, Selection(), after=first.after, size=9)
        whole = paged.events_page(again.session, Selection(), size=9)
    assert [row["event_id"] for row in first.rows + rest.rows] == [row["event_id"] for row in whole.rows]


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "after",
    [
        "nonsense",
        "é",
        cursor("surest", 0.5, "2024-03", "a", 1, "e"),
        cursor("newest", 0.5, "2024-03", "a", 1, "e"),
        cursor("newest", "2024-13-01", "2024-03", "a", 1, "e"),
        cursor("newest", "2024-03-01", "2024-03", 7, 1, "e"),
        cursor("newest", "2024-03-01", "2024-03", "a", 2**40, "e"),
        cursor("newest", "2024-03-01", "2024-03", "a", True, "e"),
        cursor("newest"),
        cursor(),
    ],
)
def test_what_is_no_cursor_is_told(record: OpenRecord, after: str) -> None:
    with pytest.raises(BadFilter, match="no cursor of this list"):
        paged.events_page(record.session, Selection(), after=after)


def test_reports_in_full_are_those_of_events(record: OpenRecord) -> None:
    rows = {row["event_id"]: row for row in record.events()}
    ids = sorted(rows)
    found = events_by_id(record.session, [ids[3], "no such id", ids[0], ids[3]])
    assert [row["event_id"] for row in found] == [ids[3], ids[0], ids[3]]
    for row in found:
        assert row == rows[row["event_id"]]
        assert list(row) == list(rows[row["event_id"]])
    found[0]["type"] = "changed"
    assert events_by_id(record.session, [ids[3]])[0]["type"] != "changed"


def test_a_folder_that_cannot_be_written_is_kept_in_memory_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made.write(tmp_path / "record")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr("westphalia.query.resident.write_sorted", refuse)
    with OpenRecord(folder, small=1) as record:
        assert not record.session.reside().kept
        assert in_memory(record, selection(country="KEN")) == by_views(record, selection(country="KEN"))
        assert len(paged.events_page(record.session, Selection()).rows) == 9


def test_files_are_made_once_and_what_they_replace_is_removed(tmp_path: Path) -> None:
    folder = made.write(tmp_path / "record")
    stale = folder / "index" / "facts" / "month=2024-03" / "old.parquet"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"")
    with OpenRecord(folder, small=1) as record:
        record.session.reside()
    files = {path: path.stat().st_mtime_ns for path in (folder / "index").rglob("*.parquet")}
    assert {path.parent.parent.name for path in files} >= {
        "facts",
        "parties",
        "nameless",
        "sentences",
        "reports",
    }
    assert stale not in files
    with OpenRecord(folder, small=1) as record:
        record.session.reside()
        assert len(paged.events_page(record.session, Selection()).rows) == 9
    assert {path: path.stat().st_mtime_ns for path in (folder / "index").rglob("*.parquet")} == files


def test_an_empty_record_has_nothing_of_anything(tmp_path: Path) -> None:
    from westphalia.record import open_writer

    with open_writer(tmp_path / "record", "test") as writer:
        writer.close()
    with OpenRecord(tmp_path / "record") as record:
        assert paged.events_page(record.session, Selection()).rows == []
        assert windows.total(record.session, selection(country="KEN"))["events"] == 0
        assert facets.facets(record.session, Selection())["type"] == []
