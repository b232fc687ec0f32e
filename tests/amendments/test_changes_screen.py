"""Amendments and renewals on screen: drafted, signed, notified, taken back; what the page and the lists say of them."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from models.amendments import Amendment, AmendmentGround, Renewal, RenewalDecision
from models.contracts import Contract, ContractState
from models.procurement import ProcedureCode
from tests.base.pages import document, refusals, save
from tests.support import ON_SQLITE, TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support.forms import post
from tests.support.prepared import prepared
from tests.support.statements import count_statements

END = dt.date(2027, 8, 31)
DAY = dt.timedelta(days=1)


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@prepared
def contract(session) -> Contract:
    """100 000 € until 31/08/2027, renewable once for a year with three months' notice."""
    contract = buy.ContractFactory(
        state=ContractState.RUNNING,
        procedure=ProcedureCode.ADAPTED,
        amount_excl_tax=Decimal(100000),
        notified_on=dt.date(2025, 8, 4),
        starts_on=dt.date(2025, 9, 1),
        ends_on=END,
        firm_months=24,
        renewals=1,
        renewal_months=12,
        notice_months=3,
    )
    buy.ContractHolderFactory(contract=contract)
    return contract


@pytest.fixture
def stored(session):
    """A row as it is now."""

    def of(row):
        model, row_id = type(row), row.id
        session.rollback()
        session.expire_all()
        return session.get_one(model, row_id)

    return of


@pytest.fixture
def cost_of(session):
    """How many statements a request sends, once the server knows its way."""

    def count(ask) -> int:
        ask()
        with count_statements(session.get_bind()) as sent:
            ask()
        return len(sent)

    return count


def tab(client, contract, name: str = "amendments") -> str:
    object_session(contract).commit()
    found = document(client.get(f"/marches/show/{contract.id}?tab={name}&fragment=1"))
    return " ".join(found.text_content().split())


def take_back(client, contract) -> None:
    """Presses « Undo » in the message that the last act left on the page of the contract."""
    page = document(client.get(f"/marches/show/{contract.id}"))
    (address,) = page.xpath("//form[contains(@action, '/annuler')]/@action")
    assert post(client, address).status_code == 303


def test_an_amendment_is_drafted_signed_and_notified_then_taken_back(mission, session, contract, stored) -> None:
    session.commit()
    answer = save(
        mission,
        f"/avenants/add?contract={contract.id}",
        ground="low_value",
        subject="Ateliers",
        amount_excl_tax="9 990,00",
        months="3",
    )
    assert answer.status_code == 302, refusals(answer)
    assert f"/marches/show/{contract.id}?tab=amendments" in answer.location
    session.rollback()
    amendment = session.scalars(select(Amendment)).one()
    assert amendment.number == 1
    assert stored(contract).ends_on == END
    words = tab(mission, contract)
    assert "+9 990,00 €" in words
    assert words.count("9,99 %") >= 3
    assert "sous les 10 %" in words or "below 10" in words

    assert save(mission, f"/avenants/notify/{amendment.id}").status_code == 422  # signed first
    assert save(mission, f"/avenants/sign/{amendment.id}").status_code == 302
    assert stored(amendment).signed_on == TODAY
    assert save(mission, f"/avenants/notify/{amendment.id}").status_code == 302
    assert stored(contract).ends_on == dt.date(2027, 11, 30)
    assert stored(amendment).moved_from_on == END

    take_back(mission, contract)
    assert stored(contract).ends_on == END
    assert stored(amendment).notified_on is None
    assert stored(amendment).signed_on == TODAY


@ON_SQLITE
def test_what_is_refused_is_said_at_its_field_and_nothing_typed_is_lost(mission, session, contract) -> None:
    session.commit()
    answer = save(
        mission,
        f"/avenants/add?contract={contract.id}",
        ground="low_value",
        subject="Ateliers du soir",
        amount_excl_tax="10000",
        months="0",
    )
    assert answer.status_code == 422
    assert refusals(answer).keys() == {"ground"}
    assert "Ateliers du soir" in answer.get_data(as_text=True)
    session.rollback()
    assert session.scalars(select(Amendment)).all() == []


@ON_SQLITE
def test_all_that_an_amendment_breaks_is_said_at_once(mission, session, contract) -> None:
    session.commit()
    answer = save(
        mission,
        f"/avenants/add?contract={contract.id}",
        ground="low_value",
        subject="Ateliers",
        amount_excl_tax="10000",
        months="0",
        signed_on=str(TODAY + dt.timedelta(days=1)),
        notified_on=str(TODAY),
    )
    assert answer.status_code == 422
    assert refusals(answer).keys() == {"signed_on", "notified_on", "ground"}


@ON_SQLITE
def test_a_notified_amendment_is_neither_changed_nor_deleted_before_its_notification_is_taken_off(
    mission, session, contract, stored
) -> None:
    amendment = change.AmendmentFactory(contract=contract, months=3, signed_on=TODAY)
    session.commit()
    save(mission, f"/avenants/notify/{amendment.id}")
    assert refusals(save(mission, f"/avenants/edit/{amendment.id}", months="6")).keys() == {"notified_on"}
    assert refusals(save(mission, f"/avenants/edit/{amendment.id}", amount_excl_tax="3000")).keys() == {"notified_on"}
    post(mission, f"/avenants/delete/{amendment.id}")
    assert stored(amendment).months == 3
    assert save(mission, f"/avenants/edit/{amendment.id}", notified_on="").status_code == 302
    assert stored(contract).ends_on == END
    post(mission, f"/avenants/delete/{amendment.id}")
    session.rollback()
    assert session.scalars(select(Amendment)).all() == []


@ON_SQLITE
def test_the_opinion_of_the_committee_comes_before_the_signature(mission, session, contract) -> None:
    contract.procedure = ProcedureCode.OPEN
    template = buy.ProcedureTemplateFactory(code=ProcedureCode.OPEN)
    template.needs_committee = True
    amendment = change.AmendmentFactory(contract=contract, amount_excl_tax=Decimal("5000.01"))
    assert f"/avenants/committee/{amendment.id}" in _links(mission, contract)
    answer = save(mission, f"/avenants/sign/{amendment.id}")
    assert answer.status_code == 422
    assert "L1414-4" in answer.get_data(as_text=True)
    committee = {"committee_on": TODAY.isoformat(), "committee_opinion": "favourable"}
    assert save(mission, f"/avenants/committee/{amendment.id}", **committee).status_code == 302
    assert save(mission, f"/avenants/sign/{amendment.id}").status_code == 302


def _links(client, contract) -> list[str]:
    object_session(contract).commit()
    page = document(client.get(f"/marches/show/{contract.id}?tab=amendments&fragment=1"))
    return page.xpath("//a[contains(@class, 'btn') and not(@data-file)]/@href")


def test_a_renewal_is_prepared_from_the_terms_decided_and_taken_back(mission, session, contract, stored) -> None:
    words = tab(mission, contract)
    assert "31/05/2027" in words
    assert save(mission, f"/reconductions/add?contract={contract.id}").status_code == 302
    session.rollback()
    renewal = session.scalars(select(Renewal)).one()
    expected = (1, END + DAY, dt.date(2028, 8, 31), dt.date(2027, 5, 31), RenewalDecision.PENDING)
    assert (
        renewal.number,
        renewal.starts_on,
        renewal.ends_on,
        renewal.decide_by_on,
        renewal.decision,
    ) == expected
    assert save(mission, f"/reconductions/decide/{renewal.id}").status_code == 302
    assert stored(contract).ends_on == dt.date(2028, 8, 31)
    assert f"/reconductions/add?contract={contract.id}" not in _links(mission, contract)
    take_back(mission, contract)
    assert stored(contract).ends_on == END
    assert stored(renewal).decision is RenewalDecision.PENDING


@ON_SQLITE
def test_put_back_to_be_decided_the_end_goes_back(mission, session, contract, stored) -> None:
    renewal = change.RenewalFactory(contract=contract)
    session.commit()
    save(mission, f"/reconductions/decide/{renewal.id}")
    post(mission, f"/reconductions/delete/{renewal.id}")
    assert stored(renewal).decision is RenewalDecision.RENEWED
    answer = save(mission, f"/reconductions/edit/{renewal.id}", decision="pending", decided_on="")
    assert answer.status_code == 302, refusals(answer)
    assert stored(contract).ends_on == END


@ON_SQLITE
def test_the_supplier_is_evaluated_and_its_marks_are_read_when_it_is_chosen_again(mission, session, contract) -> None:
    supplier = contract.holders[0].supplier
    supplier.name = "Agora Conseil"
    contract.ends_on = TODAY - DAY
    assert "Agora Conseil" in tab(mission, contract, "holder")
    marks = {"quality": "3", "deadlines": "2", "relation": "4", "administration": "3", "added_value": "4"}
    answer = save(mission, f"/evaluations/add?contract={contract.id}", **marks)
    assert answer.status_code == 302, refusals(answer)
    page = document(mission.get(f"/prestataires/show/{supplier.id}?tab=evaluations")).text_content()
    assert "3,2" in page
    (choice,) = mission.get("/prestataires/choix?q=agora").get_json()["results"]
    assert choice["text"].startswith("Agora Conseil – ")
    assert "3,2/4, 2026" in choice["text"]
    twice = save(mission, f"/evaluations/add?contract={contract.id}", supplier=str(supplier.id), **marks)
    assert twice.status_code == 422


@ON_SQLITE
def test_those_who_only_read_see_no_act(client_as, session, contract) -> None:
    amendment = change.AmendmentFactory(contract=contract)
    renewal = change.RenewalFactory(contract=contract)
    assert _links(client_as("direction"), contract) == []
    for address in (f"/avenants/sign/{amendment.id}", f"/reconductions/decide/{renewal.id}"):
        assert client_as("direction").get(address).status_code in (302, 403)


@ON_SQLITE
def test_the_list_of_amendments_costs_the_same_for_two_as_for_many(mission, session, contract, cost_of) -> None:
    change.AmendmentFactory(contract=contract, number=1)
    session.commit()
    few = cost_of(lambda: mission.get("/avenants/list/"))
    for number in range(2, 6):
        other = buy.ContractFactory(amount_excl_tax=Decimal(50000))
        change.AmendmentFactory(contract=other, number=number, ground=AmendmentGround.ADDITIONAL)
    session.commit()
    assert cost_of(lambda: mission.get("/avenants/list/")) == few


# ---- Deadlines -----------------------------------------------------------------------------------------------------

RENEWAL, NOTICE, EVALUATION = (
    "renewal_decision",
    "contract_notice",
    "evaluation_due",
)


@pytest.mark.parametrize(
    ("on", "decision", "listed"),
    [
        (dt.date(2027, 3, 31), RenewalDecision.PENDING, set()),
        (dt.date(2027, 4, 1), RenewalDecision.PENDING, {RENEWAL}),
        (dt.date(2027, 6, 1), RenewalDecision.PENDING, {RENEWAL}),
        (dt.date(2027, 6, 1), RenewalDecision.NOT_RENEWED, set()),
        (dt.date(2027, 6, 1), None, {NOTICE}),
    ],
)
def test_a_renewal_to_decide_is_one_line_from_60_days_before(
    session,
    contract,
    lines,
    at,
    on,
    decision,
    listed,
) -> None:
    if decision is not None:
        change.RenewalFactory(contract=contract, decision=decision, decided_on=TODAY if decision != "pending" else None)
    at(on)
    assert {code for code, _ in lines()} & {RENEWAL, NOTICE} == listed


@pytest.mark.parametrize(
    ("on", "is_evaluated", "listed"),
    [(END, False, False), (END + DAY, False, True), (END + DAY, True, False)],
)
def test_a_supplier_is_to_evaluate_once_the_contract_has_ended(
    session,
    contract,
    lines,
    at,
    on,
    is_evaluated,
    listed,
) -> None:
    if is_evaluated:
        change.EvaluationFactory(contract=contract, supplier=contract.holders[0].supplier)
    at(on)
    assert (EVALUATION in {code for code, _ in lines()}) is listed
