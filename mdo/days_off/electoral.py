"""The electoral period: from when on a city holds back what it says in public before its council is elected.

Article L52-1 of the electoral code (to be confirmed for each poll): no campaign that promotes what a local authority
did or how it is run, from the first day of the sixth month before the month of its general elections: for polls of
March, from 1 September. It is a reminder: neutral and usual meetings and messages go on.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from mdo.days_off.avoided import is_of, last_day
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from models.days_off import AvoidedKind, DateToAvoid

_MONTHS = 6
REMINDER = N_(
    "Electoral period until %(day)s (%(label)s): neutral and usual terms, nothing that praises what the city did "
    "(article L52-1 of the electoral code, to be confirmed)."
)


@dataclass(frozen=True)
class ElectoralPeriod:
    """What the poll that is near is called, and its last day."""

    label: str
    last_on: dt.date


def begins_on(poll_on: dt.date) -> dt.date:
    """The first day of the sixth month before that of the poll."""
    return add_months(poll_on.replace(day=1), -_MONTHS)


def polls_near(session: AnySession, first: dt.date, last: dt.date) -> Sequence[DateToAvoid]:
    """The general elections of the council of the city, or of an arrondissement, of whose period a day may be one."""
    asked = select(DateToAvoid).where(
        DateToAvoid.kind == AvoidedKind.POLL,
        DateToAvoid.is_city_council.is_(True),
        DateToAvoid.start_on < add_months(last.replace(day=1), _MONTHS + 1),
        or_(DateToAvoid.end_on >= first, DateToAvoid.start_on >= first),
    )
    return session.scalars(asked.order_by(DateToAvoid.start_on, DateToAvoid.id)).all()


def period_of(day: dt.date, polls: Iterable[DateToAvoid], place_ids: Collection[int] = ()) -> ElectoralPeriod | None:
    """That of the nearest of these polls that a day is in, of the whole city or of these arrondissements."""
    for poll in polls:
        if is_of(poll, place_ids) and begins_on(poll.start_on) <= day <= last_day(poll):
            return ElectoralPeriod(poll.label, last_day(poll))
    return None


def electoral_period(session: AnySession, day: dt.date, place_ids: Collection[int] = ()) -> ElectoralPeriod | None:
    """The same of one day."""
    return period_of(day, polls_near(session, day, day), place_ids)
