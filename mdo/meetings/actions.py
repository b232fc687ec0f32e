"""What meetings leave to do: what an action needs, how it is closed, and those still open when a body meets again."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import target_of
from mdo.kernel.states.acts import Act, Machine
from mdo.meetings.called import of_same
from models.accounts import User
from models.meetings import ActionItem, ActionState, Meeting


def check_action(action: ActionItem, today: dt.date) -> None:
    """Completes and checks an action about to be written. Raises RuleViolation."""
    gather(
        lambda: _check_closed(action, today),
        lambda: _check_outcome(action),
        lambda: _check_one_owner(action),
    )


def _check_closed(action: ActionItem, today: dt.date) -> None:
    if action.state is None:
        action.state = ActionState.OPEN
    if action.state is ActionState.OPEN:
        action.closed_on = None
    elif action.closed_on is None:
        action.closed_on = today
    elif action.closed_on > today:
        raise RuleViolation(N_("An action is closed on this day or before."), field="closed_on")


def _check_outcome(action: ActionItem) -> None:
    if action.state is ActionState.DROPPED and not action.outcome:
        raise RuleViolation(N_("Say in a word why the action is given up."), field="outcome")


def _check_one_owner(action: ActionItem) -> None:
    if target_of(action, "owner") is not None and action.owner_name:
        raise RuleViolation(N_("Choose an account or write a name, not both."), field="owner_name")


def check_placed(action: ActionItem) -> None:
    """Refuses a task that nothing and nobody places. Raises RuleViolation."""
    if all(target_of(action, name) is None for name in ("meeting", "project", "owner")):
        raise RuleViolation(
            N_("A task of no meeting and of no project is found by who does it: choose an account."), field="owner"
        )


def close_action(action: ActionItem, state: ActionState, outcome: str | None, today: dt.date) -> None:
    """Closes an action, or opens it again; a word said before is kept when none is given. Raises RuleViolation."""
    action.state = state
    action.closed_on = None if state is ActionState.OPEN else today
    if outcome:
        action.outcome = outcome
    check_action(action, today)


def is_late(action: ActionItem, today: dt.date) -> bool:
    """Whether an open action is past its day."""
    return action.state is ActionState.OPEN and action.due_on is not None and action.due_on < today


def open_before(session: AnySession, meeting: Meeting) -> Sequence[ActionItem]:
    """The actions of earlier meetings of the same body, event, jury or network still open, the most urgent first."""
    statement = (
        select(ActionItem)
        .join(ActionItem.meeting)
        .where(ActionItem.state == ActionState.OPEN, of_same(meeting), Meeting.start_at < meeting.start_at)
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, Meeting.start_at, ActionItem.id)
        .options(joinedload(ActionItem.meeting), joinedload(ActionItem.owner), joinedload(ActionItem.agenda_item))
    )
    return session.scalars(statement).all()


def open_of_body(session: AnySession, instance_id: int, most: int) -> tuple[Sequence[ActionItem], int]:
    """The first open actions of a body, the most urgent first, and how many there are; two statements at most."""
    is_open = and_(ActionItem.state == ActionState.OPEN, Meeting.instance_id == instance_id)
    first = (
        select(ActionItem)
        .join(ActionItem.meeting)
        .where(is_open)
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        .limit(most + 1)
        .options(joinedload(ActionItem.owner))
    )
    found = session.scalars(first).all()
    if len(found) <= most:
        return found, len(found)
    total = session.scalar(select(func.count(ActionItem.id)).join(ActionItem.meeting).where(is_open))
    return found[:most], total or 0


def name_owner(session: AnySession, action: ActionItem) -> None:
    """A name that is that of one active account, and of one alone, makes the action that account's."""
    name = (action.owner_name or "").strip().casefold()
    if not name:
        return
    users = session.scalars(select(User).where(User.active.is_(True))).all()
    found = [user for user in users if str(user).casefold() == name]
    if len(found) == 1:
        action.owner, action.owner_name = found[0], None


ACTION_ACTS = Machine(ActionItem, (
    Act("close", N_("Close the action"), "check-lg", ("state", "closed_on", "outcome"), N_("Close: %(what)s"),
        "cloture", optional=("closed_on", "outcome"), leads=False, in_bulk=True,
        offered=lambda row, law: row.state is ActionState.OPEN,
        among=lambda row: {"state": (ActionState.DONE, ActionState.DROPPED)},
        propose=lambda session, row: {"state": ActionState.DONE, "closed_on": context_of(session).today}),
), stored="state")  # fmt: skip
