"""Keyboard and focus: nothing is reached by the mouse alone, nothing typed is lost or taken for another value."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from mdo.kernel.sessions.factory import unlimited_session
from models.instances import Instance
from tests.support import TODAY
from tests.support.browser import LiveServer

# Kind of the focused element, what its outline is, and how it is called.
_FOCUS_RING = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return [element.tagName, `${style.outlineWidth} ${style.outlineStyle}`,
          `${element.name ?? ""} ${element.className} ${element.textContent.trim().slice(0, 20)}`];
}"""


def open_first(page: Page, path: str) -> None:
    """Opens the edition of the first record of a list."""
    page.goto(path)
    page.goto(str(page.locator("tbody a[href*='/edit/']").first.get_attribute("href")))


def has_focus(locator: Locator) -> None:
    expect(locator).to_be_focused()


def test_the_skip_link_comes_first_and_leads_to_the_content(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/")
    page.keyboard.press("Tab")
    has_focus(page.get_by_role("link", name="Aller au contenu"))
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    has_focus(page.get_by_role("main"))


@pytest.mark.parametrize(
    "address",
    [
        "/mandats/list/?f_status=in_force",
        pytest.param("/personnes/enrol", marks=pytest.mark.slow),
        pytest.param("/mon-compte/", marks=pytest.mark.slow),
    ],
)
def test_where_the_keyboard_is_shows_on_every_control(page_as: Callable[..., Page], address: str) -> None:
    page = page_as("mission")
    page.goto(address)
    if "list" in address:
        page.get_by_role("button", name="Filtres").click()
    seen: dict[str, str] = {}
    for _ in range(120):
        page.keyboard.press("Tab")
        tag, shown, words = page.evaluate(_FOCUS_RING)
        if tag == "BODY":
            break
        seen.setdefault(f"{tag} {words}", shown)  # a date has stops of its own inside
    assert len({name.split()[0] for name in seen}) > 2  # links, buttons, inputs
    assert {name: shown for name, shown in seen.items() if shown != "3px solid"} == {}


def test_a_person_is_found_edited_and_saved_by_keyboard_alone(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("adam")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=adam")
    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Modifier").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ville").focus()
    page.keyboard.type("Lyon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
    expect(page.locator("dd", has_text="Lyon").first).to_be_visible()


# ---- Focus ------------------------------------------------------------------------------------------------------


def test_the_dialog_takes_the_focus_keeps_it_and_gives_it_back(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/organisations/list/")
    opener = page.locator("a[href*='/delete/']").first
    dialog = page.get_by_role("dialog")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.keyboard.press("Enter")):
        opener.focus()
        page.keyboard.press("Enter")
        expect(dialog).to_be_visible()
        has_focus(dialog.get_by_role("button", name="Revenir"))
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        has_focus(dialog.get_by_role("button", name="Revenir"))
        close()
        expect(dialog).to_be_hidden()
        has_focus(opener)


def test_errors_take_the_focus_keep_what_was_typed_and_lead_to_their_field(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/add")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page).to_have_title("Erreur : Ajouter : Personne – Personnes – Mission Démocratie Ouverte")
    has_focus(page.locator("#errors"))
    expect(page.get_by_label("Prénom")).to_have_value("Zoé")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    name = page.locator("#last_name")
    has_focus(name)
    expect(name).to_have_attribute("aria-invalid", "true")
    assert "last_name-error" in (name.get_attribute("aria-describedby") or "")


def test_an_error_of_a_relation_leads_to_its_combobox(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/add")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.locator("#errors a", has_text="Instance").click()
    has_focus(page.get_by_role("combobox", name="Instance"))


def test_the_menu_is_a_drawer_on_a_phone_that_escape_closes(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5", viewport={"width": 390, "height": 844})
    page.goto("/")
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    menu.get_by_role("link", name="Personnes").click()
    expect(page.locator("h1")).to_have_text("Personnes")


# ---- What is typed ----------------------------------------------------------------------------------------------


@pytest.fixture
def asked(page_as: Callable[..., Page]) -> tuple[Page, list[str]]:
    """A page, and the questions that the browser asked there, each accepted."""
    page = page_as("mission")
    questions: list[str] = []

    def answer(dialog: Dialog) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return page, questions


def test_leaving_an_unchanged_or_a_saved_form_asks_nothing(asked: tuple[Page, list[str]]) -> None:
    page, questions = asked
    page.goto("/personnes/add")
    page.goto("/personnes/add")
    page.get_by_label("Nom (obligatoire)").press_sequentially("Zola")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
    page.goto("/")
    assert questions == []


@pytest.mark.parametrize(
    "change", ["typed", *(pytest.param(change, marks=pytest.mark.slow) for change in ("chosen", "refused"))]
)
def test_leaving_a_changed_form_asks_first(asked: tuple[Page, list[str]], change: str) -> None:
    page, questions = asked
    page.goto("/personnes/add")
    if change == "typed":
        page.get_by_label("Prénom").press_sequentially("Zoé")
    elif change == "chosen":
        page.get_by_label("Genre").select_option("Femme")
    else:
        page.get_by_label("Prénom").press_sequentially("Zoé")
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.locator("#errors")).to_be_visible()
    expect(page.locator("[data-guard-state]")).to_have_text("Modifications non enregistrées")
    page.goto("/personnes/list/")
    assert questions == ["beforeunload"]


def picked(field: Locator) -> None:
    """As the calendar of the browser gives it."""
    field.fill("2026-03-04")
    expect(field.page.locator("[data-date-words=charter_on]")).to_have_text("mercredi 4 mars 2026")


def typed_where_there_is_no_calendar(field: Locator) -> None:
    """As it is written in France, in a browser that knows no field of dates."""
    field.evaluate("field => { field.type = 'text'; field.value = ''; }")
    field.press_sequentially("04/03/2026")


@pytest.mark.parametrize("enter", [picked, pytest.param(typed_where_there_is_no_calendar, marks=pytest.mark.slow)])
def test_the_fourth_of_march_stays_the_fourth_of_march(
    page_as: Callable[..., Page], live_server: LiveServer, enter: Callable[[Locator], None]
) -> None:
    page = page_as("mission")
    open_first(page, "/instances/list/")
    row_id = int(page.url.rsplit("/", 1)[1])
    enter(page.locator("#charter_on"))
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("tab", name="Règles et fiche").click()
    expect(page.locator("dd", has_text="04/03/2026").first).to_be_visible()
    with unlimited_session(live_server.database.engine, today=TODAY) as session:
        assert session.get_one(Instance, row_id).charter_on == dt.date(2026, 3, 4)
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("link", name="Modifier").click()
    expect(page.locator("#charter_on")).to_have_value("2026-03-04")
