"""« Rétablir cette version »: what would change is shown first, then written like an edit, with its rules and lock."""

from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import contains_eager

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.history import labels_of_ids, moment_of_change
from mdo.kernel.journal.versions import Difference, bring_back, difference_with
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.journal import ChangeAction, Door, JournalChange
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.history import field_changes, who_did
from views.base.in_bulk import InBulkView
from views.base.integrity import violation_of
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import moment_of


class VersionView(InBulkView):
    """Brings a record back to what it was after one of its changes."""

    @expose("/version/<int:pk>/<int:change_id>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def version(self, pk: int, change_id: int) -> Any:
        """GET shows what would change, POST writes it if nobody changed the record meanwhile."""
        is_post = request.method == "POST"
        row = self.fetch(pk, for_update=is_post)
        if not self.may_change(row):
            abort(403)
        change = self._change(pk, change_id)
        moment = moment_of(moment_of_change(change), context_of(db.session).today)
        try:
            difference = self._difference(row, change)
            if is_post and difference and request.form.get("version") == str(row.version):
                entry_id = self._bring_back(row, difference, moment.words)
                flash_undoable(gettext("Version restored: %(what)s.", what=row), entry_id)
                return redirect(self.url("show", pk=pk))
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            return redirect(self.url("show", pk=pk, tab="history"))
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error, self.model.__table__).text(gettext), "danger")
            return redirect(self.url("show", pk=pk, tab="history"))
        if is_post:
            flash(gettext("The record was changed meanwhile: read again what would change."), "warning")
        shown = JournalChange(model=change.model, row_id=pk, action=ChangeAction.UPDATE, fields=difference)
        title = gettext("Restore a version: %(what)s", what=self.window_title(row))
        return render(
            "base/version.html",
            status=409 if is_post else 200,
            title=title,
            crumbs=(*self.crumbs(), Crumb(str(row), self.url("show", pk=pk)), Crumb(gettext("Restore a version"))),
            who=who_did(change.entry),
            when=moment,
            changes=field_changes(
                shown, self.model, labels_of_ids(db.session, self.model, [shown]), self.hidden_fields()
            ),
            version=row.version,
            action_url=self.url("version", pk=pk, change_id=change_id),
            cancel_url=self.url("show", pk=pk, tab="history"),
        )

    def _change(self, pk: int, change_id: int) -> JournalChange:
        """A change of this record and of no other."""
        statement = (
            select(JournalChange)
            .join(JournalChange.entry)
            .options(contains_eager(JournalChange.entry))
            .where(
                JournalChange.id == min(change_id, MAX_ID),
                JournalChange.model == self.model.__name__,
                JournalChange.row_id == pk,
            )
        )
        change = db.session.scalars(statement, execution_options=WHOLE_REGISTER).one_or_none()
        if change is None:
            abort(404)
        return change

    def _difference(self, row: Any, change: JournalChange) -> Difference:
        """What differs, of the fields that this reader could change in the form."""
        editable = {*self.form_fields} - self.hidden_fields() - {*self.locked_fields(row)}
        found = difference_with(db.session, row, change)
        return {field: pair for field, pair in found.items() if {field, field.removesuffix("_id")} & editable}

    def _bring_back(self, row: Any, difference: Difference, when: str) -> int | None:
        through(db.session, Door.RESTORE, gettext("Version of %(when)s: %(what)s", when=when, what=row))
        with db.session.no_autoflush:
            bring_back(db.session, row, difference)
            self.check(row)
        db.session.flush()
        self.write_along(row)
        entry_id = commit_undoable()
        self.after_save(row)
        return entry_id
