"""Columns of the list of what is to be eliminated."""

from mdo.archives.fields import SIGN_IN_SHEET
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.archives import SheetState, SignInSheet

_SHEET = FIELD_LABELS[SignInSheet]

ELIMINATION_COLUMNS = SIGN_IN_SHEET.columns(
    {
        4: Column(
            "state",
            _SHEET["state"],
            lambda row, today: SheetState(row.state),
            Kind.ENUM,
            (SignInSheet.state,),
            width=30,
        ),
    }
)
