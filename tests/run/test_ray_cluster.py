"""A real Ray cluster of two nodes, started here: the tables are the local ones, whatever dies in the middle.

Slow, and only where Ray is installed (`pip install 'westphalia[ray]'`): `pytest -m slow tests/run/test_ray_cluster.py`.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from bench.made_stories import Playback, page
from tests.conftest import ROOT
from tests.run.build import SHARD, Clock, tables
from tests.run.trouble import Troubled
from westphalia.errors import WorkerError
from westphalia.pipeline import Coder
from westphalia.read import read_pages
from westphalia.records import Page, Rejected
from westphalia.run import ingest
from westphalia.run.parallel import Limits
from westphalia.run.ray_cluster import ray_workers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Ray's own
]

PAGES = [page(number) for number in range(1, 40)]
LIMITS = Limits(seconds=60.0)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of a core each, and this process connected to them."""
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112  so it is spelt; a busy machine lets no nice process work
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'westphalia[ray]'")
    from ray.cluster_utils import Cluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        nodes.add_node(num_cpus=1)
        # Tests are not installed on the nodes: they get this process's path.
        paths = f"{ROOT / 'src'}:{ROOT}"
        ray.init(address=nodes.address, log_to_driver=False, runtime_env={"env_vars": {"PYTHONPATH": paths}})
        yield nodes
        ray.shutdown()
        nodes.shutdown()


def taken(root: Path, pages: list[Page], coder: Any) -> tuple[dict[str, str], list[Rejected]]:
    told: list[Rejected] = []
    ingest(pages, root, coder, shard_pages=SHARD, clock=Clock(), rejected=told.append)
    return tables(root), told


def on_cluster(marks: Path, size: int | None = None) -> Any:
    return ray_workers(cast(Any, Troubled(marks)), size=size, limits=LIMITS)


def test_the_tables_of_a_cluster_are_those_of_one_process_byte_for_byte(tmp_path: Path, cluster: Any) -> None:
    import ray

    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    with on_cluster(tmp_path) as coder:
        found = taken(tmp_path / "ray", PAGES, coder)
    assert found == taken(tmp_path / "one", PAGES, Playback())


def test_a_worker_and_an_actor_killed_in_the_middle_change_no_byte(tmp_path: Path, cluster: Any) -> None:
    pages = [*PAGES]
    pages[7] = Page("ONCE", pages[7].source)  # kills the worker process
    pages[19] = Page("UP", pages[19].source)  # kills the actor, and its worker with it
    with on_cluster(tmp_path) as coder:
        found = taken(tmp_path / "ray", pages, coder)
    assert {path.name for path in tmp_path.glob("*.txt")} == {"000008.txt", "000020.txt"}
    assert found == taken(tmp_path / "one", pages, Playback())


def test_a_page_that_kills_every_worker_is_left_out(tmp_path: Path, cluster: Any) -> None:
    pages = [page(1), Page("DIE", "pages/000002.txt"), page(3)]
    with on_cluster(tmp_path) as coder:
        _, told = taken(tmp_path / "ray", pages, coder)
    assert [(item.source, item.reason) for item in told] == [("pages/000002.txt", "worker_died")]


def test_a_lost_node_changes_no_byte(tmp_path: Path, cluster: Any) -> None:
    node = cluster.add_node(num_cpus=1)

    def losing() -> Iterator[Page]:
        for number, item in enumerate(PAGES):
            if number == 15:
                cluster.remove_node(node, allow_graceful=False)
            yield item

    with on_cluster(tmp_path, size=3) as coder:
        found = taken(tmp_path / "ray", cast(Any, losing()), coder)
    assert found == taken(tmp_path / "one", PAGES, Playback())


def test_the_model_on_a_cluster_finds_what_it_finds_here(tmp_path: Path, cluster: Any) -> None:
    pages = [item for item in read_pages([str(ROOT / "examples")]) if isinstance(item, Page)]
    with ray_workers(Coder(), limits=LIMITS) as coder:
        found = taken(tmp_path / "ray", pages, coder)
    assert found == taken(tmp_path / "one", pages, Coder(threads=1))
    assert any(name.startswith("events/") for name in found[0])


def test_another_model_on_a_node_is_refused(tmp_path: Path, cluster: Any) -> None:
    class Elsewhere(Troubled):
        """Its name differs from one process to another."""

        def __init__(self, folder: Path) -> None:
            super().__init__(folder)
            self.ours = os.getpid()

        @property
        def model(self) -> str:  # type: ignore[override]
            return "a" if os.getpid() == self.ours else "b"

        @model.setter
        def model(self, value: str) -> None:
            pass

    with (
        ray_workers(cast(Any, Elsewhere(tmp_path)), limits=LIMITS) as coder,
        pytest.raises(WorkerError, match=r"with model b, this one .* with a"),
    ):
        list(coder.code_many([page(1)]))
