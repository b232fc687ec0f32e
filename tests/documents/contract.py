"""A contract whose file holds so many of everything that a contract may hold, with texts as long as they may be."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from mdo.contracts.steps import Way, establish
from mdo.documents.document_format import Wording
from models.amendments import RenewalDecision
from models.contracts import Contract, ContractState, GroupKind, Technique
from models.procurement import ProcedureCode
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import orders as make
from tests.support import procurement as buy

_LONG = "Assistance à la concertation et à la restitution des ateliers de quartier, en salle et en ligne, " * 9


def _written(value: Any, kind: str = "") -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f} €".replace(",", " ").replace(".", ",")
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else "" if value is None else str(value)


FRENCH = Wording(lambda message: message, str, value=_written)


def full_contract(session: Session, rows: int) -> Contract:
    """So many rows of each list; none: a need without anything."""
    if not rows:
        return buy.ContractFactory()
    contract = make.RunningContractFactory(
        title=_LONG[:250], justification=_LONG, notes=_LONG, procedure=ProcedureCode.OPEN, procedure_reason=_LONG,
        technique=Technique.FRAMEWORK, has_subsequent_contracts=True, group_kind=GroupKind.SOLIDARY,
        maximum_excl_tax=Decimal(2_000_000), firm_months=24, renewals=2, renewal_months=12, notice_months=3,
        has_social_clause=True, has_environmental_clause=True, is_reserved=True, budget_line=_LONG[:120],
        cpv_label=_LONG[:160], family=buy.PurchaseFamilyFactory(name=_LONG[:160]),
    )  # fmt: skip
    establish(session, contract, frozenset(), Way.FORWARD, TODAY)
    for number in range(rows):
        supplier = buy.SupplierFactory(name=f"{_LONG[:80]} {number}")
        buy.ContractHolderFactory(contract=contract, supplier=supplier, position=number + 1)
        make.RunningContractFactory(framework=contract, title=_LONG[:250], technique=Technique.NONE,
                                    has_purchase_orders=False, procedure=ProcedureCode.SUBSEQUENT)  # fmt: skip
        change.AmendmentFactory(contract=contract, number=number + 1, subject=_LONG[:200], amount_excl_tax=Decimal(10))
        start = dt.date(2028 + number, 1, 1)
        change.RenewalFactory(contract=contract, number=number + 1, decision=RenewalDecision.PENDING,
                              starts_on=start, ends_on=start.replace(month=12, day=31))  # fmt: skip
        change.SubcontractFactory(contract=contract, number=number + 1, supplier=supplier, subject=_LONG[:200])
        change.AdvanceFactory(contract=contract, paid_on=dt.date(2026, 1, 5))
        change.PenaltyFactory(contract=contract, reason=_LONG[:250])
        change.EvaluationFactory(contract=contract, supplier=supplier, comment=_LONG)
        order = make.order_of(contract, f"{1000 + number}.50", subject=_LONG[:250])
        make.DeliverableFactory(contract=contract, order=order, name=_LONG[:160])
        make.invoice_of(contract, "987.65", supplier=supplier)
    # A file with lots has no accord-cadre of its own on most files: here it has both, to fill the page.
    for number in range(rows):
        buy.ContractFactory(allotment=contract, lot_number=number + 1, title=_LONG[:250], state=ContractState.PROCEDURE)
    session.commit()
    session.expire_all()
    return contract
