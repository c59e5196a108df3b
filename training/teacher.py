"""What a student learns from a committee: the teacher's scores as soft targets, on annotated passages and on others.

`Teacher` runs a model folder over passages; `soft_losses` is the student's distance from it, a part for each head,
of the same size as the losses against annotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training.data import QUOTE_RELATIONS, TRIGGER_RELATIONS, CountryFinder, Example, words_in
from training.losses import total
from westphalia.models.labels import RELATIONS, SPAN_TAGS, Labels
from westphalia.models.session import OUTPUTS, open_session
from westphalia.parse.encode import collate, encode
from westphalia.parse.quotes import find_quotes


def unasked(text: str, labels: Labels, tokenizer: Tokenizer, countries: CountryFinder) -> Example:
    """A passage nobody annotated: no target is asked, but where quotations end and countries stand."""
    encoded = encode(text, tokenizer)
    n = len(encoded.words)
    none = np.full(n, -1, np.int64)
    quotes = [words_in(encoded.words, (quote.start, quote.end)) for quote in find_quotes(text)]
    nations = [word for start, end, _ in countries(text) for word in words_in(encoded.words, (start, end))]
    return Example(
        encoded=encoded,
        event=none,
        begin=none,
        mode=none,
        aux=np.full((n, len(labels.aux)), -1, np.float32),
        context=np.full((n, len(labels.contexts)), -1, np.float32),
        spans=np.full((n, len(SPAN_TAGS)), -1, np.int64),
        sector=none,
        quote=none,
        quote_ends=sorted({end for quote in quotes if quote for end in (quote[0], quote[-1])}),
        nations=sorted(set(nations)),
    )


class Teacher:
    """The model of a folder, each passage run once and kept (half precision; 50 kB a passage)."""

    def __init__(self, folder: Path) -> None:
        self._session = open_session(folder)
        self._known: dict[int, dict[str, npt.NDArray[np.float16]]] = {}

    def __call__(self, examples: Sequence[Example]) -> dict[str, Tensor]:
        """Padded logits of a batch, as `t_event` and so on; with `t_ends` and `t_nations`, 1 on the words named."""
        known = [self._scores(example) for example in examples]
        width = max(1, *(len(example.encoded.words) for example in examples))
        out: dict[str, npt.NDArray[Any]] = {}
        for name in OUTPUTS:
            shape = list(known[0][name].shape)
            for axis in (1, 2) if name == "arcs" else (0,):
                shape[axis] = width
            table = np.zeros((len(examples), *shape), np.float32)
            for row, scores in enumerate(known):
                n = scores["event"].shape[0]
                if name == "arcs":
                    table[row, :, :n, :n] = scores[name]
                else:
                    table[row, :n] = scores[name]
            out[f"t_{name}"] = table
        for name in ("words", "ends", "nations"):
            out[f"t_{name}"] = np.zeros((len(examples), width), np.float32)
        for row, example in enumerate(examples):
            out["t_words"][row, : len(example.encoded.words)] = 1
            out["t_ends"][row, example.quote_ends] = 1
            out["t_nations"][row, example.nations] = 1
        return {name: torch.from_numpy(array) for name, array in out.items()}

    def _scores(self, example: Example) -> dict[str, npt.NDArray[np.float16]]:
        key = id(example)
        if key not in self._known:
            found = self._session.run(collate([example.encoded]), all_members=True)
            n = len(example.encoded.words)
            self._known[key] = {
                name: (array[0, :, :n, :n] if name == "arcs" else array[0, :n]).astype(np.float16)
                for name, array in found.items()
            }
        return self._known[key]


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1.0)


def _classes(logits: Tensor, teacher: Tensor, weights: Tensor) -> Tensor:
    """Cross entropy against the teacher's classes, a weighted mean over words."""
    return _mean(-(teacher.softmax(-1) * logits.log_softmax(-1)).sum(-1), weights)


def _flags(logits: Tensor, teacher: Tensor, weights: Tensor) -> Tensor:
    pairs = F.binary_cross_entropy_with_logits(logits, teacher.sigmoid(), reduction="none")
    return _mean(pairs.mean(-1), weights)


def soft_losses(out: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each head's distance from the teacher. What is asked of triggers counts by how much of a trigger the teacher
    sees in a word; what is asked of actors, likewise.
    """
    words = batch["t_words"]
    trigger = words * (1 - batch["t_event"][..., :-1].softmax(-1)[..., 0])
    shape = (*words.shape, len(SPAN_TAGS), 3)
    spans, t_spans = out["spans"].view(shape), batch["t_spans"].view(shape)
    mention = words * (1 - t_spans[:, :, 0].softmax(-1)[..., 0])
    found = {
        "event": _classes(out["event"][..., :-1], batch["t_event"][..., :-1], words) * 5,
        "begin": _flags(out["event"][..., -1:], batch["t_event"][..., -1:], trigger),
        "mode": _classes(out["mode"], batch["t_mode"], trigger),
        "aux": _flags(out["aux"], batch["t_aux"], trigger) * 4,
        "context": _flags(out["context"], batch["t_context"], trigger) * 10,
        "sector": _classes(out["sector"], batch["t_sector"], mention),
        "quote": _flags(out["quote"], batch["t_quote"], words),
        "spans": sum(
            (_classes(spans[:, :, kind], t_spans[:, :, kind], words) for kind in range(len(SPAN_TAGS))),
            torch.zeros(()),
        )
        * 2,
    }
    pairs = F.binary_cross_entropy_with_logits(out["arcs"], batch["t_arcs"].sigmoid(), reduction="none")
    arcs = []
    for relation, name in enumerate(RELATIONS):
        if relation in TRIGGER_RELATIONS:
            rows, columns = trigger, words
        elif relation in QUOTE_RELATIONS:
            rows, columns = batch["t_ends"], words
        else:
            rows, columns = mention, batch["t_nations"] if name == "nation" else mention
        lines = (pairs[:, relation] * columns[:, None]).sum(-1)
        arcs.append(_mean(lines, rows))
    found["arcs"] = torch.stack(arcs).sum() / len(RELATIONS) * 2
    return found


def soft_total(out: dict[str, Tensor], batch: dict[str, Tensor]) -> Tensor:
    return total(soft_losses(out, batch))
