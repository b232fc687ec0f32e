"""A training from its registrations to its certificates, a université citoyenne and its leaflet, in a browser.

From the first page on, one follows the links and sends the forms that pages give; guests have no account.
"""

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from docx import Document
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from mdo.kernel.base.periods import PARIS
from models.attendance import Presence
from tests.browser.evening import in_paris, mail_switched_on, set_hours
from tests.browser.test_attendance import stored
from tests.browser.test_contract_walk import choose, fill, row_id, save
from tests.browser.test_project_walk import downloaded, follow, from_menu, more, tab
from tests.mail.servers import Mailbox
from tests.support.browser import PHONE, LiveServer, cut_network
from views.jobs import events as worker

TITLE, SESSION = "Oser demander", "Oser demander, le soir"
_LINK = re.compile(r"http://\S+?(/inscription/[\w-]+)")
STAFF = [f"Inscrite {number:02d}" for number in range(1, 27)]
EVENINGS = ("Qui décide", "Le budget", "Visite du port", "La parole", "L’eau", "L’avis")


def to_events(page: Page) -> None:
    from_menu(page, "Réunions", "Événements")


def to_registration(page: Page, name: str) -> None:
    """By the list of registrations, which the menu has under « Plus »."""
    to_registrations(page)
    page.get_by_role("searchbox", name="Rechercher dans cette liste").fill(name)
    page.get_by_role("searchbox", name="Rechercher dans cette liste").press("Enter")
    follow(page, name)
    page.get_by_role("heading", level=1, name=name).wait_for()


def to_registrations(page: Page) -> None:
    to_events(page)
    page.locator("nav summary", has_text="Plus").locator("visible=true").click()
    page.locator("nav").get_by_role("link", name="Inscriptions", exact=True).locator("visible=true").click()
    page.get_by_role("heading", level=1, name="Inscriptions").wait_for()


def new_event(page: Page, title: str, kind: str, **values: object) -> str:
    to_events(page)
    follow(page, "Ajouter")
    fill(page, title=title, kind=kind, **values)
    save(page)
    return row_id(page)


def to_event(page: Page, title: str) -> None:
    to_events(page)
    follow(page, title)
    page.get_by_role("heading", level=1, name=title).wait_for()


def add_session(page: Page, event: str, title: str, start: dt.datetime, **values: object) -> None:
    """From the tab of the sessions of an event."""
    to_event(page, event)
    tab(page, "Séances")
    page.get_by_role("tabpanel").get_by_role("link", name=re.compile("^Ajouter")).first.click()
    end = start + dt.timedelta(hours=2, minutes=30)
    moments = {"start_at": start, "end_at": end}
    fill(page, title=title, **{name: f"{moment:%Y-%m-%dT%H:%M}" for name, moment in moments.items()}, **values)
    save(page)
    to_event(page, event)


def upload_registrations(page: Page) -> None:
    """The workbook of those who registered by telephone, from the list."""
    book, content = Workbook(), io.BytesIO()
    for row in (("Formation", "Nom", "Qualité", "Courriel"), *((TITLE, name, "habitante", "") for name in STAFF)):
        book.active.append(row)
    book.save(content)
    to_registrations(page)
    page.get_by_role("link", name="Importer").first.click()
    page.locator("main input[type=file]").set_input_files(
        {
            "name": "inscriptions.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": content.getvalue(),
        }
    )
    page.get_by_role("main").locator("form button.btn-primary").first.click()
    page.get_by_role("button", name=re.compile("^(Importer|Écrire|Appliquer)")).first.click()
    expect(page.get_by_role("main")).to_contain_text("26")


def see_to(server: LiveServer) -> None:
    """What the worker does each minute."""
    with server.app.app_context():
        worker.see_to(server.app.extensions["mdo_settings"], dt.datetime.now(PARIS))


def guest_registers(guest: Page, address: str, name: str) -> None:
    guest.goto(address)
    fill(guest, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org", quality="inhabitant")
    guest.get_by_role("button", name="S’inscrire").click()
    expect(guest.get_by_role("status")).to_contain_text("dans les 48 heures")


def presses(guest: Page, box: Mailbox, address: str, button: str, says: str) -> None:
    """Opens the last link that an address received, and presses a button there."""
    texts = [message.get_body(("plain",)).get_content() for to, message in box.messages if to == address]
    found = _LINK.search(texts[-1])
    assert found is not None
    guest.goto(found[1])
    guest.get_by_role("button", name=button).click()
    expect(guest.get_by_role("status")).to_contain_text(says)


def cancels(page: Page, name: str) -> None:
    to_registration(page, name)
    page.get_by_role("button", name="Annuler l’inscription").first.click()
    expect(page.get_by_role("main")).to_contain_text("Annulée")


def words_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


@pytest.mark.slow
def test_a_training_goes_from_its_registrations_to_its_certificates(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    page = page_as("mission")
    day = dt.datetime.now(PARIS).date() + dt.timedelta(days=20)
    with mail_switched_on(live_server) as box:
        number = new_event(page, TITLE, "training", capacity="25", is_public=True, course="Oser")
        page.get_by_role("link", name="Modifier").first.click()
        choose(page, "Projet", "Former")
        save(page)
        add_session(page, TITLE, SESSION, in_paris(day, 18))
        page.get_by_role("button", name="Ouvrir les inscriptions").click()
        upload_registrations(page)
        to_event(page, TITLE)
        address = page.get_by_role("link", name=re.compile("^http.*evenement")).get_attribute("href")
        assert address is not None
        guest = page.context.browser.new_context(base_url=live_server.url, locale="fr-FR").new_page()
        for name in ("Nora Bel", "Luc Roux", "Ana Faure", "Nora Bel", "Jamais Venue"):
            guest_registers(guest, address, name)
            see_to(live_server)
        for name in ("nora", "luc", "ana"):
            presses(guest, box, f"{name}@example.org", "Je confirme", "Sur la liste d’attente")
        for name in ("Inscrite 03", "Inscrite 07"):
            cancels(page, name)
        see_to(live_server)
        presses(guest, box, "nora@example.org", "Je confirme", "Inscrit")
    to_event(page, TITLE)
    main = page.get_by_role("main")
    expect(main).to_contain_text("À confirmer par courriel")
    to_registration(page, "Inscrite 26")
    page.get_by_role("button", name="Confirmer la place").click()
    expect(main).to_contain_text("Inscrit·e")

    # The list of the evening is settled; who came is marked on a phone whose network goes.
    to_event(page, TITLE)
    tab(page, "Séances")
    follow(page, SESSION)
    meeting = int(row_id(page))
    set_hours(live_server, SESSION, in_paris(dt.datetime.now(PARIS).date(), 0, 1))
    page.reload()
    page.get_by_role("link", name="Convoquer", exact=True).first.click()
    page.get_by_role("button", name="Figer la liste").click()
    expect(page.get_by_role("main")).to_contain_text("La liste est figée")
    phone = page_as("mission", viewport=PHONE, has_touch=True)
    phone.goto(f"/presences/{meeting}/pointage")
    lines = phone.locator("[data-line]")
    expect(lines).to_have_count(25)
    cut_network(phone)
    for place in range(19):
        lines.nth(place).locator('[name=presence][value="present"]').click()
    expect(phone.locator(".is-pending")).to_have_count(19)
    phone.context.set_offline(False)
    expect(phone.locator(".is-pending")).to_have_count(0)
    assert list(stored(live_server, meeting).values()).count(Presence.PRESENT) == 19
    page.goto(f"/presences/{meeting}")
    page.get_by_label("Visiteur, par son nom").fill("Passante Un")
    page.get_by_role("button", name="Ajouter le visiteur").click()
    expect(page.locator('[data-line][data-name="Passante Un"] [aria-pressed="true"]')).to_have_text("Présent·e")

    # The event is said held: certificates, evaluation, cost.
    to_event(page, TITLE)
    page.get_by_role("button", name="L’événement a eu lieu").click()
    expect(main).to_contain_text("Tenu")
    certificates = words_of(downloaded(page, more(page, "Attestations (Word)")))
    assert certificates.count("Attestation de participation") == 20
    assert "Passante Un" in certificates
    for _ in range(2):
        follow(page, "Saisir les évaluations")
        for line in range(8):
            fill(page, **{f"overall-{line}": "4"})
        page.get_by_role("button", name="Enregistrer les réponses").click()
    expect(main).to_contain_text("moyenne 4")
    page.goto(f"/evenements/show/{number}")
    expect(main).to_contain_text(re.compile(r"80,0\s%"))
    expect(main).to_contain_text("Coût par participant·e")


@pytest.mark.slow
def test_a_universite_citoyenne_of_six_evenings_prints_one_leaflet_and_rencontres_come_from_their_project(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    title = "Université citoyenne de printemps"
    new_event(page, title, "university", programme="Six soirées pour comprendre.")
    for number, evening in enumerate(EVENINGS):
        start = in_paris(dt.date(2027, 3, 2) + dt.timedelta(days=7 * number), 18)
        add_session(page, title, evening, start, place=f"Lieu {number}", speakers=f"Intervenante {number}")
    leaflet = "\n".join(words_of(downloaded(page, more(page, "Programme (Word)"))))
    for number, evening in enumerate(EVENINGS):
        assert evening in leaflet
        assert f"Lieu {number}" in leaflet
        assert f"Intervenante {number}" in leaflet
    assert leaflet.index(EVENINGS[0]) < leaflet.index(EVENINGS[5])

    from_menu(page, "Projets")
    follow(page, "Ajouter")
    fill(page, title="Rencontres du printemps", kind="event")
    save(page)
    more(page, "Poser un modèle").click()
    options = page.get_by_label("Modèle", exact=True).locator("option").all_inner_texts()
    (label,) = [text for text in options if text.startswith("Rencontres annuelles")]
    page.get_by_label("Modèle", exact=True).select_option(label=label)
    page.get_by_role("main").locator("input[type=date]").fill("2027-06-05")
    page.get_by_role("button", name="Montrer les jours").click()
    page.get_by_role("button", name="Les poser").click()
    to_events(page)
    follow(page, "Ajouter")
    fill(page, title="Rencontres de la participation du printemps", kind="annual_meeting", capacity="300")
    choose(page, "Projet", "Rencontres du printemps")
    save(page)
    tab(page, "L’événement en entier")
    follow(page, "Rencontres du printemps")
    page.get_by_role("heading", level=1, name="Rencontres du printemps").wait_for()
    tab(page, "Tâches")
    expect(page.get_by_role("tabpanel").get_by_role("row").nth(1)).to_be_visible()
