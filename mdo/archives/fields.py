"""The fields of archives."""

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.archives import SheetElimination, SignInSheet

# fmt: off
SHEET_ELIMINATION = Table(
    SheetElimination, (N_("Visa of elimination"), N_("Visas of elimination")),
    Field(SheetElimination.meeting, N_("Meeting")),
    Field(SheetElimination.bordereau, N_("Bordereau (reference)")),
    Field(SheetElimination.visa_number, N_("Visa: number")),
    Field(SheetElimination.visa_on, N_("Visa: day")),
    Field(SheetElimination.destroyed_at, N_("Destroyed on")),
    Field(SheetElimination.destroyed_by_name, N_("Destroyed by")),
    Field(SheetElimination.destroyed_lines, N_("Lines that lost their name")),
    Field(SheetElimination.destroyed_files, N_("Files destroyed")),
)

SIGN_IN_SHEET = Table(
    SignInSheet, (N_("Sign-in sheet to eliminate"), N_("Eliminations")),
    section(N_("Sign-in sheet"),
        Field(SignInSheet.title, N_("Meeting"), column=shown(1, 40)),
        Field(SignInSheet.held_at, N_("Held on"), column=shown(2)),
        Field(SignInSheet.body, N_("Body"), column=shown(3, 30)),
        Field(SignInSheet.lines, N_("Lines"), column=shown(5, sums=True)),
        Field(SignInSheet.files, N_("Files of the sheet"), column=kept(6, sums=True)),
    ),
    section(N_("Elimination"),
        Field(SignInSheet.bordereau, N_("Bordereau (reference)"), column=kept(7)),
        Field(SignInSheet.visa_number, N_("Visa: number"), column=shown(8)),
        Field(SignInSheet.visa_on, N_("Visa: day"), column=shown(9)),
        Field(SignInSheet.destroyed_at, N_("Destroyed on"), column=shown(10)),
        Field(SignInSheet.destroyed_by_name, N_("Destroyed by"), column=kept(11, 24)),
        Field(SignInSheet.destroyed_lines, N_("Lines that lost their name"), column=kept(12, sums=True)),
        Field(SignInSheet.destroyed_files, N_("Files destroyed"), column=kept(13, sums=True)),
    ),
    Field(SignInSheet.ended_at, N_("Ends")),
    Field(SignInSheet.state, N_("Elimination")),
)
