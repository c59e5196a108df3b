"""Bytes to text, and the one place where the text's characters are touched.

The order of trust (the HTML standard's "determining the character encoding", with one change: bytes
that are valid UTF-8 are UTF-8 whatever the page declares, because other encodings with letters
beyond ASCII are practically never valid UTF-8, while wrong declarations are common):

    1. a byte order mark
    2. valid UTF-8
    3. almost valid UTF-8 (a cut or damaged character here and there), the damage replaced
    4. the declared charset (<meta charset>, <meta http-equiv>, the XML declaration), if the encoding
       standard has it
    5. windows-1252, as browsers do; where few letters are ASCII, charset-normalizer on the first part
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from westphalia.clean.charsets import CODECS

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([a-z0-9_:.-]{2,30})""")
_DECLARED_WITHIN = 4096  # the standard asks for 1024; real pages put scripts before it

_NEARLY = 0.1  # broken characters for each good one
_DETECT_BYTES = 65_536
_WESTERN = 0.25  # bytes beyond ASCII for each ASCII letter
_HIGH = bytes(range(0x80, 0x100))
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
BAD_SHARE = 0.03
"""Above this share of replacement and control characters a page is no text that can be trusted."""

REPLACEMENT = "\ufffd"
_LINE_ENDS = ("\r\n", *"\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def _control_table() -> dict[int, str | None]:
    """Control characters go; 0x80–0x9f become what windows-1252 means by them, as in browsers."""
    table: dict[int, str | None] = {c: None for c in range(32) if c not in (9, 10)}
    table[0x7F] = None
    for code in range(0x80, 0xA0):
        table[code] = bytes([code]).decode("windows-1252", "ignore") or None
    for code in range(0xD800, 0xE000):  # lone surrogates cannot be hashed or stored as UTF-8
        table[code] = REPLACEMENT
    return table


_CONTROLS = _control_table()
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIRT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufffd\ud800-\udfff]")
_DIRT_BYTES = bytes([*range(9), *range(14, 28), 31, 127])
_CONTROL_BYTES = bytes([*range(9), *range(11, 32), 127])
_HIGH_CONTROL = re.compile(b"\xc2[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with line ends as "\\n" and no control characters; `bad` is the share of them before."""

    text: str
    encoding: str
    bad: float


def decode(content: bytes | str) -> Decoded:
    """Decode a page and remove what no text has: NULs, control characters, mixed line ends.

    All other code points stay as they are (no Unicode normalisation), so that offsets count what a
    reader of the page counts. A `str` goes the way of its UTF-8 bytes. Never raises.
    """
    raw, encoding = _decode(as_bytes(content))
    dirt = _count_dirt(raw)
    text = raw.removeprefix("\ufeff")
    for end in _LINE_ENDS:  # several times as fast as one pattern on a page of half a megabyte
        text = text.replace(end, "\n")
    return Decoded(without_controls(text), encoding, dirt / max(1, len(raw)))


def _count_dirt(text: str) -> int:
    """How many of `_DIRT` a text has; counted in bytes, which is ten times as fast."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates
        return len(_DIRT.findall(text))
    return len(data) - len(data.translate(None, _DIRT_BYTES)) + text.count(REPLACEMENT)


def _has_controls(text: str) -> bool:
    """Whether `_CONTROL` is found in a text."""
    if len(text) < _SHORT:
        return _CONTROL.search(text) is not None
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    if len(data.translate(None, _CONTROL_BYTES)) != len(data):
        return True
    return not text.isascii() and _HIGH_CONTROL.search(data) is not None


_SHORT = 500  # characters below which a pattern is as fast as a detour over bytes


def without_controls(text: str) -> str:
    """Text that a terminal, a hash and a file can take: no control characters but tab and line ends.

    0x80–0x9f become what windows-1252 means by them; lone surrogates, which JSON and character
    references can bring in long after decoding, become U+FFFD.
    """
    if not _has_controls(text):
        return text
    return _CONTROL.sub(lambda found: _CONTROLS.get(ord(found.group())) or "", text)


def without_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, so that it can be hashed and written as UTF-8.

    One for one: offsets stay.
    """
    return _SURROGATE.sub(REPLACEMENT, text)


def as_bytes(content: bytes | str) -> bytes:
    """A page's content as bytes: a `str` in UTF-8."""
    return without_surrogates(content).encode("utf-8") if isinstance(content, str) else content


def _decode(content: bytes) -> tuple[str, str]:
    # 1. byte order mark
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), encoding
    # 2. valid UTF-8
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # 3. almost valid UTF-8
    lenient = content.decode("utf-8", "replace")
    broken = lenient.count(REPLACEMENT)
    beyond = sum(1 for c in lenient if c > "\x7f") - broken
    if broken <= _NEARLY * beyond:
        return lenient, "utf-8"
    # 4. the declared charset
    for found in _DECLARED.finditer(content[:_DECLARED_WITHIN]):
        text = _with_label(content, found.group(1).decode("ascii").lower())
        if text is not None:
            return text
    # 5. detection
    return _detected(content)


def _with_label(content: bytes, label: str) -> tuple[str, str] | None:
    """The text by a declared label; None for a label that is not in the encoding standard."""
    codec = CODECS.get(label)
    return (content.decode(codec, "replace"), codec) if codec else None


def _detected(content: bytes) -> tuple[str, str]:
    beyond = len(content) - len(content.translate(None, _HIGH))
    letters = len(content) - len(content.translate(None, _LETTERS))
    if beyond <= _WESTERN * letters:
        # mostly ASCII letters: English with some quotes and accents; detection would guess among
        # a dozen Western and Central European tables that differ in a handful of characters
        return content.decode("windows-1252", "replace"), "windows-1252"
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_DETECT_BYTES]).best()
    name = best.encoding if best is not None else "windows-1252"
    if name in ("ascii", "latin_1", "utf_8", "utf_7"):
        name = "windows-1252"
    return content.decode(name, "replace"), name


_DOCUMENT = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body)\b")
_NOT_SPACE = re.compile(r"\S")
_PROLOGUE = (("<?", "?>"), ("<!--", "-->"))
_TAG = re.compile(
    r"(?i)<(/?)(?:p|div|span|a|br|ul|li|h[1-6]|table|td|img|article|section|meta|title|body)\b[^<>]{0,500}>"
)
_LOOK_AT = 200_000


def is_html(text: str) -> bool:
    """Whether a text is an HTML document: by its beginning, or by many tags for its length.

    A plain text with a stray tag (a copy that went wrong) is no HTML.
    """
    if _DOCUMENT.match(_after_prologue(text[:_LOOK_AT])):
        return True
    head = text[:_LOOK_AT]
    closing = 0
    count = 0
    for tag in _TAG.finditer(head):
        count += 1
        closing += bool(tag.group(1))
    return closing >= 2 and count >= 5 and count * 1500 >= len(head)


def _after_prologue(text: str) -> str:
    """The text after XML declarations and comments at its beginning."""
    position = 0
    while True:
        found = _NOT_SPACE.search(text, position)
        rest = found.start() if found else len(text)
        for opening, closing in _PROLOGUE:
            end = text.find(closing, rest) if text.startswith(opening, rest) else -1
            if end >= 0:
                position = end + len(closing)
                break
        else:
            return text[rest : rest + 100]
