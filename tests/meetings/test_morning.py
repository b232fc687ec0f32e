"""The morning after a meeting: kept until all is done, told by what the product holds, else ticked by hand."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.periods import PARIS
from mdo.meetings.called import called
from models.attendance import Attendance, Presence
from models.journal import JournalEntry
from models.meetings import ActionItem, Meeting, MeetingState
from models.readiness import MorningLine, MorningTask
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

YESTERDAY = dt.datetime.combine(TODAY - dt.timedelta(days=1), dt.time(18, 30), PARIS)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(server_today):
    """It is the day of the tests for the server too."""


@prepared
def meeting(session):
    """A plenary of the 5th yesterday evening, with a member to mark and a stranger who came."""
    row = make.MeetingFactory(
        title="Plénière d’automne",
        instance=make.InstanceFactory(arrondissements=[5], name="Conseil du Point-du-Jour"),
        start_at=YESTERDAY,
        end_at=YESTERDAY + dt.timedelta(hours=2),
        state=MeetingState.CONVENED,
        convened_at=YESTERDAY - 7 * DAY,
    )
    known = make.PersonFactory(
        last_name="Perrachon", email="p@example.org", arrondissement=make.ArrondissementFactory(number=5)
    )
    make.AttendanceFactory(meeting=row, person=known)
    make.AttendanceFactory(
        meeting=row, person=None, visitor_name="Camille Inconnue", is_convened=False, presence=Presence.GUEST
    )
    session.commit()
    return row


def page_of(client, row):
    return document(client.get(f"/reunions/{row.id}/lendemain"))


def lines(page):
    return {item.get("id"): item for item in page.xpath("//li[@class='readiness__line']")}


def left(page):
    """What is still to do, by its name in addresses."""
    return [name for name, item in lines(page).items() if item.xpath(".//div[contains(@class, '--open')]")]


def press(client, form, **typed):
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input") if field.get("name")}
    for button in form.xpath(".//button[@name]"):
        sent[button.get("name")] = button.get("value")
    return client.post(form.get("action"), data={**sent, **typed}, follow_redirects=True)


def say(client, row, task, word="done", **typed):
    """Presses the button of a line that says this, as the page gives it."""
    forms = lines(page_of(client, row))[task].xpath(f".//form[.//button[@value='{word}']]")
    (form,) = forms
    return document(press(client, form, **typed))


ALL = ["close", "attendance", "walk_ins", "actions", "photos", "minutes", "thanks", "hours"]


def test_the_first_page_proposes_it_the_next_morning_until_all_is_done(session, client_as, meeting):
    """From the first page through each line, told or ticked, to the journal."""
    client = client_as("ref5")
    (box,) = document(client.get("/")).xpath("//section[@aria-labelledby='home-mornings']")
    (offered,) = box.xpath(".//li/a[@class='btn btn-secondary btn-row']")
    page = document(client.get(offered.get("href")))
    assert left(page) == ALL
    # What the product knows is told by it: nobody ticks it.
    assert not lines(page)["close"].xpath(".//button[@value='done']")
    (close,) = lines(page)["close"].xpath(".//form")
    back = document(press(client, close))
    assert left(back) == ALL[1:]  # one goes on where one was
    assert back.xpath("string(//h1)").strip().endswith(called(meeting))
    line = session.scalars(select(Attendance).where(Attendance.is_convened)).one()
    line.presence = Presence.PRESENT
    session.add(ActionItem(meeting_id=meeting.id, text="Écrire à la voirie"))
    session.commit()
    page = page_of(client, meeting)
    assert left(page) == ["walk_ins", "photos", "minutes", "thanks", "hours"]
    (known,) = lines(page)["walk_ins"].xpath(".//a")
    assert "Inconnue" in known.get("href")
    say(client, meeting, "walk_ins")
    say(client, meeting, "photos")
    (minutes,) = lines(page)["minutes"].xpath(".//form[.//input[@name='kind']]")
    press(client, minutes)
    assert left(page_of(client, meeting)) == ["thanks", "hours"]
    say(client, meeting, "thanks", "not_asked", reason="remerciés sur place")
    page = say(client, meeting, "hours")
    assert "Rangé" in page.xpath("string(//main)")
    assert not document(client.get("/")).xpath("//section[@aria-labelledby='home-mornings']")
    session.rollback()
    found = {row.task: row for row in session.scalars(select(MorningLine))}
    assert found[MorningTask.THANKS].reason == "remerciés sur place"
    assert MorningTask.ALL in found
    assert "Le lendemain" in session.scalars(select(JournalEntry.summary).order_by(JournalEntry.id.desc())).first()


@pytest.mark.parametrize(
    ("days", "state", "is_open"),
    [
        (-1, "convened", True), (-1, "prepared", True), (-1, "held", True), (-1, "minuted", True),
        (-1, "approved", False), (-1, "cancelled", False), (0, "held", False), (1, "convened", False),
    ],
)  # fmt: skip
def test_it_is_open_from_the_day_after_to_the_approval(session, client_as, meeting, days, state, is_open):
    row = session.merge(meeting)
    row.start_at, row.state = row.start_at + (days + 1) * DAY, MeetingState(state)
    row.end_at = row.start_at + dt.timedelta(hours=1)
    session.commit()
    client = client_as("mission")
    tab = document(client.get("/reunions/list/?f_morning=1")).xpath("string(//tbody)")
    assert (row.title in tab) is is_open
    assert bool(document(client.get(f"/reunions/show/{row.id}")).xpath("//section[@id='after']")) is is_open
    assert bool(lines(page_of(client, row))) is is_open


def test_it_is_put_away_with_a_reason_and_opened_again(session, client_as, meeting):
    client = client_as("mission")
    (end,) = page_of(client, meeting).xpath("//form[contains(@class, 'readiness__end')]")
    refused = document(press(client, end))
    assert "Il en reste" in refused.xpath("string(//main)")
    page = document(press(client, end, reason="réunion de quartier sans suite"))
    assert "sans suite" in page.xpath("string(//main)")
    assert not lines(page)["photos"].xpath(".//form")
    (again,) = page.xpath("//div[@class='readiness__away']//form")
    assert left(document(press(client, again))) == ALL
    # And from the message that confirms it.
    (form,) = document(press(client, end, reason="sans suite")).xpath("//form[starts-with(@action, '/annuler/')]")
    press(client, form)
    session.rollback()
    assert not session.scalars(select(MorningLine)).all()


def test_what_a_meeting_does_not_ask_for_needs_a_reason_and_what_changed_meanwhile_is_said(session, client_as, meeting):
    client = client_as("ref5")
    page = say(client, meeting, "photos", "not_asked", reason="  ")
    assert "Dites en quelques mots pourquoi" in page.xpath("string(//main)")
    (old,) = lines(page)["photos"].xpath(".//form[.//button[@value='done']]")
    say(client_as("mission"), meeting, "photos", "not_asked", reason="pas de photographe")
    assert "entre-temps" in document(press(client, old)).xpath("string(//main)")
    session.rollback()
    assert session.scalars(select(MorningLine)).one().reason == "pas de photographe"


@pytest.mark.parametrize(("who", "status"), [("ref5", 302), ("ref3", 404), ("direction", 403)])
def test_who_may_change_the_meeting_says_it(session, client_as, meeting, who, status):
    answer = post(client_as(who), f"/reunions/{meeting.id}/lendemain/photos", {"say": "done", "seen": "0"})
    assert answer.status_code == status
    session.rollback()
    assert bool(session.scalars(select(MorningLine)).all()) is (status == 302)


def test_thanks_go_to_those_who_came(session, client_as, meeting):
    line = session.scalars(select(Attendance).where(Attendance.is_convened)).one()
    client = client_as("ref5")
    (link,) = lines(page_of(client, meeting))["thanks"].xpath(".//a[contains(@href, 'about=thanks')]/@href")
    page = document(client.get(link))
    assert "p@example.org" not in page.xpath("string(//main)")
    line.presence = Presence.PRESENT
    session.commit()
    page = document(client.get(link))
    assert "p@example.org" in page.xpath("string(//main)")
    assert "Merci" in page.xpath("string(//input[@name='subject']/@value)")
    (form,) = page.xpath("//form[@class='mail-form']")
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input")} | {"text": "Merci à vous."}
    again = document(client.post(form.get("action"), data=sent))
    assert "Merci à vous." in again.xpath("string(//textarea[@id='plain'])")
    assert again.xpath("//input[@name='about']/@value") == ["thanks"]


def test_a_meeting_of_the_day_asks_for_no_hours(session, client_as, meeting):
    row = session.merge(meeting)
    row.start_at = YESTERDAY.replace(hour=14)
    row.end_at = YESTERDAY.replace(hour=16)
    session.commit()
    assert session.get(Meeting, row.id).start_at
    assert "hours" not in lines(page_of(client_as("mission"), row))


def test_a_visitor_who_is_taken_into_the_register_takes_her_line(session, client_as, meeting):
    client = client_as("ref5")
    make.PersonFactory(last_name="Inconnue", first_name="Camille", arrondissement=make.ArrondissementFactory(number=5))
    session.commit()
    (form,) = lines(page_of(client, meeting))["walk_ins"].xpath(".//li//form")
    page = document(press(client, form))
    assert "Inconnue Camille" in page.xpath("string(//div[contains(@class, 'note--success')])")
    assert "walk_ins" not in lines(page)
    (undo,) = page.xpath("//form[starts-with(@action, '/annuler/')]")
    assert "walk_ins" in lines(document(press(client, undo)))
    session.rollback()
    # Somebody else than who bears the name is not taken.
    other = make.PersonFactory(last_name="Autre", arrondissement=make.ArrondissementFactory(number=5))
    session.commit()
    assert post(client, form.get("action"), {"person": str(other.id)}).status_code == 404
