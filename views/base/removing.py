"""Deletion and bulk actions: by POST alone, on rows in scope that the reader may change, one journal entry each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.rules.row_rules import check_removal
from mdo.kernel.rules.still_used import pointing_to
from mdo.kernel.scope.clauses import writable_clause
from models.journal import Door
from views.base.actions import BulkSpec
from views.base.apart import told_apart
from views.base.catalogues import gettext, ngettext
from views.base.coming_back import list_asked, referred
from views.base.database import db
from views.base.declaration import DeclaredView
from views.base.deleting import bulk_question, delete_question, deleted_link
from views.base.fields import posted_ids
from views.base.integrity import IN_USE, violation_of
from views.base.listing import AskedRows, ListState, asked_of, read_state
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable

# What one person can check before, the journal shows after, and undo takes back within seconds. Beyond it, an import.
MAX_ROWS = 500
_MAX_QUERY = 4_000
_MOST_NAMED = 10


class RemovingView(DeclaredView):
    """Deletes rows and runs the bulk actions that a view declares, ticked rows or all the results of a list."""

    # Columns that hold a row as long as they point to it, of what the reader sees: said before a deletion is asked.
    held_by: tuple[Any, ...] = ()

    @expose("/delete/<int:pk>", methods=["GET", "POST"])
    @has_access
    def delete(self, pk: int) -> Response | str:
        """GET asks, POST deletes: nothing changes by GET, which says at once why a row stays."""
        row = self.fetch(pk)
        if not self.may_change(row):
            abort(403)
        label = self.called(row)
        if request.method != "POST":
            why = self._why_it_stays(row)
            if why:
                if request.method == "GET":  # HEAD asks for the dialog of the page (static/js/confirm.js)
                    flash(why, "danger")
                return redirect(self.url("show", pk=pk))
            return render(
                "base/confirm.html",
                title=gettext("Delete: %(what)s", what=self.window_title(row)),
                question=self.deletion_question(row),
                crumbs=(*self.crumbs(), Crumb(label, self.url("show", pk=pk)), Crumb(gettext("Delete"))),
                action_url=self.url("delete", pk=pk),
                cancel_url=self.url("show", pk=pk),
                submit_label=gettext("Delete"),
                is_danger=True,
                more=deleted_link(),
                fields=tuple(("query", query) for query in [self.list_query()] if query),
            )
        through(db.session, Door.FORM, gettext("Deletion: %(what)s", what=label))
        try:
            self.check_delete(row)
            db.session.delete(row)
            entry_id = commit_undoable()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            return redirect(self.url("show", pk=pk))
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(_why_not_deleted(error, [row]), "danger")
            return redirect(self.url("show", pk=pk))
        flash_undoable(gettext("Deleted: %(what)s.", what=label), entry_id, is_deletion=True)
        return redirect(self.back_to_list())

    def _why_it_stays(self, row: Any) -> str:
        """The refusal that a deletion would meet, by the rules or by what holds the row; empty when none is known."""
        try:
            self.check_delete(row)
        except RuleViolation as violation:
            return violation.text(gettext)
        uses = Counter(
            {
                MODEL_LABELS[column.class_][1]: total
                for column in self.holding_columns()
                if (total := db.session.scalar(select(func.count(column)).where(column == row.id)))
            }
        )
        return _in_use(gettext(IN_USE), uses) if uses else ""

    def holding_columns(self) -> tuple[Any, ...]:
        """The columns whose rows keep one from going."""
        return self.held_by

    def deletion_question(self, row: Any) -> str:
        """What is asked before a row is deleted, by its page or by the dialog of another."""
        return f"{delete_question(self.called(row))} {self.delete_warning(row)}".strip()

    def title_of(self, row: Any) -> str:
        """What a row is called on its own page, and where it is said that it was saved."""
        return str(row)

    def called(self, row: Any) -> str:
        """A row by its name where an act is confirmed, told from the others of that name."""
        return self.title_of(row)

    def apart(self, rows: Sequence[Any]) -> Mapping[int, str]:
        """By id, what the headings of the lines of a page lack to tell them apart."""
        return {}

    def names_of(self, rows: Sequence[Any]) -> dict[int, str]:
        """By id, what rows are called where one act names several."""
        return told_apart((row.id, str(row)) for row in rows)

    def under_headings(self, rows: Sequence[Any]) -> Mapping[int, str]:
        """By id, what the lines of a page say under their heading, small, unless a search says why it found them."""
        return {}

    def check_delete(self, row: Any) -> None:
        """The rules of the trade on a deletion. Raises RuleViolation."""
        check_removal(db.session, row, context_of(db.session).today)

    def kept_from(self, row: Any) -> Collection[str]:
        """Of « edit » and « delete », what the rules of this row refuse to the reader: no page offers it."""
        return ()

    def delete_warning(self, row: Any) -> str:
        """What else a deletion takes away, said before it; empty when nothing."""
        return self.delete_warnings((row,)).get(row.id, "")

    def delete_warnings(self, rows: Sequence[Any]) -> Mapping[int, str]:
        """The warnings of the rows of a page, by their ids, for those that have one: in one statement at most."""
        return {}

    # ---- Bulk actions -------------------------------------------------------------------------------------------

    @expose("/bulk", methods=["GET", "POST"])
    @has_access
    @permission_name("list")
    def bulk_action(self) -> Any:
        """Runs a declared action on the chosen rows, as one journal entry; asks first without script.

        Some actions answer with a page: who opens its address again, without the rows, is led to the list.
        """
        if request.method == "GET":
            return redirect(self.back_to_list())
        spec = next((item for item in self.all_bulk() if item.name == request.form.get("action")), None)
        if spec is None:
            abort(404)
        if spec not in self.offered_bulk():
            abort(403)
        try:
            rows, left = self._chosen_rows(spec)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "warning")
            return redirect(self.back_to_list())
        if left:
            flash(self._left_aside(left), "warning")
            if not rows:
                return redirect(self.back_to_list())
        # What was confirmed was more than what is done: it is asked again of the others.
        if spec.confirm and (left or not request.form.get("confirmed")):
            return self.confirm_bulk(spec, [row.id for row in rows])
        return spec.run(self, rows)

    def _chosen_rows(self, spec: BulkSpec) -> tuple[Sequence[Any], Sequence[Any]]:
        """The ticked rows, or all the results; and those that the action leaves aside: one reads them alone.

        Raises RuleViolation; a row out of sight is 404.
        """
        if request.form.get("all"):
            return self._all_results(), ()
        ids = posted_ids(request.form.getlist("rowid"))
        if not ids:
            raise RuleViolation(N_("Tick at least one row first."))
        if len(ids) > MAX_ROWS:
            raise RuleViolation(_TOO_MANY, most=MAX_ROWS)
        chosen = self.model.id.in_(ids)
        seen = select(self.model).where(chosen, *self.base_criteria()).order_by(self.model.id)
        rows = db.session.scalars(seen).unique().all()
        if len(rows) != len(ids):
            abort(404)
        if spec.is_reading:
            return rows, ()
        writable = {*db.session.scalars(select(self.model.id).where(chosen, *self.changeable()))}
        return [row for row in rows if row.id in writable], [row for row in rows if row.id not in writable]

    def _left_aside(self, rows: Sequence[Any]) -> str:
        """Which rows an action leaves as they are, by name."""
        names = [self.called(row) for row in rows[:_MOST_NAMED]] + ["…"] * (len(rows) > _MOST_NAMED)
        return ngettext(
            "%(num)d ticked row is left aside, which you may read but not change: %(names)s.",
            "%(num)d ticked rows are left aside, which you may read but not change: %(names)s.",
            len(rows),
            names=", ".join(names),
        )

    def _all_results(self) -> Sequence[Any]:
        """Every row of the list that the reader may change: its filters are asked again, never a list of ids."""
        criteria = self._asked_criteria(request.form.get("query", ""))
        statement = select(self.model).where(*criteria, *self.changeable()).order_by(self.model.id)
        rows = db.session.scalars(statement.limit(MAX_ROWS + 1)).unique().all()
        if len(rows) > MAX_ROWS:
            raise RuleViolation(_TOO_MANY, most=MAX_ROWS)
        if str(len(rows)) != request.form.get("total", "") or not rows:
            raise RuleViolation(
                N_("The list changed meanwhile: it now holds %(count)d rows. Check it, then select again."),
                count=len(rows),
            )
        return rows

    def rows_by_id(self, ids: Sequence[int]) -> Sequence[Any]:
        """The rows of a bulk action, read again: those that the reader may change."""
        chosen = select(self.model).where(self.model.id.in_(ids), *self.base_criteria(), *self.changeable())
        return db.session.scalars(chosen.order_by(self.model.id)).unique().all()

    def changeable(self) -> tuple[Any, ...]:
        """Criteria of the rows that the reader may change."""
        context = context_of(db.session)
        return (writable_clause(self.model, context.scope, context.today),)

    def _asked_criteria(self, query: str) -> Sequence[Any]:
        args = MultiDict(parse_qsl(query[:_MAX_QUERY]))
        state = read_state(args, self.visible_columns(), self.filters, self.order)
        if state.ignored:
            raise RuleViolation(N_("This list was asked with a filter that it does not have: open it again."))
        return self.rows_asked(state).criteria

    def rows_asked(self, state: ListState) -> AskedRows:
        """The rows that a list, its files and its bulk actions are asked for, in the state of an address."""
        beside = self.beside
        may_read = beside is not None and all(self.may("can_list", view) for view in beside.columns.values())
        return asked_of(
            self.model,
            state,
            context_of(db.session).today,
            self.base_criteria(),
            with_private=self.reads_personal(),
            beside=beside.found if beside is not None and may_read else None,
        )

    def base_criteria(self) -> tuple[Any, ...]:
        """Criteria that every list of this view has, besides the scope."""
        return ()

    def confirm_bulk(self, spec: BulkSpec, ids: Sequence[int]) -> Any:
        """The question asked before a bulk action, as a page."""
        chosen = [(name, value) for name in ("all", "total", "query") for value in request.form.getlist(name)]
        if not request.form.get("all"):
            chosen.extend(("rowid", str(row_id)) for row_id in ids)
        return render(
            "base/confirm.html",
            title=gettext(spec.label),
            question=bulk_question(spec) + " " + gettext("Rows: %(count)d.", count=len(ids)),
            crumbs=(*self.crumbs(), Crumb(gettext(spec.label))),
            action_url=self.url("bulk_action"),
            cancel_url=self.back_to_list(),
            submit_label=gettext(spec.label),
            is_danger=spec.is_danger,
            more=deleted_link() if spec.permission == "can_delete" else None,
            fields=(("action", spec.name), ("confirmed", "1"), *chosen),
        )

    def all_bulk(self) -> tuple[BulkSpec, ...]:
        """The bulk actions of this view; deletion comes with the right to delete."""
        return (*self.bulk, DELETE_ROWS) if "delete" not in self.exclude_route_methods else self.bulk

    def offered_bulk(self) -> tuple[BulkSpec, ...]:
        """Those that the reader has all the rights for."""
        return tuple(
            spec
            for spec in self.all_bulk()
            if self.may(spec.permission) and all(self.may(permission, view) for view, permission in spec.needs)
        )

    # ---- Back to the list ---------------------------------------------------------------------------------------

    def list_query(self) -> str:
        """What the list was asked that this request came from: as the form says, else as the browser does."""
        asked = request.form["query"] if "query" in request.form else list_asked(self, referred()) or ""
        return urlencode(parse_qsl(asked[:_MAX_QUERY]))

    def back_to_list(self) -> str:
        """The address of the list as the reader had it."""
        query = self.list_query()
        return f"{self.url('list')}?{query}" if query else self.url("list")


_TOO_MANY = N_("At most %(most)d rows are changed at once: narrow the list with a filter, then go on with the rest.")


def _why_not_deleted(error: SQLAlchemyError, rows: Sequence[Any]) -> str:
    """The sentence of a refused deletion, with what still points to the rows, as far as the reader sees it."""
    text = violation_of(error, type(rows[0]).__table__, is_delete=True).text(gettext)
    uses: Counter[str] = Counter()
    if isinstance(error, IntegrityError):
        for row in rows:
            uses.update(dict(pointing_to(db.session, row)))
    return _in_use(text, uses)


def _in_use(text: str, uses: Counter[str]) -> str:
    named = ", ".join(f"{gettext(label)} ({total})" for label, total in uses.items())
    return gettext("%(sentence)s In use by: %(uses)s.", sentence=text, uses=named) if named else text


def _delete_rows(view: RemovingView, rows: Sequence[Any]) -> Response:
    total, what = len(rows), gettext(view.plural)
    summary = ngettext("Deletion of %(num)d row (%(what)s)", "Deletion of %(num)d rows (%(what)s)", total, what=what)
    through(db.session, Door.BULK, summary)
    try:
        for row in rows:
            view.check_delete(row)
            db.session.delete(row)
        entry_id = commit_undoable()
    except RuleViolation as violation:
        db.session.rollback()
        flash(violation.text(gettext), "danger")
    except SQLAlchemyError as error:
        db.session.rollback()
        flash(_why_not_deleted(error, rows), "danger")
    else:
        flash_undoable(gettext("Rows deleted: %(count)d.", count=total), entry_id, is_deletion=True)
    return redirect(view.back_to_list())


DELETE_ROWS = BulkSpec(
    name="delete",
    label=N_("Delete"),
    permission="can_delete",
    run=_delete_rows,
    confirm=N_("Delete the ticked rows?"),
    icon="trash",
    is_danger=True,
)
