"""Validates the tables of countries and of role words, and lists what is wrong or worth a look.

    python -m training.ontology.check_countries

Prints one line a finding. Errors (a code that does not exist, a word told twice, a sector PLOVER lacks) make
the exit code 1; clashes, words that one table gives to two countries or two tables claim, are only listed:
the first of name, demonym, capital, seat, people wins, and every clash should be a known one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from westphalia.ontology import countries, roles
from westphalia.ontology._phrases import fold
from westphalia.ontology._table import items, rows

SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY PTY REB UAF PRM OPP CVL BUS LAB EDU JRN MED REL REF CRM AGR ELI SOC NGO IGO PRE UNK".split()
)
# Codes in the tables that are no ISO 3166-1 country: PLOVER's.
NON_STATE = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
RULES = frozenset({"clue", "stay", "need", "person", "first"})


def errors() -> Iterator[str]:
    """What must not be."""
    known = countries.table()
    yield from _codes(known)
    yield from _phrases(known)
    yield from _context(known)
    yield from _roles()


def _codes(known: dict[str, countries.Country]) -> Iterator[str]:
    seen: set[str] = set()
    two: set[str] = set()
    for (code,) in rows("countries.csv", ("code",)):
        if code in seen:
            yield f"countries.csv: {code} is told twice"
        seen.add(code)
    for code, country in known.items():
        if not (len(code) == 3 and code.isalpha() and code.isupper()):
            yield f"countries.csv: {code!r} is no alpha-3 code"
        if country.iso2 and country.iso2 in two:
            yield f"countries.csv: {country.iso2} is told twice"
        two.add(country.iso2)
        if country.valid_from and country.valid_to and country.valid_from >= country.valid_to:
            yield f"countries.csv: {code} ends before it begins"
        for word, sector in country.seats:
            if sector not in SECTORS:
                yield f"countries.csv: {code}, seat {word!r}: no sector {sector!r}"
        if not country.iso2 and not country.valid_to and code not in {"KOS"}:
            yield f"countries.csv: {code} has neither an alpha-2 code nor an end"
    for code, predecessor in rows("country_predecessors.csv", ("code", "predecessor")):
        for told in (code, predecessor):
            if told not in known:
                yield f"country_predecessors.csv: unknown code {told}"


def _phrases(known: dict[str, countries.Country]) -> Iterator[str]:
    seen: set[str] = set()
    for phrase, code in rows("country_phrases.csv", ("phrase", "code")):
        if phrase in seen:
            yield f"country_phrases.csv: {phrase!r} is told twice"
        seen.add(phrase)
        if code and code not in known and code not in NON_STATE:
            yield f"country_phrases.csv: {phrase!r}: unknown code {code}"


def _context(known: dict[str, countries.Country]) -> Iterator[str]:
    words = {word for word, _, _ in _words(known)} | {
        row[0] for row in rows("country_phrases.csv", ("phrase",))
    }
    seen: set[tuple[str, str]] = set()
    for word, rule, code, clues, reason in rows(
        "country_context.csv", ("word", "rule", "code", "clues", "reason")
    ):
        if rule not in RULES:
            yield f"country_context.csv: {word!r}: unknown rule {rule!r}"
        if (word, rule) in seen:
            yield f"country_context.csv: {word!r} has rule {rule!r} twice"
        seen.add((word, rule))
        if code and code not in known:
            yield f"country_context.csv: {word!r}: unknown code {code}"
        if rule in {"clue", "stay", "need"} and not items(clues):
            yield f"country_context.csv: {word!r}: rule {rule!r} without clues"
        if not reason:
            yield f"country_context.csv: {word!r} without a reason"
        if word not in words:
            yield f"country_context.csv: {word!r} is in no other table"


def _roles() -> Iterator[str]:
    folded: dict[str, str] = {}
    for word, sector, kind, reason in rows("roles.csv", ("word", "sector", "kind", "reason")):
        key = fold(word).replace("-", " ")
        if key in folded:
            yield f"roles.csv: {word!r} repeats {folded[key]!r}"
        folded[key] = word
        if word != word.lower().strip():
            yield f"roles.csv: {word!r} is not in lower case"
        if sector and sector not in SECTORS:
            yield f"roles.csv: {word!r}: no sector {sector!r}"
        if kind not in roles.KINDS or (kind in {"head", "side", "armed", "only", "past"} and not sector):
            yield f"roles.csv: {word!r}: kind {kind!r} does not fit sector {sector!r}"
        if not reason:
            yield f"roles.csv: {word!r} without a reason"


def _words(known: dict[str, countries.Country]) -> Iterator[tuple[str, str, str]]:
    """(word, code, kind) of everything a country is known by."""
    for code, country in known.items():
        for kind, words in (
            ("name", (country.name, *country.names)),
            ("demonym", country.demonyms),
            ("capital", country.capitals),
            ("seat", tuple(word for word, _ in country.seats)),
            ("people", country.peoples),
        ):
            for word in words:
                yield word, code, kind


def clashes() -> Iterator[str]:
    """What several entries claim: the first of the kinds' order wins."""
    owners: dict[str, dict[str, str]] = {}
    for word, code, kind in _words(countries.table()):
        owners.setdefault(fold(word), {}).setdefault(code, kind)
    for word, told in sorted(owners.items()):
        if len(told) > 1:
            yield f"clash: {word!r}: " + ", ".join(f"{code} ({kind})" for code, kind in told.items())
    for word in sorted(owners):
        entry = roles.table().get(word.lower())
        if entry is not None and word != word.lower():
            yield f"clash: {word!r} is a country word and the role word {word.lower()!r} ({entry[0]})"


def main() -> None:
    """Prints the findings; exits with 1 where there are errors."""
    for line in clashes():
        print(line)
    found = list(errors())
    for line in found:
        print(f"error: {line}")
    print(f"{len(countries.table())} countries, {len(roles.table())} role words, {len(found)} errors")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
