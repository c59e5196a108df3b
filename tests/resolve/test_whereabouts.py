"""Where: an event's place, the dateline for want of one, and what the other places named are doing there."""

from __future__ import annotations

from dataclasses import replace

from tests.conftest import article_of
from tests.resolve.build import Passage
from westphalia.records import Place
from westphalia.resolve import Resolved, resolve
from westphalia.resolve.surroundings import surroundings_of

TEXT = "TRIPOLI - Moscow said on Tuesday that gunmen attacked a convoy bound for Misrata."


def attack(
    text: str = TEXT, dateline: str | None = "TRIPOLI", aux: tuple[str, ...] = (), **roles: str
) -> Resolved:
    article = replace(article_of(text), dateline=dateline)
    passage = Passage(article)
    said = passage.mention("Moscow")
    gunmen = passage.mention("gunmen", sector="UAF")
    town = passage.mention("Misrata", "place")
    places = (town,) if "where" in roles else ()
    passage.trigger("attacked", "ASSAULT", actors=(gunmen,), said_by=(said,), places=places, aux=aux)
    return resolve(article, (passage.parse(),))


def uses(found: Resolved) -> dict[str, str]:
    return {place.text: place.use for place in found.places}


def place_of(found: Resolved) -> Place | None:
    (event,) = found.events
    return event.place


def test_the_events_place_the_metonym_and_the_dateline_are_told_apart() -> None:
    found = attack(where="Misrata")
    assert uses(found) == {"TRIPOLI": "dateline", "Moscow": "metonym", "Misrata": "event"}
    place = place_of(found)
    assert place is not None
    assert (place.name, place.country, place.precision, place.use) == (
        "Misratah",
        "LBY",
        "city",
        "event",
    ) or (place.country == "LBY" and place.geonames_id is not None)


def test_with_no_place_told_it_is_the_datelines_and_says_so() -> None:
    found = attack()
    place = place_of(found)
    assert place is not None
    assert (place.country, place.use, place.basis) == ("LBY", "dateline", "dateline, no place told")
    assert uses(found)["Misrata"] == "mention"


def test_what_is_only_planned_is_not_put_where_the_reporter_is() -> None:
    assert place_of(attack(aux=("future",))) is None


def test_without_dateline_and_place_words_there_is_no_place() -> None:
    assert place_of(attack(dateline=None)) is None


def test_a_place_named_beside_a_deed_is_its_inferred_place() -> None:
    text = "Moscow said on Tuesday that gunmen attacked a convoy on the road near Misrata."
    place = place_of(attack(text, dateline=None))
    assert place is not None
    assert (place.country, place.use) == ("LBY", "inferred")
    assert place_of(attack(text, dateline=None, aux=("negation",))) is None


def test_the_country_of_both_sides_is_the_inferred_place_of_a_deed() -> None:
    passage = Passage(article_of("Kenyan police beat Kenyan students, the paper says."))
    police, students = passage.mention("Kenyan police", sector="COP"), passage.mention("Kenyan students")
    passage.trigger("beat", "ASSAULT", actors=(police,), recipients=(students,))
    place = place_of(resolve(passage.article, (passage.parse(),)))
    assert place is not None
    assert (place.country, place.use, place.precision) == ("KEN", "inferred", "country")
    assert place.basis == "country of all parties, no place told"


def test_the_article_decides_among_places_of_one_name() -> None:
    syria = "Syrian troops entered Homs and shelled Hama. In Tripoli, Lebanese officials met Syrian envoys in Beirut."
    found = surroundings_of(syria).locate("Tripoli", 0, 7)
    assert found.country == "LBN"
    libya = "Libyan militias fought in Benghazi and Misrata; Libya's government left Tripoli."
    assert surroundings_of(libya).locate("Tripoli", 0, 7).country == "LBY"


def test_what_follows_a_name_contains_it() -> None:
    text = "Police in Springfield, Illinois, said so."
    found = surroundings_of(text).locate(text, 10, 21)
    assert found.entry is not None
    assert (found.entry.name, found.entry.admin1) == ("Springfield", "Illinois")


def test_an_unknown_village_is_placed_by_what_contains_it() -> None:
    text = "Rebels burned Qarbatani in northern Aleppo, Syria."
    found = surroundings_of(text).locate(text, 14, 23)
    assert found.country == "SYR"


def test_an_unnamed_place_lies_where_the_story_is() -> None:
    text = "Russian envoys flew to Nairobi, and in Kenya's west gunmen ambushed them at the bridge. Russia protested."
    start = text.index("the bridge")
    found = surroundings_of(text).locate(text, start, start + len("the bridge"), ["RUS"])
    assert (found.country, found.entry) == ("KEN", None)
