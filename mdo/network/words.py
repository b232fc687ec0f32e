"""The words of the closed lists of network."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.network import SlotRule

LISTS: dict[type[StrEnum], dict[str, str]] = {
    SlotRule: {
        SlotRule.FIRST_WORKING_DAY: N_("the first possible working day of the month"),
        SlotRule.SAME_WEEKDAY: N_("the first possible day of this name in the month"),
    },
}
