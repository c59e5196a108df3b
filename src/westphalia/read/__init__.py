"""Room 1, read: files, folders and stdin in, `Page` out. Bytes are decoded in the next room."""

from __future__ import annotations

from westphalia.read.pages import MAX_BYTES, read_pages

__all__ = ["MAX_BYTES", "read_pages"]
