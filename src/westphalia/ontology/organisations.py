"""Organisations in text: international bodies, parties, armed groups, agencies, media, companies, unions.

`find` marks every known name; `by_name` looks one up. The table is `organisations.csv`; its names and
aliases carry marks: `AFP*` is the usual meaning of a name that several organisations share; `Labour?` is
also an ordinary word or a person's name, so that it counts only with support (see `_doubt`); `Popular
Front~` exists in countries that the table does not list, so that its country counts only with support.
A name shared without a usual meaning is decided by the countries around it, or left without a country.

Left out: common nouns ("the army", "police"; see roles.csv), seats of power ("Kremlin"; see countries.py),
persons. Sources: see SOURCES_organisations.md. Raises OntologyError where the table is broken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from westphalia.errors import OntologyError

from . import countries
from ._active import per_tables
from ._phrases import PhraseIndex, fold
from ._table import items, rows

USUAL, DOUBTFUL, COMMON = "*", "?", "~"
OWN = "!"  # on the names of a user's rows, which then mean that row and no other
_WITH_ARTICLE = "^"  # added here to one-word names that the table writes with "The": "Times" is a word
_COLUMNS = ("name", "aliases", "country", "sector", "kind")
_MAX_CONTEXT = 20_000  # characters of a page searched for the country of an ambiguous name

_ARTICLE = re.compile(r"(?:^|(?<=[^\w]))[Tt]he $")
_ONLY_BEFORE = re.compile(r"[\s\"'“”‘’(]*(?:[Tt]he\s+)?[\"'“”‘’]?")
_ONLY_BEHIND = re.compile(r"(?:['’]s?)?[\s\"'“”‘’).,:;]*")
# Bodies of many states: a country next to one names the place or the member, not the owner ("UN in Iraq").
_NOT_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
# Sectors whose organisations are a state's own, so that "the Interior Ministry" needs a country.
_OF_A_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "SPY"})
_WORD_BEFORE = re.compile(r"(?:^|[^\w'’-])([^\W\d_][\w.'’-]*) $")
_OF_COUNTRY = re.compile(
    r",? (?:(?:and|of) [A-Z][\w ]{2,30} )?(?:of|in|for)(?: the)?"
    r"(?: (?:\w+ ){0,2}(?:Republic|Kingdom|State|Federation|Union|Sultanate) of)?(?: the)? "
)
_DATELINE = re.compile(r"\) ?[-–—:]")
_NAME_BEHIND = re.compile(r"[ -]([A-Z][\w.'’-]*)")
# What follows a party's short name without making it another name: "Labour MP Diane Abbott".
_PARTY_FOLLOWERS = frozenset(
    "AM AMs Assemblyman Assemblywoman Cabinet Chancellor Chief Congressman Congresswoman Cllr Councillor Deputy Gov "
    "Governor Leader Lord MEP MEPs MLA MLAs MP MPs MSP MSPs Mayor Party Peer President Prime Rep Representative "
    "Secretary Sen Senate Senator Senators TD TDs Whip".split()
)
# A capitalised word before a doubtful name that is no part of it, at the start of a sentence.
_OPENERS = frozenset(
    "A According After Although And As At Before Both But By During Even For From His How If In It Its Meanwhile No Of "
    "On Only Our Former Since So Some Still That The Their Then This Though To Under What When Where While Why With".split()
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; `aliases` include short forms and acronyms.

    `country` is ISO 3166-1 alpha-3 or one of PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC; None where several
    countries have one of that name. `sector` is a PLOVER sector.
    """

    name: str
    aliases: tuple[str, ...]
    country: str | None
    sector: str
    kind: str


@dataclass(frozen=True, slots=True)
class OrganisationHit:
    """An organisation named in text. `others` holds all it may be where the words alone do not decide."""

    start: int
    end: int
    organisation: Organisation
    others: tuple[Organisation, ...] = ()


class _Phrase(NamedTuple):
    """Everything one phrase may stand for; a tuple, since twelve thousand are made on loading."""

    text: str
    candidates: tuple[Organisation, ...]
    usual: Organisation | None
    doubtful: bool
    common: bool
    with_article: bool


def find(text: str, context: str = "") -> list[OrganisationHit]:
    """Every organisation named in `text`, from left to right, none inside another, the longest name first.

    `context` is more text of the same page, used to decide ambiguous names; it is not searched itself. A
    leading "the" and a possessive's "'s" are outside the hit.
    """
    hits: list[OrganisationHit] = []
    page = f"{text}\n{context[:_MAX_CONTEXT]}" if context else text
    for start, end, phrase in _index().find(text):
        if phrase.doubtful:
            candidates = _doubt(phrase, text, start, end, page)
            if not candidates:
                continue
        else:
            candidates = phrase.candidates
        if (
            len(candidates) == 1
            and candidates[0].country is not None
            and not phrase.doubtful
            and not phrase.common
        ):
            hits.append(OrganisationHit(start, end, candidates[0]))
        else:
            hits.append(_decide(phrase, candidates, text, start, end, page))
    return hits


def by_name(name: str) -> Organisation | None:
    """The organisation of a name or alias (letter case and accents aside), None where unknown.

    A name that several share gives its usual meaning, else one without a country.
    """
    key = _key(name)
    phrase = _by_key().get(key)
    if phrase is None and key.startswith("the "):
        phrase = _by_key().get(key.removeprefix("the "))
    if phrase is None:
        return None
    if len(phrase.candidates) == 1:
        return phrase.candidates[0]
    return phrase.usual or _merged(phrase, phrase.candidates)


@per_tables()
def table() -> tuple[Organisation, ...]:
    """All organisations in the table's order, aliases without their marks."""
    return tuple(organisation for organisation, _ in _rows())


def _decide(
    phrase: _Phrase, candidates: Sequence[Organisation], text: str, start: int, end: int, page: str
) -> OrganisationHit:
    """Which of several organisations a phrase means here.

    0. in a dateline ("MANILA (AFP) -") only news agencies; 1. one whose country is told by the words next
    to it ("India's Congress"); where none of them is of that country, as with a name common to all states,
    the name takes that country; 2. one whose other names stand on the page; 3. the usual meaning; 4. the one
    whose country the page tells most often; 5. the only one, unless its mark says that there are more;
    6. none: all are given, without a country, but a name common to all states takes that of a page that
    tells one only.
    """
    if text[:start].endswith("(") and _DATELINE.match(text, end):  # 0
        agencies = [organisation for organisation in candidates if organisation.sector == "JRN"]
        candidates = agencies or candidates
    told = _country_next_to(text, start, end)
    if told:  # 1
        fitting = [organisation for organisation in candidates if organisation.country == told]
        if fitting:
            return OrganisationHit(start, end, fitting[0])
        if any(organisation.country in _NOT_STATES for organisation in candidates):
            return OrganisationHit(start, end, candidates[0], _rest(candidates))
        return OrganisationHit(
            start, end, replace(_merged(phrase, candidates), country=told), tuple(candidates)
        )
    fitting = [organisation for organisation in candidates if _named_on(page, organisation, phrase.text)]  # 2
    if not fitting and phrase.usual in candidates and phrase.usual and _may_be_usual(phrase.usual, page):
        fitting = [phrase.usual]  # 3
    if not fitting:
        fitting = _of_page(candidates, page)  # 4
    if not fitting and len(candidates) == 1 and not phrase.doubtful and not phrase.common:
        fitting = list(candidates)  # 5
    if len(fitting) == 1:
        return OrganisationHit(start, end, fitting[0])
    merged = _merged(phrase, fitting or candidates)  # 6
    if not fitting:
        merged = replace(merged, country=_only_country(page) if _is_of_every_state(candidates) else None)
    return OrganisationHit(start, end, merged, _rest(candidates))


def _may_be_usual(organisation: Organisation, page: str) -> bool:
    """Whether a usual meaning holds on this page: an organ of a state only where no other state is told."""
    if organisation.sector not in _OF_A_STATE:
        return True
    told = _countries_of(page[:_MAX_CONTEXT])
    return not told or organisation.country in told


def _is_of_every_state(candidates: Sequence[Organisation]) -> bool:
    return any(
        organisation.country is None and organisation.sector in _OF_A_STATE for organisation in candidates
    )


def _only_country(page: str) -> str | None:
    told = _countries_of(page[:_MAX_CONTEXT])
    return next(iter(told)) if len(told) == 1 else None


def _rest(candidates: Sequence[Organisation]) -> tuple[Organisation, ...]:
    """The candidates that are worth giving: those of a country."""
    return tuple(organisation for organisation in candidates if organisation.country)


def _doubt(phrase: _Phrase, text: str, start: int, end: int, page: str) -> tuple[Organisation, ...]:
    """The organisations that a doubtful phrase may mean here; none where it is a word or another's name.

    1. alone in `text`, or with its article only, it is taken; 2. as part of a longer name it is not; 3. a
    newspaper with its article is taken; 4. else its country or another of its names must be on the page.
    """
    before, behind = text[:start], text[end:]
    if len(before) < 40 and _ONLY_BEFORE.fullmatch(before) and _ONLY_BEHIND.fullmatch(behind[:40]):  # 1
        return phrase.candidates
    if _inside_longer_name(before, behind, phrase):  # 2
        return ()
    if _ARTICLE.search(before[-5:]):  # 3
        papers = tuple(organisation for organisation in phrase.candidates if organisation.sector == "JRN")
        if papers:
            return papers
    if phrase.with_article:
        return ()
    told = _countries_of(page[:_MAX_CONTEXT])
    return tuple(  # 4
        organisation
        for organisation in phrase.candidates
        if organisation.country is None
        or organisation.country in told
        or _named_on(page, organisation, phrase.text)
    )


def _inside_longer_name(before: str, behind: str, phrase: _Phrase) -> bool:
    follower = _NAME_BEHIND.match(behind[:40])
    if follower:
        word = follower.group(1).split("'")[0].split("’")[0].rstrip(".")
        if not (phrase.candidates[0].sector in {"PTY", "LEG"} and word in _PARTY_FOLLOWERS):
            return True
    leader = _WORD_BEFORE.search(before[-40:])
    if not leader or not leader.group(1)[0].isupper():
        return False
    word = leader.group(1)
    return word not in _OPENERS and not countries.find(re.sub(r"['’]s?$", "", word))


def _country_next_to(text: str, start: int, end: int) -> str | None:
    """The one country told in the noun phrase around a name: "Iraq's …", "the Turkish …", "… of Iraq"."""
    before = text[max(0, start - 60) : start]
    hits = countries.find(before)
    if hits:
        between = before[hits[-1].end :]
        if re.fullmatch(r"(?:['’]s?)?(?: (?:[a-z][\w-]*|[Nn]ew|[Ss]tate)){0,3} ", between) and hits[-1].code:
            words = set(between.split())
            if not words & {"and", "or", "to", "in", "by", "with", "from", "on", "at", "for", "against"}:
                return hits[-1].code
    behind = _OF_COUNTRY.match(text[end : end + 60])
    if behind:
        hits = countries.find(text[end + behind.end() : end + behind.end() + 40])
        if hits and hits[0].start == 0:
            return hits[0].code
    bracket = re.match(r" \(([^)]{2,30})\)", text[end : end + 40])
    if bracket:
        hits = countries.find(bracket.group(1))
        if len(hits) == 1:
            return hits[0].code
    return None


def _of_page(candidates: Sequence[Organisation], page: str) -> list[Organisation]:
    """The candidates whose country the page tells most often."""
    told = _countries_of(page[:_MAX_CONTEXT])
    counts = [(told.get(organisation.country or "", 0), organisation) for organisation in candidates]
    most = max(count for count, _ in counts)
    return [organisation for count, organisation in counts if most and count == most]


@per_tables(64)
def _countries_of(page: str) -> Counter[str]:
    return Counter(hit.code for hit in countries.find(page) if hit.code)


def _named_on(page: str, organisation: Organisation, but: str) -> bool:
    """Whether the page has another, longer name of the organisation that is no one else's."""
    for name in (organisation.name, *organisation.aliases):
        if len(name) > len(but) and name in page:
            phrase = _by_key().get(_key(name))
            if phrase is not None and len(phrase.candidates) == 1 and not phrase.doubtful:
                return True
    return False


def _merged(phrase: _Phrase, candidates: Sequence[Organisation]) -> Organisation:
    """What several organisations of one name have in common.

    The sector is that of the name common to all states, if it is one, else that of the table's first.
    """
    first = next((organisation for organisation in candidates if organisation.country is None), candidates[0])
    shared = {organisation.country for organisation in candidates}
    names = {organisation.name for organisation in candidates}
    return Organisation(
        first.name if len(names) == 1 else phrase.text,
        (),
        first.country if len(shared) == 1 else None,
        first.sector,
        first.kind,
    )


def _key(name: str) -> str:
    return " ".join(fold(name).lower().split())


def _rows() -> Iterator[tuple[Organisation, tuple[tuple[str, str], ...]]]:
    """Each organisation with its phrases and their marks, of which there may be none or several."""
    for name, cell, country, sector, kind in rows("organisations.csv", _COLUMNS):
        if not name or not sector:
            raise OntologyError(f"ontology table organisations.csv: a row without name or sector ({name!r})")
        phrases = []
        for written in (name, *items(cell)):
            phrase = written.rstrip(USUAL + DOUBTFUL + COMMON + OWN)
            phrases.append((phrase, written[len(phrase) :]))
        texts = [phrase for phrase, _ in phrases]
        yield (
            Organisation(texts[0], tuple(texts[1:]), country or None, sector, kind),
            tuple(_without_article(phrase, marks) for phrase, marks in phrases),
        )


def _without_article(phrase: str, marks: str) -> tuple[str, str]:
    """The phrase as it is looked for: "The Guardian" must not hide "Guardian Council" behind its article."""
    if not phrase.startswith("The ") or OWN in marks:
        return phrase, marks
    phrase = phrase.removeprefix("The ")
    return phrase, marks if " " in phrase else marks + DOUBTFUL + _WITH_ARTICLE


@per_tables()
def _phrases() -> dict[str, _Phrase]:
    meant: dict[str, list[tuple[Organisation, str]]] = {}
    for organisation, phrases in _rows():
        for phrase, marks in phrases:
            meant.setdefault(phrase, []).append((organisation, marks))
    return {phrase: _phrase(phrase, entries) for phrase, entries in meant.items()}


def _phrase(text: str, entries: list[tuple[Organisation, str]]) -> _Phrase:
    if len(entries) == 1 and not entries[0][1]:  # nearly all
        return _Phrase(text, (entries[0][0],), None, False, False, False)
    entries = [entry for entry in entries if OWN in entry[1]] or entries
    return _Phrase(
        text,
        tuple(organisation for organisation, _ in entries),
        next((organisation for organisation, marks in entries if USUAL in marks), None),
        all(DOUBTFUL in marks for _, marks in entries),
        any(COMMON in marks for _, marks in entries),
        all(_WITH_ARTICLE in marks for _, marks in entries),
    )


@per_tables()
def _index() -> PhraseIndex[_Phrase]:
    return PhraseIndex(_phrases().items())


@per_tables()
def _by_key() -> dict[str, _Phrase]:
    found: dict[str, _Phrase] = {}
    for phrase, entry in _phrases().items():
        found.setdefault(_key(phrase), entry)
    return found


__all__ = ["Organisation", "OrganisationHit", "by_name", "find", "table"]
