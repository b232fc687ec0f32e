"""Deliverables on screen."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, not_, or_

from mdo.execution.columns import DELIVERABLE_COLUMNS
from mdo.execution.deliverables import (
    DeliverableStatus,
    deliverable_status,
    deliverable_status_clause,
    late_days,
    tacit_on,
    tacit_soon_clause,
)
from mdo.execution.fields import DELIVERABLE
from mdo.execution.states import DELIVERABLE_ACTS
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.execution import Deliverable
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import BooleanFilter, EnumFilter, filters_of
from views.base.forms import RecordForm
from views.base.pages import Cell, FactGroup
from views.base.words import date_in_words, tone_of, value_in_words
from views.contracts.rows import contract_filter
from views.execution.screens import OfContractView, preset_contract_of_order

_DELIVERABLE = FIELD_LABELS[Deliverable]


def _is_late(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    late = deliverable_status_clause(DeliverableStatus.LATE, today)
    return late if wanted else not_(late)


def _is_tacit_soon(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    soon = tacit_soon_clause(today)
    return soon if wanted else not_(soon)


class DeliverableView(OfContractView):
    """What the holders owe, with the delay of the city to check it."""

    model = Deliverable
    machine = DELIVERABLE_ACTS
    route_base = "/livrables"
    columns = DELIVERABLE_COLUMNS
    order = ("due_on", "asc")
    carried = ("contract", "order")
    filters = (
        EnumFilter(
            "status",
            _DELIVERABLE["status"],
            DeliverableStatus,
            build=lambda members, today: or_(*(deliverable_status_clause(member, today) for member in members)),
        ),
        BooleanFilter("late", N_("Late"), build=_is_late),
        BooleanFilter("tacit_soon", N_("Tacit admission within 15 days"), build=_is_tacit_soon),
        contract_filter(Deliverable.contract_id),
        *filters_of(DELIVERABLE, "due_on", "received_on"),
    )
    empty_text = N_("No deliverable yet: add what the holders owe, with its date.")

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        preset_contract_of_order(form)

    def status(self, row: Deliverable) -> Cell:
        status = deliverable_status(row, context_of(db.session).today)
        return Cell("status", gettext(_DELIVERABLE["status"]), value_in_words(status), tone=tone_of(status))

    def fact_groups(self, row: Deliverable, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """What follows from the days: the lateness, and when silence is admission."""
        today = context_of(db.session).today
        late, tacit = late_days(row, today), tacit_on(row)
        facts = []
        if late:
            facts.append(Cell("late_days", gettext(_DELIVERABLE["late_days"]), str(late), tone="danger"))
        if tacit is not None:
            words = gettext("%(day)s (CCAG-PI, articles 28.2 and 29, to be confirmed)", day=date_in_words(tacit))
            facts.append(Cell("tacit_on", gettext(_DELIVERABLE["tacit_on"]), words))
        groups = super().fact_groups(row, may_open)
        return (*groups, FactGroup(gettext("What follows from it"), tuple(facts))) if facts else groups
