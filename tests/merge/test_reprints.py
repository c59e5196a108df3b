"""Copies of a story, and texts that only look like copies."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from eval.merge_set import Gold, articles, f1, pairs
from tests.merge.build import BACK, CUT, DAY, LATER, RIVAL, WIRE, article, with_day
from westphalia.merge import ArticleKey, merge
from westphalia.merge.keys import body_of
from westphalia.merge.reprints import is_copy, likeness
from westphalia.merge.sketch import sketch


def same_story(*keys: ArticleKey) -> bool:
    return len(merge(list(keys), []).stories) == 1


@pytest.mark.parametrize("copy", [CUT, BACK], ids=["cut, with furniture", "translated and back"])
def test_edited_copies_are_one_story(copy: str) -> None:
    assert same_story(article("a", WIRE), article("b", copy, DAY + dt.timedelta(1)))


@pytest.mark.parametrize("other", [RIVAL, LATER], ids=["own words", "a like event"])
def test_other_tellings_are_stories_of_their_own(other: str) -> None:
    assert not same_story(article("a", WIRE), article("b", other, DAY + dt.timedelta(1)))


def test_a_shared_closing_paragraph_does_not_make_a_copy() -> None:
    closing = (
        "The war between the army and the paramilitary Rapid Support Forces began in April 2023 in Khartoum, has killed "
        "tens of thousands of people and has driven ten million from their homes, according to the United Nations."
    )
    one = "Drone hits Kosti\nA drone hit a power station in Kosti on Monday and cut the current, engineers said.\n"
    other = (
        "Donors meet in Paris\nDonors promised two billion euros for Sudan's refugees in Paris on Monday.\n"
    )
    assert not same_story(article("a", one + closing), article("b", other + closing))


def test_the_same_words_of_another_day_are_not_a_copy() -> None:
    report = (
        "Ships enter waters\nFour Chinese coast guard ships entered the waters around the Senkaku islands on {} morning "
        "and left them two hours later, the Japanese coast guard said. Tokyo protested through its embassy."
    )
    one, other = article("a", report.format("Monday")), article("b", report.format("Friday"))
    assert not same_story(one, with_day(other, DAY + dt.timedelta(4)))
    assert same_story(one, article("b", report.format("Monday")))


def test_copies_far_apart_in_time_are_not_gathered() -> None:
    assert same_story(article("a", WIRE), article("b", WIRE, DAY + dt.timedelta(10)))
    assert not same_story(article("a", WIRE), article("b", WIRE, DAY + dt.timedelta(11)))
    assert not same_story(article("a", WIRE), article("b", WIRE, None))


def test_a_story_knows_its_agency_its_earliest_and_its_fullest_copy() -> None:
    early_cut = article("b", CUT, DAY, "Daily Sun", "Reuters")
    full = article("a", WIRE, DAY, "Reuters", "Reuters")
    late = article("c", WIRE, DAY + dt.timedelta(2), "Post")
    (story,) = merge([late, early_cut, full], []).stories
    assert (story.wire, story.earliest) == ("Reuters", "a")
    assert [copy.article_id for copy in story.copies] == ["a", "b", "c"]
    assert [copy.is_wire for copy in story.copies] == [True, False, False]
    assert [copy.is_earliest for copy in story.copies] == [True, False, False]
    assert story.copies[0].likeness is None
    assert story.copies[2].likeness is not None
    assert story.copies[2].likeness.jaccard == 1.0
    assert story.copies[2].compared_with == "a"


@pytest.mark.parametrize(
    ("outlet", "wire", "is_wire"),
    [
        ("Agence France-Presse", "AFP", True),
        ("The Associated Press", "AP", True),
        ("reuters", "Reuters", True),
        ("Reuters Breakfast Club", "AP", False),
        ("Daily Sun", None, False),
    ],
)
def test_the_agency_itself_is_known_by_its_name(outlet: str, wire: str | None, is_wire: bool) -> None:
    (story,) = merge([article("a", WIRE, outlet=outlet, wire=wire)], []).stories
    assert story.copies[0].is_wire is is_wire


def test_nobody_joins_a_story_through_a_chain_of_others() -> None:
    """Twelve sentences; each text has six of them, two further on than the one before."""
    sentences = [
        f"The {place} council of {name} voted to {deed} the {thing} near the old {spot} for {n} weeks."
        for n, (place, name, deed, thing, spot) in enumerate(
            zip(
                "northern southern eastern western upper lower inner outer coastal central rural hilly".split(),
                "Arva Belmont Corvo Dravik Esker Fornax Galen Halden Iskra Jorvik Kelvin Lomond".split(),
                "close reopen widen repair sell lease paint guard flood drain fence measure".split(),
                "bridge harbour tunnel market airfield quarry reservoir stadium railway brewery foundry orchard".split(),
                "chapel mill fort tower lighthouse barracks prison abbey palace granary cistern windmill".split(),
                strict=True,
            )
        )
    ]
    chain = [article(f"{n}", "Council\n" + " ".join(sentences[n : n + 6])) for n in range(0, 7, 2)]
    ends = chain[0], chain[-1]
    assert all(is_copy(likeness(sketch(a.body), sketch(b.body))) for a, b in pairwise(chain))
    assert not is_copy(likeness(*(sketch(end.body) for end in ends)))
    assert len(merge(chain, []).stories) > 1


def test_bodies_leave_out_the_dateline_repeats_and_furniture() -> None:
    text = "Menu\nTitle\nBAMAKO, April 9, 2024 (Reuters) - Gunmen fled.\nGunmen fled.\nPolice came."
    kinds = ("furniture", "title", "body", "body", "body")
    blocks, at = [], 0
    for n, (kind, line) in enumerate(zip(kinds, text.split("\n"), strict=True)):
        repeat = {"start": 0, "end": 1} if n == 3 else None
        blocks.append({"kind": kind, "start": at, "end": at + len(line), "repeat_of": repeat})
        at += len(line) + 1
    assert body_of(text, blocks) == "Gunmen fled.\nPolice came."
    assert body_of(text, blocks[:2]) == "Title"


@pytest.mark.parametrize("half", ["dev", "test"])
def test_the_reprints_of_the_merge_set_are_found(half: str) -> None:
    """With the texts as they are, titles and furniture among them: harder than after cleaning."""

    def key(gold: Gold) -> ArticleKey:
        title, _, body = gold.page.partition("\n")
        blocks = [{"kind": "body", "start": 0, "end": len(body)}]
        return ArticleKey(gold.name, body_of(body.strip(), blocks), gold.date, title, gold.outlet)

    golds = articles()
    stories = merge([key(gold) for gold in golds], []).stories
    halves = {gold.name: gold.half for gold in golds}
    found = {
        (min(a, b), max(a, b))
        for story in stories
        for a in (copy.article_id for copy in story.copies)
        for b in (copy.article_id for copy in story.copies)
        if a != b and half in (halves[a], halves[b])
    }
    assert f1(found, pairs(golds, half)[0])[2] >= 0.97
