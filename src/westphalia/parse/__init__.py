"""Room 3: sentences, events, roles and quotes as the model sees them. `parse(session, articles)`, `parse_stream`."""

from __future__ import annotations

from westphalia.parse.parser import parse, parse_stream

__all__ = ["parse", "parse_stream"]
