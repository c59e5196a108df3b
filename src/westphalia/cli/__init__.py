"""Room 0: the command line, one file a command. Only this package prints.

Exit codes: 0 something was done, 1 nothing could be done, 2 wrong use.
"""

from __future__ import annotations

import io
import sys

import click

from westphalia.cli.ask import actors, events, quotes, stories
from westphalia.cli.code import code
from westphalia.cli.dyad import compare, dyad, dyads, timeline
from westphalia.cli.explain import explain
from westphalia.cli.export import export, import_
from westphalia.cli.mcp import mcp
from westphalia.cli.passages import passages
from westphalia.cli.recode import recode
from westphalia.cli.review import review
from westphalia.cli.run import run
from westphalia.cli.serve import serve
from westphalia.cli.sql import sql
from westphalia.cli.train_types import train_types
from westphalia.cli.watch import watch
from westphalia.errors import WestphaliaError
from westphalia.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="westphalia")
def cli() -> None:
    """Read the news and keep the record: who did what to whom, when, where, on whose word."""


for _question in (events, quotes, actors, stories, dyad, dyads, timeline, compare, sql, export, import_):
    cli.add_command(_question)
cli.add_command(code)
cli.add_command(explain)
cli.add_command(mcp)
cli.add_command(passages)
cli.add_command(recode)
cli.add_command(review)
cli.add_command(run)
cli.add_command(serve)
cli.add_command(train_types)
cli.add_command(watch)


def main() -> None:
    """The `westphalia` command: errors of the library become one line and an exit code."""
    # The model's threads come back for the interpreter's lock every few milliseconds; the default hand-over
    # of 5 ms would hold each of them up for as long as its own work takes.
    sys.setswitchinterval(0.0003)
    for stream in (sys.stdout, sys.stderr):
        # Records are UTF-8 whatever the console's code page; a name that is not is shown with "?".
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        # click gives the code of an Exit back here, or None.
        sys.exit(cli(standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        print("westphalia: interrupted", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        print(f"westphalia: {error.filename or ''}: {error.strerror}", file=sys.stderr)
        sys.exit(1)
    except WestphaliaError as error:
        print(f"westphalia: {error}", file=sys.stderr)
        sys.exit(1)
