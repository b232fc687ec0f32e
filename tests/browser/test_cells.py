"""The cells of a preview under a person's hands: judged as one types, by keyboard, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.evening import register
from tests.kernel.imports.sheets import workbook
from tests.support import factories
from tests.support.browser import DESK, PHONE, LiveServer, violations

ROWS = (
    ("Nom", "Prénom", "Téléphone", "Courriel"),
    ("MARCHEUR", "Zoé", "0612", "zoe@"),
    ("MARCHEUSE", "Ana", "0612", "ana@example.org"),
)


@pytest.mark.slow
def test_cells_are_judged_as_one_types_and_checked_together(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/import/people")
    file = {"name": "membres.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(*ROWS)}
    page.get_by_label("Classeur ou liste").set_input_files(file)  # type: ignore[arg-type]  # a plain dict
    page.get_by_role("button", name="Voir ce qui changerait").click()
    phone, mail = page.get_by_label("Téléphone").first, page.get_by_label("Courriel").first
    same = page.get_by_label("La même correction")
    expect(same.first).to_be_hidden()
    phone.fill("06 12")
    phone.press("Enter")
    expect(mail).to_be_focused()
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_accessible_description(
        "« 06 12 » n’est pas un numéro de téléphone : saisissez dix chiffres, ou + et l’indicatif du pays."
    )
    phone.fill("0612345678")
    phone.press("Enter")
    expect(phone).to_have_accessible_description("Lu « 06 12 34 56 78 ».")
    expect(phone).to_have_attribute("aria-invalid", "false")
    same.first.check()
    expect(page.get_by_text("Cellules à vérifier")).to_be_visible()
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(color_scheme="dark")
    assert violations(page, "colours") == []
    mail.fill("zoe@example.org")
    page.get_by_role("button", name="Vérifier les cellules").click()
    expect(page.get_by_text("plus aucune ligne n’est en erreur")).to_be_visible()
    page.get_by_text("3 cellules corrigées ici").click()
    assert violations(page) == []
    page.get_by_role("button", name="Revenir à l’original – Courriel").click()
    expect(mail).to_have_value("zoe@")


@pytest.mark.slow
def test_who_a_line_of_the_grid_is_is_asked_under_it_and_answered_there(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    """From the page of a body: typed, pasted, answered; what one answered stays as other lines are typed."""
    with register(live_server):
        factories.PersonFactory(last_name="Connue", first_name="Ana")
    page = page_as("mission")
    page.goto("/instances/list/")
    page.locator("tbody th a").first.click()
    page.get_by_title("Plus d’actions").click()
    page.get_by_role("link", name="Plusieurs membres").click()
    page.get_by_label("Nom 1", exact=True).fill("Connue")
    page.get_by_label("Prénom 1", exact=True).fill("Ana")
    asked = page.locator("[data-who='1']")
    asked.get_by_role("radio", name="C’est elle").first.check()
    page.get_by_label("Nom 3", exact=True).evaluate(
        """(field, text) => {
          const pasted = new DataTransfer();
          pasted.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
        }""",
        "Connue\tAna\nInconnue-Du-Registre\tZoé",
    )
    expect(page.locator("[data-who='3']")).to_be_visible()
    expect(page.locator("[data-who]")).to_have_count(2)
    page.get_by_label("Prénom 1", exact=True).press("End")
    page.keyboard.type(" ")  # asked again: the answer stays
    expect(asked.get_by_role("radio", name="C’est elle").first).to_be_checked()
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
        assert violations(page) == []
    page.get_by_label("Nom 3", exact=True).fill("")
    page.get_by_label("Prénom 3", exact=True).fill("")
    expect(page.locator("[data-who='3']")).to_have_count(0)
    page.get_by_role("button", name="Voir qui est qui").click()
    expect(page.get_by_role("rowheader").first).to_have_text("1")
    expect(page.get_by_text("1 réponse donnée")).to_be_visible()
