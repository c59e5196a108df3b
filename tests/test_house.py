"""The rules of the house, checked: who may import whom, who prints, how long a module gets, what starts up."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "src" / "westphalia"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = {"read", "clean", "parse", "resolve", "merge", "record", "query", "review"}
BELOW = {"query": {"record"}}  # a question is asked of the record's documented views
SHARED = {"records", "errors", "ontology", "models", "version"}
LONGEST = 450
HEAVY = (
    "numpy",
    "onnxruntime",
    "tokenizers",
    "trafilatura",
    "lxml",
    "htmldate",
    "py3langid",
    "rich",
    "torch",
)


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, as dotted names; relative ones made absolute."""
    package = ["westphalia", *path.relative_to(PACKAGE).parent.parts]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.add(module)
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def rooms_in(names: set[str]) -> set[str]:
    parts = [name.split(".") for name in names if name.startswith("westphalia.")]
    return {
        part[1]
        for part in parts
        if (part[1] and (PACKAGE / part[1]).exists()) or (PACKAGE / f"{part[1]}.py").exists()
    }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    if text.strip():
        assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in ROOMS], ids=name_of
)
def test_no_room_imports_another_room(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    assert rooms_in(imported(path)) <= SHARED | BELOW.get(own, set()) | {own}


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in {"ontology", "models"}],
    ids=name_of,
)
def test_what_rooms_share_imports_no_room(path: Path) -> None:
    assert rooms_in(imported(path)) <= SHARED


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.relative_to(PACKAGE).parts[0] != "cli"], ids=name_of
)
def test_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"print", "input", "eval", "exec", "breakpoint"}
    assert not {name.split(".")[0] for name in imported(path)} & {"rich", "click"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_package_needs_no_training_library(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"torch", "transformers", "training", "eval", "tests", "pickle"}


def test_help_answers_without_the_heavy_libraries() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "westphalia", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert "code" in done.stdout
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & set(HEAVY)


def test_importing_the_package_loads_no_model_library() -> None:
    code = f"import sys, westphalia; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("page", "code"), [("absent.txt", 1), ("examples/1_wire.txt", 0)])
def test_the_process_ends_with_the_exit_code_that_was_promised(page: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "westphalia", "code", page, "--format", "csv"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == code
