"""The columns of the list of tenders, on screen and in Excel."""

from mdo.kernel.fields.columns import Column, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.contracts import Contract
from models.suppliers import Supplier
from models.tenders import Tender

_LABELS = FIELD_LABELS[Tender]

TENDER_COLUMNS = (
    Column(
        "supplier",
        _LABELS["supplier"],
        lambda row, today: row.supplier.name,
        sort=(Supplier.sort_key,),
        joins=(Tender.supplier,),
        loads=(Tender.supplier,),
        width=36,
    ),
    Column(
        "contract",
        _LABELS["contract"],
        lambda row, today: str(row.contract),
        sort=(Contract.number,),
        joins=(Tender.contract,),
        loads=(Tender.contract,),
        width=44,
    ),
    stored_column(Tender.position, _LABELS["position"], width=10, is_shown=False),
    stored_column(Tender.received_at, _LABELS["received_at"]),
    stored_column(Tender.amount_excl_tax, _LABELS["amount_excl_tax"]),
    stored_column(Tender.is_admissible, _LABELS["is_admissible"]),
    stored_column(Tender.inadmissible_reason, _LABELS["inadmissible_reason"], is_shown=False),
    stored_column(Tender.is_suspected_low, _LABELS["is_suspected_low"], is_shown=False),
    stored_column(Tender.low_asked_on, _LABELS["low_asked_on"], is_shown=False),
    stored_column(Tender.low_answer, _LABELS["low_answer"], is_shown=False),
    stored_column(Tender.is_retained, _LABELS["is_retained"]),
    stored_column(Tender.rejection_reason, _LABELS["rejection_reason"], is_shown=False),
    stored_column(Tender.notes, _LABELS["notes"], is_shown=False),
    stored_column(Tender.group_kind, _LABELS["group_kind"], is_shown=False),
    Column(
        "members",
        _LABELS["members"],
        lambda row, today: tuple(member.name for member in row.members),
        loads=(Tender.members,),
        width=36,
        is_shown=False,
    ),
    stored_column(Tender.inadmissible_ground, _LABELS["inadmissible_ground"], is_shown=False),
    stored_column(Tender.regularisation_asked_on, _LABELS["regularisation_asked_on"], is_shown=False),
    stored_column(Tender.regularised_on, _LABELS["regularised_on"], is_shown=False),
)
