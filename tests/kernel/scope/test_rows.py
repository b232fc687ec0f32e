"""Who comes without an account, by a secret: she reads the rows that it names, and writes those that it says."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from mdo.kernel.base.context import Context, bind
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.limits import Scope
from mdo.kernel.sessions.factory import install_all
from models.attendance import Attendance
from models.meetings import Meeting
from models.people import Person
from models.replies import MeetingReply
from tests.support import TODAY
from tests.support import factories as make
from tests.support.replies import MeetingReplyFactory

_OPENED = sessionmaker()
install_all(_OPENED)


@pytest.fixture
def opened(session):
    """A session of the rows of one reply, of two of one meeting."""
    own = MeetingReplyFactory()
    MeetingReplyFactory(attendance=make.AttendanceFactory(meeting=own.meeting))
    session.commit()
    read = frozenset({("Meeting", own.meeting_id), ("Attendance", own.attendance_id)})
    scope = Scope.of_rows(read, frozenset({("MeetingReply", own.id)}))
    session.rollback()
    with _OPENED(bind=session.get_bind()) as found:
        bind(found, Context(scope=scope, today=TODAY))
        yield found


def test_she_reads_these_rows_and_no_other(opened):
    counts = {model: len(opened.scalars(select(model)).all()) for model in (MeetingReply, Attendance, Meeting, Person)}
    assert counts == {MeetingReply: 1, Attendance: 1, Meeting: 1, Person: 0}


def test_she_writes_her_reply_alone(opened):
    reply = opened.scalars(select(MeetingReply)).one()
    reply.replaced_by = "Zoé"
    opened.flush()
    for row in (opened.scalars(select(Meeting)).one(), opened.scalars(select(Attendance)).one()):
        row.updated_at = reply.replied_at
        setattr(row, "title" if isinstance(row, Meeting) else "note", "autre")
        with pytest.raises(OutOfScope):
            opened.flush()
        opened.rollback()
    opened.add(Meeting(title="x"))
    with pytest.raises(OutOfScope):
        opened.flush()
    opened.rollback()
    opened.delete(opened.scalars(select(MeetingReply)).one())
    with pytest.raises(OutOfScope):
        opened.flush()
