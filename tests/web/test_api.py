"""The API: every answer as its model says, paged by key, tagged, and the same numbers as the library's own."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, get_args

import pytest

pytest.importorskip("fastapi", reason="pip install 'westphalia[web]'")
pytest.importorskip("jsonschema", reason="pip install 'westphalia[web]'")

import jsonschema
import pyarrow.parquet as pq
from starlette.testclient import TestClient

from tests.query import made
from westphalia.query import OpenRecord
from westphalia.query.columns import ACTOR, EVENT, MERGED, QUOTE, STORY
from westphalia.query.exports import FORMATS, export, stream
from westphalia.query.flat import rounded
from westphalia.query.paged import SORTS
from westphalia.web import narrowing
from westphalia.web.api import models
from westphalia.web.api.export import EventFormat, RowFormat
from westphalia.web.api.params import Narrowed, SortName
from westphalia.web.app import create_app
from westphalia.web.settings import Settings

Json = dict[str, Any]
API = "/api/v1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write(tmp_path_factory.mktemp("api") / "record")


@pytest.fixture(scope="module", params=["tables", "index"])
def record(folder: Path, request: pytest.FixtureRequest) -> OpenRecord:
    return OpenRecord(folder, small=1 if request.param == "index" else 10**9)


@pytest.fixture(scope="module")
def client(record: OpenRecord) -> TestClient:
    return TestClient(create_app(record, Settings(rate=0)), base_url="http://localhost")


@pytest.fixture(scope="module")
def document(client: TestClient) -> Json:
    found: Json = client.get(f"{API}/openapi.json").json()
    return found


def get(client: TestClient, path: str, **params: Any) -> Any:
    response = client.get(API + path, params=params or None)  # none at all would take the address's own away
    assert response.status_code == 200, response.text
    return response.json()


def told(client: TestClient, path: str, code: int, **params: Any) -> str:
    """The message of an answer that is none."""
    response = client.get(API + path, params=params or None)
    assert response.status_code == code, response.text
    body = response.json()
    assert set(body) == {"error"}
    assert body["error"]["status"] == code
    return str(body["error"]["message"])


def event_id(number: int) -> str:
    return made.hexed(f"e{number}")


ARTICLE = made.hexed("a1", 64)
ADDRESSES: dict[str, tuple[str, ...]] = {
    "/record": ("/record",),
    "/events": ("/events", "/events?country=KEN&sort=surest&limit=2", "/events?text=no+such+words"),
    "/events/{event_id}": (f"/events/{event_id(1)}", f"/events/{event_id(6)}", f"/events/{event_id(8)}"),
    "/merged-events": ("/merged-events", "/merged-events?min_stories=2"),
    "/merged-events/{merged_id}": (f"/merged-events/{made.hexed('marrest')}",),
    "/facets": ("/facets", "/facets?type=COERCE&country=KEN&limit=3"),
    "/quotes": ("/quotes", "/quotes?actor=Mwangi&text=LAW"),
    "/quotes/{quote_id}": (f"/quotes/{made.hexed('q1')}",),
    "/actors": ("/actors", "/actors?country=KEN&sector=GOV", "/actors?text=odhi"),
    "/actors/{actor_id}": (f"/actors/{made.ODHIAMBO}", "/actors/----REB"),
    "/stories": ("/stories", "/stories?min_copies=2&outlet=The+Standard"),
    "/stories/{story_id}": (f"/stories/{made.hexed('sa1')}", f"/stories/{made.hexed('sa5')}"),
    "/articles/{article_id}": tuple(f"/articles/{made.hexed(key, 64)}" for key in made.TEXTS),
    "/counts": ("/counts", "/counts?since=2024-04&status=reported"),
    "/most-active/actors": ("/most-active/actors", "/most-active/actors?side=either&limit=3"),
    "/dyads": ("/dyads", "/dyads?pair=CHN&pair=RUS"),
    "/dyads/{one}/{two}": ("/dyads/CHN/RUS", "/dyads/China/Russia?status=planned", "/dyads/KEN/Odhiambo"),
    "/timeline/{who}": ("/timeline/KEN", "/timeline/Amina%20Odhiambo?merged=true"),
    "/places": ("/places", "/places?country=KEN"),
    "/map": ("/map", "/map?until=2024-03-31"),
    "/network": ("/network", "/network?level=actor&nodes=3"),
    "/compare": ("/compare?one=Daily%20Nation&two=Mwananchi", "/compare?one=Xinhua&two=Reuters"),
}
"""Addresses of each question, by the path in the OpenAPI document."""


# --- answers and their models -------------------------------------------------------------------


def test_every_question_of_the_document_is_tried_here(document: Json) -> None:
    questions = {path.removeprefix(API) for path in document["paths"] if "/export/" not in path}
    assert questions == set(ADDRESSES)
    assert all(set(item) == {"get"} for item in document["paths"].values())


@pytest.mark.parametrize(
    ("path", "address"), [(p, a) for p, addresses in ADDRESSES.items() for a in addresses]
)
def test_an_answer_is_what_the_document_says(
    client: TestClient, document: Json, path: str, address: str
) -> None:
    body = get(client, address)
    told_so = document["paths"][API + path]["get"]["responses"]["200"]["content"]["application/json"]
    validator = jsonschema.Draft202012Validator({**told_so["schema"], "components": document["components"]})
    validator.validate(body)
    assert get(client, address) == body


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (EVENT, lambda record: record.events()),
        (QUOTE, lambda record: record.quotes()),
        (ACTOR, lambda record: record.actors()),
        (STORY, lambda record: record.stories()),
        (MERGED, lambda record: record.sql("SELECT * FROM merged_events")),
    ],
    ids=["event", "quote", "actor", "story", "merged"],
)
def test_a_row_has_all_that_the_library_answers(record: OpenRecord, columns: Any, rows: Any) -> None:
    assert {column.name for column in columns} == set(rows(record).columns) - {"month"}


def test_events_are_those_of_the_library(client: TestClient, record: OpenRecord) -> None:
    own = [rounded({k: v for k, v in row.items() if k != "month"}) for row in record.events()]
    assert sorted(get(client, "/events")["items"], key=lambda row: row["event_id"]) == sorted(
        own, key=lambda row: row["event_id"]
    )


def test_counts_by_month_are_those_of_the_library(client: TestClient, record: OpenRecord) -> None:
    for path, own in (
        ("/dyads/CHN/RUS", record.dyad("CHN", "RUS")),
        (
            "/dyads/CHN/RUS?merged=true&status=planned",
            record.dyad("CHN", "RUS", merged=True, status="planned"),
        ),
        ("/timeline/KEN", record.timeline("KEN")),
    ):
        body = get(client, path)
        assert body["months"] == [dict(row) for row in own]
        assert body["notes"] == list(own.notes)


def test_two_sides_beside_each_other(client: TestClient, record: OpenRecord) -> None:
    (row,) = get(client, "/compare", one="Daily Nation", two="Mwananchi")["items"]
    assert row["status_1"] == "reported"
    assert row["status_2"] == "denied"
    assert "status" in row["differ"]
    assert "Nation" in told(client, "/compare", 400, one="Daily Natoin", two="Mwananchi")


# --- evidence -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 10))
def test_every_field_of_an_event_is_read_back_to_its_words(
    client: TestClient, record: OpenRecord, number: int
) -> None:
    body = get(client, f"/events/{event_id(number)}")
    text = get(client, f"/articles/{body['event']['article_id']}")["article"]["text"]
    spans = body["evidence"]
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    view = record.sql(f"SELECT field, start, \"end\" FROM evidence WHERE event_id = '{event_id(number)}'")
    key = lambda row: (row["field"], row["start"], row["end"])  # noqa: E731
    assert sorted(map(key, spans)) == sorted(map(key, view))
    assert {"trigger", "sentence"} <= {span["field"] for span in spans}


def test_an_event_comes_with_every_other_telling(client: TestClient) -> None:
    body = get(client, f"/events/{event_id(1)}")
    assert {row["event_id"] for row in body["reports"]} == {event_id(2), event_id(3)}
    assert [row["published"] for row in body["reports"]] == ["2024-03-05", "2024-03-05"]
    assert body["merged"]["n_reports"] == 3
    assert body["merged"]["n_stories"] == 2
    (contradiction,) = body["merged"]["contradictions"]
    assert {value["value"] for value in contradiction["values"]} == {"reported", "denied"}


def test_a_story_has_its_copies_and_its_text(client: TestClient) -> None:
    body = get(client, f"/stories/{made.hexed('sa1')}")
    assert {copy["outlet"] for copy in body["copies"]} == {"Daily Nation", "The Standard"}
    assert body["fullest"]["article"]["text"] == made.TEXTS["a2"]
    assert [event["event_id"] for event in body["fullest"]["events"]] == [event_id(2)]
    assert get(client, f"/articles/{ARTICLE}")["quotes"][0]["title"] == made.TEXTS["a1"][:24]


# --- pages --------------------------------------------------------------------------------------


def all_pages(client: TestClient, path: str, size: int, **params: Any) -> list[Json]:
    found: list[Json] = []
    after = None
    for _ in range(50):
        page = get(client, path, limit=size, **params, **({"after": after} if after else {}))
        assert len(page["items"]) <= size
        found += page["items"]
        after = page["next"]
        if after is None:
            return found
    raise AssertionError("it never ends")


@pytest.mark.parametrize("size", [1, 2, 3, 9])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_events_put_together_are_the_whole_list(client: TestClient, sort: str, size: int) -> None:
    whole = get(client, "/events", sort=sort)["items"]
    assert len(whole) == 9
    assert all_pages(client, "/events", size, sort=sort) == whole


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("path", ["/quotes", "/actors", "/stories", "/merged-events"])
def test_pages_of_other_lists_put_together_are_the_whole_list(
    client: TestClient, path: str, size: int
) -> None:
    assert all_pages(client, path, size) == get(client, path)["items"]


def test_a_page_says_where_the_next_is(client: TestClient) -> None:
    response = client.get(f"{API}/events?limit=2&country=KEN")
    link = response.headers["link"].partition(">")[0].removeprefix("<")
    following = client.get(link).json()
    assert following["items"] == get(client, "/events", country="KEN")["items"][2:4]
    assert "link" not in client.get(link.replace("limit=2", "limit=9")).headers


def test_a_cursor_holds_for_its_own_list_alone(client: TestClient) -> None:
    events = get(client, "/events", limit=1)["next"]
    actors = get(client, "/actors", limit=1)["next"]
    for path, params in (
        ("/events", {"after": "nonsense"}),
        ("/events", {"after": actors}),
        ("/events", {"after": events, "sort": "surest"}),
        ("/actors", {"after": events}),
        ("/quotes", {"after": actors}),
        ("/stories", {"after": "bnVsbA"}),
        ("/actors", {"after": "WyJhY3RvcnMiLDFlOTksMSwieCJd"}),
    ):
        assert "cursor" in told(client, path, 400, **params)


# --- what cannot be answered --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "params", "status", "words"),
    [
        ("/events", {"countri": "KEN"}, 422, "countri: no such parameter"),
        ("/events", {"limit": "0"}, 422, "limit"),
        ("/events", {"limit": "501"}, 422, "limit"),
        ("/events", {"status": "rumoured"}, 422, "status"),
        ("/events", {"since": "yesterday"}, 422, "since"),
        ("/events", {"since": "2024-13"}, 400, "no date"),
        ("/events", {"since": "2024", "until": "2023"}, 400, "after until"),
        ("/events", {"type": "ASSULT"}, 400, "ASSAULT"),
        ("/events", {"country": "Kenia"}, 400, "Kenya"),
        ("/events", {"actor": "Odhiamba"}, 400, "Odhiambo"),
        ("/events", {"pair": ["CHN"]}, 400, "two"),
        ("/events", {"text": "x" * 201}, 422, "text"),
        ("/dyads/CHN/Atlantis", {}, 400, "Atlantis"),
        ("/timeline/Atlantis", {}, 400, "Atlantis"),
        ("/compare", {"one": "Xinhua"}, 422, "two"),
        ("/events/unknown", {}, 404, "this id"),
        ("/events/%00'%22$1", {}, 404, "this id"),
        ("/merged-events/unknown", {}, 404, "this id"),
        ("/quotes/unknown", {}, 404, "this id"),
        ("/actors/unknown", {}, 404, "this id"),
        ("/stories/unknown", {}, 404, "this id"),
        ("/articles/unknown", {}, 404, "this id"),
        ("/export/events.xlsx", {}, 422, "form"),
        ("/export/events.csv", {"type": "ASSULT"}, 400, "ASSAULT"),
        ("/nothing", {}, 404, "nothing at this address"),
    ],
)
def test_what_cannot_be_answered_says_why(
    client: TestClient, path: str, params: Json, status: int, words: str
) -> None:
    assert words in told(client, path, status, **params)


# --- tags ---------------------------------------------------------------------------------------


def test_what_a_client_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get(f"{API}/events?country=KEN")
    tag = first.headers["etag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}'):
        again = client.get(f"{API}/events?country=KEN", headers={"If-None-Match": given})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
    for given in ("", '"other"', tag.strip('"')):
        assert client.get(f"{API}/events?country=KEN", headers={"If-None-Match": given}).status_code == 200
    assert client.get(f"{API}/events", headers={"If-None-Match": tag}).status_code == 200


# --- facets and rankings ------------------------------------------------------------------------


def test_the_number_of_a_facet_is_the_length_of_its_list(client: TestClient) -> None:
    for name, values in get(client, "/facets", limit=3)["facets"].items():
        for value in values:
            rows = get(client, "/events", **{name: value["value"]}, limit=500)["items"]
            assert len(rows) == value["events"], f"{name}={value['value']}"


def test_the_number_of_a_pair_is_the_length_of_its_list(client: TestClient) -> None:
    for row in get(client, "/dyads")["items"]:
        rows = get(client, "/events", pair=[row["one"], row["two"]])["items"]
        assert len(rows) == row["events"]


def test_edges_lead_from_node_to_node(client: TestClient) -> None:
    for level in ("country", "actor"):
        body = get(client, "/network", level=level)
        ids = {node["id"] for node in body["nodes"]}
        assert {end for edge in body["edges"] for end in (edge["source"], edge["target"])} == ids
    assert get(client, "/network", nodes=1)["edges"] == []


def test_whatever_pages_narrow_by_the_api_does_too() -> None:
    assert set(narrowing.NAMES) == set(Narrowed.model_fields)
    assert set(stream.EVENT_FORMATS) == set(get_args(EventFormat))
    assert set(stream.ROW_FORMATS) == set(get_args(RowFormat))
    assert set(SORTS) == set(get_args(SortName))


@pytest.mark.parametrize(
    "word", ["\x00", "a\x00b", "'; DROP TABLE events; --", "$p0", "{}", "\\", "(", "é" * 200, "\u202e"]
)
@pytest.mark.parametrize("name", ["actor", "text", "outlet", "place", "said_by", "type", "after"])
def test_words_of_any_kind_are_words(client: TestClient, name: str, word: str) -> None:
    for path in ("/events", "/quotes", "/actors"):
        assert client.get(API + path, params={name: word}).status_code in (200, 400, 422)


# --- exports ------------------------------------------------------------------------------------


def exported(client: TestClient, name: str, **params: Any) -> bytes:
    response = client.get(f"{API}/export/{name}", params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"].startswith('attachment; filename="westphalia-')
    return response.content


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("params", [{}, {"country": "KEN"}, {"status": "planned"}, {"text": "no such words"}])
def test_an_export_is_what_the_command_writes(
    client: TestClient, record: OpenRecord, form: str, params: Json
) -> None:
    stream = io.StringIO(newline="")
    export(record, form, stream, **params)
    assert exported(client, f"events.{form}", **params).decode() == stream.getvalue()


SHOWN: list[Json] = [
    {},
    {"party": "KEN"},
    {"pair": ["CHN", "RUS"]},
    {"place": "Goma"},
    {"dated": True},
    {"merged": True},
    {"without_reprints": True, "min_confidence": 0.7},
    {"min_stories": 2},
    {"text": "no such words"},
    {"sort": "surest", "limit": 500},
]


@pytest.mark.parametrize("params", SHOWN, ids=str)
def test_an_export_has_exactly_what_is_shown(client: TestClient, params: Json) -> None:
    shown = {row["event_id"]: row for row in get(client, "/events", **{"limit": 500, **params})["items"]}
    rows = [json.loads(line) for line in exported(client, "events.jsonl", **params).splitlines()]
    assert {row["event_id"] for row in rows} == set(shown)
    assert len(rows) == len(shown)
    table = pq.read_table(io.BytesIO(exported(client, "events.parquet", **params)))
    assert sorted(table["event_id"].to_pylist()) == sorted(shown)
    assert set(table.column_names) == {column.name for column in EVENT}
    lines = list(csv.DictReader(io.StringIO(exported(client, "events.csv", **params).decode())))
    assert {line["event_id"] for line in lines} == set(shown)


@pytest.mark.parametrize("name", ["quotes", "actors", "stories"])
def test_other_lists_are_exported_whole(client: TestClient, name: str) -> None:
    shown = get(client, f"/{name}")["items"]
    key = {"quotes": "quote_id", "actors": "actor_id", "stories": "story_id"}[name]
    rows = [json.loads(line) for line in exported(client, f"{name}.jsonl").splitlines()]
    assert [row[key] for row in rows] == [row[key] for row in shown]
    assert [set(row) for row in rows] == [set(row) for row in shown]
    table = pq.read_table(io.BytesIO(exported(client, f"{name}.parquet")))
    assert table[key].to_pylist() == [row[key] for row in shown]
    lines = list(csv.DictReader(io.StringIO(exported(client, f"{name}.csv").decode())))
    assert [line[key] for line in lines] == [
        row[key] if row[key][0] != "-" else f"'{row[key]}" for row in shown
    ]


def test_dyads_are_exported_by_month(client: TestClient, record: OpenRecord) -> None:
    rows = [json.loads(line) for line in exported(client, "dyads.jsonl").splitlines()]
    assert rows == [rounded(row) for row in record.dyads()]


def test_a_spreadsheet_runs_nothing_of_a_page(client: TestClient) -> None:
    text = exported(client, "events.csv", place="Goma").decode()
    assert "'=cmd|" in text
    assert ",=cmd" not in text


def test_only_so_many_exports_run_at_once(record: OpenRecord) -> None:
    app = create_app(record, Settings(rate=0, exports_at_once=1))
    client = TestClient(app, base_url="http://localhost")
    for _ in range(3):
        assert client.get(f"{API}/export/events.csv").status_code == 200
    assert client.get(f"{API}/export/events.csv?type=ASSULT").status_code == 400
    with app.state.exports:
        response = client.get(f"{API}/export/events.csv")
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) > 0
    assert client.get(f"{API}/export/events.csv").status_code == 200


# --- documentation ------------------------------------------------------------------------------


def test_the_page_about_the_api_has_every_question_and_parameter(client: TestClient, document: Json) -> None:
    page = client.get(f"{API}/docs").text
    for path, item in document["paths"].items():
        assert f"<code>{path}</code>" in page
        for param in item["get"].get("parameters", ()):
            assert f"<code>{param['name']}</code>" in page
            assert param.get("description"), f"{path}: {param['name']} has no meaning"
    for name in document["components"]["schemas"]:
        assert f'id="model-{name}"' in page
    assert models.Event.__name__ in document["components"]["schemas"]
