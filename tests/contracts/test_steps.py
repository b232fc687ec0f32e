"""The steps of a contract: made from its procedure, planned anew, done, red when shorter than the law."""

import datetime as dt
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar
from sqlalchemy import select

from mdo.contracts.file_days import file_day
from mdo.contracts.legal import LegalCheck, finding_of, is_hasty
from mdo.contracts.steps import Way, check_step, computed, done_too_early, drift_of, establish, recompute
from mdo.kernel.base.context import bind, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.rights.roles import pairs_of
from mdo.reference import load
from models.contracts import ContractState, ProcurementStep, StepState
from models.journal import JournalEntry
from models.procurement import ProcedureCode, StepCode, StepNeed
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.procurement import ContractFactory, ProcurementStepFactory

S = StepCode
DAY = dt.timedelta(days=1)
START = dt.date(2027, 9, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day of the requests."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


@prepared
def contract(session):
    """A formal file of 300,000 € that should start on 1 September 2027."""
    load(session)
    row = ContractFactory(
        procedure=ProcedureCode.OPEN, estimate_excl_tax=300000, launch_on=None, wished_start_on=START, number="AMO-7"
    )
    session.commit()
    return row


@pytest.fixture
def planned(session, contract):
    establish(session, contract, frozenset(), Way.BACKWARD, TODAY)
    session.commit()
    return contract


def fresh(session) -> None:
    """What the requests wrote."""
    session.rollback()
    session.expire_all()


def by_code(contract) -> dict[StepCode, ProcurementStep]:
    return {step.step: step for step in contract.steps}


def check_of(step) -> tuple[LegalCheck, int] | None:
    finding = finding_of(step, TODAY)
    return None if finding is None else (finding.check, finding.delay.amount)


def words(answer: Any, css: str = "//main") -> str:
    found = document(answer).xpath(css)
    return re.sub(r"\s+", " ", " ".join(item.text_content() for item in found)).strip()


def fields_of(answer: Any) -> dict[str, str]:
    """What the form of the steps sends when nothing is typed in it."""
    (form,) = document(answer).xpath('//form[contains(@class, "plan-steps")]')
    return {name: value or "" for name, value in form.form_values()}


# ---- Making and planning ---------------------------------------------------------------------------------------------


def test_the_steps_come_from_the_procedure_on_the_days_of_the_calendar(session, planned):
    steps = by_code(planned)
    assert [step.position for step in planned.steps] == list(range(1, len(steps) + 1))
    assert steps[S.NEED].planned_on == steps[S.NEED].initial_on == dt.date(2027, 4, 20)
    assert steps[S.NOTICE].planned_on == dt.date(2027, 6, 4)
    assert (steps[S.SOURCING].state, steps[S.SOURCING].planned_on) == (StepState.SET_ASIDE, None)
    assert {steps[code].state for code in (S.NEED, S.LEGALITY, S.OPEN_DATA)} == {StepState.TO_DO}
    assert computed(session, planned, TODAY).backward.feasible
    with pytest.raises(RuleViolation):
        establish(session, planned, frozenset(), Way.BACKWARD, TODAY)


@pytest.mark.parametrize(("procedure", "wished"), [(None, START), (ProcedureCode.OPEN, None)])
def test_a_calendar_needs_a_procedure_and_a_start_to_count_back_from(session, contract, procedure, wished):
    """Without a procedure, that of the amount: without an amount either, none."""
    contract.procedure, contract.wished_start_on, contract.estimate_excl_tax = procedure, wished, None
    with pytest.raises(RuleViolation):
        establish(session, contract, frozenset(), Way.BACKWARD, TODAY)
    assert contract.steps == []


def test_a_conditional_step_that_is_taken_moves_those_before_it(session, contract):
    establish(session, contract, {S.AUTHORISATION}, Way.BACKWARD, TODAY)
    steps = by_code(contract)
    assert steps[S.AUTHORISATION].state is StepState.TO_DO
    assert steps[S.DOCUMENTS].planned_on < steps[S.AUTHORISATION].planned_on < steps[S.NOTICE].planned_on
    assert steps[S.NEED].planned_on < dt.date(2027, 4, 20)


def test_recomputing_moves_what_is_not_done_and_never_the_first_days(session, planned):
    steps = by_code(planned)
    initial = {code: step.initial_on for code, step in steps.items()}
    steps[S.NEED].actual_on, steps[S.NEED].state = dt.date(2026, 11, 23), StepState.DONE
    assert recompute(session, planned, Way.FORWARD, TODAY) > 5
    assert {code: step.initial_on for code, step in steps.items()} == initial
    assert steps[S.NEED].planned_on == dt.date(2027, 4, 20), "what is done is not planned anew"
    assert steps[S.DOCUMENTS].planned_on == dt.date(2026, 12, 23)
    assert drift_of(steps[S.DOCUMENTS]) < 0
    assert recompute(session, planned, Way.FORWARD, TODAY) == 0
    recompute(session, planned, Way.BACKWARD, TODAY)
    assert steps[S.DOCUMENTS].planned_on == initial[S.DOCUMENTS]


def test_recomputing_takes_what_the_file_says_was_done(session, planned):
    steps = by_code(planned)
    planned.awarded_on, planned.signed_on = TODAY - 30 * DAY, TODAY + DAY
    assert file_day(steps[S.AWARD], TODAY) == TODAY - 30 * DAY
    assert file_day(steps[S.SIGNATURE], TODAY) is None, "tomorrow is not done"
    recompute(session, planned, Way.FORWARD, TODAY)
    assert (steps[S.AWARD].actual_on, steps[S.AWARD].state) == (TODAY - 30 * DAY, StepState.DONE)
    assert steps[S.SIGNATURE].actual_on is None


def test_paper_tenders_have_the_longer_delays(session, contract):
    contract.is_electronic = False
    establish(session, contract, frozenset(), Way.BACKWARD, TODAY)
    steps = by_code(contract)
    assert (steps[S.TENDERS_DUE].internal_days, steps[S.SIGNATURE].internal_days) == (35, 16)
    assert check_of(steps[S.TENDERS_DUE]) == (LegalCheck.HELD, 35)


# ---- The law ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code", "expected"),
    [
        ({}, S.TENDERS_DUE, (LegalCheck.HELD, 30)),
        # Asked for less than the law.
        ({S.TENDERS_DUE: {"internal_days": 25}}, S.TENDERS_DUE, (LegalCheck.SHORT, 30)),
        ({S.TENDERS_DUE: {"internal_days": 29}}, S.TENDERS_DUE, (LegalCheck.SHORT, 30)),
        # Sent on 4 June: day 30 is Sunday 4 July, the delay ends with Monday the 5th.
        ({S.TENDERS_DUE: {"planned_on": dt.date(2027, 7, 5)}}, S.TENDERS_DUE, (LegalCheck.SHORT, 30)),
        ({S.TENDERS_DUE: {"planned_on": dt.date(2027, 7, 6)}}, S.TENDERS_DUE, (LegalCheck.HELD, 30)),
        ({S.NOTICE: {"actual_on": dt.date(2027, 6, 7)}}, S.TENDERS_DUE, (LegalCheck.SHORT, 30)),
        ({S.NOTICE: {"actual_on": dt.date(2027, 6, 4)}}, S.TENDERS_DUE, (LegalCheck.HELD, 30)),
        # The standstill counts the day of sending: 9 August and 11 days, the 20th.
        ({S.SIGNATURE: {"planned_on": dt.date(2027, 8, 19)}}, S.SIGNATURE, (LegalCheck.SHORT, 11)),
        ({S.SIGNATURE: {"planned_on": dt.date(2027, 8, 20)}}, S.SIGNATURE, (LegalCheck.HELD, 11)),
        # At most: 15 days for the review of legality, 30 for the award notice, two months for the data.
        ({S.LEGALITY: {"actual_on": dt.date(2027, 9, 4)}}, S.LEGALITY, (LegalCheck.HELD, 15)),
        ({S.LEGALITY: {"actual_on": dt.date(2027, 9, 5)}}, S.LEGALITY, (LegalCheck.LATE, 15)),
        ({S.AWARD_NOTICE: {"planned_on": dt.date(2027, 9, 20)}}, S.AWARD_NOTICE, (LegalCheck.LATE, 30)),
        ({S.OPEN_DATA: {"planned_on": dt.date(2027, 10, 25)}}, S.OPEN_DATA, (LegalCheck.HELD, 2)),
        ({S.OPEN_DATA: {"planned_on": dt.date(2027, 10, 26)}}, S.OPEN_DATA, (LegalCheck.LATE, 2)),
        ({S.REJECTIONS: {"state": StepState.SET_ASIDE}}, S.SIGNATURE, None),
    ],
)
def test_a_step_is_held_against_the_delays_of_the_law(session, planned, change, code, expected):
    steps = by_code(planned)
    for changed, values in change.items():
        for name, value in values.items():
            setattr(steps[changed], name, value)
    session.flush()
    assert check_of(steps[code]) == expected


def test_short_tenders_of_an_adapted_procedure_are_advised_against_and_no_more(session, contract):
    contract.procedure, contract.estimate_excl_tax = ProcedureCode.ADAPTED, 80000
    establish(session, contract, frozenset(), Way.BACKWARD, TODAY)
    steps = by_code(contract)
    for days, hasty in ((20, False), (19, True)):
        steps[S.TENDERS_DUE].planned_on = steps[S.NOTICE].planned_on + days * DAY
        assert is_hasty(contract, steps[S.TENDERS_DUE], Decimal(20)) is hasty
        assert not is_hasty(contract, steps[S.TENDERS_DUE], None), "no advice is in the table"
        assert finding_of(steps[S.TENDERS_DUE], TODAY) is None


@pytest.mark.parametrize(
    ("presence", "state", "actual_on", "field"),
    [
        (StepNeed.CONDITIONAL, StepState.SET_ASIDE, None, None),
        (StepNeed.OBLIGATORY, StepState.SET_ASIDE, None, "state"),
        (StepNeed.CONDITIONAL, StepState.SET_ASIDE, TODAY, "state"),
        (StepNeed.OBLIGATORY, StepState.DONE, None, "actual_on"),
        (StepNeed.OBLIGATORY, StepState.DONE, TODAY, None),
        (StepNeed.OBLIGATORY, StepState.TO_DO, None, None),
    ],
)
def test_what_a_step_may_say(presence, state, actual_on, field):
    step = ProcurementStep(label="Étape", presence=presence, state=state, actual_on=actual_on)
    refused = None
    try:
        check_step(step, TODAY)
    except RuleViolation as violation:
        refused = violation.field
    assert refused == field


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"actual_on": TODAY}, {"actual_on": TODAY}, False),
        ({"actual_on": TODAY}, {"actual_on": TODAY - DAY}, True),
        # The one that comes first is not done, and planned for later.
        ({"planned_on": TODAY}, {"actual_on": TODAY - DAY}, True),
        ({"planned_on": TODAY}, {"actual_on": TODAY}, False),
        ({}, {"actual_on": TODAY}, False),
        ({"planned_on": TODAY, "state": StepState.SET_ASIDE}, {"actual_on": TODAY - DAY}, False),
        # Nothing waits for the award notice.
        ({"planned_on": TODAY, "step": S.AWARD_NOTICE}, {"actual_on": TODAY - DAY}, False),
        ({"actual_on": TODAY}, {"planned_on": TODAY - DAY}, False),
    ],
)
def test_a_step_done_before_its_predecessor_is_told(first, second, told):
    usual = {"state": StepState.TO_DO, "step": S.NOTICE}
    one, two = (
        ProcurementStep(position=place, **(usual | values)) for place, values in enumerate((first, second), start=1)
    )
    assert done_too_early([one, two]) == ([(two, one)] if told else [])


# ---- On screen -------------------------------------------------------------------------------------------------------


def test_a_file_without_steps_shows_both_calendars_and_makes_one(session, client_as, contract):
    client = client_as("mission")
    page = client.get(f"/marches/show/{contract.id}?tab=plan")
    text = words(page)
    assert "20/04/2027" in text
    assert "mercredi 1 septembre 2027" in text or "mercredi 1er septembre 2027" in text
    post(client, f"/marches/{contract.id}/calendrier/etablir", {"way": "backward", "conditional": ["sourcing"]})
    fresh(session)
    assert by_code(contract)[S.SOURCING].state is StepState.TO_DO
    text = words(client.get(f"/marches/show/{contract.id}?tab=plan"))
    assert "tenable" in text
    assert "R2161-2" in text
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    post(client, f"/annuler/{entry.id}", {"next": "/"})
    fresh(session)
    assert contract.steps == []


def test_a_contract_taken_over_after_its_award_is_not_told_that_it_is_late(session, client_as):
    load(session)
    row = ContractFactory(
        state=ContractState.RUNNING, procedure=ProcedureCode.OPEN, wished_start_on=dt.date(2025, 1, 1)
    )
    session.commit()
    text = words(client_as("mission").get(f"/marches/show/{row.id}?tab=plan"))
    assert "sa procédure n’a pas de calendrier ici" in text
    assert "en retard" not in text
    assert "Établir le calendrier" in text


def test_a_late_calendar_says_by_how_much_and_when_one_can_start(session, client_as, planned, monkeypatch):
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: dt.date(2027, 5, 1))
    text = words(client_as("mission").get(f"/marches/show/{planned.id}?tab=plan"))
    assert "en retard de 11 jours, démarrage possible le mercredi 15 septembre 2027" in text


def test_the_table_is_saved_in_one_go_and_a_day_done_is_a_step_done(session, client_as, planned):
    client = client_as("mission")
    who = make.UserFactory(username="anne", first_name="Anne", last_name="Durand")
    session.commit()
    page = client.get(f"/marches/show/{planned.id}?tab=plan")
    steps = by_code(planned)
    need, documents, sourcing = steps[S.NEED], steps[S.DOCUMENTS], steps[S.SOURCING]
    sent = fields_of(page) | {
        f"s{need.id}-actual_on": "2026-12-01",
        f"s{need.id}-note": "Validé en comité",
        f"s{documents.id}-planned_on": "15/01/2027",
        f"s{documents.id}-responsible_id": str(who.id),
        f"s{sourcing.id}-state": "to_do",
    }
    answer = post(client, f"/marches/{planned.id}/calendrier/etapes?tab=plan", sent, follow_redirects=True)
    assert answer.status_code == 200
    fresh(session)
    assert (need.actual_on, need.state, need.note) == (dt.date(2026, 12, 1), StepState.DONE, "Validé en comité")
    assert (documents.planned_on, documents.responsible_id) == (dt.date(2027, 1, 15), who.id)
    assert documents.initial_on == dt.date(2027, 5, 20)
    assert sourcing.state is StepState.TO_DO
    text = words(answer)
    assert "−125 j" in text, "the drift of the documents"
    assert "20/05/2027" in text
    again = fields_of(answer) | {f"s{need.id}-actual_on": ""}
    post(client, f"/marches/{planned.id}/calendrier/etapes", again)
    fresh(session)
    assert (need.actual_on, need.state) == (None, StepState.TO_DO)


def test_a_day_before_the_predecessor_is_saved_with_a_warning(session, client_as, planned):
    client = client_as("mission")
    steps = by_code(planned)
    sent = fields_of(client.get(f"/marches/show/{planned.id}?tab=plan")) | {
        f"s{steps[S.NOTICE].id}-actual_on": "2026-11-20",
        f"s{steps[S.DOCUMENTS].id}-actual_on": "2026-11-23",
    }
    answer = post(client, f"/marches/{planned.id}/calendrier/etapes", sent, follow_redirects=True)
    fresh(session)
    assert steps[S.NOTICE].actual_on == dt.date(2026, 11, 20)
    assert "vérifiez les deux dates" in words(answer, "//body")


def test_a_step_shorter_than_the_law_is_saved_and_red_on_the_page_in_the_list_and_in_the_file(
    session, client_as, planned
):
    client = client_as("mission")
    step = by_code(planned)[S.TENDERS_DUE]
    sent = fields_of(client.get(f"/marches/show/{planned.id}?tab=plan")) | {f"s{step.id}-internal_days": "25"}
    answer = post(client, f"/marches/{planned.id}/calendrier/etapes", sent, follow_redirects=True)
    fresh(session)
    assert step.internal_days == 25
    row = words(answer, f'//tr[th[@id="step-{step.id}"]]')
    assert "minimum 30 jours" in row
    assert "R2161-2" in row
    (pill,) = document(answer).xpath(f'//th[@id="step-{step.id}"]//span[contains(@class, "pill--danger")]')
    red = pill.text_content()
    listed = client.get("/etapes/list/?all=1")
    assert document(listed).xpath(f'//span[contains(@class, "pill--danger")][text()="{red}"]')
    for url in ("/etapes/export", f"/marches/{planned.id}/calendrier.xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(client.get(url).data)).worksheets[0]
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        assert sum(red in row for row in rows) == 1


@pytest.mark.parametrize(
    ("name", "typed"),
    [("planned_on", "31/02/2027"), ("internal_days", "beaucoup"), ("responsible_id", "999999"), ("state", "done")],
)
def test_nothing_is_saved_while_one_field_is_wrong_and_nothing_typed_is_lost(session, client_as, planned, name, typed):
    client = client_as("mission")
    steps = by_code(planned)
    sent = fields_of(client.get(f"/marches/show/{planned.id}?tab=plan")) | {
        f"s{steps[S.NEED].id}-note": "Ne pas perdre",
        f"s{steps[S.DOCUMENTS].id}-{name}": typed,
    }
    answer = post(client, f"/marches/{planned.id}/calendrier/etapes?tab=plan", sent)
    assert answer.status_code == 422
    fresh(session)
    assert steps[S.NEED].note is None
    assert "Ne pas perdre" in answer.get_data(as_text=True)
    assert document(answer).xpath('//*[@id="errors"]//a')


def test_what_someone_else_changed_meanwhile_is_asked_about(session, client_as, planned):
    client = client_as("mission")
    step = by_code(planned)[S.NEED]
    sent = fields_of(client.get(f"/marches/show/{planned.id}?tab=plan"))
    step.note = "La leur"
    step.responsible_id = None
    session.commit()
    other = sent | {f"s{step.id}-actual_on": "2026-12-01"}
    assert post(client, f"/marches/{planned.id}/calendrier/etapes", other).status_code == 302, "another field"
    mine = sent | {f"s{step.id}-note": "La mienne"}
    answer = post(client, f"/marches/{planned.id}/calendrier/etapes?tab=plan", mine)
    assert answer.status_code == 409
    assert "La leur" in words(answer)
    fresh(session)
    assert (step.note, step.actual_on) == ("La leur", dt.date(2026, 12, 1))
    post(client, f"/marches/{planned.id}/calendrier/etapes", fields_of(answer))
    fresh(session)
    assert (step.note, step.actual_on) == ("La mienne", dt.date(2026, 12, 1))


def test_a_reader_takes_the_files_and_changes_nothing(session, client_as, planned):
    client = client_as("direction")
    page = client.get(f"/marches/show/{planned.id}?tab=plan")
    assert not document(page).xpath('//form[contains(@class, "plan-")]')
    for act in ("etablir", "recalculer", "etapes"):
        assert post(client, f"/marches/{planned.id}/calendrier/{act}", {"way": "forward"}).status_code in (302, 403)
    assert client.get(f"/marches/{planned.id}/calendrier.xlsx").status_code == 200
    referent = client_as("ref5")
    for path in (".ics", ".xlsx"):
        assert referent.get(f"/marches/{planned.id}/calendrier{path}").status_code in (302, 403, 404)


def test_the_calendar_file_has_each_step_on_its_day(session, client_as, planned):
    file = client_as("mission").get(f"/marches/{planned.id}/calendrier.ics")
    events = Calendar.from_ical(file.data).walk("VEVENT")
    days = {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}
    shown = [step for step in planned.steps if step.state is not StepState.SET_ASIDE]
    assert days == {f"{step.label} – AMO-7": step.planned_on for step in shown}


def test_the_workbook_draws_the_steps_from_its_own_cells(session, client_as, planned):
    file = client_as("mission").get(f"/marches/{planned.id}/calendrier.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(file.data))
    (drawn,) = [sheet for sheet in book.worksheets if sheet._charts]
    (chart,) = drawn._charts
    assert chart.grouping == "stacked"
    assert [series.val.numRef.f.split("!")[1] for series in chart.series] == ["$B$2:$B$15", "$C$2:$C$15"]
    assert drawn["B2"].value.date() == dt.date(2027, 4, 20)


# ---- Deadlines -------------------------------------------------------------------------------------------------------


def due(session, user_id: int | None = None) -> list[tuple[str, str | None]]:
    """What the list of deadlines says of steps: of everyone's, or of an account's."""
    session.flush()
    bind(session, replace(context_of(session), rights=pairs_of("admin"), actor_id=user_id))
    wanted = DeadlineQuery(kinds=frozenset({"step_due"}), whose=WhoseDeadlines.MINE if user_id else WhoseDeadlines.ALL)
    return [(line.title, line.responsible) for line in Deadlines(session).page(wanted, limit=10)]


@pytest.mark.parametrize(
    ("values", "listed"),
    [
        ({"planned_on": TODAY + 30 * DAY}, True),
        ({"planned_on": TODAY + 31 * DAY}, False),
        ({"planned_on": TODAY - DAY}, True),
        ({"planned_on": TODAY, "state": StepState.UNDER_WAY}, True),
        ({"planned_on": TODAY, "state": StepState.DONE}, False),
        ({"planned_on": TODAY, "state": StepState.SET_ASIDE}, False),
        ({"planned_on": None}, False),
    ],
)
def test_a_step_to_do_is_due_on_its_planned_day(session, values, listed):
    ProcurementStepFactory(label="Étape du jour", **values)
    assert due(session) == ([("Étape du jour", None)] if listed else [])


def test_steps_of_an_abandoned_file_are_nobody_s(session):
    ProcurementStepFactory(contract=ContractFactory(state=ContractState.ABANDONED), planned_on=TODAY)
    assert due(session) == []


def test_a_step_is_due_for_its_responsible_else_for_that_of_the_file(session):
    anne, paul = (make.UserFactory(username=name, first_name=name, last_name="Durand") for name in ("anne", "paul"))
    contract = ContractFactory(responsible=paul)
    ProcurementStepFactory(contract=contract, label="Celle d’Anne", planned_on=TODAY, responsible=anne)
    ProcurementStepFactory(contract=contract, label="Celle du dossier", planned_on=TODAY, step=S.NOTICE)
    session.flush()
    assert due(session, anne.id) == [("Celle d’Anne", "anne Durand")]
    assert due(session, paul.id) == [("Celle du dossier", "paul Durand")]
