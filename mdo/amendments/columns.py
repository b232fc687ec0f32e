"""Columns of what changes a contract that runs, and of what its holder owes, is owed and was worth."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from mdo.amendments.shares import rounded, standing_of
from mdo.amendments.subcontracting import amount_on, months_on
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from mdo.suppliers.evaluations import mean_of
from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract
from models.suppliers import Supplier

_AMENDMENT = FIELD_LABELS[Amendment]
_RENEWAL = FIELD_LABELS[Renewal]
_SUBCONTRACT = FIELD_LABELS[Subcontract]
_CHANGE = FIELD_LABELS[SubcontractChange]
_ADVANCE = FIELD_LABELS[Advance]
_PENALTY = FIELD_LABELS[Penalty]
_EVALUATION = FIELD_LABELS[Evaluation]
# A share has two decimals: 9,99 % and 10 % are not the same for the law.
SHARE = N_("Share of the initial amount (%)")
CUMULATED = N_("Cumulated share (%)")


def _contract(relation: InstrumentedAttribute[Contract], label: str) -> Column:
    return Column(
        "contract",
        label,
        lambda row, today: str(row.contract),
        sort=(Contract.number,),
        joins=(relation,),
        loads=(relation,),
        width=44,
    )


def _supplier(relation: InstrumentedAttribute[Any], label: str, **options: Any) -> Column:
    return Column(
        "supplier",
        label,
        lambda row, today: row.supplier.name if row.supplier else None,
        sort=(Supplier.sort_key,),
        joins=(relation,),
        loads=(relation,),
        width=30,
        **options,
    )


def _share(row: Amendment, today: dt.date) -> Decimal | None:
    return rounded(standing_of(row).share)


def _cumulated(row: Amendment, today: dt.date) -> Decimal | None:
    return rounded(standing_of(row).cumulated)


_OF_AMENDMENT: dict[str, Any] = {
    "loads": (Amendment.contract,),
    "more_loads": ((Amendment.contract, Contract.amendments), (Amendment.contract, Contract.template)),
}

AMENDMENT_COLUMNS = (
    stored_column(Amendment.subject, _AMENDMENT["subject"], width=40),
    stored_column(Amendment.number, _AMENDMENT["number"], width=10),
    _contract(Amendment.contract, _AMENDMENT["contract"]),
    stored_column(Amendment.ground, _AMENDMENT["ground"], width=32),
    stored_column(Amendment.amount_excl_tax, _AMENDMENT["amount_excl_tax"]),
    Column("share", SHARE, _share, Kind.DECIMAL, width=16, is_shown=False, **_OF_AMENDMENT),
    Column("cumulated", CUMULATED, _cumulated, Kind.DECIMAL, width=16, **_OF_AMENDMENT),
    stored_column(Amendment.months, _AMENDMENT["months"], is_shown=False),
    stored_column(Amendment.signed_on, _AMENDMENT["signed_on"], is_shown=False),
    stored_column(Amendment.notified_on, _AMENDMENT["notified_on"]),
    stored_column(Amendment.moved_to_on, _AMENDMENT["moved_to_on"], is_shown=False),
    stored_column(Amendment.committee_on, _AMENDMENT["committee_on"], is_shown=False),
    stored_column(Amendment.committee_opinion, _AMENDMENT["committee_opinion"], is_shown=False),
    Column(
        "supplier",
        _AMENDMENT["supplier"],
        lambda row, today: row.supplier.name if row.supplier else None,
        loads=(Amendment.supplier,),
        width=30,
        is_shown=False,
    ),
    stored_column(Amendment.published_on, _AMENDMENT["published_on"], is_shown=False),
    stored_column(Amendment.justification, _AMENDMENT["justification"], is_shown=False),
    stored_column(Amendment.transmitted_on, _AMENDMENT["transmitted_on"], is_shown=False),
)

RENEWAL_COLUMNS = (
    _contract(Renewal.contract, _RENEWAL["contract"]),
    stored_column(Renewal.number, _RENEWAL["number"], width=10),
    stored_column(Renewal.starts_on, _RENEWAL["starts_on"]),
    stored_column(Renewal.ends_on, _RENEWAL["ends_on"]),
    stored_column(Renewal.decide_by_on, _RENEWAL["decide_by_on"]),
    stored_column(Renewal.decision, _RENEWAL["decision"]),
    stored_column(Renewal.decided_on, _RENEWAL["decided_on"], is_shown=False),
    stored_column(Renewal.notes, _RENEWAL["notes"], is_shown=False),
)

SUBCONTRACT_COLUMNS = (
    stored_column(Subcontract.subject, _SUBCONTRACT["subject"], width=40),
    stored_column(Subcontract.number, _SUBCONTRACT["number"], width=10),
    _contract(Subcontract.contract, _SUBCONTRACT["contract"]),
    _supplier(Subcontract.supplier, _SUBCONTRACT["supplier"]),
    Column(
        "current_amount",
        N_("Amount on this day, before tax (€)"),
        amount_on,
        Kind.AMOUNT,
        loads=(Subcontract.changes,),
        width=20,
    ),
    Column(
        "current_months",
        N_("Duration on this day (months)"),
        months_on,
        Kind.INTEGER,
        loads=(Subcontract.changes,),
        width=16,
        is_shown=False,
    ),
    stored_column(Subcontract.price_variation, _SUBCONTRACT["price_variation"], is_shown=False),
    stored_column(Subcontract.is_paid_directly, _SUBCONTRACT["is_paid_directly"], is_shown=False),
    stored_column(Subcontract.accepted_on, _SUBCONTRACT["accepted_on"], is_shown=False),
    stored_column(Subcontract.notified_on, _SUBCONTRACT["notified_on"]),
    stored_column(Subcontract.published_on, _SUBCONTRACT["published_on"], is_shown=False),
)

CHANGE_COLUMNS = (
    Column(
        "subcontract",
        _CHANGE["subcontract"],
        lambda row, today: row.subcontract.subject,
        sort=(Subcontract.subject,),
        joins=(SubcontractChange.subcontract,),
        loads=(SubcontractChange.subcontract,),
        width=40,
    ),
    stored_column(SubcontractChange.number, _CHANGE["number"], width=10),
    stored_column(SubcontractChange.notified_on, _CHANGE["notified_on"]),
    stored_column(SubcontractChange.amount_excl_tax, _CHANGE["amount_excl_tax"]),
    stored_column(SubcontractChange.months, _CHANGE["months"]),
    stored_column(SubcontractChange.published_on, _CHANGE["published_on"], is_shown=False),
)

ADVANCE_COLUMNS = (
    _contract(Advance.contract, _ADVANCE["contract"]),
    stored_column(Advance.amount_incl_tax, _ADVANCE["amount_incl_tax"]),
    stored_column(Advance.rate, _ADVANCE["rate"], kind=Kind.DECIMAL),
    stored_column(Advance.paid_on, _ADVANCE["paid_on"]),
    stored_column(Advance.repaid_incl_tax, _ADVANCE["repaid_incl_tax"]),
    stored_column(Advance.repaid_on, _ADVANCE["repaid_on"]),
    stored_column(Advance.notes, _ADVANCE["notes"], is_shown=False),
)

PENALTY_COLUMNS = (
    stored_column(Penalty.reason, _PENALTY["reason"], width=40),
    _contract(Penalty.contract, _PENALTY["contract"]),
    stored_column(Penalty.amount_excl_tax, _PENALTY["amount_excl_tax"]),
    stored_column(Penalty.applied_on, _PENALTY["applied_on"]),
    stored_column(Penalty.waived_on, _PENALTY["waived_on"]),
    stored_column(Penalty.waiver_reason, _PENALTY["waiver_reason"], width=40, is_shown=False),
)

EVALUATION_COLUMNS = (
    _supplier(Evaluation.supplier, _EVALUATION["supplier"]),
    _contract(Evaluation.contract, _EVALUATION["contract"]),
    stored_column(Evaluation.evaluated_on, _EVALUATION["evaluated_on"]),
    Column("mean", N_("Mean (out of 4)"), lambda row, today: mean_of(row), Kind.DECIMAL, width=12),
    stored_column(Evaluation.quality, _EVALUATION["quality"], is_shown=False),
    stored_column(Evaluation.deadlines, _EVALUATION["deadlines"], is_shown=False),
    stored_column(Evaluation.relation, _EVALUATION["relation"], is_shown=False),
    stored_column(Evaluation.administration, _EVALUATION["administration"], is_shown=False),
    stored_column(Evaluation.added_value, _EVALUATION["added_value"], is_shown=False),
    Column(
        "author",
        _EVALUATION["author"],
        lambda row, today: str(row.author) if row.author else None,
        sort=(User.last_name,),
        joins=(Evaluation.author,),
        loads=(Evaluation.author,),
        width=26,
        is_shown=False,
    ),
    stored_column(Evaluation.comment, _EVALUATION["comment"], is_shown=False),
)
