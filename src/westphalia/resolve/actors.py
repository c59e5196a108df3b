"""Who: country, sector, name and identity of every actor mention.

The country of a mention, the strongest of:
1. the mention is a country, a capital or a seat of government (or an organisation of the tables);
2. the country word that the mention's own grammar makes it belong to ("the US ambassador to Russia"), or
   another one inside it that the parser points at;
3. the office table, for a person whose name it knows at the date;
4. a country word elsewhere in the passage that the parser points at ("the minister", in Estonia's cabinet);
5. the other mentions of its chain, by the same grounds, a little weaker;
6. an organisation named inside the mention ("a NATO spokesman").
7. the one country that the passage speaks of, for somebody of a state (its police, its people);
8. the country that most of the article speaks of, for its authorities and its public.
Nothing that reaches BELIEVED leaves the country open: unknown is an answer.

The sector comes from the tables where the mention is an organisation or a bare country, from the parser
otherwise, and from the role words where the parser is unsure.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from westphalia.ontology import countries, holders, nations
from westphalia.ontology.nations import NationHit
from westphalia.records import Actor, Article, Member, Mention, Parse
from westphalia.resolve.chains import Chains, Node, chains_of, plain
from westphalia.resolve.clues import Clues

BELIEVED = 0.4
HOME = 0.41  # the weight of ground 7: just enough where nothing else is told
HOME_SHARE = 0.6
# Sectors of a state's own authorities and public, who need no country named in its own news.
DOMESTIC = frozenset(
    {"GOV", "COP", "JUD", "LEG", "MIL", "OPP", "PTY", "LAB", "MED", "EDU", "CVL", "AGR", "SPY"}
)
# Whom a passage about one country does not make its own: they are abroad, or nobody's.
ELSEWHERE = frozenset(
    "foreign foreigners western international overseas donors tourists refugees migrants mediators diplomats envoys envoy "
    "inspectors monitors observers peacekeepers world allies community".split()
)
NAMESAKES = frozenset({"people", "capital", "place"})  # kinds of country words that surnames are made of
SURE_COUNTRY = 0.7  # from which a mention's own ground needs no help from its chain
SURE_SECTOR = 0.5


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason to give an actor a country."""

    code: str
    score: float
    why: str
    by_name: bool = False


def resolve_actors(article: Article, parses: tuple[Parse, ...]) -> tuple[dict[int, Actor], ...]:
    """For each parse, its actor mentions' actors by mention index."""
    chains = chains_of(article, parses)
    on = article.published.start if article.published else None  # the year is enough for an office
    texts = [parse.span.of(article.text) for parse in parses]
    named = [_names(n, chains, parse) for n, parse in enumerate(parses)]
    words = [
        [
            hit
            for hit in (hit.shifted(parse.span.start) for hit in nations.find(text, on))
            if hit.kind not in NAMESAKES or not any(a < hit.end and hit.start < b for a, b in names)
        ]
        for parse, text, names in zip(parses, texts, named, strict=True)
    ]
    home = _home(words)
    grounds = {
        (node.parse, node.mention): tuple(
            _own_grounds(
                node.clues,
                parses[node.parse].mentions[node.mention],
                words[node.parse],
                texts[node.parse],
                on,
                home,
            )
        )
        for node in chains.nodes
    }
    found: tuple[dict[int, Actor], ...] = tuple({} for _ in parses)
    for node in chains.nodes:
        found[node.parse][node.mention] = _actor(node, chains, grounds, parses)
    for parse, actors in zip(parses, found, strict=True):
        for index, actor in list(actors.items()):
            members = _members(parse.mentions[index], actors[index], actors)
            if members:
                actors[index] = _with_members(actor, members)
    return found


def _home(words: list[list[NationHit]]) -> str | None:
    """The country that HOME_SHARE of an article's country words tell, of at least three."""
    counts = Counter(hit.code for hits in words for hit in hits if hit.kind != "organisation")
    if counts.total() < 3:
        return None
    code, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return code if count >= HOME_SHARE * counts.total() else None


def _names(number: int, chains: Chains, parse: Parse) -> list[tuple[int, int]]:
    """Where the personal names of a passage stand: "Patricio Lagos" is not of Nigeria."""
    found = []
    for node in chains.nodes:
        person = node.clues.person
        if node.parse != number or not person:
            continue
        if any(" " in (mate.clues.person or "") for mate in chains.of(node.parse, node.mention)):
            start = parse.mentions[node.mention].span.start + node.clues.text.find(person)
            found.append((start, start + len(person)))
    return found


def _own_grounds(
    clues: Clues, mention: Mention, words: list[NationHit], text: str, on: dt.date | None, home: str | None
) -> Iterator[Ground]:
    """What the mention's own words and pointers tell; `words` are the country words of its passage `text`.

    `home` is the country that most of the article speaks of, if there is one.
    """
    if clues.shape == "country":  # 1
        hit = clues.hits[0]
        code = countries.at(hit, on) if on else hit.code
        if code:
            yield Ground(code, 0.97, f"{hit.kind} {clues.text[hit.start : hit.end]!r}")
        return
    organisation = clues.organisation.organisation if clues.organisation else None
    if clues.shape == "organisation" and organisation is not None and organisation.country:
        yield Ground(organisation.country, 0.96, f"organisation {organisation.name!r}")
    owner = countries.of_phrase(clues.text, text) if clues.shape != "pronoun" else None
    if (
        owner
        and owner.kind in NAMESAKES
        and clues.person
        and clues.text[owner.start : owner.end] in clues.person
    ):
        owner = None
    owned = (countries.at(owner, on) if on else owner.code) if owner else None
    if owner and owned:  # 2
        yield Ground(owned, 0.9, f"{owner.kind} {clues.text[owner.start : owner.end]!r}")
    for word in words:
        pointer = max(
            (s for span, s in mention.nations if span.start < word.end and word.start < span.end), default=0.0
        )
        if mention.span.start <= word.start and word.end <= mention.span.end:
            if word.kind == "organisation":  # 6
                yield Ground(word.code, 0.4 + 0.4 * pointer, f"{word.kind} inside, {pointer:.2f}")
            else:  # 2
                yield Ground(word.code, 0.25 + 0.6 * pointer, f"{word.kind} inside, {pointer:.2f}")
        elif pointer > 0.2:  # 4
            yield Ground(word.code, 0.1 + 0.8 * pointer, f"points at a {word.kind} {pointer:.2f}")
    if clues.person:  # 3
        for holding in holders.find_person(clues.person, on)[:1]:
            if holding.certain and holding.country:
                score = 0.8 if " " in clues.person else 0.65  # a bare surname may be another's
                yield Ground(holding.country, score, f"{holding.name}, {holding.office}", by_name=True)
    here = {word.code for word in words if word.kind != "organisation"}
    if len(here) == 1 and clues.shape != "organisation" and not ELSEWHERE & set(clues.folded.split()):  # 7
        (code,) = here
        yield Ground(code, HOME, "the only country of the passage")
    elif not here and home and mention.sector in DOMESTIC and not ELSEWHERE & set(clues.folded.split()):  # 8
        yield Ground(home, HOME, "the country of the article")


def _country(node: Node, chains: Chains, grounds: dict[tuple[int, int], tuple[Ground, ...]]) -> Ground | None:
    mates = chains.of(node.parse, node.mention)
    if any(mate.clues.person for mate in mates):
        best = _country_of_person(mates, grounds)
    else:
        best = max(grounds[node.parse, node.mention], key=lambda ground: ground.score, default=None)
        if best is None or best.score < SURE_COUNTRY:  # 5
            others = (
                Ground(ground.code, ground.score * 0.9, f"{mate.clues.text!r}: {ground.why}")
                for mate in mates
                if mate is not node
                for ground in grounds[mate.parse, mate.mention]
            )
            rivals = [ground for ground in (best, *others) if ground is not None]
            best = max(rivals, key=lambda ground: ground.score, default=None)
    return best if best is not None and best.score >= BELIEVED else None


def _country_of_person(
    mates: list[Node], grounds: dict[tuple[int, int], tuple[Ground, ...]]
) -> Ground | None:
    """One country for all mentions of a person: the code with the most weight over the chain.

    The same ground told again (a name's office, at each mention of the name) counts once. Cubes, so that
    one strong ground ("Georgian minister") outweighs a few weak pointers.
    """
    weight: dict[str, float] = {}
    best: dict[str, Ground] = {}
    counted: set[tuple[str, str]] = set()
    for mate in mates:
        for ground in grounds[mate.parse, mate.mention]:
            told = (ground.code, ground.why if ground.by_name else f"{mate.parse}.{mate.mention}")
            if ground.code not in best or ground.score > best[ground.code].score:
                best[ground.code] = ground
            if told not in counted:
                counted.add(told)
                weight[ground.code] = weight.get(ground.code, 0.0) + ground.score**3
    believed = [code for code in weight if best[code].score >= BELIEVED]
    return best[max(believed, key=lambda code: (weight[code], code))] if believed else None


def _sector(node: Node, chains: Chains, parses: tuple[Parse, ...], country: str | None) -> tuple[str, str]:
    """The sector and its ground."""
    clues = node.clues
    mention = parses[node.parse].mentions[node.mention]
    if clues.shape == "organisation" and clues.organisation is not None:
        return clues.organisation.organisation.sector, "organisation"
    if clues.shape == "country" and country is not None:
        return (clues.hits[0].sector or "GOV"), "country"
    if mention.sector and mention.sector_score >= SURE_SECTOR:
        return mention.sector, f"parser {mention.sector_score:.2f}"
    best = mention.sector, mention.sector_score, "parser"
    for other in chains.of(node.parse, node.mention):
        rival = parses[other.parse].mentions[other.mention]
        if rival.sector and rival.sector_score > best[1]:
            best = rival.sector, rival.sector_score, f"parser, at {other.clues.text!r}"
    if best[1] < SURE_SECTOR and clues.role_sector:
        return clues.role_sector, f"role {clues.role!r}"
    return best[0] or "UNK", f"{best[2]} {best[1]:.2f}"


def _name(node: Node, chains: Chains, country: str | None) -> str | None:
    """The fullest personal name of the chain, the organisation's name, or the country's."""
    mates = chains.of(node.parse, node.mention)
    people = [mate.clues.person for mate in mates if mate.clues.person]
    if people:
        return max(people, key=lambda name: (len(name.split()), len(name)))
    for mate in (node, *mates):
        if mate.clues.shape == "organisation" and mate.clues.organisation is not None:
            return mate.clues.organisation.organisation.name
    for mate in (node, *mates):
        if mate.clues.shape == "country" and country is not None:
            return countries.name_of(country)
    return None


def _actor(
    node: Node,
    chains: Chains,
    grounds: dict[tuple[int, int], tuple[Ground, ...]],
    parses: tuple[Parse, ...],
) -> Actor:
    ground = _country(node, chains, grounds)
    code = ground.code if ground else None
    sector, sector_why = _sector(node, chains, parses, code)
    name = _name(node, chains, code)
    role = next(
        (mate.clues.role for mate in (node, *chains.of(node.parse, node.mention)) if mate.clues.role), None
    )
    link = chains.why.get(chains.number(node.parse, node.mention))
    basis = "; ".join(
        part
        for part in (
            f"country {code}: {ground.why}" if ground else "country open",
            f"sector {sector}: {sector_why}",
            f"same as: {link}" if link else "",
        )
        if part
    )
    mention = parses[node.parse].mentions[node.mention]
    return Actor(
        span=mention.span,
        text=node.clues.text,
        actor_id=actor_id(name, code, sector, _kind(node, chains)),
        name=name,
        country=code,
        sector=sector,
        role=role,
        basis=basis,
    )


def _kind(node: Node, chains: Chains) -> str:
    """What the chain of a mention is, by its most telling mention."""
    shapes = {mate.clues.shape for mate in chains.of(node.parse, node.mention)}
    return next((shape for shape in ("person", "country", "organisation") if shape in shapes), "other")


def actor_id(name: str | None, country: str | None, sector: str, kind: str) -> str:
    """A stable id: `p-…` for a person, `o-…` for another named actor, country and sector for the unnamed.

    `kind` is "person", "country" or anything else. A country acting is its government's id: `RUS-GOV`.
    """
    if name is None or kind == "country":
        return f"{country or '---'}-{sector}"
    key = f"{plain(name)}|{country or ''}"
    return f"{'p' if kind == 'person' else 'o'}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _members(mention: Mention, actor: Actor, actors: dict[int, Actor]) -> tuple[Member, ...]:
    """Those a plural stands for, each country once; a single one makes no plural.

    The parser's links ("both countries"), or countries joined inside the mention ("US and Korean warships").
    """
    seen: list[Member] = []
    for index, score in mention.members:
        other = actors[index]
        if score >= BELIEVED and other.country and all(member.country != other.country for member in seen):
            seen.append(Member(other.name, other.country))
    if len(seen) < 2:
        seen = [Member(countries.name_of(code), code) for code in joined_countries(actor.text)]
    return tuple(seen) if len(seen) > 1 else ()


def joined_countries(text: str) -> list[str]:
    """Codes of countries told side by side ("the French, Russian and German ministers"); else none."""
    hits = [hit for hit in countries.find(text) if hit.code]
    for left, right in pairwise(hits):
        if not _JOINT.fullmatch(text[left.end : right.start]):
            return []
    codes = list(dict.fromkeys(str(hit.code) for hit in hits))
    return codes if len(codes) > 1 else []


_JOINT = re.compile(r"(?:'s|’s)?(?:,? and (?:the )?|, (?:the )?| or |-|/)")


def _with_members(actor: Actor, members: tuple[Member, ...]) -> Actor:
    names = ", ".join(str(member.name or member.country) for member in members)
    return replace(
        actor,
        actor_id="+".join(sorted(str(member.country) for member in members)),
        name=None,
        country=None,
        members=members,
        basis=f"{actor.basis}; stands for {names}",
    )
