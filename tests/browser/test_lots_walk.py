"""A need of three lots in a browser, from the criteria prepared before its launch to the letters of each lot."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.test_contract_walk import choose, fill, row_id, save

TITLE = "Concertation sur les berges"
SENT_AND_SIGNED = re.compile(r"Lyon, le (\S+).* à compter du (\S+)")
LOTS = ("Animation", "Restitution", "Film")


@pytest.mark.slow
def test_three_lots_one_lost_by_a_holder_one_put_right_one_without_follow_up(
    page_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = page_as("mission")
    file, lots = a_launched_need(page)
    tender(page, lots[0], "nova", "90000")
    tender(page, lots[0], "agora", "95000")
    tender(page, lots[1], "agora", "80000", is_irregular=True)
    tender(page, lots[1], "nova", "88000")
    tender(page, lots[2], "nova", "70000")
    for lot, marks in zip(lots[:2], (("16", "12"), ("14",)), strict=True):
        mark(page, lot, *marks)
        committee(page, lot)

    # Lot 1: the form opens on the first; the file waits for the others.
    award(page, lots[0])
    held_by(page, lots[0], "Nova")
    follow(page, file, "/acte/award")
    expect(page.get_by_role("main")).to_contain_text("Le lot 2 reste à attribuer")
    page.get_by_role("main").locator("form button.btn-primary").first.click()
    expect(page.locator("#errors")).to_contain_text("il reste à décider : lot 2, 3")

    # Lot 2: the irregular tender is refused, put right, marked, and comes first.
    follow(page, lots[1], "/acte/award")
    choose(page, "Titulaire", "agora")
    page.get_by_role("main").locator("form button.btn-primary").first.click()
    expect(page.get_by_role("main")).to_contain_text("proposez la régularisation à tous les soumissionnaires")
    page.goto(f"/marches/show/{lots[1]}?tab=tenders")
    page.get_by_role("button", name="Proposer la régularisation").first.click()
    page.get_by_role("button", name="Noter la régularisation").first.click()
    expect(page.get_by_role("main")).to_contain_text("régularisée le")
    mark(page, lots[1], "15", "14")
    award(page, lots[1])
    held_by(page, lots[1], "Agora")

    # Lot 3: without follow-up, with its reason; then the file is awarded.
    follow(page, lots[2], "/acte/abandon")
    fill(page, ending="no_follow_up", state_reason="Le film est confié à la régie de la Ville.")
    save(page)
    page.goto(f"/marches/show/{file}")  # it follows its lots
    expect(page.get_by_role("main")).to_contain_text("2 lots attribués sur 3")

    # The letters of each lot: the holder of lot 1 gets that of lot 2, and none of lot 1.
    first, second, third = (
        paper(page, lot, "Lettres aux candidats non retenus (Word)", tmp_path / f"lot{n}.docx", asks_reasons=n < 2)
        for n, lot in enumerate(lots)
    )
    assert first.startswith("Agora")
    assert "Nova" in second[:40]
    for words, loser, holder in ((first, "Agora", "Nova"), (second, "Nova", "Agora")):
        assert words.count("Madame, Monsieur,") == 2  # the opening and the closing formula of one letter
        assert f"attribué à {holder}" in words, loser
        assert f"{TITLE} – lot " in words
        found = SENT_AND_SIGNED.search(words)
        assert found is not None
        sent, signed = (dt.date(*map(int, reversed(day.split("/")))) for day in found.groups())
        assert (signed - sent).days == 11
        assert "Tribunal administratif de Lyon" in words
    assert "sans suite" in third
    assert "Le film est confié à la régie de la Ville." in third
    report = paper(page, lots[1], "Rapport d’analyse (Word)", tmp_path / "rapport.docx")
    assert re.search(r"Valeur technique\s+(?:\()?60\s%", report)
    assert "Irrégulière (Bordereau non signé), régularisée le" in report
    reader = page_as("ref5")
    assert reader.request.get(f"/marches/show/{lots[1]}", max_redirects=0).status in {302, 403, 404}


def follow(page: Page, contract: str, address: str, tab: str = "") -> None:
    """Opens what a link of the page of a contract leads to."""
    page.goto(f"/marches/show/{contract}" + (f"?tab={tab}" if tab else ""))
    main = page.get_by_role("main")
    link = main.locator(f'a[href*="{address}"]').first
    if not link.is_visible():
        main.get_by_role("button", name="Plus d’actions").first.click()
    link.click()
    page.wait_for_url(f"**{address}*")


def a_launched_need(page: Page) -> tuple[str, list[str]]:
    """A need over the European threshold with its lots and their criteria, launched as an appel d'offres."""
    page.goto("/marches/add")
    fill(page, title=TITLE, cpv="79411000-8", estimate_excl_tax="250000", launch_on="2026-10-01")
    save(page)
    file = row_id(page)
    lots = []
    for number, (title, estimate) in enumerate(zip(LOTS, ("95000", "85000", "70000"), strict=True), start=1):
        follow(page, file, f"/marches/{file}/lot", tab="lots")
        fill(page, lot_number=str(number), title=title, estimate_excl_tax=estimate)
        save(page, then="**/show/*")
    page.goto(f"/marches/show/{file}?tab=lots")
    for title in LOTS:
        row = page.get_by_role("main").get_by_role("row").filter(has_text=title)
        address = row.locator('a[href*="/marches/show/"]').first.get_attribute("href") or ""
        lots.append(address.split("?")[0].rpartition("/")[2])
    for lot in lots:
        page.goto(f"/marches/show/{lot}?tab=tenders")
        page.get_by_role("link", name="Écrire les critères").click()
        fill(page, name_0="Valeur technique", weight_0="60", name_1="Prix", weight_1="40", price_1=True)
        save(page)
    follow(page, file, "/acte/procedure")
    fill(page, procedure="aoo")
    save(page)
    return file, lots


def tender(page: Page, lot: str, supplier: str, amount: str, *, is_irregular: bool = False) -> None:
    follow(page, lot, "/offres/add", tab="tenders")
    choose(page, "Prestataire", supplier)
    fill(page, amount_excl_tax=amount)
    if is_irregular:
        fill(page, is_admissible=False, inadmissible_ground="irregular", inadmissible_reason="Bordereau non signé")
    save(page)


def mark(page: Page, lot: str, *marks: str) -> None:
    """One's own marks, tender by tender in the order of the table."""
    follow(page, lot, "/notes", tab="tenders")
    for control, value in zip(page.locator('main input[name^="mark_"]').all(), marks, strict=True):
        control.fill(value)
    save(page)


def committee(page: Page, lot: str) -> None:
    follow(page, lot, "/cao", tab="tenders")
    fill(page, held_on="2026-11-20", kind="award", sense="favourable")
    save(page)


def award(page: Page, lot: str) -> None:
    """The award as its form opens."""
    follow(page, lot, "/acte/award")
    save(page)


def held_by(page: Page, lot: str, name: str) -> None:
    page.goto(f"/marches/show/{lot}?tab=tenders")
    kept = page.get_by_role("main").get_by_role("row").filter(has_text=re.compile("Retenue"))
    expect(kept).to_have_count(1, timeout=5000)
    expect(kept).to_contain_text(name)
    others = page.get_by_role("main").get_by_role("row").filter(has_text=re.compile("Non retenue"))
    expect(others).to_have_count(1)


def paper(page: Page, lot: str, button: str, kept: Path, *, asks_reasons: bool = False) -> str:
    """Makes a paper by its button, and reads it as the page gives it."""
    page.goto(f"/marches/show/{lot}?tab=tenders")
    page.get_by_role("button", name=button).click()
    if asks_reasons:
        page.get_by_role("button", name="Faire les lettres avec les seuls points").click()
    page.wait_for_url("**tab=documents**")
    address = page.locator('main a[href*="/document/"]').first.get_attribute("href") or ""
    kept.write_bytes(page.request.get(address).body())
    document = Document(io.BytesIO(kept.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([part.text for part in document.paragraphs if part.text.strip()] + cells)
