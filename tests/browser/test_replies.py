"""A convocation to 23 in a browser: eleven replies, one by telephone, one replaced, the reminder to twelve."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from mdo.kernel.base.periods import today_in_paris
from tests.browser import evening as do
from tests.mail.servers import Mailbox
from tests.support.application import do_waiting_jobs
from tests.support.browser import PHONE, LiveServer, violations

_CONVENED, _BY_LINK, _REPLACED, _BY_PHONE = 23, 9, 9, 10
_LINK = re.compile(r"http://\S+(/reponse/[\w-]+)")


@pytest.fixture
def box(live_server: LiveServer) -> Iterator[Mailbox]:
    with do.mail_switched_on(live_server) as found:
        yield found


def _links(box: Mailbox) -> dict[str, str]:
    found = {}
    for address, message in box.messages:
        said = _LINK.search(message.get_body(("plain",)).get_content())
        assert said, address
        found[address] = said[1]
    return found


@pytest.mark.slow
def test_of_23_convened_11_answer_and_12_are_reminded(
    page_as: Callable[..., Page], live_server: LiveServer, box: Mailbox
) -> None:
    do.council(live_server, _CONVENED)
    start = do.in_paris(today_in_paris() + dt.timedelta(days=20), 18, 30)
    page = page_as("ref5")
    meeting = do.create_meeting(page, "Plénière du soir", start, start + dt.timedelta(hours=2))
    do.convene(page, _CONVENED)
    do.send_convocation(page, live_server, meeting, _CONVENED)
    links = _links(box)
    assert len(links) == len(set(links.values())) == _CONVENED

    # ---- On a telephone, without an account ----
    guest = page_as(None, viewport=PHONE, has_touch=True)
    for number in range(_BY_LINK):
        guest.goto(links[f"membre{number:02d}@example.org"])
        guest.get_by_label("Je viens", exact=True).check()
        guest.get_by_role("button", name="Envoyer ma réponse").click()
        expect(guest.get_by_role("status").first).to_contain_text("Votre réponse est notée")
    assert guest.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(guest) == []
    guest.goto(links[f"membre{_REPLACED:02d}@example.org"])
    guest.get_by_label("Je suis remplacé·e").check()
    guest.get_by_label("Qui vous remplace").fill("Camille Inconnue")
    guest.get_by_role("button", name="Envoyer ma réponse").click()
    expect(guest.get_by_role("status").first).to_contain_text("Votre réponse est notée")

    # ---- By telephone, then the name that nobody knows ----
    page.locator(".crumbs").get_by_role("link", name=re.compile("Plénière du soir")).click()
    told = page.locator("#replies")
    expect(told).to_contain_text("10 réponses, 9 annoncés, quorum 12")
    told.get_by_role("link", name="Réponses à la convocation").click()
    silent = page.get_by_role("row").filter(has_text=f"Membre {_BY_PHONE:02d}")
    silent.get_by_role("link", name="Saisir la réponse").click()
    page.get_by_role("combobox", name=re.compile("^Réponse")).select_option("coming")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("11 réponses, 10 annoncés, quorum 12")
    waiting = page.get_by_role("region", name="Noms à vérifier")
    expect(waiting).to_contain_text("Camille Inconnue")
    waiting.get_by_role("link", name="Vérifier le nom").click()
    page.get_by_label("Remplacé·e par (membre)").select_option(label="Membre 00 Léa")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("heading", name="Noms à vérifier")).to_have_count(0)
    assert violations(page) == []

    # ---- The reminder, to who did not answer ----
    box.messages.clear()
    page.get_by_role("link", name="Rappeler (12)").click()
    page.get_by_role("button", name="Envoyer à 12 adresses").click()
    page.get_by_role("dialog").get_by_role("button", name="Envoyer à 12 adresses").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rappel")
    do_waiting_jobs(live_server.app)
    assert sorted(box.addresses) == [f"membre{number:02d}@example.org" for number in range(11, _CONVENED)]
    assert _links(box).items() <= links.items()
