"""The line sorter: which lines of a page are the article, and what the others are.

Works on plain text with all its page furniture, and on the lines an HTML extractor leaves. Nothing
is thrown away: every line gets a kind and the name of the rule that decided. When in doubt a
sentence is body: a lost paragraph is worse than a line of furniture too many.

    1. each line alone: furniture by its words, menu, credit, caption, date line, byline, subhead
    2. the article's region: the run of lines with most sentences and least furniture
    3. the title: the best headline above the region; its repetitions anywhere
    4. what a marker opens: comments end the article, "Related" opens a list of headlines
    5. author's box, and captions by their place
    6. the rest by place: sentences in the region are body, short lines subheads, all else furniture
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from westphalia.clean import boxes, captions, marks
from westphalia.clean.alone import Label, label_alone
from westphalia.clean.dates import find_dates
from westphalia.clean.lines import Hint, Line, ends_sentence, key, title_case
from westphalia.clean.region import PARAGRAPH, find_region, find_title, mark_repeats, stems_of, whole_page


@dataclass(frozen=True, slots=True)
class Sorted:
    """One label per line; which line is the title; the people named in bylines."""

    labels: tuple[Label, ...]
    title: int | None
    authors: str | None


def sort_lines(
    lines: Sequence[Line], *, title: str | None = None, authors: str | None = None, chosen: bool = False
) -> Sorted:
    """Sort lines in page order. `title` and `authors`: what the HTML's head says, if there is one.

    `chosen`: an extractor has chosen these lines as the article already, so that step 2 takes them all.
    """
    # 1. each line alone
    first = _each_alone(lines)
    # 2. region
    region = whole_page(lines, first) if chosen else find_region(lines, first)
    # 3. title
    at = find_title(lines, first, region)
    labels: list[Label | None] = list(first)
    if at is not None:
        labels[at] = Label("title", "headline above the text" if title is None else "the page's title")
        mark_repeats(lines, labels, at)
    authors = authors or _authors(lines, labels)
    # 4. what a marker opens
    _after_markers(lines, labels, region)
    # 5. author's box and captions by place
    _boxes(lines, labels, region, authors)
    _captions_by_place(lines, labels, region)
    # 6. the rest by place
    _by_place(lines, labels, region, at)
    final = tuple(label or Label("body", "sentences") for label in labels)
    return Sorted(final, at, authors)


def _each_alone(lines: Sequence[Line]) -> list[Label | None]:
    """`label_alone` of every line; lines that say the same are looked at once."""
    known: dict[tuple[str, Hint | None], Label | None] = {}
    for line in lines:
        if (line.text, line.hint) not in known:
            known[line.text, line.hint] = label_alone(line)
    return [known[line.text, line.hint] for line in lines]


# --- who wrote it ---------------------------------------------------------------------------------


def _authors(lines: Sequence[Line], labels: Sequence[Label | None]) -> str | None:
    for line, label in zip(lines, labels, strict=True):
        if label and label.kind == "byline" and (who := marks.authors_of(line.form)):
            return who
    return None


# --- 4. markers ---------------------------------------------------------------------------------

_ENOUGH = 0.75  # share of the region's words that must have come before comments can end the article
_LIST_RUN = 12


def _after_markers(lines: Sequence[Line], labels: list[Label | None], region: tuple[int, int]) -> None:
    first, last = region
    total = sum(lines[i].words for i in range(first, last + 1) if labels[i] is None and lines[i].prose)
    seen = 0
    ended = False
    listing = 0
    for index, line in enumerate(lines):
        label = labels[index]
        if ended:
            if label is None:
                labels[index] = Label("furniture", "below the article's end")
            continue
        if label is not None:
            if label.effect == "end" and index > first and seen >= _ENOUGH * total:
                ended = True
            listing = _LIST_RUN if label.effect == "list" else listing
            continue
        if line.prose and (line.words >= 12 or not listing):
            listing = 0
            if first <= index <= last:
                seen += line.words
        elif listing:
            listing -= 1
            labels[index] = Label("furniture", "headline of another story")


# --- 5. boxes and captions ----------------------------------------------------------------------


def _boxes(
    lines: Sequence[Line], labels: list[Label | None], region: tuple[int, int], authors: str | None
) -> None:
    news = [i for i in range(region[0], region[1] + 1) if labels[i] is None and lines[i].prose]
    tail_from = news[-2] if len(news) >= 4 else (news[-1] + 1 if news else 0)
    for index, line in enumerate(lines):
        if labels[index] is None and line.prose:
            reason = boxes.author_box(line, authors, tail=index > tail_from)
            if reason:
                labels[index] = Label("furniture", reason)
    for index, line in enumerate(lines):
        # the author's name above the box or the byline
        if labels[index] is None and authors and key(line.text) == key(authors):
            labels[index] = Label("byline", "author's name")


def _captions_by_place(lines: Sequence[Line], labels: list[Label | None], region: tuple[int, int]) -> None:
    last_prose = max((i for i in range(len(lines)) if labels[i] is None and lines[i].prose), default=-1)
    for index in range(1, len(lines)):
        label, line, above = labels[index], lines[index], labels[index - 1]
        below_alt = above is not None and above.repeat_of is not None and index > region[0]
        if label is None and below_alt and captions.like_caption(line) and not ends_sentence(line):
            # a repeated title inside the text is a picture's alternative text; its caption follows
            labels[index] = Label("caption", "below a picture's alt text")
        elif (
            label
            and label.reason == "photo credit at the end"
            and index > last_prose
            and _ends_the_text(line)
        ):
            labels[index] = Label("body", "last paragraph with its agency")


def _ends_the_text(line: Line) -> bool:
    """ "… he said. (Reuters)": the last paragraph with its agency, and no picture's caption."""
    sentences = sum(line.form.count(mark) for mark in (". ", "? ", "! ", '." ', ".("))
    return (
        line.prose
        and line.words >= 12
        and line.text.rstrip()[-1:] in ")]"
        and sentences >= 1
        and not find_dates(line.form)
    )


# --- 6. the rest --------------------------------------------------------------------------------

_SUBHEAD_WORDS = 14
_RUN = 3


def _by_place(
    lines: Sequence[Line], labels: list[Label | None], region: tuple[int, int], at: int | None
) -> None:
    first, last = region
    inside = range(first, last + 1)
    stems = stems_of(" ".join(lines[i].text for i in inside if labels[i] is None and lines[i].prose))
    for index, line in enumerate(lines):
        if labels[index] is not None:
            continue
        if index in inside:
            labels[index] = _inside(lines, labels, index)
        elif line.prose and line.words >= PARAGRAPH and _shares(line, stems):
            labels[index] = Label("body", "sentences on the same matter")
        elif index < first:
            labels[index] = _above(line, index, at)
        else:
            labels[index] = Label("furniture", "below the text")


_SAME_MATTER = 0.5


def _shares(line: Line, stems: frozenset[str]) -> bool:
    """Whether half of a line's content words are the article's: a teaser of another story has fewer."""
    own = stems_of(line.text)
    return len(own) >= 6 and len(own & stems) >= _SAME_MATTER * len(own)


def _inside(lines: Sequence[Line], labels: Sequence[Label | None], index: int) -> Label:
    line = lines[index]
    if line.prose:
        return Label("body", "sentences")
    if line.bullet or line.hint == "item" or line.text[-1:] in ":;,":
        return Label("body", "list item") if line.words >= 4 else Label("subhead", "short line in the text")
    # what an extractor has chosen already counts as a list of other stories only where it reads so
    if (
        (line.hint is None or 4 <= line.words <= 20)
        and line.hint != "heading"
        and _in_short_run(lines, labels, index)
    ):
        return Label("furniture", "one of several short lines")
    if line.words <= _SUBHEAD_WORDS:
        return Label("subhead", "set as a heading" if line.hint == "heading" else "short line in the text")
    if title_case(line.form) >= 0.8 and line.words <= 25:
        return Label("subhead", "set like a headline")
    return Label("body", "long line in the text")


def _in_short_run(lines: Sequence[Line], labels: Sequence[Label | None], index: int) -> bool:
    """Whether `_RUN` short lines stand together here, those already found to be such included.

    Looks no further than that on either side, so that a page of short lines costs no square of their number.
    """

    def short(i: int) -> bool:
        label = labels[i]
        return not lines[i].prose and (label is None or label.reason == "one of several short lines")

    run = 1
    for step in (-1, 1):
        i = index + step
        while run < _RUN and 0 <= i < len(lines) and short(i):
            run, i = run + 1, i + step
    return run >= _RUN


def _above(line: Line, index: int, at: int | None) -> Label:
    if at is not None and index > at:
        if line.prose:
            return Label("body", "sentences below the title")
        if line.words >= 5:
            return Label("subhead", "between title and text")
        return Label("furniture", "short line below the title")
    if line.prose and line.words >= 25 and at is None:
        return Label("body", "sentences")
    return Label("furniture", "above the title" if at is not None else "above the text")
