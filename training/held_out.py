"""Which passages the shipped model never sees: a stable draw, needing nothing but the record."""

from __future__ import annotations

import hashlib
from typing import Any

from training.standoff.sources import document_of

HELD_OUT_PERCENT = 8


def held_out(record: dict[str, Any], percent: int = HELD_OUT_PERCENT) -> bool:
    """Drawn by what the passage belongs to, so that one document never lies on both sides."""
    key = record.get("doc") or record["id"]
    if record["id"].startswith(("wn-", "wp-", "re3d-", "ewt-")):
        key = document_of(record["id"])
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 100 < percent
