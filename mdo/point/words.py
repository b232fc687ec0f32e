"""The words of point: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.digest import DigestSending, DigestState

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    DigestSending: (N_("Digest sent"), N_("Digests sent")),
}

FIELDS: dict[type, dict[str, str]] = {
    DigestSending: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "day": N_("Day"),
        "state": N_("State"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    DigestState: {
        DigestState.SENDING: N_("Leaving"),
        DigestState.SENT: N_("Sent"),
        DigestState.NOT_TAKEN: N_("Not taken by the mail server"),
    },
}
