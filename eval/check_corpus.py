#!/usr/bin/env python3
"""Check annotated passages against CODEBOOK.md: check_corpus.py FILE.jsonl ...

Prints each fault as FILE:LINE: message, then counts; exits 1 if there was any fault.
`resolve(text, span)` gives the (start, end) code-point offsets of a span written as in the codebook.
"""
import json, re, sys
from collections import Counter
from pathlib import Path

ONTOLOGY = json.loads((Path(__file__).parent.parent / "src/westphalia/ontology/plover.json").read_text())
MODES = {t["name"]: {m["name"] for m in t["modes"]} for t in ONTOLOGY["types"]}
CONTEXTS = {c["name"] for c in ONTOLOGY["contexts"]}
SECTORS = {s for group in ONTOLOGY["sectors"].values() if isinstance(group, list) for s in group}
AUX = {"future", "hypothetical", "negation", "historical"}
STYLES = {"wire", "broadsheet", "tabloid", "headline", "official", "blog", "translated", "caption", "furniture"}
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$")


def occurrences(text, needle):
    """Start offsets of `needle` in `text` as whole words: "Peru" is not found inside "Peruvian"."""
    left = r"(?<!\w)" if needle[:1].isalnum() else ""
    right = r"(?!\w)" if needle[-1:].isalnum() else ""
    return [m.start() for m in re.finditer(f"{left}{re.escape(needle)}{right}", text)]


def resolve(text, span):
    """Offsets of `span` ("Peru#2" = its second occurrence) in `text`; raises ValueError if it is not there."""
    if not span:
        raise ValueError("empty span")
    starts, needle, nth = occurrences(text, span), span, 1
    if not starts and (match := re.fullmatch(r"(.+)#(\d+)", span, re.S)):
        needle, nth = match.group(1), int(match.group(2))
        starts = occurrences(text, needle)
    if len(starts) < nth:
        raise ValueError(f"span not in text: {span!r}")
    return starts[nth - 1], starts[nth - 1] + len(needle)


def faults(record):
    """Yield each thing in one record that breaks the codebook."""
    text = record.get("text", "")
    for key in ("id", "date", "text", "style"):
        if not record.get(key):
            yield f"no {key}"
    if record.get("style") not in STYLES:
        yield f"unknown style {record.get('style')!r}"

    def check(span, where):
        if span is None:
            return
        try:
            resolve(text, span)
        except ValueError as error:
            yield f"{where}: {error}"

    known = set()
    for entity in record.get("entities", []):
        yield from check(entity.get("span", ""), "entity")
        known.add(entity.get("span"))
        if entity.get("sector") not in SECTORS:
            yield f"unknown sector {entity.get('sector')!r}"
        country = entity.get("country")
        if country is not None and not re.fullmatch(r"[A-Z]{3}", country):
            yield f"bad country {country!r}"
    for event in record.get("events", []):
        kind = event.get("type")
        if kind not in MODES:
            yield f"unknown type {kind!r}"
            continue
        if event.get("mode") is not None and event["mode"] not in MODES[kind]:
            yield f"mode {event['mode']!r} is not one of {kind}"
        yield from check(event.get("trigger", ""), "trigger")
        for role in ("actor", "recipient", "said_by"):
            for span in event.get(role, []):
                yield from check(span, role)
                if span not in known:
                    yield f"{role} span is not among the entities: {span!r}"
        yield from check(event.get("when"), "when")
        yield from check(event.get("where"), "where")
        if event.get("date") is not None and not ISO_DATE.match(event["date"]):
            yield f"bad event date {event['date']!r}"
        for extra in set(event.get("aux", [])) - AUX:
            yield f"unknown aux {extra!r}"
        for extra in set(event.get("contexts", [])) - CONTEXTS:
            yield f"unknown context {extra!r}"
        if not event.get("actor") and not event.get("recipient"):
            yield f"event {event.get('trigger')!r} has neither actor nor recipient"
    for quote in record.get("quotes", []):
        for key in ("quote", "speaker", "addressee", "via"):
            yield from check(quote.get(key), f"quote {key}")


def main(paths):
    bad, counts, ids = 0, Counter(), set()
    for path in paths:
        for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                print(f"{path}:{number}: not JSON: {error}")
                bad += 1
                continue
            found = list(faults(record))
            if record.get("id") in ids:
                found.append(f"id {record['id']!r} used twice")
            ids.add(record.get("id"))
            for fault in found:
                print(f"{path}:{number}: {fault}")
            bad += len(found)
            counts["passages"] += 1
            counts["quotes"] += len(record.get("quotes", []))
            for event in record.get("events", []):
                counts["events"] += 1
                counts[event.get("type", "?")] += 1
                for aux in event.get("aux", []):
                    counts["aux " + aux] += 1
    print(", ".join(f"{k} {v}" for k, v in counts.most_common()), f"| faults {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
