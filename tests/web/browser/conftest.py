"""A server over the demonstration record and a headless Chromium in front of it; left out, with a reason, where one is
missing. The browser is the system's own: no download."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PATIENCE = 20.0  # seconds for the server to answer


@contextmanager
def server_of(record: Path, *, review: bool = False) -> Iterator[str]:
    """The address of a server over a record, on a free port of this machine."""
    uvicorn = pytest.importorskip("uvicorn", reason="pip install 'westphalia[web]'")
    from westphalia.web.app import create_app
    from westphalia.web.settings import Settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(record, Settings(rate=0, review=review))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + PATIENCE
    while not server.started:
        assert time.monotonic() < ends, "the server does not answer"
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(PATIENCE)


@pytest.fixture(scope="session")
def served(demo: Path) -> Iterator[str]:
    """The address of a server over the demonstration record."""
    with server_of(demo) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium (apt-get install chromium, or name it in CHROMIUM)")
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


Open = Callable[..., Any]


@contextmanager
def visits(browser: Any, served: str, address_of: Callable[[str], str] = str) -> Iterator[Open]:
    """Opens pages of a server; whatever the browser complains of, policy violations and dialogs included, is a fault.

    `address_of` makes an address of what is asked for.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def go(address: str, **options: Any) -> Any:
        context = browser.new_context(
            base_url=served, **{"viewport": {"width": 1440, "height": 900}, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console",
            lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
        page.on(
            "request",
            lambda asked: asked.url.startswith((served, "data:", "blob:")) or complaints.append(asked.url),
        )
        page.goto(address_of(address), wait_until="networkidle")
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(browser: Any, served: str) -> Iterator[Open]:
    """Opens a page of the server."""
    with visits(browser, served) as go:
        yield go
