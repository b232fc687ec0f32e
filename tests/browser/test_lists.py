"""Lists in a real browser: what is in the address stays there, and an action acts on the ticked rows alone."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import DESK

TWO_STATES = "f_status=in_force&f_status=ended"


def address(page: Page) -> dict[str, list[str]]:
    """The arguments of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def names_on(page: Page) -> list[str]:
    return page.locator("tbody th").all_inner_texts()


# ---- Filters, columns, pages ------------------------------------------------------------------------------------


def test_filters_are_in_the_address_shown_as_chips_and_removed_one_by_one(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/instances/list/")
    button = page.get_by_role("button", name="Filtres")
    button.press("Enter")
    states = page.get_by_role("group", name="État")
    expect(states).to_be_visible()
    page.keyboard.press("Escape")
    expect(states).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    states.get_by_label("Active", exact=True).press("Space")
    states.get_by_label("En sommeil").press("Space")
    page.get_by_role("button", name="Appliquer les filtres").press("Enter")
    page.wait_for_url("**f_state=active&f_state=dormant")
    chips = page.locator(".chip")
    expect(chips).to_have_count(2)
    chips.first.click()
    expect(chips).to_have_count(1)
    assert address(page)["f_state"] == ["dormant"]


def test_a_name_that_is_cut_opens_its_record_at_the_first_press(page_as: Callable[..., Page]) -> None:
    # Said whole as soon as the mouse was down, it stood elsewhere when the mouse was up, and nothing opened.
    page = page_as("mission", java_script_enabled=False)
    page.goto("/instances/list/?q=conseil citoyen&f_state=active")
    page.get_by_role("link", name="Conseil citoyen Cités sociales de Gerland", exact=True).click()
    expect(page).to_have_url(re.compile(r"/instances/show/\d+"))


@pytest.mark.slow
def test_titles_that_two_lines_hold_are_read_whole_in_rows_as_high_as_the_others(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport=DESK)
    page.goto("/dossiers/list/")
    titles = page.locator("tbody th")
    expect(titles.filter(has_text="Un jardin partagé derrière la bibliothèque")).to_have_css("white-space", "normal")
    assert titles.evaluate_all("found => found.every((each) => each.scrollWidth <= each.clientWidth)")
    assert len(set(titles.evaluate_all("found => found.map((each) => each.parentElement.offsetHeight)"))) == 1
    # Where rows are close, one line is what there is room for.
    page.get_by_role("button", name="Lignes serrées").click()
    expect(titles.filter(has_text="Un jardin partagé derrière la bibliothèque")).to_have_css("white-space", "nowrap")


@pytest.mark.slow
def test_a_repeated_filter_the_order_and_the_columns_are_kept_from_page_to_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto(f"/mandats/list/?{TWO_STATES}&order=-start_on")
    total = page.locator(".list__count").inner_text()
    page.locator("summary", has_text="Colonnes").click()
    page.locator(".column-choice label", has_text="Fonction").locator("input").uncheck()
    page.get_by_role("button", name="Afficher ces colonnes").click()
    page.wait_for_url("**cols=**")
    first_page = names_on(page)
    page.get_by_role("link", name="Page suivante").click()
    expect(page.locator("[aria-current=page]", has_text="2")).to_be_visible()
    kept = address(page)
    assert (kept["f_status"], kept["order"], kept["page"]) == (["in_force", "ended"], ["-start_on"], ["2"])
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator("thead th", has_text="Fonction")).to_have_count(0)
    expect(page.locator(".list__count")).to_have_text(total)
    assert names_on(page) != first_page
    page.get_by_role("searchbox").fill("a")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=a**")
    kept = address(page)
    assert (kept["f_status"], kept["order"], kept.get("page")) == (["in_force", "ended"], ["-start_on"], None)
    expect(page.locator("thead th", has_text="Fonction")).to_have_count(0)


def test_chosen_columns_keep_the_search(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/?q=adam")
    count = page.locator(".list__count").inner_text()
    page.locator("summary", has_text="Colonnes").click()
    page.locator(".column-choice").get_by_label("Courriel").uncheck()
    page.get_by_role("button", name="Afficher ces colonnes").click()
    page.wait_for_url("**cols=**")
    expect(page.locator("thead th", has_text="Courriel")).to_have_count(0)
    expect(page.locator(".list__count")).to_have_text(count)


# ---- Deletion and bulk actions ----------------------------------------------------------------------------------


def test_the_dialog_names_the_row_and_nothing_is_deleted_when_it_is_cancelled(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/organisations/list/")
    before = names_on(page)
    name = page.locator("tbody tr:has(a[href*='/delete/']) th").first.inner_text()
    page.locator("a[href*='/delete/']").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(name)
    dialog.get_by_role("button", name="Revenir").click()
    expect(dialog).to_be_hidden()
    page.reload()
    assert names_on(page) == before


def test_after_a_cancelled_deletion_a_bulk_action_acts_on_the_ticked_row_only(page_as: Callable[..., Page]) -> None:
    # The question of the first row answered for the fourth.
    page = page_as("mission")
    page.goto("/doublons/list/")
    before = names_on(page)
    dialog = page.get_by_role("dialog")
    for _ in range(2):
        page.locator("tbody a[href*='/delete/']").first.click()
        dialog.get_by_role("button", name="Revenir").click()
    page.locator("input[name=rowid]").nth(3).check()
    page.locator(".bulk-bar button[value=delete]").click()
    expect(dialog).to_contain_text("1 ligne cochée")
    dialog.locator("[data-accept]").click()
    expect(page.get_by_role("status").first).to_contain_text("1")
    page.goto("/doublons/list/")
    after = names_on(page)
    assert after[: len(before) - 1] == before[:3] + before[4:]


@pytest.mark.slow
def test_after_a_cancelled_bulk_action_the_deletion_of_a_row_deletes_that_row_only(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    page.goto("/doublons/list/")
    before = names_on(page)
    dialog = page.get_by_role("dialog")
    for box in (0, 1):
        page.locator("input[name=rowid]").nth(box).check()
    page.locator(".bulk-bar button[value=delete]").click()
    dialog.get_by_role("button", name="Revenir").click()
    page.locator("tbody tr").nth(3).locator("a[href*='/delete/']").click()
    expect(dialog).to_contain_text(f"« {before[3]}")
    dialog.locator("[data-accept]").click()
    expect(page.get_by_role("status").first).to_contain_text("Supprimé")
    page.goto("/doublons/list/")
    assert names_on(page)[: len(before) - 1] == before[:3] + before[4:]


def test_the_lists_of_a_record_hold_no_box_that_another_list_could_send(page_as: Callable[..., Page]) -> None:
    # The box of one tab was sent as the row of another.
    page = page_as("mission")
    page.goto("/instances/list/?q=conseil citoyen")
    page.locator("tbody th a").first.click()
    expect(page.locator(".tabs__panel tbody tr").first).to_be_visible()
    expect(page.locator("input[name=rowid]")).to_have_count(0)


def test_a_bulk_action_asks_with_the_number_of_rows_then_does_it(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/doublons/list/")
    boxes = page.locator("input[name=rowid]")
    before = boxes.count()
    expect(page.locator(".bulk-bar")).to_be_hidden()
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.locator("[data-bulk-count]")).to_have_text("2 lignes cochées")
    page.locator(".bulk-bar button[value=delete]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 lignes cochées")
    dialog.locator("[data-accept]").click()
    expect(page.get_by_role("status").first).to_contain_text("2")
    expect(boxes).to_have_count(before - 2)


def test_without_a_script_a_bulk_deletion_is_asked_on_a_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto("/doublons/list/")
    before = page.locator("input[name=rowid]").count()
    page.locator("input[name=rowid]").first.check()
    page.locator(".bulk-bar button[value=delete]").click()
    expect(page.locator("h1")).to_have_text("Supprimer")
    page.locator("main form button").click()
    expect(page.locator("input[name=rowid]")).to_have_count(before - 1)


@pytest.mark.slow
def test_the_theme_is_the_systems_until_one_is_chosen_and_never_flashes(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", color_scheme="dark", viewport=DESK)
    page.goto("/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.get_by_role("button", name="Thème sombre").click()
    page.add_init_script(
        "new MutationObserver(() => {"
        "  if (document.body) (window.themes ||= new Set()).add(document.documentElement.dataset.bsTheme);"
        "}).observe(document, {subtree: true, childList: true, attributes: true})"
    )
    page.goto("/aide")
    assert page.evaluate("[...window.themes]") == ["light"]
