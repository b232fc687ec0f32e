"""A request and the agenda item that speaks of it: the item goes, the request stays."""

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import undo_as_far
from mdo.kernel.scope.limits import Scope
from mdo.requests.agenda import meetings_to_come, put_on_agenda
from models.journal import ChangeAction, JournalChange, JournalEntry
from models.meetings import AgendaItem, MeetingState
from tests.support import TODAY
from tests.support import factories as make

pytestmark = pytest.mark.db


@pytest.fixture
def on_agenda(session):
    """A request of the 5th on the agenda of a meeting of its body."""
    body = make.InstanceFactory(arrondissements=[5])
    meeting = make.MeetingFactory(instance=body)
    row = make.CouncilRequestFactory(instance=body, text="Devant l’école.")
    put_on_agenda(session, row, meeting)
    session.commit()
    return row


def changes(session, row) -> list[tuple[ChangeAction, set[str]]]:
    found = session.scalars(
        select(JournalChange)
        .where(JournalChange.model == "CouncilRequest", JournalChange.row_id == row.id)
        .order_by(JournalChange.id)
    )
    return [(change.action, set(change.fields) - {"version"}) for change in found]


def remove_item(session, row) -> None:
    session.delete(row.agenda_item)


def remove_from_agenda(session, row) -> None:
    meeting = row.agenda_item.meeting
    meeting.agenda.remove(row.agenda_item)


def remove_meeting(session, row) -> None:
    session.delete(row.agenda_item.meeting)


@pytest.mark.parametrize("remove", [remove_item, remove_from_agenda, remove_meeting])
def test_deleting_the_item_empties_the_link_and_the_journal_says_so(session, on_agenda, remove) -> None:
    remove(session, on_agenda)
    session.commit()
    session.expire_all()
    assert on_agenda.agenda_item_id is None
    assert session.scalars(select(AgendaItem)).all() == []
    assert changes(session, on_agenda)[-1] == (ChangeAction.UPDATE, {"agenda_item_id"})


def test_the_history_of_the_request_tells_of_the_agenda(session, on_agenda) -> None:
    assert changes(session, on_agenda)[-1] == (ChangeAction.UPDATE, {"agenda_item_id"})
    entries = select(JournalChange.entry_id).where(JournalChange.model.in_(("AgendaItem", "CouncilRequest")))
    assert len(set(session.scalars(entries.order_by(JournalChange.id.desc()).limit(2)))) == 1


def test_undoing_the_deletion_brings_item_and_link_back(session, on_agenda) -> None:
    item_id = on_agenda.agenda_item_id
    session.delete(on_agenda.agenda_item)
    session.commit()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo_as_far(session, entry, TODAY)
    session.commit()
    session.expire_all()
    assert on_agenda.agenda_item_id == item_id


def test_an_item_lets_go_of_a_request_out_of_sight_too(session, on_agenda, as_reader) -> None:
    meeting = on_agenda.agenda_item.meeting
    foreign = make.CouncilRequestFactory(
        instance=make.InstanceFactory(arrondissements=[7]), agenda_item=on_agenda.agenda_item
    )
    place = make.ArrondissementFactory(number=5)
    user = make.UserFactory()
    session.commit()
    reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})))
    reader.delete(reader.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).one())
    reader.commit()
    session.rollback()
    assert (on_agenda.agenda_item_id, foreign.agenda_item_id) == (None, None)


def test_the_agendas_to_come_are_those_of_the_body_not_yet_held(session) -> None:
    body = make.InstanceFactory()
    today = make.MeetingFactory(instance=body)
    make.MeetingFactory(instance=body, state=MeetingState.HELD)
    make.MeetingFactory(instance=body, state=MeetingState.POSTPONED)
    make.MeetingFactory()
    assert list(meetings_to_come(session, body.id)) == [today]


def test_a_request_stands_on_one_agenda_at_a_time(session, on_agenda) -> None:
    other = make.MeetingFactory(instance=on_agenda.instance)
    with pytest.raises(RuleViolation):
        put_on_agenda(session, on_agenda, other)


def test_a_meeting_of_another_body_is_refused(session) -> None:
    row = make.CouncilRequestFactory()
    with pytest.raises(RuleViolation) as refusal:
        put_on_agenda(session, row, make.MeetingFactory())
    assert refusal.value.field == "meeting"
