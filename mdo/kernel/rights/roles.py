"""Who may do what, as code: roles, how far each reaches, and the permissions each grants.

A view that is named by no grant is closed to all but the administrator. Patterns match whole names, never a
beginning: `PersonView` says nothing of `PersonViewSecret` (FAB's own patterns match prefixes).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.scope.limits import Reach
from models.accounts import Permission, PermissionView, Role, ViewMenu


class RoleCode(StrEnum):
    """The roles, by the name under which they are stored."""

    ADMIN = "admin"
    HEAD = "responsable"
    MISSION = "mission"
    MANAGEMENT = "direction"
    PERSONAL_DATA = "donnees_personnelles"
    REFERENT = "referent"
    DATA_ENTRY = "saisie"
    ELECTED = "elu"
    TRAINEE = "stagiaire"
    DPO = "dpo"


@dataclass(frozen=True)
class Grant:
    """Permissions on views, both as patterns that must match the whole name."""

    view_pattern: str
    permission_pattern: str


@dataclass(frozen=True)
class RoleSpec:
    """A role: its stored name, its label (a message id), how far its holder sees and what it grants."""

    code: RoleCode
    label: str
    reach: Reach
    grants: tuple[Grant, ...]


ADMIN = RoleCode.ADMIN
PERSONAL_DATA = ("PersonalData", "can_read")

_CRUD = ("can_list", "can_show", "can_add", "can_edit", "can_delete", "can_export")

# Every pair that exists: a permission that is not here cannot be granted.
VIEWS: dict[str, tuple[str, ...]] = {
    "HomeView": ("can_list",),
    "CalendarView": ("can_list",),
    "CalendarFeedView": ("can_list", "can_add", "can_edit", "can_delete"),
    "EveningView": ("can_list", "can_edit", "can_export", "can_oversee"),
    "PointView": ("can_list", "can_edit"),
    "MeetingView": _CRUD,
    "ActionView": _CRUD,
    "DecisionView": _CRUD,
    "QuestionView": _CRUD,
    "AttendanceView": ("can_show", "can_edit", "can_export"),
    "PaperView": ("can_show", "can_edit"),
    "DocumentView": ("can_list", "can_show", "can_export"),
    "MailView": ("can_show", "can_edit", "can_export"),
    "MessageView": ("can_list", "can_show", "can_export"),
    "RecipientView": ("can_list", "can_show", "can_export"),
    "TemplateView": ("can_list", "can_show", "can_edit"),
    "TemplateVersionView": ("can_list", "can_show", "can_export"),
    "RequestView": _CRUD,
    "ContractView": _CRUD,
    "StepView": _CRUD,
    "OrderView": _CRUD,
    "DeliverableView": _CRUD,
    "InvoiceView": _CRUD,
    "SharedContractView": ("can_list", "can_show", "can_export"),
    "AmendmentView": _CRUD,
    "RenewalView": _CRUD,
    "SubcontractView": _CRUD,
    "SubcontractChangeView": _CRUD,
    "AdvanceView": _CRUD,
    "PenaltyView": _CRUD,
    "EvaluationView": _CRUD,
    "TenderView": _CRUD,
    "OpenDataView": ("can_list", "can_add", "can_edit", "can_export"),
    "SupplierView": _CRUD,
    "FamilyView": _CRUD,
    "ProcedureView": _CRUD,
    "TemplateStepView": _CRUD,
    "ThresholdView": _CRUD,
    "LegalDelayView": _CRUD,
    "LegalFigureView": _CRUD,
    "SpecificServiceView": _CRUD,
    "RateView": _CRUD,
    "SittingView": _CRUD,
    "TopicView": _CRUD,
    "SeriesView": _CRUD,
    "SchoolHolidayView": _CRUD,
    "InstanceView": _CRUD,
    "InstanceTypeView": _CRUD,
    "CollegeView": _CRUD,
    "SeatView": _CRUD,
    "FunctionView": _CRUD,
    "PersonView": _CRUD,
    "MandateView": _CRUD,
    "DuplicateView": _CRUD,
    "OrganisationView": _CRUD,
    "ReferentView": _CRUD,
    "AbsenceView": _CRUD,
    "ArrondissementView": _CRUD,
    "ImportView": ("can_import",),
    "ReportView": ("can_list", "can_show", "can_export"),
    "DeadlineView": ("can_list", "can_export"),
    "DeadlineRuleView": ("can_list", "can_show", "can_edit", "can_export"),
    "JournalView": ("can_list", "can_show", "can_export", "can_undo"),
    "AccessLogView": ("can_list", "can_show", "can_export"),
    "AccountView": _CRUD,
    "RoleView": ("can_list", "can_show", "can_export"),
    "AccessibilityView": ("can_list", "can_show", "can_edit"),
    "BackupView": ("can_list",),
    "EliminationView": ("can_list", "can_show", "can_edit", "can_delete", "can_export"),
    "DeletedView": ("can_list", "can_show", "can_export", "can_undo"),
    "SavedViewView": (*_CRUD, "can_share"),
    "JobView": ("can_list", "can_show", "can_edit", "can_export", "can_oversee"),
    "PersonalData": ("can_read",),
}


def _any(*names: str) -> str:
    return "|".join(names)


_READ = _any("can_list", "can_show")
_WRITE = _any("can_list", "can_show", "can_add", "can_edit")
_READ_AND_EXPORT = _any("can_list", "can_show", "can_export")
_ALL = ".*"

_HOME = Grant("HomeView", "can_list")
_CONTACT_DETAILS = Grant("PersonalData", "can_read")
_IMPORT = Grant("ImportView", "can_import")
# The fortnight of who answers for an arrondissement.
_POINT = Grant("PointView", "can_list|can_edit")
_DEADLINES = Grant("DeadlineView", "can_list|can_export")
# A report asks besides for the rights on the lists that it is made from (mdo/reports/declaration.py).
_REPORTS = Grant("ReportView", "can_list|can_show|can_export")
_REPORTS_ON_SCREEN = Grant("ReportView", "can_list|can_show")
_DEADLINES_ON_SCREEN = Grant("DeadlineView", "can_list")
# One's own rows: a saved view opens on what its reader may list anyway.
_OWN_VIEWS = Grant("SavedViewView", _any(*_CRUD))
# What one may still put back: one's own views at least, and what one writes.
_DELETED = Grant("DeletedView", "can_list|can_show|can_undo")
# The work that one asked for: to see it, to stop it.
_OWN_JOBS = Grant("JobView", _any("can_list", "can_show", "can_edit"))

_BODIES = _any("InstanceView", "CollegeView", "SeatView")
_PEOPLE = _any("PersonView", "MandateView", "OrganisationView")
_NETWORK = _any("ReferentView", "AbsenceView")
_MEETINGS = _any(
    "MeetingView",
    "AttendanceView",
    "ActionView",
    "DecisionView",
    "QuestionView",
    "PaperView",
    "DocumentView",
    "RequestView",
)
# Beside the meetings: the calendar shows no more than their list, and the addresses are one's own.
_CALENDAR = (
    Grant("CalendarView", "can_list"),
    Grant("CalendarFeedView", _ALL),
    Grant("EveningView", "can_list|can_edit|can_export"),
)
# The totals of those who chose to share them.
_SHARED_EVENINGS = Grant("EveningView", "can_oversee")
_TEMPLATES = _any("TemplateView", "TemplateVersionView")
_MAIL = _any("MailView", "MessageView", "RecipientView")
_TOPICS = "TopicView"
_CALENDAR_OF_NETWORK = _any("SeriesView", "SchoolHolidayView")
# Contracts are the mission's and the managers' alone.
_SHARED_CONTRACTS = "SharedContractView"
_EXECUTION = _any("OrderView", "DeliverableView", "InvoiceView")
_CHANGES = _any(
    "AmendmentView",
    "RenewalView",
    "SubcontractView",
    "SubcontractChangeView",
    "AdvanceView",
    "PenaltyView",
    "EvaluationView",
)
_PROCUREMENT = _any(
    "ContractView",
    "StepView",
    "OpenDataView",
    "SupplierView",
    "FamilyView",
    "SittingView",
    "TenderView",
    _CHANGES,
    _EXECUTION,
)
# The law is edited by administrators; the mission edits what it is used to itself (ProcedureView).
_LAW = _any("ThresholdView", "LegalDelayView", "LegalFigureView", "SpecificServiceView", "RateView")
_PROCEDURES = _any("ProcedureView", "TemplateStepView")
_REFERENCE = _any("InstanceTypeView", "FunctionView", "ArrondissementView")
_QUEUE = "DuplicateView"
_REGISTER = _any(_BODIES, _PEOPLE)

ROLES: tuple[RoleSpec, ...] = (
    RoleSpec(RoleCode.ADMIN, N_("Administrator"), Reach.EVERYTHING, (Grant(_ALL, _ALL),)),
    RoleSpec(
        RoleCode.HEAD,
        N_("Head of the mission"),
        Reach.EVERYTHING,
        (
            _HOME,
            _DEADLINES,
            _REPORTS,
            Grant("DeadlineRuleView", _ALL),
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            _SHARED_EVENINGS,
            _CONTACT_DETAILS,
            _IMPORT,
            Grant(_any(_REGISTER, _NETWORK, _REFERENCE, _QUEUE, "JournalView", "AccessLogView", "DeletedView"), _ALL),
            Grant(_any(_MEETINGS, _TOPICS, _CALENDAR_OF_NETWORK, _TEMPLATES, _MAIL), _ALL),
            Grant(_any(_PROCUREMENT, _PROCEDURES, _SHARED_CONTRACTS), _ALL),
            Grant(_LAW, _READ_AND_EXPORT),
            Grant("EliminationView", _READ_AND_EXPORT),
            Grant("SavedViewView", "can_share"),  # with a role that one does not hold: lists prepared for others
        ),
    ),
    RoleSpec(
        RoleCode.MISSION,
        N_("Mission staff"),
        Reach.EVERYTHING,
        (
            _HOME,
            _DEADLINES,
            _REPORTS,
            Grant("DeadlineRuleView", _READ_AND_EXPORT),
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            _CONTACT_DETAILS,
            _IMPORT,
            Grant(_any(_REGISTER, _NETWORK, _QUEUE, "FunctionView", "ArrondissementView"), _ALL),
            Grant(_any("JournalView", "DeletedView"), _ALL),
            Grant(_any(_MEETINGS, _TOPICS, _CALENDAR_OF_NETWORK, _TEMPLATES, _MAIL), _ALL),
            Grant(_any(_PROCUREMENT, _PROCEDURES, _SHARED_CONTRACTS), _ALL),
            Grant(_LAW, _READ_AND_EXPORT),
            Grant("InstanceTypeView", _READ_AND_EXPORT),  # the rules of bodies are the head of the mission's
        ),
    ),
    RoleSpec(
        RoleCode.MANAGEMENT,
        N_("Management"),
        Reach.EVERYTHING,
        (
            _HOME,
            _DEADLINES,
            _REPORTS,
            Grant("DeadlineRuleView", _ALL),  # managers say when an alert is due
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            _SHARED_EVENINGS,
            Grant(_any(_REGISTER, _NETWORK, _REFERENCE, _QUEUE), _READ_AND_EXPORT),
            Grant(_any("JournalView", "AccessLogView", "DeletedView"), _READ_AND_EXPORT),
            Grant(_any(_MEETINGS, _TOPICS, _CALENDAR_OF_NETWORK, _TEMPLATES), _READ_AND_EXPORT),
            Grant(_any(_PROCUREMENT, _PROCEDURES, _LAW, _SHARED_CONTRACTS), _READ_AND_EXPORT),
        ),
    ),
    RoleSpec(RoleCode.PERSONAL_DATA, N_("Personal data"), Reach.NOTHING, (_CONTACT_DETAILS,)),
    RoleSpec(
        RoleCode.REFERENT,
        N_("Référent of an arrondissement"),
        Reach.ARRONDISSEMENTS,
        (
            _HOME,
            _POINT,
            _DEADLINES,
            _REPORTS,
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            _CONTACT_DETAILS,
            _IMPORT,
            Grant(_any(_REGISTER, _MEETINGS, _TOPICS, _MAIL, "DeletedView"), _ALL),
            Grant("SchoolHolidayView", _READ_AND_EXPORT),
            Grant(_SHARED_CONTRACTS, _READ_AND_EXPORT),
            # Not written: a référent does not name référents, that would be giving rights.
            Grant(_any(_NETWORK, _REFERENCE), _READ_AND_EXPORT),
        ),
    ),
    RoleSpec(
        RoleCode.DATA_ENTRY,
        N_("Data entry in a mairie"),
        Reach.ARRONDISSEMENTS,
        (
            _HOME,
            _POINT,
            _DEADLINES_ON_SCREEN,
            _REPORTS_ON_SCREEN,
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            _CONTACT_DETAILS,
            _IMPORT,
            Grant(_any(_REGISTER, _MEETINGS, _MAIL), _WRITE),
            Grant(_any(_NETWORK, _REFERENCE, _TOPICS, "SchoolHolidayView"), _READ),
        ),
    ),
    RoleSpec(
        RoleCode.ELECTED,
        N_("Elected official"),
        Reach.ELECTED,
        (
            _HOME,
            _DEADLINES_ON_SCREEN,
            _REPORTS_ON_SCREEN,
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            Grant(_any(_REGISTER, _REFERENCE, _MEETINGS), _READ),
        ),
    ),
    RoleSpec(
        RoleCode.TRAINEE,
        N_("Trainee"),
        Reach.EVERYTHING,
        (
            _HOME,
            _DEADLINES_ON_SCREEN,
            _REPORTS,
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            *_CALENDAR,
            _CONTACT_DETAILS,
            _IMPORT,
            Grant(_any(_REGISTER, _NETWORK, _QUEUE, "FunctionView", "ArrondissementView"), _WRITE),
            Grant(_any(_MEETINGS, _TOPICS), _WRITE),
            Grant(_MAIL, _READ),  # what leaves in the name of the city is sent by those who answer for it
            Grant(_CALENDAR_OF_NETWORK, _READ),
            Grant(_any("InstanceTypeView", "JournalView"), _READ),
            Grant(_any(_BODIES, _REFERENCE), "can_export"),  # tables that hold nothing about persons
        ),
    ),
    RoleSpec(
        RoleCode.DPO,
        N_("Data protection officer"),
        Reach.EVERYTHING,
        (
            _HOME,
            _OWN_VIEWS,
            _DELETED,
            _OWN_JOBS,
            Grant(_any("JournalView", "AccessLogView"), _READ_AND_EXPORT),
            Grant("EliminationView", _ALL),  # who holds data protection records the visa, and destroys under it
        ),
    ),
)

ROLE_BY_CODE: dict[str, RoleSpec] = {role.code: role for role in ROLES}
_LIMITED = frozenset({Reach.ELECTED, Reach.ARRONDISSEMENTS})
_WIDTH = {Reach.NOTHING: 0, Reach.ELECTED: 1, Reach.ARRONDISSEMENTS: 2, Reach.EVERYTHING: 3}


@cache
def pairs_of(role_code: str) -> frozenset[tuple[str, str]]:
    """The (view, permission) pairs that a role grants; an unknown one grants nothing."""
    role = ROLE_BY_CODE.get(role_code)
    if role is None:
        return frozenset()
    return frozenset(
        (view, permission)
        for view, permissions in VIEWS.items()
        for permission in permissions
        if any(matches(grant, view, permission) for grant in role.grants)
    )


def matches(grant: Grant, view: str, permission: str) -> bool:
    """Whether a grant covers a permission on a view: whole names, never beginnings."""
    return bool(re.fullmatch(grant.view_pattern, view) and re.fullmatch(grant.permission_pattern, permission))


def widest(reaches: Iterable[Reach]) -> Reach:
    """The furthest of several reaches; of none, nothing."""
    return max(reaches, key=_WIDTH.__getitem__, default=Reach.NOTHING)


def reach_of(role_codes: Iterable[str]) -> Reach:
    """How far the holder of these roles sees; an unknown role adds nothing."""
    return widest(ROLE_BY_CODE[code].reach for code in role_codes if code in ROLE_BY_CODE)


def check_combination(role_codes: Iterable[str]) -> None:
    """Refuses a role limited to some rows beside one that sees them all. Field `roles`.

    Rights add up and the widest reach wins: together they would write the whole city with rights meant for a part.
    """
    held = {code: ROLE_BY_CODE[code] for code in role_codes if code in ROLE_BY_CODE}
    limited = next((role for role in held.values() if role.reach in _LIMITED), None)
    if limited is not None and reach_of(held) is Reach.EVERYTHING:
        raise RuleViolation(
            N_("A role limited to arrondissements or bodies is not held with one that sees the whole city: choose."),
            field="roles",
        )


def is_effective(role_code: str, role_codes: Iterable[str]) -> bool:
    """Whether a role gives its rights beside these: never further than it reaches by itself."""
    role = ROLE_BY_CODE.get(role_code)
    return role is None or role.reach in {Reach.NOTHING, reach_of(role_codes)}


def sync_roles(session: Session) -> None:
    """Makes the stored roles and permissions exactly those of this module; run again, it changes nothing.

    Roles that this module does not know are left with their holders, and with the permissions they had.
    """
    stored = {
        (pair.view_menu.name, pair.permission.name): pair for pair in session.scalars(select(PermissionView)).unique()
    }
    views = {view.name: view for view in session.scalars(select(ViewMenu))}
    permissions = {permission.name: permission for permission in session.scalars(select(Permission))}
    for view_name, permission_names in VIEWS.items():
        for permission_name in permission_names:
            if (view_name, permission_name) not in stored:
                view = views.setdefault(view_name, ViewMenu(name=view_name))
                permission = permissions.setdefault(permission_name, Permission(name=permission_name))
                pair = PermissionView(view_menu=view, permission=permission)
                session.add(pair)
                stored[view_name, permission_name] = pair
    session.flush()
    roles = {role.name: role for role in session.scalars(select(Role))}
    for spec in ROLES:
        role = roles.get(spec.code)
        if role is None:
            role = Role(name=spec.code.value)
            session.add(role)
        wanted = {stored[pair] for pair in pairs_of(spec.code)}
        if set(role.permissions) != wanted:
            role.permissions = sorted(wanted, key=lambda pair: pair.id)
    session.flush()


_KNOWN = {code.value: code for code in RoleCode}


def role_in_words(role: Role) -> RoleCode | str:
    """A stored role as a member of the closed list; one that the code no longer knows keeps its name."""
    name: str = role.name
    return _KNOWN.get(name, name)
