"""The screens of meetings that a walk by links does not meet: forms that scripts stand for, and steps of a file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.evening import register
from tests.browser.reading import odd_words, outline
from tests.support import factories
from tests.support.browser import DESK, PHONE, LiveServer, violations

TEMPLATE = Path(__file__).parents[2] / "mdo" / "documents" / "templates" / "compte-rendu.docx"


def faults(page: Page) -> list[str]:
    """What axe, a French reader or a narrow window find."""
    page.wait_for_load_state()
    found = violations(page) + odd_words(page) + outline(page)
    page.set_viewport_size(PHONE)
    found += violations(page) + outline(page)
    page.set_viewport_size(DESK)
    return found


@pytest.mark.slow
def test_the_forms_that_stand_behind_the_scripts(page_as: Callable[..., Page], live_server: LiveServer) -> None:
    with register(live_server) as session:
        body = factories.InstanceFactory(name="Conseil des écrans", arrondissements=[5])
        meeting = factories.MeetingFactory(instance=body)
        line = factories.AttendanceFactory(meeting=meeting, person=factories.PersonFactory(last_name="Abadie"))
        request = factories.CouncilRequestFactory(instance=body)
        session.flush()
        addresses = [
            *(f"/reunions/{meeting.id}/{part}" for part in ("point", "decision", "action")),
            f"/presences/{meeting.id}/line/{line.id}",
            f"/presences/{meeting.id}/remove/{line.id}",
            f"/presences/{meeting.id}/pointage",
            *(f"/demandes/{act}/{request.id}" for act in ("agendas", "follow", "send")),
        ]
    page = page_as("mission", viewport=DESK)
    wrong = {}
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if found := faults(page):
            wrong[address] = found
    assert wrong == {}


@pytest.mark.slow
def test_the_steps_of_a_template_and_of_a_sheet_that_comes_back(
    page_as: Callable[..., Page], live_server: LiveServer, tmp_path: Path
) -> None:
    with register(live_server) as session:
        meeting = factories.MeetingFactory(instance=factories.InstanceFactory(arrondissements=[5]))
        factories.AttendanceFactory(meeting=meeting, person=factories.PersonFactory(last_name="Abadie"))
        session.flush()
        shown = f"/reunions/show/{meeting.id}?tab=papers"
    page = page_as("mission", viewport=DESK)
    page.goto("/modeles/")
    page.locator("#file-minutes").set_input_files(TEMPLATE)
    page.locator("form", has=page.locator("#file-minutes")).get_by_role("button", name="Essayer").click()
    page.wait_for_url("**/modeles/trial/*")
    assert faults(page) == []
    page.goto(shown)
    page.get_by_role("button", name="Excel – Feuille d’émargement").click()
    with page.expect_download() as download:
        page.get_by_role("main").locator("a[download][href*='/documents/file/']").first.click()
    sheet = tmp_path / "emargement.xlsx"
    download.value.save_as(sheet)
    page.goto(shown)
    page.locator("#sheet-file").set_input_files(sheet)
    page.get_by_role("button", name="Voir ce qui serait pointé").click()
    page.wait_for_url("**/documents/sheet/*/*")
    assert faults(page) == []


def test_the_kind_of_a_new_meeting_follows_the_body_until_one_chooses_it(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", viewport=DESK)
    page.goto("/")
    page.get_by_role("link", name="Réunion", exact=True).click()
    kind, title = page.get_by_label("Type de réunion"), page.get_by_label("Titre")

    def choose(body: str) -> None:
        page.get_by_role("combobox", name="Instance participative").fill(body)
        page.get_by_role("option", name=body).first.click()

    choose("CICA du 3e")
    expect(kind).to_have_value("council_with_cica")
    choose("Conseil de quartier Montchat")
    expect(kind).to_have_value("plenary")
    expect(title).to_have_value("Plénière")
    kind.select_option("commission")
    expect(title).to_have_value("Commission")
    with page.expect_response("**/reunions/habitudes*"):
        choose("CICA du 3e")
    expect(page.get_by_label("Lieu")).to_have_value(re.compile("3e"))
    expect(kind).to_have_value("commission")
