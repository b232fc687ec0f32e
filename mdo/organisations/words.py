"""The words of the closed lists of organisations."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.organisations import OrganisationKind

LISTS: dict[type[StrEnum], dict[str, str]] = {
    OrganisationKind: {
        OrganisationKind.ASSOCIATION: N_("Association"),
        OrganisationKind.DIRECTION: N_("Direction of the city"),
        OrganisationKind.PARTNER: N_("Partner"),
        OrganisationKind.AUTHORITY: N_("Local authority"),
    },
}
