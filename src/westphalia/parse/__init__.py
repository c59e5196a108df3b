"""Room 3: sentences, events, roles and quotes as the model sees them. `parse(session, articles)`."""

from __future__ import annotations

from westphalia.parse.parser import parse

__all__ = ["parse"]
