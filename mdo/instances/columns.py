"""Columns of the bodies, their types, colleges, seats and functions."""

from dataclasses import replace

from mdo.kernel.fields.columns import Column, Kind, columns_named
from mdo.kernel.labels import FIELD_LABELS
from models.accounts import User
from models.instances import College, Instance, InstanceType, MandateFunction, Seat
from models.people import Mandate
from models.territory import Arrondissement

_BODY = FIELD_LABELS[Instance]
_TYPE = FIELD_LABELS[InstanceType]
_MANDATE = FIELD_LABELS[Mandate]


def arrondissement_names(arrondissements: list[Arrondissement]) -> tuple[str, ...]:
    """Names of the arrondissements of a body, in order of number."""
    return tuple(arrondissement.name for arrondissement in arrondissements)


INSTANCE_COLUMNS = (
    Column("name", _BODY["name"], lambda row, today: row.name, sort=(Instance.sort_key,), width=38),
    Column("code", _BODY["code"], lambda row, today: row.code, sort=(Instance.code,), width=14, is_shown=False),
    Column(
        "type",
        _BODY["type"],
        lambda row, today: row.type.label,
        sort=(InstanceType.label,),
        joins=(Instance.type,),
        loads=(Instance.type,),
        width=26,
    ),
    Column(
        "arrondissements",
        _BODY["arrondissements"],
        lambda row, today: arrondissement_names(row.arrondissements) or None,
        loads=(Instance.arrondissements,),
        width=22,
    ),
    Column("state", _BODY["state"], lambda row, today: row.state, Kind.ENUM, sort=(Instance.state,), width=16),
    Column(
        "created_on",
        _BODY["created_on"],
        lambda row, today: row.created_on,
        Kind.DATE,
        (Instance.created_on,),
        is_shown=False,
    ),
    Column(
        "recognised_on",
        _BODY["recognised_on"],
        lambda row, today: row.recognised_on,
        Kind.DATE,
        (Instance.recognised_on,),
        is_shown=False,
    ),
    Column(
        "elected_official",
        _BODY["elected_official"],
        lambda row, today: row.elected_official,
        sort=(Instance.elected_official,),
        width=26,
    ),
    Column(
        "agent",
        _BODY["agent"],
        lambda row, today: str(row.agent) if row.agent else None,
        sort=(User.last_name,),
        joins=(Instance.agent,),
        loads=(Instance.agent,),
        width=24,
        is_shown=False,
    ),
    Column("mailbox", _BODY["mailbox"], lambda row, today: row.mailbox, Kind.EMAIL, width=32, is_shown=False),
    Column(
        "charter_on",
        _BODY["charter_on"],
        lambda row, today: row.charter_on,
        Kind.DATE,
        (Instance.charter_on,),
        is_shown=False,
    ),
    Column("oye_url", _BODY["oye_url"], lambda row, today: row.oye_url, Kind.URL, width=36, is_shown=False),
    Column("aliases", _BODY["aliases"], lambda row, today: row.aliases, Kind.LONG_TEXT, width=30, is_shown=False),
    Column(
        "dissolved_on",
        _BODY["dissolved_on"],
        lambda row, today: row.dissolved_on,
        Kind.DATE,
        (Instance.dissolved_on,),
        is_shown=False,
    ),
)

INSTANCE_TYPE_COLUMNS = (
    Column("label", _TYPE["label"], lambda row, today: row.label, sort=(InstanceType.label,), width=34),
    Column("code", _TYPE["code"], lambda row, today: row.code, sort=(InstanceType.code,), width=24, is_shown=False),
    Column(
        "membership",
        _TYPE["membership"],
        lambda row, today: row.membership,
        Kind.ENUM,
        (InstanceType.membership,),
        width=22,
    ),
    Column("is_permanent", _TYPE["is_permanent"], lambda row, today: row.is_permanent, Kind.BOOLEAN, width=12),
    Column(
        "term_months",
        _TYPE["term_months"],
        lambda row, today: row.term_months,
        Kind.INTEGER,
        (InstanceType.term_months,),
    ),
    Column("legal_basis", _TYPE["legal_basis"], lambda row, today: row.legal_basis, width=40),
)

_COLLEGE = FIELD_LABELS[College]
COLLEGE_COLUMNS = (
    Column("name", _COLLEGE["name"], lambda row, today: row.name, sort=(College.name,), width=30),
    Column(
        "type",
        _COLLEGE["type"],
        lambda row, today: row.type.label if row.type else None,
        sort=(InstanceType.label,),
        joins=(College.type,),
        loads=(College.type,),
        width=28,
    ),
    Column(
        "instance",
        _COLLEGE["instance"],
        lambda row, today: row.instance.name if row.instance else None,
        sort=(Instance.sort_key,),
        joins=(College.instance,),
        loads=(College.instance,),
        width=34,
    ),
    Column(
        "seats_planned",
        _COLLEGE["seats_planned"],
        lambda row, today: row.seats_planned,
        Kind.INTEGER,
        (College.seats_planned,),
    ),
    Column("is_predominant", _COLLEGE["is_predominant"], lambda row, today: row.is_predominant, Kind.BOOLEAN),
)

_SEAT = FIELD_LABELS[Seat]
SEAT_COLUMNS = (
    Column("number", _SEAT["number"], lambda row, today: row.number, Kind.INTEGER, (Seat.number,), width=10),
    Column(
        "instance",
        _SEAT["instance"],
        lambda row, today: row.instance.name,
        sort=(Instance.sort_key,),
        joins=(Seat.instance,),
        loads=(Seat.instance,),
        width=34,
    ),
    Column("label", _SEAT["label"], lambda row, today: row.label, sort=(Seat.label,), width=28),
    Column(
        "college",
        _SEAT["college"],
        lambda row, today: row.college.name if row.college else None,
        sort=(College.name,),
        joins=(Seat.college,),
        loads=(Seat.college,),
        width=24,
    ),
    Column("requirement", _SEAT["requirement"], lambda row, today: row.requirement, width=30),
    Column(
        "appointing_authority",
        _SEAT["appointing_authority"],
        lambda row, today: row.appointing_authority,
        sort=(Seat.appointing_authority,),
        width=26,
    ),
    Column(
        "opened_on", _SEAT["opened_on"], lambda row, today: row.opened_on, Kind.DATE, (Seat.opened_on,), is_shown=False
    ),
    Column(
        "closed_on", _SEAT["closed_on"], lambda row, today: row.closed_on, Kind.DATE, (Seat.closed_on,), is_shown=False
    ),
)

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

_FUNCTION = FIELD_LABELS[MandateFunction]
FUNCTION_COLUMNS = (
    Column("label", _FUNCTION["label"], lambda row, today: row.label, sort=(MandateFunction.label,), width=30),
    Column("code", _FUNCTION["code"], lambda row, today: row.code, sort=(MandateFunction.code,), is_shown=False),
    Column(
        "instance",
        _FUNCTION["instance"],
        lambda row, today: row.instance.name if row.instance else None,
        sort=(Instance.sort_key,),
        joins=(MandateFunction.instance,),
        loads=(MandateFunction.instance,),
        width=34,
    ),
    Column("is_bureau", _FUNCTION["is_bureau"], lambda row, today: row.is_bureau, Kind.BOOLEAN),
    Column(
        "term_months",
        _FUNCTION["term_months"],
        lambda row, today: row.term_months,
        Kind.INTEGER,
        (MandateFunction.term_months,),
    ),
)
