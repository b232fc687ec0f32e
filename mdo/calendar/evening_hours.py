"""The evenings of a month: those of an agent, in her own count, and the totals that agents chose to share.

Indicative, and the agent's alone: nothing here reads the hours of an account that does not share them, save its own.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from mdo.calendar.evenings import Evening, Total, counted_once, minutes_to_recover, total_of
from mdo.calendar.month import Month
from mdo.kernel.base.calendar_events import EventQuery
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.preferences.own_settings import preference_of
from mdo.meetings.calendar_revisions import OFF
from mdo.meetings.calendar_source import in_period
from mdo.meetings.marking import CAME
from models.accounts import User
from models.attendance import Attendance
from models.evenings import EveningHours
from models.instances import Instance
from models.meetings import Meeting
from models.preferences import Preference

LONGEST_COUNT = 24 * 60


def evenings_in(session: AnySession, user_id: int, month: Month, *, but: int | None = None) -> list[Evening]:
    """The meetings of a month that take an evening, a night or a week-end of an account.

    It organises or leads them, or was marked as having come: who is convened alone may still stay at home. `but` is a
    meeting to leave out. What the session does not see is not counted.
    """
    came: Any = Meeting.attendances.any(and_(Attendance.user_id == user_id, Attendance.presence.in_(CAME)))
    asked = (
        select(Meeting.id, Meeting.title, Meeting.start_at, Meeting.end_at, Instance.name.label("body"))
        .outerjoin(Meeting.instance)
        .where(
            *in_period(EventQuery(month.first, month.last)),
            Meeting.state.not_in(OFF),
            or_(Meeting.organiser_id == user_id, Meeting.facilitators.any(User.id == user_id), came),
        )
        .order_by(Meeting.start_at, Meeting.id)
    )
    if but is not None:
        asked = asked.where(Meeting.id != but)
    rows = [row for row in session.execute(asked) if row.start_at.astimezone(PARIS).date() >= month.first]
    counts = _own_counts(session, user_id, [row.id for row in rows])
    found = [
        Evening(
            row.id,
            row.title,
            row.start_at,
            row.end_at,
            by_rule=minutes_to_recover(row.start_at, row.end_at),
            own_count=counts.get(row.id),
            body=row.body or "",
        )
        for row in rows
    ]
    return counted_once(item for item in found if item.by_rule or item.own_count is not None)


def shared_totals(session: AnySession, month: Month) -> list[tuple[str, Total]]:
    """The month of each active account that shares its total, by name; the zero of who had no evening is told."""
    sharing = (
        select(User)
        .join(Preference, Preference.user_id == User.id)
        .where(Preference.shares_evenings.is_(True), User.active.is_(True))
        .order_by(User.last_name, User.first_name, User.id)
    )
    return [(str(user), total_of(evenings_in(session, user.id, month))) for user in session.scalars(sharing)]


def is_shared(session: AnySession, user_id: int) -> bool:
    """Whether an account shares its total."""
    asked = select(Preference.id).where(Preference.user_id == user_id, Preference.shares_evenings.is_(True))
    return session.scalar(asked) is not None


def share(session: AnySession, user_id: int, *, is_on: bool) -> None:
    """Shares the total of an account, or no longer. Flushes."""
    preference = preference_of(session, user_id)
    preference.shares_evenings = is_on
    session.add(preference)
    session.flush()


def count_own(session: AnySession, user_id: int, meeting_id: int, minutes: int | None) -> None:
    """Keeps what an agent counts for a meeting; None goes back to the rule. Flushes. Raises RuleViolation."""
    if minutes is not None and not 0 <= minutes <= LONGEST_COUNT:
        raise RuleViolation(N_("From 0 to 1440 minutes."), field="minutes")
    row = session.scalars(
        select(EveningHours).where(EveningHours.user_id == user_id, EveningHours.meeting_number == meeting_id)
    ).one_or_none()
    if minutes is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(EveningHours(user_id=user_id, meeting_number=meeting_id, minutes=minutes))
    else:
        row.minutes = minutes
    session.flush()


def _own_counts(session: AnySession, user_id: int, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    asked = select(EveningHours.meeting_number, EveningHours.minutes).where(
        EveningHours.user_id == user_id, EveningHours.meeting_number.in_(ids)
    )
    return {row.meeting_number: row.minutes for row in session.execute(asked)}
