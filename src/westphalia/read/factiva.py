"""Plain-text exports of Factiva: many articles a file, each above its number ("Document LBA0000020240409ek4900abc").

    HD Envoys meet / WC 212 words / PD 9 April 2024 / SN … / LP … / TD …      with codes before the fields
    Envoys meet / By A. B / 212 words / 9 April 2024 / The Times / … / text   without

An article becomes a page of plain text as those of `nexis` do. Named "FILE#NUMBER", counted over the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from westphalia.read.columns import Ask
from westphalia.read.days import day_of
from westphalia.read.exports import COPYRIGHT, articles, paragraphs, put_together, without_by
from westphalia.read.refusals import part, rejected, too_large
from westphalia.read.streams import Bytes
from westphalia.records import Page, Rejected, Told

_END = re.compile(r"\s*(?:AN\s+)?Document [A-Za-z0-9]{16,32}\s*\Z")
_WORDS = re.compile(r"\s*[\d,]{1,9} words\s*\Z")
_TIME = re.compile(r"\s*\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s\w{2,5})?\s*\Z")
_CODED = re.compile(
    r"(SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|ART|CLM|DLN|AN)(?:\s+(.*))?\Z"
)
_TEXTS = ("LP", "TD")
_MOST_HEADER = 15  # lines between the number of words and the text
_SHORT = 5  # words of a section's name above the headline, or of a publisher's below the text

_ENDS = re.compile(rb"(?m)^[ \t]*(?:AN[ \t]+)?Document [A-Za-z0-9]{16,32}[ \t]*\r?$")
_COUNTS = re.compile(rb"(?m)^[ \t]*(?:WC[ \t]+)?[\d,]{1,9} words[ \t]*\r?$")
_HEADLINES = re.compile(rb"(?m)^HD[ \t]+\S")


def is_factiva(head: bytes) -> bool:
    """Whether a text's beginning has a count of words, and an article's number or a headline's code."""
    narrow = head.replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    return bool(_COUNTS.search(narrow) and (_ENDS.search(narrow) or _HEADLINES.search(narrow)))


def from_factiva(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """The articles of an export, one in memory at a time."""
    number = 0
    for chunk in articles(stream, lambda line: bool(_END.match(line))):
        if chunk is not None and not any(line.strip() for line in chunk):
            continue
        number += 1
        name = part(source, number)
        yield too_large(name) if chunk is None else _page(chunk, name, ask)
    if not number:
        yield rejected(source, "empty", "no article in this export")


def _page(chunk: list[str], name: str, ask: Ask) -> Page | Rejected:
    coded = any(line.startswith("HD") and _CODED.match(line) for line in chunk)
    told, byline, lines = _coded(chunk) if coded else _plain(chunk)
    body = "\n\n".join(paragraphs([line.strip() for line in lines]))
    if not body:
        return rejected(name, "empty", "no text in this article")
    content = put_together(told.title, byline, body)
    return Page(content, name, ask.url, ask.date, told if told != Told() else None)


def _told(title: str, outlet: str, byline: str, day: str) -> Told:
    return Told(
        day_of(day),
        title[:400] or None,
        outlet[:200] or None,
        without_by(byline)[:200] or None,
    )


def _coded(chunk: list[str]) -> tuple[Told, str, list[str]]:
    """Fields by their codes; a line without one goes on with the field above it."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in chunk:
        if found := _CODED.match(line):
            code = found[1]
            fields.setdefault(code, []).append(found[2] or "")
        elif code:
            fields[code].append(line)
    one = {code: " ".join(" ".join(texts).split()) for code, texts in fields.items()}
    body = [line for code in _TEXTS for line in [*fields.get(code, ()), ""]]
    byline = one.get("BY", "")
    return _told(one.get("HD", ""), one.get("SN", ""), byline, one.get("PD", "")), byline, body


def _plain(chunk: list[str]) -> tuple[Told, str, list[str]]:
    """1. headline and byline above the count of words  2. day, outlet and more below it  3. the text."""
    counted = next((at for at, line in enumerate(chunk) if _WORDS.match(line)), None)
    if counted is None:
        return Told(), "", chunk
    # 1.
    blocks = [
        [line.strip() for line in group]
        for empty, group in groupby(chunk[:counted], lambda x: not x.strip())
        if not empty
    ]
    byline = " ".join(blocks.pop()) if len(blocks) > 1 else ""
    lines = blocks[0] if blocks else []
    if len(lines) > 1 and len(lines[0].split()) <= _SHORT:
        lines = lines[1:]  # below the name of its section
    # 2.
    below = chunk[counted + 1 :]
    start = next((at + 1 for at, line in enumerate(below[:_MOST_HEADER]) if COPYRIGHT.match(line)), None)
    if start is None:
        start = next((at for at, line in enumerate(below) if not line.strip()), len(below))
    header = [line.strip() for line in below[:start] if line.strip() and not _TIME.match(line)]
    dated = next((at for at, line in enumerate(header) if day_of(line) is not None), None)
    day = header[dated] if dated is not None else ""
    outlet = header[dated + 1] if dated is not None and dated + 1 < len(header) else ""
    # 3.
    return _told(" ".join(lines), outlet, byline, day), byline, _without_publisher(below[start:])


def _without_publisher(lines: list[str]) -> list[str]:
    """The text without the name that stands alone below it."""
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    last = lines[-1].strip() if len(lines) > 1 and not lines[-2].strip() else ""
    alone = last and len(last.split()) <= _SHORT and not last.endswith((".", "!", "?", '"', "\u201d", ")"))
    return lines[:-1] if alone else lines
