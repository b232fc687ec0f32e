"""A référent takes away her own report: what she chose, what she ticked, and the same again under a name."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE

BODY = "CCEA du 5e"


def count(page: Page) -> int:
    """How many rows the report says it has."""
    return int("".join(char for char in page.locator(".list__count").inner_text() if char.isdigit()))


def test_a_report_is_asked_for_ticked_taken_and_kept(page_as: Callable[..., Page], tmp_path: Path) -> None:
    page = page_as("ref5")
    page.goto("/rapports/")
    page.get_by_role("link", name="Annuaire des membres", exact=True).click()
    everyone = count(page)
    page.locator(".report__fold > summary").click()
    page.get_by_role("combobox", name="Instances participatives").fill("ccea")
    page.get_by_role("option", name=BODY).click()
    page.get_by_label("Situation au").fill("2026-10-01")
    page.get_by_label("Inclure les coordonnées").check()
    page.get_by_role("button", name="Afficher le rapport").click()
    asked = page.locator(".report__asked")
    expect(asked).to_contain_text(f"{BODY}\u202f; Coordonnées et données personnelles\u00a0: Oui")
    assert 0 < count(page) < everyone
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel", exact=True).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    heads, *rows = load_workbook(file).worksheets[0].iter_rows(values_only=True)
    assert len(rows) == count(page)
    assert "Courriel" in heads
    assert {row[heads.index("Instance participative")] for row in rows} == {BODY}

    menu = page.locator(".list__views")
    menu.locator("summary").click()
    menu.get_by_role("textbox").fill("Octobre")
    menu.get_by_role("button", name="Enregistrer").click()
    expect(page).to_have_title(re.compile("Annuaire des membres – Octobre – Rapports – Mission Démocratie Ouverte$"))
    expect(asked).to_contain_text(f"01/10/2026\u202f; Instances participatives\u00a0: {BODY}")
    expect(asked).to_contain_text("personnelles\u00a0: Non")


@pytest.mark.slow
def test_the_saved_views_of_a_report_stay_on_a_phone(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport=PHONE)
    page.goto("/rapports/composition")
    menu = page.locator(".list__views")
    menu.locator("summary").click()
    box = menu.get_by_role("textbox").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
