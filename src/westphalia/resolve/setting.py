"""The setting of a passage: every word of it that tells a country, and how much each country is spoken of.

What tells a country, besides the country words of `ontology.nations`:
1. places that the parser marks, and towns too small to be country words, behind "in", "near" and the like;
2. people whose office the tables know at the date;
3. bodies whose name begins with a part of the world ("African Union observers"), and "European" for the Union's;
4. idioms: a parliament, a currency, a party of one state alone ("Lok Sabha").
A personal name tells none by itself ("Patricio Lagos" is not of Nigeria).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from westphalia.ontology import countries, holders, idioms, nations, organisations, places
from westphalia.ontology.nations import NationHit
from westphalia.records import Article, Parse, Span
from westphalia.resolve.chains import Chains

NAMESAKES = frozenset({"people", "capital", "place"})  # kinds of country words that surnames are made of
# Codes that no event lies in: bodies of many states and movements without one.
NON_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_LESS = frozenset({"organisation", "town", "person", "idiom"})  # kinds that tell a setting less surely
_TOWN = re.compile(
    r"\b(?:in|near|at|from|outside|around|of|across|into|over)(?: the)?(?: \w+ (?:of|from))? "
    r"((?:[A-ZÀ-Þ][\w’'-]*)(?: [A-ZÀ-Þ][\w’'-]*){0,2})"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One passage's country words in the text's order, and each country's share of them.

    `told` counts names, demonyms, capitals and places; `hinted` organisations, small towns and people.
    """

    words: tuple[NationHit, ...]
    told: dict[str, float]
    hinted: dict[str, float]
    first: str | None
    only: str | None
    dateline: str | None


def settings_of(article: Article, parses: Sequence[Parse], chains: Chains) -> list[Setting]:
    """The setting of each passage."""
    on = article.published.start if article.published else None  # the year is enough for an office
    names = _names(chains, parses)
    dateline = places.country_of(article.dateline, (), on) if article.dateline else None
    return [
        _setting(article, parse, names[number], _people(number, chains, parse, on), dateline, on)
        for number, parse in enumerate(parses)
    ]


def article_share(settings: Iterable[Setting]) -> dict[str, float]:
    """Each country's share of an article's country words, organisations apart; empty below three words."""
    counts = Counter(
        hit.code
        for setting in settings
        for hit in setting.words
        if hit.kind not in _LESS and hit.code not in NON_STATES
    )
    whole = counts.total()
    return {code: count / whole for code, count in counts.items()} if whole > 2 else {}


def _setting(
    article: Article,
    parse: Parse,
    names: list[tuple[int, int]],
    people: list[NationHit],
    dateline: str | None,
    on: dt.date | None,
) -> Setting:
    text = parse.span.of(article.text)
    words = [
        hit
        for hit in (hit.shifted(parse.span.start) for hit in nations.find(text, on))
        if hit.kind not in NAMESAKES or not any(a < hit.end and hit.start < b for a, b in names)
    ]
    words += _hidden(text, parse.span.start, words)  # 3, 4
    taken = [(hit.start, hit.end) for hit in words] + names
    words += _places(article.text, parse, list(dict.fromkeys(hit.code for hit in words)), taken, on)  # 1
    words += people  # 2
    words.sort(key=lambda hit: (hit.start, hit.end))
    states = [hit for hit in words if hit.code not in NON_STATES and hit.kind != "label"]
    told = Counter(hit.code for hit in states if hit.kind not in _LESS)
    hinted = Counter(hit.code for hit in states if hit.kind in _LESS)
    codes = {hit.code for hit in states}
    return Setting(
        tuple(words),
        {code: count / told.total() for code, count in told.items()},
        {code: count / hinted.total() for code, count in hinted.items()},
        states[0].code if states else None,
        next(iter(codes)) if len(codes) == 1 else None,
        dateline,
    )


def _hidden(text: str, shift: int, words: Sequence[NationHit]) -> list[NationHit]:
    """3 and 4: what `ontology.nations` leaves out, since the parser was not trained to point at it."""
    taken = [(hit.start - shift, hit.end - shift) for hit in words]
    hits = [
        NationHit(hit.start, hit.end, hit.organisation.country, "organisation")
        for hit in organisations.find(text)
        if hit.organisation.country
    ]
    hits += [
        NationHit(hit.start, hit.end, hit.code, "idiom" if hit.setting else "label")
        for hit in idioms.find(text)
    ]
    hits += [NationHit(match.start(), match.end(), "EUR", "region") for match in _EUROPE.finditer(text)]
    found = []
    for hit in hits:
        if not any(a < hit.end and hit.start < b for a, b in taken):
            taken.append((hit.start, hit.end))
            found.append(hit.shifted(shift))
    return found


_EUROPE = re.compile(r"\b(?:European|Europeans|Europe)\b(?! (?:Court|Convention))")


def _places(
    text: str, parse: Parse, codes: list[str], taken: list[tuple[int, int]], on: dt.date | None
) -> list[NationHit]:
    spans = [mention.span for mention in parse.mentions if mention.kind == "place"]
    spans += [
        Span(match.start(1), match.end(1)) for match in _TOWN.finditer(text, parse.span.start, parse.span.end)
    ]
    found: list[NationHit] = []
    for span in spans:
        if any(a < span.end and span.start < b for a, b in taken):
            continue
        code = places.country_of(re.sub(r"['’]s?$", "", span.of(text)), codes, on)
        if code:
            taken.append((span.start, span.end))
            found.append(NationHit(span.start, span.end, code, "town"))
    return found


def _people(number: int, chains: Chains, parse: Parse, on: dt.date | None) -> list[NationHit]:
    found = []
    for node in chains.nodes:
        named = node.clues.person or node.clues.owner
        if node.parse == number and named and countries.of_phrase(node.clues.text) is None:
            for holding in holders.find_person(named, on)[:1]:
                if holding.certain and holding.country:
                    span = parse.mentions[node.mention].span
                    found.append(NationHit(span.start, span.end, holding.country, "person"))
    return found


def _names(chains: Chains, parses: Sequence[Parse]) -> list[list[tuple[int, int]]]:
    """Where the full personal names of each passage stand, and the short forms that go with them."""
    found: list[list[tuple[int, int]]] = [[] for _ in parses]
    for node in chains.nodes:
        named = node.clues.person or node.clues.owner
        mates = (node, *chains.of(node.parse, node.mention))
        if named and any(" " in (mate.clues.person or mate.clues.owner or "") for mate in mates):
            start = parses[node.parse].mentions[node.mention].span.start + node.clues.text.find(named)
            found[node.parse].append((start, start + len(named)))
    return found
