"""A phrase of place cut to the names in it and the containers it tells. Read by `places`.

The words are cut in this order:

1. The whole phrase is a name of the gazetteer ("East Timor", "Gulf of Mexico").
2. What is left without the words around it is one ("the city of", "near", "northern", "province"); taking
   words away stops as soon as the rest is a name.
3. The longest runs of words, capitalised at both ends, that the gazetteer knows; none overlap.
4. Countries and demonyms among the runs are containers of the rest, unless they are all there is, or a
   mission abroad ("the Japanese embassy") or the far side of a border ("its frontier with Libya").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ._active import per_tables
from .places_names import fold
from .places_table import PlaceEntry, entries, nation
from .places_words import (
    BORDERS,
    CITY_NOUNS,
    LEADING,
    MISSIONS,
    NOT_ALONE,
    OF_NOUNS,
    OTHER_NOUNS,
    REGION_NOUNS,
    US_STATES,
)

MAX_CHARS = 160
MAX_WORDS = 24
LONGEST_NAME = 7

_WORD = re.compile(r"[^\W_]+(?:[.'’ʼ`‘-][^\W_]+)*\.?|,")
_POSSESSIVE = re.compile(r"['’]s?$")
# The Arabic article in its assimilated forms; English drops it or keeps it (Al-Qamishli, Qamishli).
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|at|an|az|ash|adh|ath|ed|er|es|et|ez|esh) ")
_BIG = ("country", "region", "seat", "sea", "continent", "admin1")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words that the gazetteer knows.

    `want` is the kind that the words around it ask for ("region", "city"), `partial` that capitalised words
    beside it were left over, so that the name may be only half of another ("Pearl" of "Pearl Roundabout").
    """

    start: int
    end: int
    candidates: tuple[PlaceEntry, ...]
    want: str | None = None
    possessive: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase cut to names; `inside` are countries it names, `told` those of demonyms, `apart` those of
    missions and far sides, where the event is not. `generic` is the bare phrase where no name is known.
    """

    names: tuple[Name, ...] = ()
    inside: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    generic: str = ""


@per_tables(4096)
def read(phrase: str) -> Reading:
    """Cut a phrase (its first 160 characters and 24 words) to names and containers."""
    phrase = phrase[:MAX_CHARS]
    words = _WORD.findall(phrase)[:MAX_WORDS]
    # 1.
    whole = known(phrase)
    if not phrase.strip("the ")[:1].isupper():
        # "the village", "the beaches" are nobody's name, though somebody's town is called so.
        whole = () if phrase.islower() else tuple(c for c in whole if c.kind in _BIG)
    if whole:
        return Reading((Name(0, len(words), whole),))
    # 2.
    bare, want = _bare(words)
    generic = fold(" ".join(w for w in bare if w != ","))
    if bare and not bare[0].islower() and not (len(bare) == 1 and generic in NOT_ALONE):
        found = known(" ".join(bare))
        if found:
            return Reading((Name(0, len(bare), found, want),))
    # 3. and 4.
    reading = _contained(words, _runs(words))
    return reading if reading.names or reading.inside or reading.told else replace(reading, generic=generic)


def known(name: str) -> tuple[PlaceEntry, ...]:
    """The gazetteer's places of that name, with or without an Arabic article."""
    key = fold(name)
    found = entries(key)
    if found:
        return found
    bare = _ARTICLE.sub("", key)
    if len(bare) < 4:
        return ()
    if bare != key:
        return entries(bare)
    return entries("al " + bare) or entries("ash " + bare if bare[:2] == "sh" else f"a{bare[0]} {bare}")


def _bare(words: list[str]) -> tuple[list[str], str | None]:
    """The words without those around the name, and the kind of place that these ask for."""
    rest, want = list(words), None
    while rest and not entries(fold(" ".join(rest))):
        first, last = fold(rest[0]), fold(rest[-1])
        if len(rest) > 2 and fold(rest[1]) == "of" and first in OF_NOUNS:
            want = want or _kind(first)
            rest = rest[2:]
        elif first in LEADING or (len(rest) > 1 and first in OF_NOUNS and rest[0].islower()):
            want = want or (_kind(first) if first not in LEADING else None)
            rest = rest[1:]
        elif len(rest) > 1 and last in REGION_NOUNS | CITY_NOUNS | OTHER_NOUNS:
            want = want or _kind(last)
            rest = rest[:-1]
        else:
            break
    return rest, want


def _kind(noun: str) -> str | None:
    return "region" if noun in REGION_NOUNS else "city" if noun in CITY_NOUNS else None


def _runs(words: list[str]) -> list[Name]:
    taken = [False] * len(words)
    names: list[Name] = []
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            run = words[start:end]
            if any(taken[start:end]) or "," in run or run[0].islower() or run[-1].islower():
                continue
            if length == 1 and fold(run[0]) in NOT_ALONE and not _state_after_comma(words, start):
                continue
            possessive = bool(_POSSESSIVE.search(run[-1]))
            text = _POSSESSIVE.sub("", " ".join(run)) if possessive else " ".join(run)
            found = entries(fold(text))
            if not found and _state_after_comma(words, start):
                found = tuple(c for c in known(US_STATES.get(fold(text), "")) if c.kind == "admin1")
            found = found or known(text)
            if found or nation(fold(text)):
                taken[start:end] = [True] * length
                names.append(Name(start, end, found, _asked(words, start, end), possessive))
    names.sort(key=lambda n: n.start)
    return [replace(n, partial=_partial(words, taken, n)) for n in names]


def _state_after_comma(words: list[str], at: int) -> bool:
    return at > 0 and words[at - 1] == "," and fold(words[at]) in US_STATES


def _asked(words: list[str], start: int, end: int) -> str | None:
    after = _kind(fold(words[end])) if end < len(words) else None
    before = _kind(fold(words[start - 2])) if start > 1 and words[start - 1] == "of" else None
    return after or before


def _partial(words: list[str], taken: list[bool], name: Name) -> bool:
    before, after = name.start - 1, name.end
    left = (
        before > 0
        and not taken[before]
        and words[before][:1].isupper()
        and fold(words[before]) not in LEADING
    )
    right = after < len(words) and not taken[after] and words[after][:1].isupper() and not name.possessive
    return left or (right and fold(words[after]) not in REGION_NOUNS)


def _contained(words: list[str], names: list[Name]) -> Reading:
    keys = [fold(w) for w in words]
    inside: list[str] = []
    told: list[str] = []
    apart: list[str] = []
    left: list[Name] = []
    for at, name in enumerate(names):
        text = _POSSESSIVE.sub("", " ".join(words[name.start : name.end]))
        country = next((c.country for c in name.candidates if c.kind == "country"), None)
        code = country or (None if name.candidates else nation(fold(text)))
        if code is None:
            left.append(name)
        elif _elsewhere(keys, name):
            apart.append(code)
        elif country is None:
            told.append(code)
        elif len(names) > 1 and not _is_state(names, at, words):
            inside.append(code)
        else:
            left.append(name)
    if not left and not told and not apart and names:
        # Only countries: the first is the place ("Syria and Iraq").
        return Reading((names[0],))
    return Reading(tuple(left), tuple(inside), tuple(told), tuple(apart))


def _elsewhere(keys: list[str], name: Name) -> bool:
    """Whether the country is the owner of a mission abroad or the far side of a border."""
    ahead = {_POSSESSIVE.sub("", k).removesuffix("s") for k in keys[name.end : name.end + 3]}
    before = keys[max(0, name.start - 4) : name.start]
    return bool(ahead & MISSIONS) or (bool(set(before) & BORDERS) and "with" in before)


def _is_state(names: list[Name], at: int, words: list[str]) -> bool:
    """Whether a country's name is a region here: "Atlanta, Georgia", whose heaviest Atlanta lies in the region."""
    name = names[at]
    if at == 0 or words[name.start - 1] != ",":
        return False
    inner = names[at - 1].candidates
    states = {c.name for c in name.candidates if c.kind == "admin1"}
    nations = {c.country for c in name.candidates if c.kind == "country"}
    in_state = max((c.population for c in inner if c.admin1 in states), default=-1)
    return in_state > max((c.population for c in inner if c.country in nations), default=-1)
