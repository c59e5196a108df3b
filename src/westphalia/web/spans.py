"""The marks of an article as non-overlapping pieces, and those as escaped HTML. Pure functions.

Marks overlap as they like: a trigger inside a quote, an actor that is also a place. `pieces` cuts a stretch of text
at every mark's ends, so that each piece has one set of marks; `markup` writes a piece as one element. What a reader
selects in the page can so be counted back to offsets: an element's text is the article's, character by character.

Characters that are not seen, or turn the text around them, are shown by their number (`shown`, `markup`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup, escape

from westphalia.records import Span

Kind = Literal["event", "actor", "quote", "date", "place", "plain"]
KINDS: tuple[Kind, ...] = ("event", "actor", "quote", "date", "place")
"""What can be switched on and off, in the legend's order. "plain" lights up with its event and is else unseen."""

# Not seen, or turning what stands around them: C0 and C1 controls but tab and line breaks, soft hyphen, zero width,
# directional marks, embeddings, overrides and isolates, invisible operators, interlinear and tag characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that something points at. `event` and `role` say for which event of the list (counted from 1) it is
    what; `key` names the place that a trigger is linked to, `note` is the words of its tooltip."""

    span: Span
    kind: Kind
    event: int | None = None
    role: str = ""
    key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch under one set of marks, in the order the marks were given."""

    span: Span
    marks: tuple[Mark, ...]


def pieces(span: Span, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The stretch cut at the ends of every mark in it: the pieces follow each other, and together are the stretch."""
    here = [mark for mark in marks if mark.span.start < mark.span.end and mark.span.overlaps(span)]
    cuts = {span.start, span.end}
    for mark in here:
        cuts |= {max(mark.span.start, span.start), min(mark.span.end, span.end)}
    ends = sorted(cuts)
    # A sweep: marks are opened and closed in order, so a text of n marks takes no n² comparisons.
    opening = sorted(range(len(here)), key=lambda n: here[n].span.start)
    opened: set[int] = set()
    found: list[Piece] = []
    coming = 0
    for start, end in pairwise(ends):
        while coming < len(opening) and here[opening[coming]].span.start <= start:
            opened.add(opening[coming])
            coming += 1
        opened = {n for n in opened if here[n].span.end > start}
        found.append(Piece(Span(start, end), tuple(here[n] for n in sorted(opened))))
    return tuple(found)


def whole(text: str, blocks: Sequence[Span]) -> tuple[tuple[Span, int | None], ...]:
    """The stretches of a text in order, each with its block: what no block covers, white space apart, has None."""
    found: list[tuple[Span, int | None]] = []
    at = 0
    for number, block in sorted(enumerate(blocks), key=lambda pair: (pair[1], pair[0])):
        start = max(block.start, at)
        if text[at:start].strip():
            found.append((_trimmed(text, Span(at, start)), None))
        if start < block.end:
            found.append((Span(start, min(block.end, len(text))), number))
            at = block.end
    if text[at:].strip():
        found.append((_trimmed(text, Span(at, len(text))), None))
    return tuple(found)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def shown(text: str) -> str:
    """The text with unseen characters told by their number: "⟨U+202E⟩"."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def markup(text: str, found: Iterable[Piece]) -> Markup:
    """The pieces as HTML; page text is escaped, an unseen character is a `span.ctl` that stands for one character."""
    return Markup("").join(_element(text, piece) for piece in found)


def _element(text: str, piece: Piece) -> Markup:
    words = visible(piece.span.of(text))
    if not piece.marks:
        return words
    kinds = [kind for kind in KINDS if any(mark.kind == kind for mark in piece.marks)]
    roles = _refs(piece.marks)
    begins = [mark for mark in piece.marks if mark.span.start == piece.span.start]
    trigger = next((mark for mark in begins if mark.key), None)
    notes = list(dict.fromkeys(mark.note for mark in piece.marks if mark.note))
    parts = [Markup(' class="{}"').format(" ".join(["m", *(f"m-{kind}" for kind in kinds), *_ends(piece)]))]
    if roles:
        parts.append(Markup(' data-r="{}"').format(" ".join(roles)))
    if starts := _refs(begins):
        parts.append(Markup(' data-s="{}"').format(" ".join(starts)))
    if notes:
        parts.append(Markup(' title="{}"').format(shown("\n".join(notes))))
    if trigger is None:
        return Markup("<span{}>{}</span>").format(Markup("").join(parts), words)
    return Markup('<a id="t-{key}" href="#e-{key}" data-n="{number}"{parts}>{words}</a>').format(
        key=trigger.key, number=trigger.event, parts=Markup("").join(parts), words=words
    )


_LIGHT = re.compile(r' class="(m[^"]*)" data-r="([^"]*)"(?: data-s="([^"]*)")?')


def lit(html: Markup, event: int) -> Markup:
    """What `markup` made, with one event's words lit: what the page's script does on hovering, for readers without."""

    def light(found: re.Match[str]) -> str:
        names, roles, starts = found.groups()
        mine = [role.split(":")[1] for role in roles.split() if role.startswith(f"{event}:")]
        begins = [role.split(":")[1] for role in (starts or "").split() if role.startswith(f"{event}:")]
        added = "".join([*(f" is-{role}" for role in mine), *(f" at-{role}" for role in begins)])
        return found.group().replace(f'class="{names}"', f'class="{names}{added}"', 1)

    # Page text cannot match: in it every quotation mark is escaped.
    return Markup(_LIGHT.sub(light, str(html)))


def _refs(marks: Iterable[Mark]) -> list[str]:
    return list(dict.fromkeys(f"{mark.event}:{mark.role}" for mark in marks if mark.event is not None))


def _ends(piece: Piece) -> list[str]:
    """Whether the piece begins or ends one of its visible marks: for the corners."""
    seen = [mark for mark in piece.marks if mark.kind != "plain"]
    first = any(mark.span.start == piece.span.start for mark in seen)
    last = any(mark.span.end == piece.span.end for mark in seen)
    return [name for name, holds in (("m-first", first), ("m-last", last)) if holds]


def visible(text: str) -> Markup:
    """Escaped text in which unseen characters are elements of their own."""
    parts: list[Markup] = []
    at = 0
    for found in _UNSEEN.finditer(text):
        char = found.group()
        parts.append(escape(text[at : found.start()]))
        parts.append(
            Markup('<span class="ctl" title="{name}">U+{code}</span>').format(
                name=unicodedata.name(char, "control character").lower(), code=f"{ord(char):04X}"
            )
        )
        at = found.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)
