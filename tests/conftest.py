"""What several rooms' tests share: the example pages and one loaded coder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from westphalia.pipeline import Coder
from westphalia.records import Article, Block, DateValue, Span

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder(threads=2)


def article_of(
    *paragraphs: str, published: dt.date | None = dt.date(2024, 4, 10), kind: str = "body"
) -> Article:
    """An article of body paragraphs, as `clean` would make it."""
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(kind, Span(at, at + len(paragraph)), "test"))  # type: ignore[arg-type]
        at += len(paragraph) + 2
    date = DateValue.day(published, "given") if published else None
    return Article("0" * 64, text, tuple(blocks), "test", published=date)
