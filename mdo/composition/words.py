"""The words of the closed lists of composition."""

from enum import StrEnum

from mdo.composition.alerts import InstanceAlert
from mdo.composition.parity import ParityVerdict
from mdo.composition.seats import SeatStatus
from mdo.kernel.base.messages import N_

LISTS: dict[type[StrEnum], dict[str, str]] = {
    InstanceAlert: {
        InstanceAlert.VACANCY: N_("Empty seat"),
        InstanceAlert.EXPIRED: N_("Expired mandates"),
        InstanceAlert.RECOGNITION: N_("Recognition over"),
        InstanceAlert.PARITY: N_("Parity not met"),
    },
    SeatStatus: {
        SeatStatus.FILLED: N_("Filled"),
        SeatStatus.ENDS_SOON: N_("Ends soon"),
        SeatStatus.CARRIED_OVER: N_("Carried over"),
        SeatStatus.VACANT: N_("Vacant"),
    },
    ParityVerdict: {
        ParityVerdict.NO_BAND: N_("No parity rule"),
        ParityVerdict.NOBODY_DECLARED: N_("Nobody has stated a gender"),
        ParityVerdict.WITHIN: N_("Within the parity rule"),
        ParityVerdict.TOO_FEW_WOMEN: N_("Too few women"),
        ParityVerdict.TOO_FEW_MEN: N_("Too few men"),
    },
}
