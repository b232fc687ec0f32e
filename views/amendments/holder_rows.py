"""Subcontracting, advances, penalties and evaluations of a contract, on screen."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.amendments.advance_owed import advance_owed
from mdo.amendments.columns import CHANGE_COLUMNS, EVALUATION_COLUMNS, SUBCONTRACT_COLUMNS
from mdo.amendments.fields import EVALUATION, PENALTY, SUBCONTRACT, SUBCONTRACT_CHANGE
from mdo.amendments.holder_acts import ADVANCE_ACTS, PENALTY_ACTS, SUBCONTRACT_ACTS
from mdo.amendments.subcontracting import write_change, write_subcontract
from mdo.contracts.limits import stored_limits
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.procurement.thresholds import stored_thresholds
from models.amendments import Advance, Evaluation, Penalty, Subcontract, SubcontractChange
from models.contracts import Contract, ContractHolder
from models.suppliers import Supplier
from views.base.database import db
from views.base.filters import RelationFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.record import RelatedList
from views.base.record_tables import TablesOfRecord
from views.base.relations import Relation
from views.contracts.rows import AWARDED_CONTRACT, TAB_OF_HOLDER, ContractRowView, contract_filter

_SUBCONTRACT = FIELD_LABELS[Subcontract]
_EVALUATION = FIELD_LABELS[Evaluation]
_IN_USE = Relation(where=lambda: Supplier.is_active.is_(True))

EVALUATIONS_OF_SUPPLIER = RelatedList(
    "evaluations",
    Evaluation,
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
    empty_for = N_("Here are the subcontractors of contracts, from their declaration to their acceptance.")
    machine = SUBCONTRACT_ACTS
    route_base = "/sous-traitance"
    tab = TAB_OF_HOLDER
    columns = SUBCONTRACT_COLUMNS
    order = ("notified_on", "desc")
    completed = ("number",)
    relations = {"contract": AWARDED_CONTRACT, "supplier": _IN_USE}
    carried = ("contract",)
    filters = (
        contract_filter(Subcontract.contract_id),
        _supplier_filter(Subcontract, _SUBCONTRACT["supplier"]),
        *filters_of(SUBCONTRACT, "price_variation", "notified_on"),
    )
    related_lists = (
        RelatedList(
            "changes",
            SubcontractChange,
            tuple(column for column in CHANGE_COLUMNS if column.name != "subcontract"),
            lambda row: SubcontractChange.subcontract_id == row.id,
            (SubcontractChange.number,),
            title=N_("Changes (contract)"),
            filter_argument="subcontract",
            add_argument="subcontract",
        ),
    )
    tables = related_lists

    def subtitle(self, row: Subcontract) -> str:
        return str(row.contract)

    def check(self, row: Subcontract) -> None:
        write_subcontract(db.session, row, context_of(db.session).today)


class SubcontractChangeView(ContractRowView):
    """Later acts that change a subcontract."""

    model = SubcontractChange
    empty_for = N_("Here are the changes of subcontracts.")
    route_base = "/sous-traitance-modifications"
    tab = TAB_OF_HOLDER
    order = ("notified_on", "desc")
    completed = ("number",)
    relations: ClassVar[Mapping[str, Relation]] = {}
    carried = ("subcontract",)
    filters = (
        relation_filter(SUBCONTRACT_CHANGE["subcontract"], Subcontract.subject, is_short=False),
        *filters_of(SUBCONTRACT_CHANGE, "notified_on"),
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
    empty_for = N_("Here are the advances of contracts, and what was paid back.")
    machine = ADVANCE_ACTS
    route_base = "/avances"
    tab = TAB_OF_HOLDER
    order = ("paid_on", "desc")
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


class PenaltyView(ContractRowView):
    """Penalties held back from the holders, and those waived."""

    model = Penalty
    empty_for = N_("Here are the penalties of contracts.")
    machine = PENALTY_ACTS
    route_base = "/penalites"
    tab = TAB_OF_HOLDER
    order = ("applied_on", "desc")
    filters = (
        contract_filter(Penalty.contract_id),
        *filters_of(PENALTY, "applied_on"),
    )

    def subtitle(self, row: Penalty) -> str:
        return str(row.contract)

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        if not form["applied_on"].data:
            form["applied_on"].data = context_of(db.session).today


class EvaluationView(ContractRowView):
    """What the mission keeps of its suppliers."""

    model = Evaluation
    route_base = "/evaluations"
    tab = TAB_OF_HOLDER
    columns = EVALUATION_COLUMNS
    order = ("evaluated_on", "desc")
    intro = N_("Marks from 1 (bad) to 4 (very good), given when a contract ends and read when one chooses again.")
    read_only = frozenset({"author"})
    filters = (
        _supplier_filter(Evaluation, _EVALUATION["supplier"]),
        contract_filter(Evaluation.contract_id),
        *filters_of(EVALUATION, "evaluated_on"),
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
