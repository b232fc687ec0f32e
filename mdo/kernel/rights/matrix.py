"""The rights really stored, laid out as a matrix: a screen of roles shows what is enforced (identity.py)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.declared import PERMISSIONS, RIGHTS, SECTIONS, Right
from mdo.kernel.rights.roles import ROLE_BY_CODE, pairs_of
from models.accounts import Permission, PermissionView, Role, User, ViewMenu
from models.territory import Arrondissement

Pairs = frozenset[tuple[str, str]]


class Extent(StrEnum):
    """How much of a right is granted; `ABSENT` where the part of the application has no such action."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    ABSENT = "absent"


@dataclass(frozen=True)
class MatrixLine:
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
def matrix_of(pairs: Pairs) -> tuple[tuple[str, tuple[MatrixLine, ...]], ...]:
    """The sections with their lines, from (view, permission) pairs."""
    return tuple(
        (title, tuple(_line(view, label, pairs) for view, label in views.items())) for title, views in SECTIONS
    )


def _line(view: str, label: str, pairs: Pairs) -> MatrixLine:
    extents, granted = {}, {}
    for right, permissions in PERMISSIONS.items():
        offered = [name for name in permissions if name in RIGHTS[view].permissions]
        held = [name for name in offered if (view, name) in pairs]
        granted[right] = tuple(permissions[name] for name in held)
        if not offered:
            extents[right] = Extent.ABSENT
        else:
            extents[right] = Extent.ALL if held == offered else Extent.SOME if held else Extent.NONE
    return MatrixLine(view, label, extents, granted)


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
