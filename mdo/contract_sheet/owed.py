"""What the list of deadlines holds of contracts, whatever the reader and the day it enters the list."""

from collections.abc import Iterable, Mapping

from sqlalchemy import literal, select, union_all

from mdo.amendments.deadlines import AMENDMENT_LEGALITY, EVALUATION_DUE
from mdo.contracts.after_signature import AWARD_NOTICE_DUE, CONTRACT_LEGALITY
from mdo.contracts.coming import ComingDay
from mdo.decp.deadlines import AMENDMENT_OPEN_DATA, OPEN_DATA_DUE
from mdo.execution.deadlines import DELIVERABLE_DECISION, DELIVERABLE_DUE, INVOICE_PAYMENT
from mdo.kernel.base.context import AnySession, context_of
from models.contracts import Contract
from models.procurement import StepCode

_KINDS = {
    kind.code: kind
    for kind in (
        INVOICE_PAYMENT,
        DELIVERABLE_DUE,
        DELIVERABLE_DECISION,
        OPEN_DATA_DUE,
        AMENDMENT_OPEN_DATA,
        AMENDMENT_LEGALITY,
        EVALUATION_DUE,
        CONTRACT_LEGALITY,
        AWARD_NOTICE_DUE,
    )
}
# What is done among the orders, deliverables and invoices of the contract, by its label.
IN_EXECUTION = frozenset({INVOICE_PAYMENT.label, DELIVERABLE_DUE.label, DELIVERABLE_DECISION.label})
# One date counts once.
_REPLACED = {
    OPEN_DATA_DUE.code: StepCode.OPEN_DATA,
    CONTRACT_LEGALITY.code: StepCode.LEGALITY,
    AWARD_NOTICE_DUE.code: StepCode.AWARD_NOTICE,
}


def owed_of(session: AnySession, contracts: Iterable[Contract]) -> Mapping[int, list[ComingDay]]:
    """By id of the contract, what falls due beside its steps, its renewals and its end; one statement.

    A late invoice comes before everything else: it costs interest each day.
    """
    today = context_of(session).today
    ids = [contract.id for contract in contracts]
    found: dict[int, list[ComingDay]] = {}
    if not ids:
        return found
    parts = []
    for code, kind in _KINDS.items():
        asked = select(literal(code), Contract.id, kind.due_on).select_from(kind.model)
        for target in kind.inner:
            asked = asked.join(target)
        parts.append(asked.where(Contract.id.in_(ids), kind.is_open(today), kind.due_on.is_not(None)))
    for code, contract_id, day in session.execute(union_all(*parts)):
        comes_first = code == INVOICE_PAYMENT.code and day < today
        found.setdefault(contract_id, []).append(ComingDay(day, _KINDS[code].label, comes_first, _REPLACED.get(code)))
    return found
