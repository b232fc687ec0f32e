"""The words of confirmations."""

from mdo.kernel.base.messages import N_
from models.freshness import Confirmation

# Singular, plural.
FRESHNESS_MODELS: dict[type, tuple[str, str]] = {Confirmation: (N_("Confirmation"), N_("Confirmations"))}
FRESHNESS_FIELDS: dict[type, dict[str, str]] = {
    Confirmation: {
        "model": N_("Kind of record"),
        "row_id": N_("Number of the record"),
        "user": N_("Confirmed by"),
        "user_id": N_("Confirmed by"),
        "at": N_("Confirmed on"),
    }
}
