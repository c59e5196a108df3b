"""Articles to parses: passages, one model pass over all of them, scores to spans."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from westphalia.models.session import Session
from westphalia.parse.decode import Thresholds, decode
from westphalia.parse.encode import Encoded, collate, encode
from westphalia.parse.passages import Passage, passages_of
from westphalia.parse.scores import Scores, scores_of
from westphalia.records import Article, Parse

BATCH_PIECES = 2048  # padded pieces a model call: keeps the arcs of a batch within tens of megabytes


def thresholds_of(session: Session) -> Thresholds:
    """The cut-offs stored with the weights, over the defaults."""
    known = {field.name for field in fields(Thresholds)}
    return Thresholds(**{name: value for name, value in session.thresholds.items() if name in known})


def score_all(session: Session, encoded: Sequence[Encoded]) -> Iterator[tuple[int, Scores]]:
    """Scores for each passage, as (index, scores), in batches of like length."""
    order = sorted(range(len(encoded)), key=lambda n: (len(encoded[n].pieces), n))
    batch: list[int] = []
    for position, n in enumerate(order):
        batch.append(n)
        coming = order[position + 1] if position + 1 < len(order) else None
        if coming is None or len(encoded[coming].pieces) * (len(batch) + 1) > BATCH_PIECES:
            outputs = session.run(collate([encoded[m] for m in batch]))
            for row, m in enumerate(batch):
                yield m, scores_of(outputs, row, len(encoded[m].words))
            batch = []


def parse(session: Session, articles: Sequence[Article], *, whole: bool = False) -> list[tuple[Parse, ...]]:
    """The parses of each article, in the article's order. `whole` parses each block uncut."""
    thresholds = thresholds_of(session)
    work = [
        (n, passage) for n, article in enumerate(articles) for passage in passages_of(article, whole=whole)
    ]
    encoded = [encode(passage.span.of(articles[n].text), session.tokenizer) for n, passage in work]
    parsed: list[Parse | None] = [None] * len(work)
    for index, scores in score_all(session, encoded):
        _, passage = work[index]
        parsed[index] = parse_of(passage, encoded[index], scores, session, thresholds)
    found: list[list[Parse]] = [[] for _ in articles]
    for (n, _), item in zip(work, parsed, strict=True):
        if item is not None:
            found[n].append(item)
    return [tuple(items) for items in found]


def parse_of(
    passage: Passage, encoded: Encoded, scores: Scores, session: Session, thresholds: Thresholds
) -> Parse:
    """Decode one passage and move its offsets to the article's."""
    start = passage.span.start
    words = [word.shifted(start) for word in encoded.words]
    mentions, triggers, quotes = decode(scores, words, session.labels, passage.quotes, thresholds)
    calibrated = tuple(
        replace(trigger, confidence=calibrate(trigger.confidence, session.temperature, session.bias))
        for trigger in triggers
    )
    return Parse(passage.span, passage.block, passage.sentences, mentions, calibrated, quotes)


def calibrate(confidence: float, temperature: float, bias: float) -> float:
    """Platt scaling: the share of such events that are right, as measured on held-out passages."""
    clipped = min(max(confidence, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(math.log(clipped / (1 - clipped)) / temperature + bias)))
