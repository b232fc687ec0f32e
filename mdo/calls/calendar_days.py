"""The steps of calls that calendars show beside the meetings; of a template, which is no call yet, none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from models.calls import CallJuror, CallState, ProjectCall

STEPS = {
    "opens_on": N_("Opening of a call"),
    "closes_on": N_("Closing of the filing of a call"),
    "opinions_by": N_("Opinions on the projects of a call"),
    "jury_by": N_("Jury of a call"),
    "arbitration_by": N_("Arbitration of a call"),
    "councils_by": N_("Arrondissement councils of a call"),
    "deliberation_by": N_("Deliberation of a call"),
    "notification_by": N_("Notification of a call"),
    "realisation_by": N_("End of the realisations of a call"),
    "reports_by": N_("Bilans of a call"),
}


@dataclass(frozen=True)
class CallDay:
    """A step of a call: the name of its column, the day, and what it is called (a message id)."""

    call: ProjectCall
    name: str
    day: dt.date

    @property
    def label(self) -> str:
        """A message id."""
        return STEPS[self.name]

    @property
    def key(self) -> str:
        """What a calendar knows it by, year after year."""
        return f"call-{self.call.id}-{self.name}"


def steps_between(session: AnySession, first: dt.date, last: dt.date, user_id: int | None = None) -> Sequence[CallDay]:
    """Those of these days, both included, the first first; of the calls that one account leads or judges, if named."""
    asked = select(ProjectCall).where(
        ProjectCall.state != CallState.TEMPLATE,
        or_(*(getattr(ProjectCall, name).between(first, last) for name in STEPS)),
    )
    if user_id is not None:
        judged = select(CallJuror.call_id).where(CallJuror.user_id == user_id)
        asked = asked.where(or_(ProjectCall.responsible_id == user_id, ProjectCall.id.in_(judged)))
    found = [
        CallDay(call, name, day)
        for call in session.scalars(asked.order_by(ProjectCall.id))
        for name in STEPS
        if (day := getattr(call, name)) is not None and first <= day <= last
    ]
    return sorted(found, key=lambda step: step.day)
