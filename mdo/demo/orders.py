"""What the contracts of the demo gave: orders, deliverables, invoices; an accord-cadre that has passed 80 %.

As of 24/11/2026: an invoice is overdue, one is to be paid within days, a deliverable is late, another was admitted by
silence and one will soon be. The accord-cadre and the training are shown to the référents of the mairies they serve.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from mdo.demo.contract_parts import DAY
from mdo.execution.deliverables import check_deliverable
from mdo.execution.invoices import check_invoice, complete_invoice
from mdo.execution.orders import check_order
from models.contracts import Contract
from models.execution import Deliverable, DeliverableDecision, Invoice, LateInterestRate, OrderState, PurchaseOrder

_MEETING, _REPORT, _WORKSHOP = "Réunion publique animée", "Compte rendu et synthèse", "Atelier en petit groupe"
# Number, subject, days ago, lines (description, quantity, price, VAT rate).
_ORDERS: Sequence[tuple[str, str, int, tuple[tuple[str, str, str, str], ...]]] = (
    ("BC-01", "Assemblées de printemps, 3e et 5e", 300, ((_MEETING, "12", "2400", "20"), (_REPORT, "12", "480", "20"))),
    (
        "BC-02",
        "Réaménagement des berges, concertation",
        240,
        ((_WORKSHOP, "22", "1350", "20"), ("Livret", "1", "3900.50", "5.5")),
    ),
    ("BC-03", "Forum des conseils de quartier", 150, ((_MEETING, "8", "2400", "20"), (_WORKSHOP, "14", "1350", "20"))),
    ("BC-04", "Cahier de doléances du 8e", 90, ((_WORKSHOP, "10", "1350", "20"), (_REPORT, "6.5", "480", "20"))),
    ("BC-05", "Assemblées d’automne", 40, ((_MEETING, "14", "2400", "20"), (_REPORT, "14", "480", "20"))),
)


def write_orders(session: Session, today: dt.date, contracts: Mapping[str, Contract]) -> None:
    """Writes orders, deliverables and invoices by the rules that the screens use, and flushes."""
    framework, training, lot = contracts["framework"], contracts["lump_sum"], contracts["lot1"]
    session.add(
        LateInterestRate(valid_from=dt.date(2025, 6, 11), rate=Decimal("2.15"), source="Banque centrale européenne")
    )
    orders = [_order(session, framework, *row, today=today) for row in _ORDERS]
    draft = PurchaseOrder(contract=framework, number="BC-06", subject="Bilan de l’année", state=OrderState.DRAFT)
    draft.line_items = [[None, _REPORT, "4", "480", "20"]]
    session.add(draft)
    _deliver(session, framework, orders, training, lot, today)
    _invoice(session, framework, orders, training, today)
    framework.is_shared = training.is_shared = True
    session.flush()


def _order(
    session: Session,
    contract: Contract,
    number: str,
    subject: str,
    days_ago: int,
    lines: Sequence[tuple[str, str, str, str]],
    *,
    today: dt.date,
) -> PurchaseOrder:
    order = PurchaseOrder(
        contract=contract,
        number=number,
        subject=subject,
        state=OrderState.ISSUED,
        ordered_on=today - days_ago * DAY,
    )
    order.line_items = [[None, *line] for line in lines]
    check_order(session, order)
    session.add(order)
    session.flush()
    return order


def _deliver(
    session: Session,
    framework: Contract,
    orders: Sequence[PurchaseOrder],
    training: Contract,
    lot: Contract,
    today: dt.date,
) -> None:
    admitted = {"decision": DeliverableDecision.ADMISSION}
    rows: tuple[tuple[Contract, PurchaseOrder | None, str, int, int | None, dict[str, Any]], ...] = (
        (framework, orders[0], "Synthèse des assemblées de printemps", -230, -226, {**admitted, "decided": -200}),
        (
            framework,
            orders[1],
            "Livret de la concertation des berges",
            -150,
            -140,
            {
                "decision": DeliverableDecision.REDUCTION,
                "decided": -120,
                "reduction_excl_tax": Decimal(400),
                "reason": "Deux cartes manquent au livret.",
            },
        ),
        (
            framework,
            orders[2],
            "Actes du forum",
            -60,
            -55,
            {"decision": DeliverableDecision.POSTPONEMENT, "decided": -40, "reason": "Les débats du matin manquent."},
        ),
        (framework, orders[3], "Cahier de doléances", -52, -52, {}),
        (framework, orders[2], "Compte rendu du forum", -80, -76, {}),
        (framework, orders[4], "Synthèse des assemblées d’automne", -6, None, {}),
        (framework, orders[4], "Restitution devant les conseils", 25, None, {}),
        (training, None, "Supports des six journées", -120, -121, {**admitted, "decided": -100}),
        (training, None, "Bilan de la formation", 20, None, {}),
        (lot, None, "Trame d’animation", 12, None, {}),
    )
    for contract, order, name, due, received, decided in rows:
        values = dict(decided)
        decided_days = values.pop("decided", None)
        row = Deliverable(
            contract=contract,
            order=order,
            name=name,
            due_on=today + due * DAY,
            received_on=None if received is None else today + received * DAY,
            decided_on=None if decided_days is None else today + decided_days * DAY,
            **values,
        )
        check_deliverable(row, today)
        session.add(row)


def _invoice(
    session: Session, framework: Contract, orders: Sequence[PurchaseOrder], training: Contract, today: dt.date
) -> None:
    rows: tuple[tuple[Contract, PurchaseOrder | None, str, str, int, int | None, str], ...] = (
        (framework, orders[0], "2026-041", "34560", -220, -200, "20"),
        (framework, orders[1], "2026-077", "29700", -130, -96, "20"),
        (framework, orders[1], "2026-078", "3900.50", -130, -110, "5.5"),
        (framework, orders[1], "AV-2026-02", "-400", -118, -110, "20"),
        (framework, orders[2], "2026-103", "19200", -36, None, "20"),
        (framework, orders[3], "2026-118", "13500", -26, None, "20"),
        (training, None, "FM-26-12", "16200", -95, -70, "0"),
        (training, None, "FM-26-19", "8100", -4, None, "0"),
    )
    for contract, order, number, amount, received, paid, rate in rows:
        received_on = today + received * DAY
        row = Invoice(contract=contract, order=order, number=number, received_on=received_on, suspended_days=0)
        row.line_items = [[None, order.subject if order else "Journées de formation", amount, rate]]
        if paid is not None:
            row.checked_on, row.paid_on = received_on + 3 * DAY, today + paid * DAY
            row.sent_to_payment_on = received_on + 8 * DAY
        elif received < -30:
            row.checked_on = received_on + 5 * DAY
        complete_invoice(row)
        with session.no_autoflush:
            check_invoice(session, row, today)
        session.add(row)
