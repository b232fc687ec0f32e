"""Deliverables on screen."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, not_, or_

from mdo.execution.columns import DELIVERABLE_COLUMNS
from mdo.execution.deliverables import (
    NOT_ADMITTED,
    DeliverableStatus,
    deliverable_status,
    deliverable_status_clause,
    late_days,
    tacit_on,
    tacit_soon_clause,
)
from mdo.execution.fields import DELIVERABLE
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.execution import (
    Deliverable,
    DeliverableDecision,
)
from views.base.acts import perform
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import BooleanFilter, DateFilter, EnumFilter
from views.base.forms import RecordForm, form_class
from views.base.kept import keeps_typing
from views.base.pages import Cell, FactGroup
from views.base.words import date_in_words, tone_of, value_in_words
from views.contracts.rows import contract_filter
from views.execution.screens import Act, OfContractView, preset_contract_of_order, title_of

_DELIVERABLE = FIELD_LABELS[Deliverable]
ReceiveForm = form_class(Deliverable, ("received_on",), {}, ("received_on",), "DeliverableView")
_DECISION = ("decision", "decided_on", "reduction_excl_tax", "reason")
DecideForm = form_class(Deliverable, _DECISION, {}, _DECISION[:2], "DeliverableView")


def _is_late(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    late = deliverable_status_clause(DeliverableStatus.LATE, today)
    return late if wanted else not_(late)


def _is_tacit_soon(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    soon = tacit_soon_clause(today)
    return soon if wanted else not_(soon)


def acts_on_deliverable(row: Deliverable) -> Sequence[Act]:
    """What may be done of a deliverable now."""
    acts = []
    if row.received_on is None or row.decision in NOT_ADMITTED:
        acts.append((gettext("Note the reception"), "receive", "inbox"))
    if row.received_on is not None and row.decision is None:
        acts.append((gettext("Decide"), "decide", "check-lg"))
    return acts


class DeliverableView(OfContractView):
    """What the holders owe, with the delay of the city to check it."""

    model = Deliverable
    route_base = "/livrables"
    columns = DELIVERABLE_COLUMNS
    order = ("due_on", "asc")
    sections = DELIVERABLE.sections
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
        DateFilter("due_on", _DELIVERABLE["due_on"], Deliverable.due_on),
        DateFilter("received_on", _DELIVERABLE["received_on"], Deliverable.received_on),
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

    def acts(self, row: Deliverable) -> Sequence[Act]:
        return acts_on_deliverable(row)

    @expose("/receive/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def receive(self, pk: int) -> Any:
        """The day on which it came; after a postponement or a rejection, it is checked anew."""

        def propose(form: RecordForm, row: Deliverable) -> Mapping[str, Any]:
            is_first = row.received_on is None or row.decision in NOT_ADMITTED
            return {"received_on": context_of(db.session).today} if is_first else {}

        def check(row: Deliverable, form: RecordForm) -> None:
            if row.decision in NOT_ADMITTED:
                row.decision = row.decided_on = row.verified_on = row.reason = None
            self.check(row)

        words = gettext("Reception of the deliverable")
        return perform(self, pk, "receive", ReceiveForm, title=title_of(words), prepare=propose, check=check)

    @expose("/decide/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def decide(self, pk: int) -> Any:
        """Admission, postponement, reduction of the price or rejection."""

        def propose(form: RecordForm, row: Deliverable) -> Mapping[str, Any]:
            if row.decision is not None:
                return {}
            return {"decision": DeliverableDecision.ADMISSION, "decided_on": context_of(db.session).today}

        words = gettext("Decision on the deliverable")
        return perform(
            self,
            pk,
            "decide",
            DecideForm,
            title=title_of(words),
            prepare=propose,
            check=lambda row, form: self.check(row),
        )
