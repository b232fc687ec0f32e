"""What falls due about mandates: their end, when nothing was done about it."""

import datetime as dt

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import aliased

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from mdo.people.mandates import enrolment_clause, never_ended_clause
from models.instances import Instance, InstanceState, MandateFunction
from models.organisations import Organisation
from models.people import Mandate, Person

_next = aliased(Mandate)


def _is_open(today: dt.date) -> ColumnElement[bool]:
    """Neither ended nor renewed, in a body that goes on; an enrolment has no term."""
    return and_(
        Mandate.planned_end_on.is_not(None),
        never_ended_clause(),
        not_(enrolment_clause()),
        Instance.state != InstanceState.DISSOLVED,
        ~select(_next.id).where(_next.previous_id == Mandate.id).exists(),
    )


MANDATE_END = DeadlineKind(
    10,
    "mandate_end",
    N_("End of a mandate"),
    Mandate,
    "MandateView",
    Mandate.planned_end_on,
    _is_open,
    # Shows a preview: nothing is written before it is confirmed there.
    Closing(
        N_("Renew"),
        "MandateView",
        "bulk_action",
        argument="rowid",
        is_post=True,
        values=(("action", "renew"),),
    ),
    title=func.coalesce(
        Person.last_name + func.coalesce(" " + Person.first_name, ""),
        Organisation.name,
    ),
    days_before=90,
    role=RoleCode.REFERENT,
    detail=MandateFunction.label + " – " + Instance.name,
    inner=(Mandate.instance,),
    named_by=(Mandate.function, Mandate.person, Mandate.organisation),
    instance_id=Mandate.instance_id,
    responsible_id=Instance.agent_id,
    rule="Fin de mandat",
)
