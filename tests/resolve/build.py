"""Parses written by hand, as a perfect parser would make them, for the tests of `resolve`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from westphalia.records import Article, Mention, MentionKind, Parse, QuoteParse, Sentence, Span, Trigger


@dataclass
class Passage:
    """Collects mentions and triggers by their words; `parse()` gives the record."""

    article: Article
    block: int = 0
    mentions: list[Mention] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    quotes: list[QuoteParse] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return self.article.blocks[self.block].span

    def find(self, words: str, nth: int = 1) -> Span:
        start = self.span.start - 1
        for _ in range(nth):
            start = self.article.text.index(words, start + 1)
        return Span(start, start + len(words))

    def mention(self, words: str, kind: MentionKind = "actor", nth: int = 1, **facts: Any) -> int:
        """`points` names the country word that the mention points at, `like` an index of the same actor."""
        points, like, of = facts.pop("points", None), facts.pop("like", None), facts.pop("members", ())
        self.mentions.append(
            Mention(
                kind, self.find(words, nth), 1.0,
                nations=((self.find(points), 0.9),) if points else (),
                same_as=((like, 0.9),) if like is not None else (),
                members=tuple((index, 0.9) for index in of),
                **{"sector": "GOV", "sector_score": 0.9, **facts},
            )
        )  # fmt: skip
        return len(self.mentions) - 1

    def trigger(self, words: str, kind: str, **roles: Any) -> None:
        facts = {"mode": None, "aux": (), "contexts": (), "confidence": 0.9, **roles}
        self.triggers.append(Trigger(span=self.find(words), type=kind, **facts))

    def quote(self, words: str, speaker: int | None = None) -> None:
        self.quotes.append(QuoteParse(self.find(words), speaker))

    def parse(self) -> Parse:
        sentence = Sentence(self.block, self.span, self.block)
        parts = tuple(self.mentions), tuple(self.triggers), tuple(self.quotes)
        return Parse(self.span, self.block, (sentence,), *parts)
