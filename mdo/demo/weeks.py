"""Real weeks in the demo: the morning after a meeting, a deadline put off, who is away without rights, who has left."""

import datetime as dt
import random
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.demo.meetings import Meetings
from mdo.demo.requests import LATE_IN
from mdo.kernel.base.periods import start_of_day
from models.accounts import User
from models.deadlines import PutOff
from models.digest import DigestSending, DigestState
from models.instances import Instance, InstanceState
from models.meetings import ActionItem, ActionState, Meeting
from models.network import Absence
from models.people import Mandate
from models.territory import Arrondissement

_DAY = dt.timedelta(days=1)
# Calendar days: since when and until when ref9 is away; how long ago somebody left; when an action is due, and by how
# much it is put off.
_AWAY, _LEFT, _DUE, _PUT_OFF = (2, 9), 20, 6, 14
# How many mandates of one body at most, and in how many days they end.
_TOGETHER, _SOON = 17, 25


def write_weeks(session: Session, seed: int, today: dt.date, users: Mapping[str, User]) -> None:
    """Writes them and flushes; `seed` is that of the demo."""
    Meetings(session, random.Random(seed + 2), today, dict(users)).write_yesterday()
    _put_off(session, today, users["mission"])
    _end_together(session, today)
    # The cover does not answer for the arrondissement: what falls due there stays, and the team reads it too.
    absence = Absence(
        user=users["ref9"],
        replacement=users["ref8"],
        start_on=today - _AWAY[0] * _DAY,
        end_on=today + _AWAY[1] * _DAY,
        note="Pour une salle : l’accueil de la mairie",
    )
    session.add(absence)
    held = select(Meeting).where(Meeting.organiser_id == users["ref9"].id, Meeting.end_at < start_of_day(today))
    last = session.scalars(held.order_by(Meeting.start_at.desc()).limit(1)).unique().one_or_none()
    if last is not None:
        due_on = today + 2 * _DUE * _DAY
        session.add(ActionItem(meeting=last, text="Rappeler le service des sports", owner=users["ref9"], due_on=due_on))
    _leave(session, today, users["partie"])
    session.flush()


def _end_together(session: Session, today: dt.date) -> None:
    """The mandates of one body end within the month: they are renewed at once, after a preview."""
    goes_on = (
        Mandate.seat_id.is_not(None),
        Mandate.ended_on.is_(None),
        Mandate.start_on < today,
        Mandate.planned_end_on > today + _SOON * _DAY,
        Instance.state == InstanceState.ACTIVE,
        Instance.arrondissements.any(Arrondissement.number != LATE_IN),
    )
    bodies = select(Mandate.instance_id).join(Mandate.instance).where(*goes_on).group_by(Mandate.instance_id)
    most = bodies.order_by(func.count(Mandate.id).desc(), Mandate.instance_id)
    body_id = session.scalar(most.limit(1))
    rows = select(Mandate).join(Mandate.instance).where(Mandate.instance_id == body_id, *goes_on)
    for mandate in session.scalars(rows.order_by(Mandate.id).limit(_TOGETHER)).unique():
        mandate.planned_end_on = today + _SOON * _DAY


def _put_off(session: Session, today: dt.date, user: User) -> None:
    """An action that would be done within three weeks, put off with its reason."""
    soon = select(ActionItem).where(ActionItem.state == ActionState.OPEN, ActionItem.due_on > today)
    action = session.scalars(soon.order_by(ActionItem.due_on, ActionItem.id).limit(1)).one_or_none()
    if action is None or action.due_on is None:
        return
    action.due_on = min(action.due_on, today + _DUE * _DAY)  # within the month, once put off too
    session.flush()
    session.add(
        PutOff(
            kind="action_due",
            row_id=action.id,
            title=action.text[:250],
            due_on=action.due_on,
            put_off_to=action.due_on + _PUT_OFF * _DAY,
            reason="Le service demande deux semaines de plus.",
            user=user,
            instance_id=action.meeting.instance_id if action.meeting else None,
        )
    )


def _leave(session: Session, today: dt.date, user: User) -> None:
    """Her digests end with her last day; she owns nothing any more."""
    last_on = today - _LEFT * _DAY
    for days in range(5):
        session.add(DigestSending(user=user, day=last_on - days * _DAY, state=DigestState.SENT))
    user.active, user.ends_on = False, last_on
