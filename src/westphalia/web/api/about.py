"""What the record holds, and the page that tells how the API is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from westphalia.query import one
from westphalia.query.session import Session
from westphalia.version import VERSION
from westphalia.web.api import models
from westphalia.web.api.answers import FAILURES, PREFIX, answer
from westphalia.web.deps import StoreDep
from westphalia.web.rendering import render

router = APIRouter(prefix=PREFIX, tags=["record"])
TABLES = ("articles", "events", "quotes", "stories", "merged_events")


@router.get("/record", response_model=models.RecordInfo, responses=FAILURES)
def record(request: Request, store: StoreDep) -> Response:
    """What the record holds, and the latest commands that wrote to it."""

    def make(session: Session) -> dict[str, Any]:
        rows = dict.fromkeys(TABLES, 0)
        for info in session.record.state.files.values():
            if info.table in rows:
                rows[info.table] += info.rows
        months = [month for month in session.record.months("events") if month != "0000-00"]
        return {
            "name": store.path.resolve().name,
            "version": VERSION,
            "step": session.step,
            **rows,
            "first_month": months[0] if months else None,
            "last_month": months[-1] if months else None,
            "runs": one.latest_runs(session),
        }

    return answer(request, store, models.RecordInfo, make)


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: its name, what it may be, what it means, whether it has to be given."""

    name: str
    kind: str
    meaning: str
    required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A path of the API: what it answers, by which model, from which parameters."""

    path: str
    summary: str
    answer: str
    params: tuple[Param, ...]


@router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """The API for people, from the OpenAPI document; without scripts."""
    document = request.app.openapi()
    return render(request, "api.html", questions=questions(document), models=schemas(document), prefix=PREFIX)


def questions(document: Mapping[str, Any]) -> list[Question]:
    """The paths of an OpenAPI document, in its order."""
    made = []
    for path, item in document["paths"].items():
        told = item["get"]
        params = tuple(
            Param(
                param["name"],
                kind_of(param["schema"]),
                param.get("description") or param["schema"].get("description", ""),
                param.get("required", False),
            )
            for param in told.get("parameters", ())
        )
        content = told["responses"]["200"].get("content", {}).get("application/json", {})
        made.append(Question(path, told["description"], _name(content.get("schema", {})), params))
    return made


def schemas(document: Mapping[str, Any]) -> list[tuple[str, str, tuple[Param, ...]]]:
    """The models of an OpenAPI document: name, meaning, fields."""
    return [
        (
            name,
            model.get("description", ""),
            tuple(
                Param(field, kind_of(schema), schema.get("description", ""), True)
                for field, schema in model.get("properties", {}).items()
            ),
        )
        for name, model in document["components"]["schemas"].items()
    ]


def kind_of(schema: Mapping[str, Any]) -> str:
    """A type in words: "list of string", "integer or null", "one of reported, planned"."""
    if "anyOf" in schema:
        return " or ".join(kind_of(part) for part in schema["anyOf"])
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if "$ref" in schema:
        return _name(schema)
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", ""))


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
