"""What is answered for a record that is not there: deleted meanwhile, when the reader may know it, or else unknown."""

from flask import request
from werkzeug.exceptions import NotFound

from mdo.context import context_of
from mdo.journal.history import deletion_of
from views.base.catalogues import gettext
from views.base.database import db
from views.base.words import moment_of


class Deleted(NotFound):
    """A record that was deleted. `sentence` is in the reader's words: who did it, when, and what can be done."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


def gone(model: type, row_id: int) -> NotFound:
    """The refusal to raise for a row that the reader does not find. One statement, on this road alone."""
    change = deletion_of(db.session, model, row_id)
    if change is None:
        return NotFound()
    sentence = gettext(
        "« %(what)s » was deleted by %(who)s, %(when)s. It can be restored from the journal for 90 days.",
        what=change.label,
        who=change.entry.actor_name or gettext("someone"),
        when=moment_of(change.entry.at, context_of(db.session).today).words,
    )
    if request.method == "POST":
        sentence += " " + gettext("Nothing was saved: « Back » in your browser shows what you had typed.")
    return Deleted(sentence)
