"""A real server on this machine: refused as long as it is not allowed by name, and then whatever it does is bounded."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler

import pytest

from tests.fetch.server import Page, Server, send
from westphalia.fetch import Manners
from westphalia.fetch.hop import Answer, Failed, Getter, Got, Moved


def get(url: str, **manners: object) -> Answer:
    getter = Getter(Manners(**{"allow": frozenset({"127.0.0.1", "localhost"}), **manners}))  # type: ignore[arg-type]
    try:
        return getter.get(url)
    finally:
        getter.close()


def test_this_machine_is_refused_unless_it_is_allowed_by_name(server: Server) -> None:
    server.pages["/"] = send(b"<p>secret</p>")
    for url in (f"{server.url}/", f"{server.url.replace('127.0.0.1', 'localhost')}/"):
        refused = get(url, allow=frozenset())
        assert isinstance(refused, Failed)
        assert refused.reason == "address"
        assert "this machine itself" in refused.detail
        assert isinstance(get(url), Got)


def test_a_redirect_to_this_machine_is_refused_too(server: Server) -> None:
    server.pages["/move"] = send(b"", 302, Location="http://localhost:1/")
    moved = get(f"{server.url}/move")
    assert isinstance(moved, Moved)
    refused = get(moved.to, allow=frozenset({"127.0.0.1"}))
    assert isinstance(refused, Failed)
    assert refused.reason == "address"


def test_a_page_with_its_headers(server: Server) -> None:
    body = "<p>Überfall in Köln</p>".encode("latin-1")
    packed = gzip.compress(body)
    server.pages["/"] = send(
        packed,
        Content_Encoding="gzip",
        Content_Type="text/html; charset=ISO-8859-1",
        ETag='"v1"',
        Last_Modified="x",
    )
    got = get(f"{server.url}/")
    assert got == Got(f"{server.url}/", body, "text/html", "iso-8859-1", '"v1"', "x")


def test_a_gzip_bomb_is_left_at_the_limit(server: Server) -> None:
    server.pages["/"] = send(gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip")
    failed = get(f"{server.url}/", max_bytes=1_000_000)
    assert isinstance(failed, Failed)
    assert failed.reason == "too_large"


def drip(server: Server, head: bytes) -> Page:
    """A byte now and then for as long as anybody listens."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not server.ends.wait(0.02):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return

    return page


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: ", b""]
)
def test_what_drips_ends_at_the_deadline(server: Server, head: bytes) -> None:
    server.pages["/"] = drip(server, head)
    failed = get(f"{server.url}/", seconds=0.3)
    assert isinstance(failed, Failed)
    assert failed.reason in ("slow", "unreachable")


def test_what_is_under_way_can_be_stopped(server: Server) -> None:
    server.pages["/"] = drip(server, b"HTTP/1.1 200 OK\r\nX-Long: ")
    getter = Getter(Manners(allow=frozenset({"127.0.0.1"})))
    timer = threading.Timer(0.1, getter.stop)
    timer.start()
    failed = getter.get(f"{server.url}/")
    assert isinstance(failed, Failed)
    assert failed.reason == "slow"
    timer.join()
    getter.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 999999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
    ],
)
def test_answers_that_are_no_http(server: Server, answer: bytes) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    server.pages["/"] = page
    failed = get(f"{server.url}/")
    assert isinstance(failed, Failed)
    assert failed.again


def test_nobody_listens_and_no_such_host() -> None:
    for url in ("http://127.0.0.1:9/", "http://no-such-host.invalid/"):
        failed = get(url)
        assert isinstance(failed, Failed)
        assert (failed.reason, failed.again) == ("unreachable", True)
