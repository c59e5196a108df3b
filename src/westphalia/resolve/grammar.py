"""Country words that the grammar around a mention ties to it, and whom its possessive goes back to.

`ties` gives, for a mention in its passage, pairs of a country word and how it is tied:
1. `of`, `in`: right behind it ("police in Nairobi", "the governor of Kano", where the mention ends early);
2. `apposition`: in the apposition behind a name ("Peter Marlow, a British engineer");
3. `before`: in the noun phrase or apposition right in front ("Pakistan's ruler, General Niazi").
Only patterns over the words in between; nothing here knows what a mention is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from westphalia.ontology import roles
from westphalia.ontology.nations import NationHit
from westphalia.records import Mention, Parse, Span

_OF = re.compile(r" (?:of|from|for|to)(?: the)?(?: [\w-]+ (?:of|in)(?: the)?)? ")
_IN = re.compile(
    r"(?: who \w+)?(?: \w+)? (?:in|at|near|across|outside|on|throughout|inside|around)(?: (?:the|an?|[a-z-]+)){0,3} "
)
_APPOSITION = re.compile(r", (?:(?:[a-z][\w-]*|\d+-year-old)[ ,]+){0,5}(?:[A-Z][a-z]+ ){0,2}")
_BEFORE = re.compile(r"(?:['’]s?)?((?: [a-z][\w-]*){0,4}),? ")
_VERBS_BETWEEN = re.compile(
    r"\b(?:and|or|to|in|by|with|from|on|at|for|against|the|an?|of|that|who|as|said|is|was|were|has)\b"
)
_STOP = re.compile(r"[.!?;]['\"”’)]* ")
_POSSESSIVE = re.compile(r"(its|their|whose|his|her|our|my|your)(?: own)? ", re.IGNORECASE)


def ties(
    mention: Mention, words: Sequence[NationHit], text: str, person: bool
) -> Iterator[tuple[str, NationHit]]:
    """The country words tied to a mention; `words` are those of its passage, `text` the article's."""
    span = mention.span
    for word in words:
        if span.end <= word.start < span.end + 90:
            between = text[span.end : word.start]
            if _OF.fullmatch(between):  # 1
                yield "of", word
            elif _IN.fullmatch(between):
                yield "in", word
            elif person and _APPOSITION.fullmatch(between):  # 2
                yield "apposition", word
        elif word.end <= span.start < word.end + 60 and word.kind != "person":
            match = _BEFORE.fullmatch(text, word.end, span.start)
            if match and not _VERBS_BETWEEN.search(match.group(1)) and _ends_in_role(match, text, word):  # 3
                yield "before", word


def _ends_in_role(match: re.Match[str], text: str, word: NationHit) -> bool:
    """Whether the words between end in a role word, so that no verb stands there; or there are none."""
    between = match.group(1).split()
    return not between or roles.sector_of(between[-1]) is not None


def possessor(text: str) -> str | None:
    """The possessive that a mention begins with: "it" for its, their and whose, "he" for his and her, else "I"."""
    match = _POSSESSIVE.match(text)
    if match is None:
        return None
    word = match.group(1).lower()
    return "it" if word in {"its", "their", "whose"} else "he" if word in {"his", "her"} else "I"


def same_sentence(text: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two offsets."""
    return _STOP.search(text, start, end) is None


def sentence_start(text: str, span: Span, parse: Parse) -> int:
    """Where the sentence of a mention begins, by its marks."""
    start = parse.span.start
    for match in _STOP.finditer(text, parse.span.start, span.start):
        start = match.end()
    return start
