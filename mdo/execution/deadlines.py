"""What falls due while a contract is performed: invoices to pay, deliverables to receive and to decide on."""

import datetime as dt

from sqlalchemy import ColumnElement, and_

from mdo.execution.deliverables import LAST_DAY_TO_DECIDE
from mdo.execution.invoices import PAY_BY, to_pay_clause
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.contracts import Contract
from models.execution import Deliverable, Invoice

_CONTRACT = Contract.number + " – " + Contract.title


def _is_expected(today: dt.date) -> ColumnElement[bool]:
    return and_(Deliverable.received_on.is_(None), Deliverable.due_on.is_not(None), Deliverable.decision.is_(None))


def _is_to_decide(today: dt.date) -> ColumnElement[bool]:
    """Received and not decided; once it is admitted by silence, nothing is to be decided any more."""
    is_waiting = and_(Deliverable.received_on.is_not(None), Deliverable.decision.is_(None))
    return and_(is_waiting, today <= LAST_DAY_TO_DECIDE)


INVOICE_PAYMENT = DeadlineKind(
    160,
    "invoice_payment",
    N_("Invoice to pay"),
    Invoice,
    "InvoiceView",
    PAY_BY,
    to_pay_clause,
    Closing(N_("Note the payment"), "InvoiceView", "pay"),
    title=Invoice.number,
    days_before=10,
    role=RoleCode.MISSION,
    detail=_CONTRACT,
    inner=(Invoice.contract,),
    contract_id=Invoice.contract_id,
    responsible_id=Contract.responsible_id,
    sooner=(
        (
            lambda today: and_(Invoice.checked_on.is_(None), Invoice.sent_to_payment_on.is_(None)),
            Closing(N_("Note the check"), "InvoiceView", "mark_checked"),
        ),
        (
            lambda today: Invoice.sent_to_payment_on.is_(None),
            Closing(N_("Send to payment"), "InvoiceView", "send_to_payment"),
        ),
    ),
    law="article R2192-10",
    rule="Facture à payer",
)

DELIVERABLE_DUE = DeadlineKind(
    170,
    "deliverable_due",
    N_("Deliverable to receive"),
    Deliverable,
    "DeliverableView",
    Deliverable.due_on,
    _is_expected,
    Closing(N_("Note the reception"), "DeliverableView", "receive"),
    title=Deliverable.name,
    days_before=15,
    role=RoleCode.MISSION,
    detail=_CONTRACT,
    inner=(Deliverable.contract,),
    contract_id=Deliverable.contract_id,
    responsible_id=Contract.responsible_id,
    rule="Livrable à recevoir",
)

# The eve of the tacit admission is the last day on which the city decides.
DELIVERABLE_DECISION = DeadlineKind(
    180,
    "deliverable_decision",
    N_("Deliverable: decision before it is admitted by silence"),
    Deliverable,
    "DeliverableView",
    LAST_DAY_TO_DECIDE,
    _is_to_decide,
    Closing(N_("Decide on the deliverable"), "DeliverableView", "decide"),
    title=Deliverable.name,
    days_before=30,
    role=RoleCode.MISSION,
    detail=_CONTRACT,
    inner=(Deliverable.contract,),
    contract_id=Deliverable.contract_id,
    responsible_id=Contract.responsible_id,
    law="CCAG-PI, article 28.2",
    is_decision=True,
    rule="Livrable : décision avant l’admission tacite",
)
