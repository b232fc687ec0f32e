"""The ranking of a call as its jury stands: what is stored, given to the rules of marking."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func, select

from mdo.calls.application_rules import stored
from mdo.calls.marking import Candidate, Marked, marked
from mdo.calls.scope import JUDGED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import target_of, value_replaced
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.applications import Application, ApplicationOpinion, OpinionKind
from models.applications import ApplicationState as State
from models.calls import CallCriterion, CallJuror, CallState, ProjectCall
from models.judging import ApplicationMark, JurorInterest

# Admitted, whatever became of it since.
RANKED_STATES = frozenset(State) - {State.DRAFT, State.FILED, State.INADMISSIBLE, State.ABANDONED}


def candidates_of(session: AnySession, call_id: int) -> Sequence[Candidate]:
    """The applications of a call that its jury judges."""
    preferences = dict(
        session.execute(
            select(ApplicationOpinion.application_id, func.min(ApplicationOpinion.preference))
            .join(ApplicationOpinion.application)
            .where(Application.call_id == call_id, ApplicationOpinion.kind == OpinionKind.MAIRIE)
            .group_by(ApplicationOpinion.application_id)
        ).all()
    )
    asked = select(Application.id, Application.number, Application.asked_incl_tax, Application.filed_on).where(
        Application.call_id == call_id, Application.state.in_(RANKED_STATES)
    )
    return [
        Candidate(row_id, number, amount, filed_on, preferences.get(row_id))
        for row_id, number, amount, filed_on in session.execute(asked.order_by(Application.number))
    ]


def marks_of(session: AnySession, call_id: int) -> dict[tuple[int, int], dict[int, int]]:
    """The marks of a call by juror and application, then by criterion."""
    found: dict[tuple[int, int], dict[int, int]] = {}
    asked = select(
        ApplicationMark.juror_id, ApplicationMark.application_id, ApplicationMark.criterion_id, ApplicationMark.mark
    ).join(ApplicationMark.juror)
    for juror_id, application_id, criterion_id, mark in session.execute(asked.where(CallJuror.call_id == call_id)):
        found.setdefault((juror_id, application_id), {})[criterion_id] = mark
    return found


def concerned_in(session: AnySession, call_id: int) -> Sequence[tuple[int, int]]:
    """The juror and the application of each « déport »."""
    asked = select(JurorInterest.juror_id, JurorInterest.application_id).join(JurorInterest.juror)
    found = session.execute(asked.where(CallJuror.call_id == call_id, JurorInterest.is_concerned.is_(True)))
    return [(juror_id, application_id) for juror_id, application_id in found]


def weights_of(session: AnySession, call_id: int) -> dict[int, Decimal]:
    """The weight of each criterion of a call, in their order."""
    asked = select(CallCriterion.id, CallCriterion.weight).where(CallCriterion.call_id == call_id)
    found = session.execute(asked.order_by(CallCriterion.position, CallCriterion.id))
    return {row.id: row.weight for row in found}


def jurors_of(session: AnySession, call_id: int) -> Sequence[CallJuror]:
    """The jurors of a call, in the order in which they were named."""
    return session.scalars(select(CallJuror).where(CallJuror.call_id == call_id).order_by(CallJuror.id)).all()


def ranking_of(session: AnySession, call: ProjectCall) -> Sequence[Marked]:
    """The applications of a call as its jury ranks them now."""
    with session.no_autoflush:
        return marked(
            candidates_of(session, call.id),
            [juror.id for juror in jurors_of(session, call.id)],
            weights_of(session, call.id),
            marks_of(session, call.id),
            concerned_in(session, call.id),
            call.tie_rule,
        )


# ---- What is asked of marks and declarations -------------------------------------------------------------------------


def check_interest(session: AnySession, row: JurorInterest) -> None:
    """A juror declares herself on the applications of her call, until it is decided. Raises RuleViolation.

    Once concerned, she says why; who changes what she declared says why too.
    """
    _same_call(session, row)
    is_changed = value_replaced(row, "is_concerned") not in (None, row.is_concerned)
    if is_changed:
        _check_undecided(session, row)
    if row.is_concerned and not (row.reason or "").strip():
        raise RuleViolation(N_("Say how you are concerned: the minutes of the jury tell it."), field="reason")
    if is_changed and not (row.reason or "").strip():
        raise RuleViolation(N_("Say why what was declared changes: the journal keeps it."), field="reason")


def check_interest_removal(session: AnySession, row: JurorInterest) -> None:
    """What was declared of a file that was marked stays, or changes. Raises RuleViolation."""
    _check_undecided(session, row)
    marked_it = select(ApplicationMark.id).where(
        ApplicationMark.juror_id == row.juror_id, ApplicationMark.application_id == row.application_id
    )
    if session.scalar(marked_it.limit(1)) is not None:
        raise RuleViolation(N_("This file was marked: change what was declared of it, it cannot be taken away."))


def _check_undecided(session: AnySession, row: JurorInterest) -> None:
    application = stored(session, Application, target_of(row, "application"))
    if application is not None and (
        application.state not in JUDGED_STATES or application.call.state is not CallState.EXAMINED
    ):
        raise RuleViolation(N_("This project is decided: what was declared of it stays."), field="is_concerned")


def check_application_mark(session: AnySession, row: ApplicationMark) -> None:
    """A mark is of the call of its juror, who is not concerned. Raises RuleViolation."""
    call_id = _same_call(session, row)
    criterion = stored(session, CallCriterion, target_of(row, "criterion"))
    if criterion is not None and call_id is not None and criterion.call_id != call_id:
        raise RuleViolation(N_("It is of another call: choose one of this call."), field="criterion")
    juror_id, application_id = target_of(row, "juror"), target_of(row, "application")
    if not isinstance(juror_id, int) or not isinstance(application_id, int):
        return
    said = select(JurorInterest.is_concerned).where(
        JurorInterest.juror_id == juror_id, JurorInterest.application_id == application_id
    )
    with session.no_autoflush:
        is_concerned = session.scalar(said, execution_options=WHOLE_REGISTER)
    if is_concerned is None:
        raise RuleViolation(N_("Before a file is marked, its juror says whether she is concerned by it."))
    if is_concerned:
        raise RuleViolation(N_("She is concerned by this project: she does not mark it."))


def _same_call(session: AnySession, row: JurorInterest | ApplicationMark) -> int | None:
    with session.no_autoflush:
        juror: CallJuror | None = stored(session, CallJuror, target_of(row, "juror"))
        application: Application | None = stored(session, Application, target_of(row, "application"))
    if juror is None or application is None:
        return juror.call_id if juror is not None else None
    if juror.call_id != application.call_id:
        raise RuleViolation(N_("It is of another call: choose one of this call."), field="application")
    return juror.call_id
