"""Taking back what was just done: offered in the message that says it, to those who could do the contrary by hand."""

from collections.abc import Callable, Iterable

from flask import flash
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.followers import without_followers
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.journal.touched import few_names, model_named
from mdo.kernel.journal.undo import Undone, kinds_of
from mdo.kernel.scope.journal import SCREENS
from models.journal import ChangeAction, Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.integrity import violation_of
from views.base.record import VIEW_OF_MODEL
from views.security.gate import current_identity

# The category of a message that carries the offer: the entry's id follows.
UNDO = "undo:"
DELETED = "deleted-undo:"
KEPT = N_("Left as they are, since they or what they depend on were changed meanwhile: %(names)s.")

# By hand, a change is taken back by its contrary.
_TAKEN_BACK_BY = {
    ChangeAction.CREATE: "can_delete",
    ChangeAction.UPDATE: "can_edit",
    ChangeAction.DELETE: "can_add",
}


def may_take_back(kinds: Iterable[tuple[str, ChangeAction]]) -> bool:
    """Whether the reader could write by hand what taking these changes back writes: undo gives no right."""
    identity = current_identity()
    if identity is None:
        return False
    return all(identity.has_access(permission, view) for view, permission in rights_to_take_back(kinds))


def rights_to_take_back(kinds: Iterable[tuple[str, ChangeAction]]) -> frozenset[tuple[str, str]]:
    """The pairs (view, permission) that taking these changes back asks; parts are edited where their whole is."""
    asked = set()
    for name, action in without_followers(kinds):
        view = VIEW_OF_MODEL.get(model_named(name))
        if view is not None:
            asked.add((view, _TAKEN_BACK_BY[action]))
        elif name in SCREENS:
            asked.add((SCREENS[name][0], "can_edit"))
    return frozenset(asked)


def commit_undoable() -> int | None:
    """Commits what the session holds; returns the journal entry that it made, or None when nothing changed."""
    db.session.flush()
    entry_id = current_entry_id(db.session)
    db.session.commit()
    return entry_id


def written(title: str, write: Callable[[], str], door: Door = Door.FORM) -> bool:
    """Writes what a button asked for as one entry of the journal, and says what `write` returns, with « Undo ».

    False when a rule or the database refuses: it is said, and nothing is written.
    """
    through(db.session, door, title)
    try:
        text = write()
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        violation = error if isinstance(error, RuleViolation) else violation_of(error)
        flash(violation.text(gettext), "danger")
        return False
    flash_undoable(text, entry_id)
    return True


def tell_kept(undone: Undone) -> None:
    """Names the rows that an undo left as they are, since someone changed them or what they depend on."""
    if undone.kept:
        flash(gettext(KEPT, names=few_names(undone.kept)), "warning")


def told_undone(summary: str, undone: Undone) -> str:
    """What an undo did, in two figures: the rows that the operation had made are gone, the others as they were."""
    return gettext(
        "Undone: %(what)s. Rows removed: %(removed)d. Rows put back: %(count)d.",
        what=summary,
        removed=undone.removed,
        count=undone.put_back,
    )


def flash_undoable(text: str, entry_id: int | None, *, is_deletion: bool = False) -> None:
    """Says what was done, with « Undo » when the reader may take it back, and where what is deleted is found."""
    is_offered = entry_id is not None and may_take_back(kinds_of(db.session, entry_id))
    flash(text, f"{DELETED if is_deletion else UNDO}{entry_id}" if is_offered else "success")
