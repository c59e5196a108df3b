"""Answers as pages, and `fetch_pages`: addresses in, pages out in their order, some fetched ahead."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from westphalia.errors import RefusedAddress
from westphalia.fetch.address import checked_address, key_of
from westphalia.fetch.engine import Answered, Ask, Engine
from westphalia.fetch.hop import Failed, Got, Unchanged
from westphalia.fetch.state import State
from westphalia.records import Address, Page, Rejected, Told

AHEAD = 64
"""Addresses under way at a time: what bounds the pages in memory while the first of them is waited for."""

_DECLARED = re.compile(rb"(?i)(?:charset|encoding)\s{0,4}=")
_DECLARED_WITHIN = 4_096

Heard = Callable[[str, Got | Unchanged | Failed], None]
"""Is told of every address and what came of it."""


def unheard(url: str, answer: Got | Unchanged | Failed) -> None:
    """The usual `Heard`."""


def page_of(url: str, got: Got, told: Told, date: dt.date | None = None) -> Page:
    """The page that came from an address; it bears the address it was asked for as its source."""
    return Page(_content(got), url, got.url, date, told)


def rejected_of(url: str, failed: Failed | Unchanged) -> Rejected:
    """Why there is no page."""
    if isinstance(failed, Unchanged):  # not asked for with a date or a tag: the server is wrong
        return Rejected(url, "read", "http_error", "304 without a reason")
    return Rejected(url, "read", failed.reason, _printable(failed.detail))


def _content(got: Got) -> bytes | str:
    """The bytes; decoded where the header's word on the charset is all there is to tell it."""
    if got.charset is None or _DECLARED.search(got.body, 0, _DECLARED_WITHIN):
        return got.body
    try:
        got.body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            if codecs.lookup(got.charset).name not in ("utf-8", "utf-7", "ascii", "iso8859-1"):
                return got.body.decode(got.charset, "replace")
        except (LookupError, ValueError, TypeError):  # no such charset, or a codec that gives no text
            pass
    return got.body


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)[:200]


class _InOrder:
    """A source of asks that keeps few of them ahead of the answers given out."""

    def __init__(self, waiting: deque[Ask]) -> None:
        self.waiting = waiting

    def take(self, now: float) -> Ask | None:
        return self.waiting.popleft() if self.waiting else None

    def next_due(self, now: float) -> float | None:
        return now if self.waiting else None


class _Slot:
    """A place in the order: an address and, when it has come, its page."""

    def __init__(self, address: Address, number: int | None = None) -> None:
        self.address, self.number = address, number
        self.result: Page | Rejected | None = None
        self.empty = (
            False  # nothing to give out: the record has it, or an address before it led to the same page
        )


def fetch_pages(
    addresses: Iterable[Address],
    engine: Engine,
    *,
    state: State | None = None,
    heard: Heard = unheard,
    known: Callable[[str], None] | None = None,
) -> Iterator[Page | Rejected]:
    """The page of each address, or why there is none, in the order given; the second of two of the same page is left out.

    With a state pages that are done are left out too, and what was fetched and did not get into the
    record is given out again without fetching it. A failure is not kept: the next run tries again. `known` is
    told of what the record has. Lazy.
    """
    seen: set[str] = set()
    slots: deque[_Slot] = deque()
    waiting: deque[Ask] = deque()
    source = _InOrder(waiting)
    by_number: dict[int, _Slot] = {}
    coming = iter(addresses)
    count = 0

    def enter() -> None:
        """Fill the window."""
        nonlocal count
        while len(slots) < AHEAD and (address := next(coming, None)) is not None:
            try:
                url = checked_address(address.url)
            except RefusedAddress as error:
                slots.append(slot := _Slot(address))
                slot.result = Rejected(_printable(address.url), "read", "address", _printable(str(error)))
                continue
            if (key := key_of(url)) in seen:
                continue
            seen.add(key)
            count += 1
            slot = _Slot(replace(address, url=url))
            had = None
            if state is not None:
                slot.number, had = state.note(url, address.told or Told())
            if had == "done":
                if known is not None:
                    known(url)
                continue
            slots.append(slot)
            if had == "fetched" and state is not None and slot.number is not None:
                stored = state.stored(slot.number)
                if stored is not None and isinstance(stored.got, Got):
                    slot.result = page_of(url, stored.got, stored.told, address.date)
                    continue
            by_number[count] = slot
            waiting.append(Ask(url, count))

    def arrived(answered: Answered) -> None:
        slot = by_number.pop(answered.ask.number)
        got, address = answered.answer, slot.address
        heard(address.url, got)
        if not isinstance(got, Got):
            slot.result = rejected_of(address.url, got)
            slot.number = None
            return
        today = dt.datetime.fromtimestamp(engine.clock.now(), dt.UTC).date()
        told = replace(address.told or Told(), seen=today)
        slot.result = page_of(address.url, got, told, address.date)
        if state is not None and slot.number is not None:
            slot.empty = not state.keep(slot.number, got, today)

    def ready() -> Iterator[Page | Rejected]:
        while slots and (slots[0].result is not None or slots[0].empty):
            slot = slots.popleft()
            if slot.result is not None and not slot.empty:
                yield slot.result
            enter()

    enter()
    while slots:
        yield from ready()
        for answered in engine.run(source):
            if answered is not None:
                arrived(answered)
                yield from ready()
