"""Merging of the facts about office holders into people and terms: rules 2 to 5 of `build_holders`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from holders_forms import forms_of
from holders_sources import OLDEST, Fact

from westphalia.ontology.holders_names import name_key
from westphalia.ontology.holders_offices import Office, office_of

STANDING = ("own", "us", "au", "wd", "s26", "fb", "wl", "reign", "cia", "pet")
BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})
SINGLE = frozenset(
    "president|prime minister|foreign minister|secretary of state|defence minister|interior minister|"
    "finance minister|monarch|supreme leader|pope|UN secretary-general|NATO secretary general|"
    "European Commission president|European Council president|central bank governor|leader".split("|")
)
JOIN = dt.timedelta(days=100)
OPEN = dt.date(2100, 1, 1)


@dataclass(slots=True)
class Term:
    country: str
    office: str
    sector: str
    tier: int
    start: dt.date
    end: dt.date | None
    precision: str
    source: str
    soft: bool  # the end was closed by rule 3

    @property
    def until(self) -> dt.date:
        return self.end or OPEN


@dataclass(slots=True)
class Bearer:
    facts: list[Fact] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def countries(self) -> set[str]:
        return {fact.country for fact in self.facts}


def closed(fact: Fact) -> tuple[dt.date | None, bool]:
    """The end by rule 3, and whether the rule was needed."""
    assert fact.start is not None
    if fact.source == "pet" and (fact.end is None or fact.end > dt.date(2014, 1, 1)):
        return min(max(fact.start + dt.timedelta(days=1461), fact.start), dt.date(2013, 12, 31)), True
    if fact.source == "fb" and fact.end is not None:
        return fact.end, True
    if fact.end is None and fact.seen is not None and fact.source not in ("us", "fb"):
        return max(fact.seen, fact.start), True
    return fact.end, fact.source == "cia"


def term_of(fact: Fact) -> Term | None:
    """The fact with its office made canonical; None where the office is none or the term too old."""
    end, soft = closed(fact)
    office = None if fact.office in OTHER_OFFICES else office_of(fact.office, fact.country)
    if (
        fact.source == "own"
        and fact.country == "UNO"
        and fact.office.startswith(("head of", "high commissioner"))
    ):
        office = Office("head of agency", "IGO", 1)
    elif fact.source == "own" and fact.country in ("IGO", "EUR") and fact.office.startswith("head of"):
        office = Office("head of " + fact.office.removeprefix("head of ").removeprefix("the "), "IGO", 2)
    assert fact.start is not None
    if end is not None and (end < OLDEST or end < fact.start):
        return None
    if office is None:
        if fact.source in ("wd", "cia", "au") and fact.office not in OTHER_OFFICES:
            return Term(
                fact.country, "official", "GOV", 0, fact.start, end, fact.precision, fact.source, soft
            )
        if fact.source == "own" and fact.office not in OTHER_OFFICES:
            raise ValueError(f"holders_own.csv: {fact.name}: no rule for office {fact.office!r}")
        special = (
            OTHER_OFFICES.get(fact.office[:3], ("GOV", 0))
            if fact.source == "pet"
            else OTHER_OFFICES.get(fact.office)
        )
        if special is None:
            return None
        name = PET_NAMES.get(fact.office[:3], "official") if fact.source == "pet" else fact.office
        return Term(
            fact.country, name, special[0], special[1], fact.start, end, fact.precision, fact.source, soft
        )
    tier = (
        min(office.tier, 1)
        if fact.source in ("pet", "cia") and office.name != "foreign minister"
        else office.tier
    )
    if fact.source == "cia" and office.name in ("president", "prime minister", "monarch"):
        tier = office.tier
    return Term(
        fact.country, office.name, office.sector, tier, fact.start, end, fact.precision, fact.source, soft
    )


# Offices that the patterns do not name: sector and tier.
OTHER_OFFICES = {
    "senator": ("LEG", 0),
    "representative": ("LEG", 0),
    "legislator": ("LEG", 1),
    "rebel leader": ("REB", 2),
    "militant leader": ("UAF", 2),
    "opposition figure": ("OPP", 2),
    "dissident": ("CVL", 2),
    "general": ("MIL", 1),
    "activist": ("CVL", 2),
    "businessman": ("BUS", 1),
    "religious leader": ("REL", 2),
    "presidential candidate": ("PTY", 1),
    "diplomat": ("GOV", 1),
    "envoy": ("GOV", 1),
    "adviser": ("GOV", 1),
    "head of agency": ("IGO", 1),
    "head of mission": ("GOV", 1),
    "prosecutor": ("JUD", 1),
    "warlord": ("UAF", 2),
    "judge": ("JUD", 1),
    "journalist": ("JRN", 1),
    "criminal leader": ("CRM", 2),
    "commissioner": ("IGO", 2),
    "negotiator": ("IGO", 2),
    "special rapporteur": ("IGO", 1),
    "whistleblower": ("CVL", 1),
    "head of court": ("IGO", 1),
    "politician": ("PTY", 1),
    "GOV": ("GOV", 0),
    "MIL": ("MIL", 0),
    "SPY": ("SPY", 0),
    "LEG": ("LEG", 0),
    "OPP": ("OPP", 0),
    "REB": ("REB", 0),
}
PET_NAMES = {
    "GOV": "government member",
    "MIL": "officer",
    "SPY": "intelligence official",
    "LEG": "legislator",
    "OPP": "opposition figure",
    "REB": "rebel",
}


class Merger:
    """Rule 2: facts in, people out."""

    def __init__(self) -> None:
        self.people: list[Bearer] = []
        self._identity: dict[str, Bearer] = {}
        self._full: dict[tuple[str, ...], list[Bearer]] = defaultdict(list)
        self._word: dict[tuple[str, str], list[Bearer]] = defaultdict(list)

    def add(self, fact: Fact) -> None:
        bearer = self._identity.get(fact.identity) if fact.identity else None
        bearer = bearer or self._same_name(fact) or self._same_entry(fact) or self._near_name(fact)
        if bearer is None:
            if fact.source == "reign" and len(name_key(fact.name)) < 2 and len(fact.name) < 3:
                return
            bearer = Bearer()
            self.people.append(bearer)
        bearer.facts.append(fact)
        if fact.identity:
            self._identity[fact.identity] = bearer
        for key in [*forms_of([fact]), name_key(fact.name)]:
            if bearer not in self._full[key]:
                self._full[key].append(bearer)
            for word in key:
                if not any(bearer is other for other in self._word[fact.country, word]):
                    self._word[fact.country, word].append(bearer)

    def _same_name(self, fact: Fact) -> Bearer | None:
        here = [
            bearer
            for key in sorted(forms_of([fact]))
            for bearer in self._full.get(key, ())
            if fact.country in bearer.countries or ({fact.country, *bearer.countries} & BODIES)
        ]
        here = [bearer for bearer in here if _apart(bearer, fact) < 40 * 365]
        return here[0] if here else None

    def _same_entry(self, fact: Fact) -> Bearer | None:
        """Who entered the same high office within days and shares a word of the name."""
        office = office_of(fact.office, fact.country)
        if office is None or office.tier < 2 or fact.source == "reign" or fact.start is None:
            return None
        for word in name_key(fact.name):
            for bearer in self._word.get((fact.country, word), ()) if len(word) > 2 else ():
                for other in bearer.facts:
                    same = office_of(other.office, other.country)
                    if (
                        same == office
                        and other.start is not None
                        and abs((other.start - fact.start).days) < 10
                    ):
                        return bearer
        return None

    def _near_name(self, fact: Fact) -> Bearer | None:
        key = name_key(fact.name)
        surname_only = fact.source == "reign"
        found: dict[int, Bearer] = {}
        for word in {key[0], key[-1]}:
            for bearer in self._word.get((fact.country, word), ()):
                if any(_fits(key, form, surname_only) for form in forms_of(bearer.facts)) and (
                    _apart(bearer, fact) < (200 if surname_only else 30 * 365)
                ):
                    found[id(bearer)] = bearer
        if surname_only and len(found) > 1:  # the one who led the state then
            leaders = [b for b in found.values() if any(_leads(f) and _gap(f, fact) < 60 for f in b.facts)]
            leaders = leaders or [
                max(
                    found.values(),
                    key=lambda b: sum(_starts(f, fact) + (_gap(f, fact) < 60) for f in b.facts),
                )
            ]
            return leaders[0]
        return next(iter(found.values())) if len(found) == 1 else None


def _leads(fact: Fact) -> bool:
    office = office_of(fact.office, fact.country)
    return office is not None and office.tier == 3


def _starts(one: Fact, other: Fact) -> int:
    assert one.start is not None
    assert other.start is not None
    return 5 * (abs((one.start - other.start).days) < 60)


def _gap(one: Fact, other: Fact) -> int:
    assert one.start is not None
    assert other.start is not None
    return max((one.start - (other.end or OPEN)).days, (other.start - (one.end or OPEN)).days, 0)


def _apart(bearer: Bearer, fact: Fact) -> int:
    return min(_gap(other, fact) for other in bearer.facts)


def _fits(one: tuple[str, ...], other: tuple[str, ...], surname_only: bool) -> bool:
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    if surname_only:
        rest = [word for word in one if len(word) > 1]
        return bool(rest) and set(rest) <= set(other)
    return len(short) > 1 and set(short) <= set(long) and (short[0] == long[0] or short[-1] == long[-1])


def joined(terms: list[Term]) -> list[Term]:
    """Rule 4."""
    kept: list[Term] = []
    for term in sorted(terms, key=lambda t: (STANDING.index(t.source), t.start)):
        same = [
            old
            for old in kept
            if (old.country, old.office) == (term.country, term.office)
            and term.start - JOIN <= old.until
            and old.start <= min(term.until, OPEN - JOIN) + JOIN
        ]
        if same:
            old = same[0]
            if old.soft and not term.soft and term.until > old.start:
                old.end, old.soft = term.end, False
            elif old.soft and term.until > old.until:
                old.end = term.end
            if old.source == term.source:
                old.start = min(old.start, term.start)
                if term.until > old.until and not (term.soft and not old.soft):
                    old.end = term.end
        elif (
            term.source == "reign"
            and any(o.tier == 3 and o.start <= term.until and term.start <= o.until for o in kept)
        ) or (term.source == "pet" and any(o.start <= term.until and term.start <= o.until for o in kept)):
            continue
        else:
            kept.append(replace(term))
    return sorted(kept, key=lambda t: (t.start, t.office))


def cut_by_successors(people: Iterable[Bearer]) -> None:
    """Rule 5."""
    offices: dict[tuple[str, str], list[tuple[Term, Bearer]]] = defaultdict(list)
    for bearer in people:
        for term in bearer.terms:
            if term.office in SINGLE and term.country != "IGO":
                offices[term.country, term.office].append((term, bearer))
    for held in offices.values():
        held.sort(key=lambda pair: pair[0].start)
        for at, (term, bearer) in enumerate(held):
            if term.source == "own" or not (term.soft or term.end is None):
                continue
            for later, other in held[at + 1 :]:
                better = STANDING.index(later.source) <= max(
                    STANDING.index(term.source), STANDING.index("wl")
                )
                if other is bearer or not better or later.start <= term.start + dt.timedelta(days=20):
                    continue
                if later.start <= term.until:
                    term.end = later.start
                break


def people_of(facts: list[Fact]) -> list[Bearer]:
    merger = Merger()
    for fact in facts:
        if term_of(fact) is not None:
            merger.add(fact)
    for bearer in merger.people:
        bearer.terms = joined([term for term in map(term_of, bearer.facts) if term is not None])
    cut_by_successors(merger.people)
    return [bearer for bearer in merger.people if bearer.terms]
