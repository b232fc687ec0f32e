"""Holders that are corrected: the tenders retained, the amendments in force and the subcontracts agree with them."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.states import set_holders
from mdo.kernel.base.errors import RuleViolation
from mdo.tenders.award import retain
from mdo.tenders.holders import change_holders
from models.amendments import AmendmentGround
from models.contracts import Contract, ContractState, GroupKind, Technique
from models.suppliers import Supplier
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import procurement as buy
from tests.support import tenders as offer

pytestmark = pytest.mark.db
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def tenders(session):
    """Three tenders to an accord-cadre, the last of which is not admissible; the first was retained."""
    contract = buy.ContractFactory(
        state=ContractState.PROCEDURE, technique=Technique.FRAMEWORK, has_purchase_orders=True,
        maximum_excl_tax=Decimal(90000),
    )  # fmt: skip
    rows = [
        offer.TenderFactory(contract=contract, position=1),
        offer.TenderFactory(contract=contract, position=2),
        offer.TenderFactory(contract=contract, position=3, is_admissible=False, inadmissible_reason="Hors délai"),
    ]
    session.flush()
    retain(session, rows[0], TODAY)
    return rows


def refused(session, contract: Contract, *suppliers: Supplier, **values) -> str | None:
    try:
        change_holders(session, contract, suppliers, **values)
    except RuleViolation as refusal:
        refusal.text(lambda message: message)
        return refusal.field
    return None


def test_several_holders_of_an_accord_cadre_are_several_tenders_retained(session, tenders) -> None:
    contract = tenders[0].contract
    assert [row.is_retained for row in tenders] == [True, False, False]
    change_holders(session, contract, [tenders[0].supplier, tenders[1].supplier])
    assert [row.is_retained for row in tenders] == [True, True, False]
    change_holders(session, contract, [tenders[1].supplier])
    assert [row.is_retained for row in tenders] == [False, True, False]
    assert [holder.supplier for holder in contract.holders] == [tenders[1].supplier]


def test_a_member_of_a_grouping_made_no_tender_of_its_own(session, tenders) -> None:
    member = buy.SupplierFactory()
    contract = tenders[0].contract
    assert refused(session, contract, tenders[0].supplier, member, group_kind=GroupKind.JOINT) is None
    assert [row.is_retained for row in tenders] == [True, False, False]


def test_holders_without_a_tender_or_whose_tender_was_left_out_are_refused(session, tenders) -> None:
    contract = tenders[0].contract
    assert refused(session, contract, buy.SupplierFactory()) == "holder"
    assert refused(session, contract, tenders[2].supplier) == "holder"
    assert refused(session, contract) == "holder"  # nobody


def test_one_that_came_by_an_amendment_stays_until_it_is_taken_back(session) -> None:
    contract = buy.ContractFactory(state=ContractState.RUNNING)
    first, other = buy.SupplierFactory(), buy.SupplierFactory()
    set_holders(contract, [other])
    change.AmendmentFactory(
        contract=contract, ground=AmendmentGround.NEW_HOLDER, supplier=other, replaced=first, signed_on=DAY,
        notified_on=DAY, amount_excl_tax=Decimal(0),
    )  # fmt: skip
    session.refresh(contract, ["amendments"])
    assert refused(session, contract, first) == "holder"
    assert refused(session, contract, other, buy.SupplierFactory()) is None


def test_a_subcontractor_is_no_holder(session) -> None:
    contract = buy.ContractFactory(state=ContractState.RUNNING)
    holder = buy.SupplierFactory()
    set_holders(contract, [holder])
    act = change.SubcontractFactory(contract=contract)
    assert refused(session, contract, holder, act.supplier) == "holder"
    assert refused(session, contract, holder) is None
