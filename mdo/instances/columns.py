"""Columns of the bodies, their types, colleges, seats and functions."""

from dataclasses import replace

from mdo.instances.fields import COLLEGE, INSTANCE, INSTANCE_TYPE, MANDATE_FUNCTION, SEAT
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

INSTANCE_TYPE_COLUMNS = INSTANCE_TYPE.columns()

_COLLEGE = FIELD_LABELS[College]
COLLEGE_COLUMNS = COLLEGE.columns()

SEAT_COLUMNS = SEAT.columns()

# An export says in addition which of the bodies of one name is meant.
SEAT_EXPORT_COLUMNS = (
    *SEAT_COLUMNS,
    Column(
        "arrondissements",
        _BODY["arrondissements"],
        lambda row, today: arrondissement_names(row.instance.arrondissements) or None,
        loads=(Seat.instance, Instance.arrondissements),
        width=22,
        is_shown=False,
    ),
    Column(
        "instance_type",
        _COLLEGE["type"],
        lambda row, today: row.instance.type.label,
        loads=(Seat.instance, Instance.type),
        width=26,
        is_shown=False,
    ),
)

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

FUNCTION_COLUMNS = MANDATE_FUNCTION.columns()
