"""A public meeting in a browser, from what is still to prepare to the morning after, put away."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import TODAY

DAY = dt.timedelta(days=1)
LONG = 120_000  # milliseconds: a ceiling for a machine that does much else, never a wait
TITLE, BODY = "Réunion publique du gymnase", "Conseil de quartier Montchat"
HELD = TODAY + DAY


def undo(page: Page, what: str) -> None:
    """« Annuler » in the message that says this act."""
    message = page.locator(".note--success", has_text=what)
    message.get_by_role("button", name=re.compile("^Annuler")).click()
    expect(page.locator(".note--success", has_text="Annulé")).to_be_visible()


@pytest.mark.slow
def test_a_public_meeting_goes_from_its_needs_to_the_morning_after(
    page_as: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def on(today: dt.date) -> None:
        monkeypatch.setattr("views.security.gate.today_in_paris", lambda: today)

    on(TODAY)
    page = page_as("mission")
    page.set_default_timeout(LONG)
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Réunion", exact=True).click()
    page.locator("main [name=title]").fill(TITLE)
    page.locator("main [name=kind]").select_option("public")
    page.get_by_role("combobox", name="Instance participative").first.fill(BODY)
    page.get_by_role("option", name=BODY).first.click()
    page.locator("main [name=start_at]").fill(f"{HELD}T18:30")
    page.locator("main [name=end_at]").fill(f"{HELD}T20:30")
    page.locator("main [name=place]").fill("Gymnase Viviani")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("h1")).to_contain_text(TITLE)

    # ---- What is left to prepare, on its line: a note, done, not asked for; said on the first page too. ----
    ready = page.locator(".readiness__line")
    room = ready.filter(has_text="Salle confirmée")
    expect(room).to_contain_text("en retard")
    room.get_by_role("textbox").fill("le gardien, 17 h 30")
    room.get_by_role("button", name=re.compile("^Fait")).click()
    expect(page.locator(".note--success", has_text="Salle confirmée : fait")).to_be_visible()
    expect(room).to_contain_text("Hugo Delorme")
    interpreter = ready.filter(has_text="Interprète")
    interpreter.get_by_role("button", name=re.compile("^Sans objet")).click()
    expect(interpreter).to_contain_text("sans objet")
    undo(page, "Interprète LSF")
    expect(interpreter.get_by_role("button", name=re.compile("^Fait"))).to_be_visible()
    page.goto("/")
    coming = page.get_by_role("main").locator("li", has_text=BODY).filter(has_text="nterprète").first
    expect(coming).not_to_contain_text("salle confirmée")
    # ---- The day itself asks for nothing of the morning after; the day after does. ----
    for today, is_offered in ((HELD, False), (HELD + DAY, True)):
        on(today)
        page.goto("/")
        expect(page.get_by_role("link", name=f"Faire le lendemain : {BODY}")).to_have_count(int(is_offered))
    page.get_by_role("link", name=f"Faire le lendemain : {BODY}").click()
    line = {task: page.locator(f"li#{task}") for task in ("close", "attendance", "actions", "minutes", "thanks")}
    line["close"].get_by_role("button", name=re.compile("^Clore la réunion")).click()
    expect(line["close"]).to_contain_text("fait")
    line["attendance"].get_by_text("Sans objet…").click()
    line["attendance"].get_by_role("textbox").fill("réunion ouverte, sans feuille")
    line["attendance"].get_by_role("button", name="Noter").click()
    expect(line["attendance"]).to_contain_text("sans objet : réunion ouverte, sans feuille")
    line["actions"].get_by_role("link", name=re.compile("^Les noter")).click()
    expect(page.locator("#apart")).to_be_visible()
    page.go_back()
    line["actions"].get_by_role("button", name=re.compile("^Aucune action")).click()
    page.locator("li#photos").get_by_role("button", name=re.compile("^Rangé")).click()
    line["minutes"].get_by_role("button", name=re.compile("^Fait")).click()
    line["thanks"].get_by_role("link", name=re.compile("^Écrire le message")).click()
    expect(page.locator("h1")).to_contain_text("Remerciements")
    page.go_back()
    line["thanks"].get_by_role("button", name=re.compile("^Déjà remerciés")).click()
    hours = page.locator("li#hours")
    hours.get_by_role("link", name="Mes heures de soirée").click()
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    page.go_back()
    # The last line puts it away, and the first page proposes it no more; one press brings it back.
    hours.get_by_role("button", name=re.compile("^Fait")).click()
    expect(page.get_by_role("main")).to_contain_text("Rangé")
    undo(page, "Noter les heures")
    expect(hours.get_by_role("button", name=re.compile("^Fait"))).to_be_visible()
    hours.get_by_role("button", name=re.compile("^Fait")).click()
    page.goto("/")
    expect(page.get_by_role("link", name=f"Faire le lendemain : {BODY}")).to_have_count(0)
