"""One act on a record in a form of its few fields: same rules, same lock and same journal as the whole form."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, redirect, request

from mdo.kernel.base.context import through
from models.journal import Door
from views.base.database import db
from views.base.editing import Outcome, save_changes, sign_opening
from views.base.forms import RecordForm, form_data
from views.base.kept import typed_again


def perform(
    view: Any,
    pk: int,
    method: str,
    form_type: type[RecordForm],
    *,
    title: Callable[[Any], str],
    prepare: Callable[[RecordForm, Any], Mapping[str, Any]],
    check: Callable[[Any, RecordForm], None],
) -> Any:
    """GET shows the form, POST to this method of the view writes what it says on the record.

    `title` names the act, in the journal too. `prepare` may narrow the choices of the form, and gives the values to
    propose. `check` runs the rules of the trade once the row is filled.
    """
    typed = typed_again()
    is_post = request.method == "POST" and typed is None
    row = view.fetch(pk, for_update=is_post)
    if not view.may_change(row):
        abort(403)
    names = tuple(name for name in view.form_fields if hasattr(form_type, name))
    words = title(row)
    data = form_data(row, names)
    form = form_type(data=data) if typed is None else form_type(formdata=typed, data=data)
    proposed = prepare(form, row)
    outcome = Outcome()
    if is_post:
        through(db.session, Door.FORM, words)
        if form.validate():
            outcome = save_changes(form, row, names, lambda filled: check(filled, form), lambda name, value: value)
            if outcome.row is not None:
                view.tell_saved(outcome)
                return redirect(view.saved_url(outcome.row))
        form.opened.data = outcome.opened or request.form.get("opened", "")
    elif typed is None:
        form.opened.data = sign_opening(row, names)
        for name, value in proposed.items():
            form[name].data = value
    return view.render_form(form, names, words, view.url(method, pk=pk), view.url("show", pk=pk), outcome, row=row)
