"""Scenarios of a call, three at most: what is in and out as the line moves; the adopted one is frozen, day and who."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import selectinload

from mdo.calls.application_rules import NOT_ADMITTED, stored
from mdo.calls.granting import Placed, Simulated, check_ceiling, check_envelope, first_cut, simulate
from mdo.calls.marking import in_hundredths
from mdo.calls.ranking import ranking_of
from mdo.calls.rules import NOT_OPENED
from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_changed, is_set, target_of
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.advisory_locks import hold
from mdo.kernel.states.acts import Act, Machine
from models.accounts import User
from models.applications import Application
from models.calls import MOST_SCENARIOS, CallState, ProjectCall
from models.instances import Instance
from models.judging import CallScenario, ScenarioLine

_FROZEN = N_("This scenario was adopted: it is frozen. Take the adoption back first.")


def check_scenario(session: AnySession, row: CallScenario) -> None:
    """Completes and checks a scenario about to be written: a new one begins with the ranking. Raises RuleViolation."""
    row.cut = row.cut or 0
    call = stored(session, ProjectCall, target_of(row, "call"))
    if call is None:
        return
    if call.state in NOT_OPENED:
        raise RuleViolation(N_("This call is not open yet: nothing is ranked."), field="call")
    if row.adopted_on is not None and is_set(row, ("call", "cut")) and not is_set(row, ("adopted_on",)):
        raise RuleViolation(_FROZEN, field="cut")
    if inspect(row).persistent:
        return
    check_count(session, call)
    if not row.lines:
        fill(session, row, call)


def check_count(session: AnySession, call: ProjectCall, besides: int = 0) -> None:
    """Refuses a fourth scenario, be two people adding one at once. Raises RuleViolation."""
    hold(session, [("call", call.id)])
    asked = select(func.count(CallScenario.id)).where(CallScenario.call_id == call.id, CallScenario.id != besides)
    with session.no_autoflush:
        if (session.scalar(asked) or 0) >= MOST_SCENARIOS:
            raise RuleViolation(
                N_("A call has %(most)d scenarios at most: change one, or delete one first."), most=MOST_SCENARIOS
            )


def check_stored_scenario(session: AnySession, row: CallScenario) -> None:
    """What an undo or a restore brings back is counted too. Raises RuleViolation."""
    call = stored(session, ProjectCall, target_of(row, "call"))
    if call is not None:
        check_count(session, call, besides=row.id or 0)


def fill(session: AnySession, row: CallScenario, call: ProjectCall) -> None:
    """The applications of a call in the order of its ranking, each with what it asks, the line where money ends."""
    with session.no_autoflush:
        found = ranking_of(session, call)
        for place, marked in enumerate(found, 1):
            asked = marked.candidate.asked_incl_tax or 0
            row.lines.append(
                ScenarioLine(
                    application_id=marked.candidate.id,
                    position=place,
                    mean=in_hundredths(marked.mean),
                    amount_incl_tax=min(asked, call.ceiling_incl_tax),
                    is_refused=False,
                )
            )
    # A project without a mean is above no line.
    ranked = [line.amount_incl_tax for line in row.lines if line.mean is not None]
    row.cut = first_cut(ranked, call.envelope_incl_tax)


def check_line(session: AnySession, row: ScenarioLine) -> None:
    """Puts a line that is about to be written at its place: those that follow move on. Raises RuleViolation."""
    check_stored_line(session, row)
    scenario_id = target_of(row, "scenario")
    if not isinstance(scenario_id, int) or row.position is None or not is_changed(row, ("position", "scenario")):
        return
    with session.no_autoflush:
        others = [line for line in lines_of(session, scenario_id) if line is not row]
    others.insert(row.position - 1, row)
    for place, line in enumerate(others, 1):
        if line.position != place:
            line.position = place


def check_stored_line(session: AnySession, row: ScenarioLine) -> None:
    """A line of a scenario that is not frozen, of an application of its call. Raises RuleViolation."""
    scenario = stored(session, CallScenario, target_of(row, "scenario"))
    application = stored(session, Application, target_of(row, "application"))
    if scenario is None or application is None:
        return
    if scenario.adopted_on is not None:
        raise RuleViolation(_FROZEN, field="scenario")
    call = stored(session, ProjectCall, scenario.call_id)
    if call is None or application.call_id != call.id:
        raise RuleViolation(N_("It is of another call: choose one of this call."), field="application")
    if is_set(row, ("application",)) and application.state in NOT_ADMITTED:
        raise RuleViolation(N_("It is not admitted: a scenario places what the jury heard."), field="application")
    check_ceiling(row.amount_incl_tax, call.ceiling_incl_tax, application.derogation_reason, "amount_incl_tax")


def check_line_removal(session: AnySession, row: ScenarioLine) -> None:
    """No project leaves a frozen scenario. Raises RuleViolation."""
    scenario = stored(session, CallScenario, row.scenario_id)
    if scenario is not None and scenario.adopted_on is not None:
        raise RuleViolation(_FROZEN)


def check_scenario_removal(row: CallScenario) -> None:
    """What was adopted stays. Raises RuleViolation."""
    if row.adopted_on is not None:
        raise RuleViolation(_FROZEN)


# ---- What it says ----------------------------------------------------------------------------------------------------


def lines_of(session: AnySession, scenario_id: int) -> Sequence[ScenarioLine]:
    """The lines of a scenario in their order, each with its application, its council and its axis."""
    asked = (
        select(ScenarioLine)
        .where(ScenarioLine.scenario_id == scenario_id)
        .order_by(ScenarioLine.position, ScenarioLine.id)
        .options(
            selectinload(ScenarioLine.application)
            .selectinload(Application.instance)
            .selectinload(Instance.arrondissements),
            selectinload(ScenarioLine.application).selectinload(Application.axis),
        )
    )
    return session.scalars(asked).all()


def placed(line: ScenarioLine) -> Placed:
    """A line as the rules of granting take it."""
    application = line.application
    axis = application.axis.name if application.axis is not None else ""
    places = ", ".join(arrondissement_names(application.instance.arrondissements))
    return Placed(line.application_id, line.amount_incl_tax, line.is_refused, places, axis)


def simulated(session: AnySession, scenario: CallScenario) -> Simulated:
    """What is in, waiting and refused as the line stands now, with its sums."""
    return simulate([placed(line) for line in lines_of(session, scenario.id)], scenario.cut)


def adopted_of(session: AnySession, call_id: int) -> CallScenario | None:
    """The scenario that a call adopted."""
    asked = select(CallScenario).where(CallScenario.call_id == call_id, CallScenario.adopted_on.is_not(None))
    with session.no_autoflush:
        return session.scalars(asked).first()


# ---- Its adoption ----------------------------------------------------------------------------------------------------


def _adopt(session: AnySession, row: CallScenario, asked: Mapping[str, Any]) -> None:
    call = row.call
    hold(session, [("call", call.id)])
    if call.state is not CallState.EXAMINED:
        raise RuleViolation(N_("A scenario is adopted while the call is examined, once filing is closed."))
    others = select(CallScenario.name).where(
        CallScenario.call_id == call.id, CallScenario.adopted_on.is_not(None), CallScenario.id != row.id
    )
    other = session.scalar(others, execution_options=WHOLE_REGISTER)
    if other is not None:
        raise RuleViolation(
            N_("« %(other)s » was adopted already: take its adoption back before you adopt another."), other=other
        )
    said = simulated(session, row)
    if not said.retained:
        raise RuleViolation(N_("Nothing stands above the line: move it before you adopt the scenario."), field="cut")
    check_envelope([line.amount for line in said.retained], call.envelope_incl_tax, "cut")
    _check_admitted(session, row, {line.id for line in said.retained})
    context = context_of(session)
    row.adopted_on = context.today
    row.adopted_by = session.get(User, context.actor_id) if context.actor_id is not None else None


def _check_admitted(session: AnySession, row: CallScenario, retained: Collection[int]) -> None:
    for line in lines_of(session, row.id):
        if line.application_id in retained and line.application.state in NOT_ADMITTED:
            raise RuleViolation(
                N_("« %(what)s » is no longer admitted: take it out of the scenario, or refuse it there."),
                what=line.application,
            )


def _take_back(session: AnySession, row: CallScenario, asked: Mapping[str, Any]) -> None:
    if row.call.state is not CallState.EXAMINED:
        raise RuleViolation(N_("The call was decided with this scenario: its adoption stays."))
    row.adopted_on, row.adopted_by = None, None


def _is_examined(row: CallScenario, law: Any) -> bool:
    return row.call.state is CallState.EXAMINED


# fmt: off
SCENARIO_ACTS = Machine(CallScenario, (
    Act("adopt", N_("Adopt"), "check-lg", title=N_("Scenario adopted"), address="adoption",
        done=N_("Adopted, and frozen since: %(what)s."), write=_adopt, sources=lambda row: row.adopted_on is None,
        offered=_is_examined),
    Act("take_back", N_("Take the adoption back"), "arrow-counterclockwise", title=N_("Adoption taken back"),
        address="retrait", done=N_("It may change again: %(what)s."), write=_take_back,
        sources=lambda row: row.adopted_on is not None, offered=_is_examined, leads=False),
), elsewhere=N_("This scenario has come to another state: here it is now."))
# fmt: on
