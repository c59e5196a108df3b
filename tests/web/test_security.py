"""What stands before every page: hosts, tokens, limits, bounds, headers, and that nothing is written."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="pip install 'westphalia[web]'")

import pyarrow as pa
from click.testing import CliRunner
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from tests.conftest import ROOT
from tests.query import made
from westphalia.cli import cli
from westphalia.errors import NoRecord, UsageError
from westphalia.query import OpenRecord
from westphalia.record import open_writer
from westphalia.record.schema import arrow_schema
from westphalia.web import store as store_module
from westphalia.web.app import create_app
from westphalia.web.deps import StoreDep
from westphalia.web.limits import Limiter
from westphalia.web.login import COOKIE, LIFE, Door, login_address, safe_next
from westphalia.web.security import HEADERS
from westphalia.web.settings import Settings
from westphalia.web.store import Store

TOKEN = "correct-horse-battery-staple"
HERE = "http://localhost"
SLOW = "SELECT sum(a.range * b.range % 7) AS n FROM range(1000000) a, range(1000000) b"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write(tmp_path_factory.mktemp("served") / "record")


def serving(folder: Path, settings: Settings | None = None, base: str = HERE) -> TestClient:
    return TestClient(create_app(folder, settings or Settings(rate=0)), base_url=base, follow_redirects=False)


@pytest.fixture(scope="module")
def client(folder: Path) -> TestClient:
    return serving(folder)


@pytest.fixture
def locked(folder: Path) -> TestClient:
    return serving(folder, Settings(rate=0, token=TOKEN))


# --- headers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/api/v1/record", 200),
        ("/api/v1/docs", 200),
        ("/static/css/app.css", 200),
        ("/static/../app.py", 404),
        ("/nothing", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/events?actor=Atlantis", 400),
        ("/api/v1/events?limit=-1", 422),
    ],
)
def test_every_answer_carries_the_headers(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "set-cookie" not in response.headers
    assert "access-control-allow-origin" not in response.headers


def test_no_page_can_run_what_stands_in_it() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/api/v1/docs", "/nothing"])
def test_pages_have_no_script_or_style_of_their_own_and_no_foreign_address(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)[^>]*>", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=\"", page)
    assert not re.search(r"(?:src|<link[^>]*href)=\"(?:https?:)?//", page)


def test_what_was_asked_comes_back_as_text(client: TestClient) -> None:
    page = client.get("/nothing/<script>alert(1)</script>")
    wrong = client.get("/events", params={"actor": "<script>alert(1)</script>"})
    for response in (page, wrong):
        assert response.status_code in (400, 404)
        assert "<script>alert" not in response.text
    assert "&lt;script&gt;" in wrong.text
    told = client.get("/api/v1/events", params={"actor": "<script>alert(1)</script>"})
    assert told.headers["content-type"] == "application/json"


# --- hosts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "host", "answered"),
    [
        (Settings(), "localhost:8000", True),
        (Settings(), "127.0.0.1", True),
        (Settings(), "[::1]:8000", True),
        (Settings(), "evil.example", False),
        (Settings(), "localhost.evil.example", False),
        (Settings(), "192.168.1.7:8000", False),
        (Settings(), "", False),
        (Settings(), "localhost:8000:1", False),
        (Settings(), "localhost:x", False),
        (Settings(hosts=("archive.example.org",)), "Archive.Example.org:8000", True),
        (Settings(host="0.0.0.0", token=TOKEN), "192.168.1.7:8000", True),
        (Settings(host="0.0.0.0", token=TOKEN), "evil.example", False),
        (Settings(host="0.0.0.0", token=TOKEN), "0.0.0.0:8000", True),
        (Settings(host="desk.example.org", token=TOKEN), "desk.example.org", True),
    ],
)
def test_only_names_of_this_server_are_answered(settings: Settings, host: str, answered: bool) -> None:
    assert settings.answers_to(host) is answered


def test_a_foreign_host_gets_nothing(client: TestClient) -> None:
    response = client.get("/api/v1/events", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "Odhiambo" not in response.text
    assert response.headers["X-Frame-Options"] == "DENY"


# --- settings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"host": "0.0.0.0"}, "--token"),
        ({"host": "::"}, "--token"),
        ({"host": "desk.example.org"}, "--token"),
        ({"token": "short"}, "16"),
        ({"token": "with spaces in it, and long"}, "without spaces"),
        ({"origins": ("example.org",)}, "scheme"),
        ({"origins": ("https://example.org/page",)}, "scheme"),
        ({"rate": -1}, "negative"),
    ],
)
def test_settings_that_make_no_sense_are_refused(given: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        Settings(**given)  # type: ignore[arg-type]


# --- the token ----------------------------------------------------------------------------------


def test_without_the_token_nothing_is_told(locked: TestClient) -> None:
    page = locked.get("/events?country=KEN")
    assert page.status_code == 303
    assert page.headers["location"] == "/login?next=%2Fevents%3Fcountry%3DKEN"
    api = locked.get("/api/v1/events")
    assert api.status_code == 401
    assert api.headers["www-authenticate"] == "Bearer"
    assert api.json() == {"error": {"status": 401, "message": "a token is wanted"}}
    for path in ("/api/v1/openapi.json", "/api/v1/docs", "/api/v1/export/events.csv"):
        assert locked.get(path).status_code == 401
    assert (
        locked.get("/events", headers={"HX-Request": "true"}).headers["hx-redirect"]
        == "/login?next=%2Fevents"
    )
    visit = locked.get("/api/v1/docs", headers={"Accept": "text/html,*/*;q=0.8"})
    assert visit.headers["location"] == "/login?next=%2Fapi%2Fv1%2Fdocs"
    assert locked.get("/login").status_code == 200
    assert locked.get("/static/css/app.css").status_code == 200


@pytest.mark.parametrize("given", [f"Bearer {TOKEN}", f"bearer {TOKEN}"])
def test_programs_give_the_token_in_a_header(locked: TestClient, given: str) -> None:
    assert locked.get("/api/v1/record", headers={"Authorization": given}).status_code == 200


@pytest.mark.parametrize("given", ["", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é", TOKEN])
def test_a_wrong_token_opens_nothing(locked: TestClient, given: str) -> None:
    headers = {"Authorization": given.encode()}
    assert locked.get("/api/v1/record", headers=headers).status_code == 401


def test_browsers_log_in_for_a_cookie_and_out_again(locked: TestClient) -> None:
    wrong = locked.post("/login", data={"token": "a-wrong-token-of-any-length"})
    assert wrong.status_code == 403
    assert "set-cookie" not in wrong.headers
    right = locked.post("/login", data={"token": TOKEN, "next": "/events?country=KEN"})
    assert right.status_code == 303
    assert right.headers["location"] == "/events?country=KEN"
    cookie = right.headers["set-cookie"]
    assert TOKEN not in cookie
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert locked.get("/").status_code == 200
    assert locked.get("/api/v1/record").status_code == 200
    assert locked.post("/logout").status_code == 303
    assert locked.get("/").status_code == 303


def test_behind_https_the_cookie_stays_there(folder: Path) -> None:
    client = serving(folder, Settings(rate=0, token=TOKEN), "https://localhost")
    assert "; Secure" in client.post("/login", data={"token": TOKEN}).headers["set-cookie"]


def test_a_cookie_holds_its_time_and_cannot_be_made_up() -> None:
    now = [1_000_000.0]
    door = Door(TOKEN, clock=lambda: now[0])
    value = door.cookie()
    assert door.lets_in("", f"other=1; {COOKIE}={value}")
    until, _, signature = value.partition(".")
    for false in (
        f"{int(until) + 1}.{signature}",
        f"{until}.{signature[:-1]}0",
        f"{until}.",
        until,
        "",
        "x.y",
        "².",
    ):
        assert not door.lets_in("", f"{COOKIE}={false}")
    assert not Door(f"{TOKEN}!", clock=lambda: now[0]).lets_in("", f"{COOKIE}={value}")
    now[0] += LIFE
    assert not door.lets_in("", f"{COOKIE}={value}")


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/events?country=KEN", "/events?country=KEN"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("", "/"),
    ],
)
def test_a_login_leads_nowhere_else(path: str, where: str) -> None:
    assert safe_next(path) == where
    assert login_address("/") == "/login"


# --- other sites --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": HERE}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_other_sites_cannot_post(locked: TestClient, headers: dict[str, str], status: int) -> None:
    assert locked.post("/login", data={"token": TOKEN}, headers=headers).status_code == status


def test_scripts_of_named_sites_alone_may_read(folder: Path) -> None:
    site = "https://lab.example.org"
    client = serving(folder, Settings(rate=0, token=TOKEN, origins=(site,)))
    asked = {"Origin": site, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}  # fmt: skip
    allowed = client.options("/api/v1/events", headers=asked)
    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == site
    headers = {"Origin": site, "Authorization": f"Bearer {TOKEN}"}
    assert client.get("/api/v1/record", headers=headers).headers["access-control-allow-origin"] == site
    assert "access-control-allow-credentials" not in allowed.headers
    other = {**asked, "Origin": "https://evil.example"}
    assert "access-control-allow-origin" not in client.options("/api/v1/events", headers=other).headers


# --- limits and bounds --------------------------------------------------------------------------


def test_one_client_gets_so_much_and_then_has_to_wait(folder: Path) -> None:
    client = serving(folder, Settings(rate=0.5, burst=3))
    answers = [client.get("/api/v1/record") for _ in range(4)]
    assert [response.status_code for response in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 2
    assert client.get("/static/css/app.css").status_code == 200


def test_permits_come_back_with_time_and_each_client_has_its_own() -> None:
    now = [0.0]
    limiter = Limiter(2.0, 4, clock=lambda: now[0])
    assert [limiter.wait("192.0.2.1", 1) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert limiter.wait("192.0.2.2", 1) == 0
    now[0] = 0.5
    assert [limiter.wait("192.0.2.1", 1) for _ in range(2)] == [0, 1]
    now[0] = 100.0
    assert limiter.wait("192.0.2.1", 4) == 0  # never more than the burst
    assert limiter.wait("192.0.2.1", 4) == 2
    assert limiter.wait("192.0.2.1", 0) == 0
    assert limiter.wait("192.0.2.3", 50) == 0  # what costs more than the burst takes a full one


def test_the_addresses_of_one_network_are_one_client() -> None:
    limiter = Limiter(1.0, 1, clock=lambda: 0.0)
    assert [limiter.wait(f"2001:db8::{n}", 1) for n in (1, 2)] == [0, 1]
    assert limiter.wait("2001:db8:0:1::1", 1) == 0


def test_what_is_too_long_is_refused(folder: Path) -> None:
    client = serving(folder, Settings(rate=0, token=TOKEN, max_body=1_000, max_target=500))
    assert client.post("/login", content=b"x" * 1_001).status_code == 413
    assert (
        client.post("/login", content=(b"x" * 600 for _ in range(2))).status_code == 413
    )  # in pieces, unannounced
    assert client.post("/login", headers={"Content-Length": "-5"}).status_code == 413
    assert client.get("/api/v1/events?text=" + "x" * 500).status_code == 414
    form = b"token=" + TOKEN.encode()
    assert client.post("/login", content=(form[n : n + 5] for n in range(0, len(form), 5))).status_code == 303


def with_routes(folder: Path, settings: Settings) -> TestClient:
    """The application with a page that takes for ever, one that fails, and one that fails half-way."""
    app: FastAPI = create_app(folder, settings)

    @app.get("/api/v1/slow")
    def slow(store: StoreDep) -> list[dict[str, int]]:
        rows: list[dict[str, int]] = store.session.arrow(SLOW).to_pylist()
        return rows

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError(f"a secret: {TOKEN}")

    @app.get("/half")
    def half() -> StreamingResponse:
        def pieces() -> Iterator[bytes]:
            yield b"the first half"
            raise ZeroDivisionError

        return StreamingResponse(pieces())

    return TestClient(app, base_url=HERE)


def test_a_question_that_takes_too_long_is_stopped(folder: Path) -> None:
    client = with_routes(folder, Settings(rate=0, seconds=0.2))
    response = client.get("/api/v1/slow")
    assert response.status_code == 503
    assert "narrow it" in response.json()["error"]["message"]
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    assert store.session.rows("SELECT count(*) FROM events") == [(9,)]


def test_a_failure_tells_nothing_about_the_inside(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    response = with_routes(folder, Settings(rate=0)).get("/broken")
    assert response.status_code == 500
    assert "ZeroDivision" not in response.text
    assert TOKEN not in response.text
    assert response.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert "ZeroDivision" in caplog.text


def test_half_an_answer_does_not_pass_for_a_whole_one(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):  # the server cuts the connection before the last piece
        with_routes(folder, Settings(rate=0)).get("/half")


def test_a_damaged_record_is_told_without_its_path(tmp_path: Path) -> None:
    folder = made.write(tmp_path / "hidden" / "record")
    client = serving(folder)
    for path in (folder / "quotes").rglob("*.parquet"):
        path.unlink()
    response = client.get("/api/v1/quotes")
    assert response.status_code == 503
    assert "hidden" not in response.text


def test_log_lines_say_who_asked_for_which_page_and_not_what(
    locked: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "westphalia.web")
    locked.get("/api/v1/events?text=a-secret", headers={"Authorization": f"Bearer {TOKEN}"})
    locked.post("/login", data={"token": TOKEN})
    locked.get("/a%0d%0a2026-01-01 forged%1b[31m")
    lines = [record.getMessage() for record in caplog.records if record.name == "westphalia.web"]
    assert re.fullmatch(r"GET /api/v1/events 200 \d+ ms testclient", lines[0])
    assert TOKEN not in caplog.text
    assert "a-secret" not in caplog.text
    assert all(line.isprintable() for line in lines)


def test_a_head_request_is_answered_without_its_body(client: TestClient) -> None:
    head, get = client.head("/api/v1/record"), client.get("/api/v1/record")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))


# --- the store ----------------------------------------------------------------------------------


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_is_written(folder: Path, client: TestClient) -> None:
    before = hashes(folder)
    for path in ("/", "/api/v1/events", "/api/v1/facets", "/api/v1/export/events.csv", "/api/v1/network"):
        assert client.get(path).status_code == 200
    assert client.post("/api/v1/events").status_code == 405
    assert client.delete("/api/v1/events/x").status_code == 405
    assert hashes(folder) == before


def test_a_question_asked_by_many_at_once_is_answered_once(folder: Path) -> None:
    store = Store(folder)
    asked, gate = [], threading.Barrier(9)

    def make(_: object) -> str:
        asked.append(threading.current_thread().name)
        threading.Event().wait(0.05)  # long enough for the others to come
        return "answer"

    answers: list[str] = []

    def ask() -> None:
        gate.wait()
        answers.append(store.cached("question", make))

    threads = [threading.Thread(target=ask) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["answer"] * 9
    assert len(asked) == 1


def test_a_question_that_failed_is_asked_again(folder: Path) -> None:
    store = Store(folder)
    with pytest.raises(UsageError):
        store.cached("question", lambda _: (_ for _ in ()).throw(UsageError("no")))
    assert store.cached("question", lambda _: "answer") == "answer"


def write_a_quote(folder: Path) -> None:
    """One more quote, as a second batch of pages would bring it."""
    (row,) = made.quotes()
    schema = arrow_schema("quotes")
    whole = {name: {**row, "quote_id": made.hexed("q2")}.get(name) for name in schema.names}
    with open_writer(folder, "test", clock=lambda: "2024-06-02T00:00:00+00:00") as writer:
        add = writer.write("000001", [("quotes", "2024-03", pa.Table.from_pylist([whole], schema))])
        writer.step("shard", add=add, shard=1, run=0, counts={"quotes": 1})
        writer.close()


def test_what_is_written_meanwhile_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made.write(tmp_path / "record")
    client = serving(folder)
    first = client.get("/api/v1/quotes")
    assert len(first.json()["items"]) == 1
    write_a_quote(folder)
    monkeypatch.setattr(store_module, "LOOK", 0.0)  # as if the second until the next look were over
    monkeypatch.setattr(store_module, "PATIENCE", 60.0)
    again = client.get("/api/v1/quotes", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert len(again.json()["items"]) == 2
    assert again.headers["etag"] != first.headers["etag"]


def test_a_folder_that_is_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRecord):
        create_app(tmp_path)


def test_an_opened_record_is_served_as_it_is(folder: Path) -> None:
    with OpenRecord(folder) as record:
        client = TestClient(create_app(record), base_url=HERE)
        assert client.get("/api/v1/record").json()["events"] == len(record.events())


# --- the command --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--host", "0.0.0.0"], "give a --token"),
        (["--token", "short"], "the token"),
        (["--allow-origin", "example.org"], "origin"),
    ],
)
def test_serve_refuses_what_is_not_safe(folder: Path, given: list[str], told: str) -> None:
    done = CliRunner().invoke(cli, ["serve", "--record", str(folder), *given])
    assert done.exit_code == 2
    assert told in done.stderr


@pytest.fixture
def server(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "westphalia", "serve", "--record", str(folder), "--port", "0"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "WESTPHALIA_TOKEN": TOKEN}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stderr
        found = re.search(r"http://\S+/", process.stderr.readline())
        assert found
        yield process, found[0]
        process.kill()


def test_serve_listens_and_ends_with_an_interrupt(server: tuple[subprocess.Popen[str], str]) -> None:
    process, address = server
    asked = urllib.request.Request(f"{address}api/v1/record", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=20) as response:
        assert response.status == 200
        assert "server" not in {name.lower() for name in response.headers}
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) in (0, 130)


def test_serve_tells_when_the_port_is_taken(server: tuple[subprocess.Popen[str], str], folder: Path) -> None:
    port = server[1].rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "westphalia", "serve", "--record", str(folder), "--port", port]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=60)
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr
