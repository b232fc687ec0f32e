"""What is chosen of a body: its colleges, seats and functions, and the bodies of arrondissements."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from mdo.composition.alerts import vacant_clause
from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance, MandateFunction, Seat, instance_arrondissement
from models.territory import Arrondissement
from views.base.database import db
from views.base.fields import RelationField
from views.base.filters import RelationFilter
from views.base.forms import RecordForm
from views.base.relations import Relation


def of_arrondissements(ids: list[int]) -> Any:
    """The bodies that have one of these arrondissements."""
    return Instance.id.in_(bodies_in(ids))


def _city_wide() -> Any:
    return Instance.id.not_in(select(instance_arrondissement.c.instance_id))


ARRONDISSEMENTS_FILTER = RelationFilter(
    "arrondissements",
    FIELD_LABELS[Instance]["arrondissements"],
    Arrondissement,
    Arrondissement.name,
    Arrondissement.number,
    build=of_arrondissements,
    empty=_city_wide,
    empty_label=N_("whole city"),
)


def _colleges_of(instance_id: int) -> ColumnElement[bool]:
    type_id = select(Instance.type_id).where(Instance.id == instance_id).scalar_subquery()
    return or_(College.instance_id == instance_id, College.type_id == type_id)


def _functions_of(instance_id: int) -> ColumnElement[bool]:
    return or_(MandateFunction.instance_id.is_(None), MandateFunction.instance_id == instance_id)


# Colleges of several types bear one name, and the seats of all bodies the same numbers.
COLLEGE_CHOICE = Relation(
    is_few=True,
    within="instance",
    among=_colleges_of,
    loads=(joinedload(College.type), joinedload(College.instance)),
    label=lambda row: f"{row.name} – {row.type or row.instance}",
)
SEAT_CHOICE = Relation(
    within="instance",
    offered=lambda: vacant_clause(context_of(db.session).today),
    loads=(joinedload(Seat.instance),),
    label=lambda row: f"{row.instance} – {row}",
    gives="college",
)

FUNCTION_CHOICE = Relation(within="instance", among=_functions_of)


def keep_those_of_body(form: RecordForm) -> None:
    """Of the colleges and functions of a form whose body is chosen, those of this body alone."""
    for instance_id in form["instance"].ids:
        own = union_all(
            select(literal("college"), College.id).where(_colleges_of(instance_id)),
            select(literal("function"), MandateFunction.id).where(_functions_of(instance_id)),
        )
        kept = defaultdict(set)
        for name, row_id in db.session.execute(own):
            kept[name].add(row_id)
        for name in ("college", "function"):
            if name in form and isinstance(form[name], RelationField):
                form[name].keep(kept[name])
