"""The work of a day by keyboard alone: not one click, not one address typed but the first."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from mdo.kernel.sessions.factory import unlimited_session
from models.instances import Instance
from tests.browser.keyboard import enter, press_until
from tests.support import TODAY, factories
from tests.support.browser import LiveServer
from tests.support.data import members
from tests.support.settings import DEMO_PASSWORD


def signed_in(page: Page, username: str) -> None:
    page.goto("/")
    for label, words in (("Identifiant", username), ("Mot de passe", DEMO_PASSWORD)):
        press_until("Tab", page.get_by_label(label))
        page.keyboard.type(words)
    enter(page)
    expect(page.locator("h1")).to_contain_text("Cette semaine")


def opened_by_palette(page: Page, words: str, option: str, *, exact: bool = True) -> None:
    """Opens the first option of this name that the palette offers under these words, once they are answered."""
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(words)
    expect(dialog.locator("#palette-list")).not_to_have_attribute("aria-busy", "true")
    chosen = dialog.get_by_role("option", name=option, exact=exact).first
    chosen.wait_for()
    for _ in range(30):
        if chosen.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


@pytest.mark.slow
def test_one_signs_in_finds_a_person_by_palette_edits_and_saves(page_as: Callable[..., Page]) -> None:
    page = page_as(None)
    signed_in(page, "mission")
    opened_by_palette(page, "adam", "Adam", exact=False)
    page.wait_for_url("**/personnes/show/*")
    press_until("Tab", page.get_by_role("main").get_by_role("link", name="Modifier", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/personnes/edit/*")
    press_until("Tab", page.get_by_label("Ville"))
    page.keyboard.type("Lyon")
    press_until("Tab", page.get_by_role("button", name="Enregistrer", exact=True))
    enter(page)
    expect(page.get_by_role("status").first).to_contain_text("Enregistré")
    expect(page.locator("dd", has_text="Lyon").first).to_be_visible()


@pytest.mark.slow
def test_mandates_are_renewed_together_after_a_preview(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with unlimited_session(live_server.database.engine, today=TODAY) as session, factories.writing_to(session):
        body = session.scalars(select(Instance).where(Instance.code == "CC-SJA")).one()
        start = dt.date(2023, 9, 1)
        factories.MandateFactory(instance=body, start_on=start, planned_end_on=dt.date(2026, 8, 31))
        session.commit()
    page = page_as(None)
    signed_in(page, "mission")
    opened_by_palette(page, "mandats", "Mandats")
    press_until("Tab", page.get_by_role("button", name="Filtres"))
    page.keyboard.press("Enter")
    press_until("Tab", page.locator("[name=f_status][value=expired]"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**f_status=expired*")
    press_until("Tab", page.locator("input[name=rowid]").first)
    page.keyboard.press("Space")
    renew = page.locator(".bulk-bar").get_by_role("button", name="Renouveler")
    press_until("Shift+Tab", renew)
    enter(page)
    expect(page.locator("h1")).to_have_text("Renouveler des mandats")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    press_until("Tab", page.get_by_role("button", name="Renouveler"))
    enter(page)
    expect(page.get_by_role("status").first).to_contain_text("renouvelé")


@pytest.mark.slow
def test_a_workbook_is_looked_at_then_imported(page_as: Callable[..., Page], tmp_path: Path) -> None:
    workbook = members.write(tmp_path / "membres.xlsx", list(members.members(10)))
    page = page_as(None)
    signed_in(page, "mission")
    opened_by_palette(page, "importer", "Importer un classeur")
    press_until("Tab", page.get_by_role("main").get_by_role("link", name="Personnes"))
    enter(page)
    expect(page).to_have_url(re.compile("/import/people$"))
    press_until("Tab", page.locator("#file"))
    # The dialog that Space opens is the browser's own; on a busy machine Chromium sometimes never told of it.
    expect(page.locator("#file")).to_be_focused()
    page.locator("#file").set_input_files(workbook)
    press_until("Tab", page.get_by_role("button", name="Voir ce qui changerait"))
    enter(page)
    step = page.locator("li[aria-current=step]")
    expect(step).to_have_text("Colonnes")
    unknown = page.locator("tr", has_text="inconnue").get_by_role("combobox")
    press_until("Tab", unknown)
    expect(unknown).to_have_value("")
    press_until("Shift+Tab", page.get_by_role("button", name="Voir ce qui changerait"))
    enter(page)
    expect(step).to_have_text("Aperçu")
    press_until("Tab", page.get_by_role("button", name="Appliquer", exact=True))
    enter(page)
    expect(step).to_have_text("Résultat")
    press_until("Tab", page.get_by_role("button", name="Annuler cet import"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Annuler cet import")
    press_until("Tab", dialog.get_by_role("button", name="Annuler cet import"))
    enter(page)
    expect(page.get_by_role("status").first).to_contain_text("Annulé")
