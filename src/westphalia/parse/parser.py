"""Articles to parses: passages, one model pass over all of them, scores to spans."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, replace

from westphalia.models.session import Session
from westphalia.parse.decode import Thresholds, decode
from westphalia.parse.encode import Encoded, collate, encode
from westphalia.parse.passages import Passage, passages_of
from westphalia.parse.scores import Scores, scores_of
from westphalia.records import Article, Parse

AHEAD = 64  # passages scored ahead of the decoder


def thresholds_of(session: Session) -> Thresholds:
    """The cut-offs stored with the weights, over the defaults."""
    known = {field.name for field in fields(Thresholds)}
    return Thresholds(**{name: value for name, value in session.thresholds.items() if name in known})


def score_all(session: Session, encoded: Sequence[Encoded]) -> Iterator[Scores]:
    """The scores of each passage, in order, `session.threads` of them at a time.

    A passage is a run of its own: the int8 products take their scale from all that is in a run, so a
    passage scored beside others would depend on its company. Single runs on several threads are also
    faster than padded batches (bench/README.md).
    """

    def one(item: Encoded) -> Scores:
        return scores_of(session.run(collate([item])), 0, len(item.words))

    with ThreadPoolExecutor(session.threads) as pool:
        waiting: deque[Future[Scores]] = deque()
        for item in encoded:
            waiting.append(pool.submit(one, item))
            if len(waiting) >= AHEAD:  # bounds what lies finished in memory
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def parse(session: Session, articles: Sequence[Article], *, whole: bool = False) -> list[tuple[Parse, ...]]:
    """The parses of each article, in the article's order. `whole` parses each block uncut."""
    thresholds = thresholds_of(session)
    work = [
        (n, passage) for n, article in enumerate(articles) for passage in passages_of(article, whole=whole)
    ]
    encoded = [encode(passage.span.of(articles[n].text), session.tokenizer) for n, passage in work]
    found: list[list[Parse]] = [[] for _ in articles]
    for (n, passage), item, scores in zip(work, encoded, score_all(session, encoded), strict=True):
        found[n].append(parse_of(passage, item, scores, session, thresholds))
    return [tuple(items) for items in found]


def parse_of(
    passage: Passage, encoded: Encoded, scores: Scores, session: Session, thresholds: Thresholds
) -> Parse:
    """Decode one passage and move its offsets to the article's."""
    start = passage.span.start
    words = [word.shifted(start) for word in encoded.words]
    mentions, triggers, quotes = decode(
        scores, words, encoded.marks, session.labels, passage.quotes, thresholds
    )
    calibrated = tuple(
        replace(trigger, confidence=calibrate(trigger.confidence, session.temperature, session.bias))
        for trigger in triggers
    )
    return Parse(passage.span, passage.block, passage.sentences, mentions, calibrated, quotes)


def calibrate(confidence: float, temperature: float, bias: float) -> float:
    """Platt scaling: the share of such events that are right, as measured on held-out passages."""
    clipped = min(max(confidence, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(math.log(clipped / (1 - clipped)) / temperature + bias)))
