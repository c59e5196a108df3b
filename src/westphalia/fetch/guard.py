"""Which hosts may be reached: names are looked up here, and connections go to the very address that was checked.

A page's links are the page's word. Without this, one that leads to `http://169.254.169.254/` or to a name which its
owner points at 10.0.0.1 would make this machine ask its own network. The check is made where the connection is made,
so that a name that answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from westphalia.errors import RefusedAddress

Resolve = Callable[[str, int], list[str]]
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What Python's tables call public and is not: IETF assignments (with a cloud's metadata in them), the relays of 6to4,
# local NAT64, and one cloud's platform service.
_ALSO_PRIVATE = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "168.63.129.16/32"))
)
_THIS, _PRIVATE = _OWN_NETWORK = ("this machine itself", "a private network")
_SLICE = 0.5  # seconds between two looks at whether all is to stop


def look_up(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def why_refused(address: str) -> str | None:
    """What speaks against an IP address, or None for one on the public internet."""
    try:
        ip: _IP = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    for inner in _meant(ip):
        if inner.is_loopback:
            return _THIS
        if inner.is_link_local:
            return "link-local, where cloud machines keep their credentials"
        if inner.is_multicast or inner.is_unspecified or inner.is_reserved:
            return "no single machine on the internet"
        site_local = isinstance(inner, ipaddress.IPv6Address) and inner.is_site_local
        if not inner.is_global or site_local or any(inner in network for network in _ALSO_PRIVATE):
            return _PRIVATE
    return None


def _meant(ip: _IP) -> Iterable[_IP]:
    """The addresses that a packet to this one may reach: itself, and the IPv4 address that it carries."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return (ip.ipv4_mapped,)
        if ip in _NAT64:  # how a network of IPv6 alone reaches the IPv4 internet
            return (ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF),)
        if ip.sixtofour is not None:
            return (ip, ip.sixtofour)
        if ip.teredo is not None:
            return (ip, *ip.teredo)
    return (ip,)


class Guard:
    """Looks names up and refuses private addresses, but for the hosts that are allowed by name."""

    def __init__(self, allow: Iterable[str] = (), resolve: Resolve = look_up) -> None:
        self._allow = frozenset(name.lower().strip("[]") for name in allow)
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses that may be connected to. Raises RefusedAddress when all are private, OSError for no such host."""
        found = self._resolve(host, port)
        if host.lower().strip("[]") in self._allow:
            return found
        refused = {address: why_refused(address) for address in found}
        good = [address for address in found if refused[address] is None]
        if not good:
            why = next(iter(refused.values()), "no address")
            at = next(iter(refused), host)
            hint = " (--allow-host lets it through)" if why in _OWN_NETWORK else ""
            raise RefusedAddress(f"{host} is at {at}: {why}{hint}")
        return good


class Deadline(threading.local):
    """Until when the request of this thread may take, by the system's monotonic clock."""

    at: float = float("inf")

    def left(self, timeout: float | None) -> float:
        """The seconds that one read or write may still take."""
        left = self.at - time.monotonic()
        return left if timeout is None else min(timeout, left)


class Lookups:
    """Names looked up within a time limit, which the system's own looking up has none of.

    It cannot be interrupted either, so it is done in a thread that is left behind when its time is up; of such
    threads there are at most `most`, and then names are given up at once until one of them ends.
    """

    def __init__(self, guard: Guard, stop: threading.Event, most: int = 64) -> None:
        self._guard, self._stop = guard, stop
        self._free = threading.Semaphore(most)

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """What `Guard.addresses` gives and raises; TimeoutError after so many seconds, or when all is to stop."""
        if not self._free.acquire(blocking=False):
            raise TimeoutError("too many names are still being looked up")
        found: list[list[str]] = []
        failed: list[Exception] = []
        done = threading.Event()

        def look() -> None:
            try:
                found.append(self._guard.addresses(host, port))
            except Exception as error:
                failed.append(error)
            finally:
                self._free.release()
                done.set()

        threading.Thread(target=look, name="look up", daemon=True).start()
        until = time.monotonic() + seconds
        while not done.wait(max(0.0, min(_SLICE, until - time.monotonic()))):
            if time.monotonic() >= until or self._stop.is_set():
                raise TimeoutError("the name was not looked up in time")
        if failed:
            raise failed[0]
        return found[0]


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects to checked addresses only, and keeps every read and write within the request's deadline."""

    def __init__(self, guard: Guard, deadline: Deadline, stop: threading.Event) -> None:
        self._lookups, self._deadline, self._stop = Lookups(guard, stop), deadline, stop
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        try:
            addresses = self._lookups.addresses(host, port, self._deadline.left(timeout))
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"{host}: {error}") from error
        except OSError as error:
            raise httpcore2.ConnectError(f"{host}: {error.strerror or error}") from error
        except UnicodeError as error:
            raise RefusedAddress(f"{host}: no host's name") from error
        failed: Exception = httpcore2.ConnectError(host)
        for address in addresses[:4]:
            left = self._deadline.left(timeout)
            if left <= 0 or self._stop.is_set():
                raise httpcore2.ConnectTimeout(f"{host}: out of time")
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._deadline, self._stop)
        raise failed

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        raise RefusedAddress(f"{path}: a socket of this machine")


class _TimedStream(httpcore2.NetworkStream):
    """A connection that ends in a timeout at the deadline, however slowly and steadily the bytes drip."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline, stop: threading.Event) -> None:
        self._stream, self._deadline, self._stop = stream, deadline, stop

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._deadline.left(timeout)
        until = time.monotonic() + left
        while left > 0 and not self._stop.is_set():
            try:
                return self._stream.read(max_bytes, min(left, _SLICE))
            except httpcore2.ReadTimeout:
                left = until - time.monotonic()
        raise httpcore2.ReadTimeout("out of time")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._deadline.left(timeout)
        if left <= 0:
            raise httpcore2.WriteTimeout("out of time")
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._deadline.left(timeout)
        if left <= 0:
            raise httpcore2.ConnectTimeout("out of time")
        made = self._stream.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(made, self._deadline, self._stop)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
