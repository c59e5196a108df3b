"""The MCP server through an in-memory client: what an assistant sees, and the evidence that stands behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="pip install 'westphalia[web]'")

from mcp import Client

from tests.query import made
from westphalia.errors import NoRecord
from westphalia.query import OpenRecord
from westphalia.web.mcp import make_server
from westphalia.web.mcp_tools import TOOLS

Json = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write(tmp_path_factory.mktemp("assistant") / "record")


class Asker:
    """Calls tools one at a time, each over a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self._server = make_server(folder)

    def result(self, tool: str, arguments: Json) -> Any:
        async def run() -> Any:
            async with Client(self._server) as client:
                return await client.call_tool(tool, arguments)

        return anyio.run(run)

    def __call__(self, tool: str, **arguments: Any) -> Json:
        result = self.result(tool, arguments)
        assert not result.is_error, result.content
        answer: Json = result.structured_content
        return answer

    def refused(self, tool: str, **arguments: Any) -> str:
        result = self.result(tool, arguments)
        assert result.is_error
        return str(result.content[0].text)

    def tools(self) -> list[Any]:
        async def run() -> list[Any]:
            async with Client(self._server) as client:
                return list((await client.list_tools()).tools)

        return anyio.run(run)


@pytest.fixture(scope="module")
def ask(folder: Path) -> Asker:
    return Asker(folder)


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[OpenRecord]:
    with OpenRecord(folder) as record:
        yield record


def texts() -> dict[str, str]:
    return {made.hexed(key, 64): text for key, text in made.TEXTS.items()}


def assert_evidence(event: Json) -> None:
    """Every offset of an event leads to the words that it gives, in the text of its article."""
    text = texts()[event["evidence"]["article_id"]]
    spans = [event["evidence"]["sentence"], event["evidence"]["trigger"]]
    spans += [party["mention"] for side in ("actors", "recipients", "said_by") for party in event[side]]
    assert len(spans) >= 2
    for span in spans:
        assert text[span["start"] : span["end"]] == span["words"] != ""
    assert event["evidence"]["outlet"]
    assert event["evidence"]["url"] or event["evidence"]["source"]


def events_in(answer: object) -> Iterator[Json]:
    """Every event anywhere in an answer."""
    if isinstance(answer, dict):
        if "evidence" in answer and "event_id" in answer:
            yield answer
        for value in answer.values():
            yield from events_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from events_in(value)


def test_every_tool_says_what_it_does_and_that_it_only_reads(ask: Asker) -> None:
    tools = {tool.name: tool for tool in ask.tools()}
    assert tuple(tools) == TOOLS
    for tool in tools.values():
        assert len(tool.description) > 40
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
    filters = tools["events"].input_schema["$defs"]["Filters"]["properties"]
    assert {"country", "said_by", "since", "min_stories"} <= filters.keys()
    assert all(
        part.get("description") for name, part in filters.items() if name in ("actor", "pair", "status")
    )


ASKED: list[tuple[str, Json]] = [
    ("record", {}),
    ("events", {}),
    ("event", {"event_id": made.hexed("e1")}),
    ("actors", {"filters": {"text": "Odhiambo"}}),
    ("actor", {"who": "Odhiambo"}),
    ("actor", {"who": "KEN"}),
    ("dyad", {"one": "CHN", "two": "RUS"}),
    ("dyads", {}),
    ("timeline", {"who": "Amina Odhiambo"}),
    ("network", {"nodes": 10}),
    ("network", {"level": "actor"}),
    ("places", {}),
    ("facets", {}),
    ("story", {"article_id": made.hexed("a1", 64)}),
    ("compare", {"one": "Daily Nation", "two": "Mwananchi"}),
]


@pytest.mark.parametrize(
    ("tool", "arguments"), ASKED, ids=[f"{n}-{tool}" for n, (tool, _) in enumerate(ASKED)]
)
def test_every_answer_has_events_whose_offsets_lead_to_their_words(
    ask: Asker, tool: str, arguments: Json
) -> None:
    found = list(events_in(ask(tool, **arguments)))
    assert found
    for event in found:
        assert_evidence(event)


def test_events_page_through_the_record_as_it_is_asked_elsewhere(ask: Asker, opened: OpenRecord) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = ask("events", limit=2, **({"after": after} if after else {}))
        assert len(page["events"]) <= 2
        seen += [event["event_id"] for event in page["events"]]
        after = page["after"]
        if after is None:
            break
    assert sorted(seen) == sorted(row["event_id"] for row in opened.events())
    assert len(seen) == len(set(seen)) == 9


def test_one_word_is_as_good_as_a_list_of_one(ask: Asker) -> None:
    one = ask("events", filters={"country": "KEN", "quad_class": 4})
    assert one == ask("events", filters={"country": ["KEN"], "quad_class": ["4"]})
    assert {event["type"] for event in one["events"]} == {"COERCE"}
    assert one["behind"]["page"] == "/events?quad_class=4&country=KEN"


def test_an_event_is_told_with_all_who_tell_of_it_and_whether_it_happened(ask: Asker) -> None:
    told = ask("event", event_id=made.hexed("e1"))
    assert (told["n_reports"], told["n_stories"], len(told["other_reports"])) == (3, 2, 2)
    assert {event["status"] for event in told["other_reports"]} == {"reported", "denied"}
    assert "Amina Odhiambo" in told["event"]["told"]
    assert told["event"]["sources"] == ["Peter Mwangi", "AFP", "Daily Nation"]


def test_numbers_are_the_records_and_what_is_behind_them_lists_as_many(
    ask: Asker, opened: OpenRecord
) -> None:
    dyad = ask("dyad", one="China", two="RUS")
    rows = [row for row in opened.dyad("China", "RUS") if row["month"]]
    told = [row for row in dyad["months"] if row["month"]]
    assert [(row["month"], row["actor"], row["events"]) for row in told] == [
        (row["month"], row["actor"], row["events"]) for row in rows
    ]
    listed = ask("events", filters=dyad["behind"]["filters"], limit=100)
    assert len(listed["events"]) == sum(row["events"] for row in told) == 2
    every = ask("facets")
    assert sum(value["events"] for value in every["facets"]["type"]) == 9
    pairs = ask("dyads")["pairs"]
    assert {(pair["one"], pair["two"]): pair["events"] for pair in pairs} == {("CHN", "RUS"): 2}


def test_an_article_is_read_in_parts(ask: Asker) -> None:
    whole = ask("story", article_id=made.hexed("a4", 64))
    assert whole["text"] == made.TEXTS["a4"]
    part = ask("story", article_id=made.hexed("a4", 64), start=6, length=10)
    assert part["text"] == made.TEXTS["a4"][6:16]
    assert part["length"] == len(made.TEXTS["a4"])
    reprint = ask("story", article_id=made.hexed("a2", 64))
    assert [copy["article_id"] for copy in reprint["copies"]] == [made.hexed("a1", 64)]
    by_story = ask("story", article_id=made.hexed("sa1"))
    assert by_story["article_id"] == made.hexed("a2", 64)  # the fullest copy


def test_quotes_and_stories(ask: Asker) -> None:
    (quote,) = ask("quotes", filters={"actor": "Mwangi"})["quotes"]
    assert quote["speaker"]["name"] == "Peter Mwangi"
    assert quote["url"] == "https://www.example.org/a1"
    stories = ask("stories", min_copies=2)["stories"]
    assert [(story["n_articles"], story["wire"]) for story in stories] == [(2, "AFP")]


def test_words_of_pages_come_through_as_they_are(ask: Asker) -> None:
    (event,) = ask("events", filters={"country": "COD"})["events"]
    assert event["evidence"]["sentence"]["words"] == made.TEXTS["a5"]


@pytest.mark.parametrize(
    ("tool", "arguments", "line"),
    [
        ("events", {"filters": {"type": "ASSULT"}}, "did you mean ASSAULT"),
        ("events", {"filters": {"actor": "Nobody Atall"}}, "no actor 'Nobody Atall'"),
        ("events", {"filters": {"acter": "CHN"}}, "acter"),
        ("events", {"limit": 1000}, "less than or equal to 100"),
        ("events", {"after": "bm9uZQ"}, "this is no cursor of this list"),
        ("events", {"sort": "best"}, "no sort 'best'; there are newest"),
        ("event", {"event_id": "0" * 16}, "no event"),
        ("story", {"article_id": "'; DROP TABLE events; --"}, "no article or story"),
        ("dyad", {"one": "CHN", "two": "Atlantis"}, "no actor 'Atlantis'"),
        ("dyad", {"one": "CHN", "two": "RUS", "filters": {"text": "gas"}}, "cannot be narrowed by text"),
        ("network", {"level": "town"}, "country or actor"),
    ],
)
def test_what_the_asker_can_mend_is_told_in_a_line(ask: Asker, tool: str, arguments: Json, line: str) -> None:
    assert line in ask.refused(tool, **arguments)


def test_no_record_is_told_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(NoRecord):
        make_server(tmp_path / "none")
    done = subprocess.run(
        [sys.executable, "-m", "westphalia", "mcp", "--record", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_command_answers_over_standard_input_and_output(folder: Path) -> None:
    from mcp import StdioServerParameters

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "westphalia", "mcp", "--record", str(folder)],
        env=dict(os.environ),
    )

    async def run() -> Json:
        async with Client(server) as client:
            result = await client.call_tool("events", {"filters": {"country": "TCD"}, "limit": 1})
            answer: Json = result.structured_content
            return answer

    answer = anyio.run(run)
    assert_evidence(answer["events"][0])
    assert answer["after"]
