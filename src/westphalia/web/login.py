"""Who may come in: the token as a header of programs, or a signed cookie that a browser gets for it."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

COOKIE = "westphalia"
LIFE = 30 * 24 * 3600  # seconds that a login holds
OPEN = ("/static/", "/login")
"""Starts of paths that are answered without a token: the login page and what it looks like."""


class Door:
    """Checks tokens and cookies. Comparisons take the same time whatever is wrong."""

    def __init__(self, token: str, clock: Callable[[], float] = time.time) -> None:
        self._token = _digest(token.encode())
        # The cookie's key is not the token: who sees a cookie learns nothing that opens the API for longer.
        self._key = _digest(b"cookie of the westphalia server " + token.encode())
        self._clock = clock

    def fits(self, token: str) -> bool:
        return hmac.compare_digest(_digest(token.encode("utf-8", "replace")), self._token)

    def cookie(self) -> str:
        """The value of a cookie that holds from now on: until when, and the signature of that."""
        until = str(int(self._clock()) + LIFE)
        return f"{until}.{self._sign(until)}"

    def lets_in(self, authorization: str, cookies: str) -> bool:
        """Whether one of the two headers opens the door."""
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "bearer" and self.fits(given.strip()):
            return True
        until, _, signature = _value(cookies).partition(".")
        signed = hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign(until).encode())
        return signed and until.isdigit() and self._clock() < int(until)

    def _sign(self, until: str) -> str:
        return hmac.new(self._key, until.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _digest(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()


def _value(cookies: str) -> str:
    """The value of our cookie; empty where there is none."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def set_cookie(value: str, *, secure: bool, life: int = LIFE) -> str:
    """A Set-Cookie header: out of reach of scripts, and not sent along with what other sites post."""
    parts = [f"{COOKIE}={value}", "Path=/", f"Max-Age={life}", "HttpOnly", "SameSite=Lax"]
    return "; ".join([*parts, "Secure"] if secure else parts)


def safe_next(path: str) -> str:
    """Where to go after the login: an address of this server, or else the first page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain and "\\" not in path and path.isascii() else "/"


def login_address(path: str) -> str:
    """The login page that leads back to a path."""
    return "/login" if path == "/" else f"/login?next={quote(path, safe='')}"


def posted(body: bytes) -> dict[str, str]:
    """The fields of a posted form, the first value of each; what is no form has none."""
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10)
    except (UnicodeDecodeError, ValueError):
        return {}
    return {name: values[0] for name, values in fields.items()}
