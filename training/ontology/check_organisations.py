"""Checks `organisations.csv`: codes, marks, duplicates and clashing aliases. Prints counts.

    python training/ontology/check_organisations.py [--clashes]

A clash is a phrase of several organisations without a mark for the usual one; `--clashes` lists them. They
are no fault, since the page decides. Exits with 1 where a row is broken.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "src"))

from westphalia.ontology import countries  # noqa: E402

TABLE = ROOT / "src" / "westphalia" / "ontology" / "organisations.csv"
COLUMNS = ["name", "aliases", "country", "sector", "kind", "source"]
NON_STATE = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
SECTORS = set(
    "GOV MIL COP JUD LEG SPY PTY REB UAF PRM OPP CVL BUS LAB EDU JRN MED REL REF CRM AGR ELI SOC NGO IGO PRE UNK".split()
)
SOURCES = {"own", "own+petrarch"}
MARKS = "*?~"


def read() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            sys.exit(f"columns {reader.fieldnames}, not {COLUMNS}")
        return list(reader)


def broken(number: int, row: dict[str, str]) -> list[str]:
    """What is wrong with one row."""
    found = []
    if row["country"] and row["country"] not in NON_STATE and countries.by_code(row["country"]) is None:
        found.append(f"country {row['country']!r}")
    if row["sector"] not in SECTORS:
        found.append(f"sector {row['sector']!r}")
    if row["source"] not in SOURCES:
        found.append(f"source {row['source']!r}")
    if not row["kind"]:
        found.append("no kind")
    phrases = [row["name"], *filter(None, row["aliases"].split("|"))]
    bare = [phrase.rstrip(MARKS) for phrase in phrases]
    if any(not phrase or phrase != phrase.strip() for phrase in bare):
        found.append("an empty or padded name")
    found += [f"alias twice: {phrase}" for phrase, count in Counter(bare).items() if count > 1]
    return [f"line {number}, {row['name']}: {fault}" for fault in found]


def main() -> None:
    rows = read()
    faults = [fault for number, row in enumerate(rows, start=2) for fault in broken(number, row)]
    pairs = Counter((row["name"].rstrip(MARKS), row["country"]) for row in rows)
    faults += [
        f"{name} ({country}) has {count} rows" for (name, country), count in pairs.items() if count > 1
    ]
    meant: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        for phrase in (row["name"], *filter(None, row["aliases"].split("|"))):
            bare = phrase.rstrip(MARKS)
            meant[bare].append((row["name"].rstrip(MARKS) + f" ({row['country']})", phrase[len(bare) :]))
    shared = {phrase: entries for phrase, entries in meant.items() if len(entries) > 1}
    faults += [
        f"{phrase!r} has several usual meanings: {', '.join(name for name, _ in entries)}"
        for phrase, entries in shared.items()
        if sum("*" in marks for _, marks in entries) > 1
    ]
    open_clashes = {p: e for p, e in shared.items() if not any("*" in marks for _, marks in e)}
    print(
        f"{len(rows)} organisations, {len(meant)} phrases, {len({row['country'] for row in rows})} country codes"
    )
    print(f"{len(shared)} phrases are shared, {len(open_clashes)} of them without a usual meaning")
    for column in ("sector", "kind", "source"):
        counts = Counter(row[column] for row in rows).most_common()
        print(f"{column}: " + ", ".join(f"{value} {count}" for value, count in counts))
    if "--clashes" in sys.argv:
        for phrase, entries in sorted(open_clashes.items()):
            print(f"  {phrase}: {', '.join(name for name, _ in entries)}")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
