"""Passages of the open sets that nobody annotated: a student learns on them what its teacher finds (`training.teacher`).

The sentences of news, encyclopaedia, weblogs and papers that are in no stand-off passage, in runs of up to three, without
the documents that are held out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.held_out import HELD_OUT_PERCENT, held_out
from training.standoff.sources import document_of, paragraphs
from training.standoff.texts import PACKED, spell

IN_GUM = frozenset(
    {"wn-844279", "wn-1498508", "wn-1575176"}
)  # GUM has these too, and gold sets are drawn from GUM
LONGEST = 3  # sentences
FEWEST, MOST = 6, 130  # tokens
NO_SPACE_BEFORE = frozenset(", . ; : ! ? ) ] % 's 'S 're 've 'll 'd 'm n't '".split())
NO_SPACE_AFTER = frozenset("( [ $ £ €".split())


def unlabelled(data: Path, percent: int = HELD_OUT_PERCENT) -> Iterator[tuple[str, str]]:
    """Id and text of each passage, in the order of the releases under `data`."""
    taken: dict[str, set[int]] = {}
    with gzip.open(PACKED, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            key = record["id"].rsplit("-", 1)[0]
            taken.setdefault(key, set()).update(record["sentences"])
    for key, sentences in paragraphs(data).items():
        if held_out({"id": f"{key}-0"}, percent) or document_of(f"{key}-0") in IN_GUM:
            continue
        run: list[int] = []
        for number in (*sorted(set(sentences) - taken.get(key, set())), -1):
            if run and (number != run[-1] + 1 or len(run) == LONGEST):
                tokens = [token for n in run for token in sentences[n]]
                if FEWEST <= sum(len(token.split()) for token in tokens) <= MOST:
                    yield f"{key}-{run[0]}", spell(tokens, joined(tokens))
                run = []
            run.append(number)


def joined(tokens: Sequence[str]) -> list[int]:
    """Which tokens are written without a space before them, by rule: marks, endings, and quotation marks in turn."""
    found, open_quote = [], False
    for n, token in enumerate(tokens):
        before = tokens[n - 1] if n else ""
        touching = open_quote and '"' in (before, token)
        if touching or token in NO_SPACE_BEFORE or before in NO_SPACE_AFTER:
            found.append(n)
        open_quote ^= token == '"'
    return found
