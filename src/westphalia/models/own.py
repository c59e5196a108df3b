"""Heads for types of the user's own: a linear layer over the encoder's word vectors, kept in a folder.

`westphalia train-types` writes the folder, `westphalia code --types FOLDER` reads it: `types.json` (the
types, their cut-offs, the weights they belong to, how they scored) and `head.npz` (the layer).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import ModelError
from westphalia.records import OwnType

Floats = npt.NDArray[np.float32]
CARD, HEAD = "types.json", "head.npz"
MAX_TYPES = 200


@dataclass(frozen=True, slots=True, eq=False)
class OwnHead:
    """`weights` (1 + types, width), `bias` (1 + types); row 0 is "none". `cuts` has a cut-off a type.

    `encoder` is the sha256 of the ONNX file whose vectors it was trained on: another model's vectors mean
    other things. `digest` names this head in the record of a run.
    """

    types: tuple[OwnType, ...]
    weights: Floats
    bias: Floats
    cuts: tuple[float, ...]
    encoder: str
    digest: str

    def logits(self, vectors: Floats) -> Floats:
        """Scores (words, 1 + types) of word vectors (words, width)."""
        out: Floats = vectors @ self.weights.T + self.bias
        return out


def save(
    folder: Path,
    types: tuple[OwnType, ...],
    weights: Floats,
    bias: Floats,
    cuts: tuple[float, ...],
    encoder: str,
    report: Mapping[str, Any],
) -> None:
    """Write the folder; `report` (how well it did, on how much) is kept in the card for the reader."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / HEAD).open("wb") as file:
        np.savez(file, weights=weights.astype(np.float32), bias=bias.astype(np.float32))
    card = {
        "types": [asdict(item) for item in types],
        "cuts": [round(cut, 3) for cut in cuts],
        "encoder": encoder,
        "head": hashlib.sha256((folder / HEAD).read_bytes()).hexdigest(),
        "report": report,
    }
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(folder: Path, encoder: str) -> OwnHead:
    """Read a folder of `save`. Raises ModelError: no such folder, damaged, or made for another model."""
    card_path, head_path = folder / CARD, folder / HEAD
    try:
        card = json.loads(card_path.read_text(encoding="utf-8"))
        types = tuple(OwnType(**item) for item in card["types"])
        cuts = tuple(float(cut) for cut in card["cuts"])
        made_for, digest = str(card["encoder"]), str(card["head"])
        raw = head_path.read_bytes()
    except OSError as error:
        raise ModelError(f"{error.filename}: {error.strerror} (a folder made by train-types?)") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{card_path}: not a card of train-types ({error})") from error
    if made_for != encoder:
        raise ModelError(f"{card_path}: trained for another parser model; run train-types again")
    if hashlib.sha256(raw).hexdigest() != digest:
        raise ModelError(f"{head_path}: damaged (sha256 differs from the card's)")
    try:
        with np.load(head_path, allow_pickle=False) as arrays:
            weights, bias = arrays["weights"], arrays["bias"]
    except (ValueError, KeyError, OSError) as error:
        raise ModelError(f"{head_path}: {error}") from error
    rows = len(types) + 1
    if (
        not 1 < rows <= MAX_TYPES + 1
        or weights.shape[:1] != (rows,)
        or bias.shape != (rows,)
        or len(cuts) != rows - 1
    ):
        raise ModelError(f"{head_path}: does not fit its card ({len(types)} types)")
    return OwnHead(types, weights, bias, cuts, made_for, digest)
