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


@dataclass(frozen=True, slots=True)
class Session:
    """A loaded model. `version` and `sha256` of the weights go into the record of every run.

    `temperature` and `bias` calibrate the events' confidence (Platt scaling of its logit).
    """

    labels: Labels
    tokenizer: Tokenizer
    version: str
    sha256: str
    thresholds: Mapping[str, float]
    temperature: float
    bias: float
    threads: int
    _onnx: InferenceSession

    def run(
        self, inputs: Mapping[str, npt.NDArray[np.int64]], *, vectors: bool = False
    ) -> dict[str, npt.NDArray[np.float32]]:
        """Logits for one padded batch (arrays as `parse.encode.collate` makes them).

        `vectors` adds the encoder's word vectors (batch, words, width), which heads for types of the user's
        own read.
        """
        names = (*OUTPUTS, VECTORS) if vectors else OUTPUTS
        return dict(zip(names, self._onnx.run(list(names), dict(inputs)), strict=True))


def _checked(folder: Path, name: str, digest: str) -> Path:
    path = folder / name
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: model file missing ({error.strerror})") from error
    if found != digest:
        raise ModelError(f"{path}: model file damaged (sha256 {found[:12]}…, expected {digest[:12]}…)")
    return path


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
        return str(manifest["version"]), str(manifest["files"]["parser.onnx"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: {error}") from error


@cache
def open_session(folder: Path = FOLDER, threads: int | None = None) -> Session:
    """Load the model of `folder`, once a process. Open it after a fork or spawn, never before.

    `threads` defaults to the cores this process may use. Raises ModelError.
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
        return Session(
            labels=Labels.load(files["labels.json"]),
            tokenizer=tokenizer,
            version=manifest["version"],
            sha256=manifest["files"]["parser.onnx"],
            thresholds=manifest["thresholds"],
            temperature=manifest["temperature"],
            bias=manifest["bias"],
            threads=threads or free_cores(),
            _onnx=InferenceSession(str(files["parser.onnx"]), options, providers=["CPUExecutionProvider"]),
        )
    except ModelError:
        raise
    except Exception as error:  # the runtime and the tokenizer raise bare exceptions of their own
        raise ModelError(f"{folder / 'manifest.json'}: {error}") from error
