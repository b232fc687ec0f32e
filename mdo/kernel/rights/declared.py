"""The rights that exist: what one may do on each screen, as the domain of the screen declares it.

Who gets them is told in one page, `roles.py`: a domain names the audience of its screens there.
"""

from dataclasses import dataclass
from enum import StrEnum, auto

from mdo.kernel.base.messages import N_


class Right(StrEnum):
    """What one may do in a part of the application, in the order of the columns."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    EXPORT = "export"
    IMPORT = "import"
    UNDO = "undo"


RIGHT_LABELS: dict[Right, str] = {
    Right.READ: N_("Read"),
    Right.WRITE: N_("Write"),
    Right.DELETE: N_("Delete"),
    Right.EXPORT: N_("Export to Excel"),
    Right.IMPORT: N_("Import"),
    Right.UNDO: N_("Undo, restore"),
}

# Each permission belongs to one right: one that is not here is refused where a screen declares it.
PERMISSIONS: dict[Right, dict[str, str]] = {
    Right.READ: {
        "can_list": N_("see the list"),
        "can_show": N_("open"),
        "can_read": N_("read"),
        "can_oversee": N_("see those of all"),
    },
    Right.WRITE: {"can_add": N_("add"), "can_edit": N_("edit"), "can_share": N_("share")},
    Right.DELETE: {"can_delete": N_("delete")},
    Right.EXPORT: {"can_export": N_("export to Excel")},
    Right.IMPORT: {"can_import": N_("import")},
    Right.UNDO: {"can_undo": N_("undo and restore")},
}
EVERY_PERMISSION = frozenset(name for names in PERMISSIONS.values() for name in names)


class Section(StrEnum):
    """The sections of the menu and of the matrix of rights, by their title, in order; the first is in no menu."""

    GENERAL = N_("General")
    FOLLOW_UP = N_("Follow-up")
    MEETINGS = N_("Meetings")
    PROCUREMENT = N_("Procurement")
    BODIES = N_("Participative bodies")
    MEMBERS = N_("Members")
    NETWORK = N_("Network")
    EXCEL = N_("Excel")
    SETTINGS = N_("Settings")
    ADMINISTRATION = N_("Administration")


class Audience(StrEnum):
    """Screens that the same people work with, in the same way: `roles.py` says what each role gets of each."""

    OWN = auto()  # the first page, one's own views
    JOBS = auto()  # the work that one asked for: to see it, to stop it
    DELETED = auto()  # rows that may be put back
    CALENDAR = auto()  # beside the meetings: it shows no more than their list, and addresses and hours are one's own
    POINT = auto()  # the fortnight of who answers for an arrondissement
    DEADLINES = auto()
    DEADLINE_RULES = auto()
    REPORTS = auto()  # each asks besides for the lists that it is made from (mdo/reports/declaration.py)
    IMPORTS = auto()
    PERSONAL_DATA = auto()
    BODIES = auto()  # with their colleges and seats
    PEOPLE = auto()  # with their mandates, and organisations
    DUPLICATES = auto()
    NETWORK = auto()  # référents, their absences
    MEETINGS = auto()  # with attendances, actions, decisions, questions, documents; requests and opinions
    PROJECTS = auto()
    MILESTONES = auto()  # of projects: who answers for one says that it is reached
    CALLS = auto()  # for projects: their rules and their results, which nobody is kept from
    APPLICATIONS = auto()  # to a call, with the opinions on them; a juror reads those that she judges
    JURIES = auto()  # who judges, scenarios, subsidies: the mission's and the managers'
    EVENTS = auto()  # with their places and evaluations
    REGISTRATIONS = auto()
    MAIL = auto()
    TEMPLATES = auto()  # of documents
    TOPICS = auto()  # with the dates to avoid
    SERIES = auto()  # and what the mission alone does to all bodies at once
    SCHOOL_HOLIDAYS = auto()
    PROCUREMENT = auto()  # contracts, suppliers, families, procedures: the mission's and the managers' alone
    SHARED_CONTRACTS = auto()
    LAW = auto()  # thresholds, delays, figures, rates
    BODY_TYPES = auto()  # the rules of bodies are the head of the mission's
    REFERENCE = auto()  # functions, arrondissements
    JOURNAL = auto()
    EXPORTS = auto()  # the register of what left
    LIVE_LINKS = auto()  # addresses of one's own, that answer what one may export
    ELIMINATIONS = auto()  # of sign-in sheets
    ADMINISTRATION = auto()


@dataclass(frozen=True)
class ScreenRights:
    """The permissions that exist on a screen, by the name of its view, which is stored: it never changes.

    `may` are their names in short, « list show » for can_list and can_show. `label` (a message id), `section` and
    `place` say where it stands in the matrix of rights; a right on
    data `has_screen` none. Raises ValueError for a permission that is none.
    """

    view: str
    label: str
    section: Section
    place: int
    audience: Audience
    may: str = "list show add edit delete export"
    has_screen: bool = True

    def __post_init__(self) -> None:
        if unknown := set(self.permissions) - EVERY_PERMISSION:
            raise ValueError(f"The rights of {self.view}: no such permission: {sorted(unknown)}.")

    @property
    def permissions(self) -> tuple[str, ...]:
        """As they are stored."""
        return permissions_of(self.may)


def permissions_of(short: str) -> tuple[str, ...]:
    """« list show » as it is stored: can_list, can_show."""
    return tuple(f"can_{name}" for name in short.split())


# Filled by the declarations: a permission that is not here cannot be granted.
RIGHTS: dict[str, ScreenRights] = {}
# The sections with the screens of each and their labels, in order.
SECTIONS: tuple[tuple[Section, dict[str, str]], ...] = tuple((section, {}) for section in Section)
