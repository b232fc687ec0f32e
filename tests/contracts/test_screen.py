"""A contract on screen: entered, brought from state to state, taken back; its lots, its subsequent contracts."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from models.contracts import Contract, ContractState, Technique
from models.documents import Document
from models.procurement import ProcedureCode
from tests.base.pages import document, refusals, save
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as make
from tests.support.amendments import AmendmentFactory, PenaltyFactory, RenewalFactory
from tests.support.forms import post
from tests.support.tenders import TenderFactory

pytestmark = ON_SQLITE
S = ContractState


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def stored(session):
    """A contract as it is now."""

    def of(row_id: int) -> Contract:
        session.rollback()
        session.expire_all()
        return session.get_one(Contract, row_id)

    return of


def do(client, contract, act: str, **values):
    """The form of an act, filled in and sent."""
    object_session(contract).commit()
    return save(client, f"/marches/{contract.id}/acte/{act}", **values)


def page(client, contract, **arguments) -> str:
    object_session(contract).commit()
    query = "&".join(f"{name}={value}" for name, value in arguments.items())
    found = document(client.get(f"/marches/show/{contract.id}?{query}")).xpath("//main")[0]
    return " ".join(found.text_content().split())


# ---- Entering ------------------------------------------------------------------------------------------------------


def test_a_need_is_entered_with_what_is_known_and_gets_its_number(mission, session, stored) -> None:
    answer = save(
        mission, "/marches/add", title="Animation des assemblées", estimate_excl_tax="45 000,50", cpv="79411000-8"
    )
    assert answer.status_code == 302, refusals(answer)
    contract = session.scalars(select(Contract)).one()
    assert (contract.number, contract.state, contract.cpv) == ("AMO-2026-01", S.NEED, "79411000-8")
    assert contract.estimate_excl_tax == Decimal("45000.50")


def test_the_form_unfolds_with_the_file(mission, session) -> None:
    need = make.ContractFactory()
    running = make.ContractFactory(state=S.RUNNING, procedure=ProcedureCode.DIRECT, notified_on=TODAY, ends_on=TODAY)

    session.commit()

    def folded(contract) -> list[str]:
        found = document(mission.get(f"/marches/edit/{contract.id}")).xpath(
            "//details[contains(@class, 'form-section')]"
        )
        return [item.get("id") for item in found]

    assert folded(need) != folded(running)
    assert len(folded(need)) == 8
    answer = save(mission, f"/marches/edit/{need.id}", has_advance="", advance_rate="10")
    assert refusals(answer).keys() == {"has_advance"}
    open_fields = document(answer).xpath("//fieldset[contains(@class, 'form-section')]//input[@name='advance_rate']")
    assert open_fields, "a section with something to correct is open"


def test_what_the_amount_imposes_is_said_as_it_is_typed(mission) -> None:
    def said(**values) -> str:
        return mission.get("/marches/conseil", query_string=values).get_data(as_text=True)

    before = said(estimate_excl_tax="45 000", launch_on="2026-03-31")
    assert "216\u202f000 €" in before, "adapted, under the formal threshold of 2026"
    assert "60\u202f000 €" in said(estimate_excl_tax="45 000", launch_on="2026-04-01")
    assert said(estimate_excl_tax="beaucoup", launch_on="2026-04-01") == said() == ""


def test_another_procedure_than_the_imposed_one_asks_for_a_reason(mission, stored) -> None:
    contract = make.ContractFactory(estimate_excl_tax=Decimal(60000))
    direct = {"procedure": ProcedureCode.DIRECT.value, "launch_on": "2026-11-24"}
    assert refusals(do(mission, contract, "procedure", **direct)).keys() == {"procedure_reason"}
    assert stored(contract.id).state is S.NEED
    do(mission, contract, "procedure", **direct, procedure_reason="Droits exclusifs.")
    assert (stored(contract.id).state, stored(contract.id).procedure_reason) == (S.PROCEDURE, "Droits exclusifs.")


def test_needs_of_one_family_are_added_up_over_twelve_months(mission, session) -> None:
    family = make.PurchaseFamilyFactory()
    make.ContractFactory(
        title="Étude de mars", family=family, estimate_excl_tax=Decimal(35000), launch_on=dt.date(2026, 3, 1)
    )
    contract = make.ContractFactory(family=family, estimate_excl_tax=Decimal(30000), launch_on=dt.date(2026, 10, 1))
    session.commit()
    words = page(mission, contract)
    assert "65 000 €" in words
    assert "60 000 €" in words
    assert "Étude de mars" in words
    assert "conforme" not in words


# ---- From state to state -------------------------------------------------------------------------------------------


def test_a_contract_goes_from_the_need_to_the_end(mission, stored) -> None:
    contract = make.ContractFactory(estimate_excl_tax=Decimal(30000), launch_on=None)
    nova, agora = make.SupplierFactory(name="Nova"), make.SupplierFactory(name="Agora")
    do(mission, contract, "procedure", procedure=ProcedureCode.DIRECT.value)
    assert (stored(contract.id).state, contract.launch_on) == (S.PROCEDURE, TODAY)
    assert refusals(do(mission, contract, "award", holder="")).keys() == {"holder"}
    given = {"holder": str(nova.id), "co_holders": [str(agora.id)], "amount_excl_tax": "28 000"}
    assert refusals(do(mission, contract, "award", **given)) == {}
    assert [holder.supplier_id for holder in stored(contract.id).holders] == [nova.id, agora.id]
    assert (contract.state, contract.awarded_on, contract.amount_excl_tax) == (S.AWARDED, TODAY, Decimal(28000))
    assert "Nova" in page(mission, contract)
    do(mission, contract, "notify", firm_months="12")
    assert (stored(contract.id).state, contract.ends_on) == (S.RUNNING, dt.date(2027, 11, 23))
    assert refusals(do(mission, contract, "end")).keys() == {"ends_on"}
    do(mission, contract, "end", ends_on="2026-11-24")
    assert stored(contract.id).state is S.ENDED
    assert mission.get(f"/marches/{contract.id}/acte/award").status_code == 302


def test_an_act_can_be_taken_back(mission, stored) -> None:
    contract = make.ContractFactory(state=S.PROCEDURE, procedure=ProcedureCode.DIRECT)
    nova = make.SupplierFactory()
    do(mission, contract, "award", holder=str(nova.id), amount_excl_tax="28 000")
    forms = document(mission.get(f"/marches/show/{contract.id}")).xpath(
        "//form[contains(@action, '/annuler')]/@action | //form[@class='note__action']/@action"
    )
    post(mission, forms[0])
    assert (stored(contract.id).state, contract.holders, contract.amount_excl_tax) == (S.PROCEDURE, [], None)


def test_an_abandoned_file_keeps_its_reason_and_can_be_opened_again(mission, stored) -> None:
    contract = make.ContractFactory(state=S.PROCEDURE, procedure=ProcedureCode.DIRECT)
    lot = make.ContractFactory(allotment=contract, lot_number=1, state=S.PROCEDURE, procedure=ProcedureCode.DIRECT)
    assert refusals(do(mission, contract, "abandon")).keys() == {"state_reason"}
    do(mission, contract, "abandon", state_reason="Aucune offre.")
    assert stored(contract.id).state is stored(lot.id).state is S.ABANDONED
    assert "Aucune offre." in page(mission, contract)
    do(mission, contract, "reopen")
    assert (stored(contract.id).state, contract.state_reason) == (S.NEED, None)


def test_an_accord_cadre_is_awarded_with_its_maximum(mission, session, stored) -> None:
    contract = make.ContractFactory(
        state=S.PROCEDURE, procedure=ProcedureCode.ADAPTED, technique=Technique.FRAMEWORK, has_purchase_orders=True
    )
    nova = make.SupplierFactory()
    TenderFactory(contract=contract, supplier=nova)
    session.commit()
    given = {"holder": str(nova.id), "amount_excl_tax": "60 000"}
    assert refusals(do(mission, contract, "award", **given)).keys() == {"maximum_excl_tax"}
    given["maximum_excl_tax"] = "50 000"
    assert refusals(do(mission, contract, "award", **given)).keys() == {"amount_excl_tax"}
    given["maximum_excl_tax"] = "60 000"
    assert refusals(do(mission, contract, "award", **given)) == {}
    assert stored(contract.id).maximum_excl_tax == Decimal(60000)


# ---- Lots, subsequent contracts ------------------------------------------------------------------------------------


def test_a_lot_takes_after_its_file_and_raises_its_estimate(mission, session) -> None:
    family = make.PurchaseFamilyFactory()
    file = make.ContractFactory(number="AMO-2026-07", family=family, estimate_excl_tax=Decimal(50000))
    session.commit()
    for estimate in ("35 000", "30 000"):
        answer = save(mission, f"/marches/{file.id}/lot", title="Restitutions", estimate_excl_tax=estimate)
        assert answer.status_code == 302, refusals(answer)
    session.rollback()
    lots = session.scalars(select(Contract).where(Contract.allotment_id == file.id).order_by(Contract.lot_number)).all()
    assert [(lot.number, lot.lot_number, lot.family_id) for lot in lots] == [
        ("AMO-2026-07-L1", 1, family.id),
        ("AMO-2026-07-L2", 2, family.id),
    ]
    assert "65 000" in page(mission, file), "the sum of the lots is above the file's own estimate"


def test_a_subsequent_contract_is_numbered_under_its_accord_cadre(mission, session) -> None:
    framework = make.ContractFactory(
        number="AMO-2025-01",
        state=S.RUNNING,
        procedure=ProcedureCode.ADAPTED,
        technique=Technique.FRAMEWORK,
        has_subsequent_contracts=True,
        maximum_excl_tax=Decimal(100000),
        notified_on=dt.date(2026, 1, 5),
        ends_on=dt.date(2027, 1, 4),
    )
    session.commit()
    save(mission, f"/marches/{framework.id}/subsequent", title="Rue Garibaldi", estimate_excl_tax="9 000")
    session.rollback()
    made = session.scalars(select(Contract).where(Contract.framework_id == framework.id)).one()
    assert (made.number, made.procedure) == ("AMO-2025-01-MS1", ProcedureCode.SUBSEQUENT)
    assert "Rue Garibaldi" in page(mission, framework, tab="subsequent")


# ---- Documents -----------------------------------------------------------------------------------------------------


def test_a_document_is_kept_version_after_version_and_withdrawn(mission, session, client_as) -> None:
    contract, other = make.ContractFactory(), make.ContractFactory()
    session.commit()
    for text in (b"un", b"deux"):
        sent = {"title": "Cahier des charges", "file": (BytesIO(text), "cctp.txt")}
        assert post(mission, f"/marches/{contract.id}/joindre", sent).status_code == 303
    session.rollback()
    rows = session.scalars(select(Document).order_by(Document.number)).all()
    assert [(row.number, row.title, row.size) for row in rows] == [
        (1, "Cahier des charges", 2),
        (2, "Cahier des charges", 4),
    ]
    url = f"/marches/{contract.id}/document/{rows[1].id}"
    assert mission.get(url).data == b"deux"
    assert "attachment" in mission.get(url).headers["Content-Disposition"]
    assert mission.get(f"/marches/{other.id}/document/{rows[1].id}").status_code == 404
    assert client_as("ref5").get(url).status_code in (302, 403, 404)
    direction = client_as("direction")
    assert direction.get(url).data == b"deux"
    assert post(direction, f"{url}/retirer").status_code in (302, 403)
    assert post(mission, f"{url}/retirer").status_code == 303
    assert mission.get(url).status_code == 404
    session.rollback()
    assert session.scalar(select(func.count(Document.id))) == 2


def test_an_empty_or_wrong_file_is_refused_with_a_sentence(mission, session) -> None:
    contract = make.ContractFactory()
    session.commit()
    answer = post(mission, f"/marches/{contract.id}/joindre", {"file": (BytesIO(b"MZ"), "virus.exe"), "title": "Note"})
    assert answer.status_code == 422
    assert ".exe" in answer.text
    assert "Note" in answer.text  # what was typed is there still
    session.rollback()
    assert session.scalar(select(func.count(Document.id))) == 0


def test_what_would_be_lost_for_good_is_not_deleted(mission, session) -> None:
    file, other = make.ContractFactory(), make.ContractFactory()
    make.ContractFactory(allotment=file, lot_number=1)
    make.ContractDocumentFactory(contract=other)
    empty = make.ContractFactory()
    session.commit()
    ids, deleted = {row.id for row in (file, other, empty)}, empty.id
    post(mission, "/marches/bulk", {"action": "delete", "confirmed": "1", "rowid": [str(row_id) for row_id in ids]})
    session.rollback()
    assert ids <= set(session.scalars(select(Contract.id)))
    for row_id in ids:
        post(mission, f"/marches/delete/{row_id}")
    session.rollback()
    assert ids - set(session.scalars(select(Contract.id))) == {deleted}


def test_the_head_of_the_page_has_the_amount_as_amended(mission) -> None:
    contract = make.ContractFactory(
        state=S.RUNNING,
        procedure=ProcedureCode.ADAPTED,
        amount_excl_tax=Decimal(50000),
        notified_on=TODAY,
        ends_on=TODAY,
    )
    AmendmentFactory(contract=contract, number=1, amount_excl_tax=Decimal("1500.50"), notified_on=TODAY)
    words = page(mission, contract)
    assert "51 500,50 €" in words
    assert "50 000,00 €" in words


def tabs_shown(client, contract) -> set[str]:
    object_session(contract).commit()
    found = document(client.get(f"/marches/show/{contract.id}")).xpath("//*[@data-tabs]//a/@href")
    return {address.partition("tab=")[2].partition("&")[0].partition("#")[0] for address in found}


@pytest.mark.parametrize(
    ("state", "hangs_on", "expected"),
    [
        (S.NEED, "", set()),
        (S.PROCEDURE, "", set()),
        (S.AWARDED, "", {"execution", "amendments", "holder"}),
        (S.ABANDONED, "", set()),
        # What was written before it was given up is still read.
        (S.ABANDONED, "holder", {"holder"}),
        (S.ABANDONED, "amendment", {"amendments"}),
        (S.ABANDONED, "renewal", {"amendments"}),
        # Of lots, each has its own.
        (S.AWARDED, "lot", {"execution"}),
        (S.RUNNING, "lot, amendment", {"execution", "amendments"}),
        (S.RUNNING, "lot, penalty", {"execution", "holder"}),
    ],
)
def test_what_follows_the_award_has_no_tab_before_it(mission, state, hangs_on, expected) -> None:
    contract = make.ContractFactory(state=state, awarded_on=TODAY, amount_excl_tax=Decimal(5000), state_reason="Non")
    makers = {
        "holder": make.ContractHolderFactory, "amendment": AmendmentFactory, "renewal": RenewalFactory,
        "penalty": PenaltyFactory,
    }  # fmt: skip
    for name in filter(None, hangs_on.split(", ")):
        if name == "lot":
            make.ContractFactory(allotment=contract, lot_number=1)
        else:
            makers[name](contract=contract)
    assert tabs_shown(mission, contract) & {"execution", "amendments", "holder"} == expected
