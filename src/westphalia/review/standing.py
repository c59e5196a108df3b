"""Which decisions hold: of each reviewer the last one about each event, without those that were revoked.

An event is the words that tell it: decisions whose triggers overlap are about the same one, so that a decision holds
on when the record is coded again and the trigger is found a word longer or shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from westphalia.records import Span
from westphalia.review.rows import Coding, Review


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one event: the last review of each reviewer, the latest last."""

    article_id: str
    span: Span
    reviews: tuple[Review, ...]

    @property
    def latest(self) -> Review:
        return self.reviews[-1]

    @property
    def disputed(self) -> bool:
        """Whether reviewers decided differently."""
        return len({review.coding for review in self.reviews}) > 1


def holding(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """The reviews that were not revoked, in order; a revocation can be revoked in turn."""
    revoked: set[str] = set()
    found = []
    for review in reversed(reviews):
        if review.review_id in revoked:
            continue
        if review.verdict == "revoke":
            revoked.add(str(review.of))
        else:
            found.append(review)
    return tuple(reversed(found))


def standing(reviews: Sequence[Review], reviewer: str | None = None) -> tuple[Decision, ...]:
    """What is decided about each event, of one reviewer or of all; in the order of the articles' ids and words."""
    kept = [
        review
        for review in holding(reviews)
        if review.verdict != "whole" and reviewer in (None, review.reviewer)
    ]
    articles: dict[str, list[Review]] = {}
    for review in kept:
        articles.setdefault(review.article_id, []).append(review)
    found: list[Decision] = []
    for article_id in sorted(articles):
        for span, group in _groups(articles[article_id]):
            last: dict[str, Review] = {}
            for review in group:
                last.pop(review.reviewer, None)
                last[review.reviewer] = review
            found.append(Decision(article_id, span, tuple(last.values())))
    return tuple(found)


def _groups(reviews: Iterable[Review]) -> list[tuple[Span, list[Review]]]:
    """Reviews whose spans overlap, together, each group in the order in which its reviews came in."""
    numbered = list(enumerate(reviews))
    groups: list[tuple[Span, list[tuple[int, Review]]]] = []
    for pair in sorted(numbered, key=lambda pair: (pair[1].span, pair[0])):
        span = pair[1].span
        if groups and groups[-1][0].overlaps(span):
            whole, group = groups[-1]
            group.append(pair)
            groups[-1] = (Span(whole.start, max(whole.end, span.end)), group)
        else:
            groups.append((span, [pair]))
    return [
        (span, [review for _, review in sorted(group, key=lambda pair: pair[0])]) for span, group in groups
    ]


def confirmed(reviews: Sequence[Review]) -> Mapping[str, tuple[Review, ...]]:
    """By article, the stretches of which somebody said that nothing is missing there."""
    found: dict[str, list[Review]] = {}
    for review in holding(reviews):
        if review.verdict == "whole":
            found.setdefault(review.article_id, []).append(review)
    return {article_id: tuple(rows) for article_id, rows in found.items()}


def matching(span: Span, decisions: Iterable[Decision]) -> Decision | None:
    """The decision about the event whose trigger stands at `span`: the one that overlaps it most."""
    best = max(decisions, key=lambda one: _shared(span, one.span), default=None)
    return best if best is not None and _shared(span, best.span) > 0 else None


def _shared(one: Span, two: Span) -> int:
    return max(0, min(one.end, two.end) - max(one.start, two.start))


def codings(decision: Decision) -> dict[str, Coding | None]:
    """By reviewer, how the event is coded; None where it is none."""
    return {review.reviewer: review.coding for review in decision.reviews}
