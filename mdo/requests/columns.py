"""Columns of the requests and opinions of bodies."""

from sqlalchemy import func

from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.requests.states import age_of, is_in_time, status_of
from models.accounts import User
from models.instances import College, Instance
from models.organisations import Organisation
from models.requests import CouncilRequest

_REQUEST = FIELD_LABELS[CouncilRequest]

REQUEST_COLUMNS = (
    Column(
        "number", _REQUEST["number"], lambda row, today: row.number, sort=(func.lower(CouncilRequest.number),), width=14
    ),
    Column(
        "subject",
        _REQUEST["subject"],
        lambda row, today: row.subject,
        sort=(func.lower(CouncilRequest.subject),),
        width=40,
    ),
    Column(
        "kind",
        _REQUEST["kind"],
        lambda row, today: row.kind,
        Kind.ENUM,
        (CouncilRequest.kind,),
        width=12,
        is_shown=False,
    ),
    Column(
        "instance",
        _REQUEST["instance"],
        lambda row, today: row.instance.name,
        sort=(Instance.sort_key,),
        joins=(CouncilRequest.instance,),
        loads=(CouncilRequest.instance,),
        width=36,
    ),
    Column(
        "theme",
        _REQUEST["theme"],
        lambda row, today: row.theme,
        sort=(CouncilRequest.theme,),
        width=20,
        is_shown=False,
    ),
    Column("place", _REQUEST["place"], lambda row, today: row.place, width=30, is_shown=False),
    Column(
        "organisation",
        _REQUEST["organisation"],
        lambda row, today: row.organisation.name if row.organisation else None,
        sort=(func.lower(Organisation.name),),
        joins=(CouncilRequest.organisation,),
        loads=(CouncilRequest.organisation,),
        width=30,
    ),
    Column(
        "received_on",
        _REQUEST["received_on"],
        lambda row, today: row.received_on,
        Kind.DATE,
        (CouncilRequest.received_on,),
        width=14,
        is_shown=False,
    ),
    Column(
        "sent_on",
        _REQUEST["sent_on"],
        lambda row, today: row.sent_on,
        Kind.DATE,
        (CouncilRequest.sent_on,),
        width=14,
        is_shown=False,
    ),
    Column("due_on", _REQUEST["due_on"], lambda row, today: row.due_on, Kind.DATE, (CouncilRequest.due_on,), width=14),
    Column(
        "answered_on",
        _REQUEST["answered_on"],
        lambda row, today: row.answered_on,
        Kind.DATE,
        (CouncilRequest.answered_on,),
        width=14,
        is_shown=False,
    ),
    Column("answer", _REQUEST["answer"], lambda row, today: row.answer, Kind.LONG_TEXT, width=40, is_shown=False),
    Column(
        "follow_up",
        _REQUEST["follow_up"],
        lambda row, today: row.follow_up,
        Kind.ENUM,
        (CouncilRequest.follow_up,),
        width=14,
        is_shown=False,
    ),
    Column(
        "follow_up_reason",
        _REQUEST["follow_up_reason"],
        lambda row, today: row.follow_up_reason,
        Kind.LONG_TEXT,
        width=40,
        is_shown=False,
    ),
    Column(
        "responsible",
        _REQUEST["responsible"],
        lambda row, today: str(row.responsible) if row.responsible else None,
        sort=(func.lower(User.last_name), func.lower(User.first_name)),
        joins=(CouncilRequest.responsible,),
        loads=(CouncilRequest.responsible,),
        width=28,
        is_shown=False,
    ),
    Column("status", N_("Status"), status_of, Kind.ENUM, width=18),
    Column("age", N_("Age (days)"), age_of, Kind.INTEGER, width=12, is_shown=False),
    Column("is_in_time", N_("Answer in time"), is_in_time, Kind.BOOLEAN, width=16, is_shown=False),
)

REQUEST_EXPORT_COLUMNS = (
    *REQUEST_COLUMNS,
    Column(
        "arrondissements",
        FIELD_LABELS[Instance]["arrondissements"],
        lambda row, today: arrondissement_names(row.instance.arrondissements) or None,
        loads=(CouncilRequest.instance, Instance.arrondissements),
        width=22,
        is_shown=False,
    ),
    Column(
        "instance_type",
        FIELD_LABELS[College]["type"],
        lambda row, today: row.instance.type.label,
        loads=(CouncilRequest.instance, Instance.type),
        width=26,
        is_shown=False,
    ),
)
