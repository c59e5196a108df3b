"""XML as feeds and sitemaps bring it: mended where it is often broken, and read an element at a time within bounds.

libxml2 bounds what it reads: a nesting of 256, text of 10 MB, no entities, no network. What it would read wrongly
without a word is put right before it sees it (`Mended`): an address with a bare "&" would lose the name behind it.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from westphalia.read.streams import Bytes

_CHUNK = 65_536
_REFERENCE = re.compile(rb"<!\[CDATA\[|&(?:(#?\w{1,32});)?")
_LONGEST_REFERENCE = 40
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s{0,4}=\s{0,4}["']([\w.:-]{1,40})["']""")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_LONGEST_LINE = 1_000
_PIECES = 40  # of text that are put together to a line


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """A codec's error handler: bytes that are no UTF-8 are read as windows-1252, which is what they mostly are."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


codecs.register_error("westphalia-windows", _as_windows)


class Mended:
    """A stream of XML without what breaks it: bare "&", names of HTML's entities, bytes of another encoding.

    CDATA is left as it is; so is UTF-16, and any encoding that the text declares besides UTF-8.
    """

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self._held = b""
        self._literal = False  # inside CDATA
        self._first = self._as_is = True
        self._decoder: codecs.IncrementalDecoder | None = None

    def read(self, size: int = _CHUNK) -> bytes:
        """About `size` bytes, none only at the end."""
        while True:
            chunk = self._stream.read(max(size, 1_024))
            if self._first:
                chunk = self._begun(chunk)
            if self._as_is:
                return chunk
            if self._decoder is not None:
                chunk_text = self._decoder.decode(chunk, final=not chunk)
                made = self._mended(chunk_text.encode("utf-8", "replace"), final=not chunk)
            else:
                made = self._mended(chunk, final=not chunk)
            if made or not chunk:
                return made

    def _begun(self, chunk: bytes) -> bytes:
        """Settle by the first bytes what there is to mend."""
        self._first = False
        if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in chunk[:4]:
            return chunk
        self._as_is = False
        chunk = chunk.removeprefix(codecs.BOM_UTF8)
        told = _ENCODING.match(chunk)
        name = told[1].lower() if told else b"utf-8"
        if told and name.startswith(
            (b"utf-16", b"utf16", b"ucs-2")
        ):  # it would not be read at all if it were
            chunk = chunk[: told.start(1)] + b"utf-8" + chunk[told.end(1) :]
            name = b"utf-8"
        if name in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            if told and name != b"utf-8":
                chunk = chunk[: told.start(1)] + b"utf-8" + chunk[told.end(1) :]
            self._decoder = codecs.getincrementaldecoder("utf-8")("westphalia-windows")
        return chunk

    def _mended(self, data: bytes, *, final: bool) -> bytes:
        data, self._held = self._held + data, b""
        if not final:  # what may go on in the next chunk waits for it
            window = len(data) - _LONGEST_REFERENCE
            cut = max(data.rfind(mark, max(0, window)) for mark in (b"&", b"<", b"]"))
            if cut >= 0:
                data, self._held = data[:cut], data[cut:]
                if self._held.startswith(b"]") and data.endswith(b"]"):
                    data, self._held = data[:-1], b"]" + self._held
        parts: list[bytes] = []
        at = 0
        while at < len(data):
            if self._literal:
                end = data.find(b"]]>", at)
                self._literal = end < 0
                parts.append(data[at:] if end < 0 else data[at : end + 3])
                at = len(data) if end < 0 else end + 3
                continue
            found = _REFERENCE.search(data, at)
            if found is None:
                parts.append(data[at:])
                break
            parts.append(data[at : found.start()])
            at = found.end()
            if found.group().startswith(b"<"):
                self._literal = True
                parts.append(found.group())
            else:
                parts.append(_reference(found))
        return b"".join(parts)


def _reference(found: re.Match[bytes]) -> bytes:
    """What stands for itself, for a character of HTML by its number, or for a bare "&"."""
    if found[1] is None:
        return b"&amp;"
    name = found[1].decode("ascii", "replace")
    if name in _PREDEFINED or (meant := html5.get(f"{name};")) is None:
        return found.group()
    return "".join(f"&#{ord(char)};" for char in meant).encode()


class Elements:
    """The elements with some tags as they end, in any namespace; what was read is let go.

    Those in `noted` are given too, but kept where they are: they may be parts of others.

    `broken` tells, when all were given, what ended the reading early; `inside` whether that was inside the last
    element, which then lacks something. Raises lxml.etree.LxmlError where there is nothing to begin with.
    """

    def __init__(self, stream: Bytes, tags: tuple[str, ...], noted: tuple[str, ...] = ()) -> None:
        self._stream, self._tags, self._noted = stream, tags, noted
        self.broken: str | None = None
        self.inside = False

    def __iter__(self) -> Iterator[Any]:
        from lxml import etree

        events = etree.iterparse(
            Mended(self._stream),
            events=("end",),
            tag=(*self._tags, *self._noted),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
        )
        noted = {local(tag) for tag in self._noted}
        for _, element in events:
            yield element
            if local(element.tag) in noted:
                continue
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        self._ended([(str(entry.type_name), str(entry.message)) for entry in events.error_log])

    def _ended(self, log: list[tuple[str, str]]) -> None:
        limit = next((text for name, text in log if name == "ERR_RESOURCE_LIMIT"), None)
        if limit is not None:
            self.broken = limit.partition(", use")[0].partition(", try")[0]  # its open elements do not end
        elif log and log[-1][0] == "ERR_TAG_NOT_FINISHED":
            open_tag = re.search(r"in tag (?:\w+:)?(\w+)", log[-1][1])
            outer = open_tag is not None and open_tag[1].lower() in _OUTER
            self.broken, self.inside = ("cut short", not outer)


_OUTER = frozenset(("rss", "channel", "feed", "rdf", "urlset", "sitemapindex"))


def local(tag: Any) -> str:
    """A tag without its namespace, in lower case."""
    return str(tag).rpartition("}")[2].lower()


def line(element: Any) -> str | None:
    """An element's words on one line, without markup, whether it is escaped once, twice or not at all."""
    parts: list[str] = []
    for at, text in enumerate(element.itertext(with_tail=True)):
        parts.append(text[:_LONGEST_LINE])
        if at >= _PIECES:
            break
    return plain("".join(parts))


def plain(text: str) -> str | None:
    """A title or name that may be HTML as words on one line."""
    text = html.unescape(text[: 4 * _LONGEST_LINE])
    if "<" in text:
        text = html.unescape(_TAG.sub(" ", text))
    words = " ".join(text.split())
    return "".join(char for char in words if char.isprintable())[:_LONGEST_LINE] or None


def raw(element: Any) -> str:
    """An element's text; of XHTML inside it, its markup."""
    from lxml import etree

    if len(element) == 0:
        return element.text or ""
    return "".join([element.text or "", *(etree.tostring(child, encoding="unicode") for child in element)])
