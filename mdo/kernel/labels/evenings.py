"""The words of evening hours and of the digests that left."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.digest import DigestSending, DigestState
from models.evenings import EveningHours

# Singular, plural.
EVENING_MODELS: dict[type, tuple[str, str]] = {
    EveningHours: (N_("Hours of an evening"), N_("Evening hours")),
    DigestSending: (N_("Digest sent"), N_("Digests sent")),
}

EVENING_FIELDS: dict[type, dict[str, str]] = {
    EveningHours: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "meeting_number": N_("Number of the meeting"),
        "minutes": N_("Minutes to recover"),
    },
    DigestSending: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "day": N_("Day"),
        "state": N_("State"),
    },
}

EVENING_ENUMS: dict[type[StrEnum], dict[str, str]] = {
    DigestState: {
        DigestState.SENDING: N_("Leaving"),
        DigestState.SENT: N_("Sent"),
        DigestState.NOT_TAKEN: N_("Not taken by the mail server"),
    },
}
