"""Who may do what, as code: the roles, how far each reaches, and what each gets of each audience.

The screens and their audiences are declared by the domains. A screen whose audience no role is granted is closed to all
but the administrator.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rights.declared import EVERY_PERMISSION, RIGHTS, Audience, permissions_of
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
class RoleSpec:
    """A role: its stored name, its label (a message id), how far its holder sees and what it grants.

    `grants` names permissions in short, « list show », by audience; a screen gives those of them that exist there.
    """

    code: RoleCode
    label: str
    reach: Reach
    grants: Mapping[Audience, str]


ADMIN = RoleCode.ADMIN
PERSONAL_DATA = ("PersonalData", "can_read")

_READ = "list show"
_READ_AND_EXPORT = "list show export"
_WRITE = "list show add edit"
_ALL = "list show add edit delete export undo"

_ON_EVERY_DESK = {
    # One's own rows: a saved view opens on what its reader may list anyway.
    Audience.OWN: "list show add edit delete export",
    Audience.JOBS: "list show edit",
    # What one may still put back: one's own views at least, and what one writes.
    Audience.DELETED: "list show undo",
}
_CALENDAR = {Audience.CALENDAR: "list add edit delete export"}
# With the totals of those who chose to share their evenings.
_CALENDAR_OF_ALL = {Audience.CALENDAR: "list add edit delete export oversee"}
_FOLLOW_UP = {Audience.DEADLINES: "list export", Audience.REPORTS: _READ_AND_EXPORT}
# Who puts a deadline off, where she changes what falls due.
_PUT_OFF = {Audience.DEADLINES: "list edit export"}
_FOLLOW_UP_ON_SCREEN = {Audience.DEADLINES: "list", Audience.REPORTS: _READ}
_CONTACT_DETAILS = {Audience.PERSONAL_DATA: "read"}
_IMPORT = {Audience.IMPORTS: "import"}
# Where there is something to export; those of others are the administrator's to see and to revoke.
_LIVE_LINKS = {Audience.LIVE_LINKS: "list show add edit delete export"}


def _each(may: str, *audiences: Audience) -> dict[Audience, str]:
    return dict.fromkeys(audiences, may)


ROLES: tuple[RoleSpec, ...] = (
    RoleSpec(
        RoleCode.ADMIN,
        N_("Administrator"),
        Reach.EVERYTHING,
        _each(" ".join(sorted(name.removeprefix("can_") for name in EVERY_PERMISSION)), *Audience),
    ),
    RoleSpec(
        RoleCode.HEAD,
        N_("Head of the mission"),
        Reach.EVERYTHING,
        {
            **_ON_EVERY_DESK,
            **_LIVE_LINKS,
            # With a role that one does not hold: lists prepared for others.
            Audience.OWN: "list show add edit delete export share",
            **_CALENDAR_OF_ALL,
            **_FOLLOW_UP,
            **_PUT_OFF,
            **_CONTACT_DETAILS,
            **_IMPORT,
            **_each(_ALL, Audience.BODIES, Audience.PEOPLE, Audience.DUPLICATES, Audience.NETWORK),
            **_each(_ALL, Audience.BODY_TYPES, Audience.REFERENCE, Audience.DEADLINE_RULES),
            **_each(_ALL, Audience.JOURNAL, Audience.EXPORTS, Audience.DELETED),
            **_each(_ALL, Audience.MEETINGS, Audience.TOPICS, Audience.SERIES, Audience.SCHOOL_HOLIDAYS),
            **_each(_ALL, Audience.CALLS, Audience.APPLICATIONS, Audience.JURIES),
            **_each(_ALL, Audience.PROJECTS, Audience.MILESTONES, Audience.EVENTS, Audience.REGISTRATIONS),
            **_each(_ALL, Audience.TEMPLATES, Audience.MAIL, Audience.PROCUREMENT, Audience.SHARED_CONTRACTS),
            **_each(_READ_AND_EXPORT, Audience.LAW, Audience.ELIMINATIONS),
        },
    ),
    RoleSpec(
        RoleCode.MISSION,
        N_("Mission staff"),
        Reach.EVERYTHING,
        {
            **_ON_EVERY_DESK,
            **_LIVE_LINKS,
            **_CALENDAR,
            **_FOLLOW_UP,
            **_PUT_OFF,
            **_CONTACT_DETAILS,
            **_IMPORT,
            **_each(_ALL, Audience.BODIES, Audience.PEOPLE, Audience.DUPLICATES, Audience.NETWORK),
            **_each(_ALL, Audience.REFERENCE, Audience.JOURNAL, Audience.DELETED),
            **_each(_ALL, Audience.MEETINGS, Audience.TOPICS, Audience.SERIES, Audience.SCHOOL_HOLIDAYS),
            **_each(_ALL, Audience.CALLS, Audience.APPLICATIONS, Audience.JURIES),
            **_each(_ALL, Audience.PROJECTS, Audience.MILESTONES, Audience.EVENTS, Audience.REGISTRATIONS),
            **_each(_ALL, Audience.TEMPLATES, Audience.MAIL, Audience.PROCUREMENT, Audience.SHARED_CONTRACTS),
            **_each(_READ_AND_EXPORT, Audience.LAW, Audience.BODY_TYPES, Audience.DEADLINE_RULES),
        },
    ),
    RoleSpec(
        RoleCode.MANAGEMENT,
        N_("Management"),
        Reach.EVERYTHING,
        {
            **_ON_EVERY_DESK,
            **_LIVE_LINKS,
            **_CALENDAR_OF_ALL,
            **_FOLLOW_UP,
            Audience.DEADLINE_RULES: _ALL,  # managers say when an alert is due
            Audience.DELETED: "list show export undo",
            **_each(_READ_AND_EXPORT, Audience.BODIES, Audience.PEOPLE, Audience.DUPLICATES, Audience.NETWORK),
            **_each(_READ_AND_EXPORT, Audience.BODY_TYPES, Audience.REFERENCE, Audience.JOURNAL, Audience.EXPORTS),
            **_each(_READ_AND_EXPORT, Audience.MEETINGS, Audience.TOPICS, Audience.SERIES, Audience.SCHOOL_HOLIDAYS),
            **_each(_READ_AND_EXPORT, Audience.CALLS, Audience.APPLICATIONS, Audience.JURIES),
            **_each(_READ_AND_EXPORT, Audience.PROJECTS, Audience.MILESTONES, Audience.EVENTS, Audience.REGISTRATIONS),
            **_each(_READ_AND_EXPORT, Audience.TEMPLATES, Audience.PROCUREMENT, Audience.LAW),
            Audience.SHARED_CONTRACTS: _READ_AND_EXPORT,
        },
    ),
    RoleSpec(RoleCode.PERSONAL_DATA, N_("Personal data"), Reach.NOTHING, _CONTACT_DETAILS),
    RoleSpec(
        RoleCode.REFERENT,
        N_("Référent of an arrondissement"),
        Reach.ARRONDISSEMENTS,
        {
            **_ON_EVERY_DESK,
            **_LIVE_LINKS,
            Audience.POINT: "list edit",
            **_CALENDAR,
            **_FOLLOW_UP,
            **_PUT_OFF,
            **_CONTACT_DETAILS,
            **_IMPORT,
            **_each(_ALL, Audience.BODIES, Audience.PEOPLE, Audience.MEETINGS, Audience.TOPICS, Audience.MAIL),
            Audience.DELETED: _ALL,
            **_each(_READ_AND_EXPORT, Audience.PROJECTS, Audience.EVENTS),
            Audience.REGISTRATIONS: _ALL,
            Audience.MILESTONES: "list show edit export",  # those that she answers for are hers to reach
            Audience.CALLS: _READ_AND_EXPORT,
            Audience.APPLICATIONS: _ALL,
            **_each(_READ_AND_EXPORT, Audience.SCHOOL_HOLIDAYS, Audience.SHARED_CONTRACTS),
            # Not written: a référent does not name référents, that would be giving rights.
            **_each(_READ_AND_EXPORT, Audience.NETWORK, Audience.BODY_TYPES, Audience.REFERENCE),
        },
    ),
    RoleSpec(
        RoleCode.DATA_ENTRY,
        N_("Data entry in a mairie"),
        Reach.ARRONDISSEMENTS,
        {
            **_ON_EVERY_DESK,
            Audience.POINT: "list edit",
            **_CALENDAR,
            **_FOLLOW_UP_ON_SCREEN,
            **_CONTACT_DETAILS,
            **_IMPORT,
            **_each(_WRITE, Audience.BODIES, Audience.PEOPLE, Audience.MEETINGS, Audience.MAIL),
            **_each(_READ, Audience.NETWORK, Audience.BODY_TYPES, Audience.REFERENCE),
            **_each(_READ, Audience.TOPICS, Audience.SCHOOL_HOLIDAYS, Audience.CALLS, Audience.EVENTS),
            **_each(_WRITE, Audience.APPLICATIONS, Audience.REGISTRATIONS),
        },
    ),
    RoleSpec(
        RoleCode.ELECTED,
        N_("Elected official"),
        Reach.ELECTED,
        {
            **_ON_EVERY_DESK,
            **_CALENDAR,
            **_FOLLOW_UP_ON_SCREEN,
            **_each(_READ, Audience.BODIES, Audience.PEOPLE, Audience.BODY_TYPES, Audience.REFERENCE),
            **_each(_READ, Audience.MEETINGS, Audience.EVENTS),
        },
    ),
    RoleSpec(
        RoleCode.TRAINEE,
        N_("Trainee"),
        Reach.EVERYTHING,
        {
            **_ON_EVERY_DESK,
            **_LIVE_LINKS,
            **_CALENDAR,
            **_FOLLOW_UP_ON_SCREEN,
            Audience.REPORTS: _READ_AND_EXPORT,
            **_CONTACT_DETAILS,
            **_IMPORT,
            **_each(_WRITE, Audience.PEOPLE, Audience.NETWORK, Audience.DUPLICATES),
            **_each(_WRITE, Audience.MEETINGS, Audience.TOPICS, Audience.EVENTS, Audience.REGISTRATIONS),
            # Exported too: tables that hold nothing about persons.
            **_each(f"{_WRITE} export", Audience.BODIES, Audience.REFERENCE),
            Audience.BODY_TYPES: _READ_AND_EXPORT,
            # What leaves in the name of the city is sent by those who answer for it.
            **_each(_READ, Audience.MAIL, Audience.SERIES, Audience.SCHOOL_HOLIDAYS, Audience.JOURNAL),
            # Of calls, no application: to read them is a right of the call.
            **_each(_READ, Audience.PROJECTS, Audience.MILESTONES, Audience.CALLS),
        },
    ),
    RoleSpec(
        RoleCode.DPO,
        N_("Data protection officer"),
        Reach.EVERYTHING,
        {
            **_ON_EVERY_DESK,
            **_LIVE_LINKS,
            **_each(_READ_AND_EXPORT, Audience.JOURNAL, Audience.EXPORTS),
            Audience.ELIMINATIONS: _ALL,  # who holds data protection records the visa, and destroys under it
        },
    ),
)

ROLE_BY_CODE: dict[str, RoleSpec] = {role.code: role for role in ROLES}
_LIMITED = frozenset({Reach.ELECTED, Reach.ARRONDISSEMENTS})
_WIDTH = {Reach.NOTHING: 0, Reach.ELECTED: 1, Reach.ARRONDISSEMENTS: 2, Reach.EVERYTHING: 3}


@cache
def pairs_of(role_code: str) -> frozenset[tuple[str, str]]:
    """The (view, permission) pairs that a role grants; an unknown one grants nothing.

    Raises RuntimeError before the domains have declared their rights: they would be kept as none.
    """
    if not RIGHTS:
        raise RuntimeError("Import mdo.domains first: there would be no rights.")
    role = ROLE_BY_CODE.get(role_code)
    granted = {} if role is None else {audience: permissions_of(may) for audience, may in role.grants.items()}
    return frozenset(
        (view, permission)
        for view, rights in RIGHTS.items()
        for permission in rights.permissions
        if permission in granted.get(rights.audience, ())
    )


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
    """Makes the stored roles and permissions exactly those declared; run again, it changes nothing.

    Roles that the code does not know are left with their holders, and with the permissions they had.
    """
    stored = {
        (pair.view_menu.name, pair.permission.name): pair for pair in session.scalars(select(PermissionView)).unique()
    }
    views = {view.name: view for view in session.scalars(select(ViewMenu))}
    permissions = {permission.name: permission for permission in session.scalars(select(Permission))}
    for view_name, rights in RIGHTS.items():
        for permission_name in rights.permissions:
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
