"""A file imported again: what it brings to contracts that are kept, what it says otherwise, what is left as it is."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from mdo.amendments.subcontracting import amount_on
from mdo.decp.import_outcome import KeptRecord, RecordOutcome
from mdo.decp.importing import stored_ids, write_contracts
from mdo.decp.publication_state import standing_of
from mdo.decp.reading import read_decp
from mdo.decp.reconcile import compared, write_kept
from mdo.decp.states import OpenDataState
from models.amendments import Amendment, AmendmentGround, Subcontract, SubcontractChange
from models.contracts import Contract, ContractState, StepState
from models.decp import OpenDataRelease
from models.procurement import StepCode
from models.suppliers import Supplier
from tests.decp.test_acts import LATER, OTHER, THIRD, changed, company, subcontract_changed, subcontracted
from tests.decp.test_reading import a_file, a_record, read
from tests.decp.test_record import DAY
from tests.support import orders
from tests.support import procurement as buy
from tests.support.amendments import AmendmentFactory, SubcontractChangeFactory, SubcontractFactory
from tests.support.statements import count_statements

pytestmark = pytest.mark.db
E = Decimal
FIRST = {"modifications": [changed(1, "2026-08-03", montant=190000)]}


@pytest.fixture
def contract(session) -> Contract:
    """180,000 € at most for 48 months, as its first file said it; what came after is not there yet."""
    (row,) = write_contracts(session, read(a_record()).rows, DAY)
    session.commit()
    return row


def again(session, **changes: Any) -> Any:
    """The only contract of the file once it is compared with the register."""
    (row,) = compared(session, read_decp(a_file(a_record(**changes)), stored_ids(session), DAY), DAY).rows
    return row


def bring(session, **changes: Any) -> KeptRecord:
    """The same file, written."""
    (kept,) = write_kept(session, [again(session, **changes)], DAY)
    session.commit()
    session.expire_all()
    return kept


def states(row: Any) -> list[tuple[str, int, str]]:
    return [(act.act.kind.value, act.act.number, act.state.value) for act in row.kept.acts]


def everything(session) -> tuple[int, ...]:
    session.expire_all()
    tables = (Contract, Supplier, Amendment, Subcontract, SubcontractChange, OpenDataRelease)
    return tuple(session.scalar(select(func.count()).select_from(table)) for table in tables)


# ---- What comes ------------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(session, contract) -> None:
    row = again(session)
    assert (row.fate, row.kept.acts, row.kept.release) == (RecordOutcome.UNCHANGED, (), None)


def test_later_acts_become_those_of_the_contract(session, contract) -> None:
    before = everything(session)
    row = again(session, **LATER)
    assert row.fate is RecordOutcome.CHANGED
    assert states(row) == [
        ("amendment", 1, "created"), ("amendment", 2, "created"), ("amendment", 4, "created"),
        ("subcontract", 1, "created"), ("subcontract", 2, "created"),
        ("change", 2, "created"), ("change", 2, "created"),
    ]  # fmt: skip
    assert everything(session) == before, "a comparison writes nothing"
    assert not session.new
    assert not session.dirty
    bring(session, **LATER)
    rows = {row.number: row for row in contract.amendments}
    assert [(rows[number].amount_excl_tax, rows[number].months) for number in (1, 2, 4)] == [
        (E(10000), 0), (E("-4999.50"), 6), (E(0), 0),
    ]  # fmt: skip
    assert [rows[number].ground for number in (1, 2, 4)] == [None, None, AmendmentGround.NEW_HOLDER]
    assert (contract.maximum_excl_tax, contract.ends_on) == (E(180000), dt.date(2030, 12, 14))
    assert [holder.supplier.identifier for holder in contract.holders] == [THIRD]
    act = contract.subcontracts[1]
    assert [(change.amount_excl_tax, change.months) for change in act.changes] == [(E(15000), None), (None, 9)]
    assert standing_of(session, contract, DAY).state is OpenDataState.PUBLISHED
    assert again(session, **LATER).fate is RecordOutcome.UNCHANGED


def test_a_file_that_goes_on_adds_what_is_new_alone(session, contract) -> None:
    bring(session, **FIRST)
    later = [*FIRST["modifications"], changed(2, "2026-10-05", montant=185000.5, dureeMois=54)]
    row = again(session, modifications=later)
    assert states(row) == [("amendment", 1, "unchanged"), ("amendment", 2, "created")]
    bring(session, modifications=later)
    releases = session.scalars(select(OpenDataRelease).order_by(OpenDataRelease.id)).all()
    assert [len(json.loads(item.content).get("modifications", [])) for item in releases] == [0, 1, 2]
    assert [row.amount_excl_tax for row in contract.amendments] == [E(10000), E("-4999.50")]


def test_an_older_file_takes_nothing_away(session, contract) -> None:
    bring(session, **LATER)
    row = again(session, **FIRST)
    assert (row.fate, states(row)) == (RecordOutcome.UNCHANGED, [("amendment", 1, "unchanged")])


def test_a_contract_is_known_by_its_id_before_its_number(session, contract) -> None:
    other = buy.ContractFactory(number="AMO-2026-01-bis", state=ContractState.NEED)
    contract.number, contract.open_data_id = "A-1", "AMO-2026-01"
    session.flush()
    other.number = "AMO-2026-01"
    session.commit()
    bring(session, **FIRST)
    assert (len(contract.amendments), len(other.amendments)) == (1, 0)


def test_an_act_that_waited_for_its_notification_gets_it(session, contract) -> None:
    draft = AmendmentFactory(
        contract=contract, number=1, ground=AmendmentGround.REVIEW_CLAUSE, amount_excl_tax=E(0), months=6,
        signed_on=dt.date(2026, 8, 1),
    )  # fmt: skip
    act = SubcontractFactory(
        contract=contract, number=1, supplier=buy.SupplierFactory(identifier=OTHER), amount_excl_tax=E(12000),
        months=None, price_variation="revisable", accepted_on=dt.date(2026, 7, 1),
    )  # fmt: skip
    session.commit()
    later = {"modifications": [changed(1, "2026-08-03", dureeMois=54)], "actesSousTraitance": [subcontracted(1)]}
    row = again(session, **later)
    assert states(row) == [("amendment", 1, "changed"), ("subcontract", 1, "changed")]
    assert [[change.after for change in found.changes] for found in row.kept.acts] == [
        [dt.date(2026, 8, 3), dt.date(2026, 11, 20)], [dt.date(2026, 7, 20), 6, dt.date(2026, 11, 20)],
    ]  # fmt: skip
    session.refresh(draft)
    assert (draft.notified_on, contract.ends_on) == (None, dt.date(2030, 6, 14))
    bring(session, **later)
    assert (draft.notified_on, draft.ground, contract.ends_on) == (
        dt.date(2026, 8, 3), AmendmentGround.REVIEW_CLAUSE, dt.date(2030, 12, 14),
    )  # fmt: skip
    assert (act.months, act.notified_on, act.accepted_on) == (6, dt.date(2026, 7, 20), dt.date(2026, 7, 1))


def test_a_change_that_came_before_another_does_not_pass_for_the_last_one(session, contract) -> None:
    both = [subcontract_changed(1, "2026-10-20", montant=15000)]
    bring(session, actesSousTraitance=[subcontracted(1)], modificationsActesSousTraitance=both)
    both.append(subcontract_changed(1, "2026-09-20", montant=14000))
    bring(session, actesSousTraitance=[subcontracted(1)], modificationsActesSousTraitance=both)
    (act,) = contract.subcontracts
    assert [(row.number, row.notified_on.month) for row in act.changes] == [(1, 10), (2, 9)]
    assert (amount_on(act, DAY), amount_on(act, dt.date(2026, 10, 1))) == (E(15000), E(14000))


# ---- What differs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "published", "differing"),
    [
        ({}, {}, []),
        ({"amount_excl_tax": E(12000)}, {}, [("Amount added before tax (€)", E(12000), E(10000))]),
        ({"months": 3}, {}, [("Months added", 3, 0)]),
        ({"notified_on": dt.date(2026, 8, 4)}, {}, [("Notified on", dt.date(2026, 8, 4), dt.date(2026, 8, 3))]),
        ({}, {"titulaires": [{"titulaire": company(THIRD)}]}, [("New holder", None, THIRD), "replaced"]),
    ],
)
def test_an_amendment_said_otherwise_stays_and_is_told(session, contract, values, published, differing) -> None:
    said = {"amount_excl_tax": E(10000), "months": 0, "notified_on": dt.date(2026, 8, 3), **values}
    kept = AmendmentFactory(contract=contract, number=1, published_on=dt.date(2026, 11, 20), **said)
    session.commit()
    later = {"modifications": [changed(1, "2026-08-03", montant=190000, **published)]}
    (act,) = again(session, **later).kept.acts
    found = [(item.label, item.before, item.after) for item in act.conflicts]
    assert found[:1] == differing[:1]
    assert len(found) == len(differing)
    assert act.state.value == ("conflict" if differing else "unchanged")
    version = kept.version
    bring(session, **later)
    assert (kept.version, kept.amount_excl_tax) == (version, said["amount_excl_tax"])
    assert (standing_of(session, contract, DAY).state is OpenDataState.CHANGED) == bool(differing)
    assert again(session, **later).fate is (RecordOutcome.CONFLICT if differing else RecordOutcome.UNCHANGED)


def test_what_is_added_to_another_amount_waits_until_the_difference_is_settled(session, contract) -> None:
    kept = AmendmentFactory(contract=contract, number=1, amount_excl_tax=E(12000), notified_on=dt.date(2026, 8, 3))
    session.commit()
    later = [*FIRST["modifications"], changed(2, "2026-10-05", montant=185000.5)]
    row = again(session, modifications=later)
    assert states(row) == [("amendment", 1, "conflict"), ("amendment", 2, "error")]
    assert "190\u202f000 €, and the contract stands at 192\u202f000 €" in str(row.kept.acts[1].fault)
    kept.amount_excl_tax = E(10000)
    session.commit()
    assert states(again(session, modifications=later)) == [("amendment", 1, "changed"), ("amendment", 2, "created")]


def test_an_act_of_another_company_stays_and_takes_no_change(session, contract) -> None:
    act = SubcontractFactory(
        contract=contract, number=1, supplier=buy.SupplierFactory(name="Nova"), amount_excl_tax=E(12000), months=6,
        price_variation="revisable", notified_on=dt.date(2026, 7, 20), published_on=dt.date(2026, 11, 20),
    )  # fmt: skip
    SubcontractChangeFactory(subcontract=act, notified_on=dt.date(2026, 9, 20), amount_excl_tax=E(15000))
    session.commit()
    changes = [subcontract_changed(1, montant=15000), subcontract_changed(1, "2026-10-20", montant=16000)]
    row = again(session, actesSousTraitance=[subcontracted(1)], modificationsActesSousTraitance=changes)
    assert states(row) == [("subcontract", 1, "conflict"), ("change", 1, "changed"), ("change", 1, "error")]
    assert [(item.before, item.after) for item in row.kept.acts[0].conflicts] == [("Nova", OTHER)]
    assert everything(session)[1] == 2, "no supplier is made for what is not written"


@pytest.mark.parametrize(
    ("kept", "published", "state"),
    [
        ({"amount_excl_tax": E(15000)}, {"montant": 15000}, "unchanged"),
        ({"amount_excl_tax": E(15000)}, {"montant": 15000, "dureeMois": 6}, "unchanged"),  # says again how it was
        ({"amount_excl_tax": E(15000), "months": 6}, {"montant": 15000}, "unchanged"),
        ({"amount_excl_tax": E(15000)}, {"montant": 15001}, "conflict"),
        ({"amount_excl_tax": E(15000)}, {"montant": 15000, "dureeMois": 9}, "conflict"),
        ({"amount_excl_tax": E(15000), "months": 9}, {"montant": 15000}, "conflict"),
    ],
)
def test_a_change_of_a_subcontract_is_compared_by_what_it_changes(session, contract, kept, published, state) -> None:
    bring(session, actesSousTraitance=[subcontracted(1)])
    days = {"notified_on": dt.date(2026, 9, 20), "published_on": dt.date(2026, 11, 20)}
    SubcontractChangeFactory(subcontract=contract.subcontracts[0], **{"amount_excl_tax": None, **days, **kept})
    session.commit()
    changes = [subcontract_changed(1, **published)]
    row = again(session, actesSousTraitance=[subcontracted(1)], modificationsActesSousTraitance=changes)
    assert states(row) == [("subcontract", 1, "unchanged"), ("change", 1, state)]


def test_a_field_said_otherwise_is_shown_and_never_written(session, contract) -> None:
    row = again(session, objet="Autre objet", codeCPV="80500000-9", montant=200000, **FIRST)
    assert {item.key: (item.published, item.now) for item in row.kept.differences} == {
        "objet": ("Autre objet", "Assistance à maîtrise d’ouvrage"),
        "codeCPV": ("80500000-9", "79411000-8"),
        "montant": (200000, 180000),
    }
    assert states(row) == [("amendment", 1, "error")], "it is added to another amount"
    assert row.kept.has_conflicts
    bring(session, objet="Autre objet", codeCPV="80500000-9", montant=200000, **FIRST)
    assert (contract.title, contract.cpv, contract.maximum_excl_tax) == (
        "Assistance à maîtrise d’ouvrage", "79411000-8", E(180000),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "published", "is_same"),
    [
        ("Assistance", "Assistance", True),
        ("Assistance", "  Assistance ", True),
        ("Assistance", "Assistance et restitution", False),
        ("a" * 250, "a" * 250 + "b", True),
        ("a" * 249, "a" * 250, False),
    ],
)
def test_an_object_is_the_same_up_to_what_a_title_holds(session, contract, title, published, is_same) -> None:
    contract.title = title
    session.commit()
    assert ([item.key for item in again(session, objet=published).kept.differences] == []) is is_same


def test_what_the_register_lacks_is_taken_and_the_steps_follow(session, contract) -> None:
    contract.cpv, contract.tenders_received, contract.published_on = None, None, None
    contract.notified_on, contract.starts_on = None, None
    contract.state = ContractState.AWARDED
    contract.awarded_on = dt.date(2026, 6, 10)
    step = buy.ProcurementStepFactory(contract=contract, step=StepCode.NOTIFICATION, label="Notification")
    session.commit()
    row = again(session)
    assert row.fate is RecordOutcome.CHANGED
    assert {(item.of, item.after) for item in row.kept.changes} >= {
        ("", "79411000-8"), ("", 4), ("", dt.date(2026, 6, 15)), ("Notification", dt.date(2026, 6, 15)),
    }  # fmt: skip
    assert not row.kept.differences
    session.refresh(step)
    assert step.actual_on is None
    bring(session)
    assert (contract.cpv, contract.tenders_received, contract.notified_on) == ("79411000-8", 4, dt.date(2026, 6, 15))
    assert (step.actual_on, step.state) == (dt.date(2026, 6, 15), StepState.DONE)
    assert again(session).fate is RecordOutcome.UNCHANGED


def test_what_lacks_and_contradicts_the_file_is_told_and_not_taken(session, contract) -> None:
    contract.notified_on, contract.signed_on = None, dt.date(2026, 6, 20)  # published as notified on the 15th
    contract.state = ContractState.AWARDED
    session.commit()
    row = again(session)
    assert (row.fate, row.kept.changes) == (RecordOutcome.CONFLICT, ())
    assert "20/06/2026" in str(row.kept.refusal)
    assert [item.key for item in row.kept.differences] == ["dateNotification"]


# ---- What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [ContractState.NEED, ContractState.PROCEDURE, ContractState.ABANDONED])
def test_a_contract_that_is_not_awarded_here_gets_nothing(session, contract, state) -> None:
    contract.state = state
    session.commit()
    row = again(session, **LATER)
    assert (row.fate, row.kept) == (RecordOutcome.ERROR, KeptRecord(contract.id))
    assert "not awarded here" in str(row.faults[0])


def test_a_file_bought_by_lots_gets_nothing(session, contract) -> None:
    buy.ContractFactory(allotment=contract, lot_number=1)
    session.commit()
    assert "by lots" in str(again(session, **LATER).faults[0])


def test_a_record_that_would_make_no_file_still_brings_what_came_since(session, contract) -> None:
    odd = {"modalitesExecution": {"modaliteExecution": ["Sans objet"]}, "objet": " " * 5}
    row = again(session, **odd, **FIRST)
    assert {item.key for item in row.kept.differences} == {"modalitesExecution", "objet"}
    assert states(row) == [("amendment", 1, "created")]
    contract.cpv = None
    session.commit()
    row = again(session, **odd, **FIRST)
    assert (row.kept.changes, "is not taken" in str(row.kept.refusal)) == ((), True)


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"dateNotification": "2026-02-31"}, "notified_on"),
        ({"datePublicationDonnees": "2026-02-31"}, "published_on"),
        ({"titulaires": [{"titulaire": company("21690123100012")}]}, "identifier"),
        ({"codeCPV": "NC"}, "cpv"),
    ],
)
def test_a_record_that_cannot_be_compared_is_told(session, contract, odd, field) -> None:
    row = again(session, **odd)
    assert (row.fate, [fault.field for fault in row.faults]) == (RecordOutcome.ERROR, [field])


def test_two_records_of_one_contract_are_told(session, contract) -> None:
    contract.number, contract.open_data_id = "A-1", "AMO-2026-01"
    session.commit()
    found = compared(session, read_decp(a_file(a_record(), a_record(id="A-1")), stored_ids(session), DAY), DAY)
    assert [row.fate for row in found.rows] == [RecordOutcome.UNCHANGED, RecordOutcome.ERROR]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        # Less than what is ordered.
        ({"modifications": [changed(1, "2026-08-03", montant=100000)]}, "are ordered or invoiced"),
        # More is subcontracted than the contract is worth.
        ({"actesSousTraitance": [subcontracted(1, montant=180001)]}, "more than the contract itself"),
        ({"modifications": [changed(1, "2026-08-03", dureeMois=180)],
          "actesSousTraitance": [subcontracted(1, sousTraitant=company("21690123100012"))]}, "SIRET"),
    ],
)  # fmt: skip
def test_an_act_that_a_rule_refuses_is_told_and_the_others_are_written(session, contract, later, words) -> None:
    orders.order_of(contract, "150000")
    session.commit()
    row = again(session, **later)
    fault = next(act.fault for act in row.kept.acts if act.fault is not None)
    assert words in str(fault)
    count = sum(act.state.value == "created" for act in row.kept.acts)
    bring(session, **later)
    assert len(contract.amendments) + len(contract.subcontracts) == count
    assert everything(session)[1] == 1, "no supplier is made for what is not written"


def test_an_act_after_the_end_of_the_contract_is_told(session, contract) -> None:
    contract.ends_on = dt.date(2026, 8, 2)
    session.commit()
    (act,) = again(session, **FIRST).kept.acts
    assert "ended on 02/08/2026" in str(act.fault)
    contract.ends_on = dt.date(2026, 8, 3)
    session.commit()
    (act,) = again(session, **FIRST).kept.acts
    assert act.state.value == "created"


def test_the_comparison_of_many_contracts_takes_as_many_statements_as_that_of_two(session) -> None:
    records = [a_record(id=f"A-{number}", **LATER) for number in range(8)]
    write_contracts(session, read(*records).rows, DAY)
    session.commit()
    counts = []
    for some in (records[:2], records):
        session.expire_all()
        with count_statements(session.get_bind()) as counted:
            found = compared(session, read_decp(a_file(*some), stored_ids(session), DAY), DAY)
        counts.append(len(counted))
        assert {row.fate for row in found.rows} == {RecordOutcome.UNCHANGED}
    assert counts[0] == counts[1] <= 12
