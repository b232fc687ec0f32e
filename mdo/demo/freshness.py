"""What time does to the demo: records that nobody has looked at for long, requests that wait for the next meeting."""

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import start_of_day
from mdo.kernel.freshness.looked_at import CONFIRMED
from mdo.requests.agenda import meetings_to_come, put_on_agenda
from models.freshness import Confirmation
from models.requests import CouncilRequest

_OLD_DAYS = 210
# One record in three was left alone; of these, one in four was confirmed since.
_LEFT, _CONFIRMED = 3, 12
_ON_AGENDA = 3


def write_freshness(session: Session, today: dt.date, user_id: int) -> None:
    """Ages some records, confirms a few of them, puts some requests on the next agenda of their body."""
    old = start_of_day(today - dt.timedelta(days=_OLD_DAYS))
    for model in CONFIRMED:
        table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
        session.connection().execute(update(table).where(table.c.id % _LEFT == 0).values(updated_at=old))
        ids = session.scalars(select(table.c.id).where(table.c.id % _CONFIRMED == 0).order_by(table.c.id))
        at = start_of_day(today - dt.timedelta(days=20))
        session.add_all(
            Confirmation(model=model.__name__, row_id=row_id, user_id=user_id, at=at) for row_id in ids.all()
        )
    session.expire_all()
    _fill_agendas(session)
    session.flush()


def _fill_agendas(session: Session) -> None:
    waiting = select(CouncilRequest).where(CouncilRequest.answered_on.is_(None))
    done = 0
    for request in session.scalars(waiting.order_by(CouncilRequest.id)).all():
        meetings = meetings_to_come(session, request.instance_id, 1)
        if meetings and done < _ON_AGENDA:
            put_on_agenda(session, request, meetings[0])
            done += 1
