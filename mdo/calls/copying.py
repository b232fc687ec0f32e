"""A call launched from its template, or from the call of another year: its rules, and its days moved together."""

import datetime as dt
from collections.abc import Mapping

from mdo.calls.rules import DAYS
from mdo.days_off.days import closure_of
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.row_rules import check_row
from models.accounts import User
from models.bounds import FIRST_DAY, LAST_DAY
from models.calls import CallAxis, CallCriterion, CallState, ProjectCall

_COPIED = ("envelope_incl_tax", "ceiling_incl_tax", "tie_rule", "rules", "responsible", "signatory")
# The day that one types, and a limit that may be the last day of a year.
_AS_THEY_FALL = frozenset({"opens_on", "realisation_by"})


def first_day(call: ProjectCall, today: dt.date) -> dt.date:
    """The day on which the next call would open: that of this one, in a year to come."""
    day = call.opens_on or today
    while day < today:
        day = day.replace(year=day.year + 1, day=min(day.day, 28 if day.month == 2 else 31))
    return _working_day(day)


def year_of(days: Mapping[str, dt.date]) -> int:
    """The year of a call: that in which the city council decides it."""
    return days.get("deliberation_by", days["opens_on"]).year


def moved_days(call: ProjectCall, opens_on: dt.date) -> dict[str, dt.date]:
    """The days of a call that opens on another day: each as far from it as before, on a working day.

    Raises RuleViolation.
    """
    first = call.opens_on or opens_on
    try:
        days = {name: day + (opens_on - first) for name in DAYS if (day := getattr(call, name)) is not None}
        days = {name: day if name in _AS_THEY_FALL else _working_day(day) for name, day in days.items()}
        days["opens_on"] = opens_on
    except OverflowError:
        days = {}
    if not days or not all(FIRST_DAY <= day <= LAST_DAY for day in days.values()):
        raise RuleViolation(N_("Choose a day of these years."), field="opens_on")
    return days


def _working_day(day: dt.date) -> dt.date:
    while closure_of(day, ()) is not None:
        day += dt.timedelta(days=1)
    return day


def launch(session: AnySession, template: ProjectCall, title: str, year: int, opens_on: dt.date) -> ProjectCall:
    """A new call with the rules, axes and criteria of another one, being prepared; flushes. Raises RuleViolation.

    Who launches it answers for it, where nobody answered for the other.
    """
    values = {name: getattr(template, name) for name in _COPIED}
    actor_id = context_of(session).actor_id
    if template.responsible is None and actor_id is not None:
        values["responsible"] = session.get(User, actor_id)
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
