"""How many attributes a page's tags have, told before it is parsed: an attack on libxml2 has tens of thousands in one."""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 5_000
"""Attributes of one tag: libxml2's time grows with the square of them, inside C code that no alarm interrupts."""

# A quotation mark counts after an equals sign only: a stray one does not hide the end of its tag.
_TAG = re.compile(r"""<[a-zA-Z/](?>[^>=]++|=\s*+(?>"[^"]*+"|'[^']*+')?+)*+""")
_QUOTED = re.compile(r"""=\s*(?>"[^"]*+"|'[^']*+')""")
_RAW = re.compile(r"(?i)<(?:script|style)\b")
_RAW_END = re.compile(r"(?i)</(?:script|style)\b")


def most_attributes(html: str) -> int:
    """How many attributes a tag has at most, as far as whether they are too many."""
    most = _in_longest_tag(html)
    return most if most <= MAX_ATTRIBUTES else _in_longest_tag(_without_scripts(html))


def _in_longest_tag(html: str) -> int:
    most = 0
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES:  # each takes two characters at least
            most = max(most, len(_QUOTED.sub(" ", tag.group()).replace("/", " ").split()))
    return most


def _without_scripts(html: str) -> str:
    """A "less than" in a program is no tag."""
    kept, at = [], 0
    while opened := _RAW.search(html, at):
        tag = _TAG.match(html, opened.start())
        inside = tag.end() if tag else opened.end()
        kept.append(html[at:inside])
        closed = _RAW_END.search(html, inside)
        at = closed.start() if closed else len(html)
    return "".join([*kept, html[at:]])
