"""The fields of decp."""

from sqlalchemy import String, cast

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, shown
from models.decp import OpenDataRelease

# fmt: off
OPEN_DATA_RELEASE = Table(
    OpenDataRelease, (N_("Publication of essential data"), N_("Publications of essential data")),
    Field(OpenDataRelease.contract, N_("Contract")),
    Field(OpenDataRelease.released_on, N_("Published on (contract)"), column=shown(1)),
    Field(OpenDataRelease.content, N_("Content (contract)")),
    Field(OpenDataRelease.sha256, N_("SHA-256"), column=shown(3, 68)),
    Field(OpenDataRelease.released_by, N_("By"), column=shown(2, 26)),
    called=cast(OpenDataRelease.released_on, String),
)
# fmt: on

RELEASE_COLUMNS = OPEN_DATA_RELEASE.columns()
