"""Files as people have them, made for the tests of the readers."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from westphalia.read import read_pages
from westphalia.records import Page, Rejected

HTML = (
    b"<html><head><title>Envoys meet in Lima</title></head><body><article><h1>Envoys meet in Lima</h1>"
    b"<p>Envoys of Peru and Chile met in Lima on Tuesday and agreed to resume talks.</p></article></body></html>"
)
TEXT = b"Envoys of Peru and Chile met in Lima on Tuesday and agreed to resume talks over fishing rights.\n"


def read(path: Path | str, **options: object) -> list[Page | Rejected]:
    return list(read_pages([str(path)], **options))  # type: ignore[arg-type]


def from_stdin(content: bytes, **options: object) -> list[Page | Rejected]:
    return list(read_pages(["-"], stdin=io.BytesIO(content), **options))  # type: ignore[arg-type]


def pages(found: Iterable[Page | Rejected]) -> list[Page]:
    return [item for item in found if isinstance(item, Page)]


def reasons(found: Iterable[Page | Rejected]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Rejected)]


def short(found: Iterable[Page | Rejected]) -> list[str]:
    """The reason of what was left out, "page" for a page, in order."""
    return [item.reason if isinstance(item, Rejected) else "page" for item in found]


# --- WARC -------------------------------------------------------------------------------------------


def http(
    body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = ""
) -> bytes:
    content = f"Content-Type: {kind}\r\n" if kind else ""
    head = f"HTTP/1.1 {status}\r\n{content}{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def record(
    url: str,
    payload: bytes,
    *,
    kind: str = "response",
    date: str = "2024-04-09T22:10:00Z",
    length: int | str | None = None,
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(payload) if length is None else length}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def story(number: int) -> bytes:
    return record(f"https://courier.example/{number}", http(HTML + b"<!-- %d -->" % number))


def packed(*records: bytes) -> bytes:
    """A member of its own for each record, as archives of the web have them."""
    return b"".join(gzip.compress(item, mtime=0) for item in records)


# --- archives ---------------------------------------------------------------------------------------


def tar(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


# --- exports ----------------------------------------------------------------------------------------

OLD_EXPORT = b"""                               1 of 2 DOCUMENTS

                 Copyright 2024 The Harbour Times Company
                              All Rights Reserved
                               The Harbour Times

                             April 9, 2024 Tuesday
                              Late Edition - Final

Envoys of Peru and Chile Meet in Lima Over
Fishing Rights

BYLINE: By ANNA MORALES

SECTION: Section A; Column 1; Foreign Desk; Pg. 1

LENGTH: 312 words

DATELINE: LIMA, Peru

   Envoys of Peru and Chile met in Lima on Tuesday and agreed to resume
talks over fishing rights in the disputed waters, both ministries said.

   "We will not leave the table," said Peru's foreign minister, who had
threatened to walk out of the talks only a week before.

LOAD-DATE: April 9, 2024

LANGUAGE: ENGLISH

GRAPHIC: PHOTO: Envoys at the palace. (PHOTOGRAPH BY B. DIAZ)

PUBLICATION-TYPE: Newspaper

                               2 of 2 DOCUMENTS

                               The Harbour Times

                             April 10, 2024 Wednesday

Chile Recalls Its Ambassador

LENGTH: 100 words

Chile recalled its ambassador from Lima on Wednesday in protest.

LOAD-DATE: April 10, 2024
"""

NEW_EXPORT = """Document 1 of 1\r
Envoys meet in Lima\r
The Harbour Times\r
April 9, 2024 Tuesday\r
\r
Copyright 2024 The Harbour Times Company All Rights Reserved\r
Section: A; Pg. 1\r
Length: 312 words\r
Byline: By Anna Morales\r
Dateline: LIMA, Peru \r
Highlight: Talks resume\r
after a week.\r
Body\r
\r
Envoys of Peru and Chile met in Lima on Tuesday, they said \u2014 \u201cat last\u201d.\r
Source: both ministries, which met the envoys on the same day.\r
\r
Load-Date: April 9, 2024\r
\r
End of Document\r
""".encode("windows-1252")

OTHER_EXPORT = b"""Document 1 of 1

____________________________________________________________

Envoys meet in Lima

Author: Morales, Anna

Abstract: Talks resume.

Full text: Envoys of Peru and Chile met in Lima on Tuesday and agreed to resume talks.

Chile had walked out a week before, its minister said on Monday in Santiago.

Subject: Diplomacy; Fishing

Title: Envoys meet in Lima

Publication title: The Harbour Times

Publication date: Apr 9, 2024

____________________________________________________________
"""

# --- feeds ------------------------------------------------------------------------------------------

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Times</title><link>https://harbour.example/</link>
<item><title>Envoys meet &amp; talk</title><link>https://harbour.example/1</link>
<pubDate>Tue, 09 Apr 2024 22:00:00 GMT</pubDate><dc:creator>Anna Morales</dc:creator>
<description>Talks resume.</description>
<content:encoded><![CDATA[<p>Envoys of Peru and Chile met in Lima on Tuesday.</p>]]></content:encoded></item>
<item><title>Chile recalls its ambassador</title><link>https://harbour.example/2</link>
<pubDate>Wed, 10 Apr 2024 09:00:00 GMT</pubDate><description>In protest.</description></item>
</channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Harbour Times</title>
<entry><title>Envoys meet</title><link rel="self" href="https://harbour.example/feed"/>
<link rel="alternate" href="https://harbour.example/1"/><updated>2024-04-09T01:00:00Z</updated>
<author><name>Anna Morales</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Envoys met in <b>Lima</b>.</p></div></content>
</entry></feed>"""

SITEMAP = b"""<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://harbour.example/1</loc><news:news><news:publication><news:name>The Harbour Times</news:name>
</news:publication><news:publication_date>2024-04-09T10:00:00+02:00</news:publication_date>
<news:title>Envoys meet</news:title></news:news></url>
<url><loc>ftp://harbour.example/2</loc></url></urlset>"""
