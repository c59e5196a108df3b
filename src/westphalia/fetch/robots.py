"""robots.txt, once a day and host: what we may fetch, and how long to wait in between (RFC 9309, with Protego)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Protocol

from westphalia.fetch.address import origin_of
from westphalia.fetch.manners import PRODUCT, Manners

DAY = 86_400.0
DOWN = 600.0
"""Seconds that a host is left alone when its robots.txt could not be had: then nothing there may be fetched."""
MOST = 5_000  # rules kept in memory; those of a large site take some 100 kB


class Shelf(Protocol):
    """Where robots.txt texts outlive the process."""

    def robots(self, origin: str) -> tuple[str | None, float] | None:
        """The text (None: there is none, all is allowed) and until when it counts."""

    def keep_robots(self, origin: str, text: str | None, until: float) -> None: ...


class Forgetful:
    """A shelf that keeps nothing."""

    def robots(self, origin: str) -> tuple[str | None, float] | None:
        return None

    def keep_robots(self, origin: str, text: str | None, until: float) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says to us. `why` tells why nothing may be fetched for now; times in seconds."""

    parsed: Any
    delay: float
    until: float
    why: str | None = None
    reason: str = "unreachable"
    again: bool = True

    def allows(self, url: str) -> bool:
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT))


class Robots:
    """The rules of the hosts met, the least recently used forgotten first."""

    def __init__(self, manners: Manners, shelf: Shelf | None = None) -> None:
        self._manners, self._shelf = manners, shelf or Forgetful()
        self._rules: OrderedDict[str, Rules] = OrderedDict()

    def rules(self, url: str, now: float) -> Rules | None:
        """What counts for an address, or None where its host has to be asked."""
        origin = origin_of(url)
        rules = self._rules.get(origin)
        if rules is None:
            kept = self._shelf.robots(origin)
            if kept is None:
                return None
            rules = self._remember(origin, self._made(kept[0], kept[1]))
        if rules.until <= now:
            del self._rules[origin]
            return None
        self._rules.move_to_end(origin)
        return rules

    def told(self, origin: str, text: str | None, now: float) -> None:
        """The host has answered: with its rules, or with None for "there are none"."""
        until = now + DAY
        self._shelf.keep_robots(origin, text, until)
        self._remember(origin, self._made(text, until))

    def refused(self, origin: str, reason: str, why: str, again: bool, now: float) -> None:
        """The host could not be asked: nothing of it may be fetched for a while."""
        why = why if reason == "address" else f"robots.txt: {why}"
        rules = Rules(None, self._manners.delay, now + DOWN, why, reason, again)
        self._remember(origin, rules)

    def _remember(self, origin: str, rules: Rules) -> Rules:
        self._rules[origin] = rules
        while len(self._rules) > MOST:
            self._rules.popitem(last=False)
        return rules

    def _made(self, text: str | None, until: float) -> Rules:
        from protego import Protego

        if not text:
            return Rules(None, self._manners.delay, until)
        parsed = Protego.parse(text)
        asked = [self._manners.delay]
        if (delay := parsed.crawl_delay(PRODUCT)) is not None:
            asked.append(float(delay))
        if (rate := parsed.request_rate(PRODUCT)) is not None and rate.requests > 0:
            asked.append(rate.seconds / rate.requests)
        return Rules(parsed, min(max(asked), max(self._manners.longest_delay, self._manners.delay)), until)
