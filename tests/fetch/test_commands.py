"""`code`, `run` and `watch` with addresses, against a real server on this machine and with the real coder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import EXAMPLES
from tests.fetch.server import Server, send
from westphalia.cli import cli
from westphalia.cli.fetching import Span
from westphalia.record import open_record

TEXT = (EXAMPLES / "1_wire.txt").read_bytes()


def call(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def near(server: Server, *args: str) -> Result:
    return call(*args, "--allow-host", "127.0.0.1", "--delay", "0s")


def rss(server: Server, *paths: str) -> bytes:
    items = "".join(f"<item><title>A title</title><link>{server.url}{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def sources(record: Path) -> dict[str, str]:
    return {
        row["source"]: row["outcome"]
        for row in open_record(record).read("pages", ["source", "outcome"]).to_pylist()
    }


def test_code_takes_an_address(server: Server) -> None:
    server.pages["/1"] = send(TEXT, Content_Type="text/plain")
    result = near(server, "code", f"{server.url}/1", "--format", "jsonl")
    assert result.exit_code == 0
    page = json.loads(result.stdout)
    assert page["article"]["url"] == f"{server.url}/1"
    assert page["events"]


def test_a_private_address_is_refused_with_a_clear_line(server: Server) -> None:
    server.pages["/1"] = send(TEXT, Content_Type="text/plain")
    result = call("code", f"{server.url}/1")
    assert result.exit_code == 1
    assert "an address that is not fetched" in result.stderr
    assert "this machine itself" in result.stderr
    assert server.asked == []


def test_run_takes_a_list_and_fetches_nothing_twice(server: Server, tmp_path: Path) -> None:
    server.pages["/1"] = send(TEXT, Content_Type="text/plain")
    server.pages["/robots.txt"] = send(b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    listed = tmp_path / "urls.txt"
    listed.write_text(f"{server.url}/1\n{server.url}/gone\n{server.url}/private\n", encoding="utf-8")
    record, figures = tmp_path / "record", tmp_path / "figures.prom"
    command = ("run", str(listed), "--record", str(record), "--log", "json", "--metrics", str(figures))
    result = near(server, *command)
    assert result.exit_code == 0, result.stderr
    assert sources(record) == {
        f"{server.url}/1": "coded", f"{server.url}/gone": "rejected", f"{server.url}/private": "rejected",
    }  # fmt: skip
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    left_out = {line["source"]: line["reason"] for line in lines if line["event"] == "left_out"}
    assert left_out == {f"{server.url}/gone": "http_error", f"{server.url}/private": "robots"}
    assert {"time", "level", "event"} <= set(lines[0])
    told = figures.read_text("utf-8")
    assert 'westphalia_rejected_total{command="run",reason="robots",room="read"} 1\n' in told
    assert 'westphalia_finished{command="run"} 1\n' in told
    again = near(server, *command)
    assert again.exit_code == 0
    assert server.asked.count("/1") == 1
    assert server.asked.count("/robots.txt") == 1


def test_watch_once(server: Server, tmp_path: Path) -> None:
    server.pages["/1"] = send(TEXT, Content_Type="text/plain")
    server.pages["/feed"] = send(rss(server, "/1"), Content_Type="application/rss+xml")
    feeds = tmp_path / "feeds.txt"
    feeds.write_text(f"# ours\n{server.url}/feed\n", encoding="utf-8")
    record = tmp_path / "record"
    command = ("watch", str(feeds), "--record", str(record), "--once")
    result = near(server, *command, "--log", "json")
    assert result.exit_code == 0, result.stderr
    assert sources(record) == {f"{server.url}/1": "coded"}
    events = [json.loads(line)["event"] for line in result.stderr.splitlines()]
    assert events == ["watching", "feed", "fetched", "taken_in", "ended"]
    again = near(server, *command)
    assert again.exit_code == 0
    assert "taken in" not in again.stderr
    assert server.asked.count("/1") == 1


def test_watch_tells_schedulers_how_it_went(server: Server, tmp_path: Path) -> None:
    server.pages["/feed"] = send(rss(server), Content_Type="application/rss+xml")
    record = str(tmp_path / "record")
    assert near(server, "watch", f"{server.url}/gone", "--record", record, "--once").exit_code == 1
    both = (f"{server.url}/feed", f"{server.url}/gone")
    assert near(server, "watch", *both, "--record", record, "--once").exit_code == 3
    assert near(server, "watch", f"{server.url}/feed", "--record", record, "--once").exit_code == 0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--every", "10s"), "a minute at least"),
        (("--every", "soon"), "no length of time"),
        (("--contact", "me (at home)"), "without blanks"),
    ],
)
def test_wrong_use(options: tuple[str, ...], why: str, tmp_path: Path) -> None:
    result = call("watch", "https://news.example/feed", "--record", str(tmp_path / "record"), *options)
    assert result.exit_code == 2
    assert why in result.stderr


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    result = call("watch", "https://news.example/feed", "--record", str(tmp_path), "--once")
    assert result.exit_code == 1
    assert "no record" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_lengths_of_time() -> None:
    convert = Span().convert
    assert [convert(text, None, None) for text in ("90s", "15m", "1.5h", "7d", "20", 3)] == [
        90,
        900,
        5400,
        604800,
        20,
        3,
    ]
