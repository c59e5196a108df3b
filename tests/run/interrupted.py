"""An ingest with two workers for a test to interrupt: `python -m tests.run.interrupted FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

from tests.run.trouble import Troubled
from westphalia.records import Page
from westphalia.run import ingest
from westphalia.run.workers import workers

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with workers(cast(Any, Troubled(folder)), 2) as coder:
        try:
            ingest([Page("OPEN", f"pages/{n:06d}.txt") for n in (1, 2)], folder / "r", coder)
        except KeyboardInterrupt:
            sys.exit(130)
