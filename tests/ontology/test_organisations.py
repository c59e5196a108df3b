"""Organisations found in running text, and the decisions on names that several share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from westphalia.ontology import organisations
from westphalia.ontology.organisations import Organisation


def only(text: str, context: str = "") -> Organisation:
    hits = organisations.find(text, context)
    assert len(hits) == 1, hits
    return hits[0].organisation


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("the North Atlantic Treaty Organization", "NATO", "IGO", "IGO"),
        ("U.N. Security Council", "UN Security Council", "UNO", "IGO"),
        ("the European Commission", "European Commission", "EUR", "IGO"),
        ("Médecins Sans Frontières", "Médecins Sans Frontières", "NGO", "NGO"),
        ("Medecins Sans Frontieres", "Médecins Sans Frontières", "NGO", "NGO"),
        ("al-Shabab fighters", "al-Shabaab", "SOM", "REB"),
        ("Hizbollah", "Hezbollah", "LBN", "REB"),
        ("the Tamil Tigers", "Liberation Tigers of Tamil Eelam", "LKA", "REB"),
        ("Daesh", "Islamic State", "IMG", "REB"),
        ("the FSB", "Federal Security Service", "RUS", "SPY"),
        ("the State Department", "State Department", "USA", "GOV"),
        ("the Lok Sabha", "Lok Sabha", "IND", "LEG"),
        ("the Bundesbank", "Bundesbank", "DEU", "GOV"),
        ("Agence France-Presse", "Agence France-Presse", "FRA", "JRN"),
        ("Gazprom", "Gazprom", "RUS", "BUS"),
        ("the AKP", "Justice and Development Party", "TUR", "PTY"),
        ("ZANU-PF", "ZANU-PF", "ZWE", "PTY"),
    ],
)
def test_a_well_known_name_tells_country_and_sector(text: str, name: str, country: str, sector: str) -> None:
    found = only(text)
    assert (found.name, found.country, found.sector) == (name, country, sector)


def test_hits_are_the_text_they_mark_without_article_and_possessive() -> None:
    text = "Reporters told that the PKK's commander met the Hezbollah delegation."
    assert [text[hit.start : hit.end] for hit in organisations.find(text)] == ["PKK", "Hezbollah"]


def test_the_longest_name_wins() -> None:
    assert only("the Ministry of State Security").name == "Ministry of State Security"
    assert only("UN Security Council members").name == "UN Security Council"


def test_acronyms_need_their_capitals() -> None:
    assert organisations.find("He said he would eta the ira of who it is.") == []


def test_a_name_is_no_part_of_a_word() -> None:
    assert organisations.find("UNESCOs EUropean NATOesque") == []


def test_a_newspaper_counts_with_its_article_only() -> None:
    assert only("The minister told the Guardian that talks would resume.").name == "The Guardian"
    assert organisations.find("Times are hard for the guardian of the temple.") == []


def test_an_article_does_not_hide_a_longer_name() -> None:
    assert only("The Guardian Council rejected the bill.").country == "IRN"


def test_a_party_that_is_also_a_word_needs_support() -> None:
    assert organisations.find("Labour costs rose again, economists said.") == []
    found = only(
        "Labour MP Ann Price voted against the bill.", "Prime Minister Blair left London. The British press"
    )
    assert (found.name, found.country) == ("Labour Party", "GBR")


def test_a_shared_name_follows_the_country_next_to_it() -> None:
    assert only("India's ruling Congress").country == "IND"
    assert only("the Supreme Court of Kenya").country == "KEN"
    assert only("the Iranian Interior Ministry").country == "IRN"
    assert only("the Ministry of Defence of the Republic of Côte d'Ivoire").country == "CIV"


def test_a_name_common_to_all_states_has_no_country_alone() -> None:
    found = only("the Supreme Court")
    assert (found.country, found.sector) == (None, "JUD")


def test_a_shared_acronym_is_left_open_without_context() -> None:
    hits = organisations.find("the RSF")
    assert hits[0].organisation.country is None
    assert {other.name for other in hits[0].others} == {"Rapid Support Forces", "Reporters Without Borders"}


def test_context_decides_a_shared_acronym() -> None:
    assert only("the RSF", "Fighting spread in Khartoum and across Sudan's Darfur region.").country == "SDN"
    press = "Reporters Without Borders counted ten cases in Paris."
    assert only("the RSF", press).name == "Reporters Without Borders"


def test_the_usual_meaning_gives_way_on_a_page_of_another_state() -> None:
    assert only("Congress").country == "USA"
    assert only("Congress", "Guatemala's president and the Guatemalan army").country != "USA"


def test_a_dateline_names_a_news_agency() -> None:
    line = "MANILA (AFP) - The Armed Forces of the Philippines said two soldiers were hurt."
    assert [hit.organisation.country for hit in organisations.find(line)][:1] == ["FRA"]


def test_by_name_knows_aliases_case_and_article() -> None:
    for name in ("NATO", "nato", "the North Atlantic Treaty Organisation"):
        found = organisations.by_name(name)
        assert found is not None
        assert found.name == "NATO"
    assert organisations.by_name("Ministry of Silly Walks") is None


def test_by_name_of_a_name_many_share_has_no_country() -> None:
    found = organisations.by_name("National Salvation Front")
    assert found is not None
    assert found.country is None


def test_the_table_is_large_and_every_row_has_a_sector() -> None:
    table = organisations.table()
    assert len(table) > 1200
    assert all(organisation.sector and organisation.kind for organisation in table)
    assert not any(
        name[-1] in "*?~" for organisation in table for name in (organisation.name, *organisation.aliases)
    )


@given(st.text(alphabet=st.sampled_from("UNATO EIRAthe Congs.'’-ofIraq\n"), max_size=200))
def test_any_text_gives_ordered_hits_inside_it(text: str) -> None:
    behind = 0
    for hit in organisations.find(text):
        assert behind <= hit.start < hit.end <= len(text)
        behind = hit.end
