"""The attendance page of one meeting without network: reloaded, closed, opened again; and gone with its account."""

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect
from sqlalchemy import select

from mdo.meetings.attendance import freeze
from models.attendance import Attendance
from tests.browser.evening import line_of, register, tap
from tests.support import TODAY, factories
from tests.support.browser import PHONE, LiveServer, violations

PEOPLE = 6


@pytest.fixture
def meeting(live_server: LiveServer) -> int:
    """A meeting of a body of the 5th, with six members."""
    with register(live_server) as session:
        body = factories.InstanceFactory(name="Conseil du soir", arrondissements=[5])
        with factories.together():
            for number in range(PEOPLE):
                person = factories.PersonFactory(last_name=f"Membre {number:02d}", first_name="Léa")
                factories.MandateFactory(instance=body, person=person)
        row = factories.MeetingFactory(instance=body, title="Plénière du soir")
        freeze(session, row, TODAY, now=row.start_at)
        session.flush()
        return int(row.id)


def opened(page_as: Callable[..., Page], meeting: int) -> Page:
    """The page of the evening on a phone of the référent of the 5th, once the device keeps it."""
    page = page_as("ref5", viewport=PHONE, has_touch=True)
    page.goto(f"/presences/{meeting}/pointage")
    expect(page.locator("[data-note=kept-until]")).to_contain_text("s’ouvrira aussi sans réseau")
    return page


def cut_if_sent(route: Route) -> None:
    """Refuses what is sent, as the network that is cut does."""
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.fallback()


def stored(server: LiveServer, meeting: int) -> Counter[str]:
    with register(server) as session:
        lines = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting))
        return Counter(line.presence.value for line in lines)


def line_named(page: Page, name: str) -> Locator:
    return page.locator(f'[data-line][data-name="{name}"]')


def is_shown_without_network(page: Page, meeting: int) -> bool:
    page.context.set_offline(True)
    try:
        page.goto(f"/presences/{meeting}/pointage")
    except Error:
        return False
    finally:
        page.context.set_offline(False)
    return page.get_by_text("Membre 01 Léa").count() > 0


@pytest.mark.slow
def test_an_evening_is_marked_without_network_reload_and_closed_tab_included(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = opened(page_as, meeting)
    tap(page, 0, "excused")
    expect(page.locator("[data-said]")).to_contain_text("Enregistré")
    page.context.set_offline(True)
    # Chromium forgets for a moment, on a page that its worker serves, that the network is cut.
    page.context.route("**/presences/**", cut_if_sent)
    tap(page, 1, "absent")
    page.reload()
    expect(page.locator("[data-note=kept-page]")).to_be_visible()
    # What the server had answered is no longer to be sent, what it had not still waits.
    expect(line_of(page, 0)).to_have_attribute("data-presence", "excused")
    expect(page.locator(".is-pending")).to_have_count(1)
    expect(line_of(page, 1)).to_have_attribute("data-presence", "absent")
    assert violations(page) == []
    assert stored(live_server, meeting) == {"excused": 1, "expected": 5}
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(f"/presences/{meeting}/pointage")
    expect(page.locator("[data-waiting]")).to_contain_text("1 pointage en attente")
    tap(page, 0, "absent")
    page.get_by_role("button", name="Tous présents (4)").click()
    page.get_by_role("dialog").get_by_role("button", name="Tous présents").click()
    expect(page.locator("[data-waiting]")).to_contain_text("6 pointages en attente")
    page.get_by_label("Visiteur").fill("Une voisine")
    page.get_by_role("button", name="Ajouter le visiteur").click()
    page.locator("#head-count").fill("45")
    page.get_by_role("button", name="Enregistrer le nombre").click()
    page.get_by_label("Visiteur").fill("Membre 03 Léa")
    page.get_by_role("button", name="Ajouter le visiteur").click()
    waiting = page.get_by_role("list", name="En attente du réseau").get_by_role("listitem")
    expect(waiting).to_have_count(3)
    page.reload()
    expect(waiting.first).to_contain_text("Une voisine – en attente d’envoi")
    assert violations(page) == []
    page.get_by_text("Mon compte").locator("..").click()
    page.get_by_role("button", name="Se déconnecter").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("se déconnecter les efface")
    question.locator("[data-close]").click()
    expect(waiting).to_have_count(3)
    context.unroute("**/presences/**", cut_if_sent)
    context.set_offline(False)
    expect(line_named(page, "Une voisine")).to_have_attribute("data-presence", "present")
    expect(page.locator("#head-count")).to_have_value("45")
    expect(page.locator(".is-pending")).to_have_count(0)
    # The visitor too, once; of a name that the register knows, one says whose it is.
    assert stored(live_server, meeting) == {"absent": 2, "present": 5}
    expect(waiting).to_have_count(1)
    waiting.get_by_role("button", name="Dire qui c’est").click()
    expect(page.get_by_label("Visiteur")).to_have_value("Membre 03 Léa")


@pytest.mark.slow
def test_who_signs_out_leaves_nothing_of_the_page(page_as: Callable[..., Page], meeting: int) -> None:
    page = opened(page_as, meeting)
    assert is_shown_without_network(page, meeting)
    page.goto("/")
    page.get_by_text("Mon compte").locator("..").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert not is_shown_without_network(page, meeting)


def test_another_account_of_the_same_phone_sees_nothing_of_the_page(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = opened(page_as, meeting)
    page.context.clear_cookies()
    page.context.add_cookies([live_server.session_cookie("ref6")])  # type: ignore[list-item]  # a plain dict
    page.goto("/aide")
    page.wait_for_function("caches.keys().then((names) => !names.length)")
    assert not is_shown_without_network(page, meeting)


@pytest.mark.slow
def test_a_session_that_ended_keeps_the_visitors_that_wait_and_no_page(
    page_as: Callable[..., Page], live_server: LiveServer, meeting: int
) -> None:
    page = opened(page_as, meeting)
    name = (page.locator("[data-worker]").get_attribute("data-attendance") or "").replace("attendance-", "typed-")
    page.evaluate("(name) => localStorage.setItem(name, '[]')", name)
    page.context.clear_cookies()
    page.goto("/login/")
    page.wait_for_function("caches.keys().then((names) => !names.length)")
    assert name in page.evaluate("Object.keys(localStorage)")
    page.context.add_cookies([live_server.session_cookie("ref6")])  # type: ignore[list-item]  # a plain dict
    page.goto("/aide")
    assert name not in page.evaluate("Object.keys(localStorage)")


@pytest.mark.slow
def test_a_page_kept_for_a_day_is_kept_no_longer(page_as: Callable[..., Page], meeting: int) -> None:
    page = opened(page_as, meeting)
    page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          const page = await cache.match(location.pathname);
          const headers = new Headers(page.headers);
          headers.set("x-kept-at", Date.now() - 24 * 3600 * 1000);
          await cache.put(location.pathname, new Response(await page.text(), { headers }));
        }"""
    )
    assert not is_shown_without_network(page, meeting)
    page.goto("/aide")
    page.wait_for_function("caches.keys().then((names) => !names.length)")


@pytest.mark.slow
def test_without_https_the_page_says_that_reload_needs_the_network(page_as: Callable[..., Page], meeting: int) -> None:
    page = page_as("ref5", viewport=PHONE)
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(f"/presences/{meeting}/pointage")
    expect(page.get_by_text("Recharger cette page demande le réseau")).to_be_visible()
    assert violations(page) == []
