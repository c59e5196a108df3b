"""Options and parts that the commands share which fetch from the web."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from westphalia.fetch import Manners
    from westphalia.fetch.engine import Engine
    from westphalia.fetch.state import State

    _Param = click.ParamType[float]
else:  # older releases of click have no type argument
    _Param = click.ParamType

R = TypeVar("R")

_UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


class Span(_Param):
    """A length of time: 90s, 15m, 6h, 7d; a bare number is seconds."""

    name = "TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, int | float):
            return float(value)
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([smhd]?)", str(value).strip())
        if not found:
            self.fail(f"{value!r} is no length of time such as 90s, 15m, 6h or 7d", param, ctx)
        return float(found[1]) * _UNITS[found[2] or "s"]


def fetch_options(command: Callable[..., R]) -> Callable[..., R]:
    """`--contact`, `--delay` and `--allow-host`; the command gets them as `manners`."""

    @functools.wraps(command)
    def with_manners(
        *args: object, contact: str | None, delay: float, allow_host: tuple[str, ...], **options: object
    ) -> R:
        return command(*args, manners=manners_of(contact, delay, allow_host), **options)

    for option in (
        click.option(
            "--allow-host",
            multiple=True,
            metavar="NAME",
            help="Host that may be in a private network or this machine; can be repeated.",
        ),
        click.option(
            "--delay",
            type=Span(),
            default="1s",
            show_default=True,
            help="Pause between two requests to one host; robots.txt may ask for more.",
        ),
        click.option(
            "--contact",
            metavar="URL",
            envvar="WESTPHALIA_CONTACT",
            help="Page or mail address about you, told to the servers asked (or WESTPHALIA_CONTACT).",
        ),
    ):
        with_manners = option(with_manners)
    return with_manners


def manners_of(contact: str | None, delay: float, allow_host: tuple[str, ...]) -> Manners:
    """The manners that the options ask for. Raises UsageError."""
    from westphalia.fetch import Manners

    if contact is not None and not re.fullmatch(r"(?:https?://|mailto:)?[!-'*-~]{3,200}", contact):
        raise click.UsageError("--contact takes a web or mail address, without blanks or brackets")
    return Manners(contact=contact, delay=delay, allow=frozenset(allow_host))


@contextlib.contextmanager
def engine_for(manners: Manners, state: State | None = None) -> Iterator[Engine]:
    """The fetching engine, its connections closed at the end."""
    from westphalia.fetch.engine import Engine
    from westphalia.fetch.hop import Getter
    from westphalia.fetch.robots import Robots

    engine = Engine(Getter(manners), Robots(manners, state))
    try:
        yield engine
    finally:
        engine.close()
