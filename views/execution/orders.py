"""Purchase orders on screen."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.execution.columns import DELIVERABLE_COLUMNS, INVOICE_COLUMNS, ORDER_COLUMNS
from mdo.execution.fields import ORDER_LINE_COLUMNS, PURCHASE_ORDER
from mdo.execution.states import ORDER_ACTS
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractHolder
from models.execution import Deliverable, Invoice, OrderState, PurchaseOrder, PurchaseOrderLine
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.filters import filters_of
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.pages import Cell, Link, Panel
from views.base.record import RelatedList
from views.base.rendering import render
from views.base.words import tone_of, value_in_words
from views.contracts.advice import splitting_remarks
from views.contracts.rows import contract_filter
from views.days_off.told import ToldDays
from views.execution.lines import LineColumn
from views.execution.screens import WithLinesView
from views.projects.lists import PROJECTS_OF_ORDER

_ORDER = FIELD_LABELS[PurchaseOrder]
_ORDER_LINES = (
    LineColumn("label", FIELD_LABELS[PurchaseOrderLine]["label"], PurchaseOrderLine.__mapper__.columns["label"]),
    LineColumn(
        "quantity",
        FIELD_LABELS[PurchaseOrderLine]["quantity"],
        PurchaseOrderLine.__mapper__.columns["quantity"],
        default="1,00",
    ),
    LineColumn(
        "price",
        FIELD_LABELS[PurchaseOrderLine]["unit_price_excl_tax"],
        PurchaseOrderLine.__mapper__.columns["unit_price_excl_tax"],
    ),
    LineColumn(
        "vat_rate",
        FIELD_LABELS[PurchaseOrderLine]["vat_rate"],
        PurchaseOrderLine.__mapper__.columns["vat_rate"],
        default="20,00",
    ),
)


# On the page of a supplier: the orders of the contracts that it holds, alone or in a group.
ORDERS_OF_SUPPLIER = RelatedList(
    "orders",
    PurchaseOrder,
    columns_named(ORDER_COLUMNS, "number", "subject", "contract", "state", "ordered_on", "total_excl_tax"),
    lambda supplier: PurchaseOrder.contract.has(Contract.holders.any(ContractHolder.supplier_id == supplier.id)),
    (PurchaseOrder.ordered_on.is_(None).desc(), PurchaseOrder.ordered_on.desc()),
    empty_text=N_("Nothing is ordered from this supplier."),
)


class OrderView(ToldDays, WithLinesView, ImportableView):
    """Purchase orders, counted against the maximum of their contracts."""

    model = PurchaseOrder
    told_day = "ordered_on"
    is_of_orders = True
    machine = ORDER_ACTS
    route_base = "/bons-de-commande"
    can_import_kind = "purchase_orders"
    columns = ORDER_COLUMNS
    order = ("ordered_on", "desc")
    line_columns = _ORDER_LINES
    line_numbers = ("quantity", "unit_price_excl_tax", "total_excl_tax", "vat_rate", "total_incl_tax")
    carried = ("contract", "ordered_on", "state")
    filters = (
        *filters_of(PURCHASE_ORDER, "state"),
        contract_filter(PurchaseOrder.contract_id),
        *filters_of(PURCHASE_ORDER, "ordered_on"),
    )
    related_lists = (
        RelatedList(
            "deliverables",
            Deliverable,
            DELIVERABLE_COLUMNS[:1] + DELIVERABLE_COLUMNS[2:7],
            lambda row: Deliverable.order_id == row.id,
            (Deliverable.due_on,),
            add_argument="order",
        ),
        RelatedList(
            "invoices",
            Invoice,
            INVOICE_COLUMNS[:1] + INVOICE_COLUMNS[3:9],
            lambda row: Invoice.order_id == row.id,
            (Invoice.received_on,),
            add_argument="order",
        ),
        PROJECTS_OF_ORDER,
    )
    tables = (
        RelatedList(
            "lines",
            PurchaseOrderLine,
            ORDER_LINE_COLUMNS,
            lambda row: PurchaseOrderLine.order_id == row.id,
            (PurchaseOrderLine.position,),
            view="OrderView",
        ),
        *related_lists,
    )
    empty_text = N_("No purchase order yet: add one, or import the export of the finance software.")

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        """Under the contract: the guard against splitting, which stops nothing."""
        if "contract" not in names:
            return None
        data = {
            "remarks": splitting_remarks(self.contract_in(form)),
            "url": self.url("advise"),
            "fields": "contract",
            "after": "contract",
        }
        return Panel(gettext("Guard against splitting"), "contracts/advice.html", data)

    def after_save(self, row: PurchaseOrder) -> None:
        """The form says it too, but not of a contract that was chosen in it without a script; the page of a contract
        that is a need by itself, where one goes once it is saved, does."""
        super().after_save(row)
        is_need = row.contract.framework is None and row.contract.allotment is None
        if is_need and self.may("can_show", "ContractView"):
            return
        for remark in splitting_remarks(row.contract):
            files = " ; ".join(words for words, _ in remark.links)
            flash(f"{remark.text} {files}. {remark.note}", remark.tone)

    @expose("/conseil")
    @has_access
    @permission_name("list")
    def advise(self) -> Any:
        """The guard against splitting for the contract that a form holds, as a part of its page."""
        ids = posted_ids(request.args.getlist("contract")[:1])
        remarks = splitting_remarks(db.session.get(Contract, ids[0]) if ids else None)
        return render("contracts/advice_found.html", remarks=remarks) if remarks else Response(mimetype="text/plain")

    def status(self, row: PurchaseOrder) -> Cell:
        return Cell("state", gettext(_ORDER["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def writer_actions(self, row: PurchaseOrder) -> Sequence[Link]:
        """An order that was issued may be called off: offered, never put forward."""
        links = super().writer_actions(row)
        if row.state is not OrderState.ISSUED:
            return links
        return (*links, Link(gettext("Cancel the order"), self.url("cancel", pk=row.id), "x-circle"))
