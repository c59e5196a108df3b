"""`westphalia serve --record DIR`: the web application over a record."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from typing import Any

import click

from westphalia.cli.common import complain
from westphalia.errors import UsageError

RATE, BURST = 20.0, 200  # as in web/settings.py, which is not loaded for --help


@click.command()
@click.option(
    "--record", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The record."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0: any free one."
)
@click.option(
    "--token",
    envvar="WESTPHALIA_TOKEN",
    help="What visitors have to give; wanted for any host but this machine. Better in the variable WESTPHALIA_TOKEN, "
    "where no list of processes shows it.",
)
@click.option("--review", is_flag=True, help="Let visitors accept, correct or reject events.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="Another name that this server is called by."
)
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="URL", help="A site whose scripts may read the API."
)
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="Address of a proxy in front, which tells whom it asks for (X-Forwarded-For).",
)
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=RATE,
    show_default=True,
    help="Requests a second that one client may make in the long run; 0: no limit.",
)
@click.option(
    "--burst",
    type=click.IntRange(1),
    default=BURST,
    show_default=True,
    help="Requests of one client at once.",
)
@click.option("--log", "logged", is_flag=True, help="Tell every request on stderr.")
def serve(folder: Path, port: int, proxy: str | None, logged: bool, **given: Any) -> None:
    """Show a record in the browser: overview, events, stories, actors, dyads, network, and an API.

    Reads only. Listens on this machine alone unless --host says otherwise, and then wants a --token. Ctrl-C ends it.
    """
    from importlib.util import find_spec

    if find_spec("fastapi") is None or find_spec("uvicorn") is None or find_spec("jinja2") is None:
        raise UsageError("this needs the web server: pip install 'westphalia[web]'")
    try:
        from westphalia.web.settings import Settings

        settings = Settings(port=port, **given)
    except UsageError as error:
        complain(str(error))
        raise click.exceptions.Exit(2) from None
    run(folder, settings, proxy, logged)


def run(folder: Path, settings: Any, proxy: str | None, logged: bool) -> None:
    """Listen and answer until interrupted. Raises RecordError, OSError."""
    import uvicorn

    from westphalia.cli.asked import opened
    from westphalia.web.app import create_app

    app = create_app(opened(folder, None), settings)
    listener = listen(settings.host, settings.port)
    _log(logged)
    config = uvicorn.Config(
        app,
        access_log=False,  # the application's own line leaves out what was asked
        log_config=None,
        server_header=False,
        lifespan="off",
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy,
        limit_concurrency=1_000,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=32 * 1024,
    )
    complain(f"{folder}: {address(listener)} (Ctrl-C ends it)")
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError whose file name is the address."""
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    try:
        listener = socket.create_server((bare, port), family=family, backlog=512)
        # Connections take this over. Without it an answer's body waits for the visitor's acknowledgement of its head,
        # 40 ms; asyncio sets it only on sockets that were made for TCP by name.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), f"{host}:{port}") from None


def address(listener: socket.socket) -> str:
    """Where the pages are."""
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else str(host)
    return f"http://{name}:{port}/"


def _log(logged: bool) -> None:
    """Requests where they are asked for, what goes wrong always; one line each on stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for name in ("westphalia.web", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if logged and name == "westphalia.web" else logging.WARNING)
        logger.propagate = False
