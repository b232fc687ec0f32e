"""A list leaves as a file: the page says that it is being made and when it is here; one click asks for one file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from mdo.kernel.workbook.reader import read_workbook
from tests.support.browser import LiveServer

LIST = "/personnes/list"
# A file whose end never comes, then fails: what the browser makes of a connection that is cut.
CUT_SHORT = """
window.fetch = async () => {
  let parts = 0;
  const pull = (sent) => (parts++ ? sent.error(new TypeError("cut")) : sent.enqueue(new Uint8Array(9)));
  const headers = { "Content-Disposition": "attachment; filename=a.xlsx" };
  return new Response(new ReadableStream({ pull }), { headers });
};
"""
# A file that waits to be asked for, so that one can look at the page meanwhile.
HELD = """
const own = window.fetch;
const held = new Promise((go) => (window.letGo = go));
window.fetch = async (...asked) => { await held; return own(...asked); };
"""


def excel(page: Page):
    return page.get_by_role("link", name="Excel", exact=True)


def said(page: Page):
    return page.locator(".actions__file")


def test_the_page_says_that_a_file_is_being_made_then_that_it_is_here(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.add_init_script(HELD)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/export" in request.url else None)
    page.goto(LIST)
    expect(said(page)).to_have_attribute("role", "status")
    expect(said(page)).to_be_empty()
    with page.expect_download() as download:
        excel(page).dblclick()
        expect(said(page)).to_have_text("Le fichier se prépare…")
        expect(excel(page)).to_be_disabled()
        page.evaluate("letGo()")
    name = download.value.suggested_filename
    assert name.startswith("personnes-")
    assert read_workbook(Path(download.value.path()))[0].rows
    expect(said(page)).to_contain_text(f"Fichier reçu\u00a0: {name} (")
    expect(excel(page)).to_be_enabled()
    assert len(asked) == 1


def test_a_file_of_the_menu_of_a_list_comes_and_the_menu_makes_room_for_what_is_said(
    page_as: Callable[..., Page],
) -> None:
    page = page_as("mission")
    page.goto(LIST)
    page.get_by_role("button", name="Plus d’actions").click()
    link = page.get_by_role("link", name="Exporter pour modifier")
    with page.expect_download() as download:
        link.click()
    expect(said(page)).to_contain_text(f"Fichier reçu\u00a0: {download.value.suggested_filename} (")
    expect(link).to_be_hidden()


@pytest.mark.slow
def test_a_page_with_no_place_to_say_it_gives_its_file_all_the_same(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/import/retenu")
    with page.expect_download() as download:
        excel(page).click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_note_of_a_project_comes_from_the_menu_of_its_page(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/projets/show/1")
    page.get_by_role("button", name="Plus d’actions").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Note de cadrage (Word)").click()
    assert download.value.suggested_filename.endswith(".docx")
    expect(said(page)).to_contain_text("Fichier reçu")


@pytest.mark.slow
def test_a_file_that_is_cut_short_is_not_kept_and_may_be_asked_again(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.add_init_script(CUT_SHORT)
    kept: list[str] = []
    page.on("download", lambda download: kept.append(download.suggested_filename))
    page.goto(LIST)
    excel(page).press("Enter")
    expect(said(page)).to_contain_text("interrompu")
    expect(excel(page)).to_be_enabled()
    assert kept == []


def test_a_file_asked_for_when_the_session_has_ended_leads_to_the_sign_in(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    page = page_as("mission")
    page.goto(LIST)
    page.context.clear_cookies()
    excel(page).click()
    expect(page).to_have_url(f"{live_server.url}/login/?next=/personnes/export")


@pytest.mark.slow
def test_without_script_the_browser_takes_the_file_itself(page_as: Callable[..., Page]) -> None:
    page = page_as("mission", java_script_enabled=False)
    page.goto(LIST)
    with page.expect_download() as download:
        excel(page).click()
    assert read_workbook(Path(download.value.path()))[0].rows
