"""The rights really stored, laid out as a matrix: a screen of roles shows what is enforced (identity.py)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.roles import ROLE_BY_CODE, VIEWS, pairs_of
from models.accounts import Permission, PermissionView, Role, User, ViewMenu
from models.territory import Arrondissement

Pairs = frozenset[tuple[str, str]]


class Right(StrEnum):
    """What one may do in a part of the application, in the order of the columns."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    EXPORT = "export"
    IMPORT = "import"
    UNDO = "undo"


class Extent(StrEnum):
    """How much of a right is granted; `ABSENT` where the part of the application has no such action."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    ABSENT = "absent"


RIGHT_LABELS: dict[Right, str] = {
    Right.READ: N_("Read"),
    Right.WRITE: N_("Write"),
    Right.DELETE: N_("Delete"),
    Right.EXPORT: N_("Export to Excel"),
    Right.IMPORT: N_("Import"),
    Right.UNDO: N_("Undo, restore"),
}

# Each permission belongs to one right: a new one must be put here (tests/security/test_rights.py).
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

# The sections of the menu and the screens of each, then what is in no menu.
SECTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        N_("General"),
        {
            "HomeView": N_("Home"),
            "SavedViewView": N_("Saved views"),
            "CalendarFeedView": N_("My calendars"),
            "EveningView": N_("Evening hours"),
            "JobView": N_("Work under way"),
            "PersonalData": N_("Contact details and personal data"),
        },
    ),
    (
        N_("Follow-up"),
        {
            "PointView": N_("My fortnight"),
            "DeadlineView": N_("My deadlines"),
            "ActionView": N_("Actions"),
            "DeletedView": N_("Deleted rows"),
        },
    ),
    (
        N_("Meetings"),
        {
            "CalendarView": N_("Calendar"),
            "MeetingView": N_("Meetings"),
            "AttendanceView": N_("Attendances"),
            "DecisionView": N_("Decisions"),
            "QuestionView": N_("Questions of the CICA"),
            "PaperView": N_("Documents of a meeting"),
            "DocumentView": N_("Documents of meetings"),
            "MailView": N_("Messages to members"),
            "MessageView": N_("Messages sent"),
            "RecipientView": N_("Recipients of messages"),
            "RequestView": N_("Requests and opinions"),
        },
    ),
    (
        N_("Procurement"),
        {
            "ContractView": N_("Contracts"),
            "StepView": N_("Steps of contracts"),
            "TenderView": N_("Tenders"),
            "OrderView": N_("Purchase orders"),
            "DeliverableView": N_("Deliverables"),
            "InvoiceView": N_("Invoices"),
            "SharedContractView": N_("Contracts shared with the mairies"),
            "AmendmentView": N_("Amendments"),
            "RenewalView": N_("Renewals of contracts"),
            "SubcontractView": N_("Acts of subcontracting"),
            "SubcontractChangeView": N_("Changes of subcontracts"),
            "AdvanceView": N_("Advances"),
            "PenaltyView": N_("Penalties"),
            "EvaluationView": N_("Evaluations of suppliers"),
            "OpenDataView": N_("Essential data (DECP)"),
            "SupplierView": N_("Suppliers"),
        },
    ),
    (N_("Participative bodies"), {"InstanceView": N_("Bodies"), "SeatView": N_("Seats")}),
    (
        N_("Members"),
        {"PersonView": N_("People"), "MandateView": N_("Mandates"), "DuplicateView": N_("Possible duplicates")},
    ),
    (
        N_("Network"),
        {
            "ReferentView": N_("Référents"),
            "AbsenceView": N_("Absences"),
            "TopicView": N_("Topic box"),
            "SeriesView": N_("Series of meetings"),
            "OrganisationView": N_("Organisations"),
        },
    ),
    (N_("Excel"), {"ReportView": N_("Reports"), "ImportView": N_("Import a workbook")}),
    (
        N_("Settings"),
        {
            "InstanceTypeView": N_("Types of bodies"),
            "SchoolHolidayView": N_("School holidays"),
            "CollegeView": N_("Colleges"),
            "FunctionView": N_("Functions"),
            "ArrondissementView": N_("Arrondissements"),
            "FamilyView": N_("Homogeneous families"),
            "ProcedureView": N_("Procedures"),
            "TemplateStepView": N_("Steps of procedures"),
            "ThresholdView": N_("Thresholds"),
            "LegalDelayView": N_("Legal delays"),
            "LegalFigureView": N_("Figures of the law"),
            "SpecificServiceView": N_("Social and specific services (annex 3)"),
            "RateView": N_("Rates of late interest"),
            "SittingView": N_("Sittings"),
            "TemplateView": N_("Document templates"),
            "TemplateVersionView": N_("Versions of document templates"),
            "DeadlineRuleView": N_("Rules of deadlines"),
        },
    ),
    (
        N_("Administration"),
        {
            "AccountView": N_("Accounts"),
            "RoleView": N_("Roles"),
            "JournalView": N_("Journal"),
            "AccessLogView": N_("Exports"),
            "AccessibilityView": N_("Accessibility statement"),
            "BackupView": N_("Backups"),
            "EliminationView": N_("Eliminations"),
        },
    ),
)


@dataclass(frozen=True)
class Line:
    """One screen in the matrix. `granted` names the permissions of each right that are granted."""

    view: str
    label: str
    extents: Mapping[Right, Extent]
    granted: Mapping[Right, tuple[str, ...]]

    @property
    def rights(self) -> tuple[Right, ...]:
        """The rights of which anything is granted."""
        return tuple(right for right in Right if self.extents[right] in {Extent.ALL, Extent.SOME})


# The pairs are all that it says: other rights are another matrix.
@lru_cache(maxsize=64)
def matrix_of(pairs: Pairs) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The sections with their lines, from (view, permission) pairs."""
    return tuple(
        (title, tuple(_line(view, label, pairs) for view, label in views.items() if view in VIEWS))
        for title, views in SECTIONS
    )


def _line(view: str, label: str, pairs: Pairs) -> Line:
    extents, granted = {}, {}
    for right, permissions in PERMISSIONS.items():
        offered = [name for name in permissions if name in VIEWS[view]]
        held = [name for name in offered if (view, name) in pairs]
        granted[right] = tuple(permissions[name] for name in held)
        if not offered:
            extents[right] = Extent.ABSENT
        else:
            extents[right] = Extent.ALL if held == offered else Extent.SOME if held else Extent.NONE
    return Line(view, label, extents, granted)


@dataclass(frozen=True)
class StoredRole:
    """A role as the database holds it."""

    id: int
    name: str
    pairs: frozenset[tuple[str, str]]

    @property
    def is_as_written(self) -> bool:
        """Whether its stored rights are those of the code; a role that the code does not know is not."""
        return self.name in ROLE_BY_CODE and self.pairs == pairs_of(self.name)


def stored_roles(session: AnySession) -> tuple[StoredRole, ...]:
    """Every stored role with its rights, in the order of the code, in one statement."""
    found: dict[tuple[int, str], set[tuple[str, str]]] = {}
    rows = session.execute(
        select(Role.id, Role.name, ViewMenu.name, Permission.name)
        .outerjoin(Role.permissions)
        .outerjoin(PermissionView.view_menu)
        .outerjoin(PermissionView.permission)
    )
    for role_id, name, view, permission in rows:
        pairs = found.setdefault((role_id, name), set())
        if view is not None and permission is not None:
            pairs.add((view, permission))
    order = {code: index for index, code in enumerate(ROLE_BY_CODE)}
    ordered = sorted(found.items(), key=lambda item: (order.get(item[0][1], len(order)), item[0][1]))
    return tuple(StoredRole(role_id, name, frozenset(pairs)) for (role_id, name), pairs in ordered)


@dataclass(frozen=True)
class Holder:
    """An account that holds a role."""

    id: int
    name: str
    is_open: bool


def holders_of(session: AnySession, role_id: int, today: dt.date) -> tuple[Holder, ...]:
    """The accounts that hold a role, by name, the closed ones said so."""
    rows = session.execute(
        select(User.id, User.first_name, User.last_name, User.active, User.ends_on)
        .where(User.roles.any(Role.id == role_id))
        .order_by(User.last_name, User.first_name, User.id)
    )
    return tuple(
        Holder(row.id, f"{row.first_name} {row.last_name}", is_open(row.active, row.ends_on, today)) for row in rows
    )


def places_in_words(session: AnySession, ids: Collection[int]) -> tuple[str, ...]:
    """The names of arrondissements, in their order."""
    rows = session.scalars(select(Arrondissement).where(Arrondissement.id.in_(ids)).order_by(Arrondissement.number))
    return tuple(str(row) for row in rows)
