"""Which bodies a report is about, and how its rows are counted and read."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.plain_rows import Ordered, plain_rows
from mdo.reports.declaration import Result, Values
from models.instances import Instance, InstanceState


def where_asked(values: Values) -> list[ColumnElement[bool]]:
    """The bodies that are asked for, as criteria on `Instance`."""
    criteria: list[ColumnElement[bool]] = []
    if values.arrondissement_ids:
        criteria.append(Instance.id.in_(bodies_in(values.arrondissement_ids)))
    if values.type_ids:
        criteria.append(Instance.type_id.in_(sorted(values.type_ids)))
    if values.instance_ids:
        criteria.append(Instance.id.in_(sorted(values.instance_ids)))
    return criteria


def active_on(day: dt.date, today: dt.date) -> ColumnElement[bool]:
    """The bodies that work on a day: the active ones and, for a past day, those dissolved since; not the later ones."""
    is_active = Instance.state == InstanceState.ACTIVE
    if day >= today:
        return is_active
    dissolved_since = and_(Instance.state == InstanceState.DISSOLVED, Instance.dissolved_on > day)
    return and_(or_(is_active, dissolved_since), or_(Instance.created_on.is_(None), Instance.created_on <= day))


def bodies_asked(session: AnySession, values: Values) -> Select[int]:
    """The ids of the bodies asked for that work on the day."""
    return select(Instance.id).where(active_on(values.day, context_of(session).today), *where_asked(values))


def result_of(
    session: AnySession, model: Any, columns: Sequence[Column], complete: Ordered, limit: int | None
) -> Result:
    """The rows of a model that these columns need, read in batches, and how many there are.

    `complete` gives a statement its joins, its criteria and its order.
    """
    count: int = session.scalar(complete(select(func.count(model.id))).order_by(None)) or 0
    return Result(count, plain_rows(session, model, columns, lambda asked: complete(asked).limit(limit)))
