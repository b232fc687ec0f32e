"""The words of the closed lists of accessibility."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.accessibility import Conformity

LISTS: dict[type[StrEnum], dict[str, str]] = {
    Conformity: {
        Conformity.NONE: N_("Not compliant"),
        Conformity.PARTIAL: N_("Partially compliant"),
        Conformity.FULL: N_("Fully compliant"),
    },
}
