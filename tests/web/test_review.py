"""Review over HTTP: decisions as rows, undone by rows, refused from elsewhere; what readers then see."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="pip install 'westphalia[web]'")

from starlette.testclient import TestClient

from tests.web.test_story import Page
from westphalia.query import OpenRecord, story
from westphalia.records import Span
from westphalia.review import Ledger, coding_of, standing
from westphalia.web.app import create_app
from westphalia.web.settings import Settings

HERE = "http://localhost"
FROM_HERE = {"origin": HERE, "sec-fetch-site": "same-origin"}


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo, tmp_path / "record"))


@pytest.fixture
def article(folder: Path) -> dict[str, Any]:
    """The article on the fishermen, with its events."""
    with OpenRecord(folder) as record:
        found = record.session.rows(
            "SELECT article_id FROM articles WHERE title LIKE 'Russia protests after%'"
        )
        row = story.article(record.session, str(found[0][0]))
        assert row is not None
        return {**row, "events": story.events(record.session, row)}


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder, Settings(rate=0, review=True)), base_url=HERE) as made:
        yield made


class Reviewer:
    """A browser that reviews: it loads the page, and sends forms with the token that the page gave it."""

    def __init__(self, client: TestClient, article_id: str, name: str = "Ada") -> None:
        self.client, self.article_id = client, article_id
        self.post("/review/name", reviewer=name)

    def page(self) -> str:
        return self.client.get(f"/stories/{self.article_id}").text

    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]{64})"', self.page())
        assert found
        return found[1]

    def post(self, path: str, headers: dict[str, str] = FROM_HERE, **fields: Any) -> Any:
        sent = {"token": self.token(), "article": self.article_id, **fields}
        return self.client.post(path, data=sent, headers=headers, follow_redirects=False)

    def decide(self, verdict: str, event: str = "", **fields: Any) -> Any:
        return self.post("/review/decide", verdict=verdict, event=event, **fields)


@pytest.fixture
def ada(client: TestClient, article: dict[str, Any]) -> Reviewer:
    return Reviewer(client, article["article_id"])


def _trigger_of(article: dict[str, Any], event: dict[str, Any]) -> str:
    text: str = article["text"]
    return text[event["trigger_start"] : event["trigger_end"]]


def test_an_event_is_accepted_and_the_page_says_by_whom(
    ada: Reviewer, article: dict[str, Any], folder: Path
) -> None:
    (event,) = [e for e in article["events"] if _trigger_of(article, e) == "detained"]
    answer = ada.decide("accept", event["event_id"], why="as the <b>text</b> says")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/stories/{article['article_id']}#e-{event['event_id']}")  # fmt: skip
    (row,) = Ledger(folder).read()
    assert (row.reviewer, row.verdict, row.trigger, row.why) == (
        "Ada",
        "accept",
        "detained",
        "as the <b>text</b> says",
    )
    assert row.coded == coding_of(event)
    assert row.span == Span(event["trigger_start"], event["trigger_end"])
    assert row.model
    (told,) = Page(ada.page()).of("ul", class_="verdicts")
    assert "accepted by Ada" in told[1]
    assert "as the <b>text</b> says" in told[1]


def test_the_tables_of_the_record_stay_as_they_are(
    ada: Reviewer, article: dict[str, Any], folder: Path
) -> None:
    def files() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and "reviews" not in p.parts}

    before = files()
    ada.decide("reject", article["events"][0]["event_id"])
    assert files() == before
    assert len(Ledger(folder).read()) == 1


def test_a_correction_changes_type_mode_aux_and_roles(
    ada: Reviewer, article: dict[str, Any], folder: Path
) -> None:
    event = article["events"][3]
    who = event["actors"][0]
    answer = ada.decide(
        "correct", event["event_id"], type="REQUEST/meet", aux=["negation", "future"], actors=[f"{who['start']}-{who['end']}"],
        recipients_words="China#1; Igor Malenko", said_by_words="",
    )  # fmt: skip
    assert answer.status_code == 303
    (row,) = Ledger(folder).read()
    new = row.corrected
    assert new is not None
    text = article["text"]
    assert (new.type, new.mode, new.aux) == ("REQUEST", "meet", ("future", "negation"))
    assert [span.of(text) for span in new.actors] == [who["text"]]
    assert [span.of(text) for span in new.recipients] == ["Igor Malenko", "China"]
    assert "to whom “Igor Malenko”, “China”" in " ".join(
        Page(ada.page()).of("ul", class_="verdicts")[0][1].split()
    )


def test_a_missing_event_is_added_by_its_words(ada: Reviewer, article: dict[str, Any], folder: Path) -> None:
    text = article["text"]
    paragraph = next(
        block["start"] for block in article["blocks"] if text[block["start"] :].startswith("China denied")
    )
    answer = ada.decide("add", paragraph=paragraph, trigger="denied", type="REJECT/", actors_words="China")
    assert answer.headers["location"].endswith("#added")
    (row,) = Ledger(folder).read()
    assert (row.span.of(text), row.event_id, row.coded) == ("denied", None, None)
    assert row.corrected is not None
    assert row.corrected.actors == (Span(paragraph, paragraph + 5),)
    assert "“denied” added by Ada" in Page(ada.page()).of("section", class_="added")[0][1]


def test_undoing_is_one_more_row(ada: Reviewer, article: dict[str, Any], folder: Path) -> None:
    ada.decide("accept", article["events"][0]["event_id"])
    (row,) = Ledger(folder).read()
    back = f"/stories/{article['article_id']}#e-{article['events'][0]['event_id']}"
    answer = ada.post("/review/undo", review=row.review_id, back=back)
    assert answer.headers["location"] == back
    assert [one.verdict for one in Ledger(folder).read()] == ["accept", "revoke"]
    assert standing(Ledger(folder).read()) == ()
    assert not Page(ada.page()).of("ul", class_="verdicts")
    assert ada.post("/review/undo", review=row.review_id).status_code == 400


def test_a_paragraph_is_told_to_be_whole(ada: Reviewer, article: dict[str, Any], folder: Path) -> None:
    block = article["blocks"][1]
    ada.decide("whole", start=block["start"])
    (row,) = Ledger(folder).read()
    assert row.span == Span(block["start"], block["end"])
    assert "nothing missing by Ada" in ada.page()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"verdict": "accept", "event": "f" * 16}, "no such event"),
        ({"verdict": "praise", "event": "FIRST"}, "accept, correct or reject"),
        ({"verdict": "correct", "event": "FIRST", "type": "ACCUSE/arrest", "actors": "0-6"}, "none of ACCUSE"),
        ({"verdict": "correct", "event": "FIRST", "type": "PROTEST/", "actors": "0-999999"}, "not in the text"),
        ({"verdict": "correct", "event": "FIRST", "type": "PROTEST/"}, "needs an actor or a recipient"),
        ({"verdict": "correct", "event": "FIRST", "type": "PROTEST/", "actors_words": "Russi"}, "does not stand in the paragraph"),
        ({"verdict": "add", "paragraph": "1", "trigger": "denied", "type": "REJECT/"}, "which paragraph"),
        ({"verdict": "whole", "start": "3"}, "no such paragraph"),
        ({"verdict": "accept", "event": "FIRST", "article": "<script>"}, "which article"),
        ({"verdict": "accept", "event": "FIRST", "article": "0" * 64}, "no such article"),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_refused_in_words(ada: Reviewer, article: dict[str, Any], folder: Path, fields: dict[str, str], reason: str) -> None:  # fmt: skip
    first = article["events"][0]["event_id"]
    sent = {name: first if value == "FIRST" else value for name, value in fields.items()}
    answer = ada.post("/review/decide", **sent)
    assert answer.status_code == 400
    assert reason in answer.text
    assert "<script>" not in answer.text.replace('<script src="', "")
    assert Ledger(folder).read() == ()


def test_nothing_changed_is_no_correction(ada: Reviewer, article: dict[str, Any]) -> None:
    event = article["events"][0]
    roles = {
        name: [f"{a['start']}-{a['end']}" for a in event[name]]
        for name in ("actors", "recipients", "said_by")
    }
    answer = ada.decide(
        "correct", event["event_id"], type=f"{event['type']}/{event['mode'] or ''}", aux=event["aux"], **roles
    )
    assert answer.status_code == 400
    assert "nothing was changed" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": HERE, "sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"referer": "https://evil.example/localhost"},
        {},
    ],
)
def test_another_sites_form_is_refused(
    ada: Reviewer, article: dict[str, Any], folder: Path, headers: dict[str, str]
) -> None:
    answer = ada.post(
        "/review/decide", headers=headers, verdict="accept", event=article["events"][0]["event_id"]
    )
    assert answer.status_code == 403
    assert Ledger(folder).read() == ()


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_this_pages_token_is_refused(
    ada: Reviewer, article: dict[str, Any], folder: Path, token: str
) -> None:
    answer = ada.decide("accept", article["events"][0]["event_id"], token=token)
    assert answer.status_code == 403
    assert "load the page again" in answer.text
    assert Ledger(folder).read() == ()


def test_the_token_is_of_one_browser(
    ada: Reviewer, client: TestClient, article: dict[str, Any], folder: Path
) -> None:
    token = ada.token()
    client.cookies.delete("westphalia-form")
    sent = {
        "token": token,
        "article": article["article_id"],
        "verdict": "accept",
        "event": article["events"][0]["event_id"],
    }
    assert client.post("/review/decide", data=sent, headers=FROM_HERE).status_code == 403
    assert Ledger(folder).read() == ()


def test_cookies_are_kept_from_scripts_and_other_sites(client: TestClient, article: dict[str, Any]) -> None:
    told = client.get(f"/stories/{article['article_id']}").headers["set-cookie"]
    assert "HttpOnly" in told
    assert "SameSite=strict" in told


def test_without_a_name_nothing_is_decided(client: TestClient, article: dict[str, Any], folder: Path) -> None:
    nobody = Reviewer.__new__(Reviewer)
    nobody.client, nobody.article_id = client, article["article_id"]
    assert "Tell your name first" in nobody.page()
    assert 'value="accept"' not in nobody.page()
    answer = nobody.decide("accept", article["events"][0]["event_id"])
    assert answer.status_code == 400
    assert "no reviewer" in answer.text
    assert Ledger(folder).read() == ()


def test_a_name_with_anything_in_it_is_text(client: TestClient, article: dict[str, Any]) -> None:
    name = 'Zoë <script>alert(1)</script>; "x"'
    reviewer = Reviewer(client, article["article_id"], name)
    assert f"You review as {name}" in Page(reviewer.page()).of("summary")[0][1] or any(
        f"You review as {name}" in text for _, text in Page(reviewer.page()).of("summary")
    )


def test_where_it_leads_back_is_this_server(ada: Reviewer) -> None:
    for back in (
        "https://evil.example/",
        "//evil.example",
        "/review/../..//evil.example",
        "javascript:alert(1)",
    ):
        assert ada.post("/review/name", reviewer="Ada", back=back).headers["location"] == "/review"


def test_a_server_without_review_takes_none(demo: Path, article: dict[str, Any]) -> None:
    with TestClient(create_app(demo, Settings(rate=0)), base_url=HERE) as client:
        assert client.get("/review").status_code == 404
        assert client.get("/review/agreement").status_code == 404
        sent = {
            "verdict": "accept",
            "article": article["article_id"],
            "event": article["events"][0]["event_id"],
        }
        assert client.post("/review/decide", data=sent, headers=FROM_HERE).status_code == 404
    assert not (demo / "reviews").exists()


def test_a_long_form_is_refused(ada: Reviewer) -> None:
    assert ada.decide("add", why="x" * 70_000).status_code == 413


def test_the_queue_begins_with_what_the_model_doubts_and_leaves_out_what_is_decided(ada: Reviewer, client: TestClient, folder: Path) -> None:  # fmt: skip
    with OpenRecord(folder) as record:
        rows = record.session.rows(
            "SELECT event_id, article_id FROM events ORDER BY abs(confidence - 0.5), event_id LIMIT 3"
        )
    listed = re.findall(r"#e-([0-9a-f]{16})", client.get("/review").text)
    assert listed[:3] == [event_id for event_id, _ in rows]
    ada.article_id = rows[0][1]
    assert ada.decide("accept", rows[0][0]).status_code == 303
    page = Page(client.get("/review").text)
    queue = [attrs["href"] for attrs, _ in page.of("a") if "#e-" in attrs["href"]]
    assert sum(rows[0][0] in href for href in queue) == 1  # among the latest decisions alone
    assert rows[1][0] in queue[0]


def test_the_agreement_page_tells_pairs_and_disputes(client: TestClient, article: dict[str, Any]) -> None:
    first, second = article["events"][:2]
    for name, verdict in (("Ada", "accept"), ("Ben", "reject")):
        reviewer = Reviewer(client, article["article_id"], name)
        reviewer.decide(verdict, first["event_id"])
        reviewer.decide("accept", second["event_id"])
    page = Page(client.get("/review/agreement").text)
    pairs = [text for _, text in page.of("th")]
    assert {"Ada – Ben", "Ada – the model", "Ben – the model"} <= set(pairs)
    row = next(text for _, text in page.of("tr") if text.startswith("Ada – Ben"))
    assert row.startswith("Ada – Ben20.67")  # two events, 2 × 1 ÷ (2 + 1)
    assert "Reviewers disagree" in client.get("/review").text
