"""A shipped model back to weights that can be trained on: `python -m training.thaw FOLDER OUT`.

Writes OUT/one.pt, OUT/two.pt … , a file for each member. The matrices come back from int8, so they are the shipped
network's and not exactly those it was made from.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.model import Parser
from training.train import ROOT
from westphalia.models.labels import Labels
from westphalia.models.session import MEMBERS

NAMES = ("one", "two")
Arrays = dict[str, npt.NDArray[np.float32]]


def thaw(file: Path, labels: Labels) -> dict[str, Tensor]:
    """The state of the network in an ONNX file. Raises ValueError for another architecture."""
    model = onnx.load(str(file))
    stored = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    found: Arrays = {name.removeprefix("model."): array for name, array in stored.items()}
    mix: list[float] = []
    for node in model.graph.node:  # a product's node is named after the layer whose weights it takes
        path = node.name.removeprefix("/model/").split("/")
        if len(path) > 2 and path[-2].startswith(f"{path[-3]}."):  # a layer of a sequence: event/event.0
            del path[-3]
        if node.op_type == "MatMulInteger":
            key = node.input[1].removesuffix("_quantized")
            matrix = stored[node.input[1]].astype(np.float32) * stored[f"{key}_scale"]
            if path[:-1]:
                found[".".join((*path[:-1], "weight"))] = matrix.T
            else:  # the parser's own: the bilinear forms, side by side
                found["bilinear"] = matrix.reshape(len(matrix), -1, len(matrix)).transpose(1, 0, 2)
        elif node.op_type == "Gather" and node.input[0].endswith("pieces.weight_int8"):
            table = node.input[0].removesuffix("_int8")
            rows = stored[node.input[0]].astype(np.float32) * stored[f"{table}_scale"]
            found[table.removeprefix("model.")] = rows
        elif node.op_type == "Mul" and node.name.startswith("/model/encoder/Mul"):
            mix += [
                float(stored[value]) for value in node.input if value in stored and stored[value].ndim == 0
            ]
    found["encoder.mix"] = np.log(np.array(mix, np.float32))  # stored as its softmax
    state = {}
    for name, tensor in Parser(labels).state_dict().items():
        array = found.get(name)
        if array is None or array.shape != tuple(tensor.shape):
            raise ValueError(f"{file}: {name} is not there in the expected form")
        state[name] = torch.from_numpy(np.array(array, np.float32))
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a model folder, src/westphalia/models for one")
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    labels = Labels.from_ontology(json.loads((ROOT / "src/westphalia/ontology/plover.json").read_text()))
    args.out.mkdir(parents=True, exist_ok=True)
    for network, name in zip(MEMBERS, NAMES, strict=True):
        if (args.folder / network).exists():
            torch.save(thaw(args.folder / network, labels), args.out / f"{name}.pt")


if __name__ == "__main__":
    main()
