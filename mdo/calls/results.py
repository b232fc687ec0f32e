"""What is told of a call: at its notification the adopted scenario becomes outcomes, and results that all may read.

Until then an application keeps the state in which it was judged: nobody reads an outcome on it before it is told.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlalchemy import select

from mdo.calls.application_rules import NOT_ADMITTED, PAID
from mdo.calls.granting import Placed, check_ceiling, check_envelope, simulate
from mdo.calls.rules import granted_in
from mdo.calls.scenarios import adopted_of, lines_of, placed
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.applications import Application
from models.applications import ApplicationState as State
from models.calls import ProjectCall
from models.judging import CallResult

NO_SCENARIO = N_("No scenario of this call was adopted: adopt one first, it says what is retained.")


def check_adopted(session: AnySession, call: ProjectCall) -> None:
    """Refuses to decide of a call without an adopted scenario. Raises RuleViolation."""
    if adopted_of(session, call.id) is None:
        raise RuleViolation(NO_SCENARIO)


def notify(session: AnySession, call: ProjectCall, day: dt.date) -> Sequence[Application]:
    """Writes the outcome of each application as the adopted scenario says it, and what all are told; flushes.

    What was abandoned or declared inadmissible since keeps that. Raises RuleViolation.
    """
    scenario = adopted_of(session, call.id)
    if scenario is None:
        raise RuleViolation(NO_SCENARIO)
    lines = lines_of(session, scenario.id)
    rows = {line.application_id: line.application for line in lines}
    said = simulate([placed(line) for line in lines], scenario.cut)

    def told(placed_lines: Sequence[Placed]) -> Sequence[tuple[Application, Decimal]]:
        return [(rows[line.id], line.amount) for line in placed_lines if rows[line.id].state not in NOT_ADMITTED]

    retained = told(said.retained)
    others = granted_in(session, call.id, rows)
    check_envelope([*others, *(amount for _, amount in retained)], call.envelope_incl_tax, "notified_on")
    for row, amount in retained:
        check_ceiling(amount, call.ceiling_incl_tax, row.derogation_reason, "notified_on")
        _write(row, State.RETAINED, day, call)
        row.granted_incl_tax = amount
    for rank, (row, _) in enumerate(told(said.waiting), 1):
        _write(row, State.WAITING, day, call)
        row.waiting_rank = rank
    for row, _ in told(said.refused):
        _write(row, State.REFUSED, day, call)
    session.flush()
    tell(session, rows.values())
    return list(rows.values())


def _write(row: Application, state: State, day: dt.date, call: ProjectCall) -> None:
    row.state, row.notified_on = state, day
    if state is State.RETAINED and row.report_due_on is None:
        row.report_due_on = call.reports_by


def tell(session: AnySession, rows: Iterable[Application]) -> None:
    """Brings what all are told to what these applications say: one line for each that was retained and notified."""
    by_id = {row.id: row for row in rows}
    asked = select(CallResult).where(CallResult.application_id.in_(by_id))
    told = {result.application_id: result for result in session.scalars(asked)}
    for row_id, row in by_id.items():
        result = told.get(row_id)
        if row.state not in PAID or row.notified_on is None or row.granted_incl_tax is None:
            if result is not None:
                session.delete(result)
            continue
        values = {
            "call": row.call,
            "title": row.title,
            "council": row.instance.name,
            "amount_incl_tax": row.granted_incl_tax,
            "notified_on": row.notified_on,
        }
        if result is None:
            session.add(CallResult(application=row, **values))
            continue
        for name, value in values.items():
            if getattr(result, name) != value:
                setattr(result, name, value)
    session.flush()


def tell_all(session: AnySession, rows: Sequence[Application]) -> None:
    """The same of what an import wrote."""
    tell(session, rows)


def next_waiting(session: AnySession, call_id: int) -> Application | None:
    """The application that takes the place of the next one to be abandoned."""
    asked = (
        select(Application)
        .where(Application.call_id == call_id, Application.state == State.WAITING)
        .order_by(Application.waiting_rank.is_(None), Application.waiting_rank, Application.number)
    )
    with session.no_autoflush:
        return session.scalars(asked.limit(1)).first()
