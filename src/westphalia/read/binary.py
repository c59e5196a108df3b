"""Bytes that are no text, told by their beginning."""

from __future__ import annotations

_SAMPLE = 65_536
_NUL_SHARE = 0.001  # a stray NUL in a long page is dirt, which `clean` removes; more of them is no text
_CONTROL_SHARE = 0.1
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\r\x0b\x0c\x1b")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

# First bytes of formats that can hold few NULs in their first part (source: each format's own
# specification), so that counting control characters alone would let them through.
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip or office file",
    b"\x1f\x8b": "packed with gzip",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\x00": "packed with xz",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a database",
    b"PAR1": "a Parquet table",
    b"{\\rtf": "rich text (RTF): save it as plain text",
    b"\xd0\xcf\x11\xe0": "an old office file: save it as plain text",
}
_WORD = b"word/"
_LOOKED_FOR_WORD = 4_096


def why_binary(content: bytes) -> str | None:
    """What shows that these bytes are no text, or None. UTF-16 with its byte order mark is text."""
    if content.startswith(_UTF16_BOMS):
        return None
    if magic := next((m for m in _MAGIC if content.startswith(m)), None):
        is_word = magic.startswith(b"PK") and _WORD in content[:_LOOKED_FOR_WORD]
        return "a Word file: save it as plain text" if is_word else _MAGIC[magic]
    sample = content[:_SAMPLE]
    nuls = sample.count(0)
    if nuls > _NUL_SHARE * len(sample):
        return f"{nuls} NUL bytes in the first {len(sample)}"
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _CONTROL_SHARE * len(sample):
        return f"{controls} control characters in the first {len(sample)} bytes"
    return None
