"""A server for the tests that need a real one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fetch.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()
