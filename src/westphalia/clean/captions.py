"""Captions, credits and subheads by their own marks. Each answers with the rule's name, or None."""

from __future__ import annotations

import re

from westphalia.clean import dates, wires
from westphalia.clean.lines import Line, ends_sentence
from westphalia.clean.marks import is_name

# --- credits ------------------------------------------------------------------------------------

_CREDIT = re.compile(
    r"(?i)^[(\[]?(?:(?:additional |with )?(?:reporting|writing|editing|compiled|edited|translated|translation|graphics?|"
    r"production|research|written|screenwriting)(?: and (?:writing|editing|reporting))? by\b|with (?:files|inputs?|information|"
    r"reporting|contributions?|material|agency inputs)\b.{0,40}(?:from|of|by)\b|(?:photo|image|picture|video|illustration|graphic)s?"
    r" ?(?:credits?\b|by\b|courtesy\b|: ?[A-Z][\w.-]+ [A-Z][\w.-]+(?: ?[/|,].{0,30})?$)|source ?:|sources ?:|\u00a9|\(c\) ?\d{4}|copyright\b|all rights\b|credit ?:|courtesy\b|"
    r"\(?with agenc|agencies$|.{2,40}writers? .{4,120} contributed to this (?:report|story|article)|"
    r".{4,120} contributed (?:to|reporting)|(?:this (?:story|article|report) (?:is|was|has been) (?:published|produced|syndicated|"
    r"auto-generated|not been edited|first published)))"
)
_CREDIT_INSIDE = re.compile(
    r"(?i)\bcontributed to this (?:report|story|article)\b|\u00a9 ?\(?(?:19|20)\d\d\)?|\(c\) ?(?:19|20)\d\d|\bcopyright (?:\u00a9 )?(?:19|20)\d\d|"
    r"\ball rights (?:of reproduction|reserved)|\b(?:all )?reproduction (?:even partial |in any form )?(?:is )?(?:forbidden|prohibited)|"
    r"\brepublication is prohibited"
)

# One of these is in every line that `_CREDIT_INSIDE` can find something in.
_CREDIT_SIGNS = ("contributed", "\u00a9", "(c)", "copyright", "rights", "reproduction", "republication")


def credit(line: Line) -> str | None:
    """Who made or owns the text: "(Reporting by …; Editing by …)", "© 2024 …", "With files from …"."""
    if line.words > 70:
        return None
    form, low = line.form, line.low
    inside = any(sign in low for sign in _CREDIT_SIGNS) and _CREDIT_INSIDE.search(form) is not None
    if _CREDIT.match(form) and (inside or not (line.prose and line.words > 30)):
        return "credit line"
    if inside and line.words <= 60:
        return "copyright line"
    if re.fullmatch(r"[A-Z]{2,5}(?:[ /-][A-Z]{2,5}){1,4}\.?", form) and wires.agency_in(form):
        return "agency's marks"
    return None


# --- captions -----------------------------------------------------------------------------------

_CAPTION_START = re.compile(
    r"(?i)^(?:(?:(?:image copyright|media playback) .{1,50}?)?(?:image|media|video|photo) caption\b|\(?files?\)?(?: photo| image| picture| -| \u2013| \u2014|:)|(?:photo|image|picture|photograph|caption|pictured|photo archive|"
    r"archive photo|graphic|map|illustration|cover photo|infographic)s?(?: (?:shows?|caption|archive))? ?[:|\u2013\u2014]|"
    r"(?:in this|this) (?:[\w.,]+ ){0,6}?(?:photo|image|picture|photograph|frame|screengrab|screenshot|video grab|handout|satellite)\b|"
    r"a (?:file |handout |satellite |general )(?:photo|view|image|picture)|pictured\b|above[:,]|left[:,] |right[:,] |"
    r"(?:a )?screen ?(?:grab|shot) (?:from|of|taken)|(?:an? )?(?:undated|file) (?:photo|image|picture)|seen here\b)"
)
_PHOTO_AT_END = re.compile(
    r"(?i)(?:[(\[]?\s?\b(?:photo(?:graph)?s?|pictures?|images?|pics?|foto|credit|file photo|photo credit|illustration)\s?"
    r"(?:credits?|by|courtesy(?: of)?|source)?\s?[:/|\u2013-]\s?[^.:|]{2,60}(?:\s?\|\s?[^.|]{2,30})?[)\]]?\.?\s?$)|"
    r"(?:\b(?:photo(?:graph)?|picture|image)s? by [^.]{3,60}$)|"
    r"(?:\u00a9\s?[^.]{2,70}$)|"
    r"(?:\b(?:courtesy|handout|via) (?:of |photo|image)?[^.]{2,50}[)\]]$)|"
    r"(?:[)\]]?\s?(?:/|via )\s?(?:getty(?: images)?|afp|reuters|ap|epa|shutterstock|alamy|anadolu|zuma press|handout|pool)[^.\w]{0,3}$)|"
    r"(?:\b(?:getty images|shutterstock|epa-efe|epa|alamy|istock|zuma press|wikimedia commons|file photo|ap photo|handout|reuters file photo|afp photo)[^.\w]{0,3}$)"
)
# One of these is in every line that `_PHOTO_AT_END` can match; the search itself is dear.
_PHOTO_SIGNS = (
    "photo", "pic", "image", "foto", "credit", "illustration", "\u00a9", "courtesy", "handout", "via", "/",
    "getty", "shutterstock", "epa", "alamy", "istock", "zuma", "wikimedia",
)  # fmt: skip
_MIN_CAPTION = 15
_BRACKET_AT_END = re.compile(r"[(\[]([^()\[\]]{2,70})[)\]]\.?$")
_SIDES = re.compile(
    r"\((?:[LRCrlcd]|left|right|center|centre|front|back|top|bottom|2nd [LR]|second from (?:left|right))\)|, (?:left|right|center|centre),"
)
_SHOWN = re.compile(
    r"(?i)\b(?:shakes? hands?|walks?|speaks?|stands?|poses?|gestures?|waves?|toasts?|looks?|attends?|delivers?|holds?|sits?|greets?|meets?|"
    r"arrives?|listens?|gathers?|reacts?|inspects?|hold|drag|march|chant|carry|take part|is seen|are seen|was seen|pictured|during (?:a|an|the|his|her|their))\b"
)
_CREDIT_AT_START = re.compile(
    r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3} ?/ ?(?:[A-Z][\w ]{1,20}/ ?)?([A-Z][A-Za-z]+(?: Images)?)(?=\s[A-Z\"“])"
)


def caption(line: Line) -> str | None:
    """A picture's caption by its own marks: a photographer's credit, "FILE PHOTO:", "(L)" with a date."""
    if not 3 <= line.words <= 90:
        return None
    tail = line.text[-160:].strip()
    if _CAPTION_START.match(line.form):
        return "caption's beginning"
    # "Rosa Lind/LaPresse/AP People walk past …"
    if line.words >= 5 and (match := _CREDIT_AT_START.match(line.text)) and wires.is_agency(match.group(1)):
        return "photo credit at the start"
    low = tail.lower()
    if (
        line.words >= 5
        and any(sign in low for sign in _PHOTO_SIGNS)
        and (found := _PHOTO_AT_END.search(tail))
        and (found.start() > _MIN_CAPTION or len(tail) > 150)
    ):
        return "photo credit at the end"
    if (
        line.words >= 5
        and line.words <= 60
        and (match := _BRACKET_AT_END.search(tail))
        and _is_photo_credit(match.group(1))
    ):
        return "photo credit at the end"
    if (
        line.words <= 60
        and _SIDES.search(line.form)
        and (dates.find_dates(line.form) or not ends_sentence(line))
    ):
        return "who stands where"
    return None


def like_caption(line: Line) -> bool:
    """Whether a line that stands where captions stand reads like one (weaker than `caption`)."""
    return 5 <= line.words <= 50 and bool(_SHOWN.search(line.form) or dates.find_dates(line.form))


def _is_photo_credit(inside: str) -> bool:
    if wires.is_agency(inside):
        return True
    parts = [part.strip() for part in re.split(r"/| via |, ", inside)]
    if len(parts) < 2 or len(inside) > 60:
        return bool(re.search(r"(?i)\b(?:getty|photo|handout|courtesy|file|screengrab|image)\b", inside))
    return any(wires.is_agency(part) for part in parts) or (
        "/" in inside and is_name(parts[0]) and parts[-1][:1].isupper()
    )


# --- subheads --------------------------------------------------------------------------------------

_DASHED = re.compile(r"^[-\u2013\u2014*]\s?.{2,80}\s?[-\u2013\u2014*]$")


def dashed_subhead(line: Line) -> str | None:
    """ "– “Deep trust” –", as AFP sets its subheads; stray tags in front do not matter."""
    bare = re.sub(r"<[^<>]{0,12}>", "", line.text).strip()
    if 1 <= line.words <= 14 and _DASHED.match(bare) and not bare.endswith("."):
        return "between dashes"
    return None
