"""Record pages in a browser: tabs by keyboard, back and forward, without a script; actions on a phone; paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reading import odd_words, outline
from tests.support.browser import PHONE, violations


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name)


def open_body(page: Page) -> None:
    """A body with seats, its members open."""
    page.goto("/instances/list/?q=conseil citoyen&f_state=active")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
    expect(tab(page, "Membres")).to_have_attribute("aria-selected", "true")


def open_tab_of(page: Page) -> str:
    """The name of the open tab, which the address says too."""
    names = page.get_by_role("tab", selected=True).evaluate_all("tabs => tabs.map((tab) => tab.dataset.tab)")
    assert len(names) == 1
    return str(names[0])


def test_tabs_are_walked_by_arrows_opened_by_enter_and_fetched_once(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_body(page)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "fragment=1" in request.url else None)
    tab(page, "Membres").focus()
    for name in ("Réunions", "Demandes et avis", "Projets", "Composition"):
        page.keyboard.press("ArrowRight")
        expect(tab(page, name)).to_be_focused()
    assert open_tab_of(page) == "members"
    assert fetched == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="Composition")).to_contain_text("Autorité de désignation")
    expect(tab(page, "Composition")).to_be_focused()
    expect(page).to_have_url(re.compile(r"tab=seats$"))
    page.keyboard.press("End")
    expect(tab(page, "Historique")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Membres")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    expect(page.get_by_role("tabpanel", name="Historique")).to_contain_text("a créé cette fiche")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="Membres")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tabpanel", name="Composition")).to_be_visible()
    assert len(fetched) == 2


def test_the_keyboard_goes_from_the_open_tab_to_its_panel(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_body(page)
    # Its tabs are wider than their line: the button that shows them all stands between.
    every, panel = page.get_by_role("button", name="Tous les onglets"), page.get_by_role("tabpanel", name="Membres")
    tab(page, "Membres").focus()
    for key, there in (("Tab", every), ("Tab", panel), ("Shift+Tab", every), ("Shift+Tab", tab(page, "Membres"))):
        page.keyboard.press(key)
        expect(there).to_be_focused()


def test_back_and_forward_go_from_tab_to_tab_and_an_address_opens_its_tab(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_body(page)
    tab(page, "Historique").click()
    tab(page, "Composition").click()
    expect(page.get_by_role("tabpanel", name="Composition")).to_contain_text("Autorité de désignation")
    for move, name in ((page.go_back, "history"), (page.go_back, "members"), (page.go_forward, "history")):
        move()
        expect(page.locator(f"#panel-{name}")).to_be_visible()
        assert open_tab_of(page) == name
        assert page.locator(".tabs__panel:visible").count() == 1
    page.reload()
    assert open_tab_of(page) == "history"
    expect(page.get_by_role("tabpanel", name="Historique")).to_contain_text("a créé cette fiche")


def test_without_a_script_each_tab_is_a_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto("/instances/list/?q=conseil citoyen&f_state=active")
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("tab")).to_have_count(0)
    page.get_by_role("link", name="Historique").click()
    expect(page.locator("ol.history")).to_contain_text("a créé cette fiche")
    expect(page.get_by_role("link", name="Historique")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()


@pytest.mark.slow
def test_a_tab_that_cannot_be_fetched_becomes_a_page_that_says_why(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_body(page)
    page.context.clear_cookies()
    tab(page, "Historique").click()
    expect(page.locator("h1")).to_have_text("Se connecter")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Composition", "Historique"])
def test_axe_finds_nothing_in_a_fetched_tab(page_as: Callable[..., Page], name: str) -> None:
    page = page_as("mission")
    open_body(page)
    tab(page, name).click()
    expect(page.get_by_role("tabpanel", name=name)).not_to_have_attribute("aria-busy", "true")
    assert violations(page) == []
    assert odd_words(page) + outline(page) == []
    page.set_viewport_size(PHONE)
    assert violations(page) + outline(page) == []


@pytest.mark.slow
def test_on_a_phone_the_menu_of_a_record_is_a_sheet_that_holds_what_deletes(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport=PHONE)
    page.goto("/personnes/list/")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
    expect(page.get_by_role("link", name="Modifier")).to_be_visible()
    delete = page.locator(".record-actions").get_by_role("link", name="Supprimer")
    expect(delete).to_be_hidden()
    page.get_by_role("button", name="Plus d’actions").click()
    expect(delete).to_be_in_viewport()
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    assert violations(page) + outline(page) == []
    page.keyboard.press("Escape")
    expect(delete).to_be_hidden()
    expect(page.get_by_role("button", name="Plus d’actions")).to_be_focused()


def test_on_a_desk_three_actions_are_in_the_row_and_the_rest_under_its_end(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_body(page)
    buttons = page.locator(".record-actions").locator("a:visible, button:visible")
    expect(buttons).to_have_count(4)
    more = page.get_by_role("button", name="Plus d’actions")
    more.click()
    delete = page.locator(".record-actions").get_by_role("link", name="Supprimer")
    expect(delete).to_be_in_viewport()
    place, under = more.bounding_box(), page.locator("#more-actions").bounding_box()
    assert place is not None
    assert under is not None
    assert under["y"] >= place["y"] + place["height"]
    assert abs(under["x"] + under["width"] - place["x"] - place["width"]) < 2
    # It is red where it is asked for good, and only there.
    expect(delete).to_have_css("color", str(more.evaluate("item => getComputedStyle(document.body).color")))
    # A body in use is kept, and its page says why at once: nothing is asked.
    delete.click()
    expect(page.get_by_role("alert")).to_contain_text("sert encore ailleurs")
    page.goto("/reunions/list/")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))
    page.get_by_role("button", name="Plus d’actions").click()
    page.locator(".record-actions").get_by_role("link", name="Supprimer").click()
    expect(page.get_by_role("dialog").locator("[class*=btn-danger]")).to_be_visible()


@pytest.mark.slow
def test_paper_holds_the_facts_and_the_open_tab_names_the_others_and_has_no_button(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission", color_scheme="dark")
    open_body(page)
    tab(page, "Composition").click()
    expect(page.get_by_role("tabpanel", name="Composition")).to_contain_text("Autorité de désignation")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})  # A4 within its margins, in CSS pixels
    for part in (".sidebar", ".topbar", ".footer", ".tabs__strip", ".record-actions", "#panel-members", ".inline-form"):
        expect(page.locator(part).first).to_be_hidden()
    assert page.locator("button:visible, input:visible").count() == 0
    expect(page.locator("#panel-seats h2")).to_have_text("Composition")
    named = [" ".join(text.split()) for text in page.locator(".on-paper span:visible").all_inner_texts()]
    assert [re.sub(r"\d+", "n", text) for text in named] == [
        "Membres (n)",
        "Réunions (n)",
        "Demandes et avis (n)",
        "Projets (n)",
        "Assiduité",
        "Rattachements (n)",
        "Documents (n)",
        "Règles et fiche",
        "Historique",
    ]
    expect(page.locator("#panel-seats thead")).to_have_css("display", "table-header-group")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_printed_list_is_a_table_whose_head_comes_again_on_each_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/list/?size=50")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    expect(page.locator("thead")).to_have_css("display", "table-header-group")
    expect(page.locator("tbody tr").first).to_have_css("display", "table-row")
    assert page.locator("button:visible, input:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_unfolds_what_is_folded_and_folds_it_again(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    open_body(page)
    page.evaluate("() => { window.print = () => { window.printed = (window.printed || 0) + 1; }; }")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.printed") == 1
    tab(page, "Historique").click()
    folded = page.locator("ol.history details").last
    expect(folded).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_attribute("open", "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).not_to_have_attribute("open", "")


@pytest.mark.slow
def test_axe_finds_nothing_on_what_a_version_would_change_nor_on_two_possible_duplicates(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/")
    page.goto(str(page.locator("tbody a[href*='/edit/']").first.get_attribute("href")))
    for city in ("Bron", "Lyon"):
        page.get_by_label("Ville").fill(city)
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.locator("dd", has_text=city).first).to_be_visible()
        page.goto(page.url.split("?")[0].replace("/show/", "/edit/"))
    page.goto(page.url.replace("/edit/", "/show/"))
    tab(page, "Historique").click()
    page.get_by_role("link", name="Rétablir cette version").first.click()
    expect(page.locator("ul.version")).to_contain_text("Bron")
    assert violations(page) + odd_words(page) + outline(page) == []
    page.get_by_role("button", name="Rétablir cette version").click()
    expect(page.locator("dd", has_text="Bron").first).to_be_visible()
    page.goto("/doublons/list/")
    page.locator("tbody th a").first.click()
    expect(page.locator(".compared__mark").first).to_be_visible()
    for size in ({"width": 1366, "height": 768}, PHONE, {"width": 320, "height": 640}):
        page.set_viewport_size(size)
        assert violations(page) + odd_words(page) + outline(page) == [], size


@pytest.mark.parametrize("width", [1366, 390])
def test_the_tabs_of_a_body_are_on_one_line_and_a_button_shows_them_all(
    page_as: Callable[..., Page], width: int
) -> None:
    page = page_as("mission", viewport={"width": width, "height": 768})
    open_body(page)
    strip = page.get_by_role("tablist")

    def lines() -> int:
        tops: list[float] = strip.get_by_role("tab").evaluate_all("tabs => tabs.map((tab) => tab.offsetTop)")
        return len(set(tops))

    assert lines() == 1
    last = tab(page, "Historique")
    expect(last).not_to_be_in_viewport(ratio=1)
    more = page.get_by_role("button", name="Tous les onglets")
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(last).to_be_in_viewport(ratio=1)
    assert lines() > 1
    assert violations(page) == []
    last.click()
    expect(page.get_by_role("tabpanel", name="Historique")).to_be_visible()
    assert lines() == 1
    expect(last).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 2400, "height": 768})
    expect(more).to_be_hidden()
