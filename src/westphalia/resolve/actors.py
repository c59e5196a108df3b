"""Who: country, sector, name, role and identity of every actor mention.

1. Mentions of one actor are joined over the article (`chains`).
2. Grounds for a country and for a sector are gathered and weighed (`grounds`, `sectors`, `weigh`): what the mention
   names, whose its grammar makes it, the office tables at the date, the parser's pointers, its chain, its passage.
   What is not outweighed by saying nothing stays open: unknown is an answer.
3. The name is the fullest of the chain, or the one the office tables have for a surname they are certain of.
4. The role is the chain's own words, else the office held at the date.
5. A plural stands for its members: the parser's links, or countries joined inside it.

`basis` tells the weightiest grounds of each decision, with their weights.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

from westphalia.ontology import countries, holders
from westphalia.ontology.holders import Holding
from westphalia.records import Actor, Article, Member, Mention, Parse
from westphalia.resolve.chains import Chains, Node, chains_of, plain
from westphalia.resolve.weigh import Verdict, countries_of, sectors_of

BELIEVED = 0.4  # the parser's score from which a member of a plural is believed


def resolve_actors(article: Article, parses: tuple[Parse, ...]) -> tuple[dict[int, Actor], ...]:
    """For each parse, its actor mentions' actors by mention index."""
    on = article.published.start if article.published else None  # the year is enough for an office
    chains = chains_of(article, parses)  # 1
    homes = countries_of(article, parses, chains)  # 2
    sectors = sectors_of(article, parses, chains)
    found: tuple[dict[int, Actor], ...] = tuple({} for _ in parses)
    for node in chains.nodes:
        key = node.parse, node.mention
        found[node.parse][node.mention] = _actor(
            node, chains, homes[key], sectors[key], parses[node.parse].mentions[node.mention], on
        )
    for parse, actors in zip(parses, found, strict=True):
        for index, actor in list(actors.items()):
            members = _members(parse.mentions[index], actors[index], actors)  # 5
            if members:
                actors[index] = _with_members(actor, members)
    return found


def _actor(
    node: Node, chains: Chains, home: Verdict, sort: Verdict, mention: Mention, on: dt.date | None
) -> Actor:
    sector = sort.code or "UNK"
    holding = _holding(node, chains, home.code, on)
    name = _name(node, chains, home.code, holding)
    link = chains.why.get(chains.number(node.parse, node.mention))
    basis = "; ".join(
        part
        for part in (
            f"country {home.code} ({home.total:.1f} against {home.nothing:.1f}): {home.told()}"
            if home.code
            else f"country open ({home.total:.1f} against {home.nothing:.1f})",
            f"sector {sector}: {sort.told()}",
            f"same as: {link}" if link else "",
        )
        if part
    )
    return Actor(
        span=mention.span,
        text=node.clues.text,
        actor_id=actor_id(name, home.code, sector, _kind(node, chains)),
        name=name,
        country=home.code,
        sector=sector,
        role=_role(node, chains, holding, on),
        basis=basis,
    )


def _holding(node: Node, chains: Chains, country: str | None, on: dt.date | None) -> Holding | None:
    """The office that the tables surely know the chain's person in, if it is of the country decided on."""
    for mate in (node, *chains.of(node.parse, node.mention)):
        if mate.clues.person:
            for holding in holders.find_person(mate.clues.person, on)[:1]:
                if holding.certain and holding.country == country:
                    return holding
    return None


def _name(node: Node, chains: Chains, country: str | None, holding: Holding | None) -> str | None:
    """3: the fullest personal name of the chain, the organisation's name, or the country's."""
    mates = chains.of(node.parse, node.mention)
    people = [mate.clues.person for mate in mates if mate.clues.person]
    if people:
        fullest = max(people, key=lambda name: (len(name.split()), len(name)))
        return holding.name if holding is not None and " " not in fullest else fullest
    for mate in (node, *mates):
        if mate.clues.shape == "organisation" and mate.clues.organisation is not None:
            return mate.clues.organisation.organisation.name
    for mate in (node, *mates):
        if mate.clues.shape == "country" and country is not None:
            return countries.name_of(country)
    return None


def _role(node: Node, chains: Chains, holding: Holding | None, on: dt.date | None) -> str | None:
    """4: the role told in the text, else the office held on the day."""
    told = [mate.clues.role for mate in (node, *chains.of(node.parse, node.mention)) if mate.clues.role]
    if told or holding is None or on is None:
        return told[0] if told else None
    held = holding.start <= on and (holding.end is None or on <= holding.end)
    return holding.office if held else None


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
