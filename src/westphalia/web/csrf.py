"""That a form was sent from a page of this server by the one who saw it, and not by another site in their name.

1. The browser says where a request comes from (`Sec-Fetch-Site`, `Origin`, else `Referer`): only this server will do.
2. The form carries a token: the keyed hash of a random cookie that other sites can neither read nor set. The key is
   made when the server starts, so that a form of an earlier start is told to be loaded again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from fastapi import Request, Response

COOKIE = "westphalia-form"
DIGITS = 64  # of the cookie, hexadecimal


def token(request: Request) -> str:
    """The token for forms of this page; `keep` sends the cookie that it belongs to."""
    value = request.cookies.get(COOKIE, "")
    if not _whole(value):
        value = getattr(request.state, "form_cookie", "") or secrets.token_hex(DIGITS // 2)
        request.state.form_cookie = value
    return _signed(request, value)


def keep(request: Request, response: Response) -> None:
    """Send the cookie that `token` made, where it made one."""
    value = getattr(request.state, "form_cookie", "")
    if value:
        set_cookie(request, response, COOKIE, value)


def set_cookie(request: Request, response: Response, name: str, value: str, age: int | None = None) -> None:
    """A cookie that no script reads and that other sites' requests do not carry."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=age, path="/", secure=secure, httponly=True, samesite="strict")


def sent_from_here(request: Request, given: str) -> bool:
    """Whether both hold: the browser's word (1) and the token (2)."""
    value = request.cookies.get(COOKIE, "")
    return (
        _same_site(request)
        and _whole(value)
        and hmac.compare_digest(_signed(request, value).encode(), given.encode())
    )


def _same_site(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    told = request.headers.get("origin") or request.headers.get("referer")
    return told is not None and urlsplit(told).netloc == request.headers.get("host")


def _whole(value: str) -> bool:
    return len(value) == DIGITS and value.isascii() and value.isalnum()


def _signed(request: Request, value: str) -> str:
    state = request.app.state
    if not hasattr(state, "form_key"):
        state.form_key = secrets.token_bytes(32)
    return hmac.new(state.form_key, value.encode(), hashlib.sha256).hexdigest()
