"""The demonstration record: a few outlets' articles of our own, with reprints and rival tellings, coded as `run` does."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from westphalia.cli import cli

ARTICLES = Path(__file__).parent / "data" / "articles.jsonl"


def demo_record(folder: Path) -> Path:
    """The record of `data/articles.jsonl`, made in this folder."""
    done = CliRunner().invoke(cli, ["run", str(ARTICLES), "--record", str(folder)])
    assert done.exit_code == 0, done.output
    return folder
