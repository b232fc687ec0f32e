"""Of the bodies of a page, when each met last and meets next and how many of its seats are vacant: one statement."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from mdo.composition.alerts import empty_seats
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.kept_statements import kept
from mdo.meetings.figures import taking_place
from models.instances import Instance, InstanceState, Seat
from models.meetings import Meeting
from models.types import UtcDateTime

# The start of the last meeting, of the next one, the number of vacant seats: None where there is none.
OfBody = tuple[dt.datetime | None, dt.datetime | None, int | None]


def meetings_and_seats(
    session: AnySession, bodies: Sequence[int], now: dt.datetime, today: dt.date
) -> Mapping[int, OfBody]:
    """What the list of bodies tells beside each of these."""
    rows = session.execute(kept(_asked, today), {"bodies": list(bodies), "now": now})
    return {pk: (last, following, vacant) for pk, last, following, vacant in rows}


def _asked(today: dt.date) -> Select[Any]:
    now = bindparam("now", type_=UtcDateTime)
    bodies: Any = bindparam("bodies", expanding=True)

    def start(of: Any, clause: Any) -> Any:
        own = select(of).where(Meeting.instance_id == Instance.id, taking_place(), clause)
        return own.correlate(Instance).scalar_subquery()

    of_these = empty_seats(today).where(Seat.instance_id.in_(bodies), Instance.state == InstanceState.ACTIVE)
    counted = of_these.with_only_columns(Seat.instance_id, func.count(Seat.id), maintain_column_froms=True)
    body_id, vacant = (vacant_seats := counted.group_by(Seat.instance_id).subquery()).c
    return (
        select(
            Instance.id,
            start(func.max(Meeting.start_at), Meeting.start_at < now),
            start(func.min(Meeting.start_at), Meeting.start_at >= now),
            vacant,
        )
        .outerjoin(vacant_seats, body_id == Instance.id)
        .where(Instance.id.in_(bodies))
    )
