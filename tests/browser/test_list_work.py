"""The work done on lists, in a real browser and by keyboard: all the results, undo, saved views, rows that open."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import press_until, skip_to_content
from tests.support.browser import PHONE


def count(page: Page) -> int:
    """How many rows the list says it has."""
    return int("".join(char for char in page.locator(".list__count").inner_text() if char.isdigit()))


# ---- Chips ------------------------------------------------------------------------------------------------------


def test_chips_name_each_value_and_are_removed_by_keyboard(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/list/?f_status=in_force&f_status=ended&f_on=2026-11-24&q=a")
    chips = page.locator(".chip")
    expect(chips).to_have_text(
        ["Retirer le filtre Recherche : a", "Retirer le filtre Statut : En cours", "Retirer le filtre Statut : Terminé",
         "Retirer le filtre En cours le : 24 novembre 2026"]
    )  # fmt: skip
    for left in (3, 2, 1, 0):
        skip_to_content(page)
        press_until("Tab", chips.first)
        page.keyboard.press("Enter")
        expect(chips).to_have_count(left)
    assert count(page) > 0


def test_a_filter_that_is_not_understood_is_said(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/list/?f_on=bad")
    expect(page.get_by_role("status").filter(has_text="bad")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(0)


@pytest.mark.slow
def test_a_list_follows_what_is_typed_and_ticked_and_its_address_follows(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/?all=1")
    search = page.get_by_role("searchbox", name="Rechercher dans cette liste")
    before = count(page)
    search.press_sequentially("martin")
    expect(page).to_have_url(re.compile("q=martin"))
    expect(search).to_be_focused()
    found = count(page)
    assert 0 < found < before
    page.get_by_role("button", name="Filtres").click()
    page.get_by_label("Femme").check()
    expect(page).to_have_url(re.compile("q=martin.*f_gender=female"))
    expect(page.locator(".chip")).to_have_count(2)
    assert count(page) < found
    # What was put there works as what a page opens with: the bar of ticked rows, cells, the file.
    page.locator("tbody input[name=rowid]").first.check()
    expect(page.locator(".bulk-bar")).to_be_visible()
    page.locator("td.is-in-place").first.click(position={"x": 3, "y": 3})  # beside the link that it may hold
    expect(page.locator(".cell-field")).to_be_focused()
    assert "f_gender=female" in (page.get_by_role("link", name="Excel", exact=True).get_attribute("href") or "")
    shown = page.locator("tbody th a").all_inner_texts()
    page.goto(page.url)
    assert page.locator("tbody th a").all_inner_texts() == shown


@pytest.mark.slow
def test_rows_hold_one_line_under_heads_that_stay(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    heights = "[...document.querySelectorAll('.list tbody tr')].map((row) => row.getBoundingClientRect().height)"
    for address in ("personnes", "mandats", "instances", "reunions", "actions", "sieges", "demandes", "dossiers"):
        page.goto(f"/{address}/list/?all=1")
        expect(page.locator(".list .table-frame.is-whole")).to_have_count(1)
        assert max(page.evaluate(heights)) <= 45, address
    page.goto("/personnes/list/?all=1")
    press_compact_rows(page)
    assert max(page.evaluate(heights)) <= 36
    page.reload()
    assert max(page.evaluate(heights)) <= 36
    page.mouse.wheel(0, 700)
    expect(page.locator("thead th").nth(1)).to_be_in_viewport()
    press_compact_rows(page)


def press_compact_rows(page: Page) -> None:
    """Presses the button, and waits until the account keeps it."""
    with page.expect_response("**/mon-compte/lignes"):
        page.get_by_role("button", name="Lignes serrées").click()


# ---- All the results, undo --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_all_the_results_are_selected_deleted_and_taken_back_by_keyboard(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/doublons/list/?size=25")
    before = count(page)
    skip_to_content(page)
    press_until("Tab", page.locator("[data-all-boxes]"))
    page.keyboard.press("Space")
    bar = page.locator(".bulk-bar")
    expect(bar.locator("[data-bulk-count]")).to_contain_text(f"{before} lignes cochées")
    press_until("Shift+Tab", bar.locator("button[value=delete]"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{before} lignes cochées")
    press_until("Tab", dialog.locator("[data-accept]"))
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="supprimées")
    expect(said).to_contain_text(str(before))
    undo = said.get_by_role("button", name="Annuler")
    press_until("Tab", undo)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Annulé")).to_contain_text(f"{before}")
    assert count(page) == before


def test_the_results_of_the_other_pages_are_selected_and_one_left_out_leaves_them(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/list/?f_status=in_force")
    total = count(page)
    assert total > 25
    page.locator("[data-all-boxes]").check()
    words = page.locator("[data-bulk-count]")
    expect(words).to_have_text("25 lignes cochées")
    everything = page.locator("[data-all-results]")
    everything.check()
    expect(words).to_have_text(f"{total} lignes cochées")
    page.locator("input[name=rowid]").nth(3).uncheck()
    expect(everything).not_to_be_checked()
    expect(words).to_have_text("24 lignes cochées")
    everything.check()
    expect(page.locator("input[name=rowid]:checked")).to_have_count(25)
    page.locator(".bulk-bar button[value=delete]").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{total} lignes cochées")
    page.get_by_role("dialog").get_by_role("button", name="Revenir").click()
    page.get_by_role("button", name="Tout décocher").click()
    expect(page.locator(".bulk-bar")).to_be_hidden()


def test_a_referent_takes_back_her_own_deletion(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5")
    page.goto("/mandats/list/?all=1&order=-start_on")  # the last ones: nothing was made of them yet
    before = count(page)
    row = page.locator("tbody tr:has(a[href*='/delete/'])").first
    name = row.locator("th").inner_text()
    row.locator("a[href*='/delete/']").click()
    page.get_by_role("dialog").locator("[data-accept]").click()
    said = page.get_by_role("status").filter(has_text="Supprimé")
    expect(said).to_contain_text(name)
    assert "order=-start_on" in page.url
    assert count(page) == before - 1
    said.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status").filter(has_text="Annulé")).to_contain_text(name)
    assert count(page) == before
    assert "order=-start_on" in page.url


# ---- Rows -------------------------------------------------------------------------------------------------------


def test_a_row_opens_on_a_click_and_text_may_be_selected_in_it(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/?q=mar")
    row = page.locator("tbody tr").nth(1)
    cell = row.locator("td:not(.cell-box, .cell-actions, :empty)").first
    box = cell.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert page.evaluate("String(getSelection()).length") > 0
    assert "/list/" in page.url
    row.locator("input[name=rowid]").check()
    assert "/list/" in page.url
    page.evaluate("getSelection().removeAllRanges()")
    address = row.locator("th a").get_attribute("href")
    cell.click()
    page.wait_for_url(f"**{address}")


def test_the_arrows_go_from_row_to_row_and_enter_opens(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/personnes/list/?q=mar")
    links = page.locator("tbody th a")
    skip_to_content(page)
    press_until("Tab", links.first)
    for key, place in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    page.keyboard.press("ArrowDown")
    address = links.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


# ---- Saved views ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_view_is_saved_opened_changed_updated_and_deleted_by_keyboard(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/mandats/list/?f_status=in_force&order=-start_on")
    kept = count(page)
    button = page.locator(".list__views > summary")
    skip_to_content(page)
    press_until("Tab", button)
    page.keyboard.press("Enter")
    press_until("Tab", page.locator("#saved-name"))
    page.keyboard.type("En cours, récents d’abord")
    page.keyboard.press("Enter")
    expect(button).to_contain_text("En cours, récents d’abord")
    assert count(page) == kept

    page.goto("/mandats/list/")
    assert count(page) > kept
    skip_to_content(page)
    press_until("Tab", button)
    page.keyboard.press("Enter")
    press_until("Tab", page.locator(".saved__link"))
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert count(page) == kept

    skip_to_content(page)
    press_until("Tab", page.locator(".chip"))
    page.keyboard.press("Enter")
    expect(button).to_contain_text("modifiée")
    expect(page.locator(".chip")).to_have_count(0)
    skip_to_content(page)
    press_until("Tab", button)
    page.keyboard.press("Enter")
    press_until("Tab", page.locator(".saved form[action*='/update/'] button"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Vue mise à jour")).to_be_visible()
    expect(button).not_to_contain_text("modifiée")

    page.goto("/mes-vues/list/")
    rows = page.locator("tbody tr")
    others = rows.count() - 1
    rows.filter(has_text="En cours, récents d’abord").locator("a[href*='/delete/']").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("En cours, récents d’abord")
    press_until("Tab", dialog.locator("[data-accept]"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Supprimé")
    expect(rows).to_have_count(others)
    expect(rows.filter(has_text="En cours, récents d’abord")).to_have_count(0)


@pytest.mark.slow
def test_a_default_view_opens_with_the_list_and_its_deletion_says_so(page_as: Callable[..., Page]) -> None:
    page = page_as("responsable")
    page.goto("/mandats/list/?f_status=expired")
    expired = count(page)
    page.locator(".list__views > summary").click()
    page.get_by_role("link", name="La partager, ou ouvrir la liste avec elle").click()
    page.get_by_label("Nom de la vue").fill("Mandats échus")
    page.get_by_label("S’ouvre avec la liste").check()
    page.get_by_label("Partagée avec").select_option("Référent·e d’arrondissement")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url("**/mandats/list/?**")
    page.goto("/mandats/list/")
    expect(page.locator(".chip")).to_contain_text("Échu")
    assert count(page) == expired
    page.locator(".list__views > summary").click()
    page.get_by_role("list", name="Vues de cette liste").get_by_role("link", name="Toutes les lignes").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert count(page) > expired

    referent = page_as("ref5")
    referent.goto("/mandats/list/")
    own = count(referent)
    referent.locator(".list__views > summary").click()
    referent.get_by_role("link", name="Mandats échus partagée").click()
    expect(referent.locator(".chip")).to_contain_text("Échu")
    assert count(referent) <= min(own, expired)

    page.goto("/mes-vues/list/")
    page.get_by_role("link", name="Supprimer Mandats échus").click()
    dialog = page.get_by_role("dialog")
    for words in ("Référent·e d’arrondissement", "toutes ses lignes"):
        expect(dialog).to_contain_text(words)


def test_on_a_phone_lists_are_sorted_from_a_menu_and_hidden_heads_take_no_focus(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport=PHONE)
    page.goto("/personnes/list/?q=mar")
    page.locator(".list__sort summary").click()
    page.locator(".list__sort").get_by_role("link", name="Courriel").click()
    page.wait_for_url("**order=email**")
    heads = page.locator("thead :is(a, input)")
    assert {heads.nth(place).get_attribute("tabindex") for place in range(heads.count())} == {"-1"}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
