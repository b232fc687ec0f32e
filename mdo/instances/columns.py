"""Columns of the bodies, their types, colleges, seats and functions."""

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from mdo.instances.fields import INSTANCE, SEAT
from mdo.kernel.fields.columns import Column, columns_named
from mdo.kernel.labels import FIELD_LABELS
from models.instances import College, Instance, Seat
from models.people import Mandate
from models.territory import Arrondissement

_BODY = FIELD_LABELS[Instance]
_MANDATE = FIELD_LABELS[Mandate]


def arrondissement_names(arrondissements: list[Arrondissement]) -> tuple[str, ...]:
    """Names of the arrondissements of a body, in order of number."""
    return tuple(arrondissement.name for arrondissement in arrondissements)


def told_apart(*path: InstrumentedAttribute[Any]) -> tuple[Column, Column]:
    """What an export says in addition of the body that a path leads to: which of those of its name it is."""

    def body(row: Any) -> Instance | None:
        for step in path:
            row = getattr(row, step.key) if row is not None else None
        found: Instance | None = row
        return found

    def places(row: Any, today: dt.date) -> tuple[str, ...] | None:
        found = body(row)
        return arrondissement_names(found.arrondissements) or None if found else None

    def kind(row: Any, today: dt.date) -> str | None:
        found = body(row)
        return found.type.label if found else None

    type_label = FIELD_LABELS[College]["type"]
    return (
        Column(
            "arrondissements",
            _BODY["arrondissements"],
            places,
            loads=(*path, Instance.arrondissements),
            width=22,
            is_shown=False,
        ),
        Column("instance_type", type_label, kind, loads=(*path, Instance.type), width=26, is_shown=False),
    )


INSTANCE_COLUMNS = INSTANCE.columns(
    {
        4: Column(
            "arrondissements",
            _BODY["arrondissements"],
            lambda row, today: arrondissement_names(row.arrondissements) or None,
            loads=(Instance.arrondissements,),
            width=22,
        ),
    }
)

_COLLEGE = FIELD_LABELS[College]

# An export says in addition which of the bodies of one name is meant.
SEAT_EXPORT_COLUMNS = (*SEAT.columns(), *told_apart(Seat.instance))

ELECTED_USER = Column(
    "elected_user",
    _BODY["elected_user"],
    lambda row, today: str(row.elected_user) if row.elected_user else None,
    loads=(Instance.elected_user,),
    width=28,
)
# Who follows which body, every body included: those without an élu·e are to be filled in.
ELECTED_EXPORT_COLUMNS = (
    *columns_named(INSTANCE_COLUMNS, "elected_official"),
    ELECTED_USER,
    replace(columns_named(INSTANCE_COLUMNS, "name")[0], name="instance", label=_MANDATE["instance"]),
    *columns_named(INSTANCE_COLUMNS, "arrondissements"),
    replace(columns_named(INSTANCE_COLUMNS, "type")[0], name="instance_type", label=_COLLEGE["type"]),
)
