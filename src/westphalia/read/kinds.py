"""What a file is: by its name where that says it, else by its first bytes.

The table below is all there is to it. A packed file (.gz, .bz2, .xz) is what its name without that suffix says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from westphalia.read.addresses import is_list
from westphalia.read.factiva import is_factiva
from westphalia.read.nexis import is_export
from westphalia.read.rows import json_kind

Kind = Literal[
    "page", "text", "warc", "jsonl", "json", "csv", "tsv", "parquet", "tar", "zip", "xml", "feed", "sitemap",
    "export", "factiva", "list",
]  # fmt: skip
"""`text`, `json` and `xml` say what a name can say and no more: the first bytes decide what is in it."""

SUFFIXES: dict[str, Kind] = {
    ".html": "page", ".htm": "page", ".xhtml": "page",
    ".txt": "text", ".text": "text", ".md": "text",
    ".warc": "warc",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl", ".json": "json",
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".parquet": "parquet", ".pq": "parquet",
    ".tar": "tar", ".tgz": "tar", ".tbz2": "tar", ".txz": "tar", ".zip": "zip",
    ".rss": "xml", ".atom": "xml", ".rdf": "xml", ".xml": "xml",
    ".urls": "list",
}  # fmt: skip
PACKED = (".gz", ".bz2", ".xz")

FOLDER: frozenset[Kind] = frozenset({"page", "text", "warc"})
"""What a folder is searched for. Tables and archives are read when they are named."""

ARCHIVED: frozenset[Kind] = FOLDER | {"jsonl", "json", "csv", "tsv"}
"""What an archive is searched for: it has no place for notes beside the pages, but often one great table."""

ROOTS: dict[bytes, Kind] = {
    b"rss": "feed", b"feed": "feed", b"rdf": "feed", b"urlset": "sitemap", b"sitemapindex": "sitemap",
}  # fmt: skip
"""The root elements of feeds and sitemaps."""

_OFFICE = (b"[Content_Types].xml", b"mimetype", b"META-INF/", b"AndroidManifest")
_ROOT = re.compile(
    rb"(?s)\A(?>\s*(?><\?.{0,500}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>\[]{0,500}(?>\[.{0,5000}?\]\s*+)?>))*+\s*+<(?>\w{1,20}:)?(\w{1,20})[\s>/]"
)


def by_name(name: str) -> Kind | None:
    """The kind that a file's name tells; None for a suffix that is not in the table."""
    low = bare(name).lower()
    dot = low.rfind(".")
    return SUFFIXES.get(low[dot:]) if dot >= 0 else None


def bare(name: str) -> str:
    """A name without the suffix of its packing."""
    return next((name[: -len(end)] for end in PACKED if name.lower().endswith(end)), name)


def by_content(name: str, head: bytes) -> Kind:
    """The kind of a file with this name that begins with these bytes, unpacked."""
    told = by_name(name)
    # 1. formats that begin in a way of their own, whatever the name
    if head.startswith((b"WARC/1.", b"WARC/0.")):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "page" if head[30:].startswith(_OFFICE) else "zip"  # a page in so far as it is refused as one
    # 2. names that leave no doubt
    if told in ("page", "warc", "jsonl", "csv", "tsv", "parquet", "tar", "zip", "list"):
        return told
    # 3. contents of their own
    if told == "json":
        return json_kind(_narrow(head), named=True) or "jsonl"
    if (kind := by_root(head)) is not None:
        return kind
    if told != "xml":
        if (json := json_kind(head, named=False)) is not None:
            return json
        if is_export(head):
            return "export"
        if is_factiva(head):
            return "factiva"
        if is_list(head):
            return "list"
    return "page"


def by_root(head: bytes) -> Kind | None:
    """ "feed" or "sitemap" by the root element of XML that begins with these bytes, or None."""
    root = _ROOT.match(_narrow(head.removeprefix(b"\xef\xbb\xbf")))
    return ROOTS.get(root[1].lower()) if root else None


def _narrow(head: bytes) -> bytes:
    """The beginning without a UTF-16 text's zeros."""
    return head[2:8192].replace(b"\x00", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head[:8192]


def shown(kinds: Iterable[Kind]) -> str:
    """The suffixes of some kinds, for messages."""
    wanted = set(kinds)
    return " ".join(sorted(suffix for suffix, kind in SUFFIXES.items() if kind in wanted))
