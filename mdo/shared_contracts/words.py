"""The words of shared contracts: its tables, their fields and their help, the members of its closed lists."""

from mdo.kernel.base.messages import N_
from models.shared_contracts import SharedContract, SharedDeliverable

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    SharedContract: (N_("Shared contract"), N_("Contracts shared with the mairies")),
}

FIELDS: dict[type, dict[str, str]] = {
    SharedContract: {
        "number": N_("Number"),
        "title": N_("Object (contract)"),
        "holders": N_("Holders"),
        "starts_on": N_("Starts on"),
        "ends_on": N_("Ends on"),
        "next_deliverable": N_("Next deliverable"),
        "next_due_on": N_("Due on"),
    },
    SharedDeliverable: {
        "name": N_("Deliverable"),
        "due_on": N_("Due on"),
        "received_on": N_("Received on (document)"),
        "late_days": N_("Late by (days)"),
    },
}
