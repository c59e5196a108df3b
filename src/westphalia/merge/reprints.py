"""Stories: a text and its copies, whatever their titles and furniture.

1. Pairs that share a key of their sketches and lie at most WINDOW days apart are candidates.
2. Every candidate is verified on the texts themselves: how many shingles and concepts they share, of the shorter
   one's and of both. A copy that was cut is a copy: what counts is how much of the shorter is in the longer.
3. Copies are gathered around a head, the earliest copy: whoever is verified against it, then whoever is verified
   against the story's fullest copy. Nobody joins through a chain of others.

The result is the same whatever the order of the articles, and is decided by what lies within the windows alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from westphalia.merge.keys import ArticleKey
from westphalia.merge.near import UNDATED, Ints, Rows, pairs_of, rows_of
from westphalia.merge.sketch import Hashes, Sketch
from westphalia.merge.words import hashed

WINDOW = 10  # days: weeklies print what the wire sent the week before
CAP = 100  # different texts of one day that have a key: more share a stock phrase, not a story
# Set on the development half of eval/merge, between the least like copies and the most alike others.
LEAST_WORDING = 0.06
LEAST_CONCEPTS = 0.6
LEAST_LEAD = 0.5
LEAST_BOTH = 0.87


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two bodies are: shares of shingles (three words in a row) and of concepts, 0 to 1.

    `lead` is how much of one's first sentence the other has, of the two the larger share; `other_day` whether both
    begin with weekdays and none of them is the same: the same words about another day.
    """

    jaccard: float
    containment: float
    concepts: float
    lead: float
    other_day: bool = False


Members = dict[int, tuple[Likeness, int] | None]
"""The copies of a story as positions, each with the likeness and position of the one it was compared with."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a story, and how like it is to the copy it was compared with (None: the head itself)."""

    article_id: str
    likeness: Likeness | None
    compared_with: str | None
    is_wire: bool
    is_earliest: bool


@dataclass(frozen=True, slots=True)
class StoryKey:
    """A story: its copies, earliest first, the agency it comes from, its earliest and its fullest copy."""

    story_id: str
    copies: tuple[Copy, ...]
    wire: str | None
    earliest: str
    fullest: str


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """Compare two bodies exactly."""
    shared = _common(a.shingles, b.shingles)
    shorter = max(1, min(len(a.shingles), len(b.shingles)))
    either = max(1, len(a.shingles) + len(b.shingles) - shared)
    lead = max(
        _common(a.lead, b.concepts) / max(1, len(a.lead)), _common(b.lead, a.concepts) / max(1, len(b.lead))
    )
    other_day = bool(a.weekdays and b.weekdays and not a.weekdays & b.weekdays)
    return Likeness(shared / either, shared / shorter, _concepts_shared(a, b), lead, other_day)


def _concepts_shared(a: Sketch, b: Sketch) -> float:
    return _common(a.concepts, b.concepts) / max(1, min(len(a.concepts), len(b.concepts)))


def _common(one: Hashes, other: Hashes) -> int:
    """How many values two sorted sets share."""
    few, many = (one, other) if len(one) < len(other) else (other, one)
    if not len(few):
        return 0
    at = np.searchsorted(many, few)
    at[at == len(many)] = 0
    return int(np.count_nonzero(many[at] == few))


def is_copy(like: Likeness) -> bool:
    """Whether so much is shared that one text was made from the other.

    A translation and back leaves few runs of words, but nearly everything that is spoken of: both are added up.
    Two articles that share a standing paragraph have leads of their own; two that tell of one thing a week apart in the
    same words ("ships entered the waters again") name other days.
    """
    return (
        not like.other_day
        and like.containment >= LEAST_WORDING
        and like.concepts >= LEAST_CONCEPTS
        and like.lead >= LEAST_LEAD
        and like.containment + like.concepts >= LEAST_BOTH
    )


def days_of(dates: Sequence[dt.date | None]) -> Ints:
    return np.asarray([date.toordinal() if date else UNDATED for date in dates], np.int64)


def key_rows(sketches: Sequence[Sketch]) -> tuple[Ints, Ints]:
    """All keys as rows (item, key)."""
    lengths = [len(one.keys) for one in sketches]
    items = np.repeat(np.arange(len(sketches)), lengths)
    keys = np.concatenate([one.keys for one in sketches]) if sketches else np.zeros(0, np.int64)
    return items, keys


def near_rows(articles: Sequence[ArticleKey], sketches: Sequence[Sketch]) -> Rows:
    """The articles by the keys of their sketches and their days."""
    items, keys = key_rows(sketches)
    return rows_of(items, keys, days_of([a.published for a in articles]), marks_of(sketches), WINDOW, CAP)


def marks_of(sketches: Sequence[Sketch]) -> Ints:
    """Equal for equal bodies."""
    return np.asarray([hashed(one.shingles.tobytes().hex()) for one in sketches], np.int64)


def copy_pairs(sketches: Sequence[Sketch], rows: Rows) -> dict[tuple[int, int], Likeness]:
    """The verified pairs of copies, as positions in `sketches` (left < right)."""
    found = {}
    for left, right in zip(*(a.tolist() for a in pairs_of(rows)), strict=True):
        one, other = sketches[left], sketches[right]
        if _concepts_shared(one, other) < LEAST_CONCEPTS:
            continue  # most candidates fail here already
        if is_copy(like := likeness(one, other)):
            found[left, right] = like
    return found


def stories_of(
    articles: Sequence[ArticleKey], sketches: Sequence[Sketch], pairs: Mapping[tuple[int, int], Likeness]
) -> list[StoryKey]:
    """Gather copies into stories, each article in one; sorted by their earliest copy."""
    near: dict[int, dict[int, Likeness]] = defaultdict(dict)
    for (left, right), like in pairs.items():
        near[left][right] = near[right][left] = like
    size = [len(one.shingles) for one in sketches]
    order = sorted(range(len(articles)), key=lambda n: _first(articles[n], size[n]))
    free = set(order)
    found = []
    for head in order:
        if head not in free:
            continue
        free.discard(head)
        members: Members = {head: None}
        # 3: around the earliest copy, then around the fullest of those
        _gather(head, near, free, members)
        _gather(_fullest(members, articles, size), near, free, members)
        found.append(_story(articles, size, members))
    return found


def _gather(
    middle: int, near: Mapping[int, Mapping[int, Likeness]], free: set[int], members: Members
) -> None:
    """Take in the free copies of one article."""
    for mate, like in near.get(middle, {}).items():
        if mate in free:
            free.discard(mate)
            members[mate] = like, middle


def _fullest(members: Iterable[int], articles: Sequence[ArticleKey], size: Sequence[int]) -> int:
    return max(members, key=lambda n: (size[n], articles[n].article_id))


def _first(article: ArticleKey, size: int) -> tuple[bool, dt.date, bool, int, str]:
    """What comes first: the earliest day; the agency's own before others'; the fuller; then by id."""
    day = article.published
    return day is None, day or dt.date.min, not _is_wire(article), -size, article.article_id


def _is_wire(article: ArticleKey) -> bool:
    """Whether the outlet is the agency that the text credits."""
    if not article.wire or not article.outlet:
        return False
    words = re.findall(r"\w+", article.outlet.casefold())
    initials = "".join(word[0] for word in words if word not in {"the", "of"})
    wire = article.wire.casefold()
    return wire in words or wire in {initials, article.outlet.casefold()}


def _story(
    articles: Sequence[ArticleKey], size: Sequence[int], members: Mapping[int, tuple[Likeness, int] | None]
) -> StoryKey:
    order = sorted(members, key=lambda n: _first(articles[n], size[n]))
    credited = Counter(articles[n].wire for n in order if articles[n].wire)
    # The agency most copies credit; of as many, the one credited earliest.
    wire = max(credited, key=lambda name: credited[name]) if credited else None
    earliest = order[0]
    copies = []
    for n in order:
        joined = members[n]
        copies.append(
            Copy(
                articles[n].article_id,
                joined[0] if joined else None,
                articles[joined[1]].article_id if joined else None,
                _is_wire(articles[n]),
                n == earliest,
            )
        )
    fullest = _fullest(members, articles, size)
    return StoryKey(
        f"{hashed('story ' + articles[earliest].article_id):016x}",
        tuple(copies),
        wire,
        articles[earliest].article_id,
        articles[fullest].article_id,
    )
