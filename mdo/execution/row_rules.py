"""What is asked of the rows of execution, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Callable, Mapping

from sqlalchemy import inspect

from mdo.execution.deliverables import check_deliverable
from mdo.execution.invoices import check_invoice
from mdo.execution.orders import check_order
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from models.execution import Deliverable, Invoice, PurchaseOrder, PurchaseOrderLine


def _write_order(session: AnySession, row: PurchaseOrder, today: dt.date) -> None:
    check_order(session, row)


def _write_line(session: AnySession, row: PurchaseOrderLine, today: dt.date) -> None:
    check_order(session, row.order)  # the line that comes back may pass the maximum


def _undo_line(session: AnySession, row: PurchaseOrderLine, today: dt.date) -> Callable[[], None]:
    order = row.order

    def order_holds() -> None:
        if inspect(order).persistent:
            session.expire(order, ["lines"])
            check_order(session, order)

    return order_holds


RULES: Mapping[type, RowRules] = {
    PurchaseOrder: RowRules(_write_order),
    PurchaseOrderLine: RowRules(_write_line, undone=_undo_line),
    Deliverable: RowRules(lambda session, row, today: check_deliverable(row, today)),
    Invoice: RowRules(check_invoice),
}
