"""The cells of a preview under a person's hands: judged as one types, by keyboard, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.kernel.imports.sheets import workbook
from tests.support.browser import DESK, PHONE, violations

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
