"""`westphalia passages FILE.jsonl`: annotated-passage records in, the codebook's form out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from westphalia.cli.common import complain, fast_option, ontology_option, own_tables, with_progress
from westphalia.errors import BadRecord, UnreadableInput


@click.command(no_args_is_help=True)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE.jsonl")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to stdout."
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out events below this."
)
@ontology_option
@click.option(
    "--types",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Own event types, a folder of train-types.",
)
@fast_option
def passages(
    file: Path,
    output: Path | None,
    min_confidence: float,
    ontology: Path | None,
    types: Path | None,
    fast: bool,
) -> None:
    """Code passages: records with id, date and text, one a line, to records in the codebook's form.

    Spans come as {"start", "end"} in code points. A broken line is told on stderr and left out. Exit
    code 0 when something was coded, 1 when nothing could be.
    """
    from westphalia.passages import code_passages
    from westphalia.pipeline import Coder

    coder = Coder(ontology=own_tables(ontology), types=types, fast=fast)
    count = 0
    partial = output.with_name(output.name + ".partial") if output else None
    sink = partial.open("w", encoding="utf-8") if partial else sys.stdout
    try:
        for found in with_progress(code_passages(coder, _records(file)), "passages"):
            record: dict[str, Any] = found  # type: ignore[assignment]
            record["events"] = [e for e in record["events"] if e["confidence"] >= min_confidence]
            sink.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
        if partial and output:
            sink.close()
            if count:
                # The output appears whole or not at all: an interrupted run leaves no half file of that name.
                partial.replace(output)
    finally:
        if partial:
            sink.close()
            partial.unlink(missing_ok=True)
    if not count:
        raise click.exceptions.Exit(1)


def _records(file: Path) -> Iterator[dict[str, Any]]:
    from westphalia.passages import read_record

    try:
        lines = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise UnreadableInput(f"{file}: {error.strerror}") from error
    with lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{file}:{number}"
            try:
                yield read_record(line.decode("utf-8-sig" if number == 1 else "utf-8"), where)
            except UnicodeDecodeError as error:
                complain(f"{where}: not UTF-8 ({error.reason} at byte {error.start})")
            except BadRecord as error:
                complain(str(error))
