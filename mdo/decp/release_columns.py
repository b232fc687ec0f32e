"""Columns of the publications of the essential data."""

from mdo.kernel.fields.columns import Column, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.decp import OpenDataRelease

_RELEASE = FIELD_LABELS[OpenDataRelease]

RELEASE_COLUMNS = (
    stored_column(OpenDataRelease.released_on, _RELEASE["released_on"]),
    Column(
        "released_by",
        _RELEASE["released_by"],
        lambda row, today: str(row.released_by) if row.released_by else None,
        loads=(OpenDataRelease.released_by,),
        width=26,
    ),
    stored_column(OpenDataRelease.sha256, _RELEASE["sha256"], width=68),
)
