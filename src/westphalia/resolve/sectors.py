"""Grounds for an actor's sector; they add up as those for the country do (see `grounds`; weights in `grounds.csv`).

1. what the mention is: an organisation of the tables (`body`), a country or seat acting (`name`);
2. the role words of the mention (`role`), or of the apposition around the name (`beside`); with none, a people's
   name acts for its state (`demonym`: "the French", but not "18 Palestinians", who may be anybody);
3. the office that the tables know the person in at the date (`office`, `maybe` where not sure), the organisation
   inside the mention (`within`);
4. the parser's sector (`parser`, from its score; `parser.half` and `parser.most` above those scores);
5. the other mentions of its chain by 1 to 4 (`mate.`): a person's sector is settled once for the article;
6. what is usual for a mention of its shape (`pronoun.GOV`), and UNK for whoever nothing is told about (`unknown`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from westphalia.ontology import holders, roles
from westphalia.records import Mention
from westphalia.resolve.clues import Clues
from westphalia.resolve.grounds import Ground

HALF, MOST = 0.5, 0.8  # parser scores with a weight of their own
_APPOSED = re.compile(r", ((?:an?|the|who is|who was|its|their|his|her|[a-z]+)\b[^,.;:]{2,80})")
# "18 Palestinians", "Syrians" are people; "the French", "Russian" is the state.
_NATIONALS = re.compile(r"(?:[\w,-]+ ){0,4}\w+(?:ns|is|ese|ans|ds|ks|bs|rs|ts)$")
_TITLE = re.compile(r"([\w’'-]+(?: [\w’'-]+){0,3}),? $")


def sector_grounds(clues: Clues, mention: Mention, article: str, on: dt.date | None) -> Iterator[Ground]:
    """Kinds 1 to 4 of one mention; `article` is the whole text."""
    organisation = clues.organisation.organisation if clues.organisation else None
    if clues.shape == "country":  # 1
        yield Ground(clues.hits[0].sector or "GOV", "name", 1.0, f"{clues.hits[0].kind} acting")
    elif clues.shape == "organisation" and organisation is not None:
        yield Ground(organisation.sector, "body", 1.0, f"organisation {organisation.name!r}")
    elif organisation is not None:
        yield Ground(organisation.sector, "within", 1.0, f"organisation {organisation.name!r} inside")
    if clues.role_sector:  # 2
        yield Ground(clues.role_sector, "role", 1.0, f"role {clues.role!r}")
    elif clues.hits and not clues.person and clues.shape == "description":
        if not _NATIONALS.match(clues.folded):
            yield Ground("GOV", "demonym", 1.0, "a people's name for its state")
    elif clues.person:
        for words in _around(mention, article):
            told = roles.sector_of(words)
            if told is not None and told.sector:
                yield Ground(told.sector, "beside", 1.0, f"role {told.word!r} beside the name")
    if clues.person:  # 3
        for holding in holders.find_person(clues.person, on)[:1]:
            kind = "office" if holding.certain else "maybe"
            yield Ground(holding.sector, kind, 1.0, f"{holding.name}, {holding.office}")
    if mention.sector:  # 4
        why = f"parser {mention.sector_score:.2f}"
        yield Ground(mention.sector, "parser", mention.sector_score, why)
        if mention.sector_score > HALF:
            yield Ground(mention.sector, "parser.half", 1.0, why)
        if mention.sector_score > MOST:
            yield Ground(mention.sector, "parser.most", 1.0, why)


def usual_grounds(clues: Clues) -> Iterator[Ground]:
    """6: what is usual for a mention of this shape, and the sector of whoever nothing is told about."""
    for code in ("GOV", "CVL"):
        yield Ground(code, f"{clues.shape}.{code}", 1.0, f"usual for a {clues.shape}")
    yield Ground("UNK", "unknown", 1.0, "nothing told")


def _around(mention: Mention, article: str) -> Iterator[str]:
    """The apposition behind a name, and the words right in front of it."""
    behind = _APPOSED.match(article, mention.span.end)
    if behind:
        yield behind.group(1)
    before = _TITLE.search(article, max(0, mention.span.start - 60), mention.span.start)
    if before and not re.search(r"[.;:!?]", before.group()):
        yield before.group(1)
