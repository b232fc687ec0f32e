"""What a juror does: she says whether a file concerns her before she opens it, then marks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mdo.calls.marking import check_mark
from mdo.calls.scope import JUDGED_STATES
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.applications import Application
from models.calls import CallJuror, CallState, ProjectCall
from models.instances import Instance
from models.judging import ApplicationMark, JurorInterest


@dataclass(frozen=True)
class FileToJudge:
    """A file as a juror is told of it before she opens it: its number, title and council, and what she declared."""

    id: int
    call_id: int
    juror_id: int
    number: int
    title: str
    council: str
    is_concerned: bool | None
    marks: int


def jurors_of_account(session: AnySession, user_id: int | None) -> Sequence[CallJuror]:
    """The juries that an account is of, of calls that are judged now."""
    asked = (
        select(CallJuror)
        .join(CallJuror.call)
        .where(CallJuror.user_id == (user_id or 0), ProjectCall.state == CallState.EXAMINED)
        .order_by(CallJuror.id)
    )
    return session.scalars(asked).all()


def closed_to_reader(session: AnySession) -> frozenset[int]:
    """Ids of the applications that the reader said concern her, while they are judged: she reads no mark of them."""
    asked = (
        select(JurorInterest.application_id)
        .join(JurorInterest.juror)
        .join(CallJuror.call)
        .where(
            CallJuror.user_id == (context_of(session).actor_id or 0),
            JurorInterest.is_concerned.is_(True),
            ProjectCall.state == CallState.EXAMINED,
        )
    )
    return frozenset(session.scalars(asked))


def files_of(session: AnySession, juror: CallJuror) -> Sequence[FileToJudge]:
    """The files that a juror is given, those that she has not opened yet too: of these, no more than their names.

    Whoever reads the grid of another juror is not given those that concern herself.
    """
    closed = frozenset() if juror.user_id == context_of(session).actor_id else closed_to_reader(session)
    asked = (
        select(Application.id, Application.call_id, Application.number, Application.title, Instance.name)
        .join(Application.instance)
        .where(Application.call_id == juror.call_id, Application.state.in_(JUDGED_STATES))
        .order_by(Application.number)
    )
    said = select(JurorInterest.application_id, JurorInterest.is_concerned).where(JurorInterest.juror_id == juror.id)
    declared = {row.application_id: row.is_concerned for row in session.execute(said)}
    marked: dict[int, int] = {}
    for application_id in session.scalars(
        select(ApplicationMark.application_id).where(ApplicationMark.juror_id == juror.id)
    ):
        marked[application_id] = marked.get(application_id, 0) + 1
    return [
        FileToJudge(row_id, call_id, juror.id, number, title, council, declared.get(row_id), marked.get(row_id, 0))
        for row_id, call_id, number, title, council in session.execute(asked, execution_options=WHOLE_REGISTER)
        if row_id not in closed
    ]


def interest_of(session: AnySession, user_id: int | None, application_id: int) -> JurorInterest | None:
    """What an account declared of a file, while its call is judged."""
    asked = (
        select(JurorInterest)
        .join(JurorInterest.juror)
        .join(CallJuror.call)
        .where(
            CallJuror.user_id == (user_id or 0),
            JurorInterest.application_id == application_id,
            ProjectCall.state == CallState.EXAMINED,
        )
    )
    return session.scalars(asked).first()


def declare(
    session: AnySession, juror: CallJuror, application_id: int, reason: str, *, is_concerned: bool
) -> JurorInterest:
    """Writes what a juror declares of a file, anew where she did before; flushes. Raises RuleViolation."""
    today, said = context_of(session).today, reason.strip() or None
    row = stated(session, juror.id, application_id)
    if row is None:
        row = JurorInterest(juror_id=juror.id, application_id=application_id)
    elif (row.is_concerned, row.reason) == (is_concerned, said):
        return row
    row.is_concerned, row.reason, row.declared_on = is_concerned, said, today
    check_row(session, row, today)
    session.add(row)
    session.flush()
    return row


def stated(session: AnySession, juror_id: int, application_id: int) -> JurorInterest | None:
    """What a juror declared of a file."""
    asked = select(JurorInterest).where(
        JurorInterest.juror_id == juror_id, JurorInterest.application_id == application_id
    )
    return session.scalars(asked).first()


def marks_by(session: AnySession, juror_id: int, application_id: int) -> Mapping[int, ApplicationMark]:
    """The marks of a juror to a file, by criterion."""
    asked = select(ApplicationMark).where(
        ApplicationMark.juror_id == juror_id, ApplicationMark.application_id == application_id
    )
    return {row.criterion_id: row for row in session.scalars(asked)}


def write_marks(session: AnySession, juror_id: int, application_id: int, marks: Mapping[int, int | None]) -> int:
    """Brings the marks of a juror to a file to these, by criterion; None takes one away. How many changed.

    Raises RuleViolation.
    """
    today, stored, changed = context_of(session).today, marks_by(session, juror_id, application_id), 0
    for criterion_id, mark in marks.items():
        check_mark(mark)
        row = stored.get(criterion_id)
        if mark is None:
            if row is not None:
                session.delete(row)
                changed += 1
            continue
        if row is not None and row.mark == mark:
            continue
        if row is None:
            row = ApplicationMark(juror_id=juror_id, application_id=application_id, criterion_id=criterion_id)
        row.mark = mark
        check_row(session, row, today)
        session.add(row)
        changed += 1
    session.flush()
    return changed
