"""Invoices and the rates of late interest, on screen."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash
from sqlalchemy import ColumnElement, not_, or_

from mdo.execution.columns import INVOICE_COLUMNS, RATE_COLUMNS
from mdo.execution.fields import INVOICE, INVOICE_LINE_COLUMNS
from mdo.execution.invoices import (
    InvoiceStatus,
    complete_invoice,
    interest_law,
    invoice_remarks,
    invoice_status,
    invoice_status_clause,
    late_interest,
    pay_by,
    payment_figure,
    to_pay_clause,
)
from mdo.execution.states import INVOICE_ACTS
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.labels import FIELD_LABELS
from models.execution import Invoice, InvoiceLine, LateInterestRate
from models.suppliers import Supplier
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import RelationField
from views.base.filters import BooleanFilter, EnumFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.pages import Cell, FactGroup
from views.base.readymade import ReadyView
from views.base.record import RelatedList
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words
from views.contracts.rows import AWARDED_CONTRACT, contract_filter
from views.execution.lines import LineColumn
from views.execution.screens import WithLinesView, preset_contract_of_order
from views.projects.lists import PROJECTS_OF_INVOICE

_INVOICE = FIELD_LABELS[Invoice]
_INVOICE_LINES = (
    LineColumn("label", FIELD_LABELS[InvoiceLine]["label"], InvoiceLine.__mapper__.columns["label"]),
    LineColumn(
        "amount", FIELD_LABELS[InvoiceLine]["amount_excl_tax"], InvoiceLine.__mapper__.columns["amount_excl_tax"]
    ),
    LineColumn(
        "vat_rate", FIELD_LABELS[InvoiceLine]["vat_rate"], InvoiceLine.__mapper__.columns["vat_rate"], default="20,00"
    ),
)


def _is_overdue(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    late = invoice_status_clause(InvoiceStatus.OVERDUE, today)
    return late if wanted else not_(late)


def _is_to_pay(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = to_pay_clause(today)
    return clause if wanted else not_(clause)


# On the page of a supplier.
INVOICES_OF_SUPPLIER = RelatedList(
    "invoices",
    Invoice,
    columns_named(INVOICE_COLUMNS, "number", "contract", "status", "received_on", "total_excl_tax", "paid_on"),
    lambda supplier: Invoice.supplier_id == supplier.id,
    (Invoice.received_on.desc(),),
    filter_argument="supplier",
    empty_text=N_("No invoice of this supplier."),
)


class InvoiceView(WithLinesView, ImportableView):
    """Invoices, with the thirty days in which the city pays."""

    model = Invoice
    machine = INVOICE_ACTS
    route_base = "/factures"
    can_import_kind = "invoices"
    columns = INVOICE_COLUMNS
    order = ("received_on", "desc")
    related_lists = (PROJECTS_OF_INVOICE,)
    line_columns = _INVOICE_LINES
    line_numbers = ("amount_excl_tax", "vat_rate", "total_incl_tax")
    carried = ("contract", "supplier")
    relations = {"contract": AWARDED_CONTRACT, "order": Relation(within="contract")}
    filters = (
        EnumFilter(
            "status",
            _INVOICE["status"],
            InvoiceStatus,
            build=lambda members, today: or_(*(invoice_status_clause(member, today) for member in members)),
        ),
        BooleanFilter("to_pay", N_("To be paid"), build=_is_to_pay),
        BooleanFilter("late", N_("Payment overdue"), build=_is_overdue),
        contract_filter(Invoice.contract_id),
        relation_filter(INVOICE["supplier"], Supplier.name, is_short=False),
        *filters_of(INVOICE, "received_on", "paid_on"),
    )
    ready_views = (
        ReadyView(N_("To be paid"), "f_to_pay=1"),
        ReadyView(N_("Payment overdue"), "f_to_pay=1&f_late=1"),
        ReadyView(N_("Paid"), "f_status=paid&f_status=paid_late"),
    )
    tables = (
        RelatedList(
            "lines",
            InvoiceLine,
            INVOICE_LINE_COLUMNS,
            lambda row: InvoiceLine.invoice_id == row.id,
            (InvoiceLine.position,),
            view="InvoiceView",
        ),
    )
    empty_text = N_("No invoice yet: add one, or import the export of the finance software.")

    def complete(self, row: Invoice) -> None:
        complete_invoice(row)

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        preset_contract_of_order(form)
        contract = self.contract_in(form)
        supplier = form["supplier"]
        if contract is not None and isinstance(supplier, RelationField) and not supplier.data:
            supplier.take([holder.supplier_id for holder in contract.holders[:1]])
        if not form["received_on"].data:
            form["received_on"].data = context_of(db.session).today

    def status(self, row: Invoice) -> Cell:
        status = invoice_status(row, context_of(db.session).today)
        return Cell("status", gettext(_INVOICE["status"]), value_in_words(status), tone=tone_of(status))

    def fact_groups(self, row: Invoice, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """What follows from the days: the last one to pay, and what being late costs."""
        today = context_of(db.session).today
        facts = [Cell("pay_by", gettext(_INVOICE["pay_by"]), _last_day_in_words(row))]
        late = late_interest(row, interest_law(db.session), today)
        if late is not None:
            facts.append(Cell("late_days", gettext(_INVOICE["late_days"]), str(late.days), tone="danger"))
            facts.append(Cell("interest", gettext("Late interest (indication)"), _interest_in_words(late)))
        facts += [Cell("remark", gettext("To look at"), told.text(gettext), tone="danger") for told in _told(row)]
        return (*super().fact_groups(row, may_open), FactGroup(gettext("What follows from it"), tuple(facts)))

    def after_save(self, row: Invoice) -> None:
        """More than its order, or before the contract started: saved, and told."""
        for told in _told(row):
            flash(told.text(gettext), "warning")


def _told(row: Invoice) -> Sequence[RuleViolation]:
    return invoice_remarks(db.session, row)


def _last_day_in_words(row: Invoice) -> str:
    """« 01/12/2026 (30 jours à compter de la réception, article R2192-10), à confirmer »."""
    figure, last = payment_figure(row), pay_by(row)
    if figure is None or last is None:
        return gettext("Not known: fill in the delay of payment (figures of the law).")
    words = gettext(
        "%(day)s (%(days)d days from the reception, %(article)s)",
        day=date_in_words(last),
        days=figure.number,
        article=figure.legal_basis,
    )
    return gettext("%(words)s, to be confirmed", words=words) if figure.is_to_confirm else words


def _interest_in_words(late: Any) -> str:
    if late.total is None:
        return gettext(
            "Not computed: fill in the rate of the central bank (rates of late interest) and what the law adds to it "
            "(figures of the law)."
        )
    return gettext(
        "%(total)s €, to be confirmed: %(interest)s € at %(rate)s %% for %(days)d days, %(recovery)s € for recovery",
        total=value_in_words(late.total),
        interest=value_in_words(late.interest),
        rate=value_in_words(late.rate),
        days=late.days,
        recovery=value_in_words(late.recovery),
    )


class RateView(BackofficeView):
    """The rates of the central bank, from which late interest is counted."""

    model = LateInterestRate
    route_base = "/taux-interets-moratoires"
    columns = RATE_COLUMNS
    order = ("valid_from", "desc")
    empty_text = N_("No rate yet: late interest is not computed. Fill in the rate of the European central bank.")
