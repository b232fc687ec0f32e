"""The words of the closed lists of days off."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.days_off import AvoidedKind

LISTS: dict[type[StrEnum], dict[str, str]] = {
    AvoidedKind: {
        AvoidedKind.MUNICIPAL_COUNCIL: N_("Municipal council"),
        AvoidedKind.ARRONDISSEMENT_COUNCIL: N_("Arrondissement council"),
        AvoidedKind.FESTIVAL_OF_LIGHTS: N_("Fête des Lumières"),
        AvoidedKind.POLL: N_("Poll (election)"),
        AvoidedKind.CLOSURE: N_("Closing"),
        AvoidedKind.LAST_ORDER: N_("Last day for orders"),
        AvoidedKind.OTHER: N_("Other (date)"),
    },
}
