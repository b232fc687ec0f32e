"""The first button of a meeting is the next thing to do on that day, for who may do it."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.base.periods import PARIS
from models.attendance import Presence
from models.documents import Document, DocumentKind
from models.meetings import MeetingState
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

EVENING = dt.datetime.combine(TODAY, dt.time(18, 30), PARIS)
HOURS = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TOLD = EVENING - DAY
PREPARED, CONVENED, HELD = MeetingState.PREPARED, MeetingState.CONVENED, MeetingState.HELD


@prepared
def meeting(session):
    body = make.InstanceFactory(arrondissements=[5])
    row = make.MeetingFactory(
        instance=body, place="Mairie du 5e", organiser=make.UserFactory(), start_at=EVENING, end_at=EVENING + 2 * HOURS
    )
    make.AgendaItemFactory(meeting=row, position=1, title="Voirie")
    session.commit()
    return row


@pytest.fixture(autouse=True)
def clock(monkeypatch, server_today):
    """The hour of the requests, on the day of the tests."""

    def at(hours):
        now = (EVENING + hours * HOURS).astimezone(dt.UTC)
        for place in ("views.meetings.next", "views.meetings.page"):
            monkeypatch.setattr(f"{place}.utc_now", lambda: now)

    at(-9)
    return at


def buttons(answer):
    """The main action and the others of the row, in words."""
    found = document(answer).xpath(
        '//div[@class="record-actions"]/*[self::a or self::form]/descendant-or-self::*[contains(@class, "btn ")]'
    )
    return [(item.get("class").split("-")[-1], " ".join(item.text_content().split())) for item in found]


CASES = [
    (1, -9, PREPARED, {"place": None}, ["Compléter", "Convoquer"]),
    (1, -9, PREPARED, {"organiser": None}, ["Compléter", "Convoquer"]),
    (1, -9, PREPARED, {"agenda": []}, ["Compléter l’ordre du jour", "Convoquer", "Modifier"]),
    (1, -9, PREPARED, {}, ["Convoquer", "Modifier"]),
    (1, -9, CONVENED, {"place": None}, ["Compléter", "Préparer la feuille d’émargement"]),
    (1, -9, CONVENED, {"agenda": []}, ["Compléter l’ordre du jour", "Préparer la feuille d’émargement", "Modifier"]),
    (1, -9, CONVENED, {}, ["Préparer la feuille d’émargement", "Modifier"]),  # told by word: there is no list
    (1, -9, CONVENED, {"convened_at": TOLD}, ["Écrire aux membres", "Préparer la feuille d’émargement", "Modifier"]),
    (1, -9, CONVENED, {"convened_at": TOLD, "agenda": []}, ["Compléter l’ordre du jour", "Écrire aux membres"]),
    (0, -9, CONVENED, {}, ["Émargement", "Modifier"]),
    (0, 1, CONVENED, {}, ["Émargement", "Clore la réunion", "Modifier"]),
    (0, 2, CONVENED, {}, ["Émargement", "Clore la réunion", "Modifier"]),
    (-1, -9, CONVENED, {}, ["Émargement", "Clore la réunion", "Modifier"]),
    (-1, -9, HELD, {}, ["Commencer le compte rendu", "Le compte rendu est rédigé", "Modifier"]),
    (-1, -9, MeetingState.MINUTED, {}, ["Le compte rendu est approuvé", "Modifier"]),
    (-1, -9, MeetingState.PUBLISHED, {}, ["Modifier"]),
    (1, -9, MeetingState.CANCELLED, {}, ["Modifier"]),
]


@pytest.mark.parametrize(("days", "hours", "state", "values", "said"), CASES)
def test_the_first_button_is_the_next_thing_to_do(session, client_as, meeting, clock, days, hours, state, values, said):
    row = session.merge(meeting)
    row.state, row.start_at, row.end_at = state, row.start_at + days * DAY, row.end_at + days * DAY
    for name, value in values.items():
        setattr(row, name, value)
    session.commit()
    clock(hours)
    found = buttons(client_as("ref5").get(f"/reunions/show/{row.id}"))
    assert [words for _, words in found][: len(said)] == said
    assert [style for style, _ in found] == ["primary", *["secondary"] * (len(found) - 1)]
    assert len(found) <= 3


@pytest.mark.parametrize("state", [CONVENED, PREPARED])
def test_to_close_is_the_main_action_once_somebody_is_marked(session, client_as, meeting, state):
    row = session.merge(meeting)
    row.state, row.start_at, row.end_at = state, row.start_at - DAY, row.end_at - DAY
    line = make.AttendanceFactory(meeting=row, presence=Presence.EXPECTED)
    session.commit()
    client, address = client_as("ref5"), f"/reunions/show/{row.id}"
    assert ("secondary", "Clore la réunion") in buttons(client.get(address))
    session.get(type(line), line.id).presence = Presence.EXCUSED
    session.commit()
    assert buttons(client.get(address))[0] == ("primary", "Clore la réunion")


def test_the_attendance_leads_to_the_page_of_the_evening_on_a_phone(session, client_as, meeting):
    row = session.merge(meeting)
    row.state = CONVENED
    session.commit()
    client = client_as("ref5")
    links = document(client.get(f"/reunions/show/{row.id}")).xpath("//a[@data-phone]")
    assert {(link.get("href"), link.get("data-phone")) for link in links} == {
        (f"/presences/{row.id}", f"/presences/{row.id}/pointage")
    }


def test_who_may_not_write_is_offered_none_of_it(session, client_as, meeting):
    row = session.merge(meeting)
    row.state = CONVENED
    row.instance.elected_user = make.UserFactory(username="elu5", roles=["elu"])
    session.commit()
    for who, status in (("ref3", 404), ("elu5", 200)):
        answer = client_as(who).get(f"/reunions/show/{row.id}")
        assert answer.status_code == status, who
        offered = {words for _, words in buttons(answer)} if status == 200 else set()
        assert not offered & {"Émargement", "Clore la réunion", "Modifier"}, who


def test_the_minutes_are_begun_from_the_first_button_then_written(session, client_as, meeting, clock):
    row = session.merge(meeting)
    row.state = HELD
    session.commit()
    clock(3)
    client = client_as("mission")
    (form,) = document(client.get(f"/reunions/show/{row.id}")).xpath(
        '//div[@class="record-actions"]/form[contains(@action, "/documents/make/")]'
    )
    assert post(client, form.get("action"), dict(form.form_values())).status_code == 303
    session.rollback()
    assert session.scalars(select(Document.kind)).all() == [DocumentKind.MINUTES]
    assert buttons(client.get(f"/reunions/show/{row.id}"))[0] == ("primary", "Le compte rendu est rédigé")


def test_from_the_list_to_convened_without_a_mail_server_each_page_leads_to_the_next(session, client_as, meeting):
    """Who holds a mandate without a start is named, never left out unseen; « convoquée » is one press from the text."""
    body = session.merge(meeting).instance
    for name, start in (("Alpha", dt.date(2025, 1, 1)), ("Sans-Date", None)):
        make.MandateFactory(instance=body, person=make.PersonFactory(last_name=name, first_name="Zoé"), start_on=start)
    session.commit()
    client, pk = client_as("ref5"), meeting.id
    page = document(client.get(f"/presences/{pk}/convene"))
    (note,) = page.xpath('//div[contains(@class, "note--warning")]')
    assert "Sans-Date Zoé n’est pas dans cette liste" in note.text_content()
    assert "Sans-Date" in client.get(note.xpath(".//a/@href")[0]).text
    assert [box.get("aria-label") for box in page.xpath('//input[@name="holder"]')] == ["Ajouter Alpha Zoé"]
    (form,) = page.xpath('//form[@method="post"][.//input[@name="holder"]]')
    assert post(client, form.get("action"), dict(form.form_values())).status_code == 302
    for address in (f"/presences/{pk}", f"/reunions/show/{pk}"):
        links = document(client.get(address)).xpath('//a[contains(., "Préparer la convocation")]/@href')
        assert f"/courrier/convocation/{pk}" in links, address
    page = document(client.get(f"/courrier/convocation/{pk}"))
    (letters,) = page.xpath('//a[contains(., "Étiquettes et publipostage")]/@href')
    assert "Alpha" in client.get(letters).text  # who has no e-mail is told by post
    assert "Invitation (.ics)" not in page.text_content()  # nothing is attached to what one copies
    assert len(page.xpath('//form[contains(@action, "/make/")]//button[contains(., "Convocation (Word)")]')) == 1
    (told,) = page.xpath('//button[contains(., "Les membres sont convoqués")]')
    form = next(told.iterancestors("form"))
    assert post(client, told.get("formaction"), dict(form.form_values())).status_code == 302
    session.rollback()
    row = session.get(type(meeting), pk)
    assert (row.state, [str(line) for line in row.attendances]) == (CONVENED, ["Alpha Zoé"])
    assert "Les membres sont convoqués" not in client.get(f"/courrier/convocation/{pk}").text


def test_the_sheet_is_made_from_the_button_then_the_members_are_written_to(session, client_as, meeting):
    row = session.merge(meeting)
    row.state, row.start_at, row.end_at = CONVENED, row.start_at + DAY, row.end_at + DAY
    held = make.MandateFactory(instance=row.instance, person=make.PersonFactory(email="alpha@example.org"))
    make.AttendanceFactory(meeting=row, person=held.person, mandate=held)
    row.convened_at = TOLD
    session.commit()
    client, pk = client_as("ref5"), row.id
    (form,) = document(client.get(f"/reunions/show/{pk}")).xpath(
        '//div[@class="record-actions"]/form[contains(@action, "/documents/make/")]'
    )
    assert post(client, form.get("action"), dict(form.form_values())).status_code == 303
    page = client.get(f"/reunions/show/{pk}")
    assert [words for _, words in buttons(page)][:2] == ["Écrire aux membres", "Modifier"]
    (remind,) = document(page).xpath('//div[@class="record-actions"]/a[contains(., "Écrire aux membres")]/@href')
    assert "alpha@example.org" in client.get(remind).get_data(as_text=True)
