"""PLOVER's folding of plans, and what it leaves alone."""

from __future__ import annotations

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Event
from westphalia.resolve import resolve
from westphalia.resolve.folding import folded


def event(kind: str, mode: str | None, aux: tuple[str, ...]) -> Event:
    article = article_of("Norway will visit Finland.")
    passage = Passage(article)
    roles = {"actors": (passage.mention("Norway"),), "recipients": (passage.mention("Finland"),)}
    passage.trigger("visit", kind, mode=mode, aux=aux, **roles)
    (found,) = resolve(article, (passage.parse(),)).events
    return found


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("CONSULT", "visit", "AGREE"),
        ("SUPPORT", None, "AGREE"),
        ("COOPERATE", "economic", "AGREE"),
        ("AID", "humanitarian", "AGREE"),
        ("RETREAT", "withdraw", "CONCEDE"),
    ],
)
def test_a_plan_becomes_an_agreement_or_a_concession(kind: str, mode: str | None, becomes: str) -> None:
    told = event(kind, mode, ("future",))
    found = folded(told)
    assert (found.type, found.mode, found.unfolded) == (becomes, None, (kind, mode))
    assert (found.event_id, found.status) == (told.event_id, "planned")
    assert found.intensity != told.intensity or found.quad_class == told.quad_class


@pytest.mark.parametrize(
    ("kind", "aux"),
    [
        ("CONSULT", ()),
        ("CONSULT", ("hypothetical",)),
        ("CONSULT", ("future", "negation")),
        ("SANCTION", ("future",)),
        ("AGREE", ("future",)),
    ],
)
def test_everything_else_stays_as_told(kind: str, aux: tuple[str, ...]) -> None:
    told = event(kind, None, aux)
    assert folded(told) is told
    assert told.unfolded is None
