"""Columns of contracts and of the steps of their procedures."""

from sqlalchemy import func
from sqlalchemy.orm import InstrumentedAttribute

from mdo.contracts.legal import Finding, LegalCheck, finding_of
from mdo.contracts.states import state_or_ending
from mdo.contracts.steps import drift_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.accounts import User
from models.contracts import Contract, ContractHolder, ProcurementStep
from models.procurement import DelayUnit, PurchaseFamily

_CONTRACT = FIELD_LABELS[Contract]
_STEP = FIELD_LABELS[ProcurementStep]


def _responsible(model: type[Contract] | type[ProcurementStep], label: str, *, is_shown: bool) -> Column:
    relation: InstrumentedAttribute[User | None] = model.responsible
    return Column(
        "responsible",
        label,
        lambda row, today: str(row.responsible) if row.responsible else None,
        sort=(func.lower(User.last_name), func.lower(User.first_name)),
        joins=(relation,),
        loads=(relation,),
        width=26,
        is_shown=is_shown,
    )


CONTRACT_COLUMNS = (
    stored_column(Contract.number, _CONTRACT["number"], width=16),
    stored_column(Contract.title, _CONTRACT["title"], width=44, sort=(func.lower(Contract.title),)),
    Column(
        "state",
        _CONTRACT["state"],
        lambda row, today: state_or_ending(row),
        Kind.ENUM,
        sort=(Contract.state,),
    ),
    stored_column(Contract.procedure, _CONTRACT["procedure"], width=28, is_shown=False),
    Column(
        "holders",
        _CONTRACT["holders"],
        lambda row, today: tuple(str(holder.supplier) for holder in row.holders),
        loads=(Contract.holders, ContractHolder.supplier),
        width=36,
    ),
    stored_column(Contract.estimate_excl_tax, _CONTRACT["estimate_excl_tax"], is_shown=False),
    stored_column(Contract.amount_excl_tax, _CONTRACT["amount_excl_tax"]),
    stored_column(Contract.maximum_excl_tax, _CONTRACT["maximum_excl_tax"], is_shown=False),
    stored_column(Contract.notified_on, _CONTRACT["notified_on"], is_shown=False),
    stored_column(Contract.starts_on, _CONTRACT["starts_on"], is_shown=False),
    stored_column(Contract.ends_on, _CONTRACT["ends_on"]),
    _responsible(Contract, _CONTRACT["responsible"], is_shown=False),
    Column(
        "family",
        _CONTRACT["family"],
        lambda row, today: str(row.family) if row.family else None,
        sort=(PurchaseFamily.code,),
        joins=(Contract.family,),
        loads=(Contract.family,),
        width=30,
        is_shown=False,
    ),
    stored_column(Contract.cpv, _CONTRACT["cpv"], is_shown=False),
    stored_column(Contract.launch_on, _CONTRACT["launch_on"], is_shown=False),
    stored_column(Contract.wished_start_on, _CONTRACT["wished_start_on"], is_shown=False),
    stored_column(Contract.technique, _CONTRACT["technique"], is_shown=False),
    stored_column(Contract.published_on, _CONTRACT["published_on"], is_shown=False),
)

# What an import reads back, besides.
CONTRACT_EXPORT_COLUMNS = (
    *(
        stored_column(Contract.state, _CONTRACT["state"]) if column.name == "state" else column
        for column in CONTRACT_COLUMNS
        if column.name != "holders"
    ),
    Column(
        "holders",
        _CONTRACT["holders"],
        lambda row, today: " ; ".join(holder.supplier.name for holder in row.holders) or None,
        loads=(Contract.holders, ContractHolder.supplier),
        width=36,
    ),
    Column(
        "arrondissements",
        _CONTRACT["arrondissements"],
        lambda row, today: tuple(place.name for place in row.arrondissements),
        loads=(Contract.arrondissements,),
        width=24,
    ),
    Column(
        "framework",
        _CONTRACT["framework"],
        lambda row, today: row.framework.number if row.framework else None,
        loads=(Contract.framework,),
    ),
    *(
        stored_column(attribute, _CONTRACT[attribute.key])
        for attribute in (
            Contract.group_kind,
            Contract.procedure_reason,
            Contract.has_purchase_orders,
            Contract.has_subsequent_contracts,
            Contract.minimum_excl_tax,
            Contract.vat_rate,
            Contract.price_form,
            Contract.price_type,
            Contract.ccag,
            Contract.tenders_received,
            Contract.awarded_on,
            Contract.signed_on,
            Contract.firm_months,
            Contract.renewals,
            Contract.renewal_months,
            Contract.notice_months,
            Contract.budget_line,
            Contract.opening_on,
            Contract.opening_ordered_excl_tax,
            Contract.opening_invoiced_excl_tax,
            Contract.opening_paid_excl_tax,
            Contract.state_reason,
            Contract.justification,
            Contract.notes,
            Contract.is_published_before,
            Contract.transmitted_on,
            Contract.award_notice_on,
            Contract.letters_on,
        )
    ),
)


_OF_FILE = (ProcurementStep.contract, Contract.steps)
_OF_LAW = ((ProcurementStep.legal_delays,), (ProcurementStep.contract, Contract.allotment))


def _broken(finding: Finding | None) -> LegalCheck | None:
    return finding.check if finding is not None and finding.check is not LegalCheck.HELD else None


def _minimum(finding: Finding | None) -> int | None:
    is_counted = finding is not None and not finding.delay.is_maximum and finding.delay.unit is DelayUnit.DAYS
    return finding.delay.amount if finding is not None and is_counted else None


def _article(finding: Finding | None) -> str | None:
    return None if finding is None else finding.delay.article


STEP_COLUMNS = (
    stored_column(ProcurementStep.label, _STEP["label"], width=36),
    Column(
        "contract",
        _STEP["contract"],
        lambda row, today: str(row.contract),
        Kind.LONG_TEXT,
        sort=(Contract.number,),
        joins=(ProcurementStep.contract,),
        loads=(ProcurementStep.contract,),
        width=44,
    ),
    stored_column(ProcurementStep.planned_on, _STEP["planned_on"]),
    stored_column(ProcurementStep.actual_on, _STEP["actual_on"], is_shown=False),
    stored_column(ProcurementStep.state, _STEP["state"]),
    _responsible(ProcurementStep, _STEP["responsible"], is_shown=True),
    stored_column(ProcurementStep.step, _STEP["step"], is_shown=False),
    stored_column(ProcurementStep.initial_on, _STEP["initial_on"], is_shown=False),
    stored_column(ProcurementStep.presence, _STEP["presence"], is_shown=False),
    stored_column(ProcurementStep.note, _STEP["note"], is_shown=False),
    stored_column(ProcurementStep.internal_days, _STEP["internal_days"], is_shown=False),
    Column(
        "drift",
        N_("Drift (days)"),
        lambda row, today: drift_of(row),
        Kind.INTEGER,
        width=12,
        help=N_("Days after the one first planned; before it when negative."),
    ),
    Column(
        "legal_check",
        N_("Delay of the law"),
        lambda row, today: _broken(finding_of(row, today)),
        Kind.ENUM,
        loads=_OF_FILE,
        more_loads=_OF_LAW,
        width=26,
    ),
    Column(
        "legal_minimum",
        N_("Legal minimum (days)"),
        lambda row, today: _minimum(finding_of(row, today)),
        Kind.INTEGER,
        loads=_OF_FILE,
        more_loads=_OF_LAW,
        width=14,
        is_shown=False,
    ),
    Column(
        "article",
        N_("Article"),
        lambda row, today: _article(finding_of(row, today)),
        loads=_OF_FILE,
        more_loads=_OF_LAW,
        width=32,
        is_shown=False,
    ),
)
