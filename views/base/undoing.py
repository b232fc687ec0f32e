"""Taking back what was just done: offered in the message that says it, to those who could do the contrary by hand."""

from collections import Counter
from collections.abc import Callable, Iterable

from flask import flash
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.followers import NOT_UNDONE, WITHOUT_CONTENT, without_followers
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.journal.touched import few_names, model_named
from mdo.kernel.journal.undo import Rows, Undone, is_never_undone, kinds_of
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.rights.declared import RIGHTS
from mdo.kernel.scope.journal import SCREENS
from mdo.kernel.scope.reading import WHOLE_REGISTER
from mdo.kernel.sessions.told import told
from models.journal import ChangeAction, Door, JournalEntry
from views.base.catalogues import gettext, number_in_words
from views.base.database import db
from views.base.integrity import violation_of
from views.base.record import VIEW_OF_MODEL
from views.security.gate import current_identity

# The category of a message that carries the offer: the entry's id follows.
UNDO = "undo:"
DELETED = "deleted-undo:"
# What precedes the page of the row that a message speaks of.
AT = "-at:"
KEPT = N_("Left as they are, since they or what they depend on were changed meanwhile: %(names)s.")
_WRITTEN = {
    ChangeAction.CREATE: N_("Rows created: %(rows)s."),
    ChangeAction.UPDATE: N_("Rows changed: %(rows)s."),
    ChangeAction.DELETE: N_("Rows deleted: %(rows)s."),
}

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
        if view is not None and _TAKEN_BACK_BY[action] in RIGHTS[view].permissions:
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
    """What an undo did, by table: the rows that the operation had made are gone, the others as they were."""
    made = {key: count for key, count in undone.rows.items() if key[1] is ChangeAction.CREATE}
    others = {key: count for key, count in undone.rows.items() if key not in made}
    said = [gettext("Undone: %(what)s", what=summary.removesuffix("."))]
    if made:
        said.append(gettext("Rows removed: %(rows)s", rows=rows_in_words(made)))
    if others:
        said.append(gettext("Rows put back: %(rows)s", rows=rows_in_words(others)))
    return ". ".join(said) + "."


def by_table(rows: Rows) -> dict[str, int]:
    """How many rows, by what their table is called (message ids)."""
    found: Counter[str] = Counter()
    for (name, _), count in rows.items():
        found[MODEL_LABELS.get(model_named(name), (name, name))[1]] += count
    return found


def tables_in_words(rows: Rows) -> tuple[str, ...]:
    """« Persons: 3 », for each table."""
    return tuple(
        gettext("%(label)s: %(value)s", label=gettext(label), value=number_in_words(count))
        for label, count in by_table(rows).items()
    )


def rows_in_words(rows: Rows) -> str:
    """« 6 (Persons: 3, Mandates: 3) »: how many, and of which tables."""
    total = number_in_words(sum(rows.values()))
    told = ", ".join(tables_in_words(rows))
    return f"{total} ({told})" if told else total


def flash_undoable(text: str, entry_id: int | None, *, is_deletion: bool = False, page: str = "") -> None:
    """Says what was done, with « Undo » when the reader may take it back, and where what is deleted is found.

    `page` is that of the row that it speaks of. What followed by itself is said after it.
    """
    text = " ".join((text, *(gettext(words, **values) for words, values in told(db.session))))
    is_offered = entry_id is not None and is_offered_to_undo(entry_id)
    found = f"{DELETED if is_deletion else UNDO}{entry_id}" if is_offered else "success"
    flash(text, f"{found}{AT}{page}" if page else found)


def is_offered_to_undo(entry_id: int) -> bool:
    """Whether the reader may take back an operation of hers that she just did, and the journal can.

    No rows of some tables come back, and what a file held is in no journal.
    """
    kinds = kinds_of(db.session, entry_id)
    models = {model_named(name) for name, _ in kinds}
    emptied = {model_named(name) for name, action in kinds if action is ChangeAction.DELETE}
    if models & {*NOT_UNDONE}:
        # Her own operation, though of rows that she does not read in the journal: her account.
        entry = db.session.get_one(JournalEntry, entry_id, execution_options=WHOLE_REGISTER)
        if is_never_undone(db.session, entry):
            return False
    return bool(kinds) and not emptied & {*WITHOUT_CONTENT} and may_take_back(kinds)


def rows_told(rows: Rows) -> tuple[str, ...]:
    """What an operation wrote, a sentence for what it made, changed and deleted."""
    return tuple(
        gettext(sentence, rows=rows_in_words(of))
        for action, sentence in _WRITTEN.items()
        if (of := {key: count for key, count in rows.items() if key[1] is action})
    )
