"""One request, one answer: no redirect followed, nothing tried twice, all of it bounded. `engine` decides what follows."""

from __future__ import annotations

import email.utils
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import httpcore2
import httpx2

from westphalia.errors import RefusedAddress
from westphalia.fetch.address import joined
from westphalia.fetch.body import Damaged, TooLarge, read_body
from westphalia.fetch.guard import CheckedBackend, Deadline, Guard
from westphalia.fetch.manners import Manners

Kind = Literal["page", "feed", "robots"]

ACCEPT = {
    "page": "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1",
    "feed": "application/atom+xml,application/rss+xml,application/xml,text/xml,*/*;q=0.5",
    "robots": "text/plain,*/*;q=0.1",
}
PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/xml", "text/xml"})
ROBOTS_BYTES = 512_000
"""What is read of a robots.txt; RFC 9309 asks for at least 500 KiB."""
FEED_BYTES = 10_000_000

_MOVED = frozenset({301, 302, 303, 307, 308})
# Worth another go: the server is busy, asks for time, or what stands before it did not reach it (520-524: the codes
# that content networks use for that).
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
_ASKS_FOR_TIME = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Got:
    """A body. `etag` and `modified` are what to ask with the next time; `charset` is the header's word."""

    url: str
    body: bytes
    type: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect, its target checked."""

    to: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that we have it already."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing to use, and the named reason. `again`: another go may help, after `after` seconds if the server says so.

    `slow_down` holds for the host as a whole.
    """

    reason: str
    detail: str
    again: bool = False
    after: float | None = None
    slow_down: bool = False


Answer = Got | Moved | Unchanged | Failed


class Getter:
    """Makes single requests. Safe to use from several threads; `stop` ends those that are under way.

    `transport` is for tests: by default connections go to checked addresses alone. Proxies of the environment are not
    used, because a proxy looks names up itself; no cookie is kept.
    """

    def __init__(
        self,
        manners: Manners,
        *,
        transport: httpx2.BaseTransport | None = None,
        guard: Guard | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.manners = manners
        self._deadline, self._stop = Deadline(), threading.Event()
        self._monotonic, self._now = monotonic, now
        self._transport = transport or _Transport(
            manners, CheckedBackend(guard or Guard(manners.allow), self._deadline, self._stop)
        )

    def get(
        self, url: str, kind: Kind = "page", *, etag: str | None = None, modified: str | None = None
    ) -> Answer:
        """Ask for a checked address; `etag` and `modified` are those of what we have. Never raises."""
        until = self._monotonic() + self.manners.seconds
        self._deadline.at = until
        try:
            response = self._transport.handle_request(self._request(url, kind, etag, modified))
            try:
                return self._answer(url, kind, response, until)
            finally:
                response.stream.close()  # type: ignore[union-attr]
        except RefusedAddress as error:
            return Failed("address", str(error))
        except (httpcore2.TimeoutException, httpx2.TimeoutException, TimeoutError) as error:
            return Failed("slow", str(error) or "no answer in time", again=True)
        except (httpcore2.ProtocolError, httpx2.ProtocolError, httpx2.InvalidURL, ValueError) as error:
            return Failed("unreachable", f"no valid answer ({error})", again=True)
        except (httpcore2.NetworkError, httpx2.NetworkError, OSError) as error:
            return Failed("unreachable", str(error) or type(error).__name__, again=True)
        except Exception as error:  # whatever a hostile answer does to a parser below us must not end a watch
            return Failed("unreadable", f"{type(error).__name__}: {error}"[:200])

    def stop(self) -> None:
        """End what is under way and let nothing begin; what has not come is `slow`."""
        self._stop.set()

    def close(self) -> None:
        """Close the connections that are kept open. Nothing may be under way."""
        self._transport.close()

    def _request(self, url: str, kind: Kind, etag: str | None, modified: str | None) -> httpx2.Request:
        headers = {
            "User-Agent": self.manners.agent,
            "Accept": ACCEPT[kind],
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en,*;q=0.5",
        }
        if etag is not None:
            headers["If-None-Match"] = etag
        if modified is not None:
            headers["If-Modified-Since"] = modified
        read, connect = self.manners.read_seconds, self.manners.connect_seconds
        timeout = {"connect": connect, "read": read, "write": read, "pool": self.manners.seconds}
        return httpx2.Request("GET", url, headers=headers, extensions={"timeout": timeout})

    def _answer(self, url: str, kind: Kind, response: httpx2.Response, until: float) -> Answer:
        status, headers = response.status_code, response.headers
        if status in _MOVED and "location" in headers:
            return Moved(joined(url, headers["location"]))
        if status == 304:
            return Unchanged()
        if status not in (200, 203):
            detail = f"{status} {response.reason_phrase}".strip()
            after = _seconds_of(headers.get("retry-after"), self._now())
            return Failed("http_error", detail, status in _AGAIN, after, status in _ASKS_FOR_TIME)
        limit = {"page": self.manners.max_bytes, "feed": FEED_BYTES, "robots": ROBOTS_BYTES}[kind]
        media, charset = _type_of(headers.get("content-type", ""))
        if kind == "page" and media not in PAGE_TYPES:
            hint = "; a feed or sitemap is for `westphalia watch`" if media in FEED_TYPES else ""
            return Failed("not_a_page", f"{media[:80]}{hint}")
        declared = headers.get("content-length", "")
        if kind != "robots" and declared.isdecimal() and int(declared) > limit:
            return Failed("too_large", f"{int(declared):,} bytes, the limit is {limit:,}")

        def tick() -> None:
            if self._monotonic() > until or self._stop.is_set():
                raise TimeoutError(f"not through after {self.manners.seconds:.0f} seconds")

        encoding = headers.get("content-encoding", "")
        try:
            body = read_body(response.stream, encoding, limit, cut=kind == "robots", tick=tick)  # type: ignore[arg-type]
        except TooLarge:
            return Failed("too_large", f"more than {limit:,} bytes")
        except Damaged as error:
            return Failed("unreadable", str(error))
        return Got(url, body, media, charset, headers.get("etag"), headers.get("last-modified"))


class _Transport(httpx2.BaseTransport):
    """httpcore's pool over our own connections, which httpx2's own transport has no argument for."""

    def __init__(self, manners: Manners, backend: httpcore2.NetworkBackend) -> None:
        self._pool = httpcore2.ConnectionPool(
            max_connections=manners.at_once,
            max_keepalive_connections=manners.at_once,
            keepalive_expiry=max(5.0, 2 * manners.delay),
            network_backend=backend,
            ssl_context=httpx2.create_ssl_context(),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        made = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=made.status,
            headers=made.headers,
            stream=_Stream(made.stream),  # type: ignore[arg-type]
            extensions=made.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, stream: httpcore2.Response) -> None:
        self._stream = stream

    def __iter__(self):  # type: ignore[no-untyped-def]
        yield from self._stream  # type: ignore[misc]

    def close(self) -> None:
        self._stream.close()


def _type_of(header: str) -> tuple[str, str | None]:
    """The media type in lower case, and the charset where the header tells one."""
    media, *parameters = header.partition(",")[0].split(";")  # sent twice, the first counts
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media.strip().lower(), value.strip().strip("\"'").lower()[:40] or None
    return media.strip().lower(), None


def _seconds_of(header: str | None, now: float) -> float | None:
    """Retry-After: seconds, or a date."""
    if header is None:
        return None
    text = header.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
