"""How the API answers: checked against its model, kept while the record stays the same, tagged so that it is sent once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import HTTPException
from pydantic import BaseModel

from westphalia.query.session import Session
from westphalia.web.api.models import Failed
from westphalia.web.store import Store

PREFIX = "/api/v1"
JSON = "application/json"

FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": Failed, "description": "a filter that names nothing, or a cursor that is none"},
    401: {"model": Failed, "description": "a token is wanted"},
    413: {"model": Failed, "description": "the request is too long"},
    414: {"model": Failed, "description": "the address is too long"},
    422: {"model": Failed, "description": "a parameter that does not exist or does not parse"},
    429: {"model": Failed, "description": "too many requests; `Retry-After` says when to come again"},
    503: {"model": Failed, "description": "it took too long, or the record cannot be read"},
}
FOUND: dict[int | str, dict[str, Any]] = {
    **FAILURES,
    404: {"model": Failed, "description": "the record has nothing of this id"},
}
"""The answers that are none, for the OpenAPI document."""


def failure(status: int, message: str) -> Response:
    """Why there is no answer."""
    body = {"error": {"status": status, "message": message}}
    return Response(json.dumps(body, ensure_ascii=False), status, media_type=JSON)


def answer(
    request: Request, store: Store, model: Any, make: Callable[[Session], Mapping[str, Any] | None]
) -> Response:
    """The answer that `make` gives, as JSON; one that the client has already (If-None-Match) is not made again.

    `make` returns None where the record has no such thing. A list's next page is in the header `Link`, too.
    Raises HTTPException (404).
    """
    address = f"{request.url.path}?{request.url.query}"
    tag = tag_of(store.now.tag, address)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in given_tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    body, after = store.cached(("api", address), lambda session: written(model, make(session)))
    if body is None:
        raise HTTPException(404, "the record has nothing of this id")
    if after:
        following = request.url.include_query_params(after=after)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(body, media_type=JSON, headers=headers)


def written(model: type[BaseModel], found: Mapping[str, Any] | None) -> tuple[bytes | None, str | None]:
    """The answer's bytes, and the cursor of the next page where it has one. Raises ValidationError."""
    if found is None:
        return None, None
    body = model.model_validate(found).model_dump_json().encode()
    return body, found.get("next")


def tag_of(state: str, address: str) -> str:
    return f'"{hashlib.sha256(f"{state} {address}".encode()).hexdigest()[:24]}"'


def given_tags(header: str) -> set[str]:
    """The tags that a client has; a weak one is as good here."""
    return {part.strip().removeprefix("W/") for part in header.split(",")}
