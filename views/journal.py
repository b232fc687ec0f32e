"""The journal on screen: what an operation changed, undo of it as one, restore of a deleted row."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from mdo.context import context_of
from mdo.errors import RuleViolation
from mdo.journal.columns import ACCESS_LOG_COLUMNS, JOURNAL_COLUMNS
from mdo.journal.history import labels_of_ids
from mdo.journal.undo import model_named, restore, undo
from mdo.labels import MODEL_LABELS
from mdo.messages import N_
from models.journal import AccessLog, ChangeAction, Door, JournalChange, JournalEntry
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.filters import DateFilter, EnumFilter
from views.base.integrity import violation_of
from views.base.pages import Crumb, Link
from views.base.record import VIEW_OF_MODEL, history_line
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import moment_in_words, value_in_words

_MAX_CHANGES_SHOWN = 150
# By hand, a change is taken back by its contrary.
_TAKEN_BACK_BY = {
    ChangeAction.CREATE: "can_delete",
    ChangeAction.UPDATE: "can_edit",
    ChangeAction.DELETE: "can_add",
}


class JournalView(BackofficeView):
    """Every operation; append-only, so there is no form here."""

    model = JournalEntry
    route_base = "/journal"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "lookup"}
    columns = JOURNAL_COLUMNS
    order = ("at", "desc")
    filters = (
        EnumFilter("door", N_("How"), Door, JournalEntry.door),
        DateFilter("at", N_("When"), JournalEntry.at),
    )

    def _init_titles(self) -> None:
        self.singular, self.plural = N_("Operation"), N_("Journal")

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        entry = self._entry(pk)
        changes = db.session.scalars(
            select(JournalChange)
            .where(JournalChange.entry_id == entry.id)
            .options(joinedload(JournalChange.entry))
            .order_by(JournalChange.id)
            .limit(_MAX_CHANGES_SHOWN)
        ).all()
        lines = []
        for name in sorted({change.model for change in changes}):
            model = model_named(name)
            present = self._present(model, changes)
            of_model = [change for change in changes if change.model == name]
            labels = labels_of_ids(db.session, model, of_model)
            kind = gettext(MODEL_LABELS[model][0]) if model in MODEL_LABELS else name
            hidden = self._hidden_fields(model)
            for change in of_model:
                links = ()
                is_gone = change.action is ChangeAction.DELETE and change.row_id not in present
                if is_gone and self.may("can_undo") and self._may_write(change):
                    links = (
                        Link(
                            gettext("Restore"),
                            self.url("restore_row", pk=change.id),
                            "arrow-counterclockwise",
                            is_post=True,
                        ),
                    )
                lines.append((f"{kind} – {change.label}", history_line(change, model, labels, hidden), links))
        title = entry.summary or gettext("Operation no. %(number)d", number=entry.id)
        actions = ()
        undone = db.session.scalars(select(JournalEntry).where(JournalEntry.undo_of_id == entry.id)).first()
        if undone is None and self.may("can_undo") and self._may_take_back(entry.id):
            question = gettext("Undo this operation as a whole?")
            actions = (
                Link(
                    gettext("Undo"),
                    self.url("undo_entry", pk=entry.id),
                    "arrow-counterclockwise",
                    "danger",
                    True,
                    question,
                ),
            )
        return render(
            "mdo/journal_entry.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            who=entry.actor_name or gettext("the system"),
            when=moment_in_words(entry.at),
            door=value_in_words(entry.door),
            undone=gettext("Undone on %(when)s by %(who)s.", when=moment_in_words(undone.at), who=undone.actor_name)
            if undone is not None
            else "",
            actions=actions,
            lines=tuple(lines),
            is_cut=len(changes) == _MAX_CHANGES_SHOWN,
        )

    def _present(self, model: Any, changes: Sequence[JournalChange]) -> frozenset[int]:
        """Ids of the rows that an operation deleted and that are back."""
        ids = [change.row_id for change in changes if change.action is ChangeAction.DELETE]
        return frozenset(db.session.scalars(select(model.id).where(model.id.in_(ids)))) if ids else frozenset()

    def _hidden_fields(self, model: type) -> frozenset[str]:
        if self.reads_personal():
            return frozenset()
        for view in self.appbuilder.baseviews:
            if getattr(view, "model", None) is model:
                fields: frozenset[str] = view.personal
                return fields
        return frozenset()

    def _may_write(self, change: JournalChange) -> bool:
        """Whether the reader could write by hand what taking this change back writes: undo gives no right."""
        view = VIEW_OF_MODEL.get(model_named(change.model))
        return view is None or self.may(_TAKEN_BACK_BY[change.action], view)

    def _may_take_back(self, entry_id: int) -> bool:
        kinds = select(JournalChange.model, JournalChange.action).where(JournalChange.entry_id == entry_id).distinct()
        return all(
            self._may_write(JournalChange(model=kind, action=action)) for kind, action in db.session.execute(kinds)
        )

    def _entry(self, pk: int) -> JournalEntry:
        entry = db.session.get(JournalEntry, pk) if pk <= MAX_ID else None
        if entry is None:
            abort(404)
        return entry

    @expose("/undo/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("undo")
    def undo_entry(self, pk: int) -> Any:
        """Takes an operation back as a whole."""
        entry = self._entry(pk)
        if not self._may_take_back(entry.id):
            abort(403)
        return self._write(lambda: undo(db.session, entry, context_of(db.session).today), pk, JournalEntry)

    @expose("/restore/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("undo")
    def restore_row(self, pk: int) -> Any:
        """Brings back one deleted row."""
        change = db.session.get(JournalChange, pk) if pk <= MAX_ID else None
        if change is None:
            abort(404)
        if not self._may_write(change):
            abort(403)
        return self._write(
            lambda: restore(db.session, change, context_of(db.session).today), change.entry_id, JournalChange
        )

    def _write(self, operation: Any, entry_id: int, model: Any) -> Any:
        try:
            operation()
            db.session.commit()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error, model.__table__, is_delete=True).text(gettext), "danger")
        else:
            flash(gettext("Done: the rows are back as they were."), "success")
        return redirect(self.url("show", pk=entry_id))


class AccessLogView(BackofficeView):
    """What left the application as files: who, what, how many rows."""

    model = AccessLog
    route_base = "/exports"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "show", "lookup"}
    columns = ACCESS_LOG_COLUMNS
    order = ("at", "desc")
    filters = (DateFilter("at", N_("When"), AccessLog.at),)

    def _init_titles(self) -> None:
        self.singular, self.plural = N_("Export"), N_("Exports")
