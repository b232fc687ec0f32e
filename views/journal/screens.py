"""The journal on screen: what an operation changed, undo of it as one, restore of a deleted row."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.journal.access import left_clause
from mdo.kernel.journal.columns import ACCESS_LOG_COLUMNS, JOURNAL_COLUMNS
from mdo.kernel.journal.deleted import still_gone
from mdo.kernel.journal.history import labels_of_ids, names_of_confirmed
from mdo.kernel.journal.named import first_named
from mdo.kernel.journal.restoring import coming_back, restore, with_their_parts
from mdo.kernel.journal.touched import model_named
from mdo.kernel.journal.undo import changes_of, kinds_of, undo_as_far
from mdo.kernel.labels import MODEL_LABELS
from models.accounts import User
from models.freshness import Confirmation
from models.journal import AccessLog, ChangeAction, Door, JournalChange, JournalEntry
from views.base.beside import Beside, told_beside
from views.base.catalogues import gettext, ngettext, number_in_words
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.filters import BooleanFilter, DateFilter, EnumFilter, RelationFilter
from views.base.history import history_line, who_did
from views.base.integrity import violation_of
from views.base.listing import ListState
from views.base.pages import Crumb, HistoryLine, Link
from views.base.readymade import ReadyView
from views.base.record import VIEW_OF_MODEL
from views.base.rendering import render
from views.base.requests import page_number
from views.base.undoing import commit_undoable, flash_undoable, may_take_back, tell_kept
from views.base.view import BackofficeView
from views.base.words import AndOthers, moment_of, value_in_words
from views.jobs.undo import undone_later

_CHANGES_SHOWN = 50


@dataclass(frozen=True)
class ChangedRow:
    """A row that an operation changed: its kind and name then, what changed, its record, a button to restore it."""

    kind: str
    name: str
    line: HistoryLine
    url: str | None = None
    restore: Link | None = None


def _names(session: AnySession, ids: Sequence[int], state: ListState) -> Mapping[int, tuple[str]]:
    """« Alpha Zoé, Bravo Léo, Charlie Ana et 38 autres », by operation."""

    def told(names: Sequence[str], others: int) -> str:
        more = ngettext("and %(number)s other", "and %(number)s others", others, number=number_in_words(others))
        return AndOthers(", ".join(names), others, more) if others else ", ".join(names)

    return {entry_id: (told(*found),) for entry_id, found in first_named(session, ids).items()}


class JournalView(BackofficeView):
    """Every operation; append-only, so there is no form here."""

    model = JournalEntry
    route_base = "/journal"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete"}
    columns = JOURNAL_COLUMNS
    listed = (*JOURNAL_COLUMNS, told_beside("changed", N_("Rows changed"), width=50))
    beside = Beside({"changed": "JournalView"}, _names)
    order = ("at", "desc")
    intro = N_(
        "Each record saved, import or bulk change of what your own screens show, and nothing of the others: open one "
        "to read what it changed and, where your role may, to undo it."
    )
    empty_text = N_(
        "No operation on what your screens show. Those on other rows are kept too, and read by who opens these rows."
    )
    filters = (
        RelationFilter(
            "actor",
            N_("Who"),
            User,
            User.first_name + " " + User.last_name,
            build=JournalEntry.actor_id.in_,
            is_short=False,
        ),
        EnumFilter("door", N_("How"), Door, JournalEntry.door),
        DateFilter("at", N_("When"), JournalEntry.at),
    )

    def _init_titles(self) -> None:
        self.singular, self.plural = N_("Operation"), N_("Journal")

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """What an operation changed: how many rows of each kind, then each of them, a page at a time."""
        entry = self._entry(pk)
        today = context_of(db.session).today
        page = page_number()
        found = db.session.scalars(
            select(JournalChange)
            .where(JournalChange.entry_id == entry.id)
            .options(joinedload(JournalChange.entry))
            .order_by(JournalChange.id)
            .limit(_CHANGES_SHOWN + 1)
            .offset((page - 1) * _CHANGES_SHOWN)
        ).all()
        title = entry.summary or gettext("Operation no. %(number)d", number=entry.id)
        kinds = self._kinds(entry.id)
        undone = db.session.scalars(select(JournalEntry).where(JournalEntry.undo_of_id == entry.id)).first()
        return render(
            "journal/entry.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            who=who_did(entry),
            when=moment_of(entry.at, today),
            door=value_in_words(entry.door),
            undone=gettext("Undone by %(who)s, %(when)s.", who=who_did(undone), when=moment_of(undone.at, today).words)
            if undone is not None
            else "",
            actions=self._undo_link(entry) if undone is None else (),
            kinds=tuple(
                (gettext(MODEL_LABELS[model][total > 1]), str(action.value), total)
                for name, action, total in kinds
                if (model := model_named(name)) in MODEL_LABELS
            ),
            lines=self._lines(found[:_CHANGES_SHOWN], today),
            newer_url=self.url("show", pk=pk, page=page - 1) if page > 1 else None,
            older_url=self.url("show", pk=pk, page=page + 1) if len(found) > _CHANGES_SHOWN else None,
        )

    def _kinds(self, entry_id: int) -> Sequence[tuple[str, ChangeAction, int]]:
        """What an operation did, by kind of row: (class name, action, rows), the most numerous first."""
        total = func.count(JournalChange.id)
        rows = db.session.execute(
            select(JournalChange.model, JournalChange.action, total)
            .where(JournalChange.entry_id == entry_id)
            .group_by(JournalChange.model, JournalChange.action)
            .order_by(total.desc(), JournalChange.model)
        )
        return [(name, action, count) for name, action, count in rows]

    def _undo_link(self, entry: JournalEntry) -> tuple[Link, ...]:
        """The button, for who may take back all of it: what the reader does not see of it included."""
        if not (self.may("can_undo") and may_take_back(kinds_of(db.session, entry.id))):
            return ()
        rows = len(changes_of(db.session, entry))
        question = gettext("Undo this operation as a whole?") + " " + gettext("Rows: %(count)d.", count=rows)
        icon = "arrow-counterclockwise"
        return (Link(gettext("Undo"), self.url("undo_entry", pk=entry.id), icon, "danger", True, question),)

    def _lines(self, changes: Sequence[JournalChange], today: dt.date) -> tuple[ChangedRow, ...]:
        """The changed rows in the order of the operation, each with a link to its record or a button to restore it."""
        prepared = {}
        for name in {change.model for change in changes}:
            model = model_named(name)
            of_model = [change for change in changes if change.model == name]
            present, criteria = self._present(model, of_model), self._criteria(model)
            prepared[name] = (
                model,
                present,
                self._present(model, of_model, *criteria) if criteria else present,
                labels_of_ids(db.session, model, of_model),
                self._hidden_fields(model),
            )
        lines = []
        stamps = [change.label for change in changes if change.model == Confirmation.__name__]
        about = names_of_confirmed(db.session, stamps) if stamps else {}
        for change in changes:
            model, present, listed, labels, hidden = prepared[change.model]
            view = VIEW_OF_MODEL.get(model)
            is_there = change.row_id in present
            restore_link = None
            if change.action is ChangeAction.DELETE and not is_there and self._may_restore(change):
                url = self.url("restore_row", pk=change.id)
                restore_link = Link(gettext("Restore"), url, "arrow-counterclockwise", is_post=True)
            may_open = change.row_id in listed and view is not None and "can_show" in self.rights_on(view)
            lines.append(
                self._confirmed(change, today, about.get(change.label))
                if change.model == Confirmation.__name__
                else ChangedRow(
                    kind=gettext(MODEL_LABELS[model][0]) if model in MODEL_LABELS else change.model,
                    name=change.label,
                    line=history_line(change, model, labels, hidden, today),
                    url=url_for(f"{view}.show", pk=change.row_id) if may_open else None,
                    restore=restore_link,
                )
            )
        return tuple(lines)

    def _confirmed(self, change: JournalChange, today: dt.date, about: tuple[type, str] | None) -> ChangedRow:
        """A record found still right, named for who sees it: nothing of it changed."""
        line = history_line(change, Confirmation, {}, frozenset(Confirmation.__table__.columns.keys()), today)
        model, name = about or (Confirmation, "")
        return ChangedRow(gettext(MODEL_LABELS[model][0]), name, replace(line, has_hidden=False))

    def _present(self, model: Any, changes: Sequence[JournalChange], *criteria: Any) -> frozenset[int]:
        """Ids of the changed rows that are there today, in the reader's scope, and that meet these criteria."""
        ids = {change.row_id for change in changes}
        return frozenset(db.session.scalars(select(model.id).where(model.id.in_(ids), *criteria)))

    def _criteria(self, model: type) -> tuple[Any, ...]:
        """What the screens of these rows ask besides the scope: a link leads to what they show."""
        view = self._view_of(model)
        return () if view is None else view.base_criteria()

    def _view_of(self, model: type) -> Any:
        return next((view for view in self.appbuilder.baseviews if getattr(view, "model", None) is model), None)

    def _may_restore(self, change: JournalChange) -> bool:
        return self.may("can_undo") and may_take_back([(change.model, change.action)])

    def _hidden_fields(self, model: type) -> frozenset[str]:
        if self.reads_personal():
            return frozenset()
        view = self._view_of(model)
        return frozenset() if view is None else view.personal

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
        if not may_take_back(kinds_of(db.session, entry.id)):
            abort(403)
        return undone_later(entry) or self._write(
            lambda: tell_kept(undo_as_far(db.session, entry, context_of(db.session).today)), pk
        )

    @expose("/restore/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("undo")
    def restore_row(self, pk: int) -> Any:
        """Brings back one deleted row."""
        change = db.session.get(JournalChange, pk) if pk <= MAX_ID else None
        if change is None:
            abort(404)
        if not may_take_back((part.model, part.action) for part in with_their_parts(db.session, [change])):
            abort(403)
        if self._stands_on_what_is_gone(change):
            return redirect(url_for("DeletedView.show", pk=pk), 303)
        today = context_of(db.session).today
        return self._write(lambda: restore(db.session, change, today), change.entry_id, is_undoable=True)

    def _stands_on_what_is_gone(self, change: JournalChange) -> bool:
        """Whether a row comes back with others that were deleted too: its own page says which, and asks."""
        today = context_of(db.session).today
        listed = select(JournalChange.id).where(JournalChange.id == change.id, *still_gone(today))
        if db.session.scalar(listed) is None:
            return False
        try:
            return bool(coming_back(db.session, [change], today).supports)
        except RuleViolation:
            return False  # to put it back says why it does not

    def _write(self, operation: Any, entry_id: int, *, is_undoable: bool = False) -> Any:
        """What comes back by hand may be taken back at once; an undo has no redo."""
        try:
            operation()
            written_id = commit_undoable()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error).text(gettext), "danger")
        else:
            flash_undoable(gettext("Done: the rows are back as they were."), written_id if is_undoable else None)
        return redirect(self.url("show", pk=entry_id))


class AccessLogView(BackofficeView):
    """What left the application as files: who, what, how many rows."""

    model = AccessLog
    route_base = "/exports"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "show", "lookup"}
    columns = ACCESS_LOG_COLUMNS
    empty_text = N_("Each file that leaves the application is noted here: who took it, what, how many rows.")
    order = ("at", "desc")
    filters = (
        DateFilter("at", N_("When"), AccessLog.at),
        BooleanFilter("left", N_("A file left"), build=lambda is_left, today: left_clause(is_left=is_left)),
    )
    ready_views = (
        ReadyView(N_("What left"), "f_left=1", opens=True),
        ReadyView(N_("Opened by who judges"), "f_left=0"),
    )

    def _init_titles(self) -> None:
        self.singular, self.plural = N_("Export"), N_("Exports")
