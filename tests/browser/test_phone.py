"""What a référent does after a public meeting, under the thumb: the bar, the bar that saves, cards, people to call."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, violations

FINGER = 44
LISTS = ("/personnes/list/", "/mandats/list/", "/reunions/list/", "/actions/list/", "/instances/list/")
# Where the first card begins: search, tabs and filters leave it more than half of the first screen.
HIGHEST = 320
_SMALL = """(found) => found.filter((each) => each.checkVisibility())
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && Math.min(box.width, box.height) < 43.5).map(([each]) => each.outerHTML)"""


@pytest.fixture
def phone(page_as: Callable[..., Page]) -> Page:
    page = page_as("ref5", viewport=PHONE, has_touch=True)
    page.goto("/")
    return page


def small_ones(page: Page, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).evaluate_all(_SMALL)
    return found


def test_a_bar_of_five_is_under_the_thumb_and_gives_way_to_the_bar_that_saves(phone: Page) -> None:
    bar = phone.get_by_role("navigation", name="Raccourcis")
    entries = bar.locator("> ul > li")
    expect(entries).to_have_text(["Accueil", "Réunions", "Personnes", "Ajouter", "Menu"])
    assert small_ones(phone, ".thumb-bar > ul > li > *") == []
    expect(phone.get_by_role("button", name="Menu", exact=True)).to_have_count(1)
    expect(bar.get_by_role("link", name="Accueil")).to_have_attribute("aria-current", "page")
    bar.get_by_role("button", name="Ajouter").tap()
    sheet = phone.get_by_role("dialog", name="Ajouter")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_role("link", name="Mes préférences")).to_have_count(0)
    assert violations(phone) == []
    sheet.get_by_role("link", name="Nouvelle personne").tap()
    expect(bar).to_be_hidden()
    save = phone.get_by_role("button", name="Enregistrer", exact=True)
    box = save.bounding_box()
    assert box is not None
    assert box["height"] >= FINGER
    assert box["y"] + box["height"] > PHONE["height"] - 20
    expect(phone.get_by_role("button", name="Menu", exact=True)).to_be_visible()
    assert violations(phone) == []


def test_the_first_card_of_a_list_is_in_the_first_screen(phone: Page) -> None:
    tops = {}
    for address in LISTS:
        phone.goto(address)
        tops[address] = phone.locator(".table-box tbody tr").first.evaluate("row => row.getBoundingClientRect().top")
    assert {address: top for address, top in tops.items() if not 0 < top < HIGHEST} == {}


def test_the_first_deadline_is_in_the_upper_half_of_the_first_screen(page_as: Callable[..., Page]) -> None:
    """Under the parts and the filters that the mission has, which are more than those of a référent."""
    page = page_as("mission", viewport=PHONE, has_touch=True)
    page.goto("/echeances/list/")
    top = page.locator(".table-box tbody tr").first.evaluate("row => row.getBoundingClientRect().top")
    assert 0 < top < PHONE["height"] / 2
    assert small_ones(page, ".content :is(.counter, .btn, .form-control, .form-select)") == []
    page.get_by_role("link", name=re.compile("Sous 30 jours")).tap()
    expect(page.get_by_role("link", name=re.compile("Sous 30 jours"))).to_have_attribute("aria-current", "true")
    assert violations(page) == []


def test_the_name_of_a_list_keeps_its_words_beside_what_one_does(phone: Page) -> None:
    """A référent adds no event: what else one does there is in the menu, and leaves its room to the name."""
    phone.goto("/evenements/list/")
    name = phone.get_by_role("heading", level=1)
    expect(name).to_have_text("Événements")
    box = name.bounding_box()
    assert box is not None
    assert box["height"] < 40
    here = phone.locator(".beside__here")
    expect(here).to_have_text("Événements et formations")
    assert here.evaluate("one => one.scrollWidth <= one.clientWidth")
    never = phone.get_by_role("link", name="Qui n’a jamais suivi une formation")
    expect(never).to_have_count(0)
    phone.get_by_role("button", name="Plus d’actions").tap()
    expect(never).to_be_visible()


def test_people_are_called_and_written_to_from_their_card(phone: Page) -> None:
    phone.goto("/personnes/list/?f.has_mandate=1")
    card = phone.locator("tbody tr", has=phone.locator("a[href^='mailto:']")).filter(
        has=phone.locator("a[href^='tel:']")
    )
    number = card.first.locator("a[href^='tel:']")
    text = number.inner_text()
    expect(number).to_have_attribute("href", f"tel:{text.replace(' ', '')}")
    assert small_ones(phone, "tbody a:is([href^='tel:'], [href^='mailto:']), .list .btn, .list label") == []
    assert violations(phone) == []
    card.first.locator("th a").tap()
    expect(phone.locator(f".facts a[href='tel:{text.replace(' ', '')}']")).to_have_text(text)


def test_no_button_of_a_list_is_cut_and_the_menu_holds_what_has_no_room(phone: Page) -> None:
    cut = {}
    for address in LISTS:
        phone.goto(address)
        seen = phone.locator(".page-head--list :is(a, button), .list__tools :is(summary, button)")
        boxes: list[list[float]] = seen.evaluate_all(
            """found => found.filter((each) => each.checkVisibility()).map((each) => {
              const box = each.getBoundingClientRect();
              return [box.left, box.right];
            })"""
        )
        assert len(boxes) > 3, address
        if found := [box for box in boxes if box[0] < 0 or box[1] > PHONE["width"]]:
            cut[address] = found
        scrolled = phone.locator(".page-head--list .actions, .list__buttons").evaluate_all(
            "found => found.filter((each) => each.scrollWidth > each.clientWidth).length"
        )
        if scrolled:
            cut[address] = scrolled
    assert cut == {}
    phone.get_by_role("button", name="Plus d’actions").tap()
    menu = phone.locator("#more-actions")
    expect(menu.get_by_role("link", name="Excel", exact=True)).to_be_visible()
    with phone.expect_download():
        menu.get_by_role("link", name="Excel", exact=True).tap()


@pytest.mark.slow
def test_tabs_that_slide_fade_on_the_side_where_more_of_them_is(phone: Page) -> None:
    phone.goto("/reunions/list/")
    tabs = phone.locator(".list__tabs")
    assert tabs.evaluate("it => it.scrollWidth > it.clientWidth")
    ends_faded, begins_faded = re.compile(r", rgba\(0, 0, 0, 0\)\)$"), re.compile(r"^linear-gradient\([^,]+, rgba\(0,")
    expect(tabs).to_have_css("mask-image", ends_faded)
    expect(tabs).not_to_have_css("mask-image", begins_faded)
    tabs.evaluate("it => { it.scrollLeft = it.scrollWidth; }")
    expect(tabs).to_have_css("mask-image", begins_faded)
    expect(tabs).not_to_have_css("mask-image", ends_faded)
