"""The world map: each country coloured by the mean intensity of its events, drawn on the server, a link each.

The shapes are those of `static/vendor/world.json` (Natural Earth's, projected when they were vendored).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from westphalia.errors import InstallationError

STRONG = 6.0  # mean intensity (PLOVER's, -10 to 10) from which the colour is full
STEPS = 5


@dataclass(frozen=True, slots=True)
class Shade:
    """What the map says of a country: its mean intensity (None where no event has one), where it leads, its words."""

    intensity: float | None
    href: str
    title: str
    chosen: bool = False

    @property
    def css(self) -> str:
        """The classes that colour it: cooperation or conflict, and how strong in five steps."""
        if self.intensity is None or abs(self.intensity) < 0.05:
            return "ne m3"
        step = min(STEPS, 1 + int(abs(self.intensity) / STRONG * (STEPS - 1)))
        return f"{'co' if self.intensity > 0 else 'cf'} m{step}"


@cache
def _world() -> Mapping[str, Any]:
    """Raises InstallationError."""
    try:
        text = (resources.files(__package__) / "static" / "vendor" / "world.json").read_text(encoding="utf-8")
        made: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise InstallationError(f"web/static/vendor/world.json: {error}") from error
    return made


def drawn() -> frozenset[str]:
    """The codes of the countries that the map has."""
    return frozenset(_world()["countries"])


def world_map(shades: Mapping[str, Shade]) -> str:
    """The map as SVG. A country without a shade is drawn plain and leads nowhere."""
    world = _world()
    links, plain = [], []
    for code, shape in world["countries"].items():
        shade = shades.get(code)
        css = shade.css if shade else ""
        body = f'<path class="{css}" d="{shape["path"]}"/>'
        if shade and "dot" in shape:
            x, y = shape["dot"]
            body += f'<circle class="{css}" cx="{x}" cy="{y}" r="3"/>'
        if shade is None:
            plain.append(body.replace(' class=""', ""))
            continue
        current = ' aria-current="true"' if shade.chosen else ""
        links.append(
            f'<a href="{escape(shade.href)}" tabindex="-1"{current}><title>{escape(shade.title)}</title>{body}</a>'
        )
    return (
        f'<svg class="map" viewBox="0 0 {world["width"]} {world["height"]}" aria-hidden="true" focusable="false">'
        f"{''.join(plain)}{''.join(links)}</svg>"
    )
