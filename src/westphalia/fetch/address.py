"""Addresses: which are fetched at all, one spelling for each, and when two of them are the same page."""

from __future__ import annotations

import re

import httpx2

from westphalia.errors import RefusedAddress

LONGEST = 4_096
LONGEST_HOST = 253
"""Characters of a host's name; DNS allows no more."""
_PORTS = {"http": 80, "https": 443}

TRACKING = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|at_medium|at_campaign|at_custom\d"
    r"|cmpid|ns_campaign|ns_mchannel|ns_source|ns_linkname|traffic_source|_ga|s_cid|ocid)\Z"
)
"""Parameters that tell where a reader came from and never choose the page (each in wide use on news sites)."""


def checked_address(text: str) -> str:
    """The address in its one spelling, without a fragment. Raises RefusedAddress with what is wrong.

    Only http and https, a host, no name and password in it. Whether the host may be reached is for `guard` to say,
    when its name has been looked up.
    """
    text = text.strip()
    shown = text[:200]
    if len(text) > LONGEST:
        raise RefusedAddress(f"{shown}…: longer than {LONGEST:,} characters")
    try:
        url = httpx2.URL(text).copy_with(fragment=None)
        host = url.host  # which decodes it, and may find that it cannot
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise RefusedAddress(f"{shown!r}: no web address ({error})") from error
    if url.scheme not in _PORTS:
        raise RefusedAddress(f"{shown}: only http and https are fetched")
    if not host:
        raise RefusedAddress(f"{shown}: it names no host")
    if len(host) > LONGEST_HOST:
        raise RefusedAddress(f"{shown}: no host has so long a name")
    if url.userinfo:
        raise RefusedAddress(f"{shown}: a name or password in the address")
    if url.port is not None and not 0 < url.port < 65_536:
        raise RefusedAddress(f"{shown}: no such port")
    made = str(url.copy_with(raw_path=url.raw_path))  # "/" where no path is told
    if len(made) > LONGEST:  # what had to be escaped made it longer
        raise RefusedAddress(f"{shown}…: longer than {LONGEST:,} characters")
    return made


def joined(base: str, location: str) -> str:
    """A redirect's target, which may be relative. Raises RefusedAddress."""
    try:
        return checked_address(str(httpx2.URL(base).join(location)))
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise RefusedAddress(f"{location[:200]!r}: no web address ({error})") from error


def host_of(url: str) -> str:
    """Host and port of a checked address: what delays and limits go by."""
    parsed = httpx2.URL(url)
    return f"{parsed.host}:{parsed.port or _PORTS[parsed.scheme]}"


def origin_of(url: str) -> str:
    """Scheme, host and port of a checked address: what a robots.txt speaks for."""
    return str(httpx2.URL(url).copy_with(raw_path=b"/", fragment=None)).rstrip("/")


def key_of(url: str) -> str:
    """What two addresses of the same page have in common: no scheme, no fragment, no tracking parameters."""
    parsed = httpx2.URL(url)
    path, _, query = parsed.raw_path.decode("ascii").partition("?")
    kept = [part for part in query.split("&") if part and not TRACKING.match(part.partition("=")[0].lower())]
    port = "" if parsed.port in (None, *_PORTS.values()) else f":{parsed.port}"
    return f"{parsed.host}{port}{path or '/'}" + (f"?{'&'.join(kept)}" if kept else "")
