"""A real web server on this machine, for what a made-up web cannot show."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Pages by path, 404 for others; `asked` are the paths in order, `ends` is set when the test is over."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.ends = threading.Event()
        self.asked: list[str] = []
        pages, asked = self.pages, self.asked

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked.append(self.path)
                pages.get(self.path, send(b"", 404))(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.ends.set()
        self._http.shutdown()
        self._http.server_close()


def send(body: bytes, status: int = 200, **headers: str) -> Page:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Type": "text/html", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return page
