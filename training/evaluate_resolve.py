"""How well `resolve` works when the parser makes no mistake: gold spans and gold events in, facts out.

`python -m training.evaluate_resolve GOLD.jsonl` runs the shipped model for its links and sectors only,
puts the gold mentions and triggers in place of its own, and compares country, sector, date and place.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from eval.check_corpus import resolve as locate
from training.data import read_jsonl, words_in
from westphalia.clean.passages import article_of_passage
from westphalia.models.session import open_session
from westphalia.output import Json
from westphalia.parse.decode import Pool, describe
from westphalia.parse.encode import collate, encode
from westphalia.parse.parser import thresholds_of
from westphalia.parse.scores import scores_of
from westphalia.passages import parse_date
from westphalia.records import Parse, Sentence, Span, Trigger
from westphalia.resolve import Resolved, resolve


def gold_parse(record: Json, encoded: Any, scores: Any, session: Any) -> tuple[Parse, list[int | None]]:
    """The parse a perfect parser would make; for each gold entity its mention index."""
    text, words = record["text"], encoded.words
    pool = Pool(encoded.marks)
    index: dict[tuple[str, int, int], int] = {}

    def mention(kind: Any, span: str | None) -> int | None:
        if span is None:
            return None
        where = words_in(words, locate(text, span))
        if not where:
            return None
        key = (kind, where[0], where[-1])
        if key not in index:
            index[key] = pool.add(kind, (where[0], where[-1] + 1), 1.0)
        return index[key]

    def all_of(spans: list[str]) -> tuple[int, ...]:
        return tuple(n for n in (mention("actor", span) for span in spans) if n is not None)

    entities = [mention("actor", entity["span"]) for entity in record["entities"]]
    triggers = []
    for event in record["events"]:
        when, where = mention("time", event.get("when")), mention("place", event.get("where"))
        triggers.append(
            Trigger(
                span=Span(*locate(text, event["trigger"])), type=event["type"], mode=event["mode"],
                aux=tuple(event["aux"]), contexts=(), confidence=1.0, actors=all_of(event["actor"]),
                recipients=all_of(event["recipient"]), said_by=all_of(event["said_by"]),
                times=() if when is None else (when,), places=() if where is None else (where,),
            )
        )  # fmt: skip
    mentions = describe(pool, scores, session.labels, thresholds_of(session), words)
    whole = Span(0, len(text))
    return Parse(whole, 0, (Sentence(0, whole, 0),), mentions, tuple(triggers), ()), entities


def compare(
    record: Json, resolved: Resolved, entities: list[int | None], tally: Counter[str], errors: list[str]
) -> None:
    actors = resolved.actors[0]
    for entity, n in zip(record["entities"], entities, strict=True):
        if n is None:
            continue
        have = actors[n]
        want_codes = {m["country"] for m in entity.get("members", [])} | {entity["country"]} - {None}
        codes = ({m.country for m in have.members} | {have.country}) - {None}
        for name, want, got in (
            ("country", want_codes - {None}, codes),
            ("sector", entity["sector"], have.sector),
        ):
            tally[f"{name} n"] += 1
            tally[f"{name} ok"] += want == got
            if want != got:
                errors.append(
                    f"{name:8s} {entity['span']!r}: want {want}, got {got} [{have.basis}] | {record['text'][:200]}"
                )
    by_trigger = {(event.evidence.trigger, event.type): event for event in resolved.events}
    for event in record["events"]:
        found = by_trigger[Span(*locate(record["text"], event["trigger"])), event["type"]]
        got_date = found.date.iso if found.date and found.date.basis != "publication" else None
        if event.get("when") and event.get("date"):
            tally["date n"] += 1
            tally["date ok"] += event["date"] == got_date
            if event["date"] != got_date:
                errors.append(
                    f"date     {event['when']!r} on {record['date']}: want {event['date']}, got {got_date}"
                )
        if event.get("where") and event.get("where_country"):
            got = found.place.country if found.place else None
            tally["place n"] += 1
            tally["place ok"] += event["where_country"] == got
            if event["where_country"] != got:
                errors.append(
                    f"place    {event['where']!r}: want {event['where_country']}, got {got} | {record['text'][:160]}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    records = [record for path in args.gold for record in read_jsonl(path)]
    session = open_session()
    encoded = [encode(record["text"], session.tokenizer) for record in records]
    tally: Counter[str] = Counter()
    errors: list[str] = []
    for record, item in zip(records, encoded, strict=True):
        scores = scores_of(session.run(collate([item])), 0, len(item.words))
        parse, entities = gold_parse(record, item, scores, session)
        article = article_of_passage(record["text"], parse_date(record, record["id"]), record["id"])
        compare(record, resolve(article, (parse,)), entities, tally, errors)
    if args.errors:
        print("\n".join(sorted(errors)))
    for name in ("country", "sector", "date", "place"):
        count = tally[f"{name} n"]
        print(f"{name:8s} {tally[f'{name} ok'] / max(1, count):.3f} of {count}")


if __name__ == "__main__":
    main()
