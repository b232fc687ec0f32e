"""Columns of the deliverables of shared contracts."""

from mdo.kernel.fields.columns import stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.shared_contracts import SharedDeliverable

_DELIVERABLE = FIELD_LABELS[SharedDeliverable]

SHARED_DELIVERABLE_COLUMNS = (
    stored_column(SharedDeliverable.name, _DELIVERABLE["name"], width=44),
    stored_column(SharedDeliverable.due_on, _DELIVERABLE["due_on"]),
    stored_column(SharedDeliverable.received_on, _DELIVERABLE["received_on"]),
)
