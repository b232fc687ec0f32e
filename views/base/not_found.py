"""What is answered for a record that is not there: deleted meanwhile, when the reader may know it, or else unknown."""

from flask import request
from werkzeug.exceptions import NotFound

from mdo.kernel.base.context import context_of, read_deletions
from mdo.kernel.journal.history import deletion_of
from views.base.catalogues import gettext
from views.base.database import db
from views.base.deleted import Deleted
from views.base.undoing import may_take_back
from views.base.words import moment_of


def missing_row(model: type, row_id: int) -> NotFound:
    """The refusal to raise for a row that the reader does not find: one statement, asked then alone."""
    read_deletions(db.session)
    change = deletion_of(db.session, model, row_id)
    if change is None:
        return NotFound()
    said = {
        "what": change.label,
        "who": change.entry.actor_name or gettext("someone"),
        "when": moment_of(change.entry.at, context_of(db.session).today).words,
    }
    if may_take_back([(change.model, change.action)]):
        sentence = gettext(
            "« %(what)s » was deleted by %(who)s, %(when)s. For 90 days you can put it back, from « Deleted rows » in "
            "the settings.",
            **said,
        )
    else:
        sentence = gettext(
            "« %(what)s » was deleted by %(who)s, %(when)s. For 90 days the mission can put it back: ask it.", **said
        )
    if request.method == "POST":
        sentence += " " + gettext("Nothing was saved: « Back » in your browser shows what you had typed.")
    return Deleted(sentence)
