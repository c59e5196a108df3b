"""The only place that opens the ONNX model: weights, tokenizer, labels, thresholds, all from one folder.

`manifest.json` names each file with its sha256; a file that does not match is refused, so that a
half-updated installation cannot give plausible nonsense.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from westphalia.errors import ModelError
from westphalia.models.labels import Labels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent
OUTPUTS = ("event", "mode", "aux", "context", "spans", "sector", "quote", "arcs")
VECTORS = "vectors"
MEMBERS = ("parser.onnx", "second.onnx")
"""A file each: the runtime computes all of a file's network, whatever is asked of it."""
FAINT = 0.2
"""Where the first member's chance of a trigger is below this everywhere, the committee finds no event."""
# The runtime's fused form of addition and norm takes three times as long as the two apart, on the short runs here.
SLOW_FUSIONS = ("SkipLayerNormFusion",)


@dataclass(frozen=True, slots=True)
class Session:
    """A loaded model. `version` and `sha256` of the weights go into the record of every run.

    `temperature` and `bias` calibrate the events' confidence (Platt scaling of its logit). The network has one member
    or more; `members` is how many of them are asked (one where the session was opened `fast`).
    """

    labels: Labels
    tokenizer: Tokenizer
    version: str
    sha256: str
    thresholds: Mapping[str, float]
    temperature: float
    bias: float
    threads: int
    members: int
    _onnx: tuple[InferenceSession, ...]

    def run(
        self, inputs: Mapping[str, npt.NDArray[np.int64]], *, vectors: bool = False, all_members: bool = False
    ) -> dict[str, npt.NDArray[np.float32]]:
        """Logits for one padded batch (arrays as `parse.encode.collate` makes them): the mean over the members.

        Where the first sees no trigger, the others are not asked, unless `all_members`: it would change no event
        (training/MODEL_CARD.md). `vectors` adds the first member's word vectors (batch, words, width), which
        heads for types of the user's own read.
        """
        found = self._member(0, (*OUTPUTS, VECTORS) if vectors else OUTPUTS, inputs)
        if self.members == 1 or not (all_members or _sees_trigger(found["event"])):
            return found
        others = [self._member(number, OUTPUTS, inputs) for number in range(1, self.members)]
        for name in OUTPUTS:
            found[name] = sum((other[name] for other in others), found[name]) / np.float32(self.members)
        return found

    def _member(
        self, number: int, names: tuple[str, ...], inputs: Mapping[str, npt.NDArray[np.int64]]
    ) -> dict[str, npt.NDArray[np.float32]]:
        return dict(zip(names, self._onnx[number].run(list(names), dict(inputs)), strict=True))


def _sees_trigger(event: npt.NDArray[np.float32]) -> bool:
    """Whether any word's chance of being a trigger reaches FAINT; `event` (batch, words, none and types and begin)."""
    types = event[..., :-1]
    shifted = np.exp(types - types.max(-1, keepdims=True))
    return bool((shifted[..., 0] / shifted.sum(-1)).min() <= 1 - FAINT)


def _checked(folder: Path, name: str, digest: str) -> Path:
    path = folder / name
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: model file missing ({error.strerror})") from error
    if found != digest:
        raise ModelError(f"{path}: model file damaged (sha256 {found[:12]}…, expected {digest[:12]}…)")
    return path


def _digest(files: Mapping[str, str]) -> str:
    """One hash of all weights; of a single network, its file's."""
    digests = [files[name] for name in MEMBERS if name in files]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def free_cores() -> int:
    """The cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def identity(folder: Path = FOLDER) -> tuple[str, str]:
    """Version and sha256 of a folder's weights, by its manifest: they are not loaded for it. Raises ModelError."""
    path = folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return str(manifest["version"]), _digest(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: {error}") from error


@cache
def open_session(folder: Path = FOLDER, threads: int | None = None, *, fast: bool = False) -> Session:
    """Load the model of `folder`, once a process. Open it after a fork or spawn, never before.

    `threads` defaults to the cores this process may use; `fast` asks the first member alone. Raises ModelError.
    """
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = 1  # passages run side by side, each on one thread
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        files = {name: _checked(folder, name, digest) for name, digest in manifest["files"].items()}
        tokenizer = Tokenizer.from_file(str(files["tokenizer.json"]))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        networks = [files[name] for name in MEMBERS if name in files][: 1 if fast else None]
        members = tuple(
            InferenceSession(
                str(path),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=list(SLOW_FUSIONS),
            )
            for path in networks
        )
        settings = manifest.get("fast", manifest) if fast else manifest
        return Session(
            labels=Labels.load(files["labels.json"]),
            tokenizer=tokenizer,
            version=manifest["version"],
            sha256=_digest(manifest["files"]),
            thresholds=settings["thresholds"],
            temperature=settings["temperature"],
            bias=settings["bias"],
            threads=threads or free_cores(),
            members=len(members),
            _onnx=members,
        )
    except ModelError:
        raise
    except Exception as error:  # the runtime and the tokenizer raise bare exceptions of their own
        raise ModelError(f"{folder / 'manifest.json'}: {error}") from error
