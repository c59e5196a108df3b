"""Weighing the grounds for country and sector of every mention (kinds: see `grounds` and `sectors`).

1. each mention's own grounds, those of its chain's other mentions, of the passage's setting and of its events;
2. the same ground told twice counts once; value times weight (table `grounds.csv`) adds up for each code;
3. a chain that names a person has one country and one sector: the mean over its mentions decides;
4. a country needs more than saying nothing (`none.` and the mention's class); a sector needs none.

The weights were fitted on annotated passages by `training.fit_grounds` and are read, never learned, here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from westphalia.errors import OntologyError
from westphalia.ontology._table import rows
from westphalia.records import Article, Parse
from westphalia.resolve.chains import Chains, Node
from westphalia.resolve.grounds import Ground, class_of, own_grounds, party_grounds, setting_grounds
from westphalia.resolve.sectors import sector_grounds, usual_grounds
from westphalia.resolve.setting import article_share, settings_of

Key = tuple[int, int]  # parse and mention
# Kinds that settle a party's country for the others of its event.
SURE = frozenset(
    {"name", "body", "owner", "office", "surname", "apposition", "before", "of", "town", "within", "idiom"}
)
MATES = 8  # of a long chain, so many first mentions, which introduce somebody, and so many around a mention, count
SHOWN = 3  # grounds that a verdict tells


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code, or None for "not told", its total and that of saying nothing, and its weightiest grounds."""

    code: str | None
    total: float
    nothing: float
    grounds: tuple[tuple[Ground, float], ...]

    def told(self) -> str:
        """The grounds in words, for `basis`."""
        return ", ".join(f"{ground.why} {weight:+.1f}" for ground, weight in self.grounds)


@cache
def weights(fact: str) -> dict[str, float]:
    """Each kind's weight for "country" or "sector". Raises OntologyError where the table is broken."""
    try:
        return {
            kind: float(weight)
            for of, kind, weight in rows("grounds.csv", ("fact", "kind", "weight"))
            if of == fact
        }
    except ValueError as error:
        raise OntologyError(f"ontology table grounds.csv: {error}") from error


def gather_countries(
    article: Article, parses: Sequence[Parse], chains: Chains
) -> dict[Key, tuple[str, list[Ground]]]:
    """Each actor mention's class and grounds for a country (steps 1 and 2)."""
    on = article.published.start if article.published else None  # the year is enough for an office
    settings = settings_of(article, parses, chains)
    texts = [parse.span.of(article.text) for parse in parses]
    whole = article_share(settings) if len(parses) > 1 else {}
    own: dict[Key, list[Ground]] = {}
    known: list[dict[int, str]] = [{} for _ in parses]
    for node in chains.nodes:
        number, index = node.parse, node.mention
        mention = parses[number].mentions[index]
        found = list(own_grounds(node.clues, mention, settings[number], article.text, texts[number], on))
        own[number, index] = found
        sure = next((ground.code for ground in found if ground.kind in SURE), None)
        if sure:
            known[number][index] = sure
    gathered: dict[Key, tuple[str, list[Ground]]] = {}
    for node in chains.nodes:
        parse, setting = parses[node.parse], settings[node.parse]
        mention = parse.mentions[node.mention]
        grounds = [*own[node.parse, node.mention], *_of_mates(node, chains, own)]
        kind = class_of(node.clues, mention)
        if node.clues.shape != "country":
            grounds += setting_grounds(kind, mention, setting, whole, article.text)
            grounds += party_grounds(node.mention, kind, parse, known[node.parse], setting, article.text)
        gathered[node.parse, node.mention] = kind, _strongest(grounds)
    return gathered


def gather_sectors(article: Article, parses: Sequence[Parse], chains: Chains) -> dict[Key, list[Ground]]:
    """Each actor mention's grounds for a sector (steps 1 and 2)."""
    on = article.published.start if article.published else None
    own = {
        (node.parse, node.mention): list(
            sector_grounds(node.clues, parses[node.parse].mentions[node.mention], article.text, on)
        )
        for node in chains.nodes
    }
    return {
        (node.parse, node.mention): _strongest(
            [*own[node.parse, node.mention], *_of_mates(node, chains, own), *usual_grounds(node.clues)]
        )
        for node in chains.nodes
    }


def countries_of(article: Article, parses: Sequence[Parse], chains: Chains) -> dict[Key, Verdict]:
    """Each actor mention's country."""
    gathered = gather_countries(article, parses, chains)
    table = weights("country")
    grounds = {key: found for key, (_, found) in gathered.items()}
    nothing = {key: table.get(f"none.{kind}", 0.0) for key, (kind, _) in gathered.items()}
    return _verdicts(chains, grounds, nothing, table)


def sectors_of(article: Article, parses: Sequence[Parse], chains: Chains) -> dict[Key, Verdict]:
    """Each actor mention's sector; there is always one."""
    gathered = gather_sectors(article, parses, chains)
    return _verdicts(chains, gathered, dict.fromkeys(gathered, float("-inf")), weights("sector"))


def _of_mates(node: Node, chains: Chains, own: Mapping[Key, list[Ground]]) -> list[Ground]:
    """The grounds of the other mentions of a chain: those of a person's name count as his own.

    A country or body that names itself needs none.
    """
    if any(ground.kind in {"name", "body"} for ground in own[node.parse, node.mention]):
        return []
    mates = chains.of(node.parse, node.mention)
    if len(mates) > 3 * MATES:
        at = mates.index(node)
        first = max(MATES, at - MATES // 2)
        mates = [*mates[:MATES], *mates[first : first + MATES]]
    person = bool(node.clues.person)
    return [
        Ground(
            ground.code,
            ground.kind if person and mate.clues.person else f"mate.{ground.kind}",
            ground.value,
            f"{mate.clues.text!r}: {ground.why}",
        )
        for mate in mates
        if mate is not node
        for ground in own[mate.parse, mate.mention]
    ]


def _strongest(grounds: Sequence[Ground]) -> list[Ground]:
    """One ground of each kind for each code: the same ground told again counts once."""
    best: dict[tuple[str, str], Ground] = {}
    for ground in grounds:
        key = ground.code, ground.kind
        if key not in best or ground.value > best[key].value:
            best[key] = ground
    return list(best.values())


def totals(grounds: Sequence[Ground], table: Mapping[str, float]) -> dict[str, float]:
    """Each code's sum of value times weight."""
    found: dict[str, float] = {}
    for ground in grounds:
        found[ground.code] = found.get(ground.code, 0.0) + ground.value * table.get(ground.kind, 0.0)
    return found


def _verdicts(
    chains: Chains,
    grounds: Mapping[Key, list[Ground]],
    nothing: Mapping[Key, float],
    table: Mapping[str, float],
) -> dict[Key, Verdict]:
    sums = {key: totals(found, table) for key, found in grounds.items()}
    decided: dict[Key, Verdict] = {}
    for node in chains.nodes:
        key = node.parse, node.mention
        if key in decided:
            continue
        mates = [(mate.parse, mate.mention) for mate in chains.of(*key)]
        joint = any(mate.clues.person for mate in chains.of(*key))  # 3
        group = mates if joint else [key]
        mean = {
            code: sum(sums[mate].get(code, 0.0) for mate in group) / len(group)
            for code in sorted({code for mate in group for code in sums[mate]})
        }
        least = sum(nothing[mate] for mate in group) / len(group)
        code = max(mean, key=lambda code: mean[code], default=None)
        if code is None or mean[code] <= least:  # 4
            for mate in group:
                decided[mate] = Verdict(None, mean[code] if code else 0.0, least, ())
            continue
        for mate in group:
            decided[mate] = Verdict(code, mean[code], least, _telling(code, mate, group, grounds, table))
    return decided


def _telling(
    code: str, key: Key, group: Sequence[Key], grounds: Mapping[Key, list[Ground]], table: Mapping[str, float]
) -> tuple[tuple[Ground, float], ...]:
    """The weightiest reasons for a code: the mention's own, or those of the chain where it has none.

    Grounds of one reason (the parser's score and that it is high) are told as one.
    """
    for source in (key, *group):
        reasons: dict[str, tuple[Ground, float]] = {}
        for ground in grounds[source]:
            weight = ground.value * table.get(ground.kind, 0.0)
            if ground.code == code and weight:
                first, sofar = reasons.get(ground.why, (ground, 0.0))
                reasons[ground.why] = first, sofar + weight
        found = sorted((pair for pair in reasons.values() if pair[1] > 0), key=lambda pair: -pair[1])
        if found:
            return tuple(found[:SHOWN])
    return ()
