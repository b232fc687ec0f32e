"""Lists kept under a name: who reads them, with whom they are shared, which one a list opens with.

A view holds words of an address and no row: whoever opens it sees her own rows through it. What it can give away is
what was typed in it, the name of someone looked for: that is why sharing asks for the right to export the list.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import is_brought_back, is_set
from mdo.kernel.scope.clauses import held_role_ids
from models.preferences import SavedView

# Longer than what a person can choose on screen; what a browser and a proxy let through.
LONGEST_QUERY = 2_000


def readable_clause(user_id: Any) -> ColumnElement[bool]:
    """The views of an account and those shared with one of its roles, for readers of any reach."""
    return or_(SavedView.user_id == user_id, SavedView.role_id.in_(held_role_ids(user_id)))


def check_sharing(role_code: str, held: frozenset[str], *, may_export: bool, shares_with_all: bool) -> None:
    """Whether a list may be shared with the holders of a role. Raises RuleViolation.

    With a role that one holds; the head of the mission and the administrator, who prepare lists for others, with any.
    """
    if not may_export:
        raise RuleViolation(
            N_("Sharing a view asks for the right to export its list: keep this one for yourself."), field="role"
        )
    if role_code not in held and not shares_with_all:
        raise RuleViolation(N_("A view is shared with a role that you hold."), field="role")


def check_still_shared(session: AnySession, view: SavedView) -> None:
    """The same of a view that comes back shared, for who brings it back, as far as her rights tell."""
    context = context_of(session)
    if view.role is None or context.actor_id is None or not (is_brought_back(view) or is_set(view, ("role",))):
        return
    is_held = view.role_id in session.scalars(held_role_ids(context.actor_id)).all()
    check_sharing(
        view.role.name,
        frozenset({view.role.name} if is_held else ()),
        may_export=not view.list_name.endswith("View") or (view.list_name, "can_export") in context.rights,
        shares_with_all=("SavedViewView", "can_share") in context.rights,
    )


def check_name(session: AnySession, view: SavedView) -> None:
    """Two views of one list and one owner have two names. Raises RuleViolation."""
    same = select(SavedView.id).where(
        SavedView.user_id == view.user_id, SavedView.list_name == view.list_name, SavedView.name == view.name
    )
    if view.id is not None:
        same = same.where(SavedView.id != view.id)
    if session.scalar(same) is not None:
        raise RuleViolation(
            N_("You already have a view « %(name)s » of this list: give another name, or update that one."),
            field="name",
            name=view.name,
        )


def yield_default(session: AnySession, view: SavedView) -> None:
    """Takes « opens with the list » from the owner's other view, before this one gets it: there is one a list."""
    if not view.is_default:
        return
    others = select(SavedView).where(
        SavedView.user_id == view.user_id, SavedView.list_name == view.list_name, SavedView.is_default.is_(True)
    )
    previous = [other for other in session.scalars(others) if other is not view]
    if previous:
        # In a flush of their own: the index lets no two defaults exist, even for the time of a statement.
        view.is_default = False
        for other in previous:
            other.is_default = False
        session.flush()
        view.is_default = True
