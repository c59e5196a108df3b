"""The story reader and review in a real browser: lighting, keyboard, phone, print, attacks, and a review undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser.conftest import AXE, Open, server_of, visits

pytestmark = pytest.mark.browser

DATA = Path(__file__).parent.parent / "data"
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server that takes reviews, over ordinary and hostile articles, and the articles' addresses by their titles."""
    from click.testing import CliRunner

    from westphalia.cli import cli
    from westphalia.query import OpenRecord

    folder = tmp_path_factory.mktemp("journeys") / "record"
    sources = [str(DATA / name) for name in ("articles.jsonl", "hostile.jsonl")]
    assert CliRunner().invoke(cli, ["run", *sources, "--record", str(folder)]).exit_code == 0
    with OpenRecord(folder) as record:
        stories = {str(title): f"/stories/{found}" for title, found in record.session.rows("SELECT title, article_id FROM articles")}  # fmt: skip
    with server_of(folder, review=True) as address:
        yield address, stories


@pytest.fixture
def story(browser: Any, reviewed: tuple[str, dict[str, str]]) -> Iterator[Open]:
    """Opens the story whose title has these words; what the browser complains of fails the test."""
    served, stories = reviewed

    def address_of(words: str) -> str:
        return next((address for title, address in stories.items() if words in title), words)

    with visits(browser, served, address_of) as go:
        yield go


def lit(page: Any, role: str) -> str:
    return "".join(page.locator(f"#text .is-{role}").all_inner_texts())


def test_hovering_an_event_in_the_list_lights_its_words(story: Open) -> None:
    page = story("Russia protests after China detains")
    page.locator(".ev").nth(2).hover()
    assert lit(page, "trigger") == "detained"
    assert lit(page, "actor") == "Chinese coast guard officers"
    assert lit(page, "recipient") == "six Russian fishermen"
    assert lit(page, "when") == "on Monday"
    assert lit(page, "said_by") == "Russia's border service"
    page.locator("h1").hover(position={"x": 2, "y": 2})
    page.locator(".crumbs").hover()
    page.mouse.move(5, 5)
    assert lit(page, "trigger") == ""


def test_hovering_a_trigger_in_the_text_lights_its_event_in_the_list(story: Open) -> None:
    page = story("Russia protests after China detains")
    page.get_by_role("link", name="summoned").hover()
    assert page.locator(".ev.is-lit").get_attribute("data-e") == "4"


def test_events_are_walked_by_keyboard_and_opened(story: Open) -> None:
    page = story("Russia protests after China detains")
    for _ in range(3):
        page.keyboard.press("j")
    assert lit(page, "trigger") == "detained"
    assert page.locator("#status").inner_text().startswith("Event 3 of ")
    page.keyboard.press("Enter")
    assert page.locator(".ev").nth(2).locator("details.why").get_attribute("open") is not None
    page.keyboard.press("k")
    assert lit(page, "trigger") == "detains"
    page.keyboard.press("Escape")
    assert lit(page, "trigger") == ""
    page.locator("#show-place").focus()
    page.keyboard.press("Tab")
    assert lit(page, "trigger") == "protests"


def test_a_permanent_link_comes_back_to_its_event(story: Open) -> None:
    page = story("Russia protests after China detains")
    page.locator(".ev").nth(4).locator(".perma").click()
    address = page.url
    assert "#e-" in address
    again = story(address)
    assert again.locator(".ev.is-lit").get_attribute("data-e") == "5"
    assert lit(again, "trigger") == "demanded"


def test_kinds_are_switched_off_and_it_is_remembered(story: Open) -> None:
    page = story("Russia protests after China detains")
    actor = page.locator("#text .m-actor").first
    assert "underline" in actor.evaluate("e => getComputedStyle(e).textDecorationLine")
    page.get_by_label("actors").uncheck()
    assert actor.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.reload()
    assert not page.get_by_label("actors").is_checked()
    assert (
        page.locator("#text .m-actor").first.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    )


def test_without_scripts_the_address_lights_and_the_switches_work(story: Open) -> None:
    page = story("Russia protests after China detains", java_script_enabled=False)
    page.locator(".ev-go").nth(2).click()
    assert lit(page, "trigger") == "detained"
    assert page.locator(".ev").nth(2).locator(".decisions").is_visible()
    page.locator("#show-event").uncheck()
    plain = page.locator("#text a.m-event").first
    assert plain.evaluate("e => getComputedStyle(e, '::after').content") == "none"


def test_a_phone_shows_the_list_below_and_the_event_at_hand(story: Open) -> None:
    page = story("Russia protests after China detains", **PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    text, events = page.locator("#text").bounding_box(), page.locator("#events").bounding_box()
    assert events["y"] >= text["y"] + text["height"]
    page.get_by_role("link", name="detained").tap()
    now = page.locator("#now")
    assert now.is_visible()
    assert "arrested six Russian fishermen" in now.inner_text()
    page.get_by_role("button", name="Next event").tap()
    assert lit(page, "trigger") == "summoned"


def test_an_attack_is_text_and_nothing_runs(story: Open) -> None:
    page = story("Minister accuses Azerbaijan")
    assert page.title().startswith("<script>alert('title')</script>")
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    text = page.locator("#text").inner_text()
    assert "document.title='owned'" in text
    assert "U+202E" in text
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    for number in range(page.locator(".ev").count()):
        page.locator(".ev").nth(number).hover()
    # What turned the text around stands for itself: the words after it run as they are written.
    boxes = page.locator("#text .ctl").first.evaluate(
        "e => { const r = document.createRange(); const t = e.nextSibling || e.parentElement.nextSibling; r.selectNodeContents(t);"
        " return [e.getBoundingClientRect().left, r.getBoundingClientRect().left]; }"
    )
    assert boxes[0] < boxes[1]


def test_the_print_has_text_and_list_and_no_tools(story: Open) -> None:
    page = story("Russia protests after China detains")
    page.emulate_media(media="print")
    assert page.locator(".ev-told").first.is_visible()
    assert not page.locator(".marks").is_visible()
    assert page.locator(".beside").evaluate("e => getComputedStyle(e).maxHeight") == "none"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "words", ["Minister accuses Azerbaijan", "China, Russia to ink gas pact", "/review", "/review/agreement"]
)
def test_axe_finds_nothing_serious(story: Open, words: str, theme: str) -> None:
    page = story("Russia protests after China detains", color_scheme=theme)
    review_as(page, "Axe")
    if words.startswith("/"):
        page.goto(words)
    else:
        page = story(words, color_scheme=theme)
        review_as(page, "Axe")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    # Evaluated, not put in as an element: the page's policy lets no inline script run.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (item["id"], [node["html"][:200] for node in item["nodes"]][:4])
        for item in found["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    assert serious == [], json.dumps(serious, indent=1)


def review_as(page: Any, name: str) -> None:
    page.locator("input[name=reviewer]").fill(name)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("text=You review as")


def test_review_accept_correct_add_and_undo(story: Open) -> None:
    page = story("Beijing: Russian boats entered Chinese waters")
    review_as(page, "Ada Lovelace")
    page.locator(".ev").nth(0).get_by_role("button", name="✓ Accept").first.click()
    assert "accepted by Ada Lovelace" in page.locator(".ev").nth(0).locator(".verdicts").inner_text()

    second = page.locator(".ev").nth(1)
    second.locator("summary", has_text="Correct it").click()
    second.locator("select[name=type]").select_option("COERCE/restrict")
    second.get_by_label("negation").check()
    second.locator("textarea").fill("only stopped, not held")
    second.get_by_role("button", name="Keep the correction").click()
    told = page.locator(".ev").nth(1).locator(".verdicts").inner_text()
    assert "corrected by Ada Lovelace" in told
    assert "COERCE · restrict; aux negation" in told
    assert "only stopped, not held" in told

    page.evaluate(
        """() => {
          const block = [...document.querySelectorAll('#text .b')].find(b => b.textContent.includes('settle this matter'));
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
          let node = walker.nextNode();
          while (!node.data.includes('settle')) node = walker.nextNode();
          const at = node.data.indexOf('settle'), range = document.createRange();
          range.setStart(node, at + 2); range.setEnd(node, at + 5);
          const chosen = document.getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
        }"""
    )
    page.get_by_role("group", name="Use the selected words as").get_by_role("button", name="event").click()
    form = page.locator("#add")
    assert form.locator("input[name=trigger]").input_value() == "settle"
    form.locator("select[name=type]").select_option("AGREE/")
    form.locator("input[name=actors_words]").fill("Liang")
    form.get_by_role("button", name="Add the event").click()
    added = page.locator("#added")
    assert "“settle” added by Ada Lovelace" in added.inner_text()

    added.get_by_role("button", name="undo").click()
    page.locator(".ev").nth(0).locator(".verdicts").get_by_role("button", name="undo").click()
    assert page.locator("#added .verdicts").count() == 0
    assert page.locator(".ev").nth(0).locator(".verdicts").count() == 0
    assert page.locator(".ev").nth(1).locator(".verdicts").count() == 1


def test_review_works_without_scripts(story: Open) -> None:
    page = story("Kremlin: gas contract signed", java_script_enabled=False)
    review_as(page, "Ben")
    page.locator(".ev").nth(0).get_by_role("button", name="✗ No event").first.click()
    page.wait_for_selector(".verdicts >> text=rejected: no event by Ben")
    page.locator("summary", has_text="An event is missing").click()
    form = page.locator("#add")
    form.locator("select[name=paragraph]").select_option(index=1)
    form.locator("input[name=trigger]").fill("Kremlin")
    form.locator("select[name=type]").select_option("AGREE/")
    form.locator("input[name=actors_words]").fill("Kremlin")
    form.get_by_role("button", name="Add the event").click()
    page.wait_for_selector(".verdicts >> text=“Kremlin” added by Ben")
