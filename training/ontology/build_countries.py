"""Makes countries.csv and country_phrases.csv from the hand-kept lists beside this file.

    python training/ontology/build_countries.py COUNTRY_CODES_CSV [MLEDOZE_COUNTRIES_CSV]

COUNTRY_CODES_CSV is the table of `datasets/country-codes` (ISO 3166 codes, official English names);
MLEDOZE_COUNTRIES_CSV that of `mledoze/countries`, against whose demonyms the list is checked. Prints what
the lists lack; exits with 1 where a line is broken or an ISO code is missing.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src" / "westphalia" / "ontology"
# Codes that are not in ISO 3166-1 and have no alpha-2 code of their own there.
EXTRA_ISO2 = {"KOS": "XK"}
NO_PLURAL = ("s", "x", "z", "ese", "sh", "ch", "men", "man", "esh", "i-Kiribati")


def plurals(word: str) -> list[str]:
    """The word and, where English makes one with s, its plural."""
    return (
        [word]
        if word.endswith(NO_PLURAL) and word not in ("German", "Turkmen", "Burman", "Yemen")
        else [word, word + "s"]
    )


def official_names(path: str) -> dict[str, tuple[str, str]]:
    """ISO alpha-3 to (alpha-2, official English name without its article)."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return {
            row["ISO3166-1-Alpha-3"]: (
                row["ISO3166-1-Alpha-2"],
                row["UNTERM English Formal"].removeprefix("the ").strip(),
            )
            for row in csv.DictReader(file)
        }


def read_list(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def build_countries(codes: dict[str, tuple[str, str]]) -> list[list[str]]:
    table = []
    for line in read_list("countries.txt"):
        fields = line.split("|")
        if len(fields) != 10:
            sys.exit(f"{len(fields)} fields: {line[:60]}")
        code, cow, gw, dates, name, names, demonyms, capitals, seats, peoples = fields
        begin, _, end = dates.partition("/")
        iso2, official = codes.get(code, (EXTRA_ISO2.get(code, ""), ""))
        all_names = [word for word in names.split(";") if word]
        if official and "(" not in official and official != name and official not in all_names:
            all_names.append(official)
        people = [form for word in demonyms.split(";") if word for form in plurals(word)]
        regions = [
            form
            for word in peoples.split(";")
            if word
            for form in ([word] if " " in word else regional(word))
        ]
        table.append(
            [code, iso2, cow, cow if gw == "=" else gw, name, begin, end]
            + [
                "|".join(dict.fromkeys(part))
                for part in (all_names, people, split(capitals), split(seats), regions)
            ]
        )
    return table


def regional(word: str) -> list[str]:
    """A people's plural ("Chechen", "Chechens"); places, which have none, end otherwise."""
    return (
        [word, word + "s"]
        if word.endswith(("an", "en", "ish", "ot", "on", "gur", "que", "Scot", "gyan"))
        and not word.endswith(("istan", "ish", "Abidjan", "Taiwan"))
        else [word]
    )


def split(cell: str) -> list[str]:
    return [word for word in cell.split(";") if word]


def build_phrases() -> list[list[str]]:
    table = {}
    for line in read_list("country_phrases.txt"):
        reason, code, phrases = (part.strip() for part in line.rsplit(": ", 2))
        for phrase in phrases.split(";"):
            table.setdefault(phrase.strip(), ["" if code == "-" else code, reason])
    return [[phrase, *rest] for phrase, rest in table.items()]


def write(name: str, header: list[str], table: list[list[str]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)


def main() -> None:
    codes = official_names(sys.argv[1])
    table = build_countries(codes)
    have = {row[0] for row in table}
    missing = sorted(set(codes) - have)
    header = [
        "code",
        "iso2",
        "cow",
        "gw",
        "name",
        "valid_from",
        "valid_to",
        "names",
        "demonyms",
        "capitals",
        "seats",
        "peoples",
    ]
    write("countries.csv", header, table)
    write("country_phrases.csv", ["phrase", "code", "reason"], build_phrases())
    if len(sys.argv) > 2:
        demonyms = {row[0]: row[8].split("|") for row in table}
        with Path(sys.argv[2]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for word in row["demonyms.eng.m"].split(", "):
                    if word and word not in demonyms.get(row["cca3"], []):
                        print("demonym not taken:", row["cca3"], word)
    if missing:
        sys.exit(f"ISO codes missing: {missing}")
    print(len(table), "countries")


if __name__ == "__main__":
    main()
