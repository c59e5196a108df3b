"""The marks by which a line shows itself as byline, date line or menu.

Each function looks at one line and answers with the rule's name (stored as the block's reason) or
None. Whether the line's place in the page allows the answer is decided in `sorter`.
"""

from __future__ import annotations

import re

from westphalia.clean import dates, wires
from westphalia.clean.furniture_words import NAVIGATION
from westphalia.clean.lines import FUNCTION_WORDS, Line, ends_sentence, segments

# --- names --------------------------------------------------------------------------------------

_PARTICLES = frozenset(
    [
        "de",
        "la",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "ben",
        "ter",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "le",
        "du",
        "af",
        "e",
        "y",
        "y.",
        "san",
        "st",
    ]
)
_NO_NAME = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "staff",
        "news",
        "desk",
        "agencies",
        "agency",
        "team",
        "editor",
        "editors",
        "correspondent",
        "reporter",
        "reporters",
        "writer",
        "bureau",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "foreign",
        "minister",
        "president",
        "prime",
        "ministry",
        "government",
        "united",
        "states",
        "north",
        "south",
        "east",
        "west",
        "new",
        "war",
        "world",
        "police",
        "army",
        "court",
    ]
)
_NAME_WORD = re.compile(r"(?:[^\W\d_][\w'\u2019.-]*)")
ROLES = re.compile(
    r"(?i)\b(?:reporter|correspondent|writer|editor|staff|bureau|columnist|contributor|analyst|producer|journalist|"
    r"photographer|desk|agencies|news agency|newsroom|redaction|bbc|cnn)\b"
)


def is_name(text: str) -> bool:
    """Whether this can be a person's name: two to five capitalised words, particles allowed."""
    words = text.strip(" .,").split()
    if not 2 <= len(words) <= 5 or len(text) > 60:
        return False
    capitals = 0
    for word in words:
        if not _NAME_WORD.fullmatch(word) or word.lower().strip(".") in _NO_NAME:
            return False
        if word[0].isupper() or word.lower().startswith(("al-", "el-")):
            capitals += 1
        elif word.lower() not in _PARTICLES:
            return False
    return capitals >= 2


# --- bylines ------------------------------------------------------------------------------------

_BY = re.compile(
    r"(?i)^(?:(?:written|reported|posted|published|authored|story|words|text|report|reporting|analysis|opinion|review)(?: and \w+)? )?"
    r"(?:(?:by|from)\b ?:?|(?:authors?|reporter|writer) ?:) ?(?=\S)|^of the (?=[A-Z])"
)
_TIME = re.compile(
    r"(?i)(?<![\d.])\d{1,2}[:.h]\d{2}(?![\d])(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?(?: ?(?:gmt|utc|bst|cet|cest|est|edt|et|pt|ct|ist|msk|wat|eat|hrs|hours)(?:[+-]\d+(?::\d\d)?)?)?"
    r"|\b\d{1,2} ?[ap]\.?m\b\.?|\b(?:gmt|utc|bst|cet|cest|est|edt|et|ct|pt|ist|msk|wat|eat|hrs)\b"
)
_DATE_LABEL = re.compile(
    r"(?i)\b(?:first|last|originally)?\s?(?:published|publishing|updated?|posted|modified|edited|filed|created|released|"
    r"issued|date|dated|added|on|at|in|by|the|min(?:ute)?s?|read|shares?|ago|listen|edition|late|print|time|of|and|a|\u00e0)\b:?"
)
_AUTHOR_STOP = re.compile(
    r"(?i)\s*(?:[|\u00b7\u2022(<>]|\s[\u2013\u2014-]\s|\bin [A-Z]|\bat [A-Z]|,|\bfor [A-Z]|\bwith\b|\bpublished\b|\bupdated\b|\bposted\b|\bon \w+day|\b\d).*$"
)


_TIME_ONLY = 6  # words up to which a time without a date makes a date line


def date_line(line: Line) -> str | None:
    """A line that holds a date or a time and little else: "Updated: 08:02, 7 May 2021"."""
    if line.words > 25 or len(line.form) > 200:
        return None
    form = line.form
    found = dates.spans(form)
    if not found and line.words > _TIME_ONLY:
        return None
    rest = form
    for start, end in found:
        rest = rest.replace(form[start:end], " ")
    timed = bool(_TIME.search(rest))
    rest = _DATE_LABEL.sub(" ", _TIME.sub(" ", rest))
    rest = re.sub(r"(?i)\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b", " ", rest)
    left = re.findall(r"[^\W\d_]{2,}", rest)
    said = sum(1 for word in left if word.islower())
    if (found or (timed and line.words <= _TIME_ONLY)) and len(left) <= 3 and said <= 1:
        return "date line"
    return None


def byline(line: Line) -> str | None:
    """ "By Jane Doe in Lima", "by admin", "Jane Doe | Lima | June 13, 2023", "From Jane Doe, Lima, Sunday"."""
    form = line.form
    if line.words > 30 or len(form) > 220:
        return None
    if match := _BY.match(form):
        rest = form[match.end() :]
        if _after_by(rest, line, strict=match.group().strip().lower().rstrip(":") in ("from", "of the")):
            return "byline"
    parts = segments(line.text)
    if len(parts) >= 2 and is_name(parts[0].lstrip("By ")) and line.words <= 25:
        rest = " ".join(parts[1:])
        if dates.find_dates(rest) or dates.find_days(rest) or ROLES.search(rest):
            return "name and date"
    if match := re.match(r"(.{4,60}?),? (?:in|reports from|reporting from) [A-Z][\w .-]{2,30}", form):
        names = re.split(r",? and |, ", match.group(1))
        if not ends_sentence(line) and all(is_name(name) for name in names) and line.words <= 16:
            return "name and place"
    if wires.is_agency(form):
        return "agency's name"
    if line.text[:1] in "-\u2013\u2014" and line.words <= 5 and is_name(form):
        return "name after a dash"
    if (
        line.words <= 8
        and re.match(r"[^,|]{4,40}, [A-Z]", form)
        and ROLES.search(form)
        and not ends_sentence(line)
    ):
        return "name and role" if is_name(form.split(",")[0]) else None
    return None


def _after_by(rest: str, line: Line, *, strict: bool) -> bool:
    who = _AUTHOR_STOP.sub("", rest).strip(" .")
    names = [name for name in re.split(r",? and |, | & ", who) if name]
    named = bool(names) and all(is_name(name) for name in names)
    if strict:
        return named and line.words <= 14 and not (line.prose and line.words > 8)
    if line.prose and line.words > 9 and ends_sentence(line):
        return False  # "By Tuesday the army had left the town."
    if named or wires.agency_in(rest) or ROLES.search(rest[:60]):
        return True
    # a single login name ("by admin"), or a paper's name
    return line.words <= 3 or (
        line.words <= 6 and all(w[:1].isupper() for w in who.split()) and not ends_sentence(line)
    )


def authors_of(form: str) -> str | None:
    """The people named in a byline, joined by ", "; None where it names only an agency or a role."""
    match = _BY.match(form)
    rest = form[match.end() :] if match else next(iter(segments(form)), form)
    who = _AUTHOR_STOP.sub("", rest).strip(" .,:;")
    names: list[str] = []
    # "By A B, C D and E F": the commas that `_AUTHOR_STOP` cuts at may join further names
    listed = r",? and | & |, " if re.search(r" and | & ", rest[:160]) else r" and | & "
    for part in re.split(listed, rest[:160]):
        bare = _AUTHOR_STOP.sub("", part).strip(" .,:;")
        if is_name(bare) and not wires.agency_in(bare):
            names.append(bare.title() if bare.isupper() else bare)
        elif names:
            break
    if names:
        return ", ".join(dict.fromkeys(names))
    if len(who.split()) == 1 and who and not wires.agency_in(who) and not who.isdigit() and len(who) > 2:
        return who
    return None


# --- menus ----------------------------------------------------------------------------------------


def menu(line: Line) -> str | None:
    """A line of section names or of short parts: "World | Europe | US", "HOME   NEWS   SPORT"."""
    if line.words > 80:
        return None
    parts = segments(line.text)
    words = [word.strip(",.:") for word in line.low.split()]
    known = sum(map(NAVIGATION.__contains__, words))
    if len(parts) < 3 and known < 3:
        return None
    function = sum(1 for word in words if word in FUNCTION_WORDS)
    if (line.prose and function >= 0.2 * len(words)) or (
        ends_sentence(line) and line.words >= 20 and function >= 0.15 * len(words)
    ):
        return None  # a sentence with dashes and names in it
    if len(parts) >= 3 and line.words <= 6 * len(parts) and not ends_sentence(line):
        short = sum(1 for part in parts if len(part.split()) <= 4)
        if short >= 0.7 * len(parts):
            return "menu"
    if len(parts) >= 3 and known >= 2:
        return "menu"
    if known >= 3 and function <= 0.15 * len(words) and known >= 0.4 * len(words):
        return "menu"
    return None
