"""A bare passage (a sentence, a headline, a few paragraphs) as an article of its own.

The text is taken to the letter, since the caller's offsets count its characters: nothing is decoded,
trimmed or removed; only lone surrogates, which no file can hold, become U+FFFD one for one. Lines are body unless they are unmistakably page furniture.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re

from westphalia.clean.alone import label_alone
from westphalia.clean.dateline import find_dateline
from westphalia.clean.decode import without_surrogates
from westphalia.clean.lines import Line, line_at
from westphalia.records import Article, Block, DateValue, Span

_LINE = re.compile(r"[^\n\r]+")


def article_of_passage(text: str, date: dt.date | None, source: str) -> Article:
    """The passage as an article: a block for each line with text, `date` as its publication date."""
    text = without_surrogates(text)
    blocks: list[Block] = []
    for match in _LINE.finditer(text):
        lead = len(match.group()) - len(match.group().lstrip())
        body = match.group().strip()
        if body:
            start = match.start() + lead
            blocks.append(_block(line_at(text, start, start + len(body))))
    dateline = find_dateline(text[blocks[0].span.start :]) if blocks else None
    return Article(
        article_id=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        text=text,
        blocks=tuple(blocks),
        source=source,
        wire=dateline.agency if dateline else None,
        published=DateValue.day(date, "given") if date else None,
        dateline=dateline.place if dateline else None,
    )


def _block(line: Line) -> Block:
    span = Span(line.start, line.end)
    found = label_alone(line)
    # captions and headlines are news as well
    if found is None or found.kind in ("caption", "subhead"):
        return Block("body", span, "passage")
    return Block(found.kind, span, found.reason)
