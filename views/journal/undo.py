"""« Undo » in the message that follows a deletion or a bulk change: one's own operation, within the hour, in scope.

It needs no right to the journal, which shows what others did: a référent takes back her own slip. What comes back is
checked by the session's scope, and by the rights to do the contrary by hand.
"""

from flask import abort, flash, redirect, request
from flask_appbuilder import BaseView, expose
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import kinds_of, undo_own
from models.base import utc_now
from models.journal import JournalEntry
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.integrity import violation_of
from views.base.requests import safe_target
from views.base.undoing import may_take_back, tell_kept, told_undone
from views.jobs.undo import undone_later
from views.security.gate import require_identity


class UndoView(BaseView):
    """Takes back the reader's own last operation."""

    route_base = "/annuler"
    default_view = "take_back"

    @expose("/<int:pk>", methods=["POST"])
    def take_back(self, pk: int) -> Response:
        """Undoes one operation as a whole and goes back to the page that offered it."""
        identity = require_identity()
        own = select(JournalEntry).where(JournalEntry.id == pk, JournalEntry.actor_id == identity.id)
        entry = db.session.scalars(own).one_or_none() if pk <= MAX_ID else None
        if entry is None:
            abort(404)
        if not may_take_back(kinds_of(db.session, entry.id)):
            abort(403)
        summary, back = entry.summary, safe_target(request.form.get("next", ""))
        try:
            later = undone_later(entry, is_own=True, back=back)
            if later is not None:
                return later
            undone = undo_own(db.session, entry, utc_now(), context_of(db.session).today)
            db.session.commit()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error).text(gettext), "danger")
        else:
            flash(told_undone(summary, undone), "success")
            tell_kept(undone)
        return redirect(back, 303)
