"""The fields of shared contracts."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, section, shown
from models.shared_contracts import SharedContract, SharedDeliverable

# fmt: off
SHARED_CONTRACT = Table(
    SharedContract, (N_("Shared contract"), N_("Contracts shared with the mairies")),
    section(N_("Contract"),
        Field(SharedContract.number, N_("Number"), column=shown(1, 16)),
        Field(SharedContract.title, N_("Object (contract)"),
              column=shown(2, 44, sort=func.lower(SharedContract.title))),
        Field(SharedContract.starts_on, N_("Starts on"), column=shown(4)),
        Field(SharedContract.ends_on, N_("Ends on"), column=shown(5)),
    ),
    Field(SharedContract.holders, N_("Holders")),
    Field("next_deliverable", N_("Next deliverable")),
    Field("next_due_on", N_("Due on")),
)

SHARED_DELIVERABLE = Table(
    SharedDeliverable, None,
    Field(SharedDeliverable.name, N_("Deliverable"), column=shown(1, 44)),
    Field(SharedDeliverable.due_on, N_("Due on"), column=shown(2)),
    Field(SharedDeliverable.received_on, N_("Received on (document)"), column=shown(3)),
    Field("late_days", N_("Late by (days)")),
    internal=("contract_id",),
)
# fmt: on

SHARED_DELIVERABLE_COLUMNS = SHARED_DELIVERABLE.columns()
