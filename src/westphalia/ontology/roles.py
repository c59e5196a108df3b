"""Role words: what a title or a common noun tells of an actor's sector ("minister" GOV, "gunmen" UAF).

The table is `roles.csv`: `word` (lower case, a word or a phrase, a hyphen counts as a blank), `sector`, `kind`
and `reason`. The kinds:

* `head`: the word tells the sector by itself ("soldiers");
* `soft`: it is said of people of any sector ("leader", "spokesman"): what stands in front of it or behind
  "of", "for" and the like decides, and its own sector, if it has one, only counts where those tell nothing;
* `side`: as soft, but takes over only the sector of a camp ("opposition supporters", not "Trump supporters");
* `armed`: as soft, but takes over only the sector of those who bear arms ("rebel forces", "UN troops" are MIL);
* `only`: tells the sector of a soft word behind it ("naval command"), and is no role alone;
* `count`: says how many ("dozens of"), and is looked through;
* `past`: in front of a ruler's title it makes him one who no longer rules ("former president").

Left out: names of organisations as such (organisations.py), seats of power (countries.py), persons; they are
asked only for what a soft word belongs to ("Hamas leaders", "a Kremlin spokesman").
Raises OntologyError where the table is broken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import final

from westphalia.errors import OntologyError

from . import countries, organisations
from ._active import per_tables
from ._phrases import PhraseIndex, fold
from ._table import rows

KINDS = frozenset({"head", "soft", "side", "armed", "only", "count", "past"})
_MAX_LENGTH = 300  # characters of a phrase that are read; a mention is rarely longer than 100
_MAX_DEPTH = 3  # "a spokesman for the leader of a group of rebels"

# A number keeps its commas ("5,000 policemen"), "at least" and "up to" are no prepositions.
_TOKEN = re.compile(r"\d+(?:[,.]\d+)+|(?:[^\W\d_]\.){2,}|[^\W_]+|['’]s?(?![^\W_])|[,;:(]")
_HEDGES = frozenset({("at", "least"), ("at", "most"), ("up", "to"), ("as", "many"), ("close", "to")})
# Where the words that say who it is end and what surrounds him begins.
_NOUN = re.compile(r" [a-z]")
_BREAKS = frozenset(
    "of for from in at who whom whose that which to with on near by against under over after before during into along "
    "between among outside inside behind across loyal including aged armed accused named called wearing , ; : (".split()
)
# Behind these stands the one that a soft word belongs to; behind the other breaks only where he is.
_OWNERS = frozenset({"of", "for", "from", "loyal", "to", "in", "at"})
_SURE_OWNERS = frozenset({"of", "for", "from", "loyal"})
# To whom or where they are sent, or happen to be, says nothing: an envoy to the United Nations is not theirs.
_SENT = frozenset(
    "envoy envoys mission missions delegation delegations representative representatives convoy convoys president "
    "presidents delegate delegates emissary emissaries man woman people".split()
)
_HEADS_OF_STATE = frozenset({"leaders", "capitals"})
_ARMED = frozenset({"REB", "UAF", "COP", "PRM", "CRM", "MIL", "SPY"})
_CAMPS = frozenset({"OPP", "PTY", "REB", "UAF", "EDU", "REL", "LAB", "AGR", "PRM", "CRM"})
# Words in small letters that are something else than the acronym of the table ("Kim Jong Un").
_ACRONYMS = frozenset({"un", "eu", "pm"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_ARTICLES = frozenset({"the", "a", "an"})
_TAKES = {"side": _CAMPS, "armed": _ARMED}
# Titles that are surnames too: at the end of a name they are no titles ("Martin Luther King").
_SURNAMES = frozenset(
    "abbot bishop cardinal constable king lord major marshal pope prince priest sergeant sheriff singer ranger chamber "
    "house sen rep judge justice speaker son driver general guard archbishop rector".split()
)
# "its spokesman", "their leader": only the passage can tell whose.
_OF_SOMEBODY = re.compile(r"(?:its|his|her|their|our|whose)\b", re.IGNORECASE)
_WHOSE = frozenset(
    "spokesman spokesmen spokeswoman spokesperson leader leaders leadership head chairman deputy delegation office colleague "
    "colleagues commander commanders forces predecessor successor mission council staff aides delegates".split()
)
_RULERS = frozenset(
    "president|prime minister|premier|chancellor|king|vice president|head of state|leader|dictator|ruler|emperor|queen|"
    "deputy prime minister|vice premier|chief minister|presidents|prime ministers|leaders|mayor".split("|")
)


@final
@dataclass(frozen=True, slots=True)
class RoleHit:
    """The role word (lower case, as written) that decided, and the sector it tells.

    `sector` is None for a role that people of any sector hold, where nothing else in the phrase tells it.
    """

    sector: str | None
    word: str


@dataclass(frozen=True, slots=True)
class _Entry:
    sector: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A role word in its phrase; `at` and `behind` count tokens, `start` and `end` characters. `owner` says that "'s" follows."""

    at: int
    behind: int
    start: int
    end: int
    key: str
    surface: str
    entry: _Entry
    owner: bool


@dataclass(frozen=True, slots=True)
class _Segment:
    """The words between two breaks; `opened_by` is the break in front."""

    opened_by: str
    words: tuple[_Word, ...]
    start: int
    end: int


@per_tables()
def table() -> dict[str, tuple[str | None, str]]:
    """Every role word with its sector and kind. Raises OntologyError for an unknown kind or a word told twice."""
    found: dict[str, tuple[str | None, str]] = {}
    for word, sector, kind in rows("roles.csv", ("word", "sector", "kind")):
        if (
            kind not in KINDS
            or word in found
            or (kind in {"head", "side", "armed", "only", "past"} and not sector)
        ):
            raise OntologyError(
                f"ontology table roles.csv: {word!r} is told twice, or {kind!r} does not fit it"
            )
        found[word] = (sector or None, kind)
    return found


@per_tables()
def _entries() -> tuple[dict[str, _Entry], dict[str, int]]:
    """The table by folded words, and the tokens of the longest phrase that starts with each first word."""
    entries = {" ".join(_words(fold(word))): _Entry(*told) for word, told in table().items()}
    longest: dict[str, int] = {}
    for key in entries:
        words = key.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return entries, longest


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text)


@per_tables(8192)
def sector_of(phrase: str) -> RoleHit | None:
    """The role that a mention's own words tell, or None.

    1. The head is the last role word before the first break ("of", "who", a comma …), but no possessive;
    with none there, a quantity is looked through, and a name waits for its apposition. 2. A plain word
    tells its sector, unless "former" stands in front of a ruler. 3. A soft word takes the sector of the role
    word right in front of it, 4. of an organisation there, 5. of what its complement tells, 6. of any role
    word in front, 7. its own.
    """
    text = phrase[:_MAX_LENGTH]
    segments = _segments(text)
    return _resolve(text, segments, 0, 0)


def _segments(text: str) -> list[_Segment]:
    """The phrase cut at its breaks, with the role words of each part: longest first, none inside another."""
    entries, longest = _entries()
    low = text.lower() if text.isascii() else fold(text).lower()
    matches = list(_TOKEN.finditer(low))
    keys = [match.group() for match in matches]
    keys = [key.replace(".", "") if "." in key else key for key in keys]
    segments: list[_Segment] = []
    words: list[_Word] = []
    opened_by, begin = "", 0
    at = 0
    while at < len(keys):
        first = keys[at]
        found = 0
        for length in range(min(longest.get(first, 0), len(keys) - at), 0, -1):
            key = first if length == 1 else " ".join(keys[at : at + length])
            entry = entries.get(key)
            if entry is None or (length == 1 and not _means_it(text, matches, keys, at)):
                continue
            behind = at + length
            end = matches[behind - 1].end()
            # "rebel-held", "government-backed" say nothing about whose the noun is.
            if text[end : end + 1] != "-" or entry.kind == "past":
                owner = behind < len(keys) and keys[behind] in _POSSESSIVE
                start = matches[at].start()
                words.append(_Word(at, behind, start, end, key, low[start:end], entry, owner))
            found = length
            break
        hedge = (first, *keys[at + 1 : at + 2]) in _HEDGES or (*keys[at - 1 : at], first) in _HEDGES
        if not found and first in _BREAKS and not hedge and not (first == "whose" and at == 0):
            segments.append(_Segment(opened_by, tuple(words), begin, matches[at].start()))
            words = []
            opened_by, begin = first, matches[at].end()
        at += found or 1
    segments.append(_Segment(opened_by, tuple(words), begin, len(text)))
    return segments


def _means_it(text: str, matches: list[re.Match[str]], keys: list[str], at: int) -> bool:
    """Whether a word of the table is meant as such here, and is not an acronym's or a title's double."""
    key = keys[at]
    if key in _ACRONYMS:
        return text[matches[at].start() : matches[at].end()].isupper()
    if key not in _SURNAMES or at == 0 or not text[matches[at].start()].isupper():
        return True
    ends = at + 1 == len(keys) or keys[at + 1] in _BREAKS or keys[at + 1] in _POSSESSIVE
    before = text[matches[at - 1].start() : matches[at - 1].end()]
    if not ends or not before[0].isupper() or keys[at - 1] in _entries()[0] or keys[at - 1] in _ARTICLES:
        return True
    return bool(countries.find(before))


def _resolve(text: str, segments: list[_Segment], number: int, depth: int) -> RoleHit | None:
    segment = segments[number]
    behind = segments[number + 1] if number + 1 < len(segments) else None
    roles = [word for word in segment.words if word.entry.kind in {"head", "soft", "side", "armed"}]
    free = [word for word in roles if not word.owner]
    if not roles:  # 1
        return _without_head(text, segments, number, depth, behind)
    head = free[-1] if free else roles[-1]
    before = [word for word in segment.words if word.at < head.at]
    if head.entry.kind == "head":  # 2
        past = head.key in _RULERS and any(word.entry.kind == "past" for word in before)
        return RoleHit("ELI" if past else head.entry.sector, head.surface)
    sector = _borrowed(text, segments, number, depth, head, before)
    if sector is None and not (head.key in _WHOSE and _OF_SOMEBODY.match(text)):  # 7
        sector = head.entry.sector
    return RoleHit(sector, head.surface)


def _without_head(
    text: str, segments: list[_Segment], number: int, depth: int, behind: _Segment | None
) -> RoleHit | None:
    words = segments[number].words
    if behind is not None and depth < _MAX_DEPTH:
        counted = bool(words) and words[-1].entry.kind == "count" and behind.opened_by == "of"
        if counted or (behind.opened_by == "," and not words and number == 0):
            return _resolve(text, segments, number + 1, depth + 1)
    last = words[-1] if words else None
    if last is None or last.entry.kind != "only":
        return None
    # A noun that the table does not know ("the naval exercise"), but no name ("Islamic Jihad").
    return RoleHit(last.entry.sector, last.surface) if _NOUN.match(text, last.end) else None


def _borrowed(
    text: str, segments: list[_Segment], number: int, depth: int, head: _Word, before: list[_Word]
) -> str | None:
    """The sector of those whom a soft word belongs to (steps 3 to 6)."""

    def fits(sector: str | None) -> bool:
        if sector == "IGO" and head.key in _HEADS_OF_STATE:
            return False  # "EU leaders" are those of its states
        allowed = _TAKES.get(head.entry.kind)
        return sector is not None and (allowed is None or sector in allowed)

    tellers = [word for word in before if word.entry.kind in {"head", "only", "side", "armed"}]
    nearest = tellers[-1] if tellers else None
    if nearest is not None and nearest.behind + nearest.owner >= head.at and fits(nearest.entry.sector):  # 3
        return nearest.entry.sector
    segment = segments[number]
    behind = segments[number + 1] if number + 1 < len(segments) else None
    owner = behind if behind is not None and behind.opened_by in _SURE_OWNERS else None
    named = _named(text, segment, owner, head)
    if named is not None and named[0] and fits(named[1]):  # 4
        return named[1]
    if behind is not None and depth < _MAX_DEPTH and behind.opened_by in _owners(head):  # 5
        told = _resolve(text, segments, number + 1, depth + 1)
        if told is not None and fits(told.sector):
            return told.sector
        if named is not None and fits(named[1]):
            return named[1]
    if nearest is not None and fits(nearest.entry.sector):  # 6
        return nearest.entry.sector
    return None


def _owners(head: _Word) -> frozenset[str]:
    """The breaks behind which the one stands whom `head` belongs to: an envoy to the United Nations is not theirs."""
    return _SURE_OWNERS if head.key in _SENT else _OWNERS


@per_tables()
def _names() -> PhraseIndex[str]:
    """Organisations and seats of power by every name that leaves no doubt about the sector."""
    sectors: dict[str, set[str]] = {}
    for organisation in organisations.table():
        for name in (organisation.name, *organisation.aliases):
            sectors.setdefault(name, set()).add(organisation.sector)
    for country in countries.table().values():
        for name, sector in country.seats:
            sectors.setdefault(name, set()).add(sector)
    return PhraseIndex((name, told.pop()) for name, told in sectors.items() if len(told) == 1)


def _named(text: str, segment: _Segment, owner: _Segment | None, head: _Word) -> tuple[bool, str] | None:
    """An organisation or seat of power in front of the head (True) or in its complement (False), and its sector."""
    end = owner.end if owner is not None else segment.end
    part = text[segment.start : end]
    if part.islower():
        return None
    found = [(start, sector) for start, _, sector in _names().find(part)]
    inside = [entry for entry in found if segment.start + entry[0] < head.start]
    if inside:
        return True, max(inside)[1]
    behind = [entry for entry in found if segment.start + entry[0] >= segment.end]
    return (False, min(behind)[1]) if behind else None


__all__ = ["KINDS", "RoleHit", "sector_of", "table"]
