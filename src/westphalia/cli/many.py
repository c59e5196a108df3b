"""Options that say who codes: this process, workers on this machine, a cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from westphalia.errors import UsageError

if TYPE_CHECKING:
    from westphalia.pipeline import Coder
    from westphalia.run.parallel import Parallel

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Hands:
    """What the options said. Bounds on one page in seconds and megabytes; None: as `Limits` has it."""

    workers: int | None
    on: str | None
    threads: int | None
    page_seconds: float | None
    page_megabytes: int | None

    def coding(self, coder: Coder) -> contextlib.AbstractContextManager[Coder | Parallel]:
        """The coder, or many in its place. Raises UsageError or WorkerError."""
        from westphalia.run.parallel import Limits

        usual = Limits()
        limits = Limits(self.page_seconds or usual.seconds, self.page_megabytes or usual.megabytes)
        if self.on is not None:
            from westphalia.run.ray_cluster import ray_workers

            if self.threads is not None:
                raise UsageError("--threads and --on: a worker on a cluster has one thread")
            return ray_workers(coder, None if self.on == "ray" else self.on, self.workers, limits)
        if self.threads is not None and self.workers not in (None, 1):
            raise UsageError("--threads is for --workers 1; each of several workers has one thread")
        from westphalia.run.workers import usual_size, workers

        size = self.workers or (1 if self.threads is not None else usual_size())
        return contextlib.nullcontext(coder) if size == 1 else workers(coder, size, limits)


def _cluster(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """ "ray" or "ray://HOST:PORT"."""
    host, _, port = (value or "").removeprefix("ray://").rpartition(":")
    if value in (None, "ray") or (str(value).startswith("ray://") and host and port.isdecimal()):
        return value
    raise click.BadParameter(f"{value!r} is neither 'ray' nor 'ray://HOST:PORT'", ctx, param)


def hands_options(command: Callable[P, R]) -> Callable[..., R]:
    """`--workers`, `--on`, `--threads` and the bounds on a page; the command gets `hands`."""

    @click.option(
        "--workers",
        type=click.IntRange(1),
        help="Processes that code (default: one a core, as memory allows). 1: this process alone, without bounds on a page.",
    )
    @click.option(
        "--on",
        callback=_cluster,
        metavar="ray[://HOST:PORT]",
        help="Code on a Ray cluster (docs/cluster.md): the one this machine is in, or that of the address.",
    )
    @click.option(
        "--threads",
        type=click.IntRange(1),
        help="Cores that this process uses by itself, with --workers 1 (default: all that are free to us).",
    )
    @click.option(
        "--page-seconds",
        type=click.FloatRange(1),
        metavar="N",
        help="Processor time that a page may take before a worker is cut off (default: 300).",
    )
    @click.option(
        "--page-memory",
        type=click.IntRange(500),
        metavar="MB",
        help="Memory that a worker may take before it is cut off (default: 3000).",
    )
    @wraps(command)
    def with_hands(
        *args: Any,
        workers: int | None,
        on: str | None,
        threads: int | None,
        page_seconds: float | None,
        page_memory: int | None,
        **kwargs: Any,
    ) -> R:
        hands = Hands(workers, on, threads, page_seconds, page_memory)
        return command(*args, hands=hands, **kwargs)  # type: ignore[arg-type]

    return with_hands
