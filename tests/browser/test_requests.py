"""A request in a browser: a direction chosen by the mouse is saved by the first click."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_request_is_sent_by_one_click_after_its_direction_is_chosen(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/demandes/list/?f_status=overdue")
    page.get_by_role("main").locator("tbody a").first.click()
    page.goto(page.url.replace("/show/", "/send/"))
    page.get_by_role("button", name="Effacer").first.click()
    page.get_by_role("combobox", name="Direction saisie").click()
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url("**/show/*")
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
