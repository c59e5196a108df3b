"""Weights to the shipped model: `python -m training.export RUN/averaged.pt [--out FOLDER] [--settings FILE]`.

Writes parser.onnx (int8; second.onnx for the second member of a committee), tokenizer.json, labels.json and manifest.json (with the sha256 of each, the
thresholds and the temperature) into the model folder. The matrix products are quantised dynamically,
a scale per column; the embedding tables are stored as bytes with a scale per row; the rest stays fp32.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training import evaluate
from training.model import Committee, Parser
from training.train import ROOT, bert_folder, load_tokenizer
from westphalia.models.labels import Labels
from westphalia.models.session import MEMBERS, OUTPUTS, VECTORS

INPUTS = ("pieces", "shapes", "mask", "first", "last")
ALL = (*OUTPUTS, VECTORS)


class Flat(nn.Module):
    """The network with its outputs in the order of ALL."""

    def __init__(self, model: Parser) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, ...]:
        out = self.model(pieces, shapes, mask, first, last)
        return tuple(out[name] for name in ALL)


def to_onnx(model: Parser, path: Path) -> None:
    pieces = torch.randint(1000, 2000, (2, 12))
    words = torch.tensor([[1, 2, 4, 6, 8], [1, 3, 5, 7, 9]])
    arrays = (pieces, torch.ones_like(pieces), torch.ones_like(pieces), words, words)
    axes: dict[str, dict[int, str]] = {name: {0: "batch", 1: "pieces"} for name in INPUTS[:3]}
    axes |= {name: {0: "batch", 1: "words"} for name in INPUTS[3:]}
    axes |= {name: {0: "batch", 1: "words"} for name in ALL if name != "arcs"}
    axes["arcs"] = {0: "batch", 2: "words", 3: "columns"}
    torch.onnx.export(
        Flat(model).eval(), arrays, str(path), input_names=list(INPUTS), output_names=list(ALL),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def quantise_embeddings(path: Path, least: int = 1000) -> None:
    """Store each large embedding table as int8 with a scale per row, multiplied after the look-up."""
    model = onnx.load(str(path))
    graph = model.graph
    tables = {item.name: item for item in graph.initializer}
    for node in list(graph.node):
        if node.op_type != "Gather" or node.input[0] not in tables:
            continue
        table = numpy_helper.to_array(tables[node.input[0]])
        if table.ndim != 2 or table.shape[0] < least or table.dtype != np.float32:
            continue
        name, out = node.input[0], node.output[0]
        scale = (np.abs(table).max(1, keepdims=True) / 127).astype(np.float32)
        scale[scale == 0] = 1
        small = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(tables[name])
        graph.initializer.append(numpy_helper.from_array(small, f"{name}_int8"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
        made = [
            helper.make_node(
                "Gather", [f"{name}_int8", node.input[1]], [f"{out}_int8"], name=f"{node.name}_int8"
            ),
            helper.make_node(
                "Cast", [f"{out}_int8"], [f"{out}_fp"], name=f"{node.name}_cast", to=TensorProto.FLOAT
            ),
            helper.make_node(
                "Gather", [f"{name}_scale", node.input[1]], [f"{out}_s"], name=f"{node.name}_scale"
            ),
            helper.make_node("Mul", [f"{out}_fp", f"{out}_s"], [out], name=f"{node.name}_mul"),
        ]
        at = list(graph.node).index(node)
        graph.node.remove(node)
        for offset, new in enumerate(made):
            graph.node.insert(at + offset, new)
    onnx.save(model, str(path))


def quantise(source: Path, target: Path) -> None:
    model = onnx.load(str(source))
    flat = {item.name for item in model.graph.initializer if len(item.dims) == 2}
    # Products of two computed matrices stay as they are.
    others = [
        node.name for node in model.graph.node if node.op_type == "MatMul" and node.input[1] not in flat
    ]
    quantize_dynamic(
        str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=False,
        op_types_to_quantize=["MatMul"], nodes_to_exclude=others,
    )  # fmt: skip
    quantise_embeddings(target)


def write(
    model: Parser | Committee,
    labels: Labels,
    folder: Path,
    version: str,
    settings: dict[str, Any],
    *,
    full: bool = False,
) -> None:
    """The whole model folder. `settings` holds `thresholds`, `temperature` and `bias`, and under `fast` the same for
    the first member alone; `full`: not quantised.
    """
    folder.mkdir(parents=True, exist_ok=True)
    members = list(model.members) if isinstance(model, Committee) else [model]
    networks = MEMBERS[: len(members)]
    for member, name in zip(members, networks, strict=True):
        with tempfile.TemporaryDirectory() as scratch:
            exact = Path(scratch) / "fp32.onnx"
            to_onnx(member, folder / name if full else exact)
            if not full:
                quantise(exact, folder / name)
    labels.save(folder / "labels.json")
    load_tokenizer(bert_folder()).save(str(folder / "tokenizer.json"), pretty=False)
    files = (*networks, "labels.json", "tokenizer.json")
    manifest = {
        "version": version,
        **settings,
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path, nargs="+", help="one file, or the members of a committee")
    parser.add_argument("--out", type=Path, default=ROOT / "src/westphalia/models")
    parser.add_argument("--version", default="0.3.0")
    parser.add_argument("--settings", type=Path, help="settings.json of training.tune")
    parser.add_argument("--fast-settings", type=Path, help="the same of the first member alone")
    parser.add_argument("--full", action="store_true", help="fp32, to measure int8 against")
    args = parser.parse_args()
    labels = Labels.from_ontology(json.loads((ROOT / "src/westphalia/ontology/plover.json").read_text()))
    settings: dict[str, Any] = {"thresholds": {}, "temperature": 1.0, "bias": 0.0}
    if args.settings:
        settings = json.loads(args.settings.read_text())
    if args.fast_settings:
        settings["fast"] = json.loads(args.fast_settings.read_text())
    write(evaluate.load(args.weights, labels), labels, args.out, args.version, settings, full=args.full)


if __name__ == "__main__":
    main()
