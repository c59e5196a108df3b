"""The recipe into a record: `ingest` takes pages in, `recode` codes the stored articles again.

This and `cli` are the places where the rooms read, record and merge meet.
"""

from __future__ import annotations

from westphalia.run.coding import Older
from westphalia.run.ingest import ingest
from westphalia.run.progress import Outcome, Progress
from westphalia.run.recode import abandon, recode

__all__ = ["Older", "Outcome", "Progress", "abandon", "ingest", "recode"]
