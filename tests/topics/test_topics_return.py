"""Topics of a meeting that stops: they go back to the box, the proposer reads why, and they follow it if it goes on."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.journal.undo import undo
from mdo.meetings.states import give_new_date, move_to
from mdo.topics.rules import schedule
from models.journal import JournalEntry
from models.meetings import ActionItem, AgendaItem, Meeting, MeetingState
from models.topics import Topic, TopicState
from tests.support import ON_SQLITE, TODAY
from tests.support.application import account
from tests.support.factories import UserFactory
from tests.support.forms import post
from tests.topics.test_topics import IN_A_WEEK, network_meeting, topic

STOPS = (MeetingState.CANCELLED, MeetingState.POSTPONED)
NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
WHO: dict[str, Any] = {"now": NOW, "user_id": None, "today": TODAY}
LATER = IN_A_WEEK + dt.timedelta(days=60)


def stopped(session: Session, state: MeetingState) -> tuple[Topic, Meeting, AgendaItem]:
    """A topic whose meeting was stopped after it came on its agenda, each as one operation."""
    meeting = network_meeting(session, IN_A_WEEK)
    row = topic(session, UserFactory())
    item = schedule(session, row, meeting)
    session.commit()
    move_to(meeting, state, reason="Salle inondée", **WHO)
    session.commit()
    return row, meeting, item


def where(row: Topic) -> tuple[TopicState, int | None, int | None]:
    return row.state, row.agenda_item_id, row.left_item_id


@pytest.mark.parametrize("state", STOPS)
def test_a_meeting_that_stops_gives_its_topics_back_and_undo_puts_them_on_again(
    session: Session, state: MeetingState
) -> None:
    row, meeting, item = stopped(session, state)
    assert where(row) == (TopicState.PROPOSED, None, item.id)
    assert [found.title for found in meeting.agenda] == ["Charte commune"]
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.refresh(row)
    assert (meeting.state, *where(row)) == (MeetingState.PREPARED, TopicState.SCHEDULED, item.id, None)


@pytest.mark.parametrize(
    ("state", "waits", "expected"),
    [
        (MeetingState.CANCELLED, TopicState.PROPOSED, TopicState.SCHEDULED),
        (MeetingState.POSTPONED, TopicState.PROPOSED, TopicState.SCHEDULED),
        (MeetingState.POSTPONED, TopicState.WITHDRAWN, TopicState.WITHDRAWN),
    ],
)
def test_topics_that_still_wait_follow_a_meeting_that_goes_on(
    session: Session, state: MeetingState, waits: TopicState, expected: TopicState
) -> None:
    row, meeting, item = stopped(session, state)
    row.state = waits
    session.commit()
    if state is MeetingState.POSTPONED:
        start = meeting.start_at + dt.timedelta(days=14)
        give_new_date(meeting, start, None, **WHO)
    else:
        move_to(meeting, MeetingState.PREPARED, reason="Une salle est trouvée", **WHO)
    session.commit()
    is_on = expected is TopicState.SCHEDULED
    assert where(row) == (expected, item.id if is_on else None, None if is_on else item.id)


def test_a_meeting_moved_at_once_keeps_its_topics(session: Session) -> None:
    meeting = network_meeting(session, IN_A_WEEK)
    row = topic(session, UserFactory())
    item = schedule(session, row, meeting)
    session.commit()
    move_to(meeting, MeetingState.POSTPONED, reason="Grève", **WHO)
    give_new_date(meeting, meeting.start_at + dt.timedelta(days=7), None, **WHO)
    session.commit()
    assert where(row) == (TopicState.SCHEDULED, item.id, None)


@pytest.mark.parametrize(
    ("state", "left"), [(MeetingState.CANCELLED, ["Charte commune"]), (MeetingState.POSTPONED, [])]
)
def test_put_on_another_agenda_a_topic_is_spoken_of_once(
    session: Session, state: MeetingState, left: list[str]
) -> None:
    row, meeting, item = stopped(session, state)
    item.notes = "À préparer avec le 7e."
    meeting.actions.append(ActionItem(text="Trame", agenda_item=item))
    other = network_meeting(session, LATER)
    session.commit()
    taken = schedule(session, row, other)
    session.commit()
    session.expire_all()
    assert where(row) == (TopicState.SCHEDULED, taken.id, None)
    assert [found.title for found in meeting.agenda] == left
    assert (taken.id == item.id, [found.id for found in other.agenda]) == (not left, [taken.id])
    assert (meeting.actions[0].agenda_item_id is None) is (not left)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo(session, entry, TODAY)
    session.commit()
    session.expire_all()
    assert where(row) == (TopicState.PROPOSED, None, item.id)
    assert ([found.title for found in meeting.agenda], other.agenda) == (["Charte commune"], [])


def test_the_item_of_a_stopped_meeting_may_be_deleted(session: Session) -> None:
    row, _, item = stopped(session, MeetingState.CANCELLED)
    session.delete(item)
    session.commit()
    assert where(row) == (TopicState.PROPOSED, None, None)


@ON_SQLITE
def test_the_proposer_reads_from_which_meeting_her_topic_came_back_and_why(session: Session, client_as: Any) -> None:
    meeting = network_meeting(session, IN_A_WEEK, title="Réseau de décembre")
    row = topic(session, account("ref3"))
    schedule(session, row, meeting)
    session.commit()
    mission, ref3 = client_as("mission"), client_as("ref3")
    sent = {"to": "cancelled", "origin": "prepared", "reason": "Salle inondée"}
    assert post(mission, f"/reunions/etat/{meeting.id}", sent).status_code == 302
    page = ref3.get(f"/sujets/show/{row.id}").get_data(as_text=True)
    for words in ("Proposé", "Réseau de décembre", "Annulée", "Salle inondée", f"/reunions/show/{meeting.id}"):
        assert words in page, words
    assert "Réseau de décembre" in ref3.get("/sujets/list/?cols=title,left_item").get_data(as_text=True)
