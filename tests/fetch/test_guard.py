"""No way into private networks: by number, by name, by spelling, by a name that changes its mind."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable

import httpcore2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.errors import RefusedAddress
from westphalia.fetch.guard import CheckedBackend, Deadline, Guard, Lookups, why_refused

PRIVATE = """127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1
100.100.100.200 192.0.0.192 198.18.0.1 203.0.113.7 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 192.88.99.1
::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1:: 2001:db8::1 nonsense""".split()
PUBLIC = "8.8.8.8 1.1.1.1 93.184.216.34 2606:4700::1111 2a00:1450:4001:80b::200e 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_in_every_spelling(address: str) -> None:
    assert why_refused(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not(address: str) -> None:
    assert why_refused(address) is None


@given(st.ip_addresses(network="10.0.0.0/8"))
def test_an_ipv4_address_hidden_in_an_ipv6_one_is_found(address: object) -> None:
    assert why_refused(f"::ffff:{address}")
    assert why_refused(f"64:ff9b::{address}")


def resolver(*answers: list[str]) -> Callable[[str, int], list[str]]:
    coming = iter(answers)
    return lambda host, port: next(coming)


def test_the_host_is_judged_by_where_it_is_and_not_by_its_name() -> None:
    with pytest.raises(RefusedAddress, match=r"inside\.example is at 10\.0\.0\.1: a private network"):
        Guard(resolve=resolver(["10.0.0.1"])).addresses("inside.example", 80)
    assert Guard(resolve=resolver(["10.0.0.1", "8.8.8.8"])).addresses("both.example", 80) == ["8.8.8.8"]


def test_hosts_that_are_allowed_by_name_may_be_anywhere() -> None:
    guard = Guard(["Wiki.Intern", "[::1]"], resolver(["10.0.0.1"], ["::1"], ["10.0.0.1"]))
    assert guard.addresses("wiki.intern", 80) == ["10.0.0.1"]
    assert guard.addresses("::1", 80) == ["::1"]
    with pytest.raises(RefusedAddress):
        guard.addresses("other.intern", 80)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_numbers_that_the_system_takes_for_addresses_are_looked_up_before_they_are_judged(host: str) -> None:
    try:
        found = socket.getaddrinfo(host, 80)
    except OSError:
        pytest.skip("this system does not take it for an address")
    assert found[0][4][0] == "127.0.0.1"
    with pytest.raises(RefusedAddress):
        Guard().addresses(host, 80)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with a public address first and with a private one after that (DNS rebinding)."""
    made: list[str] = []

    def connect(self: object, host: str, *args: object, **more: object) -> httpcore2.NetworkStream:
        made.append(host)
        return httpcore2.MockStream([])

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    guard = Guard(resolve=resolver(["8.8.8.8"], ["127.0.0.1"]))
    backend = CheckedBackend(guard, Deadline(), threading.Event())
    backend.connect_tcp("rebind.example", 80, 1.0)
    assert made == ["8.8.8.8"]
    with pytest.raises(RefusedAddress):
        backend.connect_tcp("rebind.example", 80, 1.0)
    assert made == ["8.8.8.8"]


def test_no_unix_sockets() -> None:
    with pytest.raises(RefusedAddress):
        CheckedBackend(Guard(), Deadline(), threading.Event()).connect_unix_socket("/var/run/docker.sock")


def test_looking_a_name_up_ends_at_the_deadline_and_when_all_is_to_stop() -> None:
    answer, stop = threading.Event(), threading.Event()

    def never(host: str, port: int) -> list[str]:
        answer.wait(30)
        return ["8.8.8.8"]

    backend = CheckedBackend(Guard(resolve=never), deadline := Deadline(), stop)
    deadline.at = time.monotonic() + 0.05
    with pytest.raises(httpcore2.ConnectTimeout, match=r"slow\.example: the name was not looked up in time"):
        backend.connect_tcp("slow.example", 80, 10.0)
    deadline.at = time.monotonic() + 60
    stop.set()
    with pytest.raises(httpcore2.ConnectTimeout):
        backend.connect_tcp("slow.example", 80, 60.0)
    answer.set()


def test_names_that_hang_are_bounded_and_make_room_again() -> None:
    answer, ended = threading.Event(), threading.Semaphore(0)

    def never(host: str, port: int) -> list[str]:
        answer.wait(30)
        ended.release()
        return ["8.8.8.8"]

    lookups = Lookups(Guard(resolve=never), threading.Event(), most=2)
    for _ in range(2):
        with pytest.raises(TimeoutError, match="in time"):
            lookups.addresses("slow.example", 80, 0.01)
    with pytest.raises(TimeoutError, match="too many names"):
        lookups.addresses("slow.example", 80, 0.01)
    answer.set()
    assert ended.acquire(timeout=10)
    assert ended.acquire(timeout=10)
    found: list[str] = []
    while not found:
        with contextlib.suppress(TimeoutError):  # until the threads have given their places back
            found = lookups.addresses("fast.example", 80, 10)
    assert found == ["8.8.8.8"]
