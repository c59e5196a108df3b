"""Many short pages through two workers and through a Ray cluster of two nodes: `python -m bench.many [--pages 5000]`.

Made-up pages of three paragraphs (bench/made_stories.py), coded with the model into a record: here by two workers, with
the memory of all processes noted along the way; then, with `--ray`, by a cluster of two nodes with a core each that is
started for it, one of whose actors is killed in the middle. Both records have to be the same, byte for byte. Writes
bench/many.json and, where matplotlib is installed, the curve of memory, bench/memory.svg.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.kill import tables
from bench.made_stories import page
from westphalia.pipeline import Coder
from westphalia.run import Progress, ingest
from westphalia.run.parallel import Parallel
from westphalia.run.ray_cluster import ray_workers
from westphalia.run.usage import usage_of
from westphalia.run.workers import workers

HERE = Path(__file__).parent
EVERY = 250  # pages between two looks at the memory


def here(pages: int, root: Path) -> dict[str, Any]:
    """Two workers on this machine."""
    curve: list[tuple[int, float, float]] = []
    coded = 0.0

    def look(progress: Progress) -> None:
        nonlocal coded
        if progress.doing == "coding":
            coded = time.perf_counter() - began
        if progress.doing == "coding" and progress.taken % EVERY == 0 and progress.taken:
            children = [usage_of(child.pid or 0) for child in multiprocessing.active_children()]
            most = max((use.megabytes for use in children if use is not None), default=0.0)
            parent = usage_of(os.getpid())
            curve.append((progress.taken, round(most), round(parent.megabytes) if parent else 0))
            print(f"\r{progress.taken:,} pages", end="", file=sys.stderr)

    began = time.perf_counter()
    with workers(Coder(), 2) as coder:
        ingest(map(page, range(pages)), root, coder, report=look)
    print(file=sys.stderr)
    seconds = round(time.perf_counter() - began, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # merging, which comes last, needs most
    return {"seconds": seconds, "coding": round(coded, 1), "peak": peak, "curve": curve}


@contextmanager
def cluster() -> Iterator[Parallel]:
    """Workers on two nodes with a core each."""
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112  so it is spelt
    import ray
    from ray.cluster_utils import Cluster

    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    nodes.add_node(num_cpus=1)
    path = {"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path)}}
    ray.init(address=nodes.address, log_to_driver=False, runtime_env=path)
    try:
        with ray_workers(Coder()) as coder:
            yield coder
    finally:
        ray.shutdown()
        nodes.shutdown()


def on_ray(pages: int, root: Path) -> dict[str, Any]:
    """The cluster; half way one actor's process is killed."""
    killed: list[Any] = []

    def kill(progress: Progress) -> None:
        if not killed and progress.doing == "coding" and progress.taken >= pages // 2:
            import ray

            pool: Any = coder._pool
            killed.append(pool._actors[0].handle)
            ray.kill(killed[0])

    with warnings.catch_warnings(), cluster() as coder:
        warnings.simplefilter("ignore")
        began = time.perf_counter()
        ingest(map(page, range(pages)), root, coder, report=kill)
        return {"seconds": round(time.perf_counter() - began, 1), "killed": len(killed)}


def draw(curve: list[tuple[int, float, float]], target: Path) -> None:
    """Memory against pages."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "westphalia"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3))
    done = [point[0] for point in curve]
    axes.plot(done, [point[1] for point in curve], label="larger of two workers")
    axes.plot(done, [point[2] for point in curve], label="the process that writes")
    axes.set(xlabel="pages", ylabel="MB resident", ylim=(0, None))
    axes.legend(frameon=False)
    figure.savefig(target, bbox_inches="tight", metadata={"Date": None})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--ray", action="store_true", help="the same on a cluster, and compare")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Any] = {"pages": args.pages, "workers": here(args.pages, Path(folder, "here"))}
        if args.ray:
            found["ray"] = on_ray(args.pages, Path(folder, "ray"))
            found["same"] = tables(Path(folder, "here")) == tables(Path(folder, "ray"))
    (HERE / "many.json").write_text(json.dumps(found) + "\n")
    curve = found["workers"]["curve"]
    try:
        draw(curve, HERE / "memory.svg")
    except ImportError:
        print("no matplotlib: no curve", file=sys.stderr)
    print(
        f"{args.pages} pages, two workers: {found['workers']['seconds']} s, "
        f"{args.pages / found['workers']['seconds']:.1f} pages/s; {found['workers']['coding']} s of them until the last "
        f"page was coded; merging at most {found['workers']['peak']} MB"
    )
    for done, worker, parent in curve[:: max(1, len(curve) // 10)]:
        print(f"{done:8,} pages: workers at most {worker} MB, writer {parent} MB")
    if args.ray:
        ray = found["ray"]
        print(
            f"Ray, two nodes, an actor killed: {ray['seconds']} s, {args.pages / ray['seconds']:.1f} pages/s, "
            f"tables {'the same, byte for byte' if found['same'] else 'NOT the same'}"
        )
        return 0 if found["same"] else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
