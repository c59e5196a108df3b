"""Countries in text: names, demonyms, capitals, seats of power, and peoples that belong to one country.

`find` marks every word that tells a country; `of_phrase` decides which country one noun phrase belongs to.
Words for parts of the world ("Western", "Arab") and phrases that only look like a country ("South China
Sea") are hits of kind "region" without a code, so that nothing shorter inside them is taken for a country.

Not told here: cities other than capitals and a few world-known ones (the gazetteer has them), persons.
Sources: see SOURCES.md. Raises OntologyError where a table is broken.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from westphalia.errors import OntologyError

from ._active import own_rows, per_tables
from ._phrases import PhraseIndex, fold
from ._table import items, rows

Kind = Literal["name", "demonym", "capital", "seat", "people", "region"]

# What follows the hyphen in a compound that says something about a country but not whose the noun is:
# "Iran-backed militia", "US-led coalition", "French-speaking".
_NOT_ITS_OWN = re.compile(
    r"-(?:allied|aligned|appointed|approved|armed|backed|based|born|brokered|built|bound|controlled|drafted|educated|financed|"
    r"friendly|funded|imposed|initiated|inspired|installed|language|led|like|linked|made|majority|manufactured|mediated|occupied|"
    r"oriented|proposed|related|run|sponsored|speaking|style|supplied|supported|trained|type)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:anti|non|post|pre|pro)-$", re.IGNORECASE)

# A capitalised word behind "Jordan" or "Chad" makes it a person's name, unless it is one of these.
_OFFICE_WORDS = frozenset(
    "Administration Agency Air Airlines Airport Ambassador And Armed Army Assembly Bank Border Branch Cabinet Capital "
    "Central City Coast Commission Conference Constitution Council Court Customs D Declaration Defence Defense Deputy "
    "Department DC Economic Embassy Energy Executive Federal Federation Finance First Force Forces Foreign Free "
    "Gazette General Government Governor Group Guard Hashemite High House Information Institute Interior "
    "International Islamic King Law Lawmakers Ministry Minister Ministers Military MP MPs Muslim National Navy News "
    "Officials Opposition Parliament Party Peace Police Premier President Press Prime Prince Princess Prosecutor "
    "Public Queen Radio Red Republic Royal Securities Security Senate Senator Spokesman State Station Summit Supreme "
    "Telegraph Television Times Trade Treaty TV United University".split()
)
_TITLES = frozenset(
    "Captain Colonel Commissioner Deputy Gen General Governor Judge Justice Lieutenant Major Mayor Minister MP Premier "
    "President Professor Rep Representative Secretary Sen Senator Sergeant Spokesman Spokeswoman".split()
)
_FIRST_NAMES = frozenset(
    "Adriana Air Anatole Barbara Booker Carlos Catherine David Denzel Diana DeAndre George Hamilton Harold Irving Jack "
    "James Jesse Jim John Jr Judge Kathy Kelly Kerry Lamar Louis Luis Maria Mary Michael Miss Mr Mrs Ms Neil Paul Peter "
    "Ray Richard Robert Sam Tom Vernon William".split()
)
_WORD_BEHIND = re.compile(r" ([A-Z][\w'-]*)")
_WORD_BEFORE = re.compile(r"([A-Z][\w'-]*)\.? $")

# Where the description of somebody ends and what surrounds him begins; "of" and "from" still tell whose he is.
_COMPLEMENT = re.compile(
    r"[,;:(]|\b(?:of|from|in|at|near|across|throughout|to|with|on|for|against|by|into|between|after|before|over|who|"
    r"whose|which|that|as|during|under|outside|inside|along|within)\b",
    re.IGNORECASE,
)
_TELLS_OWNER = ("of", "from")
_TELLS_PLACE = ("in", "at", "near", "across", "throughout")
# Those found in a country as its guests or enemies: the place says nothing about whose they are.
_GUESTS = re.compile(
    r"\b(?:ambassadors?|attach[eé]s?|charg[eé]s?|consul\w*|correspondents?|diplomats?|embass\w+|envoys?|expat\w+|"
    r"high commission\w*|tribunals?|spokes\w+|commanders?|foreign(?! (?:minist|affairs|secretar|office))\w*|forces?|inspectors?|journalists?|migrants?|missions?|monitors?|observers?|peacekeep\w+|reporters?|"
    r"soldiers?|talks|tourists?|troops?|visitors?|delegat\w+|representatives?|emissar\w+|exiles?|bases?)\b",
    re.IGNORECASE,
)
# "its office in Rome", "the ANC's man in Paris": the possessor is somebody else than the place.
_POSSESSED = re.compile(r"(?:^|\W)(?:its|his|her|their|our|my|your)\b|\w['’]s\b|s['’] ", re.IGNORECASE)
_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|speaking|lawyers?|representatives?|negotiators?)\W+$", re.IGNORECASE
)
# Men lent to the United Nations act for it, not for the country they come from.
_OF_THE_UN = re.compile(r"\bof (?:the |a )?(?:U\.?N\.?|United Nations)\b")
_BY_BIRTH = re.compile(r"[ -](?:ancestry|birth|blood|descent|extraction|heritage|origin|stock)\b")
_JOINT = re.compile(
    r"(?:['’]s)?[\s,/&-]*(?:\b(?:and|or|the|of|to|from|in|both|then|well|as|itself)\b[\s,]*)*", re.IGNORECASE
)
_TITLE_AND_NAME = re.compile(r"\b([A-Z][\w'-]*)\.? [A-Z][\w'-]+ $")
_MAX_HEADLINE = 160
_SPLIT = re.compile(r"\band\b|,|&|/|\bor\b")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: ISO 3166-1 alpha-3 code (KOS for Kosovo, ISO 3166-3 for former ones).

    `cow` is its Correlates of War number, `gw` that of Gleditsch and Ward. `valid_from` and `valid_to` are
    told for states that came into being or ended since 1945 as far as known; None means open.
    """

    code: str
    iso2: str
    cow: int | None
    gw: int | None
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[tuple[str, str], ...]
    peoples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryHit:
    """A word that tells a country. `code` is None for kind "region", `sector` is told for seats only."""

    start: int
    end: int
    code: str | None
    kind: Kind
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the rest of the page must or must not say for an ambiguous word (table country_context.csv)."""

    stay: re.Pattern[str] | None = None
    other: str | None = None
    clue: re.Pattern[str] | None = None
    need: re.Pattern[str] | None = None
    person: bool = False
    first_name_only: bool = False


_COLUMNS = (
    "code", "iso2", "cow", "gw", "name", "valid_from", "valid_to", "names", "demonyms", "capitals", "seats", "peoples",
)  # fmt: skip


@per_tables()
def table() -> dict[str, Country]:
    """All countries by code. What a user's row tells of a shipped country is added to it, its name replaces."""
    found: dict[str, Country] = {}
    for row in rows("countries.csv", _COLUMNS):
        code, iso2, cow, gw, name, begin, end, names, demonyms, capitals, seats, peoples = row
        try:
            country = Country(
                code,
                iso2,
                int(cow) if cow else None,
                int(gw) if gw else None,
                name,
                dt.date.fromisoformat(begin) if begin else None,
                dt.date.fromisoformat(end) if end else None,
                tuple(items(names)),
                tuple(items(demonyms)),
                tuple(items(capitals)),
                tuple((word, sector) for word, _, sector in (seat.partition("=") for seat in items(seats))),
                tuple(items(peoples)),
            )
        except ValueError as error:
            raise OntologyError(f"ontology table countries.csv, {code}: {error}") from error
        found[code] = _joined(found[code], country) if code in found else country
    return found


def _joined(own: Country, shipped: Country) -> Country:
    """The shipped country with the user's words in front of its own."""
    return replace(
        shipped,
        name=own.name or shipped.name,
        names=(*own.names, shipped.name, *shipped.names),
        demonyms=own.demonyms + shipped.demonyms,
        capitals=own.capitals + shipped.capitals,
        seats=own.seats + shipped.seats,
        peoples=own.peoples + shipped.peoples,
    )


def by_code(code: str) -> Country | None:
    """The country of a code, or None (also for PLOVER's non-state codes such as IGO)."""
    return table().get(code)


def name_of(code: str) -> str | None:
    """The usual English name of a code, or None."""
    country = table().get(code)
    return country.name if country else None


def at(hit: CountryHit, day: dt.date) -> str | None:
    """The code of a hit on `day`: a capital or seat of power stood for the state it ruled then.

    "Moscow" is SUN in 1988 and "Belgrade" YUG in 1999 (country_predecessors.csv), but "Russia" and "the Serbian
    parliament" were republics with a name of their own and keep their code.
    """
    if hit.code is None or hit.kind not in {"capital", "seat"}:
        return hit.code
    for predecessor, until in _predecessors().get(hit.code, ()):
        if day < until:
            return predecessor
    return hit.code


@cache
def _predecessors() -> dict[str, tuple[tuple[str, dt.date], ...]]:
    found: dict[str, list[tuple[str, dt.date]]] = {}
    for code, predecessor, until in rows("country_predecessors.csv", ("code", "predecessor", "until")):
        try:
            found.setdefault(code, []).append((predecessor, dt.date.fromisoformat(until)))
        except ValueError as error:
            raise OntologyError(f"ontology table country_predecessors.csv, {code}: {error}") from error
    return {code: tuple(sorted(told, key=lambda entry: entry[1])) for code, told in found.items()}


def find(text: str, context: str = "") -> list[CountryHit]:
    """Every word or phrase of `text` that tells a country, from left to right.

    `context` is more text of the same page, used to tell the American state of Georgia from the country and
    the like; it is not searched itself. A possessive's "'s" is outside the hit.
    """
    hits: list[CountryHit] = []
    ambiguous = _ambiguous()
    for start, end, (code, kind, sector) in _index().find(text):
        behind = text[end : end + 1]
        if behind == "-" and _NOT_ITS_OWN.match(text, end):
            continue
        if start and text[start - 1] == "-" and _AGAINST.search(text[max(0, start - 6) : start]):
            continue
        word = text[start:end]
        rules = ambiguous.get(word) or (ambiguous.get(word.title()) if word.isupper() else None)
        if rules is not None:
            told = _decide(rules, code, text, start, end, context)
            if told is None:
                continue
            code = told
        hits.append(CountryHit(start, end, code or None, kind, sector))
    return hits


def of_phrase(phrase: str, context: str = "") -> CountryHit | None:
    """The word of a noun phrase that tells which country it belongs to, or None.

    1. before the first preposition or comma ("Turkey's ambassador in Vienna"): the last hit there, unless
    two countries are joined; 2. after "of" or "from" ("the embassy of Rwanda"), and after "for" behind those
    who speak for somebody; 3. after "in", except for those who are guests there or belong to somebody else
    ("nurses in Hong Kong", not "troops in Iraq", not "its office in Rome"). None where several countries share
    the phrase, where a country is only one of descent, and where the men are on loan to the United Nations.
    """
    hits = find(phrase, context)
    if not hits:
        return None
    cuts = [(match.start(), match.group().lower()) for match in _COMPLEMENT.finditer(phrase)]
    covered = [(hit.start, hit.end) for hit in hits]
    cuts = [cut for cut in cuts if not any(start <= cut[0] < end for start, end in covered)]
    first = cuts[0][0] if cuts else len(phrase)
    head = [hit for hit in hits if hit.end <= first]
    if head:  # 1
        return None if _OF_THE_UN.search(phrase, first) else _one(phrase, head, hits)
    guests = bool(_GUESTS.search(phrase[:first]) or _POSSESSED.search(phrase[:first]))
    for number, (start, word) in enumerate(cuts):
        end = cuts[number + 1][0] if number + 1 < len(cuts) else len(phrase)
        inside = [hit for hit in hits if start <= hit.start < end]
        if not inside:
            continue
        speaks = word == "for" and _SPEAKS_FOR.search(phrase[:start])
        if word in _TELLS_OWNER or word == "," or speaks:  # 2
            return _one(phrase, inside, hits)
        if word in _TELLS_PLACE and not guests:  # 3
            return _one(phrase, inside, hits)
        return None
    return None


def _one(phrase: str, hits: list[CountryHit], every: list[CountryHit]) -> CountryHit | None:
    """The hit that counts among several in one stretch: the first owner, none where they are joined.

    `every` are the hits of the whole phrase: a list ("Israeli, Japanese teams") goes on behind its comma.
    """
    told = [hit for hit in hits if hit.code]
    if not told or hits[0].code is None or _BY_BIRTH.match(phrase, told[0].end):
        return None
    later = [hit for hit in every if hit.start >= told[-1].end and hit.code]
    if later and later[0].code != told[0].code and _JOINT.fullmatch(phrase, told[-1].end, later[0].start):
        return None
    codes = {hit.code for hit in told}
    if len(codes) == 1:
        return told[0]
    between = phrase[told[0].end : told[-1].start]
    if _SPLIT.search(between) or "-" in between:
        return None
    # "Pakistan's India desk", "US Iraq envoy": the first word is the owner.
    return told[0]


def _decide(rules: _Rules, code: str, text: str, start: int, end: int, context: str) -> str | None:
    """The code an ambiguous word has here, or None for none. The rules in order: person, need, other."""
    if (rules.person or rules.first_name_only) and _is_person(text, start, end, rules.person):
        return None
    page = f"{text}\n{context}" if context else text
    if rules.need is not None and not rules.need.search(page):
        return None
    if rules.other and rules.clue is not None and rules.clue.search(page):
        return code if rules.stay is not None and rules.stay.search(page) else rules.other
    return code


def _is_person(text: str, start: int, end: int, behind_too: bool) -> bool:
    """Whether the word is part of a person's name, told by its neighbours ("Michael Jordan", "Chad Wolf")."""
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    if before and before.group(1) in _FIRST_NAMES:
        return True
    if not behind_too:
        return False
    titled = _TITLE_AND_NAME.search(text, max(0, start - 40), start)  # "Vice President Evaristo Lima"
    if titled and titled.group(1) in _TITLES and not _index().find(titled.group()):
        return True
    behind = _WORD_BEHIND.match(text, end)
    if not behind or behind.group(1).isupper() or behind.group(1).split("'")[0] in _OFFICE_WORDS:
        return False
    if _index().find(behind.group(1)):
        return False
    return not _title_case(text, start)


def _title_case(text: str, position: int) -> bool:
    """Whether the line around `position` is a headline in title case, where capitals tell nothing."""
    begin = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[begin : end if end >= 0 else len(text)]
    if len(line) > _MAX_HEADLINE or ". " in line:
        return False
    words = [word for word in line.split() if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


@per_tables()
def _ambiguous() -> dict[str, _Rules]:
    gathered: dict[str, dict[str, tuple[str, str]]] = {}
    for word, rule, code, clues in rows("country_context.csv", ("word", "rule", "code", "clues")):
        gathered.setdefault(word, {})[rule] = (code, clues)
    return {word: _rules(kinds) for word, kinds in gathered.items()}


def _rules(kinds: dict[str, tuple[str, str]]) -> _Rules:
    def pattern(rule: str) -> re.Pattern[str] | None:
        return (
            re.compile(rf"\b(?:{'|'.join(map(re.escape, kinds[rule][1].split('|')))})")
            if rule in kinds
            else None
        )

    return _Rules(
        stay=pattern("stay"),
        other=kinds["clue"][0] if "clue" in kinds else None,
        clue=pattern("clue"),
        need=pattern("need"),
        person="person" in kinds,
        first_name_only="first" in kinds,
    )


@per_tables()
def _index() -> PhraseIndex[tuple[str, Kind, str | None]]:
    phrases: dict[str, tuple[str, Kind, str | None]] = {}
    own = {row["code"]: row for row in own_rows("countries.csv")}
    # A word that has two meanings keeps the first of this order; a user's words come first.
    for country in sorted(table().values(), key=lambda country: country.code not in own):
        code = country.code
        for word in (country.name, *country.names):
            phrases.setdefault(word, (code, "name", None))
        for word in country.demonyms:
            phrases.setdefault(word, (code, "demonym", None))
        for word in country.capitals:
            phrases.setdefault(word, (code, "capital", None))
        for word, sector in country.seats:
            phrases.setdefault(word, (code, "seat", sector))
        for word in country.peoples:
            phrases.setdefault(word, (code, "people", None))
    # Brussels acting is nearly always the European Union, so it is a seat and not Belgium's capital.
    phrases["Brussels"] = ("EUR", "seat", "IGO")
    theirs = {word for row in own.values() for cell in row.values() for word in items(cell)}
    for phrase, code in rows("country_phrases.csv", ("phrase", "code")):
        if phrase not in theirs:
            phrases[phrase] = (code, "people", None) if code else ("", "region", None)
    return PhraseIndex(phrases.items(), keep_accents=frozenset({"Malé"}))


__all__ = ["Country", "CountryHit", "Kind", "at", "by_code", "find", "fold", "name_of", "of_phrase", "table"]
