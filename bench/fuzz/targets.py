"""What is fuzzed, and what must hold whatever the bytes are. A target raises AssertionError, or anything else, for a fault.

read         every reader, by a name of its kind: only pages and named rejects come, bounded and printable
clean        the cleaner: an article whose blocks lie in its text in order, or a named reject
sentences    words and sentences: in the text, in order, without overlap, none lost
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from bench.fuzz import seeds
from westphalia.clean import clean
from westphalia.parse.sentences import sentences, words
from westphalia.read.columns import Ask
from westphalia.read.pages import _of_stream
from westphalia.read.refusals import MAX_BYTES, printable
from westphalia.read.streams import Stream
from westphalia.records import Article, Page, Rejected, Span

REASONS = frozenset(
    "missing empty binary too_large unreadable damaged bomb bad_row no_column http_error".split()
)
CLEAN_REASONS = frozenset("empty binary too_large no_article language timeout".split())
_FILES = seeds.files()
NAMES = tuple(sorted(_FILES))


def read(data: bytes) -> None:
    """The first byte says as what the rest is read."""
    if not data:
        return
    name, content = NAMES[data[0] % len(NAMES)], data[1:]
    for item in _of_stream(Stream(io.BytesIO(content)), name, name, Ask()):
        assert item.source == printable(item.source)
        if isinstance(item, Rejected):
            assert item.room == "read"
            assert item.reason in REASONS, item.reason
            assert item.detail == printable(item.detail)
        else:
            assert 0 < len(item.content) <= MAX_BYTES
            assert item.url is None or item.url.lower().startswith(("http://", "https://"))


def read_seeds() -> list[bytes]:
    return [bytes([number]) + _FILES[name] for number, name in enumerate(NAMES)]


def clean_page(data: bytes) -> None:
    found = clean(Page(data, "fuzz"))
    if isinstance(found, Rejected):
        assert found.reason in CLEAN_REASONS, found.reason
        return
    assert isinstance(found, Article)
    assert found.text.encode("utf-8")
    _in_order([block.span for block in found.blocks], found.text)


def text_offsets(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for function in (words, sentences):
        _in_order(function(text), text)
    together = "".join(span.of(text) for span in sentences(text))
    assert "".join(together.split()) == "".join(text.split()) or not text.isprintable()


def _in_order(spans: Sequence[Span], text: str) -> None:
    at = 0
    for span in spans:
        assert at <= span.start < span.end <= len(text), span
        at = span.end


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    "read": (read, read_seeds),
    "clean": (
        clean_page,
        lambda: [seeds.PAGE, seeds.TEXT, seeds.PAGE[:700], seeds.TEXT.decode().encode("utf-16")],
    ),
    "sentences": (text_offsets, lambda: [seeds.TEXT, *seeds.TEXT.split(b"\n\n")]),
}
"""Name -> what takes the bytes, and the bytes to start from."""
