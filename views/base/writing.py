"""Forms, deletion and bulk actions of a screen over a table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from werkzeug.wrappers import Response

from mdo.context import through
from mdo.errors import RuleViolation
from mdo.labels import field_label
from mdo.messages import N_
from mdo.uses import uses_of
from models.journal import Door
from views.base.actions import BulkSpec
from views.base.database import db
from views.base.declaration import DeclaredView
from views.base.editing import Outcome, save_changes, save_new, sign_opening
from views.base.fields import RelationField, posted_ids
from views.base.forms import RecordForm, form_data
from views.base.integrity import violation_of
from views.base.pages import Crumb, FormPage, FormSection
from views.base.relations import Relation
from views.base.rendering import render


class WritingView(DeclaredView):
    """Creates, changes and deletes rows: by POST alone, in scope, with the lock, losing nothing that was typed."""

    # ---- Forms --------------------------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        names = tuple(name for name in self.form_fields if name not in self.hidden_fields())
        form = self.open_form(names)
        if request.method == "POST":
            through(db.session, Door.FORM, gettext("Creation: %(what)s", what=gettext(self.singular)))
            if form.validate():
                outcome = save_new(form, self.new_row(), names, self._check_new)
                if outcome.row is not None:
                    self.after_save(outcome.row, is_new=True)
                    flash(gettext("Saved: %(what)s.", what=outcome.row), "success")
                    return redirect(self.url("show", pk=outcome.row.id))
        else:
            self.preset(form)
        title = gettext("Add: %(what)s", what=gettext(self.singular))
        return self.render_form(form, names, title, self.url("add"), self.url("list"))

    def new_row(self) -> Any:
        """An empty row to fill."""
        return self.model()

    def check(self, row: Any) -> None:
        """The rules of the trade on a row about to be written. Raises RuleViolation."""

    def _check_new(self, row: Any) -> None:
        """The rules, then the row's own name in the journal: it has one only once it is filled."""
        self.check(row)
        what = f"{gettext(self.singular)} – {row}"
        through(db.session, Door.FORM, gettext("Creation: %(what)s", what=what))

    def after_save(self, row: Any, *, is_new: bool) -> None:
        """What follows a save, in a transaction of its own."""

    def preset(self, form: RecordForm) -> None:
        """Fills an empty form from the address (`?instance=12` on a mandate); what is out of scope stays empty."""
        for name, value in request.args.items():
            if name in form and isinstance(form[name], RelationField):
                field, ids = form[name], posted_ids([value])
                if ids and field.fetch(ids):
                    field.data = ids if field.is_multiple else ids[0]

    def open_form(self, names: Sequence[str], row: Any = None) -> RecordForm:
        """The form, bound to what is posted, else to the row."""
        form: RecordForm = self.form_type(data=form_data(row, names) if row is not None else None)
        for name in self.form_fields:
            if name not in names:
                del form[name]
            elif row is not None and isinstance(form[name], RelationField):
                self._keep_on_offer(form[name], name, row)
        return form

    def _keep_on_offer(self, field: RelationField, name: str, row: Any) -> None:
        """What a row holds stays a choice of its form, though it is no longer offered (a closed account)."""
        mapped = inspect(self.model).relationships[name]
        target = None if mapped.uselist or self.relations.get(name, Relation()).loads else getattr(row, name)
        if target is not None:
            field.known[target.id] = str(target)

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        is_post = request.method == "POST"
        row = self.fetch(pk, for_update=is_post)
        if not self.may_change(row):
            abort(403)
        locked = self.locked_fields(row)
        names = tuple(name for name in self.form_fields if name not in self.hidden_fields() and name not in locked)
        form = self.open_form(names, row)
        outcome = Outcome()
        title = gettext("Edit: %(what)s", what=row)
        if is_post:
            through(db.session, Door.FORM, gettext("Change: %(what)s", what=row))
            if form.validate():
                outcome = save_changes(form, row, names, self.check, self.keeper(row))
                if outcome.row is not None:
                    self.after_save(outcome.row, is_new=False)
                    flash(gettext("Saved: %(what)s.", what=outcome.row), "success")
                    return redirect(self.url("show", pk=pk))
            form.opened.data = outcome.opened or request.form.get("opened", "")
        else:
            form.opened.data = sign_opening(row, names)
        return self.render_form(
            form, names, title, self.url("edit", pk=pk), self.url("show", pk=pk), outcome, locked, row
        )

    def locked_fields(self, row: Any) -> dict[str, str]:
        """Relations whose value the reader cannot see: shown in words, never in the form, which would clear them."""
        locked = {}
        relationships = inspect(self.model).relationships
        for name in self.form_fields:
            mapped = relationships.get(name)
            if mapped is None or mapped.uselist:
                continue
            if getattr(row, next(iter(mapped.local_columns)).key) is not None and getattr(row, name) is None:
                locked[name] = gettext("outside your arrondissements")
        return locked

    def keeper(self, row: Any) -> Callable[[str, Any], Any]:
        """Completes a submitted collection by the members that the form could not offer to this reader."""
        relationships = inspect(self.model).relationships
        unseen: dict[str, list[int]] = {}
        for name in self.form_fields:
            if name in relationships and relationships[name].uselist:
                ids = [item.id for item in getattr(row, name)]
                offered = (
                    self.relations.get(name, Relation()).fetch(relationships[name].mapper.class_, ids) if ids else {}
                )
                unseen[name] = [row_id for row_id in ids if row_id not in offered]
        return lambda name, value: sorted({*value, *unseen[name]}) if name in unseen else value

    def render_form(
        self,
        form: RecordForm,
        names: Sequence[str],
        title: str,
        action_url: str,
        cancel_url: str,
        outcome: Outcome | None = None,
        locked: Mapping[str, str] | None = None,
        row: Any = None,
    ) -> Any:
        """The form page; 422 when it comes back with errors, 409 with conflicts."""
        outcome, locked = outcome or Outcome(), locked or {}
        shown = {*names, *locked}
        page = FormPage(
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            form=form,
            sections=tuple(
                FormSection(self.section_title(section, row), fields)
                for section, section_names in self.sections
                if (fields := tuple(name for name in section_names if name in shown))
            ),
            action_url=action_url,
            cancel_url=cancel_url,
            submit_label=gettext("Save"),
            conflicts=outcome.conflicts,
            locked=dict(locked),
            error_count=sum(1 for name in names if form[name].errors) + len(form.form_errors),
        )
        labels = {name: gettext(field_label(self.model, name)) for name in locked}
        status = 409 if outcome.conflicts else 422 if page.error_count else 200
        return render("mdo/form.html", status=status, page=page, locked_labels=labels)

    # ---- Deletion and bulk actions ------------------------------------------------------------------------------

    @expose("/delete/<int:pk>", methods=["GET", "POST"])
    @has_access
    def delete(self, pk: int) -> Response | str:
        """GET asks, POST deletes: nothing changes by GET."""
        row = self.fetch(pk)
        if not self.may_change(row):
            abort(403)
        label = str(row)
        if request.method != "POST":
            return render(
                "mdo/confirm.html",
                title=gettext("Delete: %(what)s", what=label),
                question=gettext("Delete « %(what)s »? It can be restored from the journal for 90 days.", what=label),
                crumbs=(*self.crumbs(), Crumb(label, self.url("show", pk=pk)), Crumb(gettext("Delete"))),
                action_url=self.url("delete", pk=pk),
                cancel_url=self.url("show", pk=pk),
                submit_label=gettext("Delete"),
                is_danger=True,
                fields=(),
            )
        through(db.session, Door.FORM, gettext("Deletion: %(what)s", what=label))
        try:
            self.check_delete(row)
            db.session.delete(row)
            db.session.commit()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            return redirect(self.url("show", pk=pk))
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(_why_not_deleted(error, [row]), "danger")
            return redirect(self.url("show", pk=pk))
        flash(gettext("Deleted: %(what)s.", what=label), "success")
        return redirect(self.url("list"))

    def check_delete(self, row: Any) -> None:
        """The rules of the trade on a deletion. Raises RuleViolation."""

    @expose("/bulk", methods=["POST"])
    @has_access
    @permission_name("list")
    def bulk_action(self) -> Any:
        """Runs a declared action on the ticked rows, all in scope, as one journal entry; asks first without script."""
        spec = next((item for item in self.all_bulk() if item.name == request.form.get("action")), None)
        ids = posted_ids(request.form.getlist("rowid"))
        if spec is None:
            abort(404)
        if not self.may(spec.permission):
            abort(403)
        if not ids:
            flash(gettext("Tick at least one row first."), "warning")
            return redirect(self.url("list"))
        rows = db.session.scalars(select(self.model).where(self.model.id.in_(ids)).order_by(self.model.id)).all()
        if len(rows) != len(ids):
            abort(404)
        if spec.confirm and not request.form.get("confirmed"):
            return self.confirm_bulk(spec, ids)
        return spec.run(self, rows)

    def confirm_bulk(self, spec: BulkSpec, ids: Sequence[int]) -> Any:
        """The question asked before a bulk action, as a page."""
        hidden = (("action", spec.name), ("confirmed", "1"), *(("rowid", str(row_id)) for row_id in ids))
        return render(
            "mdo/confirm.html",
            title=gettext(spec.label),
            question=gettext(spec.confirm) + " " + gettext("Rows: %(count)d.", count=len(ids)),
            crumbs=(*self.crumbs(), Crumb(gettext(spec.label))),
            action_url=self.url("bulk_action"),
            cancel_url=self.url("list"),
            submit_label=gettext(spec.label),
            is_danger=spec.is_danger,
            fields=hidden,
        )

    def all_bulk(self) -> tuple[BulkSpec, ...]:
        """The bulk actions of this view; deletion comes with the right to delete."""
        return (*self.bulk, DELETE_ROWS) if "delete" not in self.exclude_route_methods else self.bulk


def _why_not_deleted(error: SQLAlchemyError, rows: Sequence[Any]) -> str:
    """The sentence of a refused deletion, with what still points to the rows, as far as the reader sees it."""
    text = violation_of(error, type(rows[0]).__table__, is_delete=True).text(gettext)
    uses: Counter[str] = Counter()
    if isinstance(error, IntegrityError):
        for row in rows:
            uses.update(dict(uses_of(db.session, row)))
    named = ", ".join(f"{gettext(label)} ({total})" for label, total in uses.items())
    return gettext("%(sentence)s In use by: %(uses)s.", sentence=text, uses=named) if named else text


def _delete_rows(view: WritingView, rows: Sequence[Any]) -> Response:
    total = len(rows)
    through(db.session, Door.BULK, gettext("Deletion of %(count)d rows", count=total))
    try:
        for row in rows:
            view.check_delete(row)
            db.session.delete(row)
        db.session.commit()
    except RuleViolation as violation:
        db.session.rollback()
        flash(violation.text(gettext), "danger")
    except SQLAlchemyError as error:
        db.session.rollback()
        flash(_why_not_deleted(error, rows), "danger")
    else:
        flash(gettext("Rows deleted: %(count)d.", count=total), "success")
    return redirect(view.url("list"))


DELETE_ROWS = BulkSpec(
    name="delete",
    label=N_("Delete"),
    permission="can_delete",
    run=_delete_rows,
    confirm=N_("Delete the ticked rows? They can be restored from the journal for 90 days."),
    icon="trash",
    is_danger=True,
)
