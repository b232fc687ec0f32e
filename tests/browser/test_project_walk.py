"""One project from its template to its lessons, in a browser: its tasks, what names it, its sums, who reads it."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.test_contract_walk import choose, fill, row_id, save

TITLE = "Relancer Ménival et Gerland"
LESSONS = "Inviter les mairies dès la première réunion."
# The lump sum of the training and the autumn order of the demo: 32,400 + 40,320 € before tax.
COMMITTED, BEFORE_TAX = "87264,00€", "72720,00€"


def amounts(text: str) -> set[str]:
    return {re.sub(r"\s", "", found) for found in re.findall(r"-?\d[\d\s]*,\d\d\s€", text)}


def tables_of(content: bytes) -> str:
    tables: Any = Document(io.BytesIO(content)).tables
    return " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)


@pytest.mark.slow
def test_a_project_is_walked_from_its_template_to_its_lessons(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/projets/list/")
    page.get_by_role("link", name="Ajouter", exact=True).first.click()
    fill(page, title=TITLE, kind="revival", start_on="2026-11-01", end_on="2027-06-30")
    for name in ("Ménival", "Gerland"):
        choose(page, "Instances", name)
    choose(page, "Réunions", "Plénière")
    save(page)
    project = row_id(page)
    page.goto(f"/projets/modele/{project}")
    page.locator("main select[name=template]").select_option(
        label="Redynamiser un conseil (jour de la plénière de relance)"
    )
    fill(page, day="2027-03-01")
    page.get_by_role("button", name="Montrer les jours").click()
    expect(page.get_by_role("main")).to_contain_text("Plénière de relance")
    page.get_by_role("button", name="Les poser").click()
    page.wait_for_url("**/show/*")
    for who, text in (("Bonnard", "Écrire au 5e"), ("Blanchet", "Écrire au 7e"), ("Ferrand", "Relire la charte")):
        page.goto(f"/actions/add?project={project}")
        fill(page, text=text, due_on="2026-12-10")
        choose(page, "Responsable (compte)", who)
        save(page)
    page.goto(f"/projets/show/{project}")
    page.get_by_role("link", name="Lancer le projet", exact=True).first.click()
    save(page)
    for label, words in (("Marché", "AMO-2025-02"), ("Bon de commande", "BC-05")):
        page.goto(f"/depenses-de-projets/add?project={project}")
        choose(page, label, words)
        save(page)
    page.goto(f"/projets/show/{project}?tab=money")
    shown = page.get_by_role("main").inner_text()
    assert {COMMITTED, BEFORE_TAX} <= amounts(shown)
    assert "nomme aussi" in shown
    note = page.request.get(f"/projets/{project}/note").body()
    assert {COMMITTED, BEFORE_TAX} <= amounts(tables_of(note))
    book = load_workbook(io.BytesIO(page.request.get("/rapports/argent_des_projets/export").body()))
    lines = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if TITLE in row]
    assert all(87264 in row for row in lines)
    assert lines
    page.goto(f"/projets/show/{project}")
    page.get_by_role("link", name="Clore le projet", exact=True).first.click()
    fill(page, lessons=LESSONS)
    save(page)
    expect(page.get_by_role("main")).to_contain_text("Terminé")
    for name, text in (("ref5", "Écrire au 5e"), ("ref7", "Écrire au 7e")):
        reader = page_as(name)
        reader.goto(f"/projets/show/{project}")
        expect(reader.get_by_role("heading", level=1)).to_contain_text(TITLE)
        assert not amounts(reader.get_by_role("main").inner_text())
        reader.goto("/mon-travail/")
        expect(reader.get_by_role("main")).to_contain_text(text)
        assert reader.request.get("/depenses-de-projets/list/", max_redirects=0).status in {302, 403, 404}
    assert page_as("ref3").request.get(f"/projets/show/{project}", max_redirects=0).status == 404
