"""What the parser reads at a time: runs of whole sentences of one block.

The model was trained on passages of one to four sentences; a longer paragraph is cut between
sentences, never inside a quotation if that can be helped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from westphalia.parse.quotes import find_quotes
from westphalia.parse.sentences import sentences
from westphalia.records import Article, Block, Sentence, Span

READ_KINDS = frozenset({"title", "body", "subhead", "caption"})  # furniture, bylines, credits: never
MAX_SENTENCES = 4
MAX_CHARACTERS = 900  # about 150 words
HARD_CHARACTERS = 1500  # a quotation may stretch a passage up to here (some 350 word pieces)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the article to parse at once; `quotes` are offsets into the article."""

    block: int
    span: Span
    sentences: tuple[Sentence, ...]
    quotes: tuple[Span, ...]


def is_read(block: Block) -> bool:
    """Whether the parser reads this block at all: repeats and furniture it does not."""
    return block.kind in READ_KINDS and block.repeat_of is None


def passages_of(article: Article, *, whole: bool = False) -> tuple[Passage, ...]:
    """The passages of an article, in its order. With `whole`, a block is one passage if it fits."""
    found: list[Passage] = []
    count = 0
    for index, block in enumerate(article.blocks):
        if not is_read(block):
            continue
        text = _read_part(block, article.text)
        quotes = tuple(quote.shifted(block.span.start) for quote in find_quotes(text))
        group: list[Sentence] = []
        for span in _bounded(sentences(text), text):
            sentence = Sentence(count, span.shifted(block.span.start), index)
            count += 1
            if group and _full(group, sentence.span, quotes, whole):
                found.append(_passage(index, group, quotes))
                group = []
            group.append(sentence)
        if group:
            found.append(_passage(index, group, quotes))
    return tuple(found)


# Where a caption turns into its photo's credit, which names people who do nothing in the picture.
_PHOTO_CREDIT = re.compile(
    r"\s*(?:©|\(c\) |\b(?:Photo|Picture|Photograph|Image|Credit)s?\b ?(?::|by\b|/)).{0,200}$", re.S
)


def _read_part(block: Block, text: str) -> str:
    """The part of a block that is read: a caption without its photo credit."""
    part = block.span.of(text)
    credit = _PHOTO_CREDIT.search(part) if block.kind == "caption" else None
    return part[: credit.start()] if credit else part


def _bounded(spans: Sequence[Span], text: str) -> Iterator[Span]:
    """Sentences, those of monstrous length (tables, lists without stops) cut at spaces."""
    for span in spans:
        start = span.start
        while span.end - start > HARD_CHARACTERS:
            cut = text.rfind(" ", start + 1, start + HARD_CHARACTERS)
            cut = cut if cut > start else start + HARD_CHARACTERS
            yield Span(start, cut)
            start = cut
        if start < span.end:
            yield Span(start, span.end)


def _full(group: Sequence[Sentence], coming: Span, quotes: Sequence[Span], whole: bool) -> bool:
    """Whether the next sentence has to open a passage of its own."""
    length = coming.end - group[0].span.start
    if whole or length > HARD_CHARACTERS:
        return length > HARD_CHARACTERS
    if any(quote.start < group[-1].span.end and coming.start < quote.end for quote in quotes):
        return False
    return len(group) >= MAX_SENTENCES or length > MAX_CHARACTERS


def _passage(block: int, group: Sequence[Sentence], quotes: Sequence[Span]) -> Passage:
    span = Span(group[0].span.start, group[-1].span.end)
    return Passage(
        block, span, tuple(group), tuple(quote for quote in quotes if span.start <= quote.start < span.end)
    )
