"""Chains: which mentions of an article are the same actor.

1. The same personal name, or a short form of a fuller name seen in the article.
2. The same organisation; the same country acting under any of its names (Russia, Moscow, the Kremlin).
3. Inside a passage, the parser's own links for pronouns and definite descriptions.
4. "I" and "we" inside a quotation are its speaker.
5. A pronoun or "the minister" with no link goes to the last fitting actor before it, a few passages back at most.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from westphalia.records import Article, Parse
from westphalia.resolve.clues import PRONOUNS, Clues, clues_of_parse, fold

LINK = 0.5  # the parser's score from which a link inside a passage is believed
REACH = 3  # passages a pronoun may look back over


@dataclass(frozen=True, slots=True)
class Node:
    """One actor mention in the article: its parse and index there, its clues."""

    parse: int
    mention: int
    clues: Clues


class Chains:
    """A union-find over the article's actor mentions; `of(parse, mention)` gives the chain's nodes."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._index = {(node.parse, node.mention): n for n, node in enumerate(nodes)}
        self._parent = list(range(len(nodes)))
        self._size = [1] * len(nodes)
        self._chains: dict[int, list[Node]] | None = None
        self.why: dict[int, str] = {}

    def _root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, a: int, b: int, why: str) -> None:
        """Join two chains; the earlier mention stays the root, so the result needs no order of calls."""
        first, second = sorted((self._root(a), self._root(b)))
        if first != second:
            self._parent[second] = first
            self._size[first] += self._size[second]
            self._chains = None
            self.why.setdefault(b, why)

    def number(self, parse: int, mention: int) -> int:
        return self._index[parse, mention]

    def is_alone(self, n: int) -> bool:
        return self._size[self._root(n)] == 1

    def of(self, parse: int, mention: int) -> list[Node]:
        """The mentions of one actor, in the article's order."""
        if self._chains is None:
            self._chains = {}
            for n, node in enumerate(self.nodes):
                self._chains.setdefault(self._root(n), []).append(node)
        return self._chains[self._root(self._index[parse, mention])]


def plain(name: str) -> str:
    """A name without accents, dots and hyphens, in lower case: for comparing, not for showing."""
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(kept.lower().replace(".", " ").replace("-", " ").replace("’", "'").split())


def chains_of(article: Article, parses: tuple[Parse, ...]) -> Chains:
    nodes = [
        Node(p, m, clues)
        for p, parse in enumerate(parses)
        for m, clues in enumerate(clues_of_parse(article.text, parse))
        if clues is not None
    ]
    chains = Chains(nodes)
    _join_names(chains)  # 1
    _join_named_things(chains)  # 2
    _join_links(chains, parses)  # 3
    _join_speakers(chains, parses)  # 4
    _join_back(chains, parses)  # 5
    return chains


def _same_person(short: str, full: str) -> bool:
    """Whether `short` can stand for `full`: its last part, its first (Xi for Xi Jinping), or a spelling of it."""
    a, b = short.split(), full.split()
    if a == b:
        return True
    if len(a) == 1:
        return len(a[0]) > 1 and a[0] in (b[-1], b[0])
    if len(a) < len(b):
        return a == b[-len(a) :] or (a[0] == b[0] and a[-1] == b[-1])
    return len(a) == len(b) and a[-1] == b[-1] and a[0][0] == b[0][0] and _alike(a[0], b[0])


def _alike(a: str, b: str) -> bool:
    """Two spellings of a given name: an initial, or the same consonants (Sergei, Sergueï)."""
    if len(a) == 1 or len(b) == 1:
        return True
    if {a[-1], b[-1]} == {"a", "o"}:
        return False  # Maria is not Mario
    bones = [("".join(char for char in word if char not in "aeiouyh")) for word in (a, b)]
    return bones[0] == bones[1]


def _join_names(chains: Chains) -> None:
    people = [(n, plain(node.clues.person)) for n, node in enumerate(chains.nodes) if node.clues.person]
    sharing: dict[str, list[tuple[int, str]]] = {}
    for n, name in people:
        for word in set(name.split()):
            sharing.setdefault(word, []).append((n, name))
    vague = {name for name in {name for _, name in people} if _clash(name, sharing)}
    for n, name in people:
        if name in vague:
            continue
        near = {
            m: other for word in name.split() for m, other in sharing[word] if m != n and other not in vague
        }
        fits = [m for m, other in near.items() if _same_person(name, other) or _same_person(other, name)]
        # The nearest earlier fitting mention; failing that, the next later one (captions can come first).
        earlier = max((m for m in fits if m < n), default=None)
        best = earlier if earlier is not None else min(fits, default=None)
        if best is not None:
            chains.join(best, n, f"name {chains.nodes[best].clues.person!r}")


def _clash(name: str, sharing: dict[str, list[tuple[int, str]]]) -> bool:
    """A single name that fits two different full names of the article stays alone."""
    if " " in name:
        return False
    fits = {full for _, full in sharing[name] if " " in full and _same_person(name, full)}
    return any(not (_same_person(a, b) or _same_person(b, a)) for a in fits for b in fits)


def _join_named_things(chains: Chains) -> None:
    first: dict[str, int] = {}
    for n, node in enumerate(chains.nodes):
        clues = node.clues
        if clues.shape == "organisation" and clues.organisation is not None:
            key = f"organisation {clues.organisation.organisation.name}"
        elif clues.shape == "country" and clues.hits[0].code:
            key = f"country {clues.hits[0].code}"
        else:
            continue
        if key in first:
            chains.join(first[key], n, key)
        else:
            first[key] = n


def _join_links(chains: Chains, parses: tuple[Parse, ...]) -> None:
    for n, node in enumerate(chains.nodes):
        clues = node.clues
        if clues.shape not in {"pronoun", "description"}:
            continue
        mention = parses[node.parse].mentions[node.mention]
        for other, score in mention.same_as:
            if score < LINK:
                break
            target = chains.number(node.parse, other)
            if clues.shape == "pronoun" and chains.nodes[target].clues.shape == "pronoun" and target > n:
                continue
            chains.join(target, n, f"link {score:.2f} to {chains.nodes[target].clues.text!r}")
            break


def _join_speakers(chains: Chains, parses: tuple[Parse, ...]) -> None:
    for n, node in enumerate(chains.nodes):
        if node.clues.shape != "pronoun" or PRONOUNS[fold(node.clues.text)] != "speaker":
            continue
        span = parses[node.parse].mentions[node.mention].span
        for quote in parses[node.parse].quotes:
            if quote.speaker is not None and quote.span.contains(span):
                speaker = chains.number(node.parse, quote.speaker)
                chains.join(speaker, n, f"speaker {chains.nodes[speaker].clues.text!r}")


def _join_back(chains: Chains, parses: tuple[Parse, ...]) -> None:
    people: list[int] = []  # the last named person of each passage so far
    roles: dict[str, list[int]] = {}  # by role word, its last bearers with a name or a country
    for n, node in enumerate(chains.nodes):
        clues = node.clues
        candidates: list[int] = []
        if clues.shape == "pronoun" and PRONOUNS[fold(clues.text)] == "one":
            candidates = people
        elif (
            clues.shape == "description"
            and clues.role
            and not clues.hits
            and clues.text[:4].lower() == "the "
        ):
            candidates = roles.get(clues.role, [])
        alone = chains.is_alone(n) and not parses[node.parse].mentions[node.mention].members
        fits = [m for m in candidates[-1:] if alone and node.parse - chains.nodes[m].parse <= REACH]
        if fits:
            chains.join(fits[-1], n, f"last {clues.role or 'person'} before it")
        if clues.person:
            people.append(n)
        if clues.role and (clues.person or clues.hits):
            roles.setdefault(clues.role, []).append(n)
