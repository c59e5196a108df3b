"""The pages as a reader without JavaScript gets them: what they say, where their numbers lead, what they refuse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("fastapi", reason="pip install 'westphalia[web]'")

from starlette.testclient import TestClient

from tests.query import made
from westphalia.query import OpenRecord
from westphalia.query.paged import events_page
from westphalia.web.app import create_app
from westphalia.web.narrowing import narrowing
from westphalia.web.settings import Settings

PAGES = (
    "/", "/?window=all", "/?window=all&by=status", "/?window=all&country=CHN", "/events", "/quotes", "/actors", "/actors/RUS",
    "/dyads", "/dyads/CHN/RUS", "/network?since=2024", "/network?since=2024&level=actor", "/compare",
    "/compare?one=Reuters&two=Pearl+River+Post", "/find",
)  # fmt: skip


class Seen(HTMLParser):
    """What a page holds: its elements with their attributes, and the text of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self._open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script" and data.strip():
            self.scripts.append(data)
        self.text += data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def client(demo: Path) -> Iterator[TestClient]:
    with TestClient(create_app(demo, Settings(rate=0)), base_url="http://localhost") as made_client:
        yield made_client


@pytest.fixture(scope="module")
def record(demo: Path) -> Iterator[OpenRecord]:
    with OpenRecord(demo) as opened:
        yield opened


def page(client: TestClient, address: str) -> Seen:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.text[:500])
    return Seen(answer.text)


def total(client: TestClient, address: str) -> int:
    """How many events a page of events says there are."""
    found = re.search(r'id="count"[^>]*>([\d,]+) events?<', client.get(address).text)
    assert found, address
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_landmarks_a_heading_and_nothing_inline(client: TestClient, address: str) -> None:
    seen = page(client, address)
    assert len(seen.of("main")) == len(seen.of("h1")) == len(seen.of("header")) == len(seen.of("footer")) == 1
    assert seen.of("title")
    assert seen.of("a")[0] == {"class": "skip", "href": "#main"}
    assert not seen.scripts
    for tag, attrs in seen.elements:
        assert "style" not in attrs, (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")], (tag, attrs)
        for name in ("href", "src", "action"):
            assert not re.match(r"(?:[a-z]+:)?//|javascript:|data:", attrs.get(name, "")), (tag, attrs)


@pytest.mark.parametrize("address", PAGES)
def test_tables_have_captions_and_fields_have_labels(client: TestClient, address: str) -> None:
    html = client.get(address).text
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert "<caption>" in table
        assert re.search(r'<th scope="col"', table)
    seen = Seen(html)
    labelled = {attrs["for"] for attrs in seen.of("label") if "for" in attrs}
    wrapped = re.findall(
        r"<label[^>]*>(?:(?!</label>).)*?<(?:input|select)[^>]*name=\"([^\"]+)\"", html, re.DOTALL
    )
    for field in [*seen.of("input"), *seen.of("select")]:
        if field.get("type") == "hidden" or "name" not in field:
            continue
        assert "aria-label" in field or field.get("id") in labelled or field["name"] in wrapped, field


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_links_within_the_page_have_a_target(client: TestClient, address: str) -> None:
    seen = page(client, address)
    ids = [attrs["id"] for _, attrs in seen.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in seen.elements:
        for name in ("aria-labelledby", "for", "list"):
            if name in attrs:
                assert attrs[name] in ids, attrs


def internal(client: TestClient, address: str) -> list[str]:
    return [
        link["href"]
        for link in page(client, address).of("a")
        if link.get("href", "").startswith("/") and "rel" not in link
    ]


@pytest.mark.parametrize("address", ["/?window=all", "/actors/RUS", "/dyads/CHN/RUS", "/network?since=2024"])
def test_every_link_leads_somewhere(client: TestClient, address: str) -> None:
    for href in sorted(set(internal(client, address))):
        if href.startswith(("/api/", "/stories/", "/review")):
            continue  # other builders' pages, tested beside them
        assert client.get(href.split("#")[0]).status_code == 200, href


@pytest.mark.parametrize(
    "address",
    [
        "/?window=all",
        "/?window=all&by=status",
        "/?window=all&country=RUS",
        "/actors/CHN",
        "/dyads/CHN/RUS",
        "/network?since=2024",
    ],
)
def test_every_number_is_the_number_of_events_behind_it(client: TestClient, address: str) -> None:
    html = client.get(address).text
    numbers = re.findall(r'<a[^>]*href="(/events\?[^"]+)"[^>]*>([\d,]+)</a>', html)
    assert len(numbers) > 20
    for href, told in numbers:
        assert total(client, href.replace("&amp;", "&")) == int(told.replace(",", "")), href


def test_the_bars_lead_to_their_events(client: TestClient) -> None:
    html = client.get("/?window=all").text
    bars = re.findall(r'<a href="(/events\?[^"]+)" tabindex="-1"><rect[^>]*><title>[^:]+: ([\d,]+) ', html)
    assert len(bars) > 8
    for href, told in bars:
        assert total(client, href.replace("&amp;", "&")) == int(told.replace(",", "")), href


def test_a_chart_stands_beside_the_table_of_its_numbers(client: TestClient) -> None:
    seen = page(client, "/dyads/CHN/RUS")
    tables = {attrs.get("id") for attrs in seen.of("table")}
    charts = [attrs for attrs in seen.of("figure") if "data-chart" in attrs]
    assert len(charts) == 2
    for chart in charts:
        assert chart["data-table"] in tables
        assert (
            client.get(chart["data-chart"])
            .json()["$schema"]
            .startswith("https://vega.github.io/schema/vega-lite")
        )


def test_the_map_is_narrowed_by_a_click_and_widened_by_another(client: TestClient) -> None:
    html = client.get("/?window=all").text
    china = re.search(r'<a href="([^"]+)" tabindex="-1"><title>China: (\d+) events', html)
    assert china
    assert china[1].replace("&amp;", "&") == "/?window=all&country=CHN"
    narrowed = client.get("/?window=all&country=CHN").text
    assert "<h1>China</h1>" in narrowed
    assert f">{china[2]}</a>" in narrowed
    assert re.search(r'<a href="/\?window=all" tabindex="-1" aria-current="true"><title>China:', narrowed)


# --- events ---------------------------------------------------------------------------------------


class Query:
    """An address's parameters, as a request has them."""

    def __init__(self, address: str) -> None:
        self.params = parse_qs(urlsplit(address).query)

    def getlist(self, key: str) -> list[str]:
        return self.params.get(key, [])


@pytest.mark.parametrize(
    "query",
    [
        "type=ACCUSE", "status=planned&status=denied", "actor=CHN&recipient=Russia", "country=Kenya", "sector=OPP",
        "said_by=Reuters", "outlet=Steppe+Wire", "place=Beijing", "mode=arrest", "quad_class=4", "text=gas",
        "min_confidence=0.9", "min_stories=2", "since=2024-03&until=2024-05", "pair=CHN&pair=RUS", "both=CHN&both=RUS",
        "party=Sarayev", "merged=1", "without_reprints=1", "dated=1",
    ],
)  # fmt: skip
def test_each_filter_shows_what_the_question_answers(
    client: TestClient, record: OpenRecord, query: str
) -> None:
    asked = narrowing(Query(f"/events?{query}"))
    rows = events_page(record.session, asked.selection, size=500).rows
    everything = len(record.events())
    assert 0 < len(rows) <= everything
    if "dated" not in query:
        assert len(rows) < everything
    html = client.get(f"/events?{query}").text
    assert total(client, f"/events?{query}") == len(rows)
    assert [row["event_id"] for row in rows[:50]] == re.findall(r'<li id="e-([0-9a-f]+)"', html)
    assert asked.address("/events") == narrowing(Query(asked.address("/events"))).address("/events")


def test_facets_count_what_choosing_them_gives(client: TestClient) -> None:
    html = client.get("/events?status=reported").text
    boxes = re.findall(
        r'name="(\w+)" value="([^"]+)"(?: checked)?><span>[^<]+</span><span class="n">([\d,]+)</span>', html
    )
    assert {name for name, *_ in boxes} >= {
        "status",
        "type",
        "actor",
        "recipient",
        "country",
        "sector",
        "place",
        "said_by",
        "outlet",
        "mode",
    }
    seen = {}
    for name, value, told in boxes:
        if seen.setdefault(name, 0) >= 3:
            continue
        seen[name] += 1
        query = (
            f"status={value}"
            if name == "status"
            else f"status=reported&{name}={value.replace('&amp;', '&').replace(' ', '+')}"
        )
        assert total(client, f"/events?{query}") == int(told.replace(",", "")), (name, value)


def test_what_is_chosen_stays_ticked_and_has_a_way_out(client: TestClient) -> None:
    html = client.get("/events?type=ACCUSE&actor=Malenko&sort=surest").text
    assert re.search(r'name="type" value="ACCUSE" checked', html)
    assert re.search(r'name="actor" value="Malenko" checked', html)
    assert '<a class="chip" href="/events?actor=Malenko&amp;sort=surest">' in html
    assert '<option value="surest" selected>' in html


def test_pages_follow_each_other_without_loss_or_repeat(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("westphalia.web.pages.events.SIZE", 9)
    client = TestClient(create_app(demo, Settings(rate=0)), base_url="http://localhost")
    for sort in ("newest", "stories", "conflict"):
        address, found = f"/events?sort={sort}", []
        while address:
            html = client.get(address).text
            found += re.findall(r'<li id="e-([0-9a-f]+)"', html)
            following = re.search(r'<a class="button main" href="([^"]+)" rel="next"', html)
            address = following[1].replace("&amp;", "&") if following else ""
        assert len(found) == len(set(found)) == total(client, "/events")


def test_an_htmx_answer_names_the_address_to_keep(client: TestClient) -> None:
    answer = client.get("/events?text=&type=ACCUSE&since=&sort=newest", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/events?type=ACCUSE"
    assert "HX-Request" in answer.headers["Vary"]


def test_exports_are_of_exactly_what_is_shown(client: TestClient) -> None:
    address = "/events?type=ACCUSE&status=reported"
    html = client.get(address).text
    (href,) = re.findall(r'href="(/api/v1/export/events\.jsonl[^"]*)"', html)
    answer = client.get(href.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert len(answer.text.strip().splitlines()) == total(client, address)


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/events?type=ASSULT", 400, "did you mean ASSAULT"),
        ("/events?actor=Sarayew", 400, "did you mean Oleg Sarayev"),
        ("/events?since=2024-13", 400, "is no date"),
        ("/events?sort=best", 400, "no sort"),
        ("/events?after=abc", 400, "no cursor"),
        ("/events?min_confidence=high", 400, "is no number"),
        ("/events?pair=CHN", 400, "two countries or actors"),
        ("/events?text=" + "x" * 300, 400, "more than"),
        ("/?window=week", 400, "no window"),
        ("/?since=2024-13", 400, "is no month"),
        ("/?country=Atlantis", 400, "no country"),
        ("/network?nodes=9999", 400, "a number from 2 to"),
        ("/compare?one=Reuters&two=Nobody", 400, "no outlet or actor"),
        ("/events/ffffffffffffffff", 404, "no event of this id"),
        ("/actors/p-000000000000", 404, "no actor of this id"),
        ("/dyads/CHN/Nobodyatall", 404, "did you mean"),
        ("/compare?event=ffffffffffffffff", 404, "no event of this id"),
        ("/nowhere", 404, "There is no such page"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(client: TestClient, address: str, status: int, says: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if "did you mean" not in says or "dyads" not in address:
        assert says in answer.text
    assert "Traceback" not in answer.text


# --- one event, an actor, a dyad, a comparison ----------------------------------------------------


def an_event(client: TestClient, query: str) -> str:
    found = re.search(r'<li id="e-([0-9a-f]+)"', client.get(f"/events?{query}").text)
    assert found
    return found[1]


def test_an_event_shows_its_sentence_its_grounds_and_its_other_tellings(client: TestClient) -> None:
    event_id = an_event(client, "type=COERCE&mode=arrest&outlet=Pearl+River+Post")
    html = client.get(f"/events/{event_id}").text
    assert "<mark>detained</mark>" in html
    assert "read so because of" in html
    assert "number arrested" in html
    assert re.search(r'href="/stories/[0-9a-f]{64}#e-' + event_id, html)
    assert 'rel="noopener noreferrer nofollow"' in html


def test_comparing_an_event_shades_what_differs(client: TestClient) -> None:
    event_id = an_event(client, "type=COERCE&mode=arrest&outlet=Pearl+River+Post")
    html = client.get(f"/compare?event={event_id}").text
    assert "One event, 3 outlets" in html
    assert re.search(r'<tr class="differs"><th scope="row">Recipient', html)
    assert not re.search(r'<tr class="differs"><th scope="row">Did it happen', html)
    versions = re.findall(r"<td><strong>(\d+)</strong></td>", html)
    assert versions == ["4", "6"] or versions == ["6", "4"]


def test_a_dyad_tells_both_directions_on_whose_word_and_what_came_of_plans(client: TestClient) -> None:
    html = client.get("/dyads/CHN/RUS").text
    assert "China → Russia" in html
    assert "Russia → China" in html
    plans = html[html.index("Announced, and what came of it") : html.index("On whose word")]
    assert re.search(r"<mark>sign</mark>.*?→ 19 Mar 2024", plans, re.DOTALL)
    assert client.get("/dyads/RUS/CHN").text.index("Russia → China") > 0


def test_an_actor_has_roles_partners_and_quotes(client: TestClient) -> None:
    address = client.get("/find?q=oleg+sarayev", follow_redirects=False).headers["location"]
    html = client.get(address).text
    assert "deputy prime minister" in html
    assert "We will not let anybody come between our two countries" in html
    assert re.search(r'href="/dyads/[^"]+/CHN-GOV"', html)


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("China Russia", "/dyads/CHN/RUS"),
        ("china – russia", "/dyads/CHN/RUS"),
        ("South Korea vs. Japan", "/dyads/KOR/JPN"),
        ("Kenya", "/actors/KEN"),
        ("tear gas", "/events?text=tear+gas"),
        ("Malenko and Germany", "/dyads/p-"),
    ],
)
def test_words_in_the_box_lead_to_a_page(client: TestClient, words: str, target: str) -> None:
    answer = client.get("/find", params={"q": words}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(target)


def test_quotes_are_found_by_their_words_and_speaker(client: TestClient) -> None:
    html = client.get("/quotes?actor=Wen+Haotian&text=threats").text
    assert html.count('<blockquote class="quote">') >= 1
    assert "China does not accept threats" in html
    assert "nobody comes between us" not in html
    assert "No quote fits" in client.get("/quotes?text=zebra").text


def test_a_network_keeps_the_most_active(client: TestClient) -> None:
    whole, small = page(client, "/network?since=2024"), page(client, "/network?since=2024&nodes=3")
    rows = [attrs for attrs in small.of("tr") if "data-id" in attrs]
    assert len(rows) == 3
    assert [row["data-id"] for row in rows] == [a["data-id"] for a in whole.of("tr") if "data-id" in a][:3]
    kept = {row["data-id"] for row in rows}
    assert all({a["data-source"], a["data-target"]} <= kept for a in small.of("tr") if "data-source" in a)


def test_an_empty_record_says_how_to_fill_it(tmp_path: Path) -> None:
    from westphalia.record import open_writer

    with open_writer(tmp_path / "none", "run") as writer:
        writer.close()
    client = TestClient(create_app(tmp_path / "none", Settings(rate=0)), base_url="http://localhost")
    assert "westphalia run PAGES" in client.get("/").text
    for address in (
        "/events",
        "/quotes",
        "/actors",
        "/dyads",
        "/network",
        "/compare",
        "/dyads/CHN/RUS",
        "/actors/CHN",
    ):
        assert client.get(address).status_code == 200, address


def test_dates_that_are_far_out_do_not_stretch_the_usual_window(tmp_path: Path) -> None:
    folder = made.write(tmp_path / "record")
    client = TestClient(create_app(folder, Settings(rate=0)), base_url="http://localhost")
    assert client.get("/?since=1700-01&until=2100-12").status_code == 200
    assert client.get(f"/?since={dt.date.max:%Y-%m}&until={dt.date.max:%Y-%m}").status_code == 200
