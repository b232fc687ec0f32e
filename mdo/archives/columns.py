"""Columns of the list of what is to be eliminated."""

from mdo.kernel.fields.columns import Column, Kind, stored_column
from mdo.kernel.labels import FIELD_LABELS
from models.archives import SheetState, SignInSheet

_SHEET = FIELD_LABELS[SignInSheet]

ELIMINATION_COLUMNS = (
    stored_column(SignInSheet.title, _SHEET["title"], width=40),
    stored_column(SignInSheet.held_at, _SHEET["held_at"]),
    stored_column(SignInSheet.body, _SHEET["body"], width=30),
    Column(
        "state", _SHEET["state"], lambda row, today: SheetState(row.state), Kind.ENUM, (SignInSheet.state,), width=30
    ),
    stored_column(SignInSheet.lines, _SHEET["lines"]),
    stored_column(SignInSheet.files, _SHEET["files"], is_shown=False),
    stored_column(SignInSheet.bordereau, _SHEET["bordereau"], is_shown=False),
    stored_column(SignInSheet.visa_number, _SHEET["visa_number"]),
    stored_column(SignInSheet.visa_on, _SHEET["visa_on"]),
    stored_column(SignInSheet.destroyed_at, _SHEET["destroyed_at"]),
    stored_column(SignInSheet.destroyed_by_name, _SHEET["destroyed_by_name"], width=24, is_shown=False),
    stored_column(SignInSheet.destroyed_lines, _SHEET["destroyed_lines"], is_shown=False),
    stored_column(SignInSheet.destroyed_files, _SHEET["destroyed_files"], is_shown=False),
)
