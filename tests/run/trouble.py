"""Coders for workers' tests: made-up stories played back, and pages that misbehave by their words.

    FAULT   an exception of ours             SPIN    computes for ever
    DIE     the worker is killed each time   EAT     takes memory for ever
    ONCE    the worker is killed once        UP      the worker's parent is killed once (an actor of Ray's)
    OPEN    tells its process's id through a pipe with a name, then computes for ever

Imported by the spawned workers.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.made_stories import Playback
from westphalia.errors import ModelError
from westphalia.records import Page, Rejected, Story


class Troubled(Playback):
    """`folder` is for the marks of what was done once."""

    session = None

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def for_worker(self) -> Troubled:
        return self

    def code_many(self, pages: Iterable[Page | Rejected | bytes | str]) -> Iterator[Story | Rejected]:
        for page in pages:
            assert isinstance(page, Page)
            if isinstance(page.content, str):
                self.misbehave(page.content, page.source)
            yield from super().code_many([page])

    def misbehave(self, word: str, name: str) -> None:
        if word == "FAULT":
            raise ValueError(name)
        if word == "DIE" or (word == "ONCE" and self.first(name)):
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "UP" and self.first(name):
            os.kill(os.getppid(), signal.SIGKILL)
        if word == "OPEN":
            with (self.folder / "pipe").open("w") as pipe:
                pipe.write(f"{os.getpid()}\n")
        held = []
        while word in ("SPIN", "EAT", "OPEN", "UP!"):
            held.append(bytearray(2_000_000) if word == "EAT" else sum(range(1000)))
            held = held if word == "EAT" else []

    def first(self, name: str) -> bool:
        """Whether this is the first time that something asks by this name, in any process."""
        try:
            (self.folder / Path(name).name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Broken(Troubled):
    """Its model cannot be loaded."""

    @property
    def session(self) -> None:  # type: ignore[override]
        raise ModelError("parser.onnx: model file missing")


class Ends(Troubled):
    """Its process ends while it loads the model."""

    @property
    def session(self) -> None:  # type: ignore[override]
        os._exit(7)
