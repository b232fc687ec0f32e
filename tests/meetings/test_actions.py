"""What meetings leave to do: how an action is closed, whose it is, and when it comes back."""

import datetime as dt

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.meetings.actions import check_action, close_action, is_late, name_owner, open_before
from models.meetings import ActionItem, ActionState, MeetingState
from tests.support import TODAY
from tests.support import factories as make

DAY = dt.timedelta(days=1)
OPEN, DONE, DROPPED = ActionState


@pytest.mark.parametrize(
    ("state", "closed_on", "outcome", "sentence"),
    [
        (OPEN, None, None, ""),
        (DONE, None, None, ""),
        (DONE, TODAY, None, ""),
        (DONE, TODAY + DAY, None, "on this day or before"),
        (DROPPED, None, None, "why the action is given up"),
        (DROPPED, None, "Sans objet", ""),
    ],
)
def test_an_action_is_closed_today_at_the_latest_and_given_up_with_a_word(state, closed_on, outcome, sentence):
    action = ActionItem(text="Écrire", state=state, closed_on=closed_on, outcome=outcome)
    if sentence:
        with pytest.raises(RuleViolation, match=sentence):
            check_action(action, TODAY)
    else:
        check_action(action, TODAY)
        assert (action.closed_on is None) is (state is OPEN)


def test_an_action_opened_again_has_no_closing_day_and_keeps_its_word():
    action = ActionItem(text="Écrire", state=OPEN)
    close_action(action, DROPPED, "Sans objet", TODAY)
    assert (action.closed_on, action.outcome) == (TODAY, "Sans objet")
    close_action(action, OPEN, None, TODAY)
    assert (action.closed_on, action.outcome) == (None, "Sans objet")


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False), (None, False)])
def test_an_open_action_is_late_the_day_after_its_day(days, late):
    due_on = None if days is None else TODAY + days * DAY
    assert is_late(ActionItem(state=OPEN, due_on=due_on), TODAY) is late
    assert not is_late(ActionItem(state=DONE, due_on=due_on), TODAY)


@pytest.mark.db
def test_the_name_of_one_active_account_makes_the_action_its_own(session):
    user = make.UserFactory(first_name="Zoé", last_name="Lemaire")
    make.UserFactory(first_name="Ali", last_name="Roux")
    make.UserFactory(first_name="Ali", last_name="Roux")
    make.UserFactory(first_name="Ana", last_name="Partie", active=False)
    for name, owner in (("zoé lemaire", user), ("Ali Roux", None), ("Ana Partie", None), ("Voirie", None)):
        action = ActionItem(text="Écrire", owner_name=name)
        name_owner(session, action)
        assert (action.owner, action.owner_name) == (owner, None if owner else name)
    action = ActionItem(text="Écrire", owner=user, owner_name="Voirie", state=OPEN)
    with pytest.raises(RuleViolation, match="not both"):
        check_action(action, TODAY)


@pytest.mark.db
def test_the_open_actions_of_earlier_meetings_of_the_same_body_come_first_until_closed(session):
    body = make.InstanceFactory()
    start = dt.datetime(2026, 9, 1, 17, tzinfo=dt.UTC)
    earlier = make.MeetingFactory(instance=body, start_at=start)
    earliest = make.MeetingFactory(instance=body, start_at=start - 60 * DAY)
    now = make.MeetingFactory(instance=body, start_at=start + 60 * DAY)
    later = make.MeetingFactory(instance=body, start_at=start + 120 * DAY)
    undated = make.ActionItemFactory(meeting=earliest)
    soon = make.ActionItemFactory(meeting=earlier, due_on=TODAY)
    late = make.ActionItemFactory(meeting=earliest, due_on=TODAY - 30 * DAY)
    for state in (DONE, DROPPED):
        make.ActionItemFactory(meeting=earlier, state=state, closed_on=TODAY)
    make.ActionItemFactory(meeting=now)
    make.ActionItemFactory(meeting=later)
    make.ActionItemFactory(meeting=make.MeetingFactory(start_at=start))  # of another body
    network = make.ActionItemFactory(meeting=make.MeetingFactory(instance=None, start_at=start))
    assert list(open_before(session, now)) == [late, soon, undated]
    assert list(open_before(session, make.MeetingFactory(instance=None, start_at=start + 60 * DAY))) == [network]
    assert list(open_before(session, earliest)) == []
    close_action(late, DONE, None, TODAY)
    session.flush()
    assert list(open_before(session, later))[:2] == [soon, undated]
    assert late not in open_before(session, now)


@pytest.mark.db
@pytest.mark.parametrize(("days", "bucket"), [(14, None), (15, "week"), (16, "late"), (400, "late")])
@pytest.mark.parametrize("hour", [17, 23])
def test_a_held_meeting_without_minutes_falls_due_15_days_after_its_day_in_paris(session, lines, days, bucket, hour):
    # 23 h in UTC is the first hour of the next day in Paris.
    day = TODAY - days * DAY - (DAY if hour == 23 else 0 * DAY)
    start = dt.datetime.combine(day, dt.time(hour, 15), dt.UTC)
    held = make.MeetingFactory(state=MeetingState.HELD, start_at=start)
    make.MeetingFactory(state=MeetingState.MINUTED, start_at=start)
    make.MeetingFactory(state=MeetingState.PREPARED, start_at=start)
    assert lines() == ([("minutes_due", held.id, bucket)] if bucket else [])
    held.state = MeetingState.MINUTED
    assert lines() == []


@pytest.mark.db
@pytest.mark.parametrize(("month", "hour"), [(3, 22), (7, 22), (10, 22), (12, 22), (7, 21)])
def test_the_day_of_a_meeting_is_that_of_paris_in_summer_and_in_winter(session, lines, month, hour):
    start = dt.datetime(2025, month, 29, hour, 30, tzinfo=dt.UTC)
    make.MeetingFactory(state=MeetingState.HELD, start_at=start)
    expected = start.astimezone(dt.timezone(dt.timedelta(hours=2 if month == 7 else 1))).date() + 15 * DAY
    assert [line.due_on for line in lines.full()] == [expected]


@pytest.mark.db
@pytest.mark.parametrize(("days", "listed"), [(31, False), (30, True), (0, True), (-1, True), (None, False)])
def test_an_open_action_is_listed_from_30_days_before_until_it_is_closed(session, lines, days, listed):
    action = make.ActionItemFactory(due_on=None if days is None else TODAY + days * DAY)
    assert [line[:2] for line in lines()] == ([("action_due", action.id)] if listed else [])
    close_action(action, DONE, None, TODAY)
    assert lines() == []


@pytest.mark.db
@pytest.mark.parametrize(
    ("start", "end", "counts"), [(-1, 1, True), (0, 0, True), (1, 5, False), (-5, -1, False), (-5, 0, True)]
)
def test_one_receives_the_deadlines_of_those_one_replaces_today(session, lines, start, end, counts):
    me, away, other = make.UserFactory(roles=["direction"]), make.UserFactory(), make.UserFactory()
    make.AbsenceFactory(user=away, replacement=me, start_on=TODAY + start * DAY, end_on=TODAY + end * DAY)
    make.AbsenceFactory(user=other, replacement=None, start_on=TODAY - DAY, end_on=TODAY + DAY)
    own = make.ActionItemFactory(owner=me, due_on=TODAY)
    theirs = make.ActionItemFactory(owner=away, due_on=TODAY)
    make.ActionItemFactory(owner=other, due_on=TODAY)
    old = dt.datetime(2026, 1, 1, 17, tzinfo=dt.UTC)
    led = make.MeetingFactory(state=MeetingState.HELD, start_at=old, facilitators=[other, away])
    made = make.MeetingFactory(state=MeetingState.HELD, start_at=old, organiser=away)
    make.MeetingFactory(state=MeetingState.HELD, start_at=old, facilitators=[other])
    expected = {("action_due", own.id)}
    if counts:
        expected |= {("action_due", theirs.id), ("minutes_due", led.id), ("minutes_due", made.id)}
    assert {line[:2] for line in lines.of(me.id)} == expected
    assert len(lines.of(away.id)) == (0 if counts else 3)
