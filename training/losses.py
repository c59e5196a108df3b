"""The loss of each head, and their weights."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from westphalia.models.labels import RELATIONS, SPAN_TAGS

WEIGHTS = {
    "event": 1.5,
    "begin": 0.2,
    "mode": 0.5,
    "aux": 0.5,
    "context": 0.2,
    "spans": 0.5,
    "sector": 0.3,
    "quote": 0.2,
    "arcs": 0.7,
}


def _classes(logits: Tensor, target: Tensor) -> Tensor:
    """Cross entropy over the asked words (target >= 0), a mean; 0 where none is asked."""
    asked = target >= 0
    if not asked.any():
        return logits.sum() * 0
    return F.cross_entropy(logits[asked], target[asked])


def _flags(logits: Tensor, target: Tensor) -> Tensor:
    asked = target >= 0
    if not asked.any():
        return logits.sum() * 0
    return F.binary_cross_entropy_with_logits(logits[asked], target[asked].to(logits.dtype))


def losses(out: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each head's loss on one padded batch (targets as `training.data.pad` names them)."""
    found = {
        "event": _classes(out["event"][..., :-1], batch["y_event"]) * 5,
        "begin": _flags(out["event"][..., -1], batch["y_begin"]),
        "mode": _classes(out["mode"], batch["y_mode"]),
        "aux": _flags(out["aux"], batch["y_aux"]) * 4,
        "context": _flags(out["context"], batch["y_context"]) * 10,
        "sector": _classes(out["sector"], batch["y_sector"]),
        "quote": _flags(out["quote"][..., 0], batch["y_quote"]),
    }
    shape = out["spans"].shape[:2]
    tags = out["spans"].view(*shape, len(SPAN_TAGS), 3)
    found["spans"] = (
        torch.stack(
            [_classes(tags[:, :, kind], batch["y_spans"][:, :, kind]) for kind in range(len(SPAN_TAGS))]
        ).sum()
        * 2
    )
    mask = batch["arc_mask"]
    pairs = F.binary_cross_entropy_with_logits(out["arcs"], batch["y_arcs"], reduction="none") * mask
    # A relation's rows are asked over whole lines: the mean over rows of each line's sum.
    rows = (mask.sum(-1) > 0).sum((0, 2)).clamp(min=1)
    per_relation = pairs.sum((0, 2, 3)) / rows
    found["arcs"] = per_relation.sum() / len(RELATIONS) * 2
    return found


def total(found: dict[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum()
