"""Passages to labels without text and back; the package's docstring says why."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eval.check_corpus import occurrences, resolve
from training.standoff.sources import paragraphs, place_of

HERE = Path(__file__).parent
PACKED = HERE / "standoff.jsonl.gz"
ONE = ("when", "where", "trigger", "quote", "speaker", "addressee", "via", "span")
MANY = ("actor", "recipient", "said_by")

Record = dict[str, Any]


def joined_tokens(text: str, tokens: Sequence[str]) -> list[int] | None:
    """Which tokens have no space before them in `text`; None where the tokens do not spell the text."""
    at, joined = 0, []
    for number, token in enumerate(tokens):
        if number and text[at : at + 1] == " ":
            at += 1
        elif number:
            joined.append(number)
        if not text.startswith(token, at):
            return None
        at += len(token)
    return joined if at == len(text) else None


def spell(tokens: Sequence[str], joined: Sequence[int]) -> str:
    without = set(joined)
    return "".join(("" if n == 0 or n in without else " ") + token for n, token in enumerate(tokens))


def pack(data: Path, sources: Sequence[Path]) -> Iterator[Record]:
    """Stand-off records; a passage whose text cannot be restored is told and left out."""
    sentences = paragraphs(data)
    for path in sources:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = record.pop("text")
            key, first = place_of(record["id"])
            have = sentences.get(key, {})
            for last in sorted(n for n in have if n >= first):
                used = [n for n in sorted(have) if first <= n <= last]
                joined = joined_tokens(text, [token for n in used for token in have[n]])
                if joined is not None:
                    break
            else:
                print(f"{record['id']}: text not in the release as it stands", file=sys.stderr)
                continue
            digest = hashlib.sha256(text.encode()).hexdigest()
            yield {**walk(record, lambda span, text=text: list(resolve(text, span))), "sentences": used,
                   "joined": joined, "sha256": digest}  # fmt: skip


def restore(data: Path) -> Iterator[Record]:
    """Full records in the codebook's form. Raises SystemExit for another release of a source."""
    sentences = paragraphs(data)
    with gzip.open(PACKED, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            key, _ = place_of(record["id"])
            tokens = [token for n in record.pop("sentences") for token in sentences[key][n]]
            text = spell(tokens, record.pop("joined"))
            if hashlib.sha256(text.encode()).hexdigest() != record.pop("sha256"):
                raise SystemExit(f"{record['id']}: the text differs: another release of its source?")
            yield {**walk(record, lambda span, text=text: written(text, *span)), "text": text}


def written(text: str, start: int, end: int) -> str:
    """A span as the codebook writes it: its words, with #2, #3 … for a later occurrence."""
    words = text[start:end]
    nth = occurrences(text, words).index(start) + 1
    return words if nth == 1 else f"{words}#{nth}"


def walk(record: Record, change: Any) -> Record:
    """The record with each span changed."""

    def item(value: Record) -> Record:
        out = dict(value)
        for name in ONE:
            if out.get(name) is not None:
                out[name] = change(out[name])
        for name in MANY:
            if name in out:
                out[name] = [change(span) for span in out[name]]
        return out

    return {
        **record,
        **{name: [item(value) for value in record[name]] for name in ("entities", "events", "quotes")},
    }
