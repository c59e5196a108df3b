"""What exports of news databases have in common: articles between marks, broken lines, bylines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from westphalia.read.refusals import MAX_BYTES
from westphalia.read.streams import Bytes, lines, text_of

COPYRIGHT = re.compile(r"(?i)\s*(?:copyright|©|\(c\))\s.*\d{4}|\s*all rights reserved\b")
_WRAPPED = (45, 100)  # characters of a line that was broken for its width
_LONGEST_LINE = 1_000_000


def articles(stream: Bytes, is_mark: Callable[[str], bool]) -> Iterator[list[str] | None]:
    """The lines of each article, those that end or begin one left out; None for one larger than a page may be."""
    chunk: list[str] = []
    size = 0
    for raw in lines(stream, _LONGEST_LINE):
        line = text_of(raw).rstrip().replace("\f", "") if raw is not None else ""
        size += len(raw) if raw is not None else MAX_BYTES + 1
        if is_mark(line):
            yield chunk if size <= MAX_BYTES else None
            chunk, size = [], 0
        elif size <= MAX_BYTES:
            chunk.append(line)
        else:
            chunk.clear()
    if chunk or size > MAX_BYTES:
        yield chunk if size <= MAX_BYTES else None


def paragraphs(body: list[str]) -> Iterator[str]:
    """The text's paragraphs: a line each, or what stands between empty lines where lines are broken for width."""
    for empty, group in groupby(body, key=lambda line: not line):
        if not empty:
            together = list(group)
            if _is_wrapped(together):
                yield " ".join(together)
            else:
                yield from together


def _is_wrapped(group: list[str]) -> bool:
    """All but the last line fill the width, and few of them end as sentences do."""
    shortest, longest = _WRAPPED
    *full, last = group
    ended = sum(line.rstrip("\"'\u201d\u2019)").endswith((".", "!", "?")) for line in full)
    return (
        len(last) <= longest
        and 3 * ended <= len(full)
        and all(shortest <= len(line) <= longest for line in full)
    )


def without_by(byline: str) -> str:
    return re.sub(r"(?i)\Aby:?\s+", "", byline)


def put_together(title: str | None, byline: str | None, body: str) -> str:
    """An article as a page of plain text."""
    above = [text for text in (title, f"By {without_by(byline)}" if byline else None) if text]
    return "\n\n".join([*above, body])
