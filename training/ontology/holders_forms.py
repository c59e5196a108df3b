"""Short forms of a person's name by the habits of the country: "Xi", "Lavrov", "Mahathir", "Peña Nieto"."""

from __future__ import annotations

from holders_sources import Fact

from westphalia.ontology.holders_names import ARTICLES, PARTICLES, name_key
from westphalia.ontology.places_names import fold

FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "KHM"})
GIVEN_FIRST_SHORT = frozenset({"ETH", "ERI", "MYS", "THA", "ISL"})  # the first name is the short form
BOTH_ENDS = frozenset({"VNM", "JPN", "SGP", "LAO", "IDN", "MNG", "SOM", "MDV", "AFG", "MLI", "TCD", "BRN"})
TWO_SURNAMES = frozenset(
    """ESP MEX COL VEN PER CHL ECU BOL PRY GTM HND SLV NIC CRI PAN DOM CUB URY ARG PRT BRA GNQ PHL""".split()
)
WHOLE = frozenset({"MMR"})


def shorts_of(facts: list[Fact]) -> set[tuple[str, ...]]:
    """The keys of the short forms of one person, from the sources' own and the country's habit."""
    told = {name_key(short) for fact in facts for short in fact.short}
    if any(fact.source == "own" and fact.short for fact in facts):
        return {key for key in told if key}
    name, country = facts[0].name, facts[0].country
    words = [word for word in fold(name).split() if word not in ("jr", "sr", "ii", "iii")]
    plain = [word for word in words if word not in ARTICLES] or words
    if len(plain) == 1:
        return told | {name_key(plain[0])}
    if not told:
        if country in WHOLE:
            return set()
        if country in FAMILY_FIRST or country in GIVEN_FIRST_SHORT or country in BOTH_ENDS:
            told.add(name_key(plain[0]))
        if country not in FAMILY_FIRST and country not in GIVEN_FIRST_SHORT:
            told.add(name_key(plain[-1]))
        if country in TWO_SURNAMES and len(plain) > 2 and plain[-2] not in PARTICLES and len(plain[-2]) > 2:
            told.add(name_key(plain[-2]))
            told.add(name_key(" ".join(plain[-2:])))
    start = len(plain) - 1
    while start > 1 and plain[start - 1] in PARTICLES:
        start -= 1
    if start < len(plain) - 1 and country not in FAMILY_FIRST:
        told.add(name_key(" ".join(plain[start:])))
    return {key for key in told if key and len("".join(key)) > 1}


def forms_of(facts: list[Fact]) -> set[tuple[str, ...]]:
    """The keys of the full names of one person."""
    names = {name for fact in facts for name in (fact.name, *fact.aliases)}
    return {key for key in map(name_key, names) if len(key) > 1}
