"""« Reporter » a deadline: the page that asks for the day and the reason, and the button that takes it back."""

from collections.abc import Collection
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired, Length

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import DeadlineKind
from mdo.kernel.deadlines.listing import Deadline, Deadlines
from mdo.kernel.deadlines.putting_off import check_day, is_offered, open_line, put_off, put_off_of
from mdo.kernel.deadlines.rules import settings
from mdo.kernel.labels import FIELD_LABELS
from models.deadlines import PutOff
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import DayField, TextField, posted_ids
from views.base.kept import typed_again
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.requests import safe_target
from views.base.undoing import written
from views.base.words import date_in_words
from views.days_off.told import day_panel
from views.security.gate import may

_DAY, _REASON = (FIELD_LABELS[PutOff][name] for name in ("put_off_to", "reason"))
_LONGEST = 250


class PutOffForm(FlaskForm):
    """To which day, and why."""

    put_off_to = DayField(
        lazy_gettext(_DAY),
        [InputRequired(lazy_gettext("Fill this field."))],
        description=lazy_gettext(
            "The line stands at this day in every list, e-mail and file; its own day is told beside."
        ),
    )
    reason = TextField(
        lazy_gettext(_REASON),
        [
            DataRequired(lazy_gettext("Say why: colleagues read it.")),
            Length(max=_LONGEST, message=lazy_gettext("At most %(max)d characters.")),
        ],
    )


def _asked(values: Any) -> tuple[DeadlineKind, int, Any]:
    """The open deadline that a page or a form names, if the reader may put it off; 404 for any other."""
    kind, row_id = KINDS.get(values.get("kind", "")), posted_ids([values.get("row", "")])
    if kind is None or not row_id or kind.code not in Deadlines(db.session).kinds:
        abort(404)
    context = context_of(db.session)
    line = open_line(db.session, kind, row_id[0], context.today)
    if line is None or not is_offered(
        kind, context.scope, line.instance_id, is_writable=bool(line.is_writable), allowed=True
    ):
        abort(404)
    return kind, row_id[0], line


def put_off_page(list_url: str) -> Any:
    """GET asks for the day and the reason; POST writes them, as one operation that is undone in one."""
    kind, row_id, line = _asked(request.args)
    stored = put_off_of(db.session, kind, row_id)
    typed, today = typed_again(), context_of(db.session).today
    form = PutOffForm(obj=stored) if typed is None else PutOffForm(formdata=typed)
    target = safe_target(request.args.get("next", list_url))
    is_allowed = settings(db.session)[kind.code].may_put_off
    if request.method == "POST" and typed is None and is_allowed and form.validate():
        try:
            check_day(line.due_on, form.put_off_to.data, today)
        except RuleViolation as violation:
            form.put_off_to.errors = [violation.text(gettext)]
        else:
            if _seen(stored) != request.form.get("seen"):
                form.form_errors = [gettext("Somebody put it off meanwhile: look at the day and the reason again.")]
            elif written(gettext("Put off: %(what)s", what=line.title), lambda: _write(kind, row_id, form)):
                return redirect(target, 303)
    title = gettext("Put a deadline off: %(what)s", what=line.title)
    return render(
        "deadlines/put_off.html",
        status=422 if form.errors or form.form_errors else 200,
        title=title,
        crumbs=(Crumb(gettext("My deadlines"), list_url), Crumb(title)),
        form=form,
        about_day=day_panel("put_off_to", form.put_off_to.data, instance_id=line.instance_id)
        if may("can_list", "DateToAvoidView")
        else None,
        kind=gettext(kind.label),
        law=kind.law,
        is_allowed=is_allowed,
        due_on=date_in_words(line.due_on),
        seen=_seen(stored),
        action_url=url_for("DeadlineView.put_off", kind=kind.code, row=row_id, next=target),
        cancel_url=target,
    )


def _seen(stored: PutOff | None) -> str:
    return "" if stored is None else f"{stored.id}-{stored.version}"


def _write(kind: DeadlineKind, row_id: int, form: PutOffForm) -> str:
    row = put_off(db.session, kind, row_id, form.put_off_to.data, form.reason.data, context_of(db.session).today)
    return gettext("Put off to %(day)s: %(what)s.", day=date_in_words(row.put_off_to), what=row.title)


def take_up(list_url: str) -> Any:
    """Gives its own day back to a deadline."""
    kind, row_id, line = _asked(request.form)
    stored = put_off_of(db.session, kind, row_id)
    if stored is None:
        abort(404)

    def write() -> str:
        db.session.delete(stored)
        return gettext("No longer put off: %(what)s.", what=line.title)

    written(gettext("No longer put off: %(what)s", what=line.title), write)
    return redirect(safe_target(request.form.get("next", list_url)), 303)


def moves_of(line: Deadline, may_be_put_off: Collection[str]) -> tuple[Link, ...]:
    """Putting a line off and giving its own day back, for who may."""
    kind, scope = KINDS[line.kind], context_of(db.session).scope
    allowed = line.kind in may_be_put_off
    is_shown = allowed and may("can_edit", "DeadlineView")
    if not (is_shown and is_offered(kind, scope, line.instance_id, is_writable=line.is_writable, allowed=allowed)):
        return ()
    here = request.full_path.rstrip("?")
    fields = (("kind", line.kind), ("row", str(line.id)), ("next", here))
    label = gettext("Another day") if line.first_on else gettext("Put off")
    links = (Link(label, url_for("DeadlineView.put_off", kind=line.kind, row=line.id, next=here)),)
    if line.first_on is None:
        return links
    back = Link(gettext("No longer put off"), url_for("DeadlineView.take_up"), is_post=True, fields=fields)
    return (*links, back)
