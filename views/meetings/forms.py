"""What hangs on a meeting, added and changed in place: one form, the same rules, lock and journal as any other."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import redirect, request, url_for

from mdo.kernel.base.context import through
from mdo.kernel.labels import MODEL_LABELS
from mdo.meetings.called import called
from models.journal import Door
from models.meetings import Meeting
from views.base.attached import FormPlace, attached_page
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome, save_changes, save_new, sign_opening
from views.base.forms import RecordForm, form_data
from views.base.kept import typed_again
from views.base.undoing import flash_undoable


def page_of(meeting_id: int, anchor: str = "") -> str:
    """The address of the page of a meeting, at a part of it."""
    return url_for("MeetingView.show", pk=meeting_id, _anchor=anchor or None)


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
    title = gettext("Add to « %(meeting)s »: %(what)s", meeting=called(meeting), what=singular)
    typed = typed_again()
    form = form_type() if typed is None else form_type(formdata=typed)
    if request.method == "POST" and typed is None:
        through(db.session, Door.FORM, title)
        if form.validate():
            outcome = save_new(form, row, names, check)
            if outcome.row is not None:
                flash_undoable(gettext("Saved: %(what)s.", what=outcome.row), outcome.entry_id)
                return redirect(page_of(meeting.id, anchor))
    return attached_page(_place(view, meeting.id, action_url, anchor), form, names, title, singular, SaveOutcome())


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
                flash_undoable(gettext("Saved: %(what)s.", what=outcome.row), outcome.entry_id)
                return redirect(page_of(meeting_id, anchor))
        form.opened.data = outcome.opened or request.form.get("opened", "")
    elif typed is None:
        form.opened.data = sign_opening(row, names)
    return attached_page(_place(view, meeting_id, action_url, anchor), form, names, title, singular, outcome)


def _place(view: Any, meeting_id: int, action_url: str, anchor: str) -> FormPlace:
    return FormPlace(view, gettext("The meeting"), action_url, page_of(meeting_id, anchor))
