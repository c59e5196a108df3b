"""`westphalia mcp --record DIR`: the record's questions as tools for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from westphalia.errors import UsageError


@click.command()
@click.option(
    "--record", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The record."
)
def mcp(folder: Path) -> None:
    """Offer a record to an assistant over standard input and output (Model Context Protocol).

    The assistant's program starts this command. It reads only, and every answer has its evidence: sentence, article,
    address and offsets. Needs: pip install 'westphalia[web]'.
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise UsageError("the MCP server needs pip install 'westphalia[web]'")
    from westphalia.web.mcp import make_server

    make_server(folder).run()
