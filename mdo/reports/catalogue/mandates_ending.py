"""Mandates whose term comes up in a period, when nothing was done about it: the rule of « My deadlines »."""

import datetime as dt
from typing import Any

from sqlalchemy import Select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind, columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.columns import MANDATE_COLUMNS
from mdo.people.deadlines import MANDATE_END
from mdo.people.terms import max_terms_of
from mdo.reports.declaration import PLACES, Bounds, Parameter, Report, Result, Values
from mdo.reports.places import result_of, where_asked
from mdo.reports.themes import Theme
from models.instances import Instance
from models.people import Mandate, Person

_DAYS = 90


def _next_days(today: dt.date) -> Bounds:
    return today, today + dt.timedelta(days=_DAYS)


def _days_left(row: Mandate, today: dt.date) -> Any:
    return (row.planned_end_on - today).days if row.planned_end_on else None


def _terms_left(row: Mandate, today: dt.date) -> Any:
    limit = max_terms_of(row)
    return None if limit is None else max(limit - (row.rank or 1), 0)


COLUMNS = (
    *columns_named(
        MANDATE_COLUMNS,
        "person",
        "organisation",
        "planned_end_on",
        "instance",
        "instance_type",
        "arrondissements",
        "function",
        "college",
        "start_on",
        "rank",
        "status",
    ),
    Column("days_left", N_("Days left"), _days_left, Kind.INTEGER, width=12),
    Column(
        "terms_left",
        N_("Terms still allowed"),
        _terms_left,
        Kind.INTEGER,
        loads=(Mandate.instance, Instance.type),
        more_loads=((Mandate.function,),),
        width=14,
    ),
    Column(
        "agent",
        FIELD_LABELS[Instance]["agent"],
        lambda row, today: str(row.instance.agent) if row.instance.agent else None,
        loads=(Mandate.instance, Instance.agent),
        width=26,
    ),
    *columns_named(MANDATE_COLUMNS, "email", "phone"),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The mandates to renew or to end, the earliest term first."""
    criteria = [MANDATE_END.is_open(context_of(session).today), *where_asked(values)]
    if values.first is not None:
        criteria.append(Mandate.planned_end_on >= values.first)
    if values.last is not None:
        criteria.append(Mandate.planned_end_on <= values.last)

    def complete(asked: Select[Any]) -> Select[Any]:
        return (
            asked.join(Mandate.instance)
            .outerjoin(Mandate.person)
            .where(*criteria)
            .order_by(Mandate.planned_end_on, Instance.sort_key, Instance.id, Person.sort_key, Mandate.id)
        )

    return result_of(session, Mandate, COLUMNS, complete, limit)


REPORT = Report(
    name="mandates-ending",
    theme=Theme.MEMBERS,
    title=N_("Mandates ending"),
    description=N_(
        "Mandates whose planned end falls in the period and that are neither ended nor renewed, with the terms that "
        "the rules still allow. The same rule as in « My deadlines »."
    ),
    parameters=(Parameter.PERIOD, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("MandateView",),
    takes=("MandateView",),
    default_period=_next_days,
    period_help=N_("Planned end, both days included. Empty: the next 90 days. An empty start takes in those overdue."),
    view="MandateView",
)
