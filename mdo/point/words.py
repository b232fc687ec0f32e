"""The words of the closed lists of point."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.digest import DigestState

LISTS: dict[type[StrEnum], dict[str, str]] = {
    DigestState: {
        DigestState.SENDING: N_("Leaving"),
        DigestState.SENT: N_("Sent"),
        DigestState.NOT_TAKEN: N_("Not taken by the mail server"),
    },
}
