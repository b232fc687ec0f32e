"""« Tous présents », then the exceptions: what was said of someone stays, and one undo takes it all back."""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from models.attendance import Attendance, Presence
from models.journal import JournalEntry
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def mission(client_as):
    return client_as("mission")


def meeting_in(session, year):
    start = dt.datetime(year, 10, 20, 17, tzinfo=dt.UTC)
    meeting = make.MeetingFactory(start_at=start, end_at=start + dt.timedelta(hours=2))
    for presence in (Presence.EXPECTED, Presence.EXPECTED, Presence.EXCUSED, Presence.ABSENT):
        make.AttendanceFactory(meeting=meeting, is_convened=True, presence=presence)
    make.AttendanceFactory(meeting=meeting, is_convened=False, presence=Presence.EXPECTED)
    session.commit()
    return meeting


def presences(session, meeting):
    session.rollback()
    session.expire_all()
    lines = session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id)).all()
    return Counter(line.presence for line in lines)


def button(client, meeting):
    page = document(client.get(f"/presences/{meeting.id}"))
    return page.xpath(f'//form[@action="/presences/{meeting.id}/all-present"]')


def test_those_of_whom_nothing_is_said_are_present_and_the_others_stay(mission, session):
    meeting = meeting_in(session, 2025)
    (form,) = button(mission, meeting)
    assert "Tous présents (2)" in form.text_content()
    assert post(mission, form.get("action")).status_code == 302
    expected = {Presence.PRESENT: 2, Presence.EXCUSED: 1, Presence.ABSENT: 1, Presence.EXPECTED: 1}
    assert presences(session, meeting) == expected
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert len(entry.changes) == 2
    assert "/annuler/" in mission.get(f"/presences/{meeting.id}").get_data(as_text=True)
    assert button(mission, meeting) == []


def test_nobody_is_present_at_a_meeting_to_come(mission, session):
    meeting = meeting_in(session, 2099)
    assert button(mission, meeting) == []
    post(mission, f"/presences/{meeting.id}/all-present")
    assert presences(session, meeting)[Presence.PRESENT] == 0


def test_who_only_reads_marks_nobody(client_as, session):
    meeting = meeting_in(session, 2025)
    reader = client_as("elu")
    assert button(reader, meeting) == []
    assert post(reader, f"/presences/{meeting.id}/all-present").status_code in {302, 403, 404}
    assert presences(session, meeting)[Presence.PRESENT] == 0


def test_on_a_phone_one_comes_back_to_the_page_of_the_phone(mission, session):
    meeting = meeting_in(session, 2025)
    address = f"/presences/{meeting.id}/pointage"
    (form,) = document(mission.get(address)).xpath(f'//form[@action="/presences/{meeting.id}/all-present"]')
    assert "Tous présents (2)" in form.text_content()
    answer = post(mission, form.get("action"), {"page": form.xpath('string(.//input[@name="page"]/@value)')})
    assert answer.location.endswith(address)
    assert presences(session, meeting)[Presence.PRESENT] == 2
