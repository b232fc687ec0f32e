"""The words of the calendars of procedures."""

from enum import StrEnum

from mdo.contracts.legal import LegalCheck
from mdo.kernel.base.messages import N_

PLAN_ENUMS: dict[type[StrEnum], dict[str, str]] = {
    LegalCheck: {
        LegalCheck.HELD: N_("Holds the delay of the law"),
        LegalCheck.SHORT: N_("Shorter than the law"),
        LegalCheck.LATE: N_("Later than the law"),
    },
}
