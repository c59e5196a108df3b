"""Offices as words: "Minister for Foreign Affairs", "Foreign Secretary" → "foreign minister".

The table is `holders_offices.csv`: an ordered list of patterns on the folded phrase; the first that is found
decides. `tier` is how widely the holder is known: 3 leads a state or the UN, 2 is in the world's news
(foreign ministers), 1 a minister, 0 the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ._table import rows
from .places_names import fold

# Asked for the one, the others are answers too, in this order.
STANDS_FOR: dict[str, tuple[str, ...]] = {
    "president": ("president", "leader", "monarch"),
    "prime minister": ("prime minister", "leader"),
    "foreign minister": ("foreign minister", "secretary of state"),
    "secretary of state": ("secretary of state", "foreign minister"),
    "leader": ("supreme leader", "leader", "president", "prime minister", "monarch"),
}

# What an office is called in one country only.
_LOCAL = {
    ("USA", "foreign minister"): "secretary of state",
    ("VAT", "secretary of state"): "secretary of state",
    ("IRN", "leader"): "supreme leader",
    ("UNO", "party leader"): "UN secretary-general",
}


# Where the foreign secretary is the ministry's first civil servant.
_FOREIGN_SECRETARY = frozenset({"IND", "PAK", "BGD", "NPL", "LKA"})


@dataclass(frozen=True, slots=True)
class Office:
    """A canonical office, its PLOVER sector and its tier."""

    name: str
    sector: str
    tier: int


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Office], ...]:
    columns = ("pattern", "office", "sector", "tier")
    return tuple(
        (re.compile(pattern), Office(office, sector, int(tier)))
        for pattern, office, sector, tier in rows("holders_offices.csv", columns)
    )


_SHORT = {
    "min": "minister",
    "pres": "president",
    "dep": "deputy",
    "chmn": "chairman",
    "dir": "director",
    "sec": "secretary",
    "govt": "government",
    "pm": "prime minister",
    "gen": "general",
    "intl": "international",
}
_FRONT = re.compile(
    r"^(?:(?:acting|interim|caretaker|transitional|provisional|incumbent|outgoing|incoming|the|his|her) )+"
)
_BACK = re.compile(r"(?: (?:acting|capt|lt|col|maj|dr|sir|sheikh|cardinal|designate|elect))+$")
_NOT_DROPPED = re.compile(
    r"deputy|vice|former|ex|head|advis\w+|special|assistant|spoke\w+|counsel\w+|wife|shadow|under\w*|junior"
)


@lru_cache(maxsize=8192)
def office_of(phrase: str, country: str = "") -> Office | None:
    """The office that a source's title names, in that country where the country matters; None for none."""
    text = _plain(phrase)
    office = _matched(text)
    if office is None or not country:
        return office
    if office.name == "secretary of state" and country not in ("USA", "VAT"):
        return Office("minister", "GOV", 0)
    if (
        country == "USA"
        and office.name == "interior minister"
        and text.startswith("secretary of the interior")
    ):
        return Office("minister", "GOV", 0)  # of public lands
    if country in _FOREIGN_SECRETARY and text.startswith("foreign secretary"):
        return Office("diplomat", "GOV", 1)
    local = _LOCAL.get((country, office.name))
    return Office(local, office.sector, office.tier) if local else office


def _plain(phrase: str) -> str:
    words = fold(phrase[:200].replace("&", " and ").replace("'s", " s").replace("’s", " s")).split()
    return _BACK.sub("", _FRONT.sub("", " ".join(_SHORT.get(word, word) for word in words)))


@lru_cache(maxsize=8192)
def _matched(text: str) -> Office | None:
    return next((office for pattern, office in _rules() if pattern.search(text)), None)


_WEAK = frozenset({"minister", "regional leader", "official", "defence official", "economy minister"})


@lru_cache(maxsize=4096)
def office_in_news(phrase: str, country: str = "") -> Office | None:
    """The office that a phrase of a page names: nationalities and other words may stand in front of it."""
    words = fold(phrase[:200]).split()
    first = office_of(phrase, country)
    for start in range(min(4, len(words))):
        office = office_of(" ".join(words[start:]), country)
        if office is not None and office.name not in _WEAK:
            return office
        if _NOT_DROPPED.fullmatch(words[start]):
            break
    return first
