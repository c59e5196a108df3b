"""What stands before every page and every answer: who may ask, how much, how long, and what browsers are told.

Pure ASGI, the outermost layer of the application, so that refusals and failures carry the same headers.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from westphalia.query.running import REQUEST, STOPPED, Running
from westphalia.web.limits import Limiter, cost
from westphalia.web.login import OPEN, Door, login_address
from westphalia.web.rendering import render
from westphalia.web.settings import Settings

logger = logging.getLogger("westphalia.web")

API = "/api/"
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
            "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # other sites learn nothing of what is looked for here
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}  # fmt: skip
"""Headers of every answer. Scripts and styles come from the server's own files alone: page text can run nothing."""

KEPT = (("/static/", "public, max-age=300"), ("", "private, no-cache"))
"""How long browsers keep what does not say so itself, by the start of the path."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered."""

    status: int
    message: str
    headers: tuple[tuple[str, str], ...] = ()


class Guard:
    """1. the address and its host, 2. how much the client asks, 3. other sites' posts, 4. the token, 5. the body;
    then the application, with a clock that stops its queries."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.limiter = Limiter(settings.rate, settings.burst)
        self.door = Door(settings.token) if settings.token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _Told(self, scope, send).answer(receive)

    def refusal(self, scope: Scope) -> Refusal | None:
        """The first reason not to answer; None for none."""
        headers = Headers(scope=scope)
        path, method = scope["path"], scope["method"]
        target = len(scope.get("raw_path") or path) + len(scope["query_string"])
        if target > self.settings.max_target:  # 1
            return Refusal(414, f"the address is longer than {self.settings.max_target:,} characters")
        host = headers.get("host", "")
        if not self.settings.answers_to(host):
            return Refusal(400, "this server is not called by that name (serve --allow-host names others)")
        wait = self.limiter.wait(_client(scope), cost(path))  # 2
        if wait:
            told = f"too many requests: come again in {wait} s"
            return Refusal(429, told, (("Retry-After", str(wait)),))
        if method not in SAFE and not _own(headers, host):  # 3
            return Refusal(403, "another site may not post here")
        if self._locked(method, path, headers):  # 4
            return Refusal(401, "a token is wanted", (("WWW-Authenticate", "Bearer"),))
        length = headers.get("content-length", "0")  # 5
        if not length.isdigit() or int(length) > self.settings.max_body:
            return Refusal(413, f"the request is longer than {self.settings.max_body:,} bytes")
        return None

    def _locked(self, method: str, path: str, headers: Headers) -> bool:
        if self.door is None or path.startswith(OPEN):
            return False
        if method == "OPTIONS" and path.startswith(
            API
        ):  # a browser's question whether it may ask; it carries no token
            return False
        return not self.door.lets_in(headers.get("authorization", ""), "; ".join(headers.getlist("cookie")))


class _Told:
    """One request on its way: sees to the headers, the log line, and an answer whatever happens."""

    def __init__(self, guard: Guard, scope: Scope, send: Send) -> None:
        self._guard, self._scope, self._send = guard, scope, send
        self._status: int | None = None

    async def answer(self, receive: Receive) -> None:
        started = time.perf_counter()
        running = Running()
        settings = self._guard.settings
        long = self._scope["path"].startswith("/api/v1/export/")
        clock = asyncio.get_running_loop().call_later(
            settings.export_seconds if long else settings.seconds, running.stop
        )
        mark = REQUEST.set(running)
        try:
            await self._answer(receive)
        except Exception:
            logger.exception("%s %s failed", self._scope["method"], _shown(self._scope))
            if self._status is not None:
                raise  # half an answer is out: the connection is cut, so that it does not pass for a whole one
            refusal = Refusal(503, STOPPED) if running.stopped else Refusal(500, "something went wrong here")
            await self._refuse(refusal)
        finally:
            REQUEST.reset(mark)
            clock.cancel()
            took = (time.perf_counter() - started) * 1000
            client = _client(self._scope)
            logger.info(
                "%s %s %s %.0f ms %s", self._scope["method"], _shown(self._scope), self._status, took, client
            )

    async def _answer(self, receive: Receive) -> None:
        refusal = self._guard.refusal(self._scope)
        if refusal is None and self._scope["method"] not in SAFE:
            body = await self._body(receive)
            if isinstance(body, bytes):
                receive = _again(body, receive)
            else:
                refusal = body
        if refusal is None:
            asked = {**self._scope, "method": "GET"} if self._scope["method"] == "HEAD" else self._scope
            await self._guard.app(asked, receive, self.send)
        else:
            await self._refuse(refusal)

    async def _body(self, receive: Receive) -> bytes | Refusal:
        """What is posted, once it is all there."""
        settings = self._guard.settings
        parts: list[bytes] = []
        try:
            async with asyncio.timeout(settings.seconds):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return Refusal(400, "the request broke off")
                    parts.append(message.get("body", b""))
                    more = message.get("more_body", False)
                    if sum(map(len, parts)) > settings.max_body:
                        return Refusal(413, f"the request is longer than {settings.max_body:,} bytes")
        except TimeoutError:
            return Refusal(408, "the request did not come in time")
        return b"".join(parts)

    async def send(self, message: Message) -> None:
        """Pass an answer on, with the headers that all have."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            kept = next(value for start, value in KEPT if self._scope["path"].startswith(start))
            headers.setdefault("Cache-Control", kept)
        elif self._scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    async def _refuse(self, refusal: Refusal) -> None:
        response = _response(refusal, self._scope)
        await response(self._scope, _nothing, self.send)


def _response(refusal: Refusal, scope: Scope) -> Response:
    """JSON for programs, a page for people; who has no token yet is led to the login page."""
    path, headers = scope["path"], Headers(scope=scope)
    visited = "text/html" in headers.get("accept", "")  # somebody opens an address of the API in a browser
    if path.startswith(API) and not (visited and refusal.status == 401):
        body = json.dumps({"error": {"status": refusal.status, "message": refusal.message}})
        response = Response(body, refusal.status, media_type="application/json")
    elif refusal.status == 401 and scope["method"] in ("GET", "HEAD"):
        query = scope["query_string"].decode("ascii", "replace")
        where = login_address(f"{path}?{query}" if query else path)
        if "hx-request" in headers:  # htmx would put the login page into the middle of the page
            return Response(status_code=401, headers={"HX-Redirect": where})
        return RedirectResponse(where, 303)
    elif refusal.status in (400, 414):
        response = PlainTextResponse(refusal.message + "\n", refusal.status)
    else:
        response = render(Request(scope), "error.html", status=refusal.status, message=refusal.message)
    for name, value in refusal.headers:
        response.headers[name] = value
    return response


def _own(headers: Headers, host: str) -> bool:
    """Whether what is posted comes from a page of this server, or from no page at all. Browsers say which."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] == host
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _client(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "-"


def _shown(scope: Scope) -> str:
    """The path for the log: without what was asked, and without characters that a terminal would obey."""
    text = scope["path"][:200]
    return "".join(char if char.isprintable() else "?" for char in text)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives what has been read once more."""
    messages: Iterable[Message] = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def given() -> Message:
        for message in messages:
            return message
        return await receive()

    return given


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
