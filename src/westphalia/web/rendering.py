"""Pages from templates: Jinja2 with autoescape, strict about names that are not there.

A page that was rendered from the same content for the same address is sent again as it is, or not at all where the
browser has it (ETag).
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from westphalia.web.wording import GLOBALS

HERE = Path(__file__).parent
KEPT_BYTES = 64 * 1024 * 1024  # of rendered pages
CONTENT = 3  # times a page's size that its content is taken to need


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(GLOBALS)
    return made


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's bytes, their tag, and what it was rendered from."""

    context: dict[str, Any]
    body: bytes
    tag: str


class Pages:
    """The pages rendered last, by template and address. Safe to use from several threads."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._bytes = 0
        self._pages: OrderedDict[tuple[str, str], Rendered] = OrderedDict()

    def get(self, key: tuple[str, str], context: dict[str, Any]) -> Rendered | None:
        """The page, if it was rendered from equal content."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
        return found if found is not None and found.context == context else None

    def put(self, key: tuple[str, str], page: Rendered) -> None:
        size = len(page.body) * (1 + CONTENT)
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += size - (len(old.body) * (1 + CONTENT) if old else 0)
            self._pages[key] = page
            while self._bytes > self._most and self._pages:
                _, gone = self._pages.popitem(last=False)
                self._bytes -= len(gone.body) * (1 + CONTENT)


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page; `request`, `review` and what is given are its names."""
    review = bool(getattr(request.app.state, "review", False))
    names = {"review": review, "status": status, **context}
    pages: Pages | None = getattr(request.app.state, "pages", None)
    if pages is None or status != 200:
        return HTMLResponse(_html(request, name, names), status_code=status)
    key = (name, f"{request.url.path}?{request.url.query}")
    page = pages.get(key, names)
    if page is None:
        body = _html(request, name, names)
        page = Rendered(names, body, f'"{hashlib.sha256(body).hexdigest()[:24]}"')
        pages.put(key, page)
    if page.tag in request.headers.get("if-none-match", ""):
        return HTMLResponse(status_code=304, headers={"ETag": page.tag})
    return HTMLResponse(page.body, headers={"ETag": page.tag})


def _html(request: Request, name: str, names: dict[str, Any]) -> bytes:
    # Surrogates of a broken text are shown as question marks: they cannot be sent.
    return environment().get_template(name).render(request=request, **names).encode("utf-8", "replace")
