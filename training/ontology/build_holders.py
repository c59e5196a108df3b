"""Build `src/westphalia/ontology/holders.tsv.gz`, the table of office holders.

    python training/ontology/build_holders.py LEADERS PETRARCH [--out FILE]

LEADERS and PETRARCH are the folders of the sources (`SOURCES_holders_places.md`); `holders_own.csv` lies
beside this script. Needs `pip install pyyaml`. Rules, in order:

1. The sources' standing: own, us, au, wd (cabinets), s26, fb (factbook), wl (lists of 2022), reign, cia, pet.
2. Facts are one person's where the source's identity is one; where the full names are one in the same
   country; where one name is the other with words left out, same country, terms less than 30 years apart
   and no second candidate; where both entered the same high office within days and share a word of the
   name; where the full name is one and one of the countries is an international body. A mere surname
   (reign) is the person of that country and surname who led the state at that time.
3. An open end of a source that stopped looking is closed: wd at mid 2023, wl at the end of 2022, au at the
   start of 2014, reign in March 2021, fb at the last snapshot with that text. pet, begun before 2013 and
   never closed: four years after its start, but no later than 2013.
4. Terms of one person in one office that overlap or lie less than 100 days apart are one; start and end are
   those of the source of higher standing, except that an end closed by rule 3 gives way to any other.
   A head of state by reign is dropped where a better source tells the office of that time.
5. In offices with one holder, an end that was only closed by rule 3 or last seen by fb, and an open one, is
   cut at the start of the next holder by a source of no lower standing.
6. Ended before 1980: left out. No name of two words, unless own or reign: left out.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent.parent / "src"))

import holders_sources as sources  # noqa: E402
import holders_sources_more as more  # noqa: E402
from holders_forms import forms_of, shorts_of  # noqa: E402
from holders_merge import STANDING, Bearer, people_of  # noqa: E402
from holders_sources import Fact  # noqa: E402

from westphalia.ontology.holders_names import name_key  # noqa: E402
from westphalia.ontology.holders_offices import office_of  # noqa: E402
from westphalia.ontology.places_names import fold  # noqa: E402


def gather(leaders: Path, dictionaries: Path) -> list[Fact]:
    more.cow_codes(HERE.parent.parent / "src/westphalia/ontology/countries.csv")
    facts = [
        *sources.own(HERE / "holders_own.csv"),
        *more.united_states(leaders),
        *more.australia(leaders),
        *sources.cabinets(leaders),
        *more.snapshot_2026(leaders),
        *sources.factbook(leaders),
        *sources.world_lists(leaders),
        *more.reign(leaders),
        *more.cia(leaders),
        *more.petrarch(dictionaries),
    ]
    usable = [f for f in facts if len(name_key(f.name)) > 1 or f.source in ("own", "reign", "s26", "fb")]  # 6
    usable = [f for f in usable if not elsewhere(f) and (f.source == "own" or not sources.no_person(f.name))]
    # Surnames alone come last, when the full names of everyone are there.
    return sorted(usable, key=lambda f: (f.source == "reign", STANDING.index(f.source)))


# Heads of state whom the sources list for dependencies and realms too.
HOME = {
    "elizabeth": "GBR",
    "charles": "GBR",
    "willem": "NLD",
    "margrethe": "DNK",
    "frederik": "DNK",
    "harald": "NOR",
    "macron": "FRA",
    "hollande": "FRA",
    "biden": "USA",
    "obama": "USA",
    "trump": "USA",
    "jinping": "CHN",
    "saddam": "IRQ",  # listed for Kuwait in 1990
}


def elsewhere(fact: Fact) -> bool:
    if fact.source not in ("fb", "wl", "wd", "cia", "reign"):
        return False
    homes = {HOME[word] for word in fold(fact.name).split() if word in HOME}
    office = office_of(fact.office, fact.country)
    return (
        bool(homes)
        and office is not None
        and office.name in ("monarch", "president", "leader")
        and fact.country not in homes
    )


def write(people: list[Bearer], out: Path) -> None:
    """The three sections, sorted so that the same input gives the same bytes."""
    people = sorted(people, key=lambda b: (-max(t.tier for t in b.terms), b.facts[0].name, b.terms[0].start))
    names: dict[str, dict[int, str]] = defaultdict(dict)
    offices: dict[str, list[str]] = defaultdict(list)
    lines = []
    for number, bearer in enumerate(people):
        forms = sorted(forms_of(bearer.facts)) or [name_key(bearer.facts[0].name)]
        for form in forms:
            for word in form:
                names[word].setdefault(number, "")
        for short in shorts_of(bearer.facts):
            names[" ".join(short)][number] = "!"
        for form in forms:
            if len(form) > 1:
                names[" ".join(form)][number] = "="
        for index, term in enumerate(bearer.terms):
            offices[f"{term.country}/{term.office}"].append(f"{number}:{index}")
        terms = "|".join(
            "~".join(
                (
                    t.country,
                    t.office,
                    t.sector,
                    str(t.tier),
                    f"{t.start:%Y%m%d}",
                    f"{t.end:%Y%m%d}" if t.end else "",
                    t.precision,
                    t.source,
                )
            )
            for t in bearer.terms
        )
        lines.append(
            "\t".join((clean(bearer.facts[0].name), "|".join(" ".join(form) for form in forms), terms))
        )
    sections = (
        lines,
        sorted(
            f"{key}\t{' '.join(f'{mark}{n}' for n, mark in sorted(found.items()))}"
            for key, found in names.items()
        ),
        sorted(f"{key}\t{' '.join(found)}" for key, found in offices.items()),
    )
    # Sorted by bytes, since the reader bisects bytes.
    blob = b"\n\n".join(
        b"\n".join(sorted(line.encode() for line in s) if s is not lines else [line.encode() for line in s])
        for s in sections
    )
    out.write_bytes(gzip.compress(blob, 9, mtime=0))
    print(
        f"{len(people)} people, {sum(len(b.terms) for b in people)} terms, {out.stat().st_size / 1e6:.2f} MB"
    )


def clean(name: str) -> str:
    return " ".join(name.replace("|", " ").replace("~", " ").split())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("leaders", type=Path)
    parser.add_argument("petrarch", type=Path)
    parser.add_argument(
        "--out", type=Path, default=HERE.parent.parent / "src/westphalia/ontology/holders.tsv.gz"
    )
    options = parser.parse_args()
    write(people_of(gather(options.leaders, options.petrarch)), options.out)


if __name__ == "__main__":
    main()
