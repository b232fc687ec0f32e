"""Contracts and the steps of their procedures, on screen."""

import datetime as dt
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from flask import flash, g
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, and_, inspect, not_
from sqlalchemy.orm import selectinload

from mdo.contracts.columns import CONTRACT_COLUMNS, STEP_COLUMNS
from mdo.contracts.family import is_by_itself, new_lot, new_subsequent
from mdo.contracts.fields import CONTRACT, PROCUREMENT_STEP
from mdo.contracts.numbers import complete_contract
from mdo.contracts.steps import settle
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.choice import follow_need
from mdo.procurement.law import stored_need_law
from mdo.tenders.states import CONTRACT_ACTS
from models.accounts import User
from models.contracts import Contract, ContractHolder, ContractState, ProcurementStep, StepState
from models.procurement import PurchaseFamily
from views.base.attached import FormPlace, add_attached, owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import BooleanFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.kept import keeps_typing
from views.base.pages import Cell, Crumb, Link, Panel
from views.base.readymade import ReadyView
from views.base.record import TabSource
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.contracts.advice import form_advice
from views.contracts.days import bring_to_steps, closed_behind, tell_steps, written_in_file
from views.contracts.documents import ContractDocuments
from views.contracts.form import LOT_FORM, SUBSEQUENT_FORM, advice_of_address, is_folded, text_fields
from views.contracts.lead import lead_panel
from views.contracts.next import next_of
from views.contracts.page import TABLES, tabs_of_contract
from views.contracts.plan_acts import PlanActs, early_in_words
from views.contracts.taken_over import TakenOverContracts
from views.procurement.need_advice import followed_in_words
from views.projects.lists import PROJECTS_OF_CONTRACT

_LABELS = FIELD_LABELS[Contract]
_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))


def _is_by_itself(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    return is_by_itself() if wanted else not_(is_by_itself())


class ContractView(TakenOverContracts, ContractDocuments, PlanActs, TablesOfRecord, ImportableView):
    """The files of contracts: the need, the procedure, who holds it, the terms, what is bought under it."""

    model = Contract
    route_base = "/marches"
    can_import_kind = "contracts"
    columns = CONTRACT_COLUMNS
    order = ("number", "desc")
    whose_at_first = ("responsible",)
    relations = {
        "responsible": _ACTIVE_ACCOUNT,
        "family": Relation(where=lambda: PurchaseFamily.is_active.is_(True)),
        "allotment": Relation(where=lambda: and_(Contract.allotment_id.is_(None), Contract.framework_id.is_(None))),
        "framework": Relation(where=lambda: Contract.has_subsequent_contracts.is_(True)),
    }
    copied = (
        "title",
        "justification",
        "family",
        "cpv",
        "cpv_label",
        "responsible",
        "arrondissements",
        "budget_line",
        "technique",
        "has_purchase_orders",
        "has_subsequent_contracts",
        "price_form",
        "price_type",
        "ccag",
        "vat_rate",
    )
    carried = ("family", "responsible", "launch_on", "budget_line")
    filters = (
        *filters_of(CONTRACT, "state", "procedure"),
        relation_filter(
            CONTRACT["family"],
            PurchaseFamily.code,
            empty=lambda: Contract.family_id.is_(None),
            empty_label=N_("no family yet"),
        ),
        BooleanFilter("by_itself", N_("Lot, or file without lots"), build=_is_by_itself),
        *filters_of(CONTRACT, "ends_on", "notified_on"),
    )
    ready_views = (
        ReadyView(N_("Running, first to end first"), "f_state=running&order=ends_on"),
        ReadyView(N_("In preparation or procedure"), "f_state=need&f_state=procedure&f_state=awarded"),
        ReadyView(N_("Ended or abandoned"), "f_state=ended&f_state=abandoned"),
    )
    tables = TABLES
    related_lists = (PROJECTS_OF_CONTRACT,)
    empty_text = N_("No contract yet: open the file of a first need, or import those under way.")

    def _init_forms(self) -> None:
        """The number may stay empty; the CPV codes that serve are proposed."""
        super()._init_forms()
        self.form_type = type("ContractForm", (self.form_type,), text_fields())

    def extra_loads(self) -> Sequence[Any]:
        holders = selectinload(Contract.holders).joinedload(ContractHolder.supplier)
        return (holders, selectinload(Contract.lots).selectinload(Contract.holders), selectinload(Contract.steps))

    # ---- The record ---------------------------------------------------------------------------------------------

    def subtitle(self, row: Contract) -> str:
        parts = [value_in_words(row.procedure), str(row.family) if row.family else ""]
        if row.allotment is not None:
            parts.append(gettext("lot %(number)s of %(file)s", number=row.lot_number, file=row.allotment))
        if row.framework is not None:
            parts.append(gettext("under %(framework)s", framework=row.framework))
        return " – ".join(part for part in parts if part)

    def parents(self, row: Contract) -> tuple[Crumb, ...]:
        """The file that it is a lot of, its lots first: from one of them to the next."""
        file = row.allotment
        return () if file is None else (Crumb(file.number, self.url("show", pk=file.id, tab="lots")),)

    def status(self, row: Contract) -> Cell:
        state = row.ending if row.state is ContractState.ABANDONED and row.ending else row.state
        return Cell("state", gettext(_LABELS["state"]), value_in_words(state), tone=tone_of(state))

    def lead(self, row: Contract) -> Panel:
        may_edit = self.may("can_edit") and self.may_change(row)
        return lead_panel(row, may_edit=may_edit, may_open_suppliers=self.may("can_show", "SupplierView"))

    def tabs(self, row: Contract) -> tuple[TabSource, ...]:
        """The parts of the file, then the history."""
        return (*tabs_of_contract(self, row), *super().tabs(row))

    def record_actions(self, row: Contract) -> tuple[Link, ...]:
        links = super().record_actions(row)
        if all(link.act != "edit" for link in links):
            return links
        url = self.url("make_sheet", pk=row.id)
        return (*links, Link(gettext("Contract sheet (Word)"), url, "file-earmark-word", is_post=True))

    def act_links(self, row: Contract) -> Sequence[Link]:
        """What comes next may be another thing than an act."""
        offered = CONTRACT_ACTS.offers(row, db.session)
        follows = next_of(row, offered)
        first = [Link(gettext(follows.label), follows.url, follows.icon, "primary")] if follows is not None else []
        others = [act for act in offered if follows is None or act.name != follows.act]
        return [*first, *self.links_of(row, others)]

    # ---- What may be written ------------------------------------------------------------------------------------

    def complete(self, row: Contract) -> None:
        today = context_of(db.session).today
        complete_contract(db.session, row, today.year)
        with db.session.no_autoflush:
            law = stored_need_law(db.session)
            file = row.allotment or row
            g.followed = follow_need(file, law, today, has_moved=file is not row)

    def check(self, row: Contract) -> None:
        super().check(row)
        bring_to_steps(row)

    def after_save(self, row: Contract) -> None:
        tell_steps()
        tell_followed()

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        """Under the estimate, then under the procedure: what the amount imposes, and the guard against splitting."""
        if "estimate_excl_tax" in names:
            after = next((name for name in ("cpv", "launch_on") if name in names), "estimate_excl_tax")
            return form_advice(form, row, after)
        return None

    def is_folded(self, names: Sequence[str], form: RecordForm, row: Any) -> bool:
        """Sixty fields are not read at once: a section is folded until the file comes to it."""
        return is_folded(names, row)

    @expose("/conseil")
    @has_access
    @permission_name("list")
    def advise(self) -> Any:
        """What follows from the values that a form holds, as a part of its page."""
        return advice_of_address(self)

    def _attach_like(self, pk: int, method: str, make: Callable[[Contract], Contract], form: Any, tab: str) -> Any:
        file = owner_to_change(self, pk)
        back = self.url("show", pk=pk, tab=tab, _anchor="tabs")
        place = FormPlace(self, file, self.url(method, pk=pk), back)
        with db.session.no_autoflush:
            row = make(file)
        form_type, names, title = form
        proposed = {name: getattr(row, name) for name in names}
        words = gettext("%(step)s – %(what)s", step=gettext(title), what=file)
        answer = add_attached(place, form_type, row, names, self.check, proposed, words)
        if getattr(answer, "status_code", None) == HTTPStatus.FOUND:
            tell_followed()
        return answer

    @expose("/<int:pk>/lot", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    @keeps_typing
    def add_lot(self, pk: int) -> Any:
        """A lot of the file: its title and its estimate; the rest is that of the file."""
        return self._attach_like(pk, "add_lot", new_lot, LOT_FORM, "lots")

    @expose("/<int:pk>/subsequent", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    @keeps_typing
    def add_subsequent(self, pk: int) -> Any:
        """A marché subséquent of the accord-cadre."""
        return self._attach_like(pk, "add_subsequent", new_subsequent, SUBSEQUENT_FORM, "subsequent")


def tell_followed() -> None:
    """Says which procedure a need was given by what was just saved."""
    followed = g.pop("followed", None)
    if followed is not None:
        flash(followed_in_words(followed), "info")


class StepView(BackofficeView):
    """The steps of the procedures under way, of all contracts."""

    model = ProcurementStep
    empty_for = N_("Here are the steps of contracts, each with its days.")
    route_base = "/etapes"
    columns = STEP_COLUMNS
    order = ("planned_on", "asc")
    relations = {"responsible": _ACTIVE_ACCOUNT}
    read_only = PROCUREMENT_STEP.read_only | {"document"}
    filters = filters_of(PROCUREMENT_STEP, "state", "step", "planned_on")
    ready_views = (
        ReadyView(N_("Open steps"), "f_state=to_do&f_state=under_way", opens=True),
        ReadyView(N_("Steps set aside"), "f_state=set_aside"),
    )

    def complete(self, row: ProcurementStep) -> None:
        """As in the table of the contract: a day done is a step done."""
        changed: Any = inspect(row).attrs
        settle(
            row,
            day_changed=changed.actual_on.history.has_changes(),
            state_changed=row.id is not None and changed.state.history.has_changes(),
        )

    def check(self, row: ProcurementStep) -> None:
        """The file says its day too."""
        super().check(row)
        changed: Any = inspect(row).attrs
        day = changed.actual_on.history
        is_newly_done = row.state is StepState.DONE and changed.state.history.has_changes()
        g.early_words = early_in_words(row.contract.steps, {row.id})
        g.steps_closed = closed_behind(row.contract, [row]) if is_newly_done else ()
        if day.has_changes():
            before = day.deleted[0] if day.deleted else None
            try:
                g.file_told = written_in_file(row.contract, {row: before})
            except RuleViolation as violation:
                raise RuleViolation(violation.message, field="actual_on", **violation.params) from violation

    def after_save(self, row: ProcurementStep) -> None:
        """Written in the file too, or done before a step that comes first: saved, and told."""
        for words in (*g.pop("file_told", ()), *g.pop("steps_closed", ())):
            flash(words, "info")
        for words in g.pop("early_words", ()):
            flash(words, "warning")
