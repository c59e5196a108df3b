"""The author's box: a sentence or two about who wrote the article, which is no news."""

from __future__ import annotations

import re

from westphalia.clean.lines import Line
from westphalia.clean.marks import is_name

_BIO_VERB = (
    r"(?:is|was|has been|has (?:covered|reported|written|worked)|covers|writes|reports|joined|works|worked|served|teaches|"
    r"holds|lives|oversees|heads|leads|specialises|specializes|contributes|tweets|can be)"
)
_BIO_WORD = re.compile(
    r"(?i)\b(?:reporter|correspondent|editor|journalist|columnist|bureau|newsroom|news desk|freelance\w*|contributor|contributing|"
    r"staff writer|writer|author of|fellow|professor|covers|writes about|writes for|based in|award|graduated?|degree|newspaper|"
    r"magazine|joining|joined|producer|blogger|lecturer|analyst|tweets?|researcher|teaches)\b"
)
_BIO_STRONG = re.compile(
    r"(?i)\b(?:follow (?:him|her|them|me)?\b|twitter|@\w|e-?mail|reach (?:him|her|them)|contact|before joining|prior to joining|"
    r"get in touch|based in|staff writer|covers (?:\w+ ){1,6}(?:for|from)|is (?:a|an|the) (?:[\w'-]+ ){0,5}(?:reporter|correspondent|editor|journalist|columnist|"
    r"fellow|contributor|writer)\b)"
)
_THE_WRITER = re.compile(
    r"(?i)^(?:the |this )?(?:writers?|authors?|columnist)(?:'s)? (?:is|are|was|were|has|of|works?|teach\w*|covers?|email)\b|^about the authors?\b|^about [A-Z]\w+ [A-Z]\w+$"
)


def author_box(line: Line, authors: str | None, *, tail: bool) -> str | None:
    """Who wrote this, told in a sentence. `tail`: the line stands after the last paragraph of news."""
    form = line.form
    if _THE_WRITER.match(form):
        return "author's box"
    first = (authors or "").split(",")[0].strip()
    if first and len(first) > 5 and form.lower().startswith(first.lower()):
        rest = form[len(first) :]
        if re.match(rf"(?i)(?:,| {_BIO_VERB}\b)", rest) and _BIO_WORD.search(rest):
            return "author's box"
    if tail and _BIO_STRONG.search(form):
        opening = re.match(rf"((?:[\w.'\u2019-]+ ){{1,4}}?){_BIO_VERB}\b", form)
        if (
            opening
            and (is_name(opening.group(1)) or opening.group(1).strip().lower() in ("he", "she"))
            and _BIO_WORD.search(form)
        ):
            return "author's box"
    return None


def outlet_in_box(form: str) -> str | None:
    """The paper an author's box names: "Before joining The Ledger, …"."""
    match = re.search(
        r"(?i)\b(?:before|prior to) joining (?:the staff of )?((?:the )?[A-Z][\w.'&-]*(?: [A-Z][\w.'&-]*){0,3})",
        form,
    )
    return match.group(1).strip(" .,") if match else None
