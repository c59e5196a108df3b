"""The user's examples: passages in the codebook's form, events of their own types marked by `trigger`.

    {"id": "x1", "text": "Japan restricted exports of …", "events": [{"trigger": "restricted", "type": "EXPORT_CONTROL"}]}

Only `text` and the events' `trigger` and `type` are needed; roles come from the parser. Events of PLOVER's
types may stand beside them and are passed over. A passage without an event of an own type teaches what
does not count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from westphalia.errors import BadRecord, UnreadableInput
from westphalia.ontology import plover
from westphalia.records import Span

MAX_TEXT = 5_000  # characters of one example: a passage, not an article


@dataclass(frozen=True, slots=True)
class Example:
    """One passage and its events of the user's types."""

    text: str
    events: tuple[tuple[Span, str], ...]


def read_examples(path: Path, names: Collection[str]) -> Iterator[Example | BadRecord]:
    """Each line's example, or what is wrong with it (`file:line: reason`). Raises UnreadableInput."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _example(line, names, f"{path}:{number}")
            except BadRecord as error:
                yield error


def _example(line: str, names: Collection[str], where: str) -> Example:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{where}: not JSON") from error
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise BadRecord(f"{where}: no 'text'")
    if len(text) > MAX_TEXT:
        raise BadRecord(f"{where}: text longer than {MAX_TEXT} characters: one passage a line")
    events = record.get("events", [])
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise BadRecord(f"{where}: 'events' is not a list of objects")
    return Example(text, tuple(_events(text, events, names, where)))


def _events(
    text: str, events: Iterable[dict[str, object]], names: Collection[str], where: str
) -> Iterator[tuple[Span, str]]:
    for event in events:
        kind, trigger = event.get("type"), event.get("trigger")
        if kind in plover.event_types():
            continue
        if kind not in names:
            raise BadRecord(f"{where}: type {kind!r} is neither in the codebook nor PLOVER's")
        span = locate(text, trigger) if isinstance(trigger, str) else None
        if span is None:
            raise BadRecord(f"{where}: trigger {trigger!r} is not in the text")
        yield span, str(kind)


def locate(text: str, words: str) -> Span | None:
    """Where `words` stand in `text` as whole words; "sent#2" is the second occurrence."""
    found = _occurrences(text, words)
    nth = 1
    if not found and (match := re.fullmatch(r"(.+)#(\d{1,3})", words, re.DOTALL)):
        words, nth = match[1], int(match[2])
        found = _occurrences(text, words)
    return Span(found[nth - 1], found[nth - 1] + len(words)) if 1 <= nth <= len(found) else None


def _occurrences(text: str, words: str) -> list[int]:
    if not words:
        return []
    left = r"(?<!\w)" if words[0].isalnum() else ""
    right = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.start() for match in re.finditer(f"{left}{re.escape(words)}{right}", text)]
