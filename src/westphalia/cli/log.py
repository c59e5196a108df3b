"""Log lines of long-running commands on stderr: for people, or one JSON object a line for machines."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

from westphalia.cli.common import complain

P = ParamSpec("P")
R = TypeVar("R")

WARNINGS = frozenset({"feed_failed", "left_out", "put_off", "waiting", "interrupted"})
"""Events with the level "warning"; all others have "info"."""


class Lines:
    """Writes what happens, as `text` or `json`. `quiet` events are left out of the text form, which is for reading."""

    def __init__(self, form: str, quiet: frozenset[str] = frozenset()) -> None:
        self._json, self._quiet = form == "json", quiet

    def __call__(self, event: str, **fields: Any) -> None:
        if self._json:
            level = "warning" if event in WARNINGS else "info"
            time = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
            line = {"time": time, "level": level, "event": event, **fields}
            print(json.dumps(line, ensure_ascii=True, default=str), file=sys.stderr, flush=True)
        elif event not in self._quiet:
            told = ", ".join(
                f"{name} {value}" for name, value in fields.items() if value not in (None, "", {})
            )
            complain(f"{event.replace('_', ' ')}: {told}" if told else event.replace("_", " "))


def log_option(command: Callable[P, R]) -> Callable[P, R]:
    """`--log text|json`."""
    return click.option(
        "--log",
        "log_form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Messages on stderr: lines to read, or a JSON object a line.",
    )(command)
