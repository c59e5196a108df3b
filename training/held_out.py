"""Which passages the shipped model never sees: a stable draw, needing nothing but the record."""

from __future__ import annotations

import hashlib
from typing import Any

HELD_OUT_PERCENT = 8


def held_out(record: dict[str, Any], percent: int = HELD_OUT_PERCENT) -> bool:
    """Drawn by what the passage belongs to, so that one document never lies on both sides."""
    key = record.get("doc") or record["id"]
    if record["id"].startswith("wn-"):  # wn-ARTICLE-PARAGRAPH-SENTENCE
        key = "-".join(record["id"].split("-")[:2])
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 100 < percent
