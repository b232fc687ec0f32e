"""One evening as it is lived: from the series of the network and the convocation to the last open action."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from mdo.kernel.base.periods import today_in_paris
from models.attendance import Attendance
from models.meetings import Meeting
from tests.browser import evening as do
from tests.browser.reading import outline
from tests.mail.servers import Mailbox
from tests.support.browser import PHONE, LiveServer, cut_network, violations

TOPIC = "Marche exploratoire à la Guillotière"


@pytest.fixture
def box(live_server: LiveServer) -> Iterator[Mailbox]:
    with do.mail_switched_on(live_server) as found:
        yield found


# A meeting of the network convenes the référents, a dozen of them, and topics are of the network alone: it carries the
# series and the topic. The plenary of a conseil de quartier, with the 63 members of its body, carries the rest.


@pytest.mark.slow
def test_a_series_a_topic_a_convocation_and_the_calendar_of_who_proposed(
    page_as: Callable[..., Page], live_server: LiveServer, box: Mailbox
) -> None:
    mission = page_as("mission")
    mission.goto("/series/add")
    mission.get_by_role("button", name="Voir les dates").click()
    days = mission.locator(".series-lines input[type=date]")
    expect(days).to_have_count(6)
    day = dt.date.fromisoformat(days.first.input_value())
    mission.locator("[name=start_0]").fill("18:15")
    mission.get_by_role("button", name=re.compile("^Créer ")).click()
    expect(mission.get_by_role("status").first).to_contain_text("Réunions créées\u00a0: 6")

    ref3 = page_as("ref3", viewport=PHONE)
    ref3.goto("/sujets/add")
    ref3.get_by_label("Titre").fill(TOPIC)
    ref3.get_by_label("Minutes").fill("25")
    ref3.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(ref3.locator("h1")).to_have_text(TOPIC)
    topic = ref3.url
    mission.goto(topic)
    mission.get_by_role("link", name="Choisir une autre réunion").click()
    start = do.in_paris(day, 18, 15)
    with do.register(live_server) as session:
        row = session.scalars(select(Meeting).filter_by(instance_id=None, start_at=start)).one()
        number, uid = row.id, f"{row.uid}@mdo.lyon"
    mission.get_by_label("Réunion du réseau à venir").select_option(str(number))
    mission.get_by_role("button", name="Inscrire").click()
    expect(mission.locator(".page-head .pill")).to_contain_text("À l’ordre du jour")
    ref3.reload()
    expect(ref3.locator(".page-head .pill")).to_contain_text("À l’ordre du jour")
    ref3.locator("dd a[href*='/reunions/show/']").click()
    expect(do.item_of(ref3, TOPIC)).to_contain_text("25 minutes")

    meeting = ref3.url.partition("#")[0]
    mission.goto(meeting)
    mission.get_by_role("link", name="Convoquer", exact=True).first.click()
    mission.get_by_role("button", name="Figer la liste").click()
    with do.register(live_server) as session:
        convened = select(Attendance).where(Attendance.meeting_id == number)
        addresses = sorted(line.user.email for line in session.scalars(convened) if line.user is not None)
    do.send_convocation(mission, live_server, meeting, len(addresses))
    assert sorted(box.addresses) == addresses
    for _, message in box.messages:
        event = do.event_of(do.invitation_in(message))
        assert (event["UID"], event["DTSTART"].dt) == (uid, start)
        assert TOPIC in message.get_body(("plain",)).get_content()

    found = do.feed_of(ref3, "Le réseau")[uid]
    assert found["DTSTART"].dt == start
    assert found["DTSTART"].params["TZID"] == "Europe/Paris"


@pytest.mark.slow
def test_a_plenary_of_63_from_its_convocation_to_the_actions_that_the_next_one_shows(
    page_as: Callable[..., Page], live_server: LiveServer, box: Mailbox
) -> None:
    do.council(live_server)
    today = today_in_paris()
    start, end = do.in_paris(today, 18, 30), do.in_paris(today, 20, 30)
    page = page_as("ref5")
    following = do.create_meeting(page, "Plénière qui suit", start + dt.timedelta(days=60), end + dt.timedelta(days=60))
    meeting = do.create_meeting(page, "Plénière du soir", start, end)
    do.add_item(page, "Aménagement de la place", 45)
    do.add_item(page, "Fête du quartier", 30)

    # ---- Convened: 63 messages with their invitation ----
    do.convene(page, do.PEOPLE)
    do.send_convocation(page, live_server, meeting, do.PEOPLE)
    assert violations(page) + outline(page) == []
    assert sorted(box.addresses) == [f"membre{number:02d}@example.org" for number in range(do.PEOPLE)]
    message = box.messages[0][1]
    assert do.MAILBOX in message["From"]
    event = do.event_of(do.invitation_in(message))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, end)
    assert "Aménagement de la place" in message.get_body(("html",)).get_content()

    # ---- The evening: a phone, whose network goes away for twenty people ----
    phone = page_as("ref5", viewport=PHONE, has_touch=True)
    phone.goto(meeting)
    phone.get_by_role("link", name="Pointer au téléphone").click()
    expect(phone.locator("[data-line]")).to_have_count(do.PEOPLE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    marks = ["present"] * 38 + ["excused"] * 12 + ["absent"] * 12
    for number, state in enumerate(marks):
        if number == 20:
            expect(phone.locator(".is-pending")).to_have_count(0)
            cut_network(phone)
        if number == 40:
            expect(phone.locator("[data-waiting]")).to_contain_text("20 pointages en attente")
            phone.context.set_offline(False)
        do.tap(phone, number, state)
    do.tap(phone, 62, "represented")
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(label="Membre 00 Léa")
    dialog.get_by_role("button", name="Enregistrer").click()
    # A dialog says that it is closed after the click that closes it: until then nothing waits.
    expect(do.line_of(phone, 62)).to_have_attribute("data-presence", "represented")
    expect(phone.locator(".is-pending")).to_have_count(0)
    expect(phone.locator("[data-waiting]")).to_be_hidden()
    with do.register(live_server) as session:
        lines = session.scalars(select(Attendance).join(Meeting).where(Meeting.title == "Plénière du soir"))
        stored = {str(line): line.presence.value for line in lines}
    assert stored == {f"Membre {number:02d} Léa": state for number, state in enumerate([*marks, "represented"])}
    counted = Counter(stored.values())

    # ---- What was said: notes, two decisions, three actions ----
    do.set_hours(live_server, "Plénière du soir", do.in_paris(today, 0, 0))
    page.goto(meeting)
    page.get_by_role("button", name="Clore la réunion").first.click()
    expect(page.locator(".page-head .pill")).to_contain_text("Tenue")
    do.set_hours(live_server, "Plénière du soir", start)
    do.write_notes(page, "Aménagement de la place", "Débat nourri sur l’ombre et les bancs.")
    do.add_decision(do.item_of(page, "Aménagement de la place"), "La place devient piétonne.", (30, 5, 3))
    do.add_decision(do.item_of(page, "Fête du quartier"), "La fête a lieu le 12 juin.", (38, 0, 0))
    due = today + dt.timedelta(days=30)
    actions = ("Chiffrer les bancs", "Réserver la scène", "Écrire à la voirie")
    for text, part in zip(actions, ("Aménagement", "Fête", None), strict=True):
        place = do.item_of(page, part) if part else page.locator("#apart")
        do.add_action(place, text, "Le bureau", due)

    # ---- The same figures everywhere ----
    page.reload()
    shown = do.figures_of_page(page)
    assert shown.people == {name: counted[name] for name in do.STATES}
    assert "38 présents sur 63 mandats en vigueur, il en faut 32 (la moitié)" in shown.quorum
    assert shown.decisions == (
        ("La fête a lieu le 12 juin.", "pour\u00a0: 38, contre\u00a0: 0, abstentions\u00a0: 0"),
        ("La place devient piétonne.", "pour\u00a0: 30, contre\u00a0: 5, abstentions\u00a0: 3"),
    )
    assert shown.actions == tuple((text, f"{due:%d/%m/%Y}") for text in sorted(actions))
    expect(page.locator("#agenda-sum")).to_contain_text("75 minutes")
    assert do.figures_of_word(do.take_paper(page, meeting, "Compte rendu", "Word")) == shown
    workbook = do.take_paper(page, meeting, "Compte rendu", "Excel")
    assert do.figures_of_excel(workbook) == shown
    assert do.agenda_of_excel(workbook) == [("Aménagement de la place", 45), ("Fête du quartier", 30)]

    # ---- Afterwards: the calendar, and the next meeting ----
    events = do.feed_of(page, "Mes soirées")
    assert events[str(event["UID"])]["DTSTART"].dt == start
    page.goto(following)
    expect(page.locator("#previous .outcomes__text")).to_have_text(actions)
    page.get_by_role("button", name=re.compile("^Terminé – Chiffrer les bancs")).click()
    expect(page.locator("#previous .outcomes__text")).to_have_text(actions[1:])
