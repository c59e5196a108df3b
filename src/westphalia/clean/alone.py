"""What a line shows by itself: step 1 of the line sorter.

The order decides where a line could be two things: what the HTML marks, a dateline of its own, a
subhead between dashes, a byline, furniture by its words, a credit, a date line, a caption, a menu.
"""

from __future__ import annotations

from dataclasses import dataclass

from westphalia.clean import boxes, captions, furniture, marks
from westphalia.clean.dateline import find_dateline
from westphalia.clean.furniture_words import STRONG_STARTS, WEAK
from westphalia.clean.lines import Line, line_at, segments
from westphalia.records import BlockKind


@dataclass(frozen=True, slots=True)
class Label:
    """A line's kind and the rule that gave it; `effect` is what a furniture rule says about later lines."""

    kind: BlockKind
    reason: str
    effect: furniture.Effect = "none"
    repeat_of: int | None = None


_WHOLE_LONGEST = 100
_START_LOOK = 240


def furniture_rule(line: Line) -> Label | None:
    """The furniture rule that this line's own words meet, whatever its place."""
    low = line.low
    bare = low.strip(
        " \t.:;,!?|/-\u2013\u2014\u00bb\u203a>\u2192\u2190\u00ab\u2039^\u25bc\u25b2\u00d7*_=~()[]\u2026\"'+#0123456789"
    )
    if not bare and len(low) < 40:
        return Label("furniture", "no words")
    if len(low) <= _WHOLE_LONGEST:
        for rule in furniture.WHOLE:
            if rule.pattern.fullmatch(bare) or rule.pattern.fullmatch(low):
                return Label("furniture", rule.name, rule.effect)
    head = low[:_START_LOOK]
    for rule in furniture.START:
        if (match := rule.pattern.match(head)) and _start_holds(line, rule, match.end()):
            # "See also: <headline>" holds its list itself; "Related:" alone announces one
            opens = rule.effect != "list" or not low[match.end() :].strip(" :>-")
            return Label("furniture", rule.name, rule.effect if opens else "none")
    weak = len(WEAK.findall(low))
    if _inside_holds(line, weak):
        for rule in furniture.INSIDE:
            if rule.pattern.search(low):
                return Label("furniture", rule.name, rule.effect)
    if weak >= 4 and weak >= (0.25 if line.prose else 0.12) * line.words and line.words <= 60:
        return Label("furniture", "words of furniture")
    return None


def _start_holds(line: Line, rule: furniture.Rule, end: int) -> bool:
    """Whether the beginning is enough: a full sentence must show a second sign."""
    if rule.name in STRONG_STARTS or not line.prose or line.words < 9:
        return True
    signs = len(WEAK.findall(line.low[end:]))
    return signs >= (1 if line.words < 25 else 2)


def _inside_holds(line: Line, weak: int) -> bool:
    """News quotes such words too ("the cookie policy was changed, the regulator said")."""
    return line.words <= 30 or weak >= max(3, line.words // 20)


def label_alone(line: Line) -> Label | None:
    """The kind that a line shows by itself, or None where only its place can tell."""
    if line.hint == "title":
        return None
    if line.hint == "caption":
        return furniture_rule(line) or Label("caption", "set as a caption in the HTML")
    if (
        line.words <= 8
        and not line.text.endswith(":")
        and (found_line := find_dateline(f"{line.text} A"))
        and found_line.end > len(line.text)
    ):
        return Label("byline", "dateline")
    if reason := captions.dashed_subhead(line):
        return Label("subhead", reason)
    if (found := furniture_rule(line)) and found.reason == "breadcrumb":
        return found
    if reason := marks.byline(line):
        return Label("byline", reason)
    if found and found.kind == "furniture" and found.reason != "law note":
        return found
    if reason := captions.credit(line):
        parts = len(segments(line.text))
        return Label("furniture", "site footer") if parts >= 3 else Label("credit", reason)
    if found:
        return found
    if reason := marks.date_line(line):
        return Label("furniture", reason)
    if reason := captions.caption(line):
        return Label("caption", reason)
    if reason := marks.menu(line) or boxes.author_box(line, None, tail=False):
        return Label("furniture", reason)
    return _by_parts(line)


def _by_parts(line: Line) -> Label | None:
    """A line set in parts ("Share: Facebook | … | Read also: …"), when most parts are furniture."""
    parts = segments(line.text)
    if len(parts) < 3 or line.words > 90:
        return None
    hits = sum(1 for part in parts if furniture_rule(line_at(part, 0, len(part))) is not None)
    return Label("furniture", "parts are furniture") if hits >= 2 or hits >= 0.5 * len(parts) else None
