"""A call from its template to its last bilan: what each act asks, writes, refuses and brings."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.application_states import APPLICATION_ACTS
from mdo.calls.call_states import CALL_ACTS
from mdo.calls.copying import launch
from mdo.calls.ranking import ranking_of
from mdo.calls.scenarios import SCENARIO_ACTS, simulated
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rules.row_rules import check_removal, check_row
from mdo.kernel.scope.limits import Scope
from mdo.kernel.states.acts import Machine, perform
from mdo.procurement.splitting import needs_of_family, splitting_of
from mdo.procurement.thresholds import stored_thresholds
from models.applications import Application, ApplicationState, Means
from models.calls import CallState, ProjectCall
from models.judging import CallResult, CallScenario, ScenarioLine
from tests.support import TODAY
from tests.support import calls as make
from tests.support import factories as base
from tests.support import procurement as buying

State = ApplicationState


def do(session: Session, machine: Machine, name: str, row: Any, **asked: Any) -> None:
    perform(machine, machine.act(name), session, row, asked)


def refused(session: Session, machine: Machine, name: str, row: Any, **asked: Any) -> RuleViolation:
    with pytest.raises(RuleViolation) as found:
        do(session, machine, name, row, **asked)
    session.rollback()
    return found.value


# ---- The call --------------------------------------------------------------------------------------------------------


def test_a_call_is_launched_from_its_template_with_its_days_moved_together(session: Session) -> None:
    template = session.scalars(select(ProjectCall).where(ProjectCall.state == CallState.TEMPLATE)).one()
    call = launch(session, template, "APICQ 2028", 2028, dt.date(2027, 11, 2))
    session.commit()
    assert (call.state, call.year, call.title) == (CallState.DRAFT, 2028, "APICQ 2028")
    assert (call.envelope_incl_tax, call.ceiling_incl_tax) == (Decimal(60_000), Decimal(5_000))
    assert [axis.name for axis in call.axes] == [axis.name for axis in template.axes]
    assert sum(row.weight for row in call.criteria) == 100
    assert call.opens_on == dt.date(2027, 11, 2)
    assert call.closes_on == dt.date(2028, 1, 7)
    assert template.state is CallState.TEMPLATE


def test_a_call_opens_once_it_has_axes_and_criteria(session: Session) -> None:
    call = make.ProjectCallFactory(state=CallState.DRAFT)
    session.commit()
    refused(session, CALL_ACTS, "open", call)
    make.CallAxisFactory(call=call)
    make.CallCriterionFactory(call=call)
    session.commit()
    do(session, CALL_ACTS, "open", call)
    assert call.state is CallState.OPEN


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"closes_on": dt.date(2026, 8, 31)}, "closes_on"),
        ({"jury_by": dt.date(2026, 10, 14)}, "jury_by"),
        ({"jury_by": dt.date(2026, 10, 15)}, None),
        ({"ceiling_incl_tax": Decimal("60000.01")}, "ceiling_incl_tax"),
        ({"decided_on": TODAY + dt.timedelta(days=1)}, "decided_on"),
    ],
)
def test_the_days_of_a_call_follow_one_another(session: Session, values: dict[str, Any], field: str | None) -> None:
    call = make.ProjectCallFactory()
    session.commit()
    for name, value in values.items():
        setattr(call, name, value)
    if field is None:
        check_row(session, call, TODAY)
        return
    with session.no_autoflush, pytest.raises(RuleViolation) as found:
        check_row(session, call, TODAY)
    assert field in {each.field for each in found.value.all}


# ---- Filing and admission --------------------------------------------------------------------------------------------


def test_late_and_over_the_ceiling_are_recorded_then_admitted_by_derogation_or_once_reduced(session: Session) -> None:
    call = make.ProjectCallFactory(state=CallState.OPEN, closes_on=dt.date(2026, 11, 20))
    late, dear = (make.ApplicationFactory(call=call, state=State.DRAFT, filed_on=None, asked_incl_tax=asked)
                  for asked in (Decimal(4000), Decimal(7000)))  # fmt: skip
    session.commit()
    do(session, APPLICATION_ACTS, "file", late, filed_on=dt.date(2026, 11, 21))
    do(session, APPLICATION_ACTS, "file", dear, filed_on=dt.date(2026, 11, 20))
    session.commit()
    assert late.state is dear.state is State.FILED
    late.is_complete = dear.is_complete = True
    session.commit()
    assert refused(session, APPLICATION_ACTS, "admit", late).field == "derogation_reason"
    assert refused(session, APPLICATION_ACTS, "admit", dear).field == "derogation_reason"
    do(session, APPLICATION_ACTS, "admit", late, derogation_reason="Courrier parti le 19.")
    dear.asked_incl_tax = Decimal(5000)
    do(session, APPLICATION_ACTS, "admit", dear)
    assert late.state is dear.state is State.ADMISSIBLE


def test_what_is_inadmissible_says_why_and_what_was_filed_is_not_deleted(session: Session) -> None:
    row = make.ApplicationFactory(state=State.FILED)
    session.commit()
    assert refused(session, APPLICATION_ACTS, "refuse_entry", row).field == "inadmissible_reason"
    with pytest.raises(RuleViolation):
        check_removal(session, row, TODAY)
    do(session, APPLICATION_ACTS, "refuse_entry", row, inadmissible_reason="Pas un conseil de quartier.")
    assert row.state is State.INADMISSIBLE


def test_an_application_takes_the_next_number_of_its_call(session: Session) -> None:
    call = make.ProjectCallFactory()
    make.ApplicationFactory(call=call, number=7)
    make.ApplicationFactory(number=90)
    session.commit()
    row = Application(call=call, title="Neuf", instance=base.InstanceFactory(), state=State.DRAFT)
    with session.no_autoflush:
        check_row(session, row, TODAY)
    assert row.number == 8


def test_a_call_that_is_not_open_takes_drafts_alone(session: Session) -> None:
    call = make.ProjectCallFactory(state=CallState.DRAFT)
    row = make.ApplicationFactory(call=call, state=State.DRAFT, filed_on=None)
    session.commit()
    assert refused(session, APPLICATION_ACTS, "file", row, filed_on=TODAY).field == "call"


@pytest.mark.parametrize(
    ("state", "call_state", "values", "passes"),
    [
        (State.DRAFT, CallState.OPEN, {"title": "Autre"}, True),
        (State.FILED, CallState.OPEN, {"asked_incl_tax": Decimal(10)}, True),
        (State.FILED, CallState.EXAMINED, {"asked_incl_tax": Decimal(10)}, False),
        (State.ADMISSIBLE, CallState.EXAMINED, {"title": "Autre"}, False),
        (State.FILED, CallState.OPEN, {"is_complete": True}, False),
        (State.FILED, CallState.OPEN, {"state": State.ADMISSIBLE}, False),
        (State.FILED, CallState.OPEN, {"derogation_reason": "Moi"}, False),
        (State.RETAINED, CallState.NOTIFIED, {"quotes": "Deux devis"}, True),
        (State.RETAINED, CallState.NOTIFIED, {"granted_incl_tax": Decimal(4999)}, False),
        (State.RETAINED, CallState.NOTIFIED, {"state": State.REALISED}, True),
    ],
)
def test_a_referent_writes_what_her_council_asks_then_what_became_of_it(
    session: Session, as_reader: Any, state: State, call_state: CallState, values: dict[str, Any], passes: bool
) -> None:
    place, user = base.ArrondissementFactory(number=5), base.UserFactory()
    granted = Decimal(5000) if state is State.RETAINED else None
    row = make.ApplicationFactory(
        call=make.ProjectCallFactory(state=call_state), instance=base.InstanceFactory(arrondissements=[5]),
        state=state, granted_incl_tax=granted,
    )  # fmt: skip
    session.commit()
    reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})))
    hers = reader.get_one(Application, row.id)
    for name, value in values.items():
        setattr(hers, name, value)
    with reader.no_autoflush:
        if passes:
            check_row(reader, hers, TODAY)
            return
        with pytest.raises(RuleViolation):
            check_row(reader, hers, TODAY)


# ---- Scenarios and results -------------------------------------------------------------------------------------------


@pytest.fixture
def judged(session: Session) -> dict[str, Any]:
    """A call of three files and two jurors; the second file is marked best, the third by nobody."""
    call = make.ProjectCallFactory(envelope_incl_tax=Decimal(9_000))
    criterion = make.CallCriterionFactory(call=call, weight=Decimal(100))
    jurors = [make.CallJurorFactory(call=call) for _ in range(2)]
    files = [
        make.ApplicationFactory(call=call, number=n, asked_incl_tax=Decimal(a))
        for n, a in ((1, "4000.10"), (2, "4999.90"), (3, "3000"))
    ]
    for row, mark in ((files[0], 3), (files[1], 5)):
        for juror in jurors:
            make.JurorInterestFactory(juror=juror, application=row)
            make.ApplicationMarkFactory(juror=juror, application=row, criterion=criterion, mark=mark)
    session.commit()
    return {"call": call, "files": files, "jurors": jurors, "criterion": criterion}


def a_scenario(session: Session, call: ProjectCall, name: str = "Premier") -> CallScenario:
    row = CallScenario(call=call, name=name)
    with session.no_autoflush:
        check_row(session, row, TODAY)
    session.add(row)
    session.flush()
    return row


def test_a_scenario_begins_with_the_ranking_and_the_line_where_the_envelope_ends(
    session: Session, judged: dict[str, Any]
) -> None:
    row = a_scenario(session, judged["call"])
    lines = [(line.application.number, line.mean, line.amount_incl_tax) for line in row.lines]
    assert lines == [
        (2, Decimal("5.00"), Decimal("4999.90")),
        (1, Decimal("3.00"), Decimal("4000.10")),
        (3, None, Decimal(3000)),
    ]
    assert row.cut == 2
    assert simulated(session, row).total == Decimal(9_000)


def test_a_call_has_three_scenarios_at_most(session: Session, judged: dict[str, Any]) -> None:
    for name in ("Un", "Deux", "Trois"):
        a_scenario(session, judged["call"], name)
    with pytest.raises(RuleViolation):
        a_scenario(session, judged["call"], "Quatre")


def test_the_adopted_scenario_does_not_move_when_a_mark_is_corrected(session: Session, judged: dict[str, Any]) -> None:
    row = a_scenario(session, judged["call"])
    do(session, SCENARIO_ACTS, "adopt", row)
    session.commit()
    assert row.adopted_on == TODAY
    before = [(line.application_id, line.position, line.mean, line.amount_incl_tax) for line in row.lines]
    for mark in session.scalars(select(make.ApplicationMark)):
        mark.mark = 5 - mark.mark
    session.commit()
    assert [found.candidate.number for found in ranking_of(session, judged["call"])] == [1, 2, 3]
    session.refresh(row)
    assert [(line.application_id, line.position, line.mean, line.amount_incl_tax) for line in row.lines] == before
    line = row.lines[0]
    line.amount_incl_tax = Decimal(1)
    with session.no_autoflush, pytest.raises(RuleViolation):
        check_row(session, line, TODAY)
    session.rollback()
    row.cut = 1
    with session.no_autoflush, pytest.raises(RuleViolation):
        check_row(session, row, TODAY)
    session.rollback()
    with pytest.raises(RuleViolation):
        check_removal(session, row.lines[0], TODAY)


def test_what_is_over_the_envelope_is_not_adopted_nor_a_second_one(session: Session, judged: dict[str, Any]) -> None:
    first, second = (a_scenario(session, judged["call"], name) for name in ("Un", "Deux"))
    first.cut = 3
    session.commit()
    refusal = refused(session, SCENARIO_ACTS, "adopt", first)
    assert "12" in str(refusal)
    do(session, SCENARIO_ACTS, "adopt", second)
    session.commit()
    first.cut = 1
    session.commit()
    assert "Deux" in str(refused(session, SCENARIO_ACTS, "adopt", first))
    do(session, SCENARIO_ACTS, "take_back", second)
    do(session, SCENARIO_ACTS, "adopt", first)
    assert first.adopted_on == TODAY


@pytest.fixture
def notified(session: Session, judged: dict[str, Any]) -> dict[str, Any]:
    """The same once notified: the two first are retained, the third waits."""
    call = judged["call"]
    do(session, SCENARIO_ACTS, "adopt", a_scenario(session, call))
    do(session, CALL_ACTS, "decide", call, decided_on=TODAY)
    do(session, CALL_ACTS, "notify", call, notified_on=TODAY)
    session.commit()
    return judged


def test_nothing_is_decided_without_an_adopted_scenario(session: Session, judged: dict[str, Any]) -> None:
    a_scenario(session, judged["call"])
    session.commit()
    refused(session, CALL_ACTS, "decide", judged["call"], decided_on=TODAY)


def test_no_application_says_its_outcome_before_the_call_is_notified(session: Session, judged: dict[str, Any]) -> None:
    do(session, SCENARIO_ACTS, "adopt", a_scenario(session, judged["call"]))
    do(session, CALL_ACTS, "decide", judged["call"], decided_on=TODAY)
    session.commit()
    assert {row.state for row in judged["files"]} == {State.ADMISSIBLE}
    assert {row.granted_incl_tax for row in judged["files"]} == {None}
    assert session.scalars(select(CallResult)).all() == []


def test_at_the_notification_outcomes_are_written_and_results_told(session: Session, notified: dict[str, Any]) -> None:
    first, second, third = notified["files"]
    assert [row.state for row in (first, second, third)] == [State.RETAINED, State.RETAINED, State.WAITING]
    assert (first.granted_incl_tax, second.granted_incl_tax) == (Decimal("4000.10"), Decimal("4999.90"))
    assert (third.granted_incl_tax, third.waiting_rank) == (None, 1)
    told = session.scalars(select(CallResult).order_by(CallResult.amount_incl_tax)).all()
    assert [(row.title, row.council, row.amount_incl_tax) for row in told] == [
        (first.title, first.instance.name, Decimal("4000.10")),
        (second.title, second.instance.name, Decimal("4999.90")),
    ]


def test_who_is_abandoned_gives_her_place_to_the_first_that_waits(session: Session, notified: dict[str, Any]) -> None:
    first, _, third = notified["files"]
    refusal = refused(session, APPLICATION_ACTS, "take_place", third, granted_incl_tax=Decimal(3000))
    assert refusal.field == "granted_incl_tax"
    do(session, APPLICATION_ACTS, "abandon", first, abandoned_reason="La maison des jeunes ferme.")
    session.commit()
    assert first.granted_incl_tax is None
    do(session, APPLICATION_ACTS, "take_place", third, granted_incl_tax=Decimal(3000))
    session.commit()
    assert (third.state, third.notified_on, third.waiting_rank) == (State.RETAINED, TODAY, None)
    assert set(session.scalars(select(CallResult.title))) == {notified["files"][1].title, third.title}


def test_the_second_that_waits_does_not_pass_before_the_first(session: Session, notified: dict[str, Any]) -> None:
    other = make.ApplicationFactory(call=notified["call"], number=4, state=State.WAITING, waiting_rank=2)
    do(session, APPLICATION_ACTS, "abandon", notified["files"][0], abandoned_reason="Non.")
    session.commit()
    assert "comes first" in str(refused(session, APPLICATION_ACTS, "take_place", other, granted_incl_tax=Decimal(10)))


def test_the_envelope_is_never_less_than_what_was_given(session: Session, notified: dict[str, Any]) -> None:
    notified["call"].envelope_incl_tax = Decimal("8999.99")
    with session.no_autoflush, pytest.raises(RuleViolation) as found:
        check_row(session, notified["call"], TODAY)
    assert found.value.field == "envelope_incl_tax"


@pytest.mark.parametrize(("granted", "passes"), [("4999.99", True), ("5000", True), ("5000.01", False)])
def test_all_that_is_granted_holds_in_the_envelope_to_the_cent(session: Session, granted: str, passes: bool) -> None:
    call = make.ProjectCallFactory(state=CallState.NOTIFIED, ceiling_incl_tax=Decimal(6000))
    for _ in range(11):
        make.ApplicationFactory(call=call, state=State.RETAINED, granted_incl_tax=Decimal(5000))
    last = make.ApplicationFactory(call=call, state=State.WAITING, asked_incl_tax=Decimal(6000))
    make.ApplicationFactory(call=call, state=State.ABANDONED, abandoned_reason="Non.")
    session.commit()
    if passes:
        do(session, APPLICATION_ACTS, "take_place", last, granted_incl_tax=Decimal(granted))
        return
    assert refused(session, APPLICATION_ACTS, "take_place", last, granted_incl_tax=Decimal(granted)).field == (
        "granted_incl_tax"
    )


# ---- Realisation -----------------------------------------------------------------------------------------------------


def test_two_purchases_and_what_exists_are_told_by_the_guard_against_splitting(session: Session) -> None:
    family = buying.PurchaseFamilyFactory()
    buying.ContractFactory(family=family, estimate_excl_tax=Decimal(52_000), launch_on=dt.date(2026, 10, 1))
    call = make.ProjectCallFactory(state=CallState.NOTIFIED)
    files = [
        make.ApplicationFactory(call=call, number=n, state=State.RETAINED, granted_incl_tax=Decimal(5000))
        for n in (1, 2, 3)
    ]
    session.commit()
    for row in files[:2]:
        do(session, APPLICATION_ACTS, "buy", row, family=family, vat_rate=Decimal(20))
    do(session, APPLICATION_ACTS, "subsidise", files[2])
    session.commit()
    assert [row.contract.estimate_excl_tax for row in files[:2]] == [Decimal("4166.67")] * 2
    assert files[0].means is Means.PURCHASE
    assert (files[2].means, files[2].contract) == (Means.SUBSIDY, None)
    needs = needs_of_family(session, files[0].contract, TODAY)
    found = splitting_of(needs, files[0].contract, stored_thresholds(session), 12)
    assert found is not None
    assert (found.total, len(found.needs)) == (Decimal("60333.34"), 3)


def test_a_project_goes_from_its_realisation_to_its_bilan_then_the_call_closes(
    session: Session, notified: dict[str, Any]
) -> None:
    first, second, third = notified["files"]
    refused(session, CALL_ACTS, "close", notified["call"])
    for row in (first, second):
        do(session, APPLICATION_ACTS, "realise", row, realised_on=TODAY)
        do(session, APPLICATION_ACTS, "receive_report", row, reported_on=TODAY, report="Fait.")
        do(session, APPLICATION_ACTS, "close", row)
    do(session, CALL_ACTS, "close", notified["call"])
    session.commit()
    assert (first.state, second.state, third.state) == (State.CLOSED, State.CLOSED, State.WAITING)
    assert notified["call"].state is CallState.CLOSED


def test_a_line_of_another_call_is_refused(session: Session, judged: dict[str, Any]) -> None:
    scenario = a_scenario(session, judged["call"])
    other = make.ApplicationFactory()
    session.commit()
    line = ScenarioLine(scenario=scenario, application=other, position=9, amount_incl_tax=Decimal(1))
    with session.no_autoflush, pytest.raises(RuleViolation):
        check_row(session, line, TODAY)


def test_marks_are_given_by_who_declared_and_is_not_concerned(session: Session, judged: dict[str, Any]) -> None:
    juror, third = judged["jurors"][0], judged["files"][2]
    mark = make.ApplicationMark(juror=juror, application=third, criterion=judged["criterion"], mark=5)
    with session.no_autoflush:
        with pytest.raises(RuleViolation):
            check_row(session, mark, TODAY)
        said = make.JurorInterestFactory(juror=juror, application=third, is_concerned=True, reason="Voisine")
        session.commit()
        mark = make.ApplicationMark(juror=juror, application=third, criterion=judged["criterion"], mark=5)
        with pytest.raises(RuleViolation):
            check_row(session, mark, TODAY)
        said.is_concerned = False
        session.commit()
        check_row(session, make.ApplicationMark(
            juror=juror, application=third, criterion=judged["criterion"], mark=5), TODAY)  # fmt: skip
