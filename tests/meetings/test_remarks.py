"""What does not add up in a meeting is told on its page, and nothing of it is refused."""

import datetime as dt

import pytest

from mdo.meetings.attendance import lines_of
from mdo.meetings.remarks import remarks_of
from models.attendance import Presence
from models.instances import MinutesApprover
from models.meetings import MeetingState, MeetingStep
from tests.meetings.reading import words
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make

EVENING = dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC)


def evening(**values):
    values.setdefault("start_at", EVENING)
    values.setdefault("end_at", values["start_at"] + dt.timedelta(hours=2))
    values.setdefault("instance", make.InstanceFactory(arrondissements=[5]))
    return make.MeetingFactory(state=values.pop("state", MeetingState.HELD), **values)


def told(session, meeting, today=TODAY):
    session.flush()
    session.refresh(meeting)
    return [text % more for text, more in remarks_of(session, meeting, lines_of(session, meeting), today)]


@pytest.mark.parametrize(("votes", "is_told"), [((1, 1, 0), False), ((1, 1, 1), True), ((None, None, None), False)])
def test_more_votes_than_members_there(session, votes, is_told):
    meeting = evening()
    first = make.AttendanceFactory(meeting=meeting, presence=Presence.PRESENT)
    make.AttendanceFactory(meeting=meeting, presence=Presence.REPRESENTED, represented_by=first)
    make.AttendanceFactory(
        meeting=meeting, person=None, visitor_name="Une voisine", is_convened=False, presence=Presence.PRESENT
    )
    make.DecisionFactory(
        meeting=meeting, text="Avis", **dict(zip(("votes_for", "votes_against", "abstentions"), votes, strict=True))
    )
    found = told(session, meeting)
    assert found == (["Decision “Avis”: 3 votes, for 2 members present or represented."] if is_told else [])


@pytest.mark.parametrize(("count", "is_told"), [(2, False), (1, True), (None, False)])
def test_fewer_people_counted_than_marked_present(session, count, is_told):
    meeting = evening(head_count=count)
    for _ in range(2):
        make.AttendanceFactory(meeting=meeting, presence=Presence.PRESENT)
    assert bool(told(session, meeting)) is is_told


@pytest.mark.parametrize("presence", [Presence.PRESENT, Presence.EXPECTED])
def test_someone_represented_by_who_is_not_marked_present(session, presence):
    meeting = evening()
    other = make.AttendanceFactory(meeting=meeting, presence=presence)
    make.AttendanceFactory(meeting=meeting, presence=Presence.REPRESENTED, represented_by=other)
    assert len(told(session, meeting)) == (presence is Presence.EXPECTED)


@pytest.mark.parametrize(("presence", "is_told"), [(Presence.PRESENT, True), (Presence.EXCUSED, False)])
def test_attendance_before_the_day(session, presence, is_told):
    meeting = evening(state=MeetingState.CONVENED)
    make.AttendanceFactory(meeting=meeting, presence=presence)
    day = EVENING.date()
    assert bool(told(session, meeting, day - dt.timedelta(days=1))) is is_told
    assert told(session, meeting, day) == []


@pytest.mark.parametrize("state", [MeetingState.APPROVED, MeetingState.PUBLISHED])
@pytest.mark.parametrize(
    ("approver", "has_next", "is_told"),
    [("next_meeting", False, True), ("next_meeting", True, False), ("chair", False, False)],
)
def test_minutes_approved_before_the_meeting_that_approves_them(session, state, approver, has_next, is_told):
    body = make.InstanceFactory(arrondissements=[5], minutes_approver=MinutesApprover(approver))
    meeting = evening(state=state, instance=body)
    meeting.steps.append(MeetingStep(state=MeetingState.APPROVED, at=EVENING + dt.timedelta(days=3)))
    if has_next:
        evening(instance=body, start_at=EVENING + dt.timedelta(days=2))
    assert len(told(session, meeting)) == is_told


@ON_SQLITE
def test_the_page_of_the_meeting_and_of_its_attendance_tell_it(session, client_as):
    meeting = evening(head_count=1)
    for _ in range(2):
        make.AttendanceFactory(meeting=meeting, presence=Presence.PRESENT)
    session.commit()
    client = client_as("mission")
    for address in (f"/reunions/show/{meeting.id}", f"/presences/{meeting.id}"):
        assert "Personnes comptées : 1 ; pointées présentes sur la liste : 2." in words(client.get(address))
