"""Columns of contracts and of the steps of their procedures."""

from mdo.contracts.fields import CONTRACT, PROCUREMENT_STEP
from mdo.contracts.legal import LegalCheck, LegalFinding, finding_of
from mdo.contracts.states import state_or_ending
from mdo.contracts.steps import drift_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract, ContractHolder, ProcurementStep
from models.procurement import DelayUnit

_CONTRACT = FIELD_LABELS[Contract]
_STEP = FIELD_LABELS[ProcurementStep]


CONTRACT_COLUMNS = CONTRACT.columns(
    {
        3: Column(
            "state",
            _CONTRACT["state"],
            lambda row, today: state_or_ending(row),
            Kind.ENUM,
            sort=(Contract.state,),
        ),
        5: Column(
            "holders",
            _CONTRACT["holders"],
            lambda row, today: tuple(str(holder.supplier) for holder in row.holders),
            loads=(Contract.holders, ContractHolder.supplier),
            width=36,
        ),
    }
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


def _broken(finding: LegalFinding | None) -> LegalCheck | None:
    return finding.check if finding is not None and finding.check is not LegalCheck.HELD else None


def _minimum(finding: LegalFinding | None) -> int | None:
    is_counted = finding is not None and not finding.delay.is_maximum and finding.delay.unit is DelayUnit.DAYS
    return finding.delay.amount if finding is not None and is_counted else None


def _article(finding: LegalFinding | None) -> str | None:
    return None if finding is None else finding.delay.article


STEP_COLUMNS = PROCUREMENT_STEP.columns(
    {
        2: Column(
            "contract",
            _STEP["contract"],
            lambda row, today: str(row.contract),
            Kind.LONG_TEXT,
            sort=(Contract.number,),
            joins=(ProcurementStep.contract,),
            loads=(ProcurementStep.contract,),
            width=44,
        ),
        12: Column(
            "drift",
            N_("Drift (days)"),
            lambda row, today: drift_of(row),
            Kind.INTEGER,
            width=12,
            help=N_("Days after the one first planned; before it when negative."),
        ),
        13: Column(
            "legal_check",
            N_("Delay of the law"),
            lambda row, today: _broken(finding_of(row, today)),
            Kind.ENUM,
            loads=_OF_FILE,
            more_loads=_OF_LAW,
            width=26,
        ),
        14: Column(
            "legal_minimum",
            N_("Legal minimum (days)"),
            lambda row, today: _minimum(finding_of(row, today)),
            Kind.INTEGER,
            loads=_OF_FILE,
            more_loads=_OF_LAW,
            width=14,
            is_shown=False,
        ),
        15: Column(
            "article",
            N_("Article"),
            lambda row, today: _article(finding_of(row, today)),
            loads=_OF_FILE,
            more_loads=_OF_LAW,
            width=32,
            is_shown=False,
        ),
    }
)
