"""The palette by keyboard: it opens from anywhere, finds, leads, closes, and gives the focus back."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from mdo.kernel.preferences.own_settings import preference_of
from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import User
from tests.browser.reading import outline
from tests.support import TODAY
from tests.support.browser import LiveServer

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(page_as: Callable[..., Page]) -> Page:
    """A list, as the mission sees it."""
    opened = page_as("mission")
    opened.goto("/organisations/list/")
    return opened


def field(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("combobox")


def options(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("option")


def active(page: Page) -> Locator:
    """The option that the field points to."""
    return page.locator(f"#{field(page).get_attribute('aria-activedescendant')}")


def typed(page: Page, words: str) -> None:
    """Types, and waits until the answers are those of these words."""
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("q") == [words]):
        field(page).fill(words)
    expect(page.locator("#palette-list")).not_to_have_attribute("aria-busy", "true")


def test_ctrl_k_opens_it_with_pages_and_actions_and_escape_gives_the_focus_back(page: Page) -> None:
    opener = page.locator("tbody th a").first
    opener.focus()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    expect(options(page).first).to_have_text("Nouvelle personne")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(active(page)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_button_of_the_top_bar_opens_it_and_has_the_focus_afterwards(page: Page) -> None:
    button = page.get_by_role("button", name="Rechercher ou aller à")
    button.press("Enter")
    expect(field(page)).to_be_focused()
    page.get_by_role("button", name="Fermer la recherche").press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.slow
def test_arrows_go_round_the_answers_and_enter_opens_one(page: Page) -> None:
    page.keyboard.press("/")
    typed(page, "adam")
    expect(options(page).first).to_be_visible()
    total = options(page).count()
    assert total > 2
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("résultat")
    first = active(page).inner_text()
    for _ in range(total):
        field(page).press("ArrowDown")
    assert active(page).inner_text() == first  # once round
    field(page).press("ArrowUp")
    expect(active(page)).to_have_text("Tous les résultats pour « adam »")
    field(page).press("ArrowDown")
    expect(page.get_by_role("dialog").locator("[aria-selected=true]")).to_have_count(1)
    expect(field(page)).to_be_focused()
    field(page).press("Enter")
    page.wait_for_url("**/personnes/show/*")
    expect(page.locator("h1")).to_contain_text("Adam")


def test_a_page_of_the_menu_is_reached_by_a_few_letters(page: Page) -> None:
    page.keyboard.press("Control+k")
    typed(page, "referent")
    field(page).press("Enter")
    page.wait_for_url("**/referents/list/")


def test_enter_before_the_answers_leads_to_the_page_of_results(page: Page) -> None:
    """What is listed then belongs to other words: it is not what was asked for."""
    page.keyboard.press("Control+k")
    expect(options(page).first).to_be_visible()
    field(page).fill("adam")
    field(page).press("Enter")
    page.wait_for_url("**/recherche?q=adam")
    expect(page.locator("h1")).to_have_text("Recherche : adam")


def test_nothing_found_is_said_and_is_no_option(page: Page) -> None:
    page.keyboard.press("Control+k")
    typed(page, "zzzzzz")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Rien trouvé")
    expect(options(page)).to_have_count(0)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    assert field(page).get_attribute("aria-activedescendant") is None


def test_a_search_that_fails_is_said(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(options(page).first).to_be_visible()
    page.route("**/recherche/palette?q=adam", lambda route: route.fulfill(status=403, body=""))
    typed(page, "adam")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("ne répond pas")


def test_a_slash_typed_in_a_field_is_a_slash(page: Page) -> None:
    search = page.get_by_role("searchbox")
    search.press_sequentially("1/2")
    expect(search).to_have_value("1/2")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.slow
def test_it_does_not_open_over_a_question(page: Page) -> None:
    page.locator("a[href*='/delete/']").first.press("Enter")
    expect(page.locator("#confirm")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_hidden()


def test_the_key_alone_does_nothing_for_who_turned_it_off(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    with unlimited_session(live_server.database.engine, today=TODAY) as session:
        row = preference_of(session, session.query(User).filter_by(username="mission").one().id)
        row.has_shortcuts = False
        session.add(row)
        session.commit()
    page = page_as("mission")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_one_asks_once_for_what_one_types_at_once(page: Page) -> None:
    asked: list[str] = []

    def keep(request: Request) -> None:
        if "/recherche/palette" in request.url:
            asked.append(request.url)

    page.on("request", keep)
    page.keyboard.press("Control+k")
    expect(options(page).first).to_be_visible()
    with page.expect_response(lambda answer: "q=adam" in answer.url):
        field(page).press_sequentially("adam")
    assert len(asked) <= 3  # the empty one, then at most two on a slow machine


def test_a_person_found_by_palette_is_edited_and_saved_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Control+k")
    typed(page, "adam")
    field(page).press("Enter")
    page.wait_for_url("**/personnes/show/*")
    page.get_by_role("link", name="Modifier").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ville").focus()
    page.keyboard.type("Lyon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")


@pytest.mark.slow
def test_without_script_the_button_leads_to_the_page_of_results(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="Rechercher ou aller à").press("Enter")
    expect(page.locator("h1")).to_have_text("Rechercher")
    page.get_by_role("searchbox").fill("adam")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("h1")).to_have_text("Recherche : adam")
    page.get_by_role("main").get_by_role("link", name="Adam").first.click()
    expect(page.locator("h1")).to_contain_text("Adam")


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, pytest.param(390, marks=pytest.mark.slow)])
def test_it_fits_a_phone(page_as: Callable[..., Page], width: int) -> None:
    page = page_as("ref5", viewport={**PHONE, "width": width})
    page.goto("/")
    page.get_by_role("button", name="Rechercher ou aller à").click()
    typed(page, "conseil de quartier")
    expect(options(page).first).to_be_in_viewport()
    assert outline(page) == []
    box = page.locator("#palette").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    # No option is wider than its list.
    assert page.locator("#palette-list").evaluate("list => list.scrollWidth <= list.clientWidth")


def test_the_list_is_busy_from_the_first_key_to_the_answer_of_these_words(page: Page) -> None:
    """What answered other words is never taken for an answer to what is typed, not even before the words are sent."""
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-list")).not_to_have_attribute("aria-busy", "true")
    is_busy_at_once = field(page).evaluate(
        """(input) => {
            input.value = "adam";
            input.dispatchEvent(new Event("input", { bubbles: true }));
            return document.getElementById("palette-list").ariaBusy;
        }"""
    )
    assert is_busy_at_once == "true"
    expect(page.locator("#palette-list")).not_to_have_attribute("aria-busy", "true")
    expect(options(page).first).to_contain_text("Adam")
