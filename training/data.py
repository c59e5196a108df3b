"""Annotated passages to training targets: what each word and each pair of words should score.

`Example` holds one passage's arrays; `batches` sorts examples by length and pads them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from eval.check_corpus import resolve
from training.standoff.texts import restore
from westphalia.models.labels import RELATIONS, SPAN_TAGS, Labels
from westphalia.parse.encode import Encoded, collate, encode
from westphalia.records import Span

Record = dict[str, Any]
CountryFinder = Callable[[str], Iterable[tuple[int, int, str | None]]]
REL = {name: index for index, name in enumerate(RELATIONS)}
TRIGGER_RELATIONS = [REL[name] for name in ("actor", "recipient", "time", "place", "said_by")]
QUOTE_RELATIONS = [REL[name] for name in ("speaker", "addressee", "via")]


@dataclass(slots=True)
class Example:
    """One passage's targets; -1 where nothing is asked. `pad` makes `arc_mask` of the pairs that are asked."""

    encoded: Encoded
    event: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    mode: npt.NDArray[np.int64]
    aux: npt.NDArray[np.float32]
    context: npt.NDArray[np.float32]
    spans: npt.NDArray[np.int64]
    sector: npt.NDArray[np.int64]
    quote: npt.NDArray[np.int64]
    arcs: list[tuple[int, int, int]] = field(default_factory=list)
    rows: dict[int, list[int]] = field(default_factory=dict)  # relation -> rows asked over all columns
    cells: list[tuple[int, int, int]] = field(default_factory=list)  # single negative cells asked
    quote_ends: list[int] = field(default_factory=list)  # for a teacher: first and last words of quotations
    nations: list[int] = field(default_factory=list)  # … and words of countries


def read_jsonl(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_corpus(own: Path, data: Path | None) -> list[Record]:
    """All passages of our own corpus and, where the open sets are under `data`, those of real text."""
    paths = [path for path in sorted(own.glob("*.jsonl")) if "documents" not in path.name]
    records = [record for path in paths for record in read_jsonl(path)]
    return records + (list(restore(data)) if data is not None else [])


def words_in(words: Sequence[Span], span: tuple[int, int]) -> list[int]:
    return [n for n, word in enumerate(words) if word.start < span[1] and span[0] < word.end]


def example_of(record: Record, labels: Labels, tokenizer: Tokenizer, countries: CountryFinder) -> Example:
    """The targets of one annotated passage."""
    text = record["text"]
    encoded = encode(text, tokenizer)
    words = encoded.words
    n = len(words)
    out = Example(
        encoded=encoded,
        event=np.zeros(n, np.int64),
        begin=np.full(n, -1, np.int64),
        mode=np.full(n, -1, np.int64),
        aux=np.full((n, len(labels.aux)), -1, np.float32),
        context=np.full((n, len(labels.contexts)), -1, np.float32),
        spans=np.zeros((n, len(SPAN_TAGS)), np.int64),
        sector=np.full(n, -1, np.int64),
        quote=np.zeros(n, np.int64),
    )
    types = {name: index for index, name in enumerate(labels.types, 1)}
    modes = {pair: index for index, pair in enumerate(labels.modes)}

    def at(span: str) -> list[int]:
        return words_in(words, resolve(text, span))

    def mark(column: int, where: list[int]) -> None:
        for position, word in enumerate(where):
            if out.spans[word, column] == 0:
                out.spans[word, column] = 1 if position == 0 else 2

    def ask(relation: int, rows: list[int]) -> None:
        known = out.rows.setdefault(relation, [])
        known.extend(row for row in rows if row not in known)

    # Entities: spans (longest first, so that a nested one does not break its host), sectors, links.
    entities = [(at(entity["span"]), entity) for entity in record.get("entities", [])]
    for where, entity in sorted(entities, key=lambda pair: -len(pair[0])):
        if any(out.spans[word, 0] for word in where):
            continue
        mark(0, where)
        if entity.get("sector") in labels.sectors:
            out.sector[where] = labels.sectors.index(entity["sector"])
    hits = [(words_in(words, (start, end)), code) for start, end, code in countries(text)]
    for where, entity in entities:
        own = entity.get("country")
        mine = [cells for cells, code in hits if own and code == own]
        inner = [cells for cells in mine if set(cells) & set(where)]
        for cells, code in hits:
            good = cells in (inner or mine)
            if not good and own and code == own:
                continue  # the same country told elsewhere: neither right nor wrong
            for row in where:
                for column in cells:
                    (out.arcs if good else out.cells).append((REL["nation"], row, column))
        for other_where, other in entities:
            if other is entity or set(other_where) & set(where):
                continue
            if entity.get("name") is None and other.get("name") is None:
                continue
            same = entity.get("name") == other.get("name")
            members = {member.get("name") for member in entity.get("members", [])} - {None}
            is_member = other.get("name") in members
            for row in where:
                for column in other_where:
                    (out.arcs if same else out.cells).append((REL["same"], row, column))
                    (out.arcs if is_member else out.cells).append((REL["member"], row, column))

    # Events: triggers, their labels, their roles.
    for event in record.get("events", []):
        trigger = at(event["trigger"])
        if not trigger or out.event[trigger].any():
            continue
        out.event[trigger] = types[event["type"]]
        out.begin[trigger] = 0
        out.begin[trigger[0]] = 1
        out.mode[trigger] = modes.get((event["type"], event.get("mode") or ""), -1)
        out.aux[trigger] = [float(name in event.get("aux", [])) for name in labels.aux]
        out.context[trigger] = [float(name in event.get("contexts", [])) for name in labels.contexts]
        for relation in TRIGGER_RELATIONS:
            ask(relation, trigger)
        for role in ("actor", "recipient", "said_by"):
            for span in event.get(role, []):
                out.arcs += [(REL[role], row, column) for row in trigger for column in at(span)]
        for role, key in (("time", "when"), ("place", "where")):
            if event.get(key):
                where = at(event[key])
                if not out.spans[where, SPAN_TAGS.index(role)].any():
                    mark(SPAN_TAGS.index(role), where)
                out.arcs += [(REL[role], row, column) for row in trigger for column in where]

    # Quotes: the words inside, and the roles asked of the first and last word.
    for quote in record.get("quotes", []):
        where = at(quote["quote"])
        if not where:
            continue
        out.quote[where] = 1
        ends = [where[0], where[-1]]
        for role in ("speaker", "addressee", "via"):
            ask(REL[role], ends)
            if quote.get(role):
                out.arcs += [(REL[role], row, column) for row in ends for column in at(quote[role])]
        out.quote_ends += ends
    out.nations = sorted({word for where, _ in hits for word in where})
    return out


def pad(examples: Sequence[Example]) -> dict[str, npt.NDArray[Any]]:
    """One batch: the model's inputs and every target, padded; `arc_mask` is 1 on pairs asked."""
    out: dict[str, npt.NDArray[Any]] = dict(collate([example.encoded for example in examples]))
    count, width = out["first"].shape

    def stacked(name: str, fill: float) -> npt.NDArray[Any]:
        arrays = [getattr(example, name) for example in examples]
        shape = (count, width, *arrays[0].shape[1:])
        table = np.full(shape, fill, arrays[0].dtype)
        for row, array in enumerate(arrays):
            table[row, : len(array)] = array
        return table

    for name in ("event", "begin", "mode", "aux", "context", "spans", "sector", "quote"):
        out[f"y_{name}"] = stacked(name, -1)
    arcs = np.zeros((count, len(RELATIONS), width, width), np.float32)
    mask = np.zeros((count, len(RELATIONS), width, width), np.float32)
    for row, example in enumerate(examples):
        n = len(example.encoded.words)
        for relation, words in example.rows.items():
            mask[row, relation, words, :n] = 1
        for cells, value in ((example.cells, 0.0), (example.arcs, 1.0)):
            if cells:
                relation_index, left, right = np.asarray(cells).T
                mask[row, relation_index, left, right] = 1
                arcs[row, relation_index, left, right] = value
    out["y_arcs"], out["arc_mask"] = arcs, mask
    return out


def batches(examples: Sequence[Example], pieces: int, rng: random.Random | None) -> Iterator[list[Example]]:
    """Batches of examples of like length, at most `pieces` padded pieces each; shuffled by `rng`."""

    def length(n: int) -> float:
        return len(examples[n].encoded.pieces) * (1 + 0.1 * rng.random() if rng else 1)

    order = sorted(range(len(examples)), key=length)
    groups: list[list[Example]] = []
    group: list[Example] = []
    longest = 0
    for n in order:
        longest_now = max(longest, len(examples[n].encoded.pieces))
        if group and longest_now * (len(group) + 1) > pieces:
            groups.append(group)
            group, longest_now = [], len(examples[n].encoded.pieces)
        group.append(examples[n])
        longest = longest_now
    if group:
        groups.append(group)
    if rng:
        rng.shuffle(groups)
    yield from groups
