"""`westphalia train-types CODEBOOK.yaml EXAMPLES.jsonl`: event types of the user's own."""

from __future__ import annotations

from pathlib import Path

import click

from westphalia.cli.common import complain


@click.command("train-types", no_args_is_help=True)
@click.argument("codebook", type=click.Path(path_type=Path))
@click.argument("examples", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("own_types"),
    show_default=True,
    help="Folder to write; give it to `code --types`.",
)
@click.option("--threads", type=click.IntRange(1), help="Cores to use (default: all that are free to us).")
def train_types(codebook: Path, examples: Path, out: Path, threads: int | None) -> None:
    """Teach the coder event types of your own, from a CODEBOOK (YAML) and annotated EXAMPLES (JSON lines).

    20 to 200 examples a type do well, with passages beside them that hold none. A line that cannot be used
    is told and left out. Prints how well each type is found, by cross-validation, and writes the folder.
    """
    from rich.console import Console

    from westphalia.errors import BadRecord, UsageError
    from westphalia.models import own
    from westphalia.models.session import FOLDER, open_session
    from westphalia.own_types import read_codebook, read_examples, train_types
    from westphalia.own_types.fit import report_of

    types = read_codebook(codebook)
    good, bad = [], 0
    for item in read_examples(examples, {item.name for item in types}):
        if isinstance(item, BadRecord):
            bad += 1
            complain(str(item))
        else:
            good.append(item)
    if not good:
        raise UsageError(f"{examples}: no usable example")
    with Console(stderr=True).status(f"training on {len(good)} passages"):
        session = open_session(FOLDER, threads)
        fitted = train_types(session, types, good)
    own.save(out, types, fitted.weights, fitted.bias, fitted.cuts, session.sha256, report_of(fitted))
    print(f"{len(good)} passages" + (f", {bad} lines left out" if bad else ""))
    print(f"{'type':<32}{'examples':>9}{'precision':>11}{'recall':>8}{'F1':>7}")
    for row in fitted.figures:
        print(f"{row.name:<32}{row.examples:>9}{row.precision:>11.2f}{row.recall:>8.2f}{row.f1:>7.2f}")
    print(f"written to {out}; use it with: westphalia code --types {out} PAGE...")
