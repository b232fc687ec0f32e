"""Rows that hang on a record, added, changed and deleted from its page: one form, the same rules, lock and journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, request
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import context_of, through
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.scope.clauses import writable_clause
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome, save_changes, save_new, sign_opening
from views.base.fields import MAX_ID
from views.base.forms import RecordForm, form_data
from views.base.integrity import violation_of
from views.base.kept import typed_again
from views.base.pages import Crumb, FormPage, FormSection
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable


@dataclass(frozen=True)
class FormPlace:
    """Where a form stands: the view and record that it belongs to, its own address, where it leads back to."""

    view: Any
    owner: Any
    action_url: str
    back_url: str


def owner_to_change(view: Any, pk: int, *, for_update: bool = False) -> Any:
    """The record, if this reader may change it: 404 out of sight, 403 where she only reads."""
    row = view.fetch(pk, for_update=for_update, with_facts=False)
    if not view.may_change(row):
        abort(403)
    return row


def attached_to_change(model: Any, pk: int) -> Any:
    """A row that hangs on a record, held until the end of the request; 404 out of sight, 403 where one only reads."""
    if pk > MAX_ID:
        abort(404)
    context = context_of(db.session)
    writable = writable_clause(model, context.scope, context.today)
    found = db.session.execute(select(model, writable).where(model.id == pk).with_for_update(of=model)).one_or_none()
    if found is None:
        abort(404)
    if not found[1]:
        abort(403)
    return found[0]


def add_attached(
    place: FormPlace,
    form_type: type[RecordForm],
    row: Any,
    names: Sequence[str],
    check: Callable[[Any], None],
    proposed: Mapping[str, Any] | None = None,
    title: str = "",
) -> Any:
    """GET shows an empty form with what is proposed; POST adds the row and offers to take it back."""
    title = title or gettext("Add to « %(record)s »: %(what)s", record=place.owner, what=_kind_of(row))
    typed = typed_again()
    form = form_type(data=proposed) if typed is None else form_type(formdata=typed, data=proposed)
    if request.method == "POST" and typed is None:
        through(db.session, Door.FORM, title)
        entries: list[int | None] = []
        if form.validate():
            outcome = save_new(form, row, names, check, lambda _: entries.append(current_entry_id(db.session)))
            if outcome.row is not None:
                flash_undoable(gettext("Saved: %(what)s.", what=_named(outcome.row)), entries[0])
                return redirect(place.back_url)
    return attached_page(place, form, names, title, _kind_of(row), SaveOutcome())


def change_attached(
    place: FormPlace, row: Any, form_type: type[RecordForm], names: Sequence[str], check: Callable[[Any], None]
) -> Any:
    """The form of a row that hangs on a record; what is saved leads back to the record."""
    typed = typed_again()
    data = form_data(row, names)
    form = form_type(data=data) if typed is None else form_type(formdata=typed, data=data)
    title = gettext("Edit: %(what)s", what=row)
    outcome = SaveOutcome()
    if request.method == "POST" and typed is None:
        through(db.session, Door.FORM, gettext("Change: %(what)s", what=row))
        entries: list[int | None] = []
        if form.validate():
            note = lambda _: entries.append(current_entry_id(db.session))  # noqa: E731  # a one-line closure
            outcome = save_changes(form, row, names, check, lambda name, value: value, note)
            if outcome.row is not None:
                flash_undoable(gettext("Saved: %(what)s.", what=_named(outcome.row)), entries[0])
                return redirect(place.back_url)
        form.opened.data = outcome.opened or request.form.get("opened", "")
    elif typed is None:
        form.opened.data = sign_opening(row, names)
    return attached_page(place, form, names, title, _kind_of(row), outcome)


def delete_attached(row: Any, back_url: str) -> Any:
    """Deletes a row that hangs on a record; it can be taken back."""
    words, table = str(row), inspect(type(row)).local_table
    through(db.session, Door.FORM, gettext("Deletion: %(what)s", what=words))
    try:
        db.session.delete(row)
        entry_id = commit_undoable()
    except SQLAlchemyError as error:
        db.session.rollback()
        flash(violation_of(error, table, is_delete=True).text(gettext), "danger")
    else:
        flash_undoable(gettext("Deleted: %(what)s.", what=words), entry_id)
    return redirect(back_url)


def _kind_of(row: Any) -> str:
    return gettext(MODEL_LABELS[type(row)][0])


def _named(row: Any) -> str:
    """What a row is, then its own words: some are called by a day alone."""
    return f"{_kind_of(row)} – {row}"


def attached_page(
    place: FormPlace, form: RecordForm, names: Sequence[str], title: str, kind: str, outcome: SaveOutcome
) -> Any:
    """The page of a form that stands in a record; `kind` heads its fields."""
    page = FormPage(
        title=title,
        crumbs=(*place.view.crumbs(), Crumb(str(place.owner), place.back_url), Crumb(title)),
        form=form,
        sections=(FormSection(kind, tuple(names)),),
        action_url=place.action_url,
        cancel_url=place.back_url,
        submit_label=gettext("Save"),
        conflicts=outcome.conflicts,
        is_typed_again=typed_again() is not None,
        error_count=sum(1 for name in names if form[name].errors) + len(form.form_errors),
    )
    status = 409 if outcome.conflicts else 422 if page.error_count else 200
    return render("base/form.html", status=status, page=page, locked_labels={})
