"""The story reader as a browser without scripts gets it, over a record of ordinary and of hostile articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="pip install 'westphalia[web]'")

from click.testing import CliRunner
from starlette.testclient import TestClient

from tests.conftest import EXAMPLES
from westphalia.cli import cli
from westphalia.query import OpenRecord, story
from westphalia.web.app import create_app
from westphalia.web.settings import Settings

DATA = Path(__file__).parent / "data"
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """A page's elements, each with its attributes and text; what runs, and what is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[int] = []
        self.unbalanced: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self.elements[self._open[-1]][0] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.elements[place][2].append(data)

    def of(self, tag: str, **wanted: str) -> list[tuple[dict[str, str], str]]:
        return [
            (attrs, "".join(text))
            for name, attrs, text in self.elements
            if name == tag
            and all(value in attrs.get(key.rstrip("_"), "").split() for key, value in wanted.items())
        ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories") / "record"
    sources = [str(EXAMPLES / "2_reprint.txt"), str(DATA / "articles.jsonl"), str(DATA / "hostile.jsonl")]
    done = CliRunner().invoke(cli, ["run", *sources, "--record", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder, Settings(rate=0)), base_url="http://localhost") as made:
        yield made


@pytest.fixture(scope="module")
def ids(folder: Path) -> dict[str, str]:
    """The articles' ids by their outlets and titles."""
    with OpenRecord(folder) as record:
        rows = record.session.rows("SELECT outlet, title, article_id FROM articles")
    return {f"{outlet}: {title}": article_id for outlet, title, article_id in rows}


def read(client: TestClient, ids: dict[str, str], words: str, query: str = "") -> Page:
    (article_id,) = [found for name, found in ids.items() if words in name]
    response = client.get(f"/stories/{article_id}{query}")
    assert response.status_code == 200
    page = Page(response.text)
    assert page.unbalanced == []
    return page


def test_every_article_is_shown_whole_and_every_event_leads_to_its_words(folder: Path, client: TestClient, ids: dict[str, str]) -> None:  # fmt: skip
    with OpenRecord(folder) as record:
        for article_id in ids.values():
            article = story.article(record.session, article_id)
            assert article is not None
            events = story.events(record.session, article)
            page = Page(client.get(f"/stories/{article_id}").text)
            assert page.unbalanced == []
            blocks = [text for tag in ("h1", "p") for attrs, text in page.of(tag, class_="b")]
            shown = "".join("".join(blocks).split())
            for char in set(article["text"]) - set("\u202e\u202c\u200b\x07\x85"):
                assert shown.count(char) >= article["text"].count(char) or char.isspace()
            triggers = {attrs["id"]: text for attrs, text in page.of("a", class_="m-event")}
            for number, event in enumerate(events, 1):
                (item,) = [
                    attrs
                    for attrs, _ in page.of("li", class_="ev")
                    if attrs["id"] == f"e-{event['event_id']}"
                ]
                assert item["data-e"] == str(number)
                words = article["text"][event["trigger_start"] : event["trigger_end"]]
                assert words.startswith(triggers[f"t-{event['event_id']}"])


def test_an_event_tells_its_sentence_and_every_decision(client: TestClient, ids: dict[str, str]) -> None:
    page = read(client, ids, "Russia protests after China detains")
    told = [" ".join(text.split()) for _, text in page.of("p", class_="ev-told")]
    assert any(
        "Chinese coast guard officers CHN COP arrested six Russian fishermen RUS CVL" in line for line in told
    )
    labels = [text for attrs, text in page.of("dt")]
    assert {"who", "to whom", "said by", "when", "where", "status", "on whose word", "confidence"} <= set(
        labels
    )
    grounds = " ".join(text for _, text in page.of("span", class_="ground"))
    assert "demonym 'Chinese'" in grounds
    assert "counted from publication" in grounds


def _trigger(page: Page) -> list[str]:
    return [text for _, text in page.of("a", class_="is-trigger")]


def test_the_address_of_an_event_lights_it_without_a_script(client: TestClient, ids: dict[str, str]) -> None:
    page = read(client, ids, "Russia protests after China detains")
    lit = {
        attrs["href"]: Page(client.get(attrs["href"].split("#")[0]).text)
        for attrs, _ in page.of("a", class_="ev-go")
    }
    (href,) = [href for href, shown in lit.items() if _trigger(shown) == ["detained"]]
    lighted = lit[href]
    assert (
        "".join(text for _, text in lighted.of("span", class_="is-actor")) == "Chinese coast guard officers"
    )
    assert "".join(text for _, text in lighted.of("span", class_="is-when")) == "on Monday"
    assert not page.of("a", class_="is-trigger")
    assert href.split("#")[1] in {attrs.get("id") for _, attrs, _ in lighted.elements}


def test_furniture_is_greyed_with_its_reason_and_marks_none_of_it(
    client: TestClient, ids: dict[str, str]
) -> None:
    page = read(client, ids, "Georgia and Armenia sign an agreement of transit")
    greyed = {text for _, text in page.of("p", class_="greyed")}
    assert any("share line" in text and "Share on Facebook" in text for text in greyed)
    assert any("repeats another line" in text for text in greyed)
    (caption,) = [attrs for attrs, _ in page.of("p", class_="b-caption")]
    assert caption["title"].startswith("caption")


def test_copies_are_told_apart_and_other_tellings_named(client: TestClient, ids: dict[str, str]) -> None:
    page = read(client, ids, "China, Russia to ink gas pact in March")
    copies = " ".join(" ".join(text.split()) for _, text in page.of("ul", class_="copy-list"))
    assert "Agence France-Presse" in copies
    assert "“Beijing and Moscow set date for pipeline agreement”" in copies
    assert "1 paragraph put in; 3 paragraphs the same" in copies
    assert ' "China does not accept threats," he said.' in copies
    others = page.of("details", class_="others")
    assert others
    for attrs, _ in page.of("a"):
        if attrs["href"].startswith("/stories/"):
            assert client.get(attrs["href"].split("#")[0]).status_code == 200


def test_a_hostile_article_is_text(client: TestClient, ids: dict[str, str]) -> None:
    page = read(client, ids, "Minister accuses Azerbaijan")
    scripts = page.of("script")
    assert all(attrs.get("src", "").startswith("/static/") and not text.strip() for attrs, text in scripts)
    allowed = {
        "html", "head", "meta", "title", "link", "script", "body", "a", "div", "header", "nav", "form", "label", "input",
        "button", "span", "main", "article", "p", "time", "fieldset", "legend", "h1", "h2", "section", "ul", "ol", "li",
        "blockquote", "dl", "dt", "dd", "br", "code", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th",
        "td", "aside", "kbd", "b", "q", "i", "footer", "del", "ins",
    }  # fmt: skip
    assert {tag for tag, _, _ in page.elements} <= allowed
    for _, attrs, _ in page.elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert re.match(r"(/|#|https://hostile\.example\.org/a\?x=1&y=<b>$|$)", attrs.get(name, ""))
    (title,) = [text for _, text in page.of("h1", class_="b-title")]
    assert title.startswith("<script>alert('title')</script>")
    text = "".join(text for tag in ("h1", "p") for _, text in page.of(tag, class_="b"))
    assert "<style>body{display:none}</style>" in text
    assert "{{ 7*7 }} {% raw %} ${7*7}" in text
    assert "\u202e" not in text
    assert {text for _, text in page.of("span", class_="ctl")} >= {"U+202E", "U+202C", "U+200B"}


def test_the_source_is_linked_with_manners_and_an_address_that_runs_is_not(
    client: TestClient, ids: dict[str, str]
) -> None:
    page = read(client, ids, "Russia protests after China detains")
    links = [attrs for attrs, _ in page.of("a") if attrs["href"].startswith("http")]
    assert links
    assert all(set(attrs["rel"].split()) == {"noopener", "noreferrer", "nofollow"} for attrs in links)
    page = read(client, ids, "Rebels attack the capital")
    assert not [attrs for attrs, _ in page.of("a") if ":" in attrs["href"].split("?")[0]]


def test_an_article_without_events_teaches(client: TestClient, ids: dict[str, str]) -> None:
    page = read(client, ids, "Ten gardens to see this summer")
    assert "No event was found in this article" in " ".join(text for _, text in page.of("aside"))


def test_a_story_leads_to_its_fullest_copy_and_what_is_none_is_not_found(
    folder: Path, client: TestClient
) -> None:
    with OpenRecord(folder) as record:
        story_id, fullest = record.session.rows("SELECT story_id, fullest_article_id FROM stories ORDER BY n_articles DESC LIMIT 1")[0]  # fmt: skip
    response = client.get(f"/stories/{story_id}", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, f"/stories/{fullest}")
    for wrong in ("0" * 64, "0" * 16, "nothing", "%3Cscript%3E", "../events"):
        assert client.get(f"/stories/{wrong}").status_code in (404, 200 if wrong == "../events" else 404)


def test_no_forms_where_no_reviews_are_taken(client: TestClient, ids: dict[str, str]) -> None:
    page = read(client, ids, "Russia protests after China detains")
    assert not [attrs for attrs, _ in page.of("form") if attrs.get("method") == "post"]
