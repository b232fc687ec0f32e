"""Contracts and the steps of their procedures, on screen."""

from sqlalchemy import inspect

from mdo.contracts.columns import CONTRACT_COLUMNS, STEP_COLUMNS
from mdo.contracts.steps import check_step, settle
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from models.accounts import User
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.procurement import ProcedureCode, PurchaseFamily, StepCode
from views.base.filters import DateFilter, EnumFilter, RelationFilter
from views.base.record import TabSource
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.contract_page import tabs_of_contract
from views.plan_acts import PlanActs, warn_of_early

_LABELS = FIELD_LABELS[Contract]
_STEP = FIELD_LABELS[ProcurementStep]
_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))


class ContractView(PlanActs):
    """The files of contracts."""

    model = Contract
    route_base = "/marches"
    columns = CONTRACT_COLUMNS
    order = ("number", "desc")
    sections = (
        (
            N_("Need"),
            (
                "number",
                "title",
                "justification",
                "instances",
                "arrondissements",
                "responsible",
                "family",
                "cpv",
                "cpv_label",
                "estimate_excl_tax",
                "launch_on",
                "wished_start_on",
                "budget_line",
                "allotment",
                "lot_number",
            ),
        ),
        (
            N_("Procedure"),
            (
                "procedure",
                "procedure_reason",
                "technique",
                "has_purchase_orders",
                "has_subsequent_contracts",
                "has_tranches",
                "framework",
                "is_electronic",
                "has_prior_notice",
                "is_urgent",
                "has_social_clause",
                "has_social_criterion",
                "is_reserved",
                "has_environmental_clause",
                "has_environmental_criterion",
            ),
        ),
        (
            N_("Terms"),
            (
                "amount_excl_tax",
                "minimum_excl_tax",
                "maximum_excl_tax",
                "vat_rate",
                "price_form",
                "price_type",
                "ccag",
                "group_kind",
                "is_innovative",
                "has_advance",
                "advance_rate",
                "allows_subcontracting",
                "tenders_received",
                "place_kind",
                "place_code",
            ),
        ),
        (
            N_("Dates and durations"),
            (
                "awarded_on",
                "signed_on",
                "notified_on",
                "starts_on",
                "ends_on",
                "firm_months",
                "renewals",
                "renewal_months",
                "notice_months",
                "is_tacit",
                "verification_months",
            ),
        ),
        (
            N_("Balances taken over"),
            ("opening_on", "opening_ordered_excl_tax", "opening_invoiced_excl_tax", "opening_paid_excl_tax"),
        ),
        (N_("Publication and sharing"), ("open_data_id", "published_on", "is_shared", "notes")),
    )
    relations = {"responsible": _ACTIVE_ACCOUNT}
    copied = ("title", "family", "cpv", "cpv_label", "responsible", "technique", "ccag", "vat_rate")
    filters = (
        EnumFilter("state", _LABELS["state"], ContractState, Contract.state),
        EnumFilter("procedure", _LABELS["procedure"], ProcedureCode, Contract.procedure),
        RelationFilter(
            "family",
            _LABELS["family"],
            PurchaseFamily,
            PurchaseFamily.code,
            build=Contract.family_id.in_,
            empty=lambda: Contract.family_id.is_(None),
            empty_label=N_("no family yet"),
        ),
        DateFilter("ends_on", _LABELS["ends_on"], Contract.ends_on),
        DateFilter("notified_on", _LABELS["notified_on"], Contract.notified_on),
    )
    empty_text = N_("No contract yet: open the file of a first need.")

    def tabs(self, row: Contract) -> tuple[TabSource, ...]:
        """The parts of the file, then the history."""
        return (*tabs_of_contract(self, row), *super().tabs(row))


class StepView(BackofficeView):
    """The steps of the procedures under way, of all contracts."""

    model = ProcurementStep
    route_base = "/etapes"
    columns = STEP_COLUMNS
    order = ("planned_on", "asc")
    sections = (
        (
            N_("Step of a contract"),
            (
                "contract",
                "step",
                "label",
                "position",
                "presence",
                "internal_days",
                "initial_on",
                "planned_on",
                "actual_on",
                "state",
                "responsible",
                "document",
                "note",
            ),
        ),
    )
    relations = {"responsible": _ACTIVE_ACCOUNT}
    read_only = frozenset({"initial_on"})
    filters = (
        EnumFilter("state", _STEP["state"], StepState, ProcurementStep.state),
        EnumFilter("step", _STEP["step"], StepCode, ProcurementStep.step),
        DateFilter("planned_on", _STEP["planned_on"], ProcurementStep.planned_on),
    )

    def check(self, row: ProcurementStep) -> None:
        """As in the table of the contract: a day done is a step done."""
        changed = inspect(row).attrs
        settle(
            row,
            day_changed=changed.actual_on.history.has_changes(),
            state_changed=row.id is not None and changed.state.history.has_changes(),
        )
        check_step(row)

    def after_save(self, row: ProcurementStep) -> None:
        """Done before a step that comes first: saved, and told."""
        warn_of_early(row.contract.steps, {row.id})
