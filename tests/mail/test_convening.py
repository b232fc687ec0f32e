"""A convocation that leaves convenes: the list is frozen, the step written once, and nothing of it twice."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.kernel.journal.undo import undo
from mdo.meetings.convening import convene_by_word
from models.journal import JournalEntry
from models.mail import MailRecipient
from models.meetings import Meeting, MeetingState, MeetingStep
from tests.documents.rows import meeting, member
from tests.support import ON_SQLITE, TODAY
from tests.support.application import account
from tests.support.forms import hidden_value, post

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
PREPARED, CONVENED, HELD, MINUTED, APPROVED, PUBLISHED, POSTPONED, CANCELLED = MeetingState


@pytest.mark.parametrize(
    ("state", "frozen", "members", "becomes", "lines", "steps"),
    [
        (PREPARED, False, 2, CONVENED, 2, 1),
        (PREPARED, True, 2, CONVENED, 0, 1),  # the list was frozen without them: it stays
        (PREPARED, False, 0, CONVENED, 0, 1),
        (CONVENED, False, 2, CONVENED, 2, 0),
        (HELD, False, 2, HELD, 0, 0),
        (CANCELLED, False, 2, CANCELLED, 0, 0),
        (POSTPONED, False, 2, POSTPONED, 0, 0),
    ],
)
def test_the_first_convening_of_a_meeting_to_come_freezes_the_list_and_writes_the_step(
    session, state, frozen, members, becomes, lines, steps
):
    row = meeting(session, state=state, convened_at=NOW if frozen else None)
    for number in range(members):
        member(row, f"Membre {number}")
    for _ in range(2):  # said again, it changes nothing
        convene_by_word(session, row, now=NOW, user_id=None, today=TODAY)
        session.commit()
        assert row.state is becomes
        assert (len(row.attendances), len(row.steps)) == (lines, steps)
        assert (row.convened_at is not None) is (frozen or bool(lines))


@ON_SQLITE
@pytest.mark.parametrize("door", ["message", "state"])
def test_whichever_page_convenes_the_step_and_the_list_are_the_same(session, client_as, mail_on, jobs, run_all, door):
    user = account("ref5")
    row = meeting(session)
    person = member(row, "Alpha").person
    person.email = "alpha@example.org"
    session.commit()
    client, pk = client_as("ref5"), row.id
    if door == "message":
        known = hidden_value(client.get(f"/courrier/convocation/{pk}"), "known")
        sent = post(client, f"/courrier/envoi/{pk}", {"known": known, "subject": "Venez", "text": "Bonjour"})
        run_all()
    else:
        sent = post(client, f"/reunions/etat/{pk}", {"to": "convened", "origin": "prepared"})
    assert sent.status_code in (302, 303)
    session.rollback()
    session.expire_all()
    step = session.scalars(select(MeetingStep)).one()
    stored = session.scalars(select(Meeting)).one()
    assert (stored.state, step.state, step.user_id) == (CONVENED, CONVENED, user.id)
    assert [str(line) for line in stored.attendances] == ["Alpha Zoé"]
    assert stored.convened_at is not None
    # Taken back, the meeting is in preparation with nobody on its list; what left by mail is still told.
    undo(session, session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first(), TODAY)
    session.commit()
    session.expire_all()
    stored = session.scalars(select(Meeting)).one()
    assert (stored.state, stored.convened_at, stored.attendances, stored.steps) == (PREPARED, None, [], [])
    assert len(session.scalars(select(MailRecipient)).all()) == (1 if door == "message" else 0)
