"""What falls due about bodies: the end of all their mandates, and that of their recognition."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, func, select

from mdo.instances.lifecycle import recognition_ends_on
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.dates import day_after, last_day_before_months
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.rules.twofold import Rule
from mdo.people.mandates import never_ended_clause
from models.instances import Instance, InstanceState, InstanceType, Membership
from models.people import Mandate

_is_closed = func.coalesce(Instance.membership, InstanceType.membership) == Membership.CLOSED
_closed_bodies = select(Instance.id).join(Instance.type).where(_is_closed)
# Of each closed body, the last planned end of the mandates that have not ended, if all of them have one.
_terms = (
    select(Mandate.instance_id, func.max(Mandate.planned_end_on).label("last_day"))
    .where(Mandate.instance_id.in_(_closed_bodies), never_ended_clause())
    .group_by(Mandate.instance_id)
    .having(func.count(Mandate.id) == func.count(Mandate.planned_end_on))
    .subquery("terms")
)
_recognition_months = func.coalesce(Instance.recognition_months, InstanceType.recognition_months)


def _is_to_renew(today: dt.date) -> ColumnElement[bool]:
    return and_(Instance.state == InstanceState.ACTIVE, _is_closed)


def _is_recognised(today: dt.date) -> ColumnElement[bool]:
    return and_(
        Instance.recognised_on.is_not(None),
        _recognition_months.is_not(None),
        Instance.state != InstanceState.DISSOLVED,
    )


BODY_RENEWAL = DeadlineKind(
    20,
    "body_renewal",
    N_("Renewal of a body"),
    Instance,
    "InstanceView",
    _terms.c.last_day,
    _is_to_renew,
    Closing(
        N_("Renew the mandates"),
        "MandateView",
        "list",
        argument="f_instance",
        values=(("f_status", "in_force"), ("f_status", "expired")),
    ),
    title=Instance.name,
    days_before=180,
    role=RoleCode.MISSION,
    detail=InstanceType.label,
    inner=(Instance.type, (_terms, _terms.c.instance_id == Instance.id)),
    instance_id=Instance.id,
    responsible_id=Instance.agent_id,
    rule="Renouvellement d’une instance",
)

RECOGNITION_END = DeadlineKind(
    30,
    "recognition_end",
    N_("End of the recognition of a body"),
    Instance,
    "InstanceView",
    last_day_before_months(Instance.recognised_on, _recognition_months),
    _is_recognised,
    Closing(N_("Enter the new recognition"), "InstanceView"),
    title=Instance.name,
    days_before=182,
    role=RoleCode.MISSION,
    detail=InstanceType.label,
    inner=(Instance.type,),
    instance_id=Instance.id,
    responsible_id=Instance.agent_id,
    rule="Fin de reconnaissance d’une instance",
)


RECOGNISED_UNTIL = Rule(
    recognition_ends_on,
    day_after(RECOGNITION_END.due_on, 1),
    (Instance.recognised_on, Instance.recognition_months, Instance.type_id, InstanceType.recognition_months),
    joins=(Instance.type,),
)
