"""The user's codebook, a YAML file: a list `types`, each with `name` and `definition`.

types:
  - name: EXPORT_CONTROL
    definition: A government restricts the export of goods or technology, or lifts such a limit.
    quad_class: 4        # optional: 1 to 4
    intensity: -6        # optional: -10 to 10
    cameo_root: "16"     # optional: two digits
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from westphalia.errors import BadRecord, UnreadableInput, UsageError
from westphalia.ontology import plover
from westphalia.records import OwnType

NAME = re.compile(r"[A-Z][A-Z0-9_]{1,39}")
MAX_BYTES = 1_000_000


def read_codebook(path: Path) -> tuple[OwnType, ...]:
    """The types of a codebook file. Raises UnreadableInput or BadRecord, naming file, type and reason."""
    try:
        import yaml
    except ImportError as error:
        raise UsageError("train-types needs two more packages: pip install 'westphalia[types]'") from error
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableInput(f"{path}: too large for a codebook")
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"{path}:{line + 1}" if line is not None else f"{path}"
        raise BadRecord(
            f"{where}: not YAML ({getattr(error, 'problem', None) or 'nested too deeply'})"
        ) from error
    items = raw.get("types") if isinstance(raw, dict) else None
    if not isinstance(items, list) or not items:
        raise BadRecord(f"{path}: no list of 'types'")
    types = tuple(_type(item, f"{path}: type {number}") for number, item in enumerate(items, 1))
    names = [item.name for item in types]
    for name in names:
        if names.count(name) > 1:
            raise BadRecord(f"{path}: type {name!r} is defined twice")
    return types


def _type(item: Any, where: str) -> OwnType:
    if not isinstance(item, dict):
        raise BadRecord(f"{where}: not a mapping with 'name' and 'definition'")
    unknown = set(item) - {"name", "definition", "quad_class", "intensity", "cameo_root"}
    if unknown:
        raise BadRecord(f"{where}: unknown key {sorted(map(str, unknown))[0]!r}")
    name, definition = item.get("name"), item.get("definition")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise BadRecord(f"{where}: 'name' must be capitals, digits and _ (like EXPORT_CONTROL), not {name!r}")
    if name in plover.event_types():
        raise BadRecord(f"{where}: {name} is a type of PLOVER; give yours another name")
    if not isinstance(definition, str) or not definition.strip():
        raise BadRecord(f"{where}: {name} has no 'definition'")
    quad, score, root = item.get("quad_class"), item.get("intensity"), item.get("cameo_root")
    if quad is not None and (isinstance(quad, bool) or quad not in (1, 2, 3, 4)):
        raise BadRecord(f"{where}: {name}: quad_class must be 1, 2, 3 or 4, not {quad!r}")
    if score is not None and (
        isinstance(score, bool) or not isinstance(score, int | float) or not -10 <= score <= 10
    ):
        raise BadRecord(f"{where}: {name}: intensity must be a number from -10 to 10, not {score!r}")
    if root is not None and not re.fullmatch(r"(?:0[1-9]|1\d|20)", str(root)):
        raise BadRecord(f'{where}: {name}: cameo_root must be "01" to "20", not {root!r}')
    return OwnType(
        name,
        definition.strip(),
        quad,
        None if score is None else float(score),
        None if root is None else str(root),
    )
