"""The words of the closed lists of decp."""

from enum import StrEnum

from mdo.decp.states import OpenDataState
from mdo.kernel.base.messages import N_

LISTS: dict[type[StrEnum], dict[str, str]] = {
    OpenDataState: {
        OpenDataState.LATE: N_("To hand over, late"),
        OpenDataState.READY: N_("To hand over"),
        OpenDataState.INCOMPLETE: N_("To complete (contract)"),
        OpenDataState.NEWS: N_("Modification to hand over"),
        OpenDataState.CHANGED: N_("Differs from what was published"),
        OpenDataState.WAITING: N_("To hand over after the notification"),
        OpenDataState.TO_CONFIRM: N_("Essential data or yearly list, to be confirmed"),
        OpenDataState.PUBLISHED: N_("Published (contract)"),
        OpenDataState.NOTHING: N_("No obligation (contract)"),
    },
}
