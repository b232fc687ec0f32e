"""The life of a meeting: what may follow what, the day, the reasons, the steps, and the revision in calendars."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.restoring import restore
from mdo.kernel.journal.undo import undo
from mdo.meetings.states import (
    approver_of,
    back_from,
    check_meeting,
    enter,
    forward_from,
    give_new_date,
    move_to,
    needs_reason,
    next_states,
    stopped_from,
)
from models.instances import MinutesApprover
from models.journal import ChangeAction, Door, JournalChange, JournalEntry
from models.meetings import Meeting, MeetingKind, MeetingState, MeetingStep
from tests.support import TODAY
from tests.support import factories as make
from tests.support.rows import body

PREPARED, CONVENED, HELD, MINUTED, APPROVED, PUBLISHED, POSTPONED, CANCELLED = MeetingState
NOW = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)  # the meetings of these tests have begun
WHO: dict[str, Any] = {"now": NOW, "user_id": None, "today": TODAY}


def evening(day: dt.date, hour: int = 18) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 30), dt.timezone(dt.timedelta(hours=1)))


def meeting(state: MeetingState = PREPARED, day: dt.date = TODAY, passed: tuple[MeetingState, ...] = ()) -> Meeting:
    row = Meeting(
        title="Plénière",
        kind=MeetingKind.PLENARY,
        state=state,
        start_at=evening(day),
        end_at=evening(day, 20),
        instance=body(),
    )
    for item in passed:
        row.steps.append(MeetingStep(state=item, at=NOW))
    return row


@pytest.mark.parametrize(
    ("state", "passed", "following"),
    [
        (PREPARED, (), {CONVENED, HELD, MINUTED, APPROVED, PUBLISHED, POSTPONED, CANCELLED}),
        (CONVENED, (PREPARED,), {HELD, MINUTED, APPROVED, PUBLISHED, POSTPONED, CANCELLED, PREPARED}),
        (HELD, (PREPARED,), {MINUTED, APPROVED, PUBLISHED, PREPARED}),
        (HELD, (PREPARED, CONVENED), {MINUTED, APPROVED, PUBLISHED, CONVENED}),
        (MINUTED, (PREPARED, HELD), {APPROVED, PUBLISHED, HELD}),
        (APPROVED, (PREPARED, HELD, MINUTED), {PUBLISHED, MINUTED}),
        (PUBLISHED, (PREPARED, HELD, APPROVED), {APPROVED}),
        (PUBLISHED, (), {PREPARED}),
        (POSTPONED, (PREPARED, CONVENED), {PREPARED, CANCELLED, CONVENED}),
        (CANCELLED, (PREPARED, CONVENED), {CONVENED}),
        (CANCELLED, (), {PREPARED}),
    ],
)
def test_a_meeting_goes_forward_over_any_step_back_by_one_and_stops_before_its_day_only(state, passed, following):
    assert next_states(meeting(state, passed=passed)) == following


@pytest.mark.parametrize("state", list(MeetingState))
def test_every_state_that_is_not_in_the_table_is_refused(state):
    row = meeting(state)
    for target in set(MeetingState) - next_states(row):
        with pytest.raises(RuleViolation, match="at another step"):
            move_to(row, target, reason="Erreur", **WHO)
    assert row.state is state
    assert row.steps == []


@pytest.mark.parametrize(
    ("state", "target", "needed"),
    [
        (PREPARED, CONVENED, False),
        (PREPARED, HELD, False),
        (PREPARED, CANCELLED, True),
        (PREPARED, POSTPONED, True),
        (CONVENED, PREPARED, True),
        (HELD, PREPARED, True),
        (POSTPONED, PREPARED, False),
        (POSTPONED, CANCELLED, True),
        (CANCELLED, PREPARED, True),
    ],
)
def test_one_says_why_a_meeting_stops_or_goes_back(state, target, needed):
    assert needs_reason(state, target) is needed
    row = meeting(state, passed=(PREPARED,))
    if needed:
        with pytest.raises(RuleViolation, match="Say why"):
            move_to(row, target, **WHO)
    move_to(row, target, reason="Salle fermée", **WHO)
    assert (row.state, row.steps[-1].state, row.steps[-1].reason) == (target, target, "Salle fermée")


@pytest.mark.parametrize(
    ("days", "is_held"),
    [(-400, True), (-1, True), (0, True), (1, False), (30, False)],
)
@pytest.mark.parametrize("target", [HELD, MINUTED, PUBLISHED])
def test_a_meeting_is_held_on_its_day_at_the_earliest(days, is_held, target):
    row = meeting(day=TODAY + dt.timedelta(days=days))
    if is_held:
        assert move_to(row, target, **WHO).state is target
    else:
        with pytest.raises(RuleViolation, match="on its day at the earliest"):
            move_to(row, target, **WHO)
        assert row.state is PREPARED


def test_a_meeting_of_the_night_is_of_its_day_in_paris():
    row = meeting()
    row.start_at = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)  # the 25th, half past midnight, in Paris
    row.end_at = row.start_at + dt.timedelta(hours=1)
    with pytest.raises(RuleViolation):
        move_to(row, HELD, **WHO)


def test_a_held_meeting_is_not_moved_to_a_day_to_come_nor_ended_before_it_begins():
    row = meeting(HELD)
    check_meeting(row, TODAY)
    row.start_at, row.end_at = (moment + dt.timedelta(days=1) for moment in (row.start_at, row.end_at))
    with pytest.raises(RuleViolation, match="on its day at the earliest"):
        check_meeting(row, TODAY)
    other = meeting()
    other.end_at = other.start_at
    with pytest.raises(RuleViolation, match="ends after it begins"):
        check_meeting(other, TODAY)


def test_a_meeting_of_the_network_has_no_body():
    row = meeting()
    row.kind = MeetingKind.NETWORK
    with pytest.raises(RuleViolation, match="no body"):
        check_meeting(row, TODAY)
    row.instance = None
    check_meeting(row, TODAY)


def test_a_postponed_meeting_goes_on_at_its_new_date_as_long_as_it_was():
    row = meeting(CONVENED, passed=(PREPARED, CONVENED))
    move_to(row, POSTPONED, reason="Neige", **WHO)
    with pytest.raises(RuleViolation, match="Give the new date"):
        give_new_date(row, None, None, **WHO)
    with pytest.raises(RuleViolation, match="past"):
        give_new_date(row, evening(TODAY - dt.timedelta(days=1)), None, **WHO)
    with pytest.raises(RuleViolation, match="ends after"):
        give_new_date(row, evening(TODAY), evening(TODAY, 17), **WHO)
    new = evening(dt.date(2027, 1, 12))
    give_new_date(row, new, None, **WHO)
    assert (row.state, row.start_at, row.end_at - row.start_at) == (PREPARED, new, dt.timedelta(hours=2))
    assert [step.state for step in row.steps] == [PREPARED, CONVENED, POSTPONED, PREPARED]


@pytest.mark.parametrize(
    ("of_type", "own", "approver"),
    [
        (None, None, MinutesApprover.NEXT_MEETING),
        (MinutesApprover.CHAIR, None, MinutesApprover.CHAIR),
        (MinutesApprover.CHAIR, MinutesApprover.AGENT, MinutesApprover.AGENT),
    ],
)
def test_the_body_says_who_approves_else_its_type_else_the_next_meeting(of_type, own, approver):
    row = meeting()
    row.instance = body(type_minutes_approver=of_type, minutes_approver=own)
    assert approver_of(row) is approver
    row.instance = None
    assert approver_of(row) is MinutesApprover.NEXT_MEETING


def test_a_step_back_is_to_the_furthest_state_passed_before():
    assert back_from(PREPARED, (PREPARED,)) is None
    assert back_from(PUBLISHED, (HELD, CANCELLED, MINUTED, HELD)) is MINUTED
    assert forward_from(PUBLISHED) == stopped_from(PUBLISHED) == forward_from(CANCELLED) == ()


@pytest.mark.db
def test_the_revision_rises_at_each_door_and_never_goes_down(session):
    row = make.MeetingFactory()
    session.commit()
    assert row.sequence == 0
    row.place = "Salle Rameau"
    session.commit()
    assert row.sequence == 1
    row.notes = "Pour l’équipe"
    session.commit()
    assert row.sequence == 1


@pytest.mark.db
def test_an_undo_puts_the_date_back_under_a_higher_revision_and_a_deleted_meeting_comes_back_higher(session):
    row = make.MeetingFactory()
    was = row.start_at
    session.commit()
    through(session, Door.FORM, "Report")
    move_to(row, POSTPONED, reason="Neige", **WHO)
    give_new_date(row, evening(dt.date(2027, 1, 12)), None, **WHO)
    session.commit()
    assert (row.sequence, len(row.steps)) == (1, 2)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.summary == "Report")).one()
    undo(session, entry, TODAY)
    session.commit()
    session.refresh(row)
    assert (row.start_at, row.sequence, row.steps) == (was, 2, [])
    row_id = row.id
    through(session, Door.FORM, "Suppression")
    session.delete(row)
    session.commit()
    deletion = session.scalars(
        select(JournalChange).where(JournalChange.model == "Meeting", JournalChange.action == ChangeAction.DELETE)
    ).one()
    restore(session, deletion, TODAY)
    session.commit()
    back = session.get(Meeting, row_id)
    assert back is not None
    assert back.sequence > 2


@pytest.mark.db
def test_a_step_is_kept_with_who_and_when(session):
    user = make.UserFactory()
    row = make.MeetingFactory()
    enter(row, CONVENED, now=NOW, user_id=user.id)
    session.commit()
    session.expire_all()
    assert [(step.state, step.at, step.user) for step in row.steps] == [(CONVENED, NOW, user)]


@pytest.mark.parametrize(("hour", "is_refused"), [((7, 40), True), ((17, 29), True), ((17, 30), False)])
def test_a_meeting_is_held_from_the_hour_of_its_start(hour, is_refused):
    """It begins at 18:30 in Paris, 17:30 UTC."""
    row, now = meeting(CONVENED), dt.datetime(2026, 11, 24, *hour, tzinfo=dt.UTC)
    if is_refused:
        with pytest.raises(RuleViolation) as refused:
            move_to(row, HELD, **WHO | {"now": now})
        assert refused.value.params["hour"] == dt.time(18, 30)
        assert row.state is CONVENED
    else:
        move_to(row, HELD, **WHO | {"now": now})
        assert row.state is HELD
