"""The calendar in a browser: the month by keyboard, the list on a phone, and a date that answers as it is typed."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.evening import in_paris, register
from tests.support import factories as make
from tests.support.browser import PHONE, LiveServer, violations

# A month of the demo without a meeting.
DAY = dt.date(2031, 11, 4)


def day_in_focus(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.dataset.day ?? ''")
    return found


def test_the_month_is_walked_by_keyboard(page_as: Callable[..., Page]) -> None:
    page = page_as("mission")
    page.goto("/calendrier/?view=month&month=2026-11")
    page.locator('[data-day="2026-11-12"]').focus()
    for key, expected in (
        ("ArrowRight", "2026-11-13"),
        ("ArrowDown", "2026-11-20"),
        ("ArrowUp", "2026-11-13"),
        ("ArrowLeft", "2026-11-12"),
        ("Home", "2026-11-09"),
        ("ArrowLeft", "2026-11-08"),
        ("End", "2026-11-08"),
    ):
        page.keyboard.press(key)
        assert day_in_focus(page) == expected, key
    page.keyboard.press("PageDown")
    expect(page).to_have_title(re.compile("décembre 2026"))
    page.get_by_role("link", name=re.compile("Mois précédent")).press("Enter")
    expect(page).to_have_title(re.compile("novembre 2026"))
    page.locator('[data-day="2026-11-12"]').press("Enter")
    expect(page).to_have_title(re.compile("jeudi 12 novembre 2026"))


@pytest.mark.slow
def test_a_month_is_printed_whole_on_sheets_on_their_side(
    page_as: Callable[..., Page], live_server: LiveServer
) -> None:
    with register(live_server) as session:
        body = make.InstanceFactory(arrondissements=[5])
        for number in range(7):
            make.MeetingFactory(
                title=f"Imprimée {number}", instance=body, start_at=in_paris(DAY, 18), end_at=in_paris(DAY, 20)
            )
        session.flush()
    page = page_as("mission")
    page.goto(f"/calendrier/?view=month&month={DAY:%Y-%m}")
    meetings = page.locator(f'td:has([data-day="{DAY}"])').get_by_text(re.compile("Imprimée"))
    assert [meeting.is_visible() for meeting in meetings.all()] == [True] * 4 + [False] * 3
    page.emulate_media(media="print")
    assert all(meeting.is_visible() for meeting in meetings.all())
    expect(page.locator(".calendar__more")).not_to_be_visible()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert sheets
    assert all(float(width) > float(height) for width, height in sheets)


def test_a_phone_shows_the_list_and_no_side_scroll(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5", viewport=PHONE)
    page.goto("/calendrier/?month=2026-11")
    expect(page.locator(".agenda")).to_be_visible()
    expect(page.locator(".calendar__month")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Mois", exact=True).click()
    expect(page.locator(".calendar__month")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "address",
    [
        "/calendrier/?view=month",
        "/calendrier/?view=agenda",
        pytest.param("/calendrier/?day=2026-11-11", marks=pytest.mark.slow),
        pytest.param("/mes-calendriers/", marks=pytest.mark.slow),
    ],
)
def test_the_calendar_passes_axe(page_as: Callable[..., Page], scheme: str, address: str) -> None:
    page = page_as("mission", color_scheme=scheme)
    page.goto(address)
    assert violations(page) == []


def test_the_form_of_a_meeting_answers_a_typed_date(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5")
    page.goto("/reunions/add")
    holiday = dt.date(dt.datetime.now(dt.UTC).year + 1, 11, 11)
    page.get_by_label("Début").fill(f"{holiday}T18:30")
    page.get_by_label("Début").blur()
    expect(page.get_by_label("Fin")).to_have_value(f"{holiday}T20:30")
    # The end that follows the start by itself moves once.
    suggestion = page.locator("[data-conflicts-found]").get_by_role("button", name=re.compile("Prendre ce jour")).first
    day = suggestion.get_attribute("data-moves-to")
    suggestion.click()
    expect(page.get_by_label("Début")).to_have_value(f"{day}T18:30")
    expect(page.get_by_label("Fin")).to_have_value(f"{day}T20:30")
    page.get_by_label("Début").fill(f"{holiday}T18:30")
    page.get_by_label("Début").blur()
    expect(page.get_by_label("Fin")).to_have_value(f"{holiday}T20:30")
    page.get_by_label("Fin").fill(f"{holiday}T21:00")
    page.get_by_label("Fin").blur()
    found = page.locator("[data-conflicts-found]")
    expect(found).to_contain_text("est un jour férié\u00a0: Armistice")
    expect(found).to_contain_text("2 h 30")
    assert violations(page) == []
    suggestion = found.get_by_role("button", name=re.compile("Prendre ce jour")).first
    day = suggestion.get_attribute("data-moves-to")
    suggestion.click()
    expect(page.get_by_label("Début")).to_have_value(f"{day}T18:30")
    expect(page.get_by_label("Fin")).to_have_value(f"{day}T21:00")
    expect(page.get_by_label("Début")).to_be_focused()
    expect(found).to_contain_text("Rien ne s’oppose")


@pytest.mark.slow
def test_an_address_is_made_copied_and_deleted(page_as: Callable[..., Page]) -> None:
    page = page_as("ref5")
    page.goto("/mes-calendriers/")
    page.get_by_label("Nom").fill("Mes soirées")
    page.get_by_role("button", name="Créer l’adresse").click()
    address = page.get_by_label(re.compile("Adresse de")).input_value()
    assert violations(page) == []
    page.get_by_role("button", name="Copier l’adresse").click()
    expect(page.locator("[data-copy-state]")).not_to_be_empty()
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    page.get_by_role("link", name="Retour à mes calendriers").click()
    page.get_by_role("button", name=re.compile("Supprimer – Mes soirées")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Supprimer")).click()
    expect(page.get_by_role("status").first).to_contain_text("Supprimé")
    assert page.request.get(address).status == 404
