"""The parser's network: one encoder pass over a passage, several small heads over its whole words.

`Parser.forward` takes the arrays of `westphalia.parse.encode.collate` and returns the arrays named in
`westphalia.parse.scores.OUTPUTS` (logits). The encoder is BERT's architecture written out here, so that
training needs torch and safetensors only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from westphalia.models.labels import RELATIONS, SPAN_TAGS, Labels


@dataclass(frozen=True)
class Size:
    vocab: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    shapes: int = 7
    head: int = 192  # width of the tagging heads
    arc: int = 128  # width of the biaffine head
    dropout: float = 0.1  # in the encoder
    head_dropout: float = 0.2  # in the heads

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class OneNode(torch.autograd.Function):
    """Attention, written into an ONNX file as the runtime's own operator: a tenth faster than the steps it consists of."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, heads: int) -> Tensor:
        return attention(q, k, v, mask, heads)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, mask: Any, heads: int) -> Any:
        no_bias = g.op("prim::Constant").setType(torch._C.OptionalType.ofTensor())
        made = g.op("com.microsoft::MultiHeadAttention", q, k, v, no_bias, mask, num_heads_i=heads)
        return made.setType(q.type())


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, heads: int) -> Tensor:
    """Scaled dot products of (batch, pieces, hidden); `mask` (batch, pieces), 0 on padding.

    No dropout on the weights, which the fused kernel of the CPU lacks.
    """
    batch, length, width = q.shape
    bias = (1.0 - mask[:, None, None, :].to(q.dtype)) * -1e4
    q, k, v = (x.view(batch, length, heads, width // heads).transpose(1, 2) for x in (q, k, v))
    mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.expand(-1, 1, length, -1))
    return mixed.transpose(1, 2).reshape(batch, length, width)


class Layer(nn.Module):
    """One BERT layer (post-norm)."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.out = nn.Linear(size.hidden, size.hidden)
        self.norm1 = nn.LayerNorm(size.hidden, eps=1e-12)
        self.up = nn.Linear(size.hidden, size.inner)
        self.down = nn.Linear(size.inner, size.hidden)
        self.norm2 = nn.LayerNorm(size.hidden, eps=1e-12)
        self.drop = nn.Dropout(size.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        q, k, v = self.qkv(x).chunk(3, -1)
        if torch.onnx.is_in_onnx_export():
            mixed: Tensor = OneNode.apply(q, k, v, mask.to(torch.int32), self.heads)
        else:
            mixed = attention(q, k, v, mask, self.heads)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT with one more input: the shape of the word each piece belongs to (starts at zero)."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.pieces = nn.Embedding(size.vocab, size.hidden)
        self.pieces.weight.requires_grad_(
            False
        )  # rare names keep what pre-training knew; a third less to update
        self.positions = nn.Embedding(size.positions, size.hidden)
        self.kind = nn.Parameter(torch.zeros(size.hidden))
        self.shapes = nn.Embedding(size.shapes, size.hidden)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.drop = nn.Dropout(size.dropout)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))
        # The heads read a learned mix of the upper layers: the last one of a sentence encoder is made for
        # whole sentences, the ones below it know more of single words.
        self.mix = nn.Parameter(torch.tensor([0.0, 0.0, 1.0]))

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Piece vectors (batch, pieces, hidden)."""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(at)[None] + self.kind + self.shapes(shapes)
        x = self.drop(self.norm(x))
        states = []
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        weights = self.mix.softmax(0)
        return sum(weights[n] * state for n, state in enumerate(states[-3:]))

    def load_bert(self, weights: dict[str, Tensor]) -> None:
        """Take the weights of a BERT checkpoint (names as in its safetensors file)."""
        take = {name.removeprefix("bert."): value for name, value in weights.items()}
        state = self.state_dict()
        state["pieces.weight"] = take["embeddings.word_embeddings.weight"]
        state["positions.weight"] = take["embeddings.position_embeddings.weight"]
        state["kind"] = take["embeddings.token_type_embeddings.weight"][0]
        state["norm.weight"] = take["embeddings.LayerNorm.weight"]
        state["norm.bias"] = take["embeddings.LayerNorm.bias"]
        for n in range(len(self.layers)):
            old = f"encoder.layer.{n}."
            parts = [f"{old}attention.self.{part}." for part in ("query", "key", "value")]
            for kind in ("weight", "bias"):
                state[f"layers.{n}.qkv.{kind}"] = torch.cat([take[part + kind] for part in parts])
                state[f"layers.{n}.out.{kind}"] = take[f"{old}attention.output.dense.{kind}"]
                state[f"layers.{n}.norm1.{kind}"] = take[f"{old}attention.output.LayerNorm.{kind}"]
                state[f"layers.{n}.up.{kind}"] = take[f"{old}intermediate.dense.{kind}"]
                state[f"layers.{n}.down.{kind}"] = take[f"{old}output.dense.{kind}"]
                state[f"layers.{n}.norm2.{kind}"] = take[f"{old}output.LayerNorm.{kind}"]
        self.load_state_dict(state)


def head(size: Size, columns: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(size.hidden, size.head),
        nn.GELU(),
        nn.Dropout(size.head_dropout),
        nn.Linear(size.head, columns),
    )


class Parser(nn.Module):
    """Encoder and heads. All scores are per whole word, or per pair of words (`arcs`)."""

    def __init__(self, labels: Labels, size: Size = Size()) -> None:
        super().__init__()
        self.size = size
        self.encoder = Encoder(size)
        self.drop = nn.Dropout(size.dropout)
        self.event = head(size, 1 + len(labels.types) + 1)  # none, the types, "begins a trigger"
        self.mode = head(size, len(labels.modes))
        self.aux = head(size, len(labels.aux))
        self.context = head(size, len(labels.contexts))
        self.spans = head(size, 3 * len(SPAN_TAGS))
        self.sector = head(size, len(labels.sectors))
        self.quote = head(size, 1)
        self.arc_from = nn.Sequential(
            nn.Linear(size.hidden, size.arc), nn.GELU(), nn.Dropout(size.head_dropout)
        )
        self.arc_to = nn.Sequential(
            nn.Linear(size.hidden, size.arc), nn.GELU(), nn.Dropout(size.head_dropout)
        )
        self.bilinear = nn.Parameter(torch.randn(len(RELATIONS), size.arc, size.arc) * 0.02)
        self.arc_bias_from = nn.Linear(size.arc, len(RELATIONS))
        self.arc_bias_to = nn.Linear(size.arc, len(RELATIONS))
        nn.init.constant_(self.arc_bias_from.bias, -3.0)  # most pairs are unrelated

    def words(self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Word vectors (batch, words, hidden): the mean of a word's first and last piece."""
        x = self.encoder(pieces, shapes, mask)
        wide = x.shape[-1]
        head_piece = x.gather(1, first[..., None].expand(-1, -1, wide))
        tail_piece = x.gather(1, last[..., None].expand(-1, -1, wide))
        return self.drop((head_piece + tail_piece) / 2)

    def arcs(self, x: Tensor) -> Tensor:
        """Pair logits (batch, relations, words, words): from row to column."""
        left, right = self.arc_from(x), self.arc_to(x)
        relations, width, _ = self.bilinear.shape
        forms = self.bilinear.transpose(0, 1).reshape(
            width, -1
        )  # one matrix, of which int8 products are made
        crossed = (left @ forms).view(*left.shape[:2], relations, width).transpose(1, 2)
        pairs = torch.matmul(crossed, right[:, None].transpose(-1, -2))
        from_bias = self.arc_bias_from(left).permute(0, 2, 1)[..., None]
        to_bias = self.arc_bias_to(right).permute(0, 2, 1)[:, :, None, :]
        return pairs + from_bias + to_bias

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> dict[str, Tensor]:
        x = self.words(pieces, shapes, mask, first, last)
        return {
            "event": self.event(x),
            "mode": self.mode(x),
            "aux": self.aux(x),
            "context": self.context(x),
            "spans": self.spans(x),
            "sector": self.sector(x),
            "quote": self.quote(x),
            "arcs": self.arcs(x),
            "vectors": x,  # for types of the user's own (westphalia.own_types)
        }


class Committee(nn.Module):
    """Several parsers as one network: the mean of their logits, and the first one's word vectors.

    `training/MODEL_CARD.md` has what a second member brings.
    """

    def __init__(self, members: Sequence[Parser]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> dict[str, Tensor]:
        outs = [member(pieces, shapes, mask, first, last) for member in self.members]
        mean = {name: sum(out[name] for out in outs) / len(outs) for name in outs[0]}
        return mean | {"vectors": outs[0]["vectors"]}
