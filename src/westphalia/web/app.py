"""The application: `create_app(record, settings)`."""

from __future__ import annotations

import importlib
import threading
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from westphalia.errors import TooSlow, UsageError, WestphaliaError
from westphalia.query import OpenRecord
from westphalia.version import VERSION
from westphalia.web import login_page
from westphalia.web.api import PREFIX, failure, routers
from westphalia.web.login import Door
from westphalia.web.rendering import HERE, Pages, render
from westphalia.web.security import API, Guard, logger
from westphalia.web.settings import Settings
from westphalia.web.store import Store

PAGES = ("overview", "events", "quotes", "actors", "dyads", "network", "compare", "stories", "review")
ABOUT = """The questions that the pages of this server ask, for programs: who did what to whom, when, where, and on
whose word. Every event comes with its sentence, its article and the places of its words in the article's text."""


def create_app(
    record: Path | str | OpenRecord, settings: Settings | None = None, *, review: bool = False
) -> FastAPI:
    """The web application over a record. Raises RecordError where the folder is none."""
    settings = settings or Settings()
    if review:
        settings = replace(settings, review=True)
    app = FastAPI(
        title="Westphalia",
        version=VERSION,
        description=ABOUT,
        docs_url=None,  # the usual page loads scripts from elsewhere; PREFIX/docs is our own
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
    )
    app.state.store = Store(record)
    app.state.pages = Pages()
    app.state.settings = settings
    app.state.review = settings.review
    app.state.exports = threading.Semaphore(settings.exports_at_once)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for router in routers():
        app.include_router(router)
    if settings.token:
        app.state.door = Door(settings.token)
        app.include_router(login_page.router, include_in_schema=False)
    for name in PAGES:
        if find_spec(f"westphalia.web.pages.{name}"):
            page = importlib.import_module(f"westphalia.web.pages.{name}")
            app.include_router(page.router, include_in_schema=False)
    _tell_errors(app)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=[origin.rstrip("/") for origin in settings.origins],
            allow_methods=["GET"],
            allow_headers=["Authorization", "If-None-Match"],
            expose_headers=["ETag", "Link", "Retry-After"],
        )
    app.add_middleware(Guard, settings=settings)  # the last one added is the outermost
    return app


def _tell_errors(app: FastAPI) -> None:
    """Errors as a page for people, as JSON under /api."""

    @app.exception_handler(UsageError)
    async def wrong(request: Request, error: UsageError) -> Response:
        return _told(request, 400, str(error))

    @app.exception_handler(TooSlow)
    async def slow(request: Request, error: TooSlow) -> Response:
        return _told(request, 503, str(error))

    @app.exception_handler(WestphaliaError)
    async def broken(request: Request, error: WestphaliaError) -> Response:
        logger.error("%s", error)  # it names files of this machine: not for those who ask
        return _told(request, 503, "the record cannot be read at the moment")

    @app.exception_handler(RequestValidationError)
    async def unread(request: Request, error: RequestValidationError) -> Response:
        status = 422 if request.url.path.startswith(API) else 400
        return _told(request, status, "; ".join(_line(item) for item in error.errors()))

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        message = error.detail if error.detail != "Not Found" else "there is nothing at this address"
        response = _told(request, error.status_code, message)
        response.headers.update(error.headers or {})
        return response


def _told(request: Request, status: int, message: str) -> Response:
    if request.url.path.startswith(API):
        return failure(status, message)
    return render(request, "error.html", status=status, message=message)


def _line(item: dict[str, object]) -> str:
    """What is wrong with a parameter, in a line."""
    where = item["loc"]
    name = ".".join(str(part) for part in where[1:]) if isinstance(where, tuple) else ""
    if item["type"] == "extra_forbidden":
        return f"{name}: no such parameter"
    return f"{name}: {item['msg']}"
