"""The words of archives: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.archives import SheetElimination, SheetState, SignInSheet

_VISA = {
    "bordereau": N_("Bordereau (reference)"),
    "visa_number": N_("Visa: number"),
    "visa_on": N_("Visa: day"),
    "destroyed_at": N_("Destroyed on"),
    "destroyed_by_name": N_("Destroyed by"),
    "destroyed_lines": N_("Lines that lost their name"),
    "destroyed_files": N_("Files destroyed"),
}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    SheetElimination: (N_("Visa of elimination"), N_("Visas of elimination")),
    SignInSheet: (N_("Sign-in sheet to eliminate"), N_("Eliminations")),
}

FIELDS: dict[type, dict[str, str]] = {
    SheetElimination: {"meeting": N_("Meeting"), "meeting_id": N_("Meeting"), **_VISA},
    SignInSheet: {
        "title": N_("Meeting"),
        "held_at": N_("Held on"),
        "ended_at": N_("Ends"),
        "body": N_("Body"),
        "state": N_("Elimination"),
        "lines": N_("Lines"),
        "files": N_("Files of the sheet"),
        **_VISA,
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    SheetState: {
        SheetState.AWAITED: N_("To be eliminated, visa awaited"),
        SheetState.RECEIVED: N_("Visa received, to be destroyed"),
        SheetState.DESTROYED: N_("Destroyed (sheet)"),
    },
}
