"""The words of the closed lists of archives."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.archives import SheetState

LISTS: dict[type[StrEnum], dict[str, str]] = {
    SheetState: {
        SheetState.AWAITED: N_("To be eliminated, visa awaited"),
        SheetState.RECEIVED: N_("Visa received, to be destroyed"),
        SheetState.DESTROYED: N_("Destroyed (sheet)"),
    },
}
