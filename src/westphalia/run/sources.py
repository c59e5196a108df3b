"""How many pages there are to read, for the time left."""

from __future__ import annotations

from westphalia.read import count_pages

__all__ = ["count_pages"]
