"""Direct quotations by their marks.

`find_quotes` gives the text between the marks of each outermost quotation. It knows nothing of meaning:
titles of works and names in marks come along, and a later filter may drop them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from westphalia.parse.sentences_lists import SPEECH
from westphalia.records import Span

Role = Literal["open", "close", "either"]

# Scare quotes of one or two words are no quotations (codebook); a short utterance of its own is one.
_MIN_WORDS = 3
# More than this between two marks of one paragraph, in code points, is a mark gone wrong.
_MAX_LENGTH = 4000
# Marks looked at per paragraph: beyond this a page is no prose.
_MAX_MARKS = 400
# An opening mark this close behind another, in code points, repeats it ("We "We would like…").
_STUTTER = 40

_OPENING = "\u201c\u201e\u201f\u301d"
_CLOSING = "\u201d\u301e\u301f"
_STRAIGHT = '"\uff02\u2033'
_DOUBLE = re.compile(
    rf"``|''|,,(?=[^\W_])|\u2018\u2018|\u2019\u2019|[{_OPENING}{_CLOSING}{_STRAIGHT}\u00ab\u00bb]"
)
_SINGLE_OPEN = re.compile(
    r"(?:(?<=[\s(\[{\u2014\u2013:\u201c\"-])|^)['\u2018\u201a\u201b\u2039`](?=\s?[\w\u201c\"\u2026\[])"
)
_SINGLE_CLOSE = re.compile(r"(?<=\S)['\u2019\u203a](?!\w)")
# Words that begin with an apostrophe of their own: 'em, 'til, '90s.
_ELISION = re.compile(
    r"['\u2019\u2018](?:em|tis|twas|til|till|cause|bout|round|n|ere|s|\d\ds?)\b", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"[^\n]+")
# A compound by hyphens is one word.
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2010\u2011-][^\W_]+)*")
_SAID = re.compile(r", (?:(?:[a-z]{1,4}|[A-Z][\w.-]{0,20}) ){0,4}?([a-z]{3,10})\b")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
_STOPS = ".,!?\u2026"
_LEFT = "([{\u2014\u2013:-<>/"
_RIGHT = ")]}\u2014\u2013-:;,./?!<>\u2026"


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: Role


def find_quotes(text: str) -> list[Span]:
    """The text between the marks of every direct quotation, outermost only, in order, without overlap.

     1. Marks are paired within a paragraph (a line). Double marks of any kind come first, then single marks
        outside them ('British style', told apart from apostrophes).
     2. The shape of a mark and the spaces beside it say whether it opens or closes; where both are possible,
        it closes what is open.
     3. Marks inside a quotation are matched by depth, so the outer one is taken.
     4. Broken marks: of two openings close together the second counts; an opening without a close runs to the
        next opening or the end of the paragraph (so a quotation over several paragraphs is one span in each);
        a close without an opening reaches back to the paragraph's start or, after another quotation, to the
    end of the sentence that holds that one.
     5. One or two words are left out, unless they are a sentence of their own ("Never," he said).
     Surrounding white space is no part of the span; the punctuation inside the marks is.
    """
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        doubles = _pair_doubles(text, start, end)
        singles = _pair_singles(text, start, end, doubles)
        outer = [span for span in doubles if not any(single.contains(span) for single in singles)]
        apart = [span for span in singles if not any(span.overlaps(double) for double in outer)]
        found += sorted(outer + apart)
    trimmed = [_trimmed(text, span) for span in found]
    return [span for span in trimmed if _is_quotation(text, span)]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _is_quotation(text: str, span: Span) -> bool:  # 5
    words = _WORD.findall(text[span.start : min(span.end, span.start + 200)])
    if span.end - span.start > _MAX_LENGTH or not words:
        return False
    if len(words) >= _MIN_WORDS:
        return True
    return words[0][0].isupper() and text[span.end - 1] in _STOPS


def _role(text: str, match: re.Match[str], start: int, end: int) -> Role:  # 2
    mark, at, after = match[0], match.start(), match.end()
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    left = before.isspace() or before in _LEFT
    right = behind.isspace() or behind in _RIGHT
    if mark in ("``", ",,", "\u201e", "\u301d", "\u2018\u2018"):
        return "open"
    if mark[0] in _OPENING:
        return "either" if right and not (left and at == start) else "open"
    if mark[0] in _CLOSING or mark == "\u2019\u2019":
        return "either" if left and not right else "close"
    if mark in "\u00ab\u00bb":
        if left == right:
            return "open" if mark == "\u00ab" and left else "close" if mark == "\u00bb" and left else "either"
        return "open" if left else "close"
    if left and not right:
        return "open"
    return "close" if right and not left else "either"


def _pair_doubles(text: str, start: int, end: int) -> list[Span]:
    marks = []
    for match in _DOUBLE.finditer(text, start, end):
        marks.append(_Mark(match.start(), match.end(), _role(text, match, start, end)))
        if len(marks) > _MAX_MARKS:
            return []
    spans: list[Span] = []
    index = 0
    floor = start
    while index < len(marks):
        mark = marks[index]
        if mark.role == "close" and not _misplaced(text, marks, index):
            if (orphan := _unopened(text, mark, floor, start, end)) is not None:
                spans.append(orphan)
            floor = mark.end
            index += 1
            continue
        span, index = _quotation(text, marks, index, end)
        if span is not None:
            spans.append(span)
        floor = marks[index - 1].end
    return spans


def _unopened(text: str, mark: _Mark, floor: int, start: int, end: int) -> Span | None:  # 4
    """The quotation that a closing mark ends where the opening mark is missing, if a stop is beside it."""
    if mark.start <= start:
        return None
    behind = text[mark.end : min(end, mark.end + 40)]
    said = _SAID.match(behind)
    if text[mark.start - 1] not in _STOPS and behind not in (".", ",") and not (said and said[1] in SPEECH):
        return None
    if floor == start:
        return Span(start, mark.start)
    sentence = _SENTENCE_END.search(text, floor, mark.start)
    return Span(sentence.end(), mark.start) if sentence else None


def _misplaced(text: str, marks: list[_Mark], index: int) -> bool:
    """A closing mark with nothing open is an opening one set on the wrong side of its space, where no stop
    stands before it and a closing mark follows: `billed as" a success"`."""
    before = text[marks[index].start - 1 : marks[index].start]
    follows = index + 1 < len(marks) and marks[index + 1].role != "open"
    return before not in _STOPS and follows


def _quotation(text: str, marks: list[_Mark], index: int, end: int) -> tuple[Span | None, int]:
    """The quotation that opens at `marks[index]`, and the index of the first mark after it."""
    opening = marks[index]
    depth = 1
    for later in range(index + 1, len(marks)):  # 3
        depth += 1 if marks[later].role == "open" else -1
        if depth == 0:
            if marks[later].start - opening.end <= _MAX_LENGTH:
                return Span(opening.end, marks[later].start), later + 1
            break
    following = marks[index + 1] if index + 1 < len(marks) else None  # 4
    if following is None:
        return (Span(opening.end, end) if _may_run_on(text, opening) else None), index + 1
    if following.role != "open":
        return Span(opening.end, following.start), index + 2
    between = text[opening.end : following.start]
    if len(between) > _STUTTER and between.rstrip()[-1:] in _STOPS and _may_run_on(text, opening):
        return Span(opening.end, following.start), index + 1
    return None, index + 1


def _may_run_on(text: str, opening: _Mark) -> bool:
    """An opening mark whose close is missing counts where a sentence begins or a colon or comma leads in."""
    head = text[opening.end : opening.end + 3].lstrip("[( ")
    before = text[max(0, opening.start - 2) : opening.start].rstrip()
    return head[:1].isupper() or not before or before[-1] in ":,\n"


def _pair_singles(text: str, start: int, end: int, doubles: list[Span]) -> list[Span]:
    spans: list[Span] = []
    at = start
    for _ in range(_MAX_MARKS):
        opening = _SINGLE_OPEN.search(text, at, end)
        if opening is None:
            break
        at = opening.end()
        inside = next((span for span in doubles if span.start <= opening.start() < span.end), None)
        if inside is not None:
            at = inside.end
            continue
        if _ELISION.match(text, opening.start()) or text.startswith("''", opening.start()):
            continue
        close = _single_close(text, opening.end(), end)
        if close is not None:
            spans.append(Span(opening.end(), close))
            at = close + 1
    return spans


def _single_close(text: str, start: int, end: int) -> int | None:
    """Where the single mark closes: after a stop, or after a word that is no plural possessive."""
    possessive = None
    for number, match in enumerate(_SINGLE_CLOSE.finditer(text, start, min(end, start + _MAX_LENGTH))):
        if number > _MAX_MARKS:
            break
        before = text[match.start() - 1]
        behind = text[match.end() : match.end() + 1]
        if before not in "sS" or behind in (",", ".", ";", ":", "!", "?", ")", "") or before in _STOPS:
            return match.start()
        possessive = match.start() if possessive is None else possessive
    return possessive
