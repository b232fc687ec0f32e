"""What falls due about organisations: the end of a convention."""

import datetime as dt

from sqlalchemy import ColumnElement

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Closing, DeadlineKind
from mdo.kernel.rights.roles import RoleCode
from models.organisations import Organisation

# Conventions that nobody renewed are history: the list would keep them for ever.
_FORGOTTEN_AFTER = dt.timedelta(days=180)


def _is_open(today: dt.date) -> ColumnElement[bool]:
    return Organisation.convention_end_on >= today - _FORGOTTEN_AFTER


CONVENTION_END = DeadlineKind(
    40,
    "convention_end",
    N_("End of a convention"),
    Organisation,
    "OrganisationView",
    Organisation.convention_end_on,
    _is_open,
    Closing(N_("Enter the next convention"), "OrganisationView"),
    title=Organisation.name,
    days_before=90,
    role=RoleCode.MISSION,
    arrondissement_id=Organisation.arrondissement_id,
    rule="Fin de convention",
)
