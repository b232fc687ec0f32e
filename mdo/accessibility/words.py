"""The words of accessibility: its tables, their fields and their help, the members of its closed lists."""

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
