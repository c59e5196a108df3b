"""On whose word: the chain of an event's sources, from who said it first to the outlet that printed it.

1. The people and bodies that the passage credits, those quoted by others first; an unnamed one keeps its
   description ("two Western diplomats").
2. The media among them, and the medium that a speaker told it to ("told AFP").
3. With nobody credited, the words of hearsay in the event's own clause ("reportedly", "state media said").
4. The agency whose story it is; 5. the outlet. Each once, under the first of its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from westphalia.ontology import organisations
from westphalia.records import Actor, Article, Span

NEAR = 90  # characters between hearsay and the event that it is about
_TOLD = re.compile(
    r"\b(?:told|tells|telling|speaking to|spoke to|in an interview with|interview(?:ed)? by|in remarks to|"
    r"in comments to|quoted by|as quoted by|cited by|carried by|seen by|obtained by)\s"
)
_REPORTS = (
    r"(?:news |press |media |local |unconfirmed |several |some |initial |early |other |foreign |recent )*"
)
_HEARSAY = re.compile(
    rf"\b(?:reportedly|allegedly|purportedly|(?:widely|reliably|variously) reported"
    rf"|(?:it )?(?:was|is|has been|had been) (?:widely )?(?:reported|rumou?red)"
    rf"|(?:according to|citing) {_REPORTS}(?:reports|media|sources)"
    rf"|{_REPORTS}(?:reports|sources|media)(?= (?:say|says|said|suggest\w*|indicate\w*|claim\w*)\b)"
    rf"|(?:is|are|was|were) (?:said|alleged|understood|believed) to\b)",
    re.IGNORECASE,
)
# The last words of names that every state has a body of.
_COMMON = frozenset(
    """administration agency army cabinet commission committee council court department force forces government
    guard ministry office parliament party police service services""".split()
)
_BODY_MAX = 60  # characters behind "told" in which the medium's name starts


def chain_of(article: Article, said: Sequence[Actor], sentence: Span, trigger: Span) -> tuple[str, ...]:
    """The names of an event's sources in order, the outlet last."""
    ordered = sorted(said, key=_is_medium)  # stable: the text's order within each group
    names: list[str] = [label(actor) for actor in ordered if not _is_medium(actor)]  # 1
    media = [label(actor) for actor in ordered if _is_medium(actor)]  # 2
    if names:
        media += _media_told(article.text, said, sentence)
    if not names and not media:
        media += _hearsay(article.text, sentence, trigger)  # 3
    return tuple(_once((*names, *media, article.wire, article.outlet)))  # 4, 5


def label(actor: Actor) -> str:
    """How a source is called in a chain: its name, else its description as written."""
    written = " ".join(actor.text.split())
    if not actor.name or actor.members:
        return written
    last = actor.name.split()[-1]
    # "Lawyers for Soto" are not Soto; "the interior ministry" is some country's, which its words tell best.
    if re.search(rf"\b(?:for|of|to|by)\b.*\b{re.escape(last)}", written):
        known = organisations.by_name(actor.name)
        if known is None or known.name not in written:
            return written
    known = organisations.by_name(actor.name)
    return written if known is not None and known.country is None and last.lower() in _COMMON else actor.name


def _is_medium(actor: Actor) -> bool:
    return actor.sector == "JRN" and not actor.actor_id.startswith("p-")  # a reporter is a speaker


def _media_told(text: str, said: Sequence[Actor], sentence: Span) -> list[str]:
    """The media that a credited speaker of this sentence told it to, in the text's order."""
    if not any(sentence.contains(actor.span) for actor in said):
        return []
    found: list[str] = []
    for told in _TOLD.finditer(text, sentence.start, sentence.end):
        behind = text[told.end() : min(told.end() + _BODY_MAX, sentence.end)]
        for hit in organisations.find(behind, sentence.of(text)):
            if hit.organisation.sector == "JRN" and hit.start <= len("the state news agency "):
                found.append(behind[hit.start : hit.end])
                break
    return found


def _hearsay(text: str, sentence: Span, trigger: Span) -> list[str]:
    near = [
        match.group()
        for match in _HEARSAY.finditer(text, sentence.start, sentence.end)
        if match.start() - NEAR <= trigger.end and trigger.start <= match.end() + NEAR
    ]
    return near[:1]


def _once(names: Iterable[str | None]) -> Iterator[str]:
    """Each source once: AFP and Agence France-Presse are one."""
    seen: set[str] = set()
    for name in names:
        if not name:
            continue
        known = organisations.by_name(name)
        key = (known.name if known else name).casefold()
        if key not in seen:
            seen.add(key)
            yield name


__all__ = ["chain_of", "label"]
