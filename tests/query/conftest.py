"""The record of `made`, opened with and without an index beside it: every answer has to be the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.query import made
from westphalia.query import OpenRecord


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write(tmp_path_factory.mktemp("asked") / "record")


@pytest.fixture(scope="session", params=["tables", "index"])
def record(folder: Path, request: pytest.FixtureRequest) -> Iterator[OpenRecord]:
    with OpenRecord(folder, small=1 if request.param == "index" else 10**9) as found:
        assert found.session.index.used == (request.param == "index")
        yield found
