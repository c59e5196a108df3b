"""Where the article is, and its title: steps 2 and 3 of the line sorter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from westphalia.clean.alone import Label
from westphalia.clean.lines import FUNCTION_WORDS, Line, ends_sentence, key, title_case

# --- 2. region ----------------------------------------------------------------------------------

# Weights of the region's sum, in words: a paragraph counts its words up to a cap, so that one long
# cookie text cannot outweigh an article of short paragraphs. Chosen on real pages' raw text.
_PROSE_CAP = 60
_COST_SHORT = 6
_COST_FURNITURE = 8
_COST_LIST = 25
_COST_END = 120


def find_region(lines: Sequence[Line], labels: Sequence[Label | None]) -> tuple[int, int]:
    """First and last line (both included) of the run with the largest sum; (0, -1) without sentences."""
    best, best_span = 0, (0, -1)
    total, start = 0, 0
    for index, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if total <= 0:
            total, start = 0, index
        total += _weight(line, label)
        if total >= best and line.prose and label is None:
            best, best_span = total, (start, index)
    first, last = best_span
    while first <= last and not (lines[first].prose and labels[first] is None):
        first += 1
    first, last = _widened(lines, labels, first, last)
    return _below_headlines(lines, labels, first, last), last


_NEAR = 8
PARAGRAPH = 15


def _widened(lines: Sequence[Line], labels: Sequence[Label | None], first: int, last: int) -> tuple[int, int]:
    """Takes in paragraphs a few lines above or below: a table, a list or a gallery may lie between.

    Not across a marker after which other stories or comments stand.
    """
    if last < first:
        return first, last

    def reach(edge: int, step: int) -> int:
        index, gap = edge + step, 0
        while 0 <= index < len(lines) and gap < _NEAR:
            label = labels[index]
            if label is not None and label.effect != "none":
                break
            gap += 1
            if label is None and lines[index].prose and lines[index].words >= PARAGRAPH:
                edge, gap = index, 0
            index += step
        return edge

    return reach(first, -1), reach(last, 1)


def whole_page(lines: Sequence[Line], labels: Sequence[Label | None]) -> tuple[int, int]:
    """From the first sentences, or the title, to the last line that no rule has claimed."""
    open_lines = [i for i, label in enumerate(labels) if label is None and lines[i].hint != "title"]
    return (open_lines[0], open_lines[-1]) if open_lines else (0, -1)


def _below_headlines(lines: Sequence[Line], labels: Sequence[Label | None], first: int, last: int) -> int:
    """Where the sentences begin: long headlines and standfirsts without a full stop are passed over."""
    for index in range(first, min(last, first + 8) + 1):
        if labels[index] is None and lines[index].prose and ends_sentence(lines[index]):
            return index
        if labels[index] is None and lines[index].words > _TITLE_WORDS[1]:
            break
    return first


def _weight(line: Line, label: Label | None) -> int:
    if label is None:
        return min(line.words, _PROSE_CAP) if line.prose else -_COST_SHORT
    if label.kind in ("caption", "subhead", "credit", "byline"):
        return 0
    return -{"none": _COST_FURNITURE, "list": _COST_LIST, "end": _COST_END}[label.effect]


# --- 3. title -----------------------------------------------------------------------------------

_TITLE_WORDS = (2, 40)
_TITLE_LONGEST = 300
_LOOK_ABOVE = 80


def find_title(lines: Sequence[Line], labels: Sequence[Label | None], region: tuple[int, int]) -> int | None:
    hinted = next((i for i, line in enumerate(lines) if line.hint == "title"), None)
    if hinted is not None or not lines:
        return hinted
    first, last = region
    if last < first:
        first = len(lines)
    counts = Counter(key(line.text) for line in lines if line.words <= _TITLE_WORDS[1])
    crumbs = [key(lines[i].text) for i, label in enumerate(labels) if label and label.reason == "breadcrumb"]
    stems = stems_of(
        " ".join(
            line.text
            for line, label in zip(lines[first : last + 1], labels[first:], strict=False)
            if label is None and line.prose
        )
    )
    scores: dict[int, float] = {}
    shared: dict[int, float] = {}
    for index in range(max(0, first - _LOOK_ABOVE), first + _asks(lines, first, last)):
        score = _title_score(lines, labels, index, first, counts, crumbs)
        if score is not None:
            own = stems_of(lines[index].text)
            shared[index] = len(own & stems) / max(2, len(own))
            scores[index] = score + _OVERLAP * shared[index]
    if not scores:
        return None
    best = max(scores, key=lambda index: (scores[index], -index))
    # of a headline and the standfirst below it, which is longer and shares more words, the first is the title
    above = [
        i
        for i in scores
        if best - _STANDFIRST_WITHIN <= i < best
        and (shared[i] >= 0.3 or not stems)
        and scores[i] >= scores[best] - 2.5
        and lines[i].words >= 4
    ]
    return above[0] if above else best


_STANDFIRST_WITHIN = 4


def _asks(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether the region's first line is a headline in a sentence's dress: "What Is a Snap Election?"."""
    if not first < last or lines[first].words > 22:
        return False
    form = lines[first].form
    return form.endswith(("?", "!")) or title_case(form) >= 0.8


_OVERLAP = 4
"""Weight of the share of a headline's words that the text takes up: menus and slogans have none."""

_STEM = 5


def stems_of(text: str) -> frozenset[str]:
    """The beginnings of a text's content words, so that "summons" and "summoned" meet."""
    words = (word.lower() for word in re.findall(r"[^\W\d_]{4,}", text[:20_000]))
    return frozenset(word[:_STEM] for word in words if word not in FUNCTION_WORDS)


def _title_score(
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    index: int,
    first: int,
    counts: Counter[str],
    crumbs: Sequence[str],
) -> float | None:
    """How well a line would do as the title; None where it cannot be one."""
    line = lines[index]
    if labels[index] is not None or not _TITLE_WORDS[0] <= line.words <= _TITLE_WORDS[1]:
        return None
    if len(line.text) > _TITLE_LONGEST:
        return None
    own = key(line.text)
    score = 0.0
    if counts[own] > 1:
        score += 3 if line.words >= 5 else 1  # section names are repeated too
    if any(len(own) > 12 and own in crumb for crumb in crumbs):
        score += 4
    if 5 <= line.words <= 28:
        score += 2
    elif line.words <= 3:
        score -= 1.5
    if line.text.endswith(".") or (line.prose and line.words > 28):
        score -= 2
    if any(
        label and (label.kind == "byline" or label.reason == "date line")
        for label in labels[index + 1 : index + 3]
    ):
        score += 1
    # near the text, but the first of two is the headline and the second the standfirst
    return score - 0.02 * max(0, first - index - 4) + (0.2 if index == 0 else 0)


def mark_repeats(lines: Sequence[Line], labels: list[Label | None], at: int) -> None:
    own = key(lines[at].text)
    short = key(without_suffix(lines[at].text))
    for index, line in enumerate(lines):
        if index == at or line.words > _TITLE_WORDS[1] or line.words < 2:
            continue
        label = labels[index]
        if key(line.text) in (own, short) and (label is None or label.kind != "caption"):
            labels[index] = Label("title", "repeats the title", repeat_of=at)


def without_suffix(title: str) -> str:
    """A title without a last part after " – ", " - " or " | " of at most five words."""
    for mark in (" | ", " \u2013 ", " \u2014 ", " - ", " \u00b7 "):
        head, found, tail = title.rpartition(mark)
        if found and len(tail.split()) <= 5 and len(head.split()) >= 3:
            return head.strip()
    return title
