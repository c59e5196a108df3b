"""Addresses of pages: told to whoever fetches, or refused where nobody does; files that list them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from westphalia.read.columns import Ask, Fetch, web
from westphalia.read.refusals import rejected
from westphalia.read.streams import Bytes, lines, text_of
from westphalia.records import Address, Page, Rejected

_LONGEST = 8_192  # bytes of a line; browsers and servers stop at less
_BARE = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?(?:[/?][^\s]*)?")
_LOOKED_AT = 50  # lines that tell a list of addresses from a text


def asked(addresses: Iterable[Address], fetch: Fetch | None) -> Iterator[Page | Rejected]:
    """What is fetched of the addresses; each is `unreadable` where nobody fetches."""
    if fetch is not None:
        yield from fetch(addresses)
        return
    for address in addresses:
        detail = "a web address, not a file: save the page and give the file"
        yield rejected(
            address.source,
            "unreadable",
            detail if address.url == address.source else f"{address.url}: {detail}",
        )


def from_list(stream: Bytes, source: str, ask: Ask) -> Iterator[Page | Rejected]:
    """A file with an address a line; empty lines and those that begin with "#" are passed over. "FILE:LINE"."""
    bad: list[Rejected] = []
    yield from _between(asked(_addresses(stream, source, ask, bad), ask.fetch), bad)


def _between(items: Iterator[Page | Rejected], bad: list[Rejected]) -> Iterator[Page | Rejected]:
    """The items, with lines that are no address told as they were met."""
    for item in items:
        yield from bad
        bad.clear()
        yield item
    yield from bad


def _addresses(stream: Bytes, source: str, ask: Ask, bad: list[Rejected]) -> Iterator[Address]:
    for number, line in enumerate(lines(stream, _LONGEST), 1):
        text = text_of(line).strip() if line is not None else "?"
        if not text or text.startswith("#"):
            continue
        url = _address(text)
        if url is None:
            why = f"no web address; write https://{text}" if _bare(text) else "no web address"
            bad.append(rejected(f"{source}:{number}", "bad_row", why))
        else:
            yield Address(url, f"{source}:{number}", ask.date)


def _address(text: str) -> str | None:
    url = web(text)
    return url if url and len(url.split()) == 1 and url.isprintable() else None


def is_list(head: bytes) -> bool:
    """Whether a text's first lines are addresses and nothing else; all of them may lack the "https://"."""
    texts = [text_of(line).strip() for line in head.split(b"\n")[:_LOOKED_AT]]
    told = [text for text in texts[:-1] or texts if text and not text.startswith("#")]
    return bool(told) and (all(map(_address, told)) or all(map(_bare, told)))


def _bare(text: str) -> bool:
    """Whether this is an address that lacks its beginning."""
    return bool(_BARE.fullmatch(text[:_LONGEST]))
