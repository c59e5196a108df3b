"""Pages from templates: Jinja2 with autoescape, strict about names that are not there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from westphalia.web.wording import GLOBALS

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(GLOBALS)
    return made


def render(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page; `request`, `review` and what is given are its names."""
    review = bool(getattr(request.app.state, "review", False))
    html = environment().get_template(name).render(request=request, review=review, status=status, **context)
    return HTMLResponse(html, status_code=status)
