"""Subcontracting, advances, penalties and evaluations of a contract, on screen."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.amendments.advance_owed import advance_owed, to_take_back
from mdo.amendments.columns import (
    ADVANCE_COLUMNS,
    CHANGE_COLUMNS,
    EVALUATION_COLUMNS,
    PENALTY_COLUMNS,
    SUBCONTRACT_COLUMNS,
)
from mdo.amendments.fields import ADVANCE, EVALUATION, PENALTY, SUBCONTRACT, SUBCONTRACT_CHANGE
from mdo.amendments.subcontracting import write_change, write_subcontract
from mdo.contracts.figures import balance_of
from mdo.contracts.limits import stored_limits
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.thresholds import stored_thresholds
from models.amendments import (
    Advance,
    Evaluation,
    Penalty,
    PriceVariation,
    Subcontract,
    SubcontractChange,
)
from models.contracts import Contract, ContractHolder
from models.suppliers import Supplier
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import DateFilter, EnumFilter, RelationFilter
from views.base.forms import RecordForm, form_class
from views.base.kept import keeps_typing
from views.base.pages import Link
from views.base.record import RelatedList
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.contracts.rows import (
    AWARDED_CONTRACT,
    TAB_OF_HOLDER,
    ContractRowView,
    contract_filter,
    today_if_empty,
)

_SUBCONTRACT = FIELD_LABELS[Subcontract]
_CHANGE = FIELD_LABELS[SubcontractChange]
_EVALUATION = FIELD_LABELS[Evaluation]
_IN_USE = Relation(where=lambda: Supplier.is_active.is_(True))

AcceptForm = form_class(Subcontract, ("accepted_on", "notified_on"), {}, ("accepted_on",), "SubcontractView")
RepayForm = form_class(Advance, ("repaid_incl_tax", "repaid_on"), {}, ("repaid_incl_tax", "repaid_on"), "AdvanceView")
WaiveForm = form_class(Penalty, ("waived_on", "waiver_reason"), {}, ("waived_on", "waiver_reason"), "PenaltyView")


EVALUATIONS_OF_SUPPLIER = RelatedList(
    "evaluations",
    N_("Evaluations of suppliers"),
    Evaluation,
    "EvaluationView",
    tuple(column for column in EVALUATION_COLUMNS if column.name not in {"supplier", "author", "comment"}),
    lambda supplier: Evaluation.supplier_id == supplier.id,
    (Evaluation.evaluated_on.desc(),),
    filter_argument="supplier",
    empty_text=N_("Not evaluated yet: it is when a contract ends."),
)


def _supplier_filter(model: Any, label: str) -> RelationFilter:
    return RelationFilter("supplier", label, Supplier, Supplier.sort_key, build=model.supplier_id.in_, is_short=False)


class SubcontractView(TablesOfRecord, ContractRowView):
    """Acts of subcontracting of the contracts."""

    model = Subcontract
    route_base = "/sous-traitance"
    tab = TAB_OF_HOLDER
    columns = SUBCONTRACT_COLUMNS
    order = ("notified_on", "desc")
    completed = ("number",)
    sections = SUBCONTRACT.sections
    relations = {"contract": AWARDED_CONTRACT, "supplier": _IN_USE}
    carried = ("contract",)
    filters = (
        contract_filter(Subcontract.contract_id),
        _supplier_filter(Subcontract, _SUBCONTRACT["supplier"]),
        EnumFilter("price_variation", _SUBCONTRACT["price_variation"], PriceVariation, Subcontract.price_variation),
        DateFilter("notified_on", _SUBCONTRACT["notified_on"], Subcontract.notified_on),
    )
    related_lists = (
        RelatedList(
            "changes",
            N_("Changes (contract)"),
            SubcontractChange,
            "SubcontractChangeView",
            tuple(column for column in CHANGE_COLUMNS if column.name != "subcontract"),
            lambda row: SubcontractChange.subcontract_id == row.id,
            (SubcontractChange.number,),
            filter_argument="subcontract",
            add_argument="subcontract",
        ),
    )
    tables = related_lists

    def subtitle(self, row: Subcontract) -> str:
        return str(row.contract)

    def writer_actions(self, row: Subcontract) -> Sequence[Link]:
        if row.notified_on is None:
            return (Link(gettext("Accept and notify"), self.url("accept", pk=row.id), "check-lg"),)
        return ()

    def check(self, row: Subcontract) -> None:
        write_subcontract(db.session, row, context_of(db.session).today)

    @expose("/accept/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def accept(self, pk: int) -> Any:
        """The day on which the city accepted the subcontractor, and that on which it said so."""
        words = gettext("Acceptance")
        return self.act(pk, "accept", AcceptForm, words, today_if_empty("accepted_on", "notified_on"))


class SubcontractChangeView(ContractRowView):
    """Later acts that change a subcontract."""

    model = SubcontractChange
    route_base = "/sous-traitance-modifications"
    tab = TAB_OF_HOLDER
    columns = CHANGE_COLUMNS
    order = ("notified_on", "desc")
    completed = ("number",)
    sections = SUBCONTRACT_CHANGE.sections
    relations: ClassVar[Mapping[str, Relation]] = {}
    carried = ("subcontract",)
    filters = (
        RelationFilter(
            "subcontract",
            _CHANGE["subcontract"],
            Subcontract,
            Subcontract.subject,
            build=SubcontractChange.subcontract_id.in_,
            is_short=False,
        ),
        DateFilter("notified_on", _CHANGE["notified_on"], SubcontractChange.notified_on),
    )

    def extra_loads(self) -> Sequence[Any]:
        return (joinedload(SubcontractChange.subcontract).joinedload(Subcontract.contract),)

    def contract_id_of(self, row: SubcontractChange) -> int:
        return row.subcontract.contract_id

    def check(self, row: SubcontractChange) -> None:
        write_change(db.session, row, context_of(db.session).today)


class AdvanceView(ContractRowView):
    """Advances paid to the holders, and taken back."""

    model = Advance
    route_base = "/avances"
    tab = TAB_OF_HOLDER
    columns = ADVANCE_COLUMNS
    order = ("paid_on", "desc")
    sections = ADVANCE.sections
    filters = (contract_filter(Advance.contract_id),)

    def subtitle(self, row: Advance) -> str:
        return str(row.contract)

    def preset(self, form: RecordForm) -> None:
        """The advance that the contract of the address is owed, if it is."""
        super().preset(form)
        contract = db.session.get(Contract, form["contract"].data) if form["contract"].data else None
        if contract is None:
            return
        today = context_of(db.session).today
        limits = stored_limits(db.session, contract, today)
        owed = advance_owed(contract, stored_thresholds(db.session), limits)
        if owed is not None:
            form["amount_incl_tax"].data, form["rate"].data = owed.amount, owed.rate

    def writer_actions(self, row: Advance) -> Sequence[Link]:
        if row.paid_on is not None and row.repaid_on is None:
            return (Link(gettext("Take back"), self.url("repay", pk=row.id), "arrow-return-left"),)
        return ()

    @expose("/repay/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def repay(self, pk: int) -> Any:
        """What was taken back from what was due, and by when."""

        def propose(row: Advance) -> Mapping[str, Any]:
            proposed = today_if_empty("repaid_on")(row)
            if row.repaid_incl_tax:
                return proposed
            limits = stored_limits(db.session, row.contract, context_of(db.session).today)
            due = to_take_back(row, balance_of(db.session, row.contract), limits)
            return {**proposed, "repaid_incl_tax": due or row.amount_incl_tax}

        return self.act(pk, "repay", RepayForm, gettext("Advance taken back"), propose)


class PenaltyView(ContractRowView):
    """Penalties held back from the holders, and those waived."""

    model = Penalty
    route_base = "/penalites"
    tab = TAB_OF_HOLDER
    columns = PENALTY_COLUMNS
    order = ("applied_on", "desc")
    sections = PENALTY.sections
    filters = (
        contract_filter(Penalty.contract_id),
        DateFilter("applied_on", FIELD_LABELS[Penalty]["applied_on"], Penalty.applied_on),
    )

    def subtitle(self, row: Penalty) -> str:
        return str(row.contract)

    def writer_actions(self, row: Penalty) -> Sequence[Link]:
        if row.waived_on is None:
            return (Link(gettext("Waive"), self.url("waive", pk=row.id), "x-circle"),)
        return ()

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        if not form["applied_on"].data:
            form["applied_on"].data = context_of(db.session).today

    @expose("/waive/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def waive(self, pk: int) -> Any:
        """The penalty is not held back after all, and why."""
        return self.act(pk, "waive", WaiveForm, gettext("Waiver"), today_if_empty("waived_on"))


class EvaluationView(ContractRowView):
    """What the mission keeps of its suppliers."""

    model = Evaluation
    route_base = "/evaluations"
    tab = TAB_OF_HOLDER
    columns = EVALUATION_COLUMNS
    order = ("evaluated_on", "desc")
    intro = N_("Marks from 1 (bad) to 4 (very good), given when a contract ends and read when one chooses again.")
    sections = EVALUATION.sections
    read_only = frozenset({"author"})
    filters = (
        _supplier_filter(Evaluation, _EVALUATION["supplier"]),
        contract_filter(Evaluation.contract_id),
        DateFilter("evaluated_on", _EVALUATION["evaluated_on"], Evaluation.evaluated_on),
    )
    empty_text = N_("No evaluation yet: add one from the page of a contract that ends.")

    def new_row(self) -> Evaluation:
        return Evaluation(author_id=context_of(db.session).actor_id)

    def preset(self, form: RecordForm) -> None:
        """Today, and the first holder of the contract who is not evaluated yet."""
        super().preset(form)
        if not form["evaluated_on"].data:
            form["evaluated_on"].data = context_of(db.session).today
        if form["contract"].data and not form["supplier"].data:
            form["supplier"].take(self._to_evaluate(form["contract"].data)[:1])

    @staticmethod
    def _to_evaluate(contract_id: int) -> list[int]:
        done = select(Evaluation.supplier_id).where(Evaluation.contract_id == contract_id)
        statement = (
            select(ContractHolder.supplier_id)
            .where(ContractHolder.contract_id == contract_id, ContractHolder.supplier_id.not_in(done))
            .order_by(ContractHolder.position, ContractHolder.id)
        )
        return list(db.session.scalars(statement))
