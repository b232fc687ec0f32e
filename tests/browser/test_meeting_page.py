"""The page of a meeting in a browser: the agenda by keyboard, notes that are never lost, phones, axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PHONE, violations

# No network, without the words that a browser writes in its console for it.
CUT = "window.whole = window.fetch; window.fetch = () => Promise.reject(new TypeError('cut')); null"
BACK = "window.fetch = window.whole; window.dispatchEvent(new Event('online'))"


def open_meeting(page: Page, query: str = "f_to_come=1&f_kind=council_with_cica") -> None:
    page.goto(f"/reunions/list/?{query}")
    page.goto(str(page.locator("tbody th a").first.get_attribute("href")))


def titles(page: Page) -> list[str]:
    found: list[str] = page.locator(".agenda__item h3").all_inner_texts()
    return [text.partition(". ")[2] for text in found]


def item(page: Page, number: int) -> Locator:
    return page.locator(".agenda__item").nth(number - 1)


def notes(page: Page, number: int = 1) -> Locator:
    return item(page, number).locator("textarea[name=notes]")


def state_of(page: Page, number: int = 1) -> Locator:
    return item(page, number).locator("[data-notes-state]")


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return name.strip()


@pytest.fixture
def page(page_as: Callable[..., Page]) -> Page:
    opened = page_as("mission")
    open_meeting(opened)
    return opened


def test_items_move_by_keyboard_without_leaving_the_page_and_the_focus_stays(page: Page) -> None:
    before = titles(page)
    moved = before[0]
    page.evaluate("window.same = true")
    item(page, 1).get_by_role("button", name=f"Descendre : {moved}").focus()
    for place in range(2, len(before) + 1):
        page.keyboard.press("Enter")
        said = f"« {moved} » est maintenant le point {place} sur {len(before)}."
        expect(page.locator("[data-said]")).to_contain_text(said.replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
    assert titles(page) == [*before[1:], moved]
    assert focused(page) == f"Monter : {moved}".replace(" :", "\u00a0:")  # at the end, only up is left
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text(f"le point {len(before) - 1} sur")
    assert page.evaluate("window.same")
    page.reload()
    assert titles(page) == [*before[1:-1], moved, before[-1]]


def test_an_item_a_decision_and_an_action_are_added_in_place_and_a_deletion_is_taken_back(page: Page) -> None:
    before = titles(page)
    page.evaluate("window.same = true")
    page.get_by_label("Titre", exact=True).last.fill("Questions diverses")
    page.keyboard.press("Enter")
    expect(page.locator(".agenda__item")).to_have_count(len(before) + 1)
    assert focused(page) == "item-new-title"
    expect(page.locator("#item-new-title")).to_have_value("")
    last = item(page, len(before) + 1)
    last.locator("summary", has_text="Décision").click()
    last.get_by_label("Décision").fill("Le conseil approuve.")
    last.get_by_role("button", name="Enregistrer la décision").click()
    expect(last.locator(".outcomes")).to_contain_text("Le conseil approuve.")
    last.locator("summary", has_text="Action").click()
    last.get_by_label("Ce qu’il faut faire").fill("Écrire à la voirie")
    last.get_by_label("Par qui").fill("Le bureau")
    last.get_by_role("button", name="Enregistrer l’action").click()
    expect(last).to_contain_text("Écrire à la voirie")
    expect(last).to_contain_text("Le bureau")
    last.get_by_role("button", name=re.compile("^Terminé")).click()
    expect(last).to_contain_text("close le")
    last.get_by_role("button", name="Supprimer : Questions diverses").click()
    expect(page.locator(".agenda__item")).to_have_count(len(before))
    expect(page.locator("#apart")).to_contain_text("Le conseil approuve.")
    assert page.evaluate("window.same")
    page.locator("[data-said]").get_by_role("button").click()
    expect(page.locator(".agenda__item")).to_have_count(len(before) + 1)
    expect(item(page, len(before) + 1)).to_contain_text("Écrire à la voirie")


@pytest.mark.slow
def test_what_is_refused_comes_back_as_a_form_with_its_sentence(page: Page) -> None:
    page.locator("#item-new-title").fill("Débat")
    page.locator("#item-new-minutes").fill("beaucoup")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("#title")).to_have_value("Débat")


def test_notes_save_themselves_and_stay_through_a_move_and_a_cut(page: Page) -> None:
    notes(page).fill("Vingt personnes")
    expect(state_of(page)).to_have_text("Enregistré")
    moved = titles(page)[0]
    notes(page).press_sequentially(", débat nourri")
    item(page, 1).get_by_role("button", name=f"Descendre : {moved}").click()
    expect(notes(page, 2)).to_have_value("Vingt personnes, débat nourri")
    page.evaluate(CUT)
    notes(page, 2).fill("Hors connexion")
    expect(state_of(page, 2)).to_contain_text("pas de réseau")
    notes(page, 2).press_sequentially(", mais gardé")
    page.evaluate(BACK)
    expect(state_of(page, 2)).to_have_text("Enregistré")
    page.reload()
    expect(notes(page, 2)).to_have_value("Hors connexion, mais gardé")


@pytest.mark.slow
def test_notes_left_without_network_are_there_when_the_page_is_read_again(page: Page) -> None:
    page.evaluate(CUT)
    notes(page).fill("Écrit dans le métro")
    expect(state_of(page)).to_contain_text("pas de réseau")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(notes(page)).to_have_value("Écrit dans le métro")
    expect(state_of(page)).to_have_text("Enregistré")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("Garder les deux, à la suite", "Les siennes\n\nLes miennes"),
        pytest.param("Garder les miennes", "Les miennes", marks=pytest.mark.slow),
        pytest.param("Garder les autres", "Les siennes", marks=pytest.mark.slow),
    ],
)
def test_two_people_who_note_the_same_item_see_both_and_one_chooses(
    page: Page, page_as: Callable[..., Page], choice: str, kept: str
) -> None:
    other = page_as("responsable")
    other.goto(page.url)
    notes(other).fill("Les siennes")
    expect(state_of(other)).to_have_text("Enregistré")
    notes(page).fill("Les miennes")
    conflict = item(page, 1).locator("[data-notes-conflict]")
    expect(conflict).to_contain_text("Les siennes")
    expect(notes(page)).to_have_value("Les miennes")
    assert violations(page) == []
    conflict.get_by_role("button", name=choice).click()
    expect(conflict).to_be_hidden()
    expect(state_of(page)).to_have_text("Enregistré")
    other.reload()
    expect(notes(other)).to_have_value(kept)


@pytest.mark.slow
def test_without_a_script_all_of_it_works_by_posts(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    open_meeting(page)
    before = titles(page)
    item(page, 1).get_by_role("button", name=re.compile("^Descendre")).click()
    expect(item(page, 1).locator("h3")).to_contain_text(before[1])
    page.wait_for_load_state()
    assert titles(page) == [before[1], before[0], *before[2:]]
    notes(page).fill("Sans script")
    item(page, 1).get_by_role("button", name="Enregistrer les notes").click()
    expect(notes(page)).to_have_value("Sans script")
    item(page, 1).get_by_role("link", name=re.compile("^Modifier")).click()
    page.get_by_label("Titre").fill("Autre titre")
    page.get_by_role("button", name="Enregistrer").click()
    expect(item(page, 1).locator("h3")).to_contain_text("Autre titre")


def unfolded(page_as: Callable[..., Page], query: str) -> Page:
    page = page_as("mission")
    open_meeting(page, query)
    for summary in page.locator("details > summary").all():
        if summary.is_visible():
            summary.click()
    return page


@pytest.mark.slow
@pytest.mark.parametrize("query", ["f_to_come=1", "f_state=published&f_kind=council_with_cica"])
def test_the_page_is_clean_for_axe_in_light_in_dark_and_on_a_phone_which_it_fits(
    page_as: Callable[..., Page], query: str
) -> None:
    page = unfolded(page_as, query)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert violations(page, "colours") == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
