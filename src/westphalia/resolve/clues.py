"""What the words of one actor mention say by themselves: countries, organisation, role, a person's name.

No decision is made here; `chains` and `actors` weigh the clues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from westphalia.ontology import countries, organisations, roles
from westphalia.ontology._active import per_tables
from westphalia.ontology.countries import CountryHit
from westphalia.ontology.organisations import OrganisationHit
from westphalia.records import Mention, Parse

Shape = Literal["pronoun", "country", "organisation", "person", "description"]

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself", "she", "her", "hers", "herself"), "one"),
    **dict.fromkeys(("it", "its", "itself"), "thing"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves", "both", "each other"), "many"),
    **dict.fromkeys(
        ("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "who", "whom", "whose"), "speaker"
    ),
}
# Lower-case words that may stand inside a person's name.
PARTICLES = frozenset(
    "al el bin ibn ben bint de del della der den di da do dos das du e la le van von ul ud abu".split()
)
# A capitalised run that ends in one of these names an institution, not a person.
INSTITUTIONS = frozenset(
    """academy administration agency airlines alliance army assembly association authority bank base board brigade
    brigades bureau cabinet church coalition college command commission committee company confederation conference
    congress corporation corps council court department directorate embassy federation force forces foundation front
    fund government group guard guards headquarters hospital house inc institute league ltd ministry mission movement
    navy network news office organisation organization parliament party police post press regiment republic senate
    service services society staff state states tribune times tribunal union university watch""".split()
)
# Honorifics that are no roles of their own.
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir lord lady dame prof professor hon h.e rt m mme herr frau sheikh shaikh haji".split()
)
# Titles in front of a name, and what stands in front of these.
TITLES = frozenset(
    """president vice-president minister prime premier chancellor king queen prince princess emperor sultan emir shah
    gen general brig brigadier col colonel lt lieutenant maj major capt captain sgt sergeant adm admiral marshal
    commander sen senator rep congressman congresswoman gov governor mayor ayatollah pope cardinal archbishop bishop
    imam mullah judge justice secretary chairman leader first pm mp""".split()
)
# Written short they are titles wherever they stand in front of a name.
ABBREVIATED = frozenset("gen brig col lt maj capt cpl sgt adm cmdr sen rep gov atty supt det insp".split())
BEFORE_TITLES = frozenset(
    "the a an late former then ex current new outgoing incoming deputy vice acting".split()
)
PREPOSITIONS = frozenset(
    "of for to from in at by with near against behind around under about on outside inside".split()
)
# Offices that are named by what they are over, and what that can be.
OFFICES = frozenset(
    """ambassador archbishop bishop chair chairman chairwoman chief commander commissioner director general governor
    head imam leader mayor minister prefect president secretary speaker undersecretary""".split()
)
FIELDS = frozenset(
    """affairs agriculture and commerce communications culture defence defense development economy education employment
    energy environment finance foreign health home homeland housing immigration industry information infrastructure
    interior justice labor labour oil petroleum planning public science security sports state technology tourism trade
    transport transportation treasury veterans war water women youth""".split()
)
# What may follow a name inside a mention: "(L)" in a caption, a possessive.
_ASIDE = re.compile(r"\s*\([^()]{0,20}\)?\s*$|[’']s?$")
_ARTICLED = re.compile(r"(?:al|el|as|ash|at|an|ar|ad|ul|bin|ibn)[-‑][A-Z]")  # "al-Sisi"
_WORD = re.compile(r"[^\W_][\w.’'‑-]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Clues:
    """One mention's clues; offsets of hits are relative to the mention's text.

    `person` is who the mention is, `owner` the person or town that it is of ("supporters of Ida Moss").
    """

    text: str
    shape: Shape
    hits: tuple[CountryHit, ...]
    organisation: OrganisationHit | None
    role: str | None
    role_sector: str | None
    person: str | None
    owner: str | None = None

    @property
    def folded(self) -> str:
        return fold(self.text)


def fold(text: str) -> str:
    """Lower case, without a leading article and a trailing possessive."""
    folded = " ".join(text.lower().replace("’", "'").split())
    folded = re.sub(r"^(the|a|an) ", "", folded)
    return re.sub(r"'s?$", "", folded)


def person_in(text: str, hits: tuple[CountryHit, ...]) -> str | None:
    """The personal name a mention ends in ("Russian Foreign Minister Sergei Lavrov" → "Sergei Lavrov").

    From the end, capitalised words (and particles between them) are taken until a role word, an
    honorific or a country word; an institution's name is none.
    """
    text = _ASIDE.sub("", text)
    words = list(_WORD.finditer(text))
    taken: list[str] = []
    nations = [(hit.start, hit.end) for hit in hits if hit.kind in {"name", "demonym", "region"}]
    for match in reversed(words):
        word = match.group()
        low = word.lower().rstrip(".")
        if taken and text[match.end() : match.end() + 1] == ",":
            break
        if low in PARTICLES and taken and not word[0].isupper():
            taken.append(word)
            continue
        if not (word[0].isupper() or _ARTICLED.match(word)) or any(
            start <= match.start() < end for start, end in nations
        ):
            break
        if low in HONORIFICS or (taken and low in ABBREVIATED) or _is_role(low):
            break
        taken.append(word)
    while taken and taken[-1].lower() in PARTICLES and not taken[-1][0].isupper():
        taken.pop()
    name = " ".join(reversed(taken))
    if not taken or len(taken) > 5 or taken[0].lower() in INSTITUTIONS:
        return None
    if len(taken) == 1 and ((name.isupper() and len(name) > 1) or len(name) < 2):
        return None  # an acronym, an initial
    return name


def named_in(
    text: str, hits: tuple[CountryHit, ...], found: Sequence[OrganisationHit]
) -> tuple[str | None, str | None]:
    """The person a mention is, or the one it belongs to.

    1. A full name with a home behind it: "Senator Ida Moss of Vermont" is Ida Moss.
    2. A name or town behind a preposition, titles between: "supporters of President Moss" are not Moss, "residents of
       Aleppo" no person. Other words between make it one: "director of National Intelligence Ida Moss".
    3. Behind an office and its field or place it is one as well: "Minister of Defence Ida Moss".
    """
    home = _HOME.search(text)  # 1
    if home is not None:
        name = person_in(text[: home.start()], hits)
        start = home.start() - len(name or "")
        inside = any(hit.start < home.start() and start < hit.end for hit in found)
        if name is not None and " " in name and name.split()[-1].lower() not in INSTITUTIONS and not inside:
            return name, None
    name = person_in(text, hits)
    if name is None:
        return None, None
    at = text.rfind(name)
    governor = _governor(text, at, hits)
    rest = _without_field(name, at, found) if at > 0 else name  # 3
    if governor in OFFICES and rest == name and name.count(" ") > 1:
        rest = name.partition(" ")[2]
    return (rest, None) if governor is None or rest != name else (None, name)  # 2


def _without_field(name: str, at: int, found: Sequence[OrganisationHit]) -> str:
    """A name without the field or the body in front of it ("Defence Ida Moss", "Hamas Yusuf Amin")."""
    for hit in found:
        if hit.start == at and hit.end < at + len(name):
            return re.sub(r"^(?:['’]s?)?\s+", "", name[hit.end - at :])
    words = name.split()
    while len(words) > 2 and words[0].lower() in FIELDS:
        words = words[1:]
    return " ".join(words)


_HOME = re.compile(r",? (?:of|from) (?=[A-Z])")


def _governor(text: str, at: int, hits: tuple[CountryHit, ...]) -> str | None:
    """The word whose preposition stands in front of the name at `at` and its titles, or None."""
    words = list(_WORD.finditer(text, 0, max(at, 0)))
    titled = False
    for number in range(len(words) - 1, 0, -1):
        match = words[number]
        low = match.group().lower().rstrip(".")
        if "," in text[match.end() : at]:
            return None
        if low in PREPOSITIONS:
            return words[number - 1].group().lower()
        people = {hit.kind for hit in hits if hit.start <= match.start() < hit.end}
        if low in HONORIFICS or low in TITLES:
            titled = True
        elif not (low in BEFORE_TITLES or "demonym" in people or (titled and (people or low in FIELDS))):
            return None
    return None


@per_tables(8192)
def _is_role(word: str) -> bool:
    found = roles.sector_of(word)
    return found is not None and found.word.lower() == word


def clues_of(text: str, context: str = "") -> Clues:
    """The clues in one mention's words; `context` is the text around it, which settles names many share."""
    folded = fold(text)
    if folded in PRONOUNS and text in {folded, folded.capitalize()}:  # "the US" is not "us"
        return Clues(text, "pronoun", (), None, None, None, None)
    hits = tuple(countries.find(text, context))
    found = organisations.find(text, context)
    # The organisation a mention *is* ends it ("the BBC", "Russia's Gazprom"); one in the middle is its employer.
    organisation = found[-1] if found else None
    whole = organisation is not None and _ends(text, organisation.end)
    role = roles.sector_of(text)
    # A town's or a people's name alone may be a surname ("Lagos"): that goes on to the personal names.
    if (
        len(hits) == 1
        and hits[0].kind not in {"region", "people"}
        and fold(text[hits[0].start : hits[0].end]) == folded
    ):
        shape: Shape = "country" if hits[0].kind != "demonym" else "description"
        if not (whole and organisation is not None and organisation.end - organisation.start > len(folded)):
            return Clues(text, shape, hits, None, None, None, None)
    if organisation is not None and whole and (role is None or not _role_before(text, organisation.start)):
        return Clues(text, "organisation", hits, organisation, role and role.word, role and role.sector, None)
    person, owner = named_in(text, hits, found)
    return Clues(
        text,
        "person" if person else "description",
        hits,
        organisation,
        role.word if role else None,
        role.sector if role else None,
        person,
        owner,
    )


def _ends(text: str, end: int) -> bool:
    return text[end:].strip(" '’s.\"”)") == ""


def _role_before(text: str, start: int) -> bool:
    """Whether words in front of an organisation make the mention one of its people ("a spokesman for NATO")."""
    before = text[:start].strip()
    return bool(before) and roles.sector_of(before) is not None


def clues_of_parse(article_text: str, parse: Parse) -> tuple[Clues | None, ...]:
    """Clues for each mention of a parse; None for times and places."""

    context = parse.span.of(article_text)

    def one(mention: Mention) -> Clues | None:
        return clues_of(mention.span.of(article_text), context) if mention.kind == "actor" else None

    return tuple(one(mention) for mention in parse.mentions)
