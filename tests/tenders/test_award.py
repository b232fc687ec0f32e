"""Who may be awarded a contract, as the law and the file say it: one table, asked of every way to the award."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rules.row_rules import check_row
from mdo.tenders.award import award_contract, proposal_of
from models.contracts import Contract, ContractState, GroupKind, Technique
from models.procurement import ProcedureCode
from models.suppliers import Supplier
from models.tenders import CommitteeAct, CommitteeSense, InadmissibleGround, Tender
from tests.support import TODAY
from tests.support import procurement as buy
from tests.support import tenders as bid

pytestmark = pytest.mark.db
P = ProcedureCode
_GROUNDS = {ground.value for ground in InadmissibleGround}


@dataclass(frozen=True)
class Case:
    """`tenders` are « name amount mark… »; `says` is a part of the refusal, empty where the award passes."""

    name: str
    says: str
    tenders: tuple[str, ...] = ()
    holder: str = "A"
    procedure: ProcedureCode = P.ADAPTED
    estimate: int | None = 100_000
    reason: str = ""
    number: int | None = None
    cao: str = ""
    criteria: tuple[int, ...] = (100,)


_BOTH = ("A 40000", "B 50000")
AWARDS = (
    Case("the first in the ranking", "", _BOTH),
    Case("the second needs a reason", "L2152-7", _BOTH, "B"),
    Case("the second, with its reason", "", _BOTH, "B", reason="A a renoncé."),
    Case("spaces are no reason", "L2152-7", _BOTH, "B", reason="  "),
    Case("either of two equals", "", ("A 40000", "B 40000"), "B"),
    Case("one that made no tender", "made a tender", _BOTH, "C"),
    Case("an irregular tender", "L2152-2", ("A 40000 irregular", "B 50000")),
    Case("an inappropriate tender", "L2152-4", ("A 40000 inappropriate", "B 50000")),
    Case("an unacceptable tender", "L2152-3", ("A 40000 unacceptable", "B 50000")),
    Case("a late tender", "R2151-5", ("A 40000 late", "B 50000")),
    Case("a candidate who may not tender", "R2144-7", ("A 40000 candidacy", "B 50000")),
    Case("a tender rejected as too low", "L2152-6", ("A 4000 low asked", "B 50000")),
    Case("a tender left out without a ground", "not admissible", ("A 40000 out", "B 50000")),
    Case("no reason brings an irregular one back", "L2152-2", ("A 4000 irregular", "B 5000"), reason="Urgence."),
    Case("an irregular tender put right", "", ("A 40000 regularised", "B 50000")),
    Case("a low tender not asked about", "L2152-6", ("A 4000 suspected", "B 50000")),
    Case("a low tender that has not answered", "L2152-6", ("A 4000 suspected asked", "B 50000")),
    Case("a low tender justified", "", ("A 4000 suspected asked answered", "B 50000")),
    Case("another low tender stops nothing", "", ("A 40000", "B 90000 suspected")),
    Case("the one left once the other is irregular", "", ("A 50000", "B 40000 irregular")),
    Case("no tender at all", "No tender", ()),
    Case("no tender in an appel d’offres", "No tender", (), procedure=P.OPEN, cao="award favourable"),
    Case("a quote is not asked under the threshold", "", (), procedure=P.DIRECT, estimate=30_000),
    Case("a quote left out is not taken", "L2152-2", ("A 9000 irregular",), procedure=P.DIRECT, estimate=9_000),
    Case("formal, the CAO silent", "L1414-2", _BOTH, procedure=P.OPEN, estimate=300_000),
    Case("formal, the CAO favourable", "", _BOTH, procedure=P.OPEN, estimate=300_000, cao="award favourable"),
    Case("formal, an opinion alone", "L1414-2", _BOTH, procedure=P.OPEN, estimate=300_000, cao="opinion favourable"),
    Case("formal, put off", "L1414-2", _BOTH, procedure=P.OPEN, estimate=300_000, cao="award adjourned"),
    Case("formal, against", "L1414-2", _BOTH, procedure=P.RESTRICTED, estimate=300_000, cao="award unfavourable"),
    Case("negotiated, the CAO silent", "L1414-2", _BOTH, procedure=P.NEGOTIATED, estimate=300_000),
    Case("a dialogue, the CAO silent", "L1414-2", _BOTH, procedure=P.DIALOGUE, estimate=300_000),
    Case("formal at the threshold", "L1414-2", _BOTH, procedure=P.OPEN, estimate=216_000),
    Case("formal a euro under the threshold", "", _BOTH, procedure=P.OPEN, estimate=215_999),
    Case("formal without an estimate", "L1414-2", _BOTH, procedure=P.OPEN, estimate=None),
    Case("the CAO gives way to no rank", "L2152-7", _BOTH, "B", P.OPEN, 300_000, cao="award favourable"),
    Case("adapted, whatever its amount", "", _BOTH, estimate=300_000),
    Case("marks are missing", "every criterion", _BOTH, criteria=(60, 40)),
    Case("marks are missing, with the reason", "", _BOTH, criteria=(60, 40), reason="Classement du rapport signé."),
    Case("the weights make 90", "not 100", _BOTH, criteria=(90,)),
    Case("less tenders than are written", "2 tenders are written", _BOTH, number=1),
    Case("more came than are written", "", _BOTH, number=3),
)  # fmt: skip


def consultation(case: Case) -> tuple[Contract, dict[str, Supplier]]:
    """A consultation under way, its tenders judged on the price."""
    buy.ProcedureTemplateFactory(code=case.procedure)
    contract = buy.ContractFactory(
        state=ContractState.PROCEDURE, procedure=case.procedure, procedure_reason="Choix",
        estimate_excl_tax=None if case.estimate is None else Decimal(case.estimate),
    )  # fmt: skip
    for position, weight in enumerate(case.criteria if case.tenders else (), start=1):
        bid.AwardCriterionFactory(contract=contract, position=position, weight=Decimal(weight), is_price=position == 1)
    suppliers = {}
    for position, words in enumerate(case.tenders, start=1):
        name, amount, *marks = words.split()
        suppliers[name] = buy.SupplierFactory(name=name)
        bid.TenderFactory(
            contract=contract, supplier=suppliers[name], position=position, amount_excl_tax=Decimal(amount),
            **_marked(marks),
        )  # fmt: skip
    if case.holder not in suppliers:
        suppliers[case.holder] = buy.SupplierFactory(name=case.holder)
    if case.cao:
        kind, sense = case.cao.split()
        bid.CommitteeOpinionFactory(contract=contract, kind=CommitteeAct(kind), sense=CommitteeSense(sense))
    buy.flush()
    return contract, suppliers


def _marked(marks: list[str]) -> dict:
    values: dict = {}
    ground = next((mark for mark in marks if mark in _GROUNDS), None)
    if ground or "out" in marks:
        values = {"is_admissible": False, "inadmissible_reason": "Écartée"}
    if ground:
        values["inadmissible_ground"] = InadmissibleGround(ground)
    if "regularised" in marks:
        days = {"regularisation_asked_on": TODAY, "regularised_on": TODAY}
        values = {"inadmissible_ground": InadmissibleGround.IRREGULAR, "inadmissible_reason": "Non signée", **days}
    if "suspected" in marks:
        values["is_suspected_low"] = True
    if "asked" in marks:
        values["low_asked_on"] = TODAY
    if "answered" in marks:
        values["low_answer"] = "Outil déjà amorti."
    return values


def awarded(session, contract: Contract, holders: list[Supplier], **values) -> None:
    award_contract(session, contract, holders, **{"awarded_on": TODAY, "amount": Decimal(40000), **values})
    check_row(session, contract, TODAY)
    session.flush()


@pytest.mark.parametrize("case", AWARDS, ids=lambda case: case.name)
def test_who_may_be_awarded(session, case: Case) -> None:
    contract, suppliers = consultation(case)
    contract.award_reason = case.reason or None
    number = len(case.tenders) if case.number is None else case.number
    if case.says:
        with pytest.raises(RuleViolation) as refusal:
            awarded(session, contract, [suppliers[case.holder]], tenders_received=number)
        assert case.says in refusal.value.text(lambda message: message)
        session.rollback()
        return
    awarded(session, contract, [suppliers[case.holder]], tenders_received=number)
    retained = session.scalars(select(Tender).where(Tender.contract == contract, Tender.is_retained)).all()
    assert [row.supplier.name for row in retained] == ([case.holder] if case.tenders else [])


@pytest.mark.parametrize(
    ("tenders", "cao", "expected"),
    [
        (_BOTH, "", (["A"], 40000, 2, TODAY)),
        (("A 60000", "B 50000"), "", (["B"], 50000, 2, TODAY)),
        (("A 40000 irregular", "B 50000", "C 70000"), "", (["B"], 50000, 3, TODAY)),
        (("A 40000", "B 40000"), "", ([], None, 2, TODAY)),  # two equals: who reads chooses
        (("A 40000 irregular",), "", ([], None, 1, TODAY)),
        ((), "", ([], None, None, TODAY)),
        (_BOTH, "award favourable", (["A"], 40000, 2, dt.date(2026, 11, 18))),  # the day of the CAO
    ],
)
def test_what_the_award_proposes(session, tenders, cao, expected) -> None:
    contract, _ = consultation(Case("", "", tenders, holder="Z", cao=cao))
    found = proposal_of(session, contract, TODAY)
    assert ([row.name for row in found.holders], found.amount, found.tenders_received, found.awarded_on) == expected


def test_a_tender_of_a_grouping_brings_its_members_and_its_kind(session) -> None:
    contract, suppliers = consultation(Case("", "", _BOTH))
    other = buy.SupplierFactory(name="M")
    tender = session.scalars(select(Tender).where(Tender.supplier == suppliers["A"])).one()
    tender.members, tender.group_kind = [other], GroupKind.SOLIDARY
    session.flush()
    found = proposal_of(session, contract, TODAY)
    assert ([row.name for row in found.holders], found.group_kind) == (["A", "M"], GroupKind.SOLIDARY)
    with pytest.raises(RuleViolation) as refusal:  # the grouping that tendered, not its lead alone
        awarded(session, contract, [suppliers["A"]])
    assert refusal.value.field == "co_holders"
    contract.state = ContractState.PROCEDURE
    awarded(session, contract, [suppliers["A"], other], group_kind=GroupKind.SOLIDARY)


def test_an_accord_cadre_of_several_holders_takes_the_first_ones(session) -> None:
    contract, suppliers = consultation(Case("", "", ("A 1", "B 2", "C 3")))
    contract.technique, contract.has_purchase_orders = Technique.FRAMEWORK, True
    contract.maximum_excl_tax = Decimal(90000)
    with pytest.raises(RuleViolation, match="L2152-7"):
        awarded(session, contract, [suppliers["A"], suppliers["C"]])
    contract.state = ContractState.PROCEDURE
    awarded(session, contract, [suppliers["A"], suppliers["B"]])
    rows = session.scalars(select(Tender).order_by(Tender.position)).all()
    assert [row.is_retained for row in rows] == [True, True, False]


@pytest.mark.parametrize(
    ("states", "says"),
    [
        ((ContractState.AWARDED, ContractState.PROCEDURE), "lot 2"),
        ((ContractState.AWARDED, ContractState.NEED), "lot 2"),
        ((ContractState.AWARDED, ContractState.ABANDONED), ""),
        ((ContractState.AWARDED, ContractState.RUNNING), ""),
        ((ContractState.ABANDONED, ContractState.ABANDONED), "No lot"),
    ],
)
def test_a_file_of_lots_is_awarded_once_none_is_left_to_judge(session, states, says) -> None:
    file = buy.ContractFactory(state=ContractState.PROCEDURE, procedure=P.ADAPTED)
    for number, state in enumerate(states, start=1):
        buy.ContractFactory(allotment=file, lot_number=number, state=state)
    session.refresh(file)
    file.state = ContractState.AWARDED
    if says:
        with pytest.raises(RuleViolation) as refusal:
            check_row(session, file, TODAY)
        assert says in refusal.value.text(lambda message: message)
    else:
        check_row(session, file, TODAY)


@pytest.mark.parametrize(
    ("awarded_on", "has_tender", "passes"),
    [
        (dt.date(2026, 3, 2), False, True),
        (dt.date(2026, 3, 3), False, False),  # its file was here
        (dt.date(2026, 3, 2), True, False),
    ],
)
def test_a_contract_awarded_before_its_file_was_opened_is_entered_as_such(
    session, awarded_on, has_tender, passes
) -> None:
    contract, suppliers = consultation(Case("", "", ("A 1",) if has_tender else (), procedure=P.OPEN))
    contract.created_at = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    contract.launch_on = dt.date(2026, 1, 5)
    session.flush()
    contract.is_taken_over = True
    if passes:
        awarded(session, contract, [suppliers["A"]], awarded_on=awarded_on)
    else:
        with pytest.raises(RuleViolation):
            awarded(session, contract, [suppliers["A"]], awarded_on=awarded_on)
