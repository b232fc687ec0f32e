"""What is asked of applications, whatever door writes them: who writes what, admission, ceiling and envelope."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, inspect, select

from mdo.calls.granting import check_admissible, check_ceiling, check_envelope
from mdo.calls.rules import NOT_OPENED, granted_in
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.base.relations import is_changed, is_set, target_of, value_replaced
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold, read_afresh
from mdo.meetings.calendar_revisions import OFF
from models.applications import Application, ApplicationExpense, ApplicationOpinion, OpinionKind
from models.applications import ApplicationState as State
from models.calls import CallAxis, CallSitting, CallState, ProjectCall
from models.execution import PurchaseOrder
from models.meetings import Meeting

T = TypeVar("T")
# What was given something, which counts in the envelope.
PAID = frozenset({State.RETAINED, State.REALISED, State.REPORTED, State.CLOSED})
NOT_ADMITTED = frozenset({State.DRAFT, State.FILED, State.INADMISSIBLE, State.ABANDONED})
# What the council says; it stays as it was filed once the call is examined.
OF_COUNCIL = ("call", "title", "instance", "partners", "axis", "summary", "budget", "asked_incl_tax")
OF_MISSION = (
    "is_complete", "derogation_reason", "inadmissible_reason", "sitting", "heard_at", "granted_incl_tax",
    "waiting_rank", "refusal_reason", "notified_on", "abandoned_reason", "means", "contract", "order", "year_end",
)  # fmt: skip
# From then on, only the mission adds an application.
DECIDED = frozenset({CallState.DECIDED, CallState.NOTIFIED, CallState.CLOSED})
_OWN_MOVES = {
    (None, State.DRAFT),
    (None, State.FILED),
    (State.DRAFT, State.FILED),
    (State.RETAINED, State.REALISED),
    (State.REALISED, State.REPORTED),
}
_PAST = ("filed_on", "adopted_on", "notified_on", "accepted_on", "realised_on", "reminded_on", "reported_on")
_DECIDED_BY_MISSION = N_("The mission says this: what you may write is what your council asks for, then its bilan.")


_DECIDED = N_("This call is decided: it takes no more applications. Choose a call that is open, or ask the mission.")
_INCOMPLETE = N_("What is admitted is complete: say that all its papers are there, or declare it inadmissible.")
_FROZEN = N_("This application is examined as it was filed: ask the mission for a change.")


def is_limited(session: AnySession) -> bool:
    """Whether the reader answers for arrondissements alone."""
    scope = context_of(session).scope
    return scope.user_id is not None and not scope.is_unlimited


def stored(session: AnySession, model: type[T], target: T | int | None) -> T | None:
    """A related row, from what `target_of` says of it."""
    with session.no_autoflush:
        return session.get(model, target) if isinstance(target, int) else target


def check_application(
    session: AnySession, row: Application, today: dt.date, others: Sequence[Decimal] | None = None
) -> None:
    """Completes and checks an application about to be written. Raises RuleViolation.

    `others` is what the other applications of the call are given, where an import holds it.
    """
    row.state = row.state or State.DRAFT
    call = stored(session, ProjectCall, target_of(row, "call"))
    if call is None:
        return
    gather(
        lambda: check_who(session, row, call),
        lambda: check_filing(row, call, today),
        lambda: check_outcome(row, call),
        lambda: _check_links(session, row, call),
        lambda: _check_adoption(session, row, today),
        lambda: _check_envelope(session, row, call, others),
    )
    if row.number is None:
        row.number = next_number(session, call)


def next_number(session: AnySession, call: ProjectCall) -> int:
    """The number of the next application of a call; whoever files at the same time waits."""
    hold(session, [("call", call.id)])
    asked = select(func.max(Application.number)).where(Application.call_id == call.id)
    with session.no_autoflush:
        highest = session.scalar(asked, execution_options=WHOLE_REGISTER) or 0
    pending = (one.number for one in session.new if isinstance(one, Application) and target_of(one, "call") == call.id)
    return max([highest, *(number for number in pending if number)]) + 1


def check_who(session: AnySession, row: Application, call: ProjectCall) -> None:
    """A référent writes what her council asks until it is examined, then what became of it. Raises RuleViolation."""
    if not is_limited(session):
        return
    before = value_replaced(row, "state")
    if before != row.state and (before, row.state) not in _OWN_MOVES:
        raise RuleViolation(_DECIDED_BY_MISSION, field="state")
    for name in OF_MISSION:
        is_new = not inspect(row).persistent
        if getattr(row, name) not in (None, False) if is_new else is_changed(row, (name,)):
            raise RuleViolation(_DECIDED_BY_MISSION, field=name)
    is_filing = before in (None, State.DRAFT) and row.state is State.FILED
    is_coming = is_filing or not inspect(row).persistent or is_changed(row, ("call",))
    if is_coming and call.state in DECIDED:
        raise RuleViolation(_DECIDED, field="call")
    if not (is_asking(row, call) or is_filing) and is_changed(row, OF_COUNCIL):
        raise RuleViolation(_FROZEN, field="title")


def may_come(session: AnySession, call: ProjectCall) -> bool:
    """Whether a call takes an application of the reader: that of a référent until it is decided."""
    return call.state is not CallState.TEMPLATE and not (call.state in DECIDED and is_limited(session))


def is_asking(row: Application, call: ProjectCall) -> bool:
    """Whether a council may still change what it asks for."""
    return row.state is State.DRAFT or (row.state is State.FILED and call.state is CallState.OPEN)


def may_still_ask(session: AnySession, row: Application) -> bool:
    """The same, of what hangs on an application, with which it may be filed."""
    call = stored(session, ProjectCall, target_of(row, "call"))
    return call is None or is_asking(row, call) or value_replaced(row, "state") in (None, State.DRAFT)


def check_filing(row: Application, call: ProjectCall, today: dt.date) -> None:
    """Whether an application may be where it says it is, before its outcome. Raises RuleViolation."""
    for name in _PAST:
        day = getattr(row, name)
        # The day of an adoption follows its meeting, which may be put off once the application was filed.
        is_moved = name == "adopted_on" and not is_set(row, ("adopted_on", "adoption_meeting"))
        if day is not None and day > today and not is_moved:
            raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field=name)
    if row.state in (State.DRAFT, State.ABANDONED):
        return
    if call.state in NOT_OPENED:
        raise RuleViolation(N_("This call is not open: an application stays a draft until it is."), field="call")
    if row.filed_on is None:
        raise RuleViolation(N_("Write the day on which it was filed."), field="filed_on")
    if row.asked_incl_tax is None:
        raise RuleViolation(N_("Write the amount that is asked, with tax."), field="asked_incl_tax")
    if row.state is State.INADMISSIBLE and not (row.inadmissible_reason or "").strip():
        raise RuleViolation(N_("Write why it is inadmissible: the letter says it."), field="inadmissible_reason")
    if row.state not in NOT_ADMITTED:
        gather(
            lambda: _check_complete(row),
            lambda: check_admissible(
                row.filed_on, call.closes_on, row.asked_incl_tax, call.ceiling_incl_tax, row.derogation_reason
            ),
        )


def _check_complete(row: Application) -> None:
    """What is admitted has all its papers, when it is and as long as somebody says otherwise.

    What was admitted before this was asked goes on. Raises RuleViolation.
    """
    is_coming = value_replaced(row, "state") in {None, *NOT_ADMITTED}
    if not row.is_complete and (is_coming or is_set(row, ("is_complete",))):
        raise RuleViolation(_INCOMPLETE, field="is_complete")


def check_outcome(row: Application, call: ProjectCall) -> None:
    """What is granted goes with the state, under the ceiling. Raises RuleViolation."""
    if row.state is State.ABANDONED and not (row.abandoned_reason or "").strip():
        raise RuleViolation(N_("Write why it was abandoned."), field="abandoned_reason")
    if row.state in PAID and row.granted_incl_tax is None:
        raise RuleViolation(N_("Write what is granted to a project that is retained."), field="granted_incl_tax")
    if row.state not in PAID and row.granted_incl_tax is not None:
        raise RuleViolation(
            N_("A project that is not retained is given nothing: leave the amount empty."), field="granted_incl_tax"
        )
    check_ceiling(row.granted_incl_tax, call.ceiling_incl_tax, row.derogation_reason, "granted_incl_tax")


def _check_envelope(session: AnySession, row: Application, call: ProjectCall, others: Sequence[Decimal] | None) -> None:
    if row.granted_incl_tax is None or call.id is None:
        return
    if others is None:
        with session.no_autoflush:
            others = granted_in(session, call.id, () if row.id is None else (row.id,))
        read_afresh(session, [call])
    check_envelope([*others, row.granted_incl_tax], call.envelope_incl_tax, "granted_incl_tax")


def _check_links(session: AnySession, row: Application, call: ProjectCall) -> None:
    for name, model in (("axis", CallAxis), ("sitting", CallSitting)):
        target = stored(session, model, target_of(row, name))
        if target is not None and target.call_id != call.id:
            raise RuleViolation(N_("It is of another call: choose one of this call."), field=name)
    order = stored(session, PurchaseOrder, target_of(row, "order"))
    if order is not None and order.contract_id != target_of(row, "contract"):
        raise RuleViolation(N_("This order is of another contract than the need of the project."), field="order")


def _check_adoption(session: AnySession, row: Application, today: dt.date) -> None:
    """The meeting of the adoption is one of its councils, held on that day, which it gives."""
    if not is_set(row, ("adoption_meeting", "adopted_on", "instance", "partners")):
        return
    meeting = stored(session, Meeting, target_of(row, "adoption_meeting"))
    if meeting is None:
        return
    with session.no_autoflush:
        councils = {target_of(row, "instance"), *(partner.id for partner in row.partners)}
    if meeting.instance_id is None or meeting.instance_id not in councils:
        raise RuleViolation(
            N_("This meeting is of another body: choose one of the council, or leave it empty."),
            field="adoption_meeting",
        )
    if meeting.state in OFF:
        raise RuleViolation(
            N_("This meeting did not take place: choose the one at which the council adopted the project."),
            field="adoption_meeting",
        )
    day = day_of(meeting.start_at)
    row.adopted_on = row.adopted_on or day
    if row.adopted_on != day:
        raise RuleViolation(
            N_("The council met on %(day)s: write that day, or choose the meeting of the day of the adoption."),
            field="adopted_on",
            day=day,
        )
    if day > today:
        raise RuleViolation(
            N_(
                "This meeting is still to come, on %(day)s: choose the one at which the council adopted the project, "
                "or leave both empty until then."
            ),
            field="adoption_meeting",
            day=day,
        )


def stays(row: Application) -> bool:
    """Whether an application is never deleted: it was filed."""
    return row.state is not State.DRAFT


def check_removal(row: Application) -> None:
    """What was filed stays in the register: it is abandoned, not deleted. Raises RuleViolation."""
    if stays(row):
        raise RuleViolation(N_("It was filed: it stays in the register. Abandon it, with the reason."))


def check_expense(session: AnySession, row: ApplicationExpense) -> None:
    """A line of a budget is written as the application is. Raises RuleViolation."""
    application = stored(session, Application, target_of(row, "application"))
    if application is not None:
        check_budget(session, application)


def check_budget(session: AnySession, row: Application) -> None:
    """A référent writes the budget of her council until it is examined. Raises RuleViolation."""
    if is_limited(session) and not may_still_ask(session, row):
        raise RuleViolation(_FROZEN, field="label")


# ---- Opinions --------------------------------------------------------------------------------------------------------


def check_opinion(session: AnySession, row: ApplicationOpinion, today: dt.date) -> None:
    """Completes and checks an opinion about to be written. Raises RuleViolation."""
    application = stored(session, Application, target_of(row, "application"))
    if application is not None and row.due_on is None and row.asked_on is not None:
        call = stored(session, ProjectCall, application.call_id)
        row.due_on = call.opinions_by if call is not None else None
    gather(
        lambda: _check_kind(session, row),
        lambda: _check_given(row, today),
        lambda: _check_preference(session, row, application),
    )


def may_write_kind(session: AnySession, kind: OpinionKind | None) -> bool:
    """Whether the reader writes opinions of this kind: those of directions are the mission's."""
    return kind is not OpinionKind.TECHNICAL or not is_limited(session)


def _check_kind(session: AnySession, row: ApplicationOpinion) -> None:
    if not (may_write_kind(session, row.kind) and may_write_kind(session, value_replaced(row, "kind"))):
        raise RuleViolation(
            N_("The mission asks directions for their opinions: choose that of the mairie, or tell the mission."),
            field="kind",
        )


def _check_given(row: ApplicationOpinion, today: dt.date) -> None:
    if row.given_on is not None and row.given_on > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="given_on")
    if (row.given_on is None) != (row.sense is None):
        raise RuleViolation(N_("An opinion that was given has its day and its sense: write both."), field="given_on")
    if row.asked_on is not None and row.due_on is not None and row.due_on < row.asked_on:
        raise RuleViolation(N_("It is awaited after it is asked."), field="due_on")


def _check_preference(session: AnySession, row: ApplicationOpinion, application: Application | None) -> None:
    if row.preference is None:
        return
    if row.kind is not OpinionKind.MAIRIE:
        raise RuleViolation(N_("An order of preference is that of a mairie: leave it empty."), field="preference")
    if application is None or application.call_id is None:
        return
    same = (
        select(ApplicationOpinion.author)
        .join(ApplicationOpinion.application)
        .where(
            Application.call_id == application.call_id,
            ApplicationOpinion.preference == row.preference,
            ApplicationOpinion.kind == OpinionKind.MAIRIE,
            ApplicationOpinion.id != (row.id or 0),
            ApplicationOpinion.application_id != (application.id or 0),
            func.lower(ApplicationOpinion.author) == (row.author or "").lower(),
        )
    )
    with session.no_autoflush:
        if session.scalar(same.limit(1), execution_options=WHOLE_REGISTER) is not None:
            raise RuleViolation(
                N_("This mairie gave this place to another project of the call: give each its own."),
                field="preference",
            )
