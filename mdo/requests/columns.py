"""Columns of the requests and opinions of bodies."""

from mdo.instances.columns import told_apart
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.requests.fields import COUNCIL_REQUEST
from mdo.requests.states import age_of, is_in_time, status_of
from models.requests import CouncilRequest

REQUEST_COLUMNS = COUNCIL_REQUEST.columns(
    {
        16: Column("status", N_("Status"), status_of, Kind.ENUM, width=18),
        17: Column("age", N_("Age (days)"), age_of, Kind.INTEGER, width=12, is_shown=False),
        18: Column("is_in_time", N_("Answer in time"), is_in_time, Kind.BOOLEAN, width=16, is_shown=False),
    }
)

REQUEST_EXPORT_COLUMNS = (*REQUEST_COLUMNS, *told_apart(CouncilRequest.instance))
