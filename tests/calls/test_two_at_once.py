"""Two people at once on a call: the second waits, reads what the first wrote, and is refused by the same rule."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.application_states import APPLICATION_ACTS
from mdo.calls.scenarios import SCENARIO_ACTS
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.states.acts import perform
from models.applications import Application, ApplicationState
from models.calls import CallState, ProjectCall
from models.judging import CallScenario
from tests.people.test_two_at_once import at_once
from tests.support import TODAY
from tests.support import calls as make
from tests.support.databases import Database

pytestmark = pytest.mark.db
Write = Callable[[Session], None]


def take_place(row_id: int, granted: str) -> Write:
    def write(session: Session) -> None:
        row = session.get_one(Application, row_id)
        asked = {"granted_incl_tax": Decimal(granted)}
        perform(APPLICATION_ACTS, APPLICATION_ACTS.act("take_place"), session, row, asked)

    return write


@pytest.mark.parametrize(("second", "refusal"), [("4000", ""), ("4000.01", "0,01 € too much")])
def test_two_grants_hold_in_one_envelope(session: Session, database: Database, second: str, refusal: str) -> None:
    call = make.ProjectCallFactory(state=CallState.NOTIFIED, envelope_incl_tax=Decimal(9_000))
    first, other = (
        make.ApplicationFactory(call=call, number=number, state=ApplicationState.WAITING, waiting_rank=number)
        for number in (1, 2)
    )
    ids = first.id, other.id
    session.commit()
    session.close()
    told = at_once(database, take_place(ids[0], "5000"), take_place(ids[1], second))
    assert told.endswith(refusal + "." if refusal else "")
    granted = session.scalars(select(Application.granted_incl_tax).where(Application.granted_incl_tax.is_not(None)))
    assert sum(granted) == (Decimal(5_000) if refusal else Decimal(9_000))


def scenario(call_id: int, name: str) -> Write:
    def write(session: Session) -> None:
        row = CallScenario(call=session.get_one(ProjectCall, call_id), name=name)
        with session.no_autoflush:
            check_row(session, row, TODAY)
        session.add(row)

    return write


def test_a_fourth_scenario_is_refused_to_who_adds_it_with_the_third(session: Session, database: Database) -> None:
    call = make.ProjectCallFactory()
    for name in ("Un", "Deux"):
        make.CallScenarioFactory(call=call, name=name)
    call_id = call.id
    session.commit()
    session.close()
    assert "at most" in at_once(database, scenario(call_id, "Trois"), scenario(call_id, "Quatre"))


def adopt(row_id: int) -> Write:
    def write(session: Session) -> None:
        perform(SCENARIO_ACTS, SCENARIO_ACTS.act("adopt"), session, session.get_one(CallScenario, row_id), {})

    return write


def test_two_scenarios_are_not_adopted_at_once(session: Session, database: Database) -> None:
    call = make.ProjectCallFactory()
    rows = [make.CallScenarioFactory(call=call, cut=1) for _ in range(2)]
    application = make.ApplicationFactory(call=call)
    for row in rows:
        make.ScenarioLineFactory(scenario=row, application=application)
    ids = [row.id for row in rows]
    session.commit()
    session.close()
    assert "adopted already" in at_once(database, *(adopt(row_id) for row_id in ids))
