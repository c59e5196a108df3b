"""Grounds: what speaks for a country of an actor mention.

Each ground names a code, a kind, a value from 0 to 1 and a reason for the reader; what each kind weighs is in
`ontology/grounds.csv`, and `weigh` adds them up. The kinds:

1. the mention is a country, a capital or a seat of power (`name`), or an organisation of the tables (`body`);
2. its own grammar makes it belong to a country word inside it (`owner`), another one stands inside it (`inside`), or
   a body (`within`), a town, an idiom, a part of the world that has a body (`town`, `idiom`, `region`); or the words
   around it tie it to one (`of`, `in`, `apposition`, `before`, see `grammar`);
3. the office tables know the person at the date (`office`; by a surname alone `surname`; not surely `maybe`);
4. the parser points at a country word elsewhere (`points`), or at one of 2 (`inside.points` and so on);
5. another mention of its chain has one of these (`mate.` before the kind);
6. the passage's setting, after the mention's class: the share of its country words that tell the country (`told`;
   for bodies, towns, idioms and people `hinted`), the only one (`only`), the first (`first`), the last before the
   mention in its sentence (`near`), the dateline's (`dateline`); where its event is (`where`), what a party beside
   or opposite it is of (`beside`, `with`), the actor before it (`previous`), the last of its sector (`alike`) and
   the first of its sentence (`subject`);
7. the share of the whole article's country words (`article`).

6 and 7 depend on the class: police and parliaments are of the country that a passage is about, envoys are not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from westphalia.ontology import countries, holders
from westphalia.records import Mention, Parse
from westphalia.resolve.clues import PRONOUNS, Clues
from westphalia.resolve.grammar import possessor, same_sentence, sentence_start, ties
from westphalia.resolve.setting import NAMESAKES, NON_STATES, Setting

# Sectors of a state's own authorities, its parties and its professions: the class "state".
DOMESTIC = frozenset(
    {"GOV", "COP", "JUD", "LEG", "MIL", "OPP", "PTY", "LAB", "MED", "EDU", "AGR", "SPY", "PRE", "ELI"}
)
ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
PUBLIC = frozenset({"CVL", "SOC", "JRN", "REL"})
# Who is abroad, or nobody's, in a passage about one country: the class "abroad".
ELSEWHERE = frozenset(
    "foreign foreigners western international overseas donors tourists refugees migrants mediators mediator diplomats "
    "diplomat envoys envoy inspectors monitors observers peacekeepers world allies community investors others another "
    "counterpart counterparts ambassadors ambassador".split()
)
# Nouns whose country is a matter of their own, among the last words of a mention: people counted or hurt, states
# meant as a group, the land just named, the body just named.
HEADS = (
    (
        "crowd",
        frozenset("people victims witnesses speakers others persons passengers bodies casualties".split()),
    ),
    ("states", frozenset("countries states nations governments capitals parties sides members".split())),
    ("land", frozenset("country kingdom emirate republic nation homeland state".split())),
    (
        "bloc",
        frozenset(
            "alliance bloc organisation organization union agency charity foundation body fund mission".split()
        ),
    ),
)
HEAD_REACH = 3  # words from a mention's end among which such a noun is looked for
_COUNTED = re.compile(
    r"(?:(?:at least|about|some|over|more than|nearly|around|up to|another|an estimated) )*"
    r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands)\b)"
)
_PRONOUN_CLASS = {"one": "he", "thing": "it", "many": "they", "speaker": "I"}
_POSSESSED_CLASS = {"it": "its", "he": "his", "I": "our"}
# What a country word of each kind inside a mention is called; any other is `inside`.
_INSIDE = {"organisation": "within", "town": "town", "idiom": "idiom", "label": "idiom", "region": "region"}


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason to give an actor a code; `why` is for the reader."""

    code: str
    kind: str
    value: float
    why: str


def class_of(clues: Clues, mention: Mention) -> str:
    """The class of a mention that the weights of the setting go by."""
    folded = clues.folded
    if clues.shape == "pronoun":
        return _PRONOUN_CLASS[PRONOUNS[folded]]
    owner = possessor(clues.text)
    if owner:
        return _POSSESSED_CLASS[owner]
    words = folded.split()
    if not ELSEWHERE.isdisjoint(words):
        return "abroad"
    if clues.person:
        return "person"
    if clues.shape == "organisation":
        return "body"
    for name, nouns in HEADS:
        if not nouns.isdisjoint(words[-HEAD_REACH:]):
            return name
    if not clues.role and _COUNTED.match(folded):
        return "crowd"
    sector = clues.role_sector or mention.sector
    if sector in DOMESTIC:
        return "state"
    return "armed" if sector in ARMED else "public" if sector in PUBLIC else "other"


def own_grounds(
    clues: Clues, mention: Mention, setting: Setting, article: str, passage: str, on: dt.date | None
) -> Iterator[Ground]:
    """Kinds 1 to 4: what the mention's own words and pointers tell. `article` and `passage` are texts."""
    if clues.shape == "country":  # 1
        hit = clues.hits[0]
        code = countries.at(hit, on) if on else hit.code
        if code:
            yield Ground(code, "name", 1.0, f"{hit.kind} {clues.text[hit.start : hit.end]!r}")
        return
    organisation = clues.organisation.organisation if clues.organisation else None
    if clues.shape == "organisation" and organisation is not None and organisation.country:
        yield Ground(organisation.country, "body", 1.0, f"organisation {organisation.name!r}")
    yield from _words(clues, mention, setting, article, passage, on)
    named = clues.person or clues.owner
    if named:  # 3
        for holding in holders.find_person(named, on)[:1]:
            if holding.country:
                kind = ("office" if " " in named else "surname") if holding.certain else "maybe"
                yield Ground(holding.country, kind, 1.0, f"{holding.name}, {holding.office}")


def _words(
    clues: Clues, mention: Mention, setting: Setting, article: str, passage: str, on: dt.date | None
) -> Iterator[Ground]:
    """Kinds 2 and 4: the country words in, around and pointed at from a mention."""
    if clues.shape != "pronoun":
        owner = countries.of_phrase(clues.text, passage)
        if owner and not (
            owner.kind in NAMESAKES
            and clues.text[owner.start : owner.end] in (clues.person or clues.owner or "")
        ):
            owned = countries.at(owner, on) if on else owner.code
            if owned:  # 2
                yield Ground(owned, "owner", 1.0, f"{owner.kind} {clues.text[owner.start : owner.end]!r}")
        for kind, word in ties(mention, setting.words, article, bool(clues.person)):
            if kind != "in" or word.code not in NON_STATES:
                yield Ground(word.code, kind, 1.0, f"{article[word.start : word.end]!r} by {kind!r}")
    for word in setting.words:
        pointer = max(
            (score for span, score in mention.nations if span.start < word.end and word.start < span.end),
            default=0.0,
        )
        inside = mention.span.start <= word.start and word.end <= mention.span.end
        if inside and word.kind != "person":
            kind = _INSIDE.get(word.kind, "inside")
            yield Ground(word.code, kind, 1.0, f"{article[word.start : word.end]!r} inside")
            if pointer:
                yield Ground(word.code, f"{kind}.points", pointer, f"points at it {pointer:.2f}")
        elif pointer and not inside:  # 4
            yield Ground(
                word.code, "points", pointer, f"points at {article[word.start : word.end]!r} {pointer:.2f}"
            )


def setting_grounds(
    own: str, mention: Mention, setting: Setting, whole: Mapping[str, float], article: str
) -> Iterator[Ground]:
    """Kinds 6 and 7 for a mention of class `own`; `whole` is the article's share of each country."""
    for code, share in setting.told.items():  # 6
        yield Ground(code, f"{own}.told", share, f"{share:.0%} of the passage's country words")
    for code, share in setting.hinted.items():
        yield Ground(code, f"{own}.hinted", share, f"{share:.0%} of its bodies, towns and office holders")
    for name, told in (("only", setting.only), ("first", setting.first), ("dateline", setting.dateline)):
        if told:
            why = "of the dateline" if name == "dateline" else "of the passage"
            yield Ground(told, f"{own}.{name}", 1.0, f"the {name} {why}" if name != "dateline" else why)
    before = [
        word for word in setting.words if word.end <= mention.span.start and word.code not in NON_STATES
    ]
    if before and same_sentence(article, before[-1].end, mention.span.start):
        yield Ground(before[-1].code, f"{own}.near", 1.0, "the last country word before it")
    for code, share in whole.items():  # 7
        yield Ground(code, f"{own}.article", share, f"{share:.0%} of the article's country words")


def party_grounds(
    index: int, own: str, parse: Parse, known: Mapping[int, str], setting: Setting, article: str
) -> Iterator[Ground]:
    """Kind 6 from the actors around mention `index` of class `own`; `known` are the countries surely told of them."""
    mention = parse.mentions[index]
    for trigger in parse.triggers:
        if index not in (*trigger.actors, *trigger.recipients):
            continue
        for place in trigger.places:
            span = parse.mentions[place].span
            for word in setting.words:
                if span.start <= word.start and word.end <= span.end and word.code not in NON_STATES:
                    yield Ground(word.code, f"{own}.where", 1.0, "where its event is")
        mine = trigger.actors if index in trigger.actors else trigger.recipients
        for other in (*trigger.actors, *trigger.recipients):
            if other != index and other in known:
                side, why = ("beside", "of one side") if other in mine else ("with", "of the other side")
                yield Ground(known[other], f"{own}.{side}", 1.0, f"a party {why} of its event")
    earlier = sorted(
        (parse.mentions[other].span, other)
        for other in known
        if parse.mentions[other].span.end <= mention.span.start
    )
    if not earlier:
        return
    yield Ground(known[earlier[-1][1]], f"{own}.previous", 1.0, "the actor before it")
    alike = [other for _, other in earlier if parse.mentions[other].sector == mention.sector]
    if alike:
        yield Ground(known[alike[-1]], f"{own}.alike", 1.0, "the last actor of its sector")
    begin = sentence_start(article, mention.span, parse)
    inside = [other for span, other in earlier if span.start >= begin]
    if inside:
        yield Ground(known[inside[0]], f"{own}.subject", 1.0, "the first actor of its sentence")
