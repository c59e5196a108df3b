"""PLOVER's folding: an event that is only planned is an agreement, or a concession, to do it.

"Xi will visit Moscow" is told as CONSULT and planned; PLOVER codes it AGREE. A planned RETREAT is CONCEDE.
What is hypothetical, denied or background keeps its type, and so do types that are about the future by nature.
"""

from __future__ import annotations

from dataclasses import replace

from westphalia.ontology import plover
from westphalia.records import Event

# From PLOVER's auxiliary modes: what a type becomes once it lies ahead.
FOLDED = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
}


def folded(event: Event) -> Event:
    """The event under its folded type, without a mode, scores to match; `unfolded` keeps what was told.

    The id stays that of the event as told, so that folded and unfolded records can be joined.
    """
    name = FOLDED.get(event.type)
    if name is None or event.status != "planned":
        return event
    kind = plover.event_type(name)
    return replace(
        event,
        type=name,
        mode=None,
        quad_class=kind.quad_class,
        intensity=kind.intensity(None),
        cameo_root=kind.cameo_root(None),
        unfolded=(event.type, event.mode),
    )


__all__ = ["FOLDED", "folded"]
