"""Which mentions are the same actor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.resolve.actors import resolve_actors
from westphalia.resolve.chains import Chains, chains_of, plain


def chained(text: str, *mentions: str) -> list[set[str]]:
    """The chains of more than one mention, as sets of words; a mention is given as "words#nth"."""
    passage = Passage(article_of(text))
    for mention in mentions:
        words, _, nth = mention.partition("#")
        passage.mention(words, nth=int(nth or 1))
    return groups(chains_of(passage.article, (passage.parse(),)))


def groups(chains: Chains) -> list[set[str]]:
    found = [
        frozenset((mate.parse, mate.mention, mate.clues.text) for mate in chains.of(node.parse, node.mention))
        for node in chains.nodes
    ]
    return [{words for *_, words in group} for group in dict.fromkeys(found) if len(group) > 1]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Amina Wekesa", "Wekesa"),
        ("Xi Jinping", "Xi"),
        ("President Recep Tayyip Erdogan", "Mr. Erdoğan"),
        ("Sergei Lavrov", "Sergueï Lavrov"),
        ("Volodymyr Zelensky", "V. Zelensky"),
        ("Mohammed bin Salman", "bin Salman"),
    ],
)
def test_a_short_form_or_spelling_is_the_full_name(full: str, short: str) -> None:
    assert chained(f"{full} met reporters. Later {short} left.", full, short) == [{full, short}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Raúl Castro", "Fidel Castro"),
        ("Bill Clinton", "Hillary Clinton"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Maria Silva", "Mario Silva"),
    ],
)
def test_two_people_of_one_surname_are_two(one: str, other: str) -> None:
    assert chained(f"{one} spoke. Then {other} spoke.", one, other) == []


def test_a_surname_that_fits_two_people_is_neither() -> None:
    text = "Raúl Castro spoke after Fidel Castro. Castro was cheered."
    assert chained(text, "Raúl Castro", "Fidel Castro", "Castro#3") == []


def test_a_caption_may_name_before_the_text_does() -> None:
    article = article_of("Wekesa arrives in Lima.", "Foreign Minister Amina Wekesa met her counterpart.")
    first, second = Passage(article, 0), Passage(article, 1)
    first.mention("Wekesa")
    second.mention("Foreign Minister Amina Wekesa")
    assert len(groups(chains_of(article, (first.parse(), second.parse())))) == 1


def test_a_country_under_its_names_is_one_and_two_countries_are_two() -> None:
    text = "Moscow said Russia would act, the Kremlin added; China agreed."
    assert chained(text, "Moscow", "Russia", "the Kremlin", "China") == [{"Moscow", "Russia", "the Kremlin"}]


def test_an_organisation_under_its_names_is_one() -> None:
    text = "The European Commission objected. The Commission's view is shared by the European Commission."
    assert chained(text, "The European Commission", "the European Commission") == [
        {"The European Commission", "the European Commission"}
    ]


def test_a_weak_link_is_not_believed_and_the_best_is_taken() -> None:
    passage = Passage(article_of("Peru and Chile met. It left."))
    peru = passage.mention("Peru")
    passage.mention("It")
    weak, strong = 0.3, 0.8
    for score, expected in ((weak, []), (strong, [{"Peru", "It"}])):
        parse = passage.parse()
        mentions = (parse.mentions[0], replace(parse.mentions[1], same_as=((peru, score),)))
        assert groups(chains_of(passage.article, (replace(parse, mentions=mentions),))) == expected


def test_a_pronoun_looks_back_a_few_passages_and_no_more() -> None:
    paragraphs = [
        "Kaja Tamm met the king.",
        "The weather was fine.",
        "Shops were shut.",
        "Rain fell.",
        "She left.",
    ]
    for start, expected in ((0, []), (1, [{"Kaja Tamm", "She"}])):
        article = article_of(paragraphs[0], *paragraphs[1 + start :])
        passages = [Passage(article, block) for block in range(len(article.blocks))]
        passages[0].mention("Kaja Tamm")
        passages[-1].mention("She")
        assert groups(chains_of(article, tuple(passage.parse() for passage in passages))) == expected


def test_the_minister_is_the_last_minister() -> None:
    article = article_of(
        "Foreign Minister Amina Wekesa met Interior Minister Juma Otieno.", "The foreign minister left."
    )
    first, second = Passage(article, 0), Passage(article, 1)
    first.mention("Foreign Minister Amina Wekesa")
    first.mention("Interior Minister Juma Otieno")
    second.mention("The foreign minister")
    assert groups(chains_of(article, (first.parse(), second.parse()))) == [
        {"Foreign Minister Amina Wekesa", "The foreign minister"}
    ]


def test_every_mention_of_a_chain_has_one_id() -> None:
    passage = Passage(article_of("Russia rejected the plan. It blamed NATO. The country will leave."))
    russia = passage.mention("Russia")
    it, country = passage.mention("It", like=russia), passage.mention("The country", like=russia)
    (found,) = resolve_actors(passage.article, (passage.parse(),))
    assert found[it].actor_id == found[country].actor_id == found[russia].actor_id


@pytest.mark.parametrize(
    ("name", "kept"),
    [("Sergueï  Lavrov", "serguei lavrov"), ("J.-P. Müller", "j p muller"), ("O’Brien", "o'brien")],
)
def test_names_are_compared_plainly(name: str, kept: str) -> None:
    assert plain(name) == kept


def test_no_mentions_no_chains() -> None:
    assert chains_of(article_of(), ()).nodes == []
