"""The states of a meeting, on its page: one button forward, and a form with its reason for what stops or goes back."""

from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from sqlalchemy.exc import SQLAlchemyError
from wtforms import HiddenField
from wtforms.validators import Optional, ValidationError

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.meetings.convening import convene_by_word
from mdo.meetings.states import ANOTHER_STEP, back_of, give_new_date, move_to, needs_reason, next_states
from models.base import utc_now
from models.journal import Door
from models.meetings import Meeting, MeetingState, MeetingStep
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import add_violation
from views.base.fields import LongTextField
from views.base.forms import RecordForm
from views.base.integrity import violation_of
from views.base.kept import keeps_typing, typed_again
from views.base.moments import MomentField
from views.base.pages import Crumb, FormPage, FormSection
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.meetings.forms import meeting_to_change, page_of
from views.meetings.page import act_label

_REASON = FIELD_LABELS[MeetingStep]["reason"]
_REASON_LENGTH = 500
_FIELDS = ("reason", "start_at", "end_at")


class StateForm(RecordForm):
    """The reason of a step, and the new date of a meeting that is moved."""

    to = HiddenField()
    origin = HiddenField()
    reason = LongTextField(lazy_gettext(_REASON))
    start_at = MomentField(lazy_gettext("New date: begins"), [Optional()])
    end_at = MomentField(lazy_gettext("New date: ends"), [Optional()])

    def validate_reason(self, field: Any) -> None:
        """As long as the column holds."""
        if field.data and len(field.data) > _REASON_LENGTH:
            raise ValidationError(gettext("At most %(max)d characters.", max=_REASON_LENGTH))


class StateActs(BackofficeView):
    """What the page of a meeting does to its state."""

    @expose("/etat/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def change_state(self, pk: int) -> Any:
        """GET asks for what the step needs; POST makes it, and offers to take it back."""
        typed = typed_again()
        is_post = request.method == "POST" and typed is None
        meeting = meeting_to_change(self, pk, for_update=is_post)
        form = StateForm() if typed is None else StateForm(formdata=typed)
        target = _state(form.to.data or request.args.get("to"))
        if target is None:
            abort(404)
        _leave_out(form, _fields_of(meeting.state, target))
        if is_post and form.validate():
            through(db.session, Door.FORM, gettext("%(step)s – %(what)s", step=act_label(target), what=meeting))
            try:
                _move(meeting, target, form)
                entry_id = commit_undoable()
            except RuleViolation as violation:
                db.session.rollback()
                add_violation(form, violation)
            except SQLAlchemyError as error:
                db.session.rollback()
                add_violation(form, violation_of(error, Meeting.__table__))
            else:
                text = gettext("%(what)s: %(state)s.", what=meeting, state=value_in_words(meeting.state))
                flash_undoable(text, entry_id)
                return redirect(page_of(pk, "steps"))
        elif target not in next_states(meeting):
            flash(gettext(ANOTHER_STEP), "warning")
            return redirect(page_of(pk, "steps"))
        return self._ask_step(meeting, target, form)

    def _ask_step(self, meeting: Meeting, target: MeetingState, form: StateForm) -> Any:
        is_back = target is back_of(meeting) and needs_reason(meeting.state, target)
        title = gettext("Go back to: %(state)s", state=gettext(enum_label(target))) if is_back else act_label(target)
        form.to.data = target.value
        form.origin.data = form.origin.data or meeting.state.value
        names = tuple(name for name in _FIELDS if name in form)
        page = FormPage(
            title=gettext("%(step)s – %(what)s", step=title, what=meeting),
            crumbs=(*self.crumbs(), Crumb(str(meeting), page_of(meeting.id)), Crumb(title)),
            form=form,
            sections=(FormSection(title, names, _help(target)),),
            action_url=self.url("change_state", pk=meeting.id),
            cancel_url=page_of(meeting.id),
            submit_label=title,
            is_typed_again=typed_again() is not None,
            error_count=sum(1 for name in names if form[name].errors) + len(form.form_errors),
        )
        return render("base/form.html", status=422 if page.error_count else 200, page=page, locked_labels={})


def _move(meeting: Meeting, target: MeetingState, form: StateForm) -> None:
    context = context_of(db.session)
    came_from = _state(form.origin.data)
    if came_from is not None and came_from is not meeting.state:
        raise RuleViolation(ANOTHER_STEP)
    who: dict[str, Any] = {"now": utc_now(), "user_id": context.actor_id, "today": context.today}
    reason, start_at, end_at = (form[name].data if name in form else None for name in _FIELDS)
    if meeting.state is MeetingState.POSTPONED and target is MeetingState.PREPARED:
        give_new_date(meeting, start_at, end_at, **who)
        return
    move_to(meeting, target, reason=reason, **who)
    if target is MeetingState.CONVENED:
        convene_by_word(db.session, meeting, **who)
    if start_at is not None:
        give_new_date(meeting, start_at, end_at, **who)


def _fields_of(state: MeetingState, target: MeetingState) -> frozenset[str]:
    """What is asked for a step: why, and the new date of a meeting that is moved."""
    names = {"reason"} if needs_reason(state, target) else set()
    if target is MeetingState.POSTPONED or (state is MeetingState.POSTPONED and target is MeetingState.PREPARED):
        names |= {"start_at", "end_at"}
    return frozenset(names)


def _leave_out(form: StateForm, names: frozenset[str]) -> None:
    """A refusal about a field that is not asked is then said above the form."""
    for name in _FIELDS:
        if name not in names:
            del form[name]


def _help(target: MeetingState) -> str:
    if target is MeetingState.POSTPONED:
        return gettext("With a new date, the meeting goes on at that date. Without one, it waits for you to give it.")
    if target is MeetingState.CANCELLED:
        return gettext("The meeting stays in the register, and calendars that hold it show it as cancelled.")
    return ""


def _state(value: str | None) -> MeetingState | None:
    return MeetingState(value) if value in {state.value for state in MeetingState} else None
