"""Options for the columns of tables, for the commands that read pages."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

import click

R = TypeVar("R")

_ROLES = {
    "text": "the page's text",
    "html": "the page's HTML",
    "url": "its address",
    "date": "its day of publication",
    "title": "its headline",
    "outlet": "who printed it",
    "author": "who wrote it",
}


def column_options(command: Callable[..., R]) -> Callable[..., R]:
    """`--text-column NAME` and the like, and `--date-order`; the command gets them as `columns`."""

    @functools.wraps(command)
    def with_columns(*args: object, **options: object) -> R:
        from westphalia.read import Columns

        named = {role: options.pop(f"{role}_column") for role in _ROLES}
        columns = Columns(**named, order=options.pop("date_order"))  # type: ignore[arg-type]
        return command(*args, columns=columns, **options)

    with_columns = click.option(
        "--date-order",
        type=click.Choice(["dmy", "mdy"]),
        help="How a table's days such as 09/04/2024 are written (default: as its column tells).",
    )(with_columns)

    for role, what in reversed(_ROLES.items()):
        with_columns = click.option(
            f"--{role}-column",
            metavar="NAME",
            help=f"A table's column with {what}.",
        )(with_columns)
    return with_columns
