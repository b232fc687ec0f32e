"""What is asked of calls and of what makes their rules: days in order, envelope, criteria, jury."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import inspect, select

from mdo.calls.granting import check_envelope
from mdo.calls.marking import check_weight
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import target_of, value_replaced
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold
from models.applications import Application
from models.calls import CallCriterion, CallJuror, CallState, ProjectCall
from models.judging import ApplicationMark
from models.text import fold

# The days of a call, in the order in which they come.
DAYS = (
    "opens_on",
    "closes_on",
    "opinions_by",
    "jury_by",
    "arbitration_by",
    "councils_by",
    "deliberation_by",
    "notification_by",
    "realisation_by",
    "reports_by",
)
NOT_OPENED = frozenset({CallState.TEMPLATE, CallState.DRAFT})
_OUT_OF_ORDER = N_("The days of a call follow one another: this one comes before the one above it.")


def check_call(session: AnySession, call: ProjectCall, today: dt.date) -> None:
    """Completes and checks a call about to be written. Raises RuleViolation."""
    call.state = call.state or CallState.DRAFT
    gather(
        lambda: check_days(call),
        lambda: _check_money(call),
        lambda: _check_state(call, today),
        lambda: _check_granted(session, call),
    )


def check_days(call: ProjectCall) -> None:
    """Refuses days that go backwards. Raises RuleViolation."""
    last: dt.date | None = None
    for name in DAYS:
        day = getattr(call, name)
        if day is not None and last is not None and day < last:
            raise RuleViolation(_OUT_OF_ORDER, field=name)
        last = day or last


def _check_money(call: ProjectCall) -> None:
    ceiling, envelope = call.ceiling_incl_tax, call.envelope_incl_tax
    if ceiling is not None and envelope is not None and ceiling > envelope:
        raise RuleViolation(N_("The ceiling of a project is a part of the envelope."), field="ceiling_incl_tax")


def _check_state(call: ProjectCall, today: dt.date) -> None:
    if call.state not in NOT_OPENED and (call.opens_on is None or call.closes_on is None):
        raise RuleViolation(
            N_("A call that is open says when filing opens and closes: write the two days."), field="closes_on"
        )
    for name in ("decided_on", "notified_on"):
        day = getattr(call, name)
        if day is not None and day > today:
            raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field=name)


def _check_granted(session: AnySession, call: ProjectCall) -> None:
    """The envelope is never less than what was given of it."""
    if call.id is None:
        return
    with session.no_autoflush:
        check_envelope(granted_in(session, call.id), call.envelope_incl_tax, "envelope_incl_tax")


def granted_in(session: AnySession, call_id: int, besides: Iterable[int] = ()) -> Sequence[Decimal]:
    """What the applications of a call are given, but for some; waits for whoever grants there at the same time."""
    hold(session, [("call", call_id)])
    asked = select(Application.granted_incl_tax).where(
        Application.call_id == call_id,
        Application.granted_incl_tax.is_not(None),
        Application.id.not_in(list(besides)),
    )
    found = session.scalars(asked, execution_options=WHOLE_REGISTER)
    return [amount for amount in found if amount is not None]


def check_title(call: ProjectCall, others: Iterable[tuple[int, str]]) -> None:
    """Refuses the title of another call: workbooks know a call by it. `others` are ids with titles."""
    own = fold(call.title or "")
    if any(row_id != call.id and fold(title) == own for row_id, title in others):
        raise RuleViolation(N_("Another call is called so: add its year."), field="title")


def titles(session: AnySession) -> Sequence[tuple[int, str]]:
    """The ids and titles of all calls."""
    with session.no_autoflush:
        return [(row_id, title) for row_id, title in session.execute(select(ProjectCall.id, ProjectCall.title))]


# ---- Its criteria and its jury ---------------------------------------------------------------------------------------


def check_criterion(session: AnySession, row: CallCriterion) -> None:
    """Refuses a weight of 0, and one that changes without a reason once marks are there. Raises RuleViolation."""
    row.position = row.position or 1
    if row.weight is not None and row.weight <= 0:
        raise RuleViolation(N_("A criterion that weighs nothing is none: give it a weight."), field="weight")
    call_id = target_of(row, "call")
    if isinstance(call_id, int):
        before = value_replaced(row, "weight") if row.id is not None else None
        with session.no_autoflush:
            check_weight(before, row.weight, row.weight_reason, is_marked=_is_marked(session, call_id))


def _is_marked(session: AnySession, call_id: int) -> bool:
    asked = select(ApplicationMark.id).join(ApplicationMark.criterion).where(CallCriterion.call_id == call_id).limit(1)
    return session.scalar(asked, execution_options=WHOLE_REGISTER) is not None


def check_juror(session: AnySession, row: CallJuror) -> None:
    """An account or a name, once in a call; who has judged stays who she is. Raises RuleViolation."""
    row.name = (row.name or "").strip() or None
    user = target_of(row, "user")
    if (user is None) == (row.name is None):
        raise RuleViolation(N_("Choose an account, or write the name of who has none: one of the two."), field="user")
    call_id = target_of(row, "call")
    if not isinstance(call_id, int):
        return
    if inspect(row).persistent and value_replaced(row, "user_id") not in (None, row.user_id):
        raise RuleViolation(N_("Her marks are hers: add another juror, and leave this one."), field="user")
    same = select(CallJuror.user_id, CallJuror.name).where(CallJuror.call_id == call_id, CallJuror.id != (row.id or 0))
    with session.no_autoflush:
        for user_id, name in session.execute(same, execution_options=WHOLE_REGISTER):
            if (isinstance(user, int) and user_id == user) or (row.name and fold(name) == fold(row.name)):
                raise RuleViolation(N_("She is of this jury already."), field="user" if user else "name")
