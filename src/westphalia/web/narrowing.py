"""The parameters by which pages narrow events: from an address to a `Selection`, and back to an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from westphalia.errors import BadFilter
from westphalia.query.filters import Filter, country_or_none, make_filter
from westphalia.query.selection import Selection

MANY = (
    "type",
    "mode",
    "status",
    "quad_class",
    "actor",
    "recipient",
    "country",
    "sector",
    "said_by",
    "outlet",
)
ONE = ("since", "until", "text", "min_confidence", "min_stories")
OWN = ("party", "pair", "both", "place")
SWITCHES = ("dated", "merged", "without_reprints")
NAMES = (*MANY, *OWN, *ONE, *SWITCHES)
LONGEST = 200  # characters of a value
MOST = 40  # values of a parameter

TOLD: Mapping[str, str] = {
    "type": "type", "mode": "mode", "status": "status", "quad_class": "quad class", "actor": "actor",
    "recipient": "recipient", "country": "country", "sector": "sector", "said_by": "said by", "outlet": "outlet",
    "party": "with", "pair": "between", "both": "with", "place": "place", "since": "from", "until": "to", "text": "words", "min_confidence": "confidence at least",
    "min_stories": "sources at least", "dated": "told to the month", "merged": "each event once",
    "without_reprints": "no reprints",
}  # fmt: skip


class Params(Protocol):
    """The parameters of an address, as the web framework gives them."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A selection and the parameters that make it, canonical: in a fixed order, without what is empty or the default."""

    selection: Selection
    params: tuple[tuple[str, str], ...]

    def address(self, path: str, *, without: Iterable[str] = (), **more: object) -> str:
        """The address of the same selection with some parameters left out or set anew."""
        gone = {*without, *more}
        pairs = [(name, value) for name, value in self.params if name not in gone]
        for name, value in more.items():
            values = value if isinstance(value, (list, tuple)) else (value,)
            pairs += [(name, str(item)) for item in values if item not in (None, "", False)]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.params if key == name]

    def first(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def lacking(self, path: str, name: str, value: str) -> str:
        """The address without one value of a parameter."""
        pairs = [pair for pair in self.params if pair != (name, value)]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def narrowing(params: Params) -> Narrowing:
    """What an address asks for. Raises BadFilter for a value that names nothing, or too many of them."""
    pairs: list[tuple[str, str]] = []
    for name in NAMES:
        values = [value.strip() for value in params.getlist(name)]
        kept = list(dict.fromkeys(value for value in values if value))
        if any(len(value) > LONGEST for value in kept) or len(kept) > MOST:
            raise BadFilter(f"{name}: more than {MOST} values, or one of more than {LONGEST} characters")
        if name in ONE or name in SWITCHES:
            kept = kept[:1]
        if name in ("min_confidence", "min_stories"):
            kept = [
                _number(name, value) for value in kept if float(_number(name, value)) not in _DEFAULT[name]
            ]
        if name in SWITCHES:
            kept = ["1" for value in kept if value not in ("0", "false", "no")]
        if name == "country":
            kept = [country_or_none(value) or value for value in kept]
        pairs += [(name, value) for value in kept]
    given = {name: [value for key, value in pairs if key == name] for name in NAMES}
    chosen = make_filter(
        **{name: given[name] for name in MANY if given[name]},
        **{name: given[name][0] for name in ONE if given[name]},
    )
    selection = Selection(
        chosen,
        tuple(given["party"]),
        tuple(given["pair"]),
        tuple(given["both"]),
        tuple(given["place"]),
        **{name: bool(given[name]) for name in SWITCHES},
    )
    return Narrowing(selection, tuple(pairs))


_DEFAULT: Mapping[str, tuple[float, ...]] = {"min_confidence": (0.0,), "min_stories": (0.0, 1.0)}


def _number(name: str, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        raise BadFilter(f"{name} {value!r} is no number") from None
    if not 0 <= number <= (1 if name == "min_confidence" else 10_000):
        raise BadFilter(f"{name} {value!r} is out of range")
    return f"{number:g}" if name == "min_confidence" else str(int(number))


def nothing() -> Narrowing:
    """All events."""
    return Narrowing(Selection(Filter()), ())


def checked(params: Params, names: Iterable[str]) -> dict[str, str]:
    """One value each of some parameters, "" where it is not given. Raises BadFilter for one that is too long."""
    made = {}
    for name in names:
        values = [value.strip() for value in params.getlist(name) if value.strip()]
        if values and len(values[0]) > LONGEST:
            raise BadFilter(f"{name}: more than {LONGEST} characters")
        made[name] = values[0] if values else ""
    return made
