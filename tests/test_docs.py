"""The documentation keeps up with the code: nothing undocumented, nothing stale, no dead link, examples run."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import click
import pytest

import westphalia
from tests.conftest import ROOT
from westphalia import records
from westphalia.cli import cli
from westphalia.cli.common import WHY
from westphalia.ontology.places_table import PlacePrecision
from westphalia.ontology.plover import event_types
from westphalia.output import COLUMNS, codebook_json, story_json
from westphalia.records import (
    Actor,
    Article,
    Block,
    DateValue,
    Event,
    Evidence,
    Member,
    Place,
    Quote,
    Rejected,
    Span,
    Story,
)
from westphalia.resolve.events import STATUS_OF

DOCS = ROOT / "docs"
SOURCE = ROOT / "src/westphalia"
REFERENCE = (DOCS / "reference.md").read_text(encoding="utf-8")
ONTOLOGY = (DOCS / "ontology.md").read_text(encoding="utf-8")
PYTHON = (DOCS / "python.md").read_text(encoding="utf-8")
PAGES = [
    path
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))
    if path.exists()
]


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next heading of its level or above."""
    level = heading.split(" ")[0]
    _, found, rest = f"\n{text}".partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"\n#{{1,{len(level)}}} ", rest)[0]


def documented(text: str) -> list[str]:
    """The code names in the first column of every table of a text."""
    cells = (line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


# --- commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    names = documented(section(REFERENCE, f"### westphalia {name}"))
    for param in cli.commands[name].params:
        wanted = (
            (param.make_metavar(click.Context(cli)),) if isinstance(param, click.Argument) else param.opts
        )
        assert set(wanted) <= set(names), f"{name}: {param.name} is not documented"
    options = {opt for param in cli.commands[name].params for opt in param.opts}
    told = {option for option in names if option.startswith("-") and option != "-"}
    assert told <= options | {"-h", "--help"}, f"{name}: options that do not exist"


@pytest.mark.parametrize("code", ["0", "1", "2", "130"])
def test_exit_codes_are_documented(code: str) -> None:
    assert f"\n| {code} |" in section(REFERENCE, "### Exit codes")


# --- fields -------------------------------------------------------------------------------------


def full_story() -> Story:
    """A story in which every optional part is there."""
    text = "“Yes, we will,” both said."
    day = DateValue.day(dt.date(2024, 4, 9), "text")
    actor = Actor(Span(16, 20), "both", "A+B", members=(Member("A", "ARM"), Member("B", "GEO")))
    place = Place(Span(0, 1), "“")
    span = Span(1, 14)
    event = Event(
        "e", "AGREE", None, (), 1, 2.5, "03", (actor,), (actor,), day, place, (), "reported", (actor,), (),
        ("q",), Evidence("0", Span(0, 26), span, span), 0.5,
    )  # fmt: skip
    return Story(
        article=Article("0", text, (Block("body", Span(0, 26), "sentences"),), "test", published=day),
        parses=(),
        actors=({0: actor},),
        events=(event,),
        quotes=(Quote("q", span, span.of(text), actor, actor, actor, 0.5),),
        rejected=(Rejected("test", "clean", "furniture", "menu", span),),
        model="0",
        version="0",
    )


def json_objects() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of object of the JSON record and of the codebook form, with its heading."""
    page = story_json(full_story())
    (event,), (quote,) = page["events"], page["quotes"]
    yield "### Page", page
    yield "### Article", page["article"]
    yield "### Block", page["article"]["blocks"][0]
    yield "### Event", event
    yield "### Actor", event["actors"][0]
    yield "### Member", event["actors"][0]["members"][0]
    yield "### Date", event["date"]
    yield "### Place", event["place"]
    yield "### Evidence", event["evidence"]
    for part in ("sentence", "trigger", "when"):
        yield "### Stretch of text", event["evidence"][part]
    yield "### Quote", quote
    yield "### Left out", page["rejected"][0]
    record = codebook_json(full_story(), {"id": "p", "date": None, "text": full_story().article.text})
    yield "### Record", record
    yield "### Entity", record["entities"][0]
    yield "### Codebook event", record["events"][0]
    yield "### Codebook quote", record["quotes"][0]


@pytest.mark.parametrize(("heading", "item"), list(json_objects()), ids=lambda value: str(value)[:20])
def test_every_field_is_documented_and_no_other(heading: str, item: dict[str, Any]) -> None:
    table = section(REFERENCE, heading).split("\n\n| basis")[0]
    names = documented(table.split("\n`basis` of")[0])
    assert names == list(item)


def test_every_csv_column_is_documented_in_order() -> None:
    assert documented(section(REFERENCE, "## The CSV columns")) == list(COLUMNS)


def test_public_names_and_story_fields_are_documented() -> None:
    for name in westphalia.__all__:
        assert f"`{name}`" in PYTHON or f"westphalia.{name}" in PYTHON, name
    assert documented(section(PYTHON, "### Story")) == [field.name for field in dataclasses.fields(Story)]
    others = section(PYTHON, "### The others")
    for line in others.splitlines():
        if match := re.match(r"\| `(\w+)` \| (.*) \|", line):
            fields = [field.name for field in dataclasses.fields(getattr(records, match[1]))]
            assert re.findall(r"`(\w+)`", match[2])[: len(fields)] == fields


# --- values -------------------------------------------------------------------------------------


def test_block_kinds_status_and_precision_are_documented() -> None:
    assert set(documented(section(REFERENCE, "### Block kinds"))) == set(get_args(records.BlockKind))
    status = section(REFERENCE, "## Status and auxiliary modes")
    rows = [re.findall(r"`(\w+)`", line) for line in status.splitlines() if line.startswith("| `")]
    assert [tuple(row) for row in rows[1:]] == [*STATUS_OF]  # in the order of precedence
    for name in get_args(records.Status):
        assert f"`{name}`" in status
    for name in get_args(records.Precision):
        assert f"`{name}`" in section(REFERENCE, "### Date")
    for name in get_args(PlacePrecision):
        assert f"`{name}`" in section(REFERENCE, "### Place")


def calls(function: str, *folders: str) -> Iterator[ast.Call]:
    """Every call of a function of that name in the rooms given."""
    for folder in folders:
        for path in sorted((SOURCE / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == function
                ):
                    yield node


def constants(node: ast.expr) -> Iterator[str]:
    """The strings an argument can be: itself, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def reject_reasons() -> set[str]:
    found = set(WHY)
    for function, at in (("rejected", 1), ("_rejected", 1), ("_reject", 1), ("Refusal", 0)):
        for call in calls(function, "read", "clean"):
            found |= set(constants(call.args[at]))
    return found


def test_every_reject_reason_is_documented_and_no_other() -> None:
    told = documented(section(REFERENCE, "### Reasons why a page is left out"))
    assert set(told) == reject_reasons()


def test_every_block_reason_is_documented() -> None:
    text = section(REFERENCE, "### Reasons of blocks")
    reasons = {
        reason for name in ("Label", "Block") for call in calls(name, "clean") for reason in _reasons(call)
    }
    assert {"sentences", "passage"} <= reasons
    for file, function in (
        ("marks", "byline"), ("marks", "date_line"), ("marks", "menu"), ("captions", "credit"),
        ("captions", "caption"), ("captions", "dashed_subhead"), ("boxes", "author_box"),
    ):  # fmt: skip
        reasons |= returned(SOURCE / "clean" / f"{file}.py", function)
    missing = sorted(reason for reason in reasons if f"`{reason}`" not in text)
    assert not missing


def _reasons(call: ast.Call) -> Iterator[str]:
    """The constant reason of a Label(kind, reason) or a Block(kind, span, reason)."""
    at = 1 if isinstance(call.func, ast.Name) and call.func.id == "Label" else 2
    if len(call.args) > at:
        yield from constants(call.args[at])


def returned(path: Path, function: str) -> set[str]:
    """The strings that a function of a module returns."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    (found,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function)
    returns = (node.value for node in ast.walk(found) if isinstance(node, ast.Return) and node.value)
    return {text for value in returns for text in constants(value)}


def test_every_event_type_and_mode_is_documented() -> None:
    for name, kind in event_types().items():
        modes = documented(section(ONTOLOGY, f"### {name}"))
        assert modes == list(kind.modes)


# --- generated parts ----------------------------------------------------------------------------


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_fresh() -> None:
    made = generator()
    assert not made.stale(), "run python docs/generate.py"
    written = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert set(made.PARTS) == {match["name"] for match in made.PART.finditer(written)}


def test_every_command_has_its_help_text() -> None:
    for name in cli.commands:
        assert f"<!-- generated: help-{name} -->" in REFERENCE


def test_check_tells_a_stale_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = generator()
    page = tmp_path / "page.md"
    page.write_text("A\n<!-- generated: aux -->\nold\n<!-- end: aux -->\nB\n", encoding="utf-8")
    monkeypatch.setattr(made.stale, "__defaults__", (tmp_path,))
    assert made.main(["--check"]) == 1
    assert made.main([]) == 0
    assert made.main(["--check"]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("A\n")
    assert text.endswith("B\n")
    assert "`negation`" in text
    assert made.main(["--wrong"]) == 2


# --- links and examples -------------------------------------------------------------------------


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The names that a page's headings have as link targets (GitHub's rule)."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#{1,6} (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = without_code(re.sub(r"\[`([^`\n]*)`\]", r"[\1]", page.read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), f"{page.name}: {target}"
        assert path == ROOT or ROOT in path.parents, f"{page.name}: {target} leaves the repository"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{page.name}: {target}"


def test_every_page_is_in_the_table_of_contents() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for path in DOCS.glob("*.md"):
        assert path.name == "index.md" or f"]({path.name})" in index, path.name


def test_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = ModuleType("docs_python")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", PYTHON, flags=re.DOTALL), 1):
        exec(compile(block, f"docs/python.md, example {number}", "exec"), module.__dict__)
