"""Articles to parses: passages, one model pass over each, scores to spans."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields, replace

from westphalia.models.own import OwnHead
from westphalia.models.session import Session
from westphalia.parse.decode import Thresholds, decode
from westphalia.parse.encode import Encoded, collate, encode
from westphalia.parse.passages import Passage, passages_of
from westphalia.parse.scores import Scores, scores_of
from westphalia.records import Article, Parse, Rejected

AHEAD = 64  # passages on their way before the first of them has to be finished


def thresholds_of(session: Session) -> Thresholds:
    """The cut-offs stored with the weights, over the defaults."""
    known = {field.name for field in fields(Thresholds)}
    return Thresholds(**{name: value for name, value in session.thresholds.items() if name in known})


@dataclass(slots=True)
class _Work:
    """One item on its way: an article's passages and their scores to come, or anything passed through."""

    item: Article | Rejected
    passages: tuple[Passage, ...]
    encoded: list[Encoded]
    scores: list[Future[Scores]]


def parse_stream(
    session: Session,
    items: Iterable[Article | Rejected],
    *,
    whole: bool = False,
    own: OwnHead | None = None,
) -> Iterator[tuple[Article | Rejected, tuple[Parse, ...]]]:
    """Each item with its parses, in the order given; what was rejected passes through without any.

    While the model runs on its threads, the next item is pulled: cleaning and parsing overlap. A passage is
    a run of its own: the int8 products take their scale from all that is in a run, so a passage scored
    beside others would depend on its company. Single runs on several threads are also faster than padded
    batches (bench/README.md). `whole` parses each block uncut; `own` finds types of the user's own as well.
    """
    thresholds = thresholds_of(session)

    def score(encoded: Encoded) -> Scores:
        return scores_of(session.run(collate([encoded]), vectors=own is not None), 0, len(encoded.words), own)

    def finished(work: _Work) -> tuple[Article | Rejected, tuple[Parse, ...]]:
        parts = zip(work.passages, work.encoded, work.scores, strict=True)
        return work.item, tuple(
            parse_of(passage, encoded, scores.result(), session, thresholds, own)
            for passage, encoded, scores in parts
        )

    def one(article: Article, passage: Passage) -> Parse:
        encoded = encode(passage.span.of(article.text), session.tokenizer)
        return parse_of(passage, encoded, score(encoded), session, thresholds, own)

    if session.threads == 1:  # nothing goes on meanwhile: no thread, nothing ahead
        for item in items:
            passages = passages_of(item, whole=whole) if isinstance(item, Article) else ()
            yield item, tuple(one(item, p) for p in passages if isinstance(item, Article))
        return
    with ThreadPoolExecutor(session.threads) as pool:
        waiting: deque[_Work] = deque()
        ahead = 0
        for item in items:
            passages = passages_of(item, whole=whole) if isinstance(item, Article) else ()
            encoded = [
                encode(p.span.of(item.text), session.tokenizer) for p in passages if isinstance(item, Article)
            ]
            waiting.append(_Work(item, passages, encoded, [pool.submit(score, e) for e in encoded]))
            ahead += max(1, len(passages))  # what has no passage takes a place as well
            while waiting and ahead >= AHEAD:  # bounds what lies in memory
                work = waiting.popleft()
                ahead -= max(1, len(work.passages))
                yield finished(work)
        while waiting:
            yield finished(waiting.popleft())


def parse(
    session: Session, articles: Sequence[Article], *, whole: bool = False, own: OwnHead | None = None
) -> list[tuple[Parse, ...]]:
    """The parses of each article, in the order given."""
    return [parses for _, parses in parse_stream(session, articles, whole=whole, own=own)]


def parse_of(
    passage: Passage,
    encoded: Encoded,
    scores: Scores,
    session: Session,
    thresholds: Thresholds,
    own: OwnHead | None = None,
) -> Parse:
    """Decode one passage and move its offsets to the article's."""
    start = passage.span.start
    words = [word.shifted(start) for word in encoded.words]
    mentions, triggers, quotes = decode(
        scores, words, encoded.marks, session.labels, passage.quotes, thresholds, own
    )
    calibrated = tuple(
        trigger
        if trigger.own  # its head was fitted as probabilities
        else replace(trigger, confidence=calibrate(trigger.confidence, session.temperature, session.bias))
        for trigger in triggers
    )
    return Parse(passage.span, passage.block, passage.sentences, mentions, calibrated, quotes)


def calibrate(confidence: float, temperature: float, bias: float) -> float:
    """Platt scaling: the share of such events that are right, as measured on held-out passages."""
    clipped = min(max(confidence, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-(math.log(clipped / (1 - clipped)) / temperature + bias)))
