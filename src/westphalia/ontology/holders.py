"""Who held which office when: names of people in the news, looked up at a date.

A table of heads of state and government, ministers, envoys, heads of international bodies, commanders and
others prominent in politics since the 1980s. What a name finds, step by step:

1. the name as it stands, then without titles, then what follows a title; the first reading that finds
   someone counts;
2. all words of a full name, in any order and spelling (see `holders_names`);
3. else first and last word, with words left out or initials ("George Bush", "George W. Bush");
4. a single word only as someone's short form, usually the surname;
5. best first: the date lies in the term or close to it, the title named fits, the office weighs;
6. but a short form stays with who led a state that the world's news is full of ("Obama" in 2018), where the
   office at the date is another state's.

`certain` is said only where a wrong person is hardly thinkable; see `_certain`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ._active import per_tables
from .holders_names import LONGEST, spoken, title_of
from .holders_offices import STANDS_FOR, office_in_news
from .holders_table import Person, Term, named, office_terms, person

GRACE = dt.timedelta(days=45)  # news names someone's office some weeks after he left it or before he entered
_LIFE = dt.timedelta(days=365 * 12)  # a full name stands for the same person that long around the terms
_AFTER = dt.timedelta(days=365 * 40)  # former leaders stay what they were
_BEFORE = dt.timedelta(days=365 * 5)
_NEAR = dt.timedelta(days=365 * 2)
READ = 40  # bearers of one surname that are looked at, the weightiest first, as the table is sorted
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord madam madame monsieur sheikh general former ex leader late".split()
)
# States and dependencies whose leaders the world's news does not call by the bare surname.
SMALL = frozenset(
    """ATG BRB BLZ DMA GRD GUY KNA LCA VCT TTO BHS JAM SUR BMU VGB CYM TCA AIA MSR ABW CUW SXM ASM GUM
    MNP VIR PRI FLK GIB IMN JEY GGY FRO GRL COK NIU TKL NFK WLF PYF NCL FJI KIR MHL FSM NRU PLW
    SLB TON TUV VUT WSM SMR MCO LIE AND SYC MUS COM STP CPV MDV BTN BRN PCN SHN SPM REU MAF HKG
    MAC SJM GLP MTQ GUF MYT""".split()
)
# States whose leaders the world's news still calls by the bare surname when they have left.
LARGE = frozenset(
    "USA GBR FRA DEU RUS CHN JPN IND ITA CAN ESP BRA TUR ISR IRN PAK EGY ZAF AUS UKR SAU KOR MEX".split()
)
STILL_FEW = 8  # people of one surname in the table from which on a former leader is not thought of first
MOST = 12  # holdings in an answer
CROWD = 5  # people of one surname in the table from which on the surname is common


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in an office.

    `country` is ISO 3166 alpha-3 or one of PLOVER's non-state codes; `sector` PLOVER's; `end` None is open at
    the table's making; `source` is a key of SOURCES_holders_places.md.
    """

    name: str
    country: str
    office: str
    sector: str
    start: dt.date
    end: dt.date | None
    source: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    people: tuple[Person, ...]
    how: str  # "full", "near", "short"
    words: tuple[str, ...]
    bearers: int = 1


def find_person(name: str, on: dt.date | None) -> list[Holding]:
    """Who the name may be at the date, best first, at most one holding a person; empty for unknown names."""
    return list(_find_person(name, on)) if 1 < len(name) <= LONGEST else []


@per_tables(8192)
def _find_person(name: str, on: dt.date | None) -> tuple[Holding, ...]:
    found = _bearers(name)
    if found is None:
        return ()
    title = title_of(name)
    ranked = []
    for bearer in found.people:
        term = _term_at(bearer, on, title)
        ranked.append((_rank(term, on, title), bearer, term))
    ranked.sort(key=lambda item: (item[0], item[1].number))
    best = [(bearer, term) for _, bearer, term in ranked]
    former = _still_meant(found, best, on, title)  # 6
    if former is not None:
        best.insert(0, best.pop(former))
    certain = former is None and _certain(found, best, on, title)
    return tuple(_holding(bearer, term, certain and at == 0) for at, (bearer, term) in enumerate(best[:MOST]))


def _still_meant(
    found: _Found, ranked: list[tuple[Person, Term]], on: dt.date | None, title: str
) -> int | None:
    """The place of the former leader whom a short form means before the first, or None."""
    first = ranked[0][1]
    if on is None or found.how != "short" or found.bearers > STILL_FEW or first.country in LARGE:
        return None
    for at, (_, term) in enumerate(ranked[1:], start=1):
        left = term.end is not None and term.end < on <= term.end + _LIFE
        if (
            left
            and term.tier >= 3
            and term.country in LARGE
            and (_titled(term, title) or not _titled(first, title))
        ):
            return at
    return None


def find_office(country: str, office_phrase: str, on: dt.date) -> list[Holding]:
    """Who held the office at the date; several where terms overlap or sources differ, latest start first."""
    office = office_in_news(office_phrase, country)
    if office is None:
        return []
    for wanted in STANDS_FOR.get(office.name, (office.name,)):
        held = [
            (bearer, bearer.terms[index])
            for number, index in office_terms(country, wanted)
            for bearer in (person(number),)
            if _inside(bearer.terms[index], on)
        ]
        if held:
            held.sort(key=lambda pair: (-pair[1].start.toordinal(), pair[0].number))
            return [_holding(bearer, term, len(held) == 1) for bearer, term in held[:MOST]]
    return []


def _bearers(name: str) -> _Found | None:
    article = name[:4].lower() == "the "  # "the Council": no one's short form
    for words in spoken(name):  # 1
        known = named(" ".join(words))
        if known.full:  # 2
            return _Found(_people(known.full), "full", words)
        if known.short and not article:  # 4
            return _Found(_people(known.short), "short", words, len(known.short))
        near = _near(words) if len(words) > 1 else ()  # 3
        if near:
            return _Found(near, "near", words)
    return None


def _people(numbers: tuple[int, ...]) -> tuple[Person, ...]:
    return tuple([person(number) for number in numbers[:READ]])


def _near(words: tuple[str, ...]) -> tuple[Person, ...]:
    first, last = named(words[0]), named(words[-1])
    ends = {*last.short, *last.part}
    if len(words[0]) == 1:  # an initial: any bearer of the surname whose first name begins so
        return tuple(
            bearer
            for bearer in (person(number) for number in last.short[:READ])
            if any(form[0].startswith(words[0]) for form in bearer.forms if len(form) > 1)
        )
    both = sorted(ends & {*first.short, *first.part})
    return tuple(
        bearer for bearer in map(person, both[:READ]) if any(_fits(words, form) for form in bearer.forms)
    )


def _fits(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """True where one name is the other with words left out, initials apart, or the same in other order."""
    long, short = (words, form) if len(words) >= len(form) else (form, words)
    if len(short) < 2:
        return False
    if set(short) <= set(long):
        return True
    initials = {word for word in short if len(word) == 1}
    rest = [word for word in short if len(word) > 1]
    return (
        len(rest) >= 2
        and set(rest) <= set(long)
        and all(any(w.startswith(i) for w in long) for i in initials)
    )


def _inside(term: Term, on: dt.date) -> bool:
    return term.start <= on and (term.end is None or on <= term.end)


def _distance(term: Term, on: dt.date) -> int:
    """Days between the date and the term; 0 inside."""
    if on < term.start:
        return (term.start - on).days
    if term.end is not None and on > term.end:
        return (on - term.end).days
    return 0


def _titled(term: Term, title: str) -> bool:
    if not title:
        return False
    office = office_in_news(title, term.country)
    return office is not None and term.office in STANDS_FOR.get(office.name, (office.name,))


def _term_at(bearer: Person, on: dt.date | None, title: str) -> Term:
    """The term meant: in office at the date, the title's, the weightiest, the latest."""
    if on is None:
        return max(bearer.terms, key=lambda term: (_titled(term, title), term.tier, term.start))
    return min(
        bearer.terms,
        key=lambda term: (_distance(term, on), not _titled(term, title), -term.tier, -term.start.toordinal()),
    )


def _rank(term: Term, on: dt.date | None, title: str) -> tuple[int, ...]:  # 5
    if on is None:
        return (not _titled(term, title), -term.tier, -term.start.toordinal())
    away = _distance(term, on)
    band = 0 if away <= GRACE.days else 1 if away <= _NEAR.days else 2 if away <= _LIFE.days else 3
    return (band, not _titled(term, title), -term.tier, away)


def _certain(found: _Found, ranked: list[tuple[Person, Term]], on: dt.date | None, title: str) -> bool:
    """Whether the first is the one meant beyond reasonable doubt.

    1. A full name: no bearer in another country as close to the date; the date near the years of office,
       how near depends on the office. Without a date: only a leader or foreign minister without namesake.
    2. First and last name with words left out: the same, in the years of office or a leader.
    3. A short form: in office at the date or some weeks off, a leader or foreign minister, or the title
       named is the office held; no other office named; no rival of like weight in office; where the
       surname is common, only a leader or with the title; leaders of small states only with the title.
    """
    bearer, term = ranked[0]
    rivals = [other for other in ranked[1:] if other[1].country != term.country]
    if found.how != "short":
        if on is None:
            return found.how == "full" and term.tier >= 2 and not rivals
        if found.how == "near" and not _same_ends(found.words, bearer):  # 2
            return False
        away = _distance(term, on)
        if away > _reach(term, on, found.how).days:  # 1
            return False
        return not any(_distance(other, on) <= max(away, GRACE.days) for _, other in rivals)
    if on is None or _distance(term, on) > GRACE.days:  # 3
        return False
    titled = _titled(term, title)
    if not titled and (term.tier < 2 or term.country in SMALL or _named_otherwise(bearer, title)):
        return False
    for _, other in rivals:
        if _distance(other, on) <= GRACE.days and (
            _titled(other, title) if titled else other.tier >= term.tier - 1
        ):
            return False
    return titled or found.bearers <= CROWD or term.tier >= 3


def _reach(term: Term, on: dt.date, how: str) -> dt.timedelta:
    """How far from the years of office the full name still stands for the office's holder."""
    if term.tier < 2 or (how == "near" and term.tier < 3):
        return _NEAR
    if on > term.start and term.tier >= 3 and how == "full":
        return _AFTER
    return _LIFE if on > term.start else _BEFORE


def _same_ends(words: tuple[str, ...], bearer: Person) -> bool:
    """True where first and last word are those of one of the bearer's names, or the first an initial."""
    return any(
        (form[0].startswith(words[0]) if len(words[0]) == 1 else form[0] == words[0])
        and form[-1] == words[-1]
        for form in bearer.forms
    )


def _named_otherwise(bearer: Person, title: str) -> bool:
    """True where the title names an office that the bearer never held ("Mr Justice Spencer")."""
    plain = " ".join(word for word in title.split() if word not in HONORIFICS)
    return bool(plain) and not any(_titled(term, plain) for term in bearer.terms)


def _holding(bearer: Person, term: Term, certain: bool) -> Holding:
    return Holding(
        bearer.name, term.country, term.office, term.sector, term.start, term.end, term.source, certain
    )
