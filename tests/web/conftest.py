"""What the tests of the web room share: the demonstration record, coded once."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.web.demo import demo_record

    return demo_record(tmp_path_factory.mktemp("demo") / "record")
