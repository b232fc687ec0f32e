"""What hangs on a meeting, added and changed in place: one form, the same rules, lock and journal as any other."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from sqlalchemy import select

from mdo.kernel.base.context import context_of, through
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.scope.clauses import writable_clause
from models.journal import Door
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome, save_changes, save_new, sign_opening
from views.base.fields import MAX_ID
from views.base.forms import RecordForm, form_data
from views.base.kept import typed_again
from views.base.pages import Crumb, FormPage, FormSection
from views.base.rendering import render


def page_of(meeting_id: int, anchor: str = "") -> str:
    """The address of the page of a meeting, at a part of it."""
    return url_for("MeetingView.show", pk=meeting_id, _anchor=anchor or None)


def meeting_to_change(view: Any, pk: int, *, for_update: bool = False) -> Meeting:
    """The meeting, if this reader may change it: 404 out of sight, 403 where she only reads."""
    meeting: Meeting = view.fetch(pk, for_update=for_update, with_facts=False)
    if not view.may_change(meeting):
        abort(403)
    return meeting


def child_to_change(model: Any, pk: int) -> Any:
    """A row that hangs on a meeting, held until the end of the request; 404 out of sight, 403 where one only reads."""
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


def add_child(
    view: Any,
    meeting: Meeting,
    form_type: type[RecordForm],
    row: Any,
    names: Sequence[str],
    check: Callable[[Any], None],
    *,
    action_url: str,
    anchor: str,
) -> Any:
    """Adds a row to a meeting from the posted form and goes back to its place on the page."""
    singular = gettext(MODEL_LABELS[type(row)][0])
    title = gettext("Add to « %(meeting)s »: %(what)s", meeting=meeting, what=singular)
    typed = typed_again()
    form = form_type() if typed is None else form_type(formdata=typed)
    if request.method == "POST" and typed is None:
        through(db.session, Door.FORM, title)
        if form.validate():
            outcome = save_new(form, row, names, check)
            if outcome.row is not None:
                flash(gettext("Saved: %(what)s.", what=outcome.row), "success")
                return redirect(page_of(meeting.id, anchor))
    return _page(view, meeting.id, form, names, title, singular, action_url, anchor, SaveOutcome())


def change_child(
    view: Any,
    row: Any,
    form_type: type[RecordForm],
    names: Sequence[str],
    check: Callable[[Any], None],
    *,
    action_url: str,
    anchor: str,
) -> Any:
    """The form of a row of a meeting; what was saved comes back to its place on the page."""
    typed = typed_again()
    data = form_data(row, names)
    form = form_type(data=data) if typed is None else form_type(formdata=typed, data=data)
    singular = gettext(MODEL_LABELS[type(row)][0])
    title = gettext("Edit: %(what)s", what=row)
    outcome = SaveOutcome()
    meeting_id = row.meeting_id
    if request.method == "POST" and typed is None:
        through(db.session, Door.FORM, gettext("Change: %(what)s", what=row))
        if form.validate():
            outcome = save_changes(form, row, names, check, lambda name, value: value)
            if outcome.row is not None:
                flash(gettext("Saved: %(what)s.", what=outcome.row), "success")
                return redirect(page_of(meeting_id, anchor))
        form.opened.data = outcome.opened or request.form.get("opened", "")
    elif typed is None:
        form.opened.data = sign_opening(row, names)
    return _page(view, meeting_id, form, names, title, singular, action_url, anchor, outcome)


def _page(
    view: Any,
    meeting_id: int,
    form: RecordForm,
    names: Sequence[str],
    title: str,
    section: str,
    action_url: str,
    anchor: str,
    outcome: SaveOutcome,
) -> Any:
    back = page_of(meeting_id, anchor)
    page = FormPage(
        title=title,
        crumbs=(*view.crumbs(), Crumb(gettext("The meeting"), back), Crumb(title)),
        form=form,
        sections=(FormSection(section, tuple(names)),),
        action_url=action_url,
        cancel_url=back,
        submit_label=gettext("Save"),
        conflicts=outcome.conflicts,
        is_typed_again=typed_again() is not None,
        error_count=sum(1 for name in names if form[name].errors) + len(form.form_errors),
    )
    status = 409 if outcome.conflicts else 422 if page.error_count else 200
    return render("base/form.html", status=status, page=page, locked_labels={})
