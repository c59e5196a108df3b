"""What a user does with the pages, in a real browser, with scripts, without them, by keyboard, and on a phone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.web.browser.conftest import AXE, Open

pytestmark = pytest.mark.browser

PAGES = (
    "/?window=all", "/?window=all&by=status&country=CHN", "/events?status=reported", "/events?text=zebra", "/quotes", "/actors",
    "/actors/RUS", "/dyads", "/dyads/CHN/RUS", "/network?since=2024", "/compare", "/compare?one=Reuters&two=Pearl+River+Post",
    "/events/ffff", "/find",
)  # fmt: skip
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
COUNT = "#count"


def count(page: Any) -> int:
    return int(re.sub(r"\D", "", page.locator(COUNT).inner_text()))


def test_find_china_and_russia_and_read_an_event_back_to_its_sentence(visit: Open) -> None:
    page = visit("/")
    page.keyboard.press("/")
    page.keyboard.type("China Russia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dyads/CHN/RUS")
    assert page.locator("h1").inner_text().replace("\n", " ") == "China ⇄ Russia"
    page.get_by_role("link", name="9 events").click()
    page.wait_for_url("**/events?**actor=CHN**")
    assert count(page) == 9
    first = page.locator(".event-list li").first
    sentence = first.locator(".sentence").inner_text()
    first.get_by_role("link", name="details").click()
    assert page.locator(".lede").inner_text() == sentence
    assert page.locator(".lede mark").inner_text() in sentence


def test_narrow_by_facets_sort_and_come_back(visit: Open) -> None:
    page = visit("/events")
    everything = count(page)
    page.locator("#f-type").get_by_role("checkbox", name=re.compile("^ACCUSE")).check()
    page.wait_for_url("**/events?type=ACCUSE")
    page.wait_for_function(f"document.querySelector('#count').textContent.trim() !== '{everything} events'")
    accused = count(page)
    assert 0 < accused < everything
    assert set(page.locator(".event-list .type").all_inner_texts()) <= {
        "ACCUSE",
        "ACCUSE · allege",
        "ACCUSE · disapprove",
    }
    assert page.locator("#status").inner_text() == f"{accused} events found"
    page.locator("#sort").select_option("surest")
    page.wait_for_url("**sort=surest**")
    shown = [
        int(text.rstrip("%"))
        for text in page.locator(".event-list .meta [title^=Calibrated]").all_inner_texts()
    ]
    assert shown == sorted(shown, reverse=True)
    page.go_back()
    page.wait_for_url("**/events?type=ACCUSE")
    page.get_by_role("link", name=re.compile("type: ACCUSE")).click()
    page.wait_for_url(re.compile(r"/events(\?.*)?$"))
    assert count(page) == everything


def test_words_are_searched_by_the_form(visit: Open) -> None:
    page = visit("/events")
    page.get_by_label("Words in the sentence").fill("pipeline")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?text=pipeline")
    page.wait_for_function("document.querySelectorAll('.chip').length === 2")
    assert all("pipeline" in text for text in page.locator(".event-list .sentence").all_inner_texts())


def test_the_map_filters_by_click(visit: Open) -> None:
    page = visit("/?window=all")
    page.locator('svg.map a[href*="country=SDN"] path').click()
    page.wait_for_url("**country=SDN")
    assert page.locator("h1").inner_text() == "Sudan"
    assert page.locator('svg.map a[aria-current="true"]').count() == 1


def test_the_chart_is_drawn_and_says_its_numbers(visit: Open) -> None:
    page = visit("/?window=all")
    chart = page.locator("figure[data-chart]")
    chart.locator(".vega canvas").wait_for()
    assert chart.locator(".plot > svg").is_hidden()
    values = page.evaluate("document.querySelector('figure[data-chart]').vegaView.data('table').length")
    cells = page.locator("#months td[data-series]").count()
    assert values == cells
    box = chart.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.72, box["y"] + box["height"] * 0.56)
    page.locator(".tip:visible").wait_for()
    assert re.search(r": \d+ (verbal|material)", page.locator(".tip:visible").inner_text())


def test_a_window_dragged_on_the_chart_becomes_a_link(visit: Open) -> None:
    page = visit("/?window=all")
    canvas = page.locator("figure[data-chart] canvas")
    box = canvas.bounding_box()
    assert box
    y = box["y"] + 20
    page.mouse.move(box["x"] + box["width"] * 0.22, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y + 5, steps=6)
    page.mouse.up()
    link = page.locator("a[data-window]")
    link.wait_for()
    assert re.fullmatch(r"Show \w{3} 2024 to \w{3} 2024", link.inner_text())
    link.click()
    page.wait_for_url("**since=2024-0*until=2024-0*")


def test_the_network_is_drawn_and_its_nodes_are_found(visit: Open) -> None:
    page = visit("/network?since=2024")
    page.locator("#network canvas").first.wait_for()
    nodes = page.locator("#nodes tbody tr").count()
    assert page.evaluate("document.getElementById('network').network.nodes().length") == nodes
    page.get_by_label("Find a node").fill("Ukraine")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "document.getElementById('network').network.nodes('.lit').some((n) => n.data('name') === 'Ukraine')"
    )


def test_export_exactly_what_is_shown(visit: Open) -> None:
    page = visit("/events?type=ACCUSE&status=reported")
    shown = count(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JSONL").click()
    lines = waiting.value.path().read_text(encoding="utf-8").strip().splitlines()
    assert len(lines) == shown
    assert {json.loads(line)["type"] for line in lines} == {"ACCUSE"}


def test_compare_two_outlets_and_then_all(visit: Open) -> None:
    page = visit("/compare")
    page.get_by_label("One", exact=True).fill("Reuters")
    page.get_by_label("The other").fill("Pearl River Post")
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**one=Reuters**")
    assert any("number arrested" in text for text in page.locator(".pair-card").all_inner_texts())
    page.get_by_role("link", name="all tellings").first.click()
    assert page.locator(".beside tr.differs").count() >= 1
    assert page.locator(".beside thead th").count() == 3


def test_the_theme_is_switched_and_remembered(visit: Open) -> None:
    page = visit("/?window=all", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Switch to dark colours").click()
    assert page.evaluate(paper) != light
    page.get_by_role("link", name="Events", exact=True).click()
    page.wait_for_url("**/events")
    assert page.evaluate(paper) != light
    page.get_by_role("button", name="Switch to light colours").click()
    assert page.evaluate(paper) == light


def test_everything_is_read_without_scripts(visit: Open) -> None:
    page = visit("/?window=all", java_script_enabled=False)
    assert page.locator("figure[data-chart] svg rect").count() > 8
    page.get_by_role("link", name="Events", exact=True).click()
    page.locator("#f-type").get_by_role("checkbox", name=re.compile("^ACCUSE")).check()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**type=ACCUSE**")
    assert count(page) > 0
    page.goto("/network?since=2024")
    assert page.locator("#network svg circle").count() > 5


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit("/events")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    page.keyboard.press("Tab")  # a second skip link passes over the filters
    assert page.evaluate("document.activeElement.textContent") == "Skip to the events"
    page.keyboard.press("Enter")
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.event-list a')"):
            break
    assert page.evaluate("document.activeElement.matches('.event-list a')")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Open, address: str, theme: str) -> None:
    options = {"color_scheme": theme, "bypass_csp": True}
    page = visit(address, **options) if "ffff" not in address else visit("/find", **options)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    serious = [
        (rule["id"], [node["html"][:160] for node in rule["nodes"][:3]])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("address", PAGES[:-2])
def test_a_phone_shows_it_without_scrolling_sideways(visit: Open, address: str) -> None:
    page = visit(address, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_first_paint_comes_within_a_second(visit: Open) -> None:
    page = visit("/?window=all")
    page.reload(wait_until="networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert paint < 1_000
