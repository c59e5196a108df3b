"""The API under /api/v1: every question of the pages as JSON, with a typed answer. One module a kind of question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from westphalia.web.api.answers import PREFIX, failure

if TYPE_CHECKING:
    from fastapi import APIRouter

__all__ = ["PREFIX", "failure", "routers"]


def routers() -> list[APIRouter]:
    """The routers, in the order of the documentation."""
    from westphalia.web.api import about, events, export, numbers, others

    return [about.router, events.router, others.router, numbers.router, export.router]
