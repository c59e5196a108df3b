"""Plain-text exports of news databases: many articles a file, each below its number or above its end mark.

    "1 of 50 DOCUMENTS", "Document 1 of 50"      a line of its own begins an article
    "End of Document", a line of underscores     ends one
    LENGTH: BYLINE: SECTION: Load-Date: Body     fields and marks in it (`nexis_fields.csv`)

An article becomes a page of plain text: its headline, its byline, its text with the dateline in front. Outlet and
day of publication stand in its header and go on as `Told`. An article without a text is `empty`, one without any
field is taken as it stands. Named "FILE#NUMBER", counted over the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import dropwhile

from westphalia.read.columns import Ask
from westphalia.read.days import day_of
from westphalia.read.exports import COPYRIGHT, articles, paragraphs, put_together, without_by
from westphalia.read.refusals import part, rejected, too_large
from westphalia.read.streams import Bytes
from westphalia.records import Page, Rejected, Told

_BEGIN = re.compile(r"(?i)\s*(?:document )?\d{1,6} of \d{1,7}(?: documents?)?\s*\Z")
_END = re.compile(r"(?i)\s*(?:end of document|_{20,})\s*\Z")
_BODY = re.compile(r"(?i)\s*body\s*\Z")
_FIELD = re.compile(r"\s*([A-Za-z][A-Za-z \-]{1,30}):(?:\s+|\Z)(.*)")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_EDITION = re.compile(
    r"(?i)\bedition\b|\A(?:final|first|late|correction appended)\Z|\d{1,2}:\d\d\s?(?:[ap]\.?m\b|gmt|e[sd]t)"
)
_COVER = re.compile(r"(?i)\s*(?:user name|date and time|job number):\s")
_COVERED = re.compile(
    r"(?i)\s*(?:client/matter|search terms|search type|narrowed by|content type|job number|user name|date and time):"
    r"|\s*about lexisnexis\b|.*\bcopyright © \d{4} lexisnexis"
)
_FOOT = re.compile(r"(?i)\s*page \d{1,4} of \d{1,4}\s*\Z")
_BELOW = re.compile(r"(?i)\s*(?:classification|graphic)\s*\Z")
_SUPPLIER = re.compile(r"(?i)(?:supplied|provided|distributed) by\b")
_VERSION = re.compile(r"(?i)\s+--?\s+(?:english|[\w ]{0,30}\bedition|final)\Z")
_LOOKED_FOR_COVER = 12  # lines
_LONGEST_HEADER = 60  # lines above the first field or the text
_MARKS = re.compile(
    rb"(?im)^[ \t]*(?:(?:document )?\d{1,6} of \d{1,7}(?: documents?)?|end of document)[ \t]*\r?$"
)
_FIELDS = re.compile(
    rb"(?im)^[ \t]*(?:length|load-date|byline|section|publication date|publication title|full text)[ \t]*:"
)


@cache
def field_kinds() -> dict[str, str]:
    """A field's name -> what it holds; the table of `nexis_fields.csv`. Names in capitals count as such only."""
    text = files("westphalia.read").joinpath("nexis_fields.csv").read_text("utf-8")
    return {row["field"]: row["holds"] for row in csv.DictReader(text.splitlines())}


def is_export(head: bytes) -> bool:
    """Whether a text's beginning has both an article's number or end and a field of one."""
    narrow = head.replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    return bool(_MARKS.search(narrow) and _FIELDS.search(narrow))


def from_export(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """The articles of an export, one in memory at a time."""
    number = 0
    for chunk in articles(stream, lambda line: bool(_BEGIN.match(line) or _END.match(line))):
        if chunk is not None and not any(line.strip() for line in chunk):
            continue
        number += 1
        name = part(source, number)
        yield too_large(name) if chunk is None else _page(chunk, name, ask)
    if not number:
        yield rejected(source, "empty", "no article in this export")


# --- one article ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """What an article's lines tell, as they are gone through."""

    header: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)


def _page(chunk: list[str], name: str, ask: Ask) -> Page | Rejected:
    draft = _draft(chunk)
    body = "\n\n".join(paragraphs(draft.body))
    if not body:
        return rejected(name, "empty", "no text in this article")
    header = [" ".join(line.split()) for line in draft.header]
    dated = next((i for i, line in enumerate(header) if _is_day(line)), None)
    day = day_of(draft.fields["date"]) if "date" in draft.fields else None
    day = (
        day or (day_of(header[dated]) if dated is not None else None) or day_of(draft.fields.get("load", ""))
    )
    title, outlet = _names(header, dated, draft.fields)
    byline = draft.fields.get("author")
    told = Told(day, title, outlet, without_by(byline) if byline else None)
    if dateline := draft.fields.get("dateline"):
        body = (
            body if body.lower().startswith(dateline.lower()) else f"{dateline.rstrip(' -–—')} \u2014 {body}"
        )
    return Page(put_together(title, byline, body), name, ask.url, ask.date, told if told != Told() else None)


def _draft(chunk: list[str]) -> _Draft:
    """1. the header up to the first field  2. fields  3. the text up to the fields below it."""
    draft = _Draft()
    chunk = _without_feet(_uncovered(chunk))
    kinds = field_kinds()
    has_body_mark = any(_BODY.match(line) or kinds.get(_label(line).lower()) == "text" for line in chunk)
    last: str | None = None  # the field that a line without a name goes on
    below = False
    for line in chunk:
        found = _FIELD.match(line)
        label = _label(line)
        kind = kinds.get(label) or kinds.get(label.lower())
        if found and kind:
            below = below or (bool(draft.body) and kind != "text")
            last = None if kind == "text" else kind
            if kind == "text":
                draft.body.append(found[2].strip())
            else:
                draft.fields.setdefault(kind, " ".join(found[2].split()))
        elif has_body_mark and draft.body and _BELOW.match(line):
            below, last = True, None
        elif has_body_mark and _BODY.match(line) and not draft.body:
            last = None
            draft.body.append("")
        elif not line.strip():
            last = None
            if draft.body and not below:
                draft.body.append("")
        elif last is not None:
            draft.fields[last] = f"{draft.fields[last]} {' '.join(line.split())}"
        elif below or COPYRIGHT.match(line):
            continue
        elif draft.body or (draft.fields and not has_body_mark) or len(draft.header) >= _LONGEST_HEADER:
            draft.body.append(line.strip())
        else:
            draft.header.append(line)
    if not draft.body and not draft.fields:  # nothing but a text
        draft.body, draft.header = draft.header, []
    return draft


def _uncovered(chunk: list[str]) -> list[str]:
    """Without the cover sheet above the first article: who searched for what, and the list of what was found."""
    if not any(_COVER.match(line) for line in chunk[:_LOOKED_FOR_COVER]):
        return chunk
    return chunk[max(at for at, line in enumerate(chunk) if _COVERED.match(line)) + 1 :]


def _without_feet(chunk: list[str]) -> list[str]:
    """Without "Page 2 of 3" and the headline repeated below it."""
    head = next((line.strip() for line in chunk if line.strip()), "")
    kept: list[str] = []
    foot = False
    for line in chunk:
        repeated = foot and line.strip() == head
        foot = bool(_FOOT.match(line)) or (foot and not line.strip())
        if not (repeated or _FOOT.match(line)):
            kept.append(line)
    return kept


def _label(line: str) -> str:
    """The name before a line's colon, where it looks like one."""
    found = _FIELD.match(line)
    return " ".join(found[1].split()) if found else ""


def _is_day(line: str) -> bool:
    return len(line) <= 80 and bool(_YEAR.search(line)) and day_of(line) is not None


def _names(header: list[str], dated: int | None, fields: dict[str, str]) -> tuple[str | None, str | None]:
    """Headline and outlet: by their fields, else by where the day stands between them.

    Older exports: outlet, day, edition, headline. Newer ones: headline, outlet, day.
    """
    title, outlet = fields.get("title"), fields.get("outlet")
    if dated is not None:
        above = [line for line in header[:dated] if not _SUPPLIER.match(line)]
        below = list(dropwhile(_EDITION.search, header[dated + 1 :]))
        if below:
            outlet = outlet or (above[-1] if above else None)
            title = title or " ".join(below)
        else:
            outlet = outlet or (above[-1] if above else None)
            title = title or (" ".join(above[:-1]) or None)
    elif header:
        title = title or header[0]
        outlet = outlet or (header[1] if len(header) > 1 else None)
    return title and title[:400], outlet and _VERSION.sub("", outlet[:200])
