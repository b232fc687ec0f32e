"""A call launched from its template, or from the call of another year: its rules, and its days moved together."""

import datetime as dt

from mdo.calls.rules import DAYS
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.row_rules import check_row
from models.bounds import FIRST_DAY, LAST_DAY
from models.calls import CallAxis, CallCriterion, CallState, ProjectCall

_COPIED = ("envelope_incl_tax", "ceiling_incl_tax", "tie_rule", "rules", "responsible", "signatory")


def moved_days(call: ProjectCall, opens_on: dt.date) -> dict[str, dt.date]:
    """The days of a call that opens on another day: each as far from it as before. Raises RuleViolation."""
    first = call.opens_on or opens_on
    try:
        days = {name: day + (opens_on - first) for name in DAYS if (day := getattr(call, name)) is not None} | {
            "opens_on": opens_on
        }
    except OverflowError:
        days = {}
    if not days or not all(FIRST_DAY <= day <= LAST_DAY for day in days.values()):
        raise RuleViolation(N_("Choose a day of these years."), field="opens_on")
    return days


def launch(session: AnySession, template: ProjectCall, title: str, year: int, opens_on: dt.date) -> ProjectCall:
    """A new call with the rules, axes and criteria of another one, being prepared; flushes. Raises RuleViolation."""
    values = {name: getattr(template, name) for name in _COPIED}
    call = ProjectCall(
        title=title.strip(), year=year, state=CallState.DRAFT, **values, **moved_days(template, opens_on)
    )
    if not call.title:
        raise RuleViolation(N_("Give the call a title: « APICQ 2027 »."), field="title")
    call.axes = [CallAxis(position=axis.position, name=axis.name) for axis in template.axes]
    call.criteria = [
        CallCriterion(position=row.position, name=row.name, weight=row.weight) for row in template.criteria
    ]
    with session.no_autoflush:
        check_row(session, call, context_of(session).today)
    session.add(call)
    session.flush()
    return call
