"""Fit the weights by which `resolve` adds up its grounds: `python -m training.fit_grounds`.

A conditional logistic model chooses among the codes that a mention has grounds for and, for the country, saying
nothing. Two stages, since the parser has seen most passages and points better there than it will on news:

1. all passages it was trained on, without its pointers, links and sectors;
2. the held-out passages with them (and, for the country, real text without), pulled towards the first stage.

Then the setting's weights are cut by CAUTION: a country taken from the surroundings alone that is wrong costs the
record more than one left open. What saying nothing weighs is then cut by BOLDNESS, chosen on the held-out passages: with
both, countries left open and countries made up are about as many as they are on news. `--half` fits on one half of the documents and scores the other; without it the
table is written. The gold sets are never read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.data import load_corpus
from training.evaluate_resolve import gold_parse
from training.held_out import held_out
from training.standoff.sources import document_of
from westphalia.clean.passages import article_of_passage
from westphalia.models.session import Session, open_session
from westphalia.parse.encode import collate, encode
from westphalia.parse.scores import scores_of
from westphalia.passages import parse_date
from westphalia.records import Parse
from westphalia.resolve.chains import chains_of
from westphalia.resolve.grounds import Ground
from westphalia.resolve.weigh import gather_countries, gather_sectors

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src/westphalia/ontology/grounds.csv"
CAUTION = 0.45
BOLDNESS = 0.4
SETTING = frozenset(
    "told hinted only first near previous subject alike dateline where beside with article".split()
)
REAL = ("wn-", "wp-", "re3d-", "cnp-", "ewt-")  # ids of real text
STEPS, RATE = 400, 0.05
LEAST = 0.05  # smaller weights are left out of the table
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One mention: the true code, the kind of saying nothing (None for a sector), its grounds."""

    want: str | None
    nothing: str | None
    grounds: tuple[Ground, ...]
    document: str
    stage: int
    news: bool


@dataclass(frozen=True, slots=True)
class Design:
    """Cases as sparse rows: `value[n]` of kind `kind[n]` speaks for option `row[n]`; options belong to cases."""

    row: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    value: Floats
    case: npt.NDArray[np.int64]
    right: npt.NDArray[np.bool_]
    codes: tuple[str | None, ...]


def without_model(parse: Parse) -> Parse:
    """The parse without what the parser says of its mentions."""
    bare = [
        replace(mention, sector=None, sector_score=0.0, nations=(), same_as=(), members=())
        for mention in parse.mentions
    ]
    return replace(parse, mentions=tuple(bare))


def cases_of(records: Sequence[dict[str, Any]], session: Session) -> tuple[list[Case], list[Case]]:
    """The cases for the country and for the sector."""
    countries: list[Case] = []
    sectors: list[Case] = []
    for record in records:
        item = encode(record["text"], session.tokenizer)
        scores = scores_of(session.run(collate([item])), 0, len(item.words))
        parse, entities = gold_parse(record, item, scores, session)
        news = record["id"].startswith(REAL)
        stage = 2 if held_out(record) else 1
        parse = parse if stage == 2 else without_model(parse)
        article = article_of_passage(record["text"], parse_date(record, record["id"]), record["id"])
        chains = chains_of(article, (parse,))
        told, sorts = gather_countries(article, (parse,), chains), gather_sectors(article, (parse,), chains)
        document = document_of(record["id"]) if news else str(record.get("doc") or record["id"])
        for entity, n in zip(record["entities"], entities, strict=True):
            if n is None or entity.get("members"):
                continue
            kind, grounds = told[0, n]
            countries.append(Case(entity["country"], f"none.{kind}", tuple(grounds), document, stage, news))
            if any(ground.code == entity["sector"] for ground in sorts[0, n]):
                sectors.append(Case(entity["sector"], None, tuple(sorts[0, n]), document, stage, news))
    return countries, sectors


def design(cases: Sequence[Case], kinds: dict[str, int]) -> Design:
    """`kinds` grows by what is seen for the first time."""
    row: list[int] = []
    kind: list[int] = []
    value: list[float] = []
    case: list[int] = []
    right: list[bool] = []
    codes: list[str | None] = []

    def add(name: str, number: float) -> None:
        row.append(len(codes) - 1)
        kind.append(kinds.setdefault(name, len(kinds)))
        value.append(number)

    for at, one in enumerate(cases):
        options = sorted({ground.code for ground in one.grounds})
        if one.nothing is not None:
            codes.append(None)
            case.append(at)
            right.append(one.want not in options)
            add(one.nothing, 1.0)
        for code in options:
            codes.append(code)
            case.append(at)
            right.append(code == one.want)
            for ground in one.grounds:
                if ground.code == code:
                    add(ground.kind, ground.value)
    return Design(
        np.asarray(row),
        np.asarray(kind),
        np.asarray(value),
        np.asarray(case),
        np.asarray(right),
        tuple(codes),
    )


def option_scores(data: Design, weights: Floats) -> Floats:
    total = np.zeros(len(data.codes))
    np.add.at(total, data.row, data.value * weights[data.kind])
    return total


def fit(data: Design, size: int, pull: float, start: Floats | None = None) -> Floats:
    """The weights of greatest likelihood, pulled towards `start` (or nought), by Adam on all cases."""
    origin = np.zeros(size) if start is None else start
    weights, first, second = origin.copy(), np.zeros(size), np.zeros(size)
    count = int(data.case.max()) + 1
    for step in range(1, STEPS + 1):
        total = option_scores(data, weights)
        most = np.full(count, -np.inf)
        np.maximum.at(most, data.case, total)
        share = np.exp(total - most[data.case])
        whole = np.zeros(count)
        np.add.at(whole, data.case, share)
        slope = pull * (weights - origin)
        np.add.at(slope, data.kind, data.value * (share / whole[data.case] - data.right)[data.row])
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def accuracy(cases: Sequence[Case], data: Design, weights: Floats) -> float:
    total = option_scores(data, weights)
    best: dict[int, tuple[float, str | None]] = {}
    for number, at in enumerate(data.case):
        if int(at) not in best or total[number] > best[int(at)][0]:
            best[int(at)] = (float(total[number]), data.codes[number])
    return float(np.mean([best[at][1] == one.want for at, one in enumerate(cases)]))


def fitted(cases: Sequence[Case], second: Callable[[Case], bool]) -> dict[str, float]:
    """Both stages; `second` picks the cases of stage 2."""
    kinds: dict[str, int] = {}
    one = design([case for case in cases if case.stage == 1], kinds)
    two = design([case for case in cases if second(case)], kinds)
    start = fit(one, len(kinds), pull=1.0)
    weights = fit(two, len(kinds), pull=3.0, start=start)
    return {
        kind: float(weights[at]) * (CAUTION if kind.rpartition(".")[2] in SETTING else 1.0)
        - (BOLDNESS if kind.startswith("none.") else 0.0)
        for kind, at in kinds.items()
    }


def _half(case: Case) -> bool:
    return int(hashlib.sha256(f"half {case.document}".encode()).hexdigest(), 16) % 2 == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the open sets")
    parser.add_argument("--half", action="store_true", help="fit on half of the documents, score the other")
    args = parser.parse_args()
    records = load_corpus(ROOT / "training/corpus", args.shared / "data")
    countries, sectors = cases_of(records, open_session())
    lines: list[tuple[str, str, str]] = []
    for fact, cases in (("country", countries), ("sector", sectors)):

        def second(case: Case, fact: str = fact) -> bool:
            return case.stage == 2 or (case.news and fact == "country")

        used = [case for case in cases if not args.half or _half(case)]
        table = fitted(used, second)
        if args.half:
            rest = [case for case in cases if not _half(case) and case.stage == 2]
            kinds = {kind: at for at, kind in enumerate(table)}
            data = design(rest, kinds)
            weights = np.array([table.get(kind, 0.0) for kind in kinds])
            print(f"{fact}: {accuracy(rest, data, weights):.3f} of {len(rest)} held out, other half")
        lines += [
            (fact, kind, f"{weight:.2f}") for kind, weight in sorted(table.items()) if abs(weight) >= LEAST
        ]
    if not args.half:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("fact", "kind", "weight"))
            writer.writerows(lines)
        print(f"{len(lines)} weights written to {TABLE.name}")


if __name__ == "__main__":
    main()
