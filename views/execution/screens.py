"""What hangs on a contract (orders, deliverables, invoices), on screen: what these screens share."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from flask import url_for
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload, selectinload
from wtforms.validators import DataRequired

from mdo.kernel.fields.help import field_help
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract
from models.execution import PurchaseOrder
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import RelationField, decimal_in_words
from views.base.forms import RecordForm, form_class
from views.base.pages import FactGroup, Link, Panel, TabContent
from views.base.record import TabSource
from views.base.record_tables import TablesOfRecord
from views.base.words import value_in_words
from views.contracts.rows import ContractRowView
from views.execution.lines import LineColumn, LinesField

LINES = "line_items"
EXECUTION = "execution"
_SUMMED = ("amount_excl_tax", "total_excl_tax", "total_incl_tax")


class OfContractView(ContractRowView):
    """What hangs on a contract: its page leads back to it."""

    tab = EXECUTION

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(self.model.contract),)

    def subtitle(self, row: Any) -> str:
        return str(row.contract)

    def writer_actions(self, row: Any) -> Sequence[Link]:
        url = url_for("ContractView.show", pk=row.contract_id, tab=EXECUTION, _anchor="tabs")
        return (Link(gettext("The contract"), url, "arrow-left"),)

    def contract_in(self, form: RecordForm) -> Contract | None:
        """The contract that an empty form is opened for."""
        field = form["contract"]
        chosen = field.data if isinstance(field, RelationField) else None
        return db.session.get(Contract, chosen) if chosen else None


class WithLinesView(TablesOfRecord, OfContractView):
    """A row with lines, edited in its own form."""

    line_columns: ClassVar[tuple[LineColumn, ...]] = ()
    line_numbers: ClassVar[tuple[str, ...]] = ()

    def _init_forms(self) -> None:
        names = [name for name in self.form_fields if name != LINES]
        base = form_class(self.model, names, self.relations, self.required, type(self).__name__)
        help_id = field_help(self.model, LINES)
        lines = LinesField(
            lazy_gettext(FIELD_LABELS[self.model][LINES]),
            [DataRequired(lazy_gettext("Write at least one line."))],
            columns=self.line_columns,
            description=lazy_gettext(help_id) if help_id else "",
        )
        self.form_type = type(f"{self.model.__name__}Form", (base,), {LINES: lines})

    def preset(self, form: RecordForm) -> None:
        """The VAT of the contract is that of its lines."""
        super().preset(form)
        contract = self.contract_in(form)
        if contract is not None:
            form[LINES].default_rate = decimal_in_words(contract.vat_rate, 2)

    def extra_loads(self) -> Sequence[Any]:
        return (*super().extra_loads(), selectinload(self.model.lines))

    def fact_groups(self, row: Any, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The lines have a tab of their own."""
        groups = super().fact_groups(row, may_open)
        kept = (replace(group, facts=tuple(cell for cell in group.facts if cell.name != LINES)) for group in groups)
        return tuple(group for group in kept if group.facts)

    def tabs(self, row: Any) -> tuple[TabSource, ...]:
        title = gettext("Lines")
        fill = lambda: TabContent("lines", title, (self._lines_panel(row),))  # noqa: E731  # read when the tab opens
        return (TabSource("lines", title, fill), *super().tabs(row))

    def _lines_panel(self, row: Any) -> Panel:
        """The lines as a table, with the sums of their amounts."""
        names = self.line_numbers
        labels = FIELD_LABELS[self.model.lines.property.mapper.class_]
        sums = tuple(
            value_in_words(sum((getattr(line, name) for line in row.lines), Decimal(0))) if name in _SUMMED else ""
            for name in names
        )
        rows = [(line.label, [value_in_words(getattr(line, name)) for name in names]) for line in row.lines]
        link = self.table_link(row, "lines")
        data = {"headers": [gettext(labels[name]) for name in names], "rows": rows, "sums": sums}
        data["links"] = () if link is None else (link,)
        return Panel(gettext("What each line says"), "execution/lines.html", data)


def preset_contract_of_order(form: RecordForm) -> None:
    """A form opened from an order is of its contract."""
    order, contract = form["order"], form["contract"]
    if isinstance(order, RelationField) and isinstance(contract, RelationField) and order.data and not contract.data:
        found = db.session.get(PurchaseOrder, order.data)
        if found is not None:
            contract.take([found.contract_id])
