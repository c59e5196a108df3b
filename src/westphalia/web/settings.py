"""How the server is set up: where it listens, who may come in, and how much one client may ask."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from westphalia.errors import UsageError

SHORTEST_TOKEN = 16  # characters: what cannot be guessed at the rate that is let through
ANY = ("0.0.0.0", "::", "")  # addresses that stand for all of the machine's


@dataclass(frozen=True, slots=True)
class Settings:
    """`hosts` are further names that the server is called by, `origins` the sites whose scripts may read the API.

    `rate` is requests a second that one client may make in the long run, `burst` how many at once; a rate of 0 lifts
    the limit. `seconds` bounds a request, `export_seconds` an export, `max_body` the bytes that a request may carry,
    `max_target` the characters of its address. Raises UsageError for what makes no sense.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    review: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    rate: float = 20.0
    burst: int = 200
    seconds: float = 30.0
    export_seconds: float = 900.0
    exports_at_once: int = 2
    max_body: int = 64 * 1024
    max_target: int = 8 * 1024

    def __post_init__(self) -> None:
        if self.token is None and not is_loopback(self.host):
            raise UsageError(f"--host {self.host} is reachable from other machines: give a --token, too")
        if self.token is not None and not _usable(self.token):
            raise UsageError(
                f"the token: at least {SHORTEST_TOKEN} printable ASCII characters without spaces"
            )
        for origin in self.origins:
            if not origin.startswith(("http://", "https://")) or origin.rstrip("/").count("/") != 2:
                raise UsageError(f"origin {origin!r}: scheme and host are wanted, as in https://example.org")
        if self.rate < 0 or self.burst < 1:
            raise UsageError("the rate may not be negative, nor the burst less than 1")

    def answers_to(self, host: str) -> bool:
        """Whether the Host header names this server. A page of another site whose name was made to lead here
        (DNS rebinding) comes with that site's name; an address in numbers cannot be such a name."""
        name = host_name(host)
        if name is None:
            return False
        own = {"localhost", self.host.lower(), *(other.lower() for other in self.hosts)}
        if name in own - set(ANY):
            return True
        address = _address(name)
        return address is not None and (address.is_loopback or not is_loopback(self.host))


def host_name(host: str) -> str | None:
    """The name in a Host header, without its port and an IPv6 address without its brackets; None for no such header."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or port.endswith("]"):
        name, port = host.lower(), "0"
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    elif ":" in name:
        return None
    return name if name and port.isascii() and port.isdigit() else None


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address; a name other than localhost might be anything."""
    address = _address(host.strip("[]"))
    return host.lower() == "localhost" or (address is not None and address.is_loopback)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _usable(token: str) -> bool:
    return len(token) >= SHORTEST_TOKEN and all("!" <= char <= "~" for char in token)
