"""The states of a meeting, on its page: one button forward, and a form with its reason for what stops or goes back."""

from typing import Any

from flask import abort, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import Optional

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.kernel.states.acts import Act
from mdo.meetings.states import ANOTHER_STEP, back_of, needs_reason
from mdo.meetings.steps import MEETING_ACTS
from models.meetings import Meeting, MeetingState, MeetingStep
from views.base.acting import LifeStepsView
from views.base.catalogues import gettext
from views.base.editing import SaveOutcome
from views.base.fields import LongTextField
from views.base.forms import RecordForm, longest
from views.base.kept import keeps_typing, typed_again
from views.base.moments import MomentField
from views.base.undoing import flash_undoable
from views.base.words import value_in_words
from views.meetings.forms import page_of
from views.meetings.page import act_label

_REASON = FIELD_LABELS[MeetingStep]["reason"]
# A step sent from the page of the morning after leads back to it.
BACK_TO, MORNING = "back_to", "morning"


class StateForm(RecordForm):
    """The reason of a step, and the new date of a meeting that is moved."""

    to = HiddenField()
    origin = HiddenField()
    reason = LongTextField(
        lazy_gettext(_REASON),
        [Optional(), longest(500)],
    )
    start_at = MomentField(lazy_gettext("New date: begins"), [Optional()])
    end_at = MomentField(lazy_gettext("New date: ends"), [Optional()])


class StateActs(LifeStepsView):
    """What the page of a meeting does to its state."""

    machine = MEETING_ACTS
    has_act_pages = False
    refuses_at_once = False

    @expose("/etat/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def change_state(self, pk: int) -> Any:
        """GET asks for what the step needs; POST makes it, and offers to take it back."""
        wanted = (typed_again() or request.form).get("to") or request.args.get("to")
        if wanted not in {state.value for state in MeetingState}:
            abort(404)
        return self.perform(pk, MEETING_ACTS.act(wanted))

    def act_url(self, act: Act, row: Meeting) -> str:
        return self.url("change_state", pk=row.id)

    def act_form(self, act: Act) -> type[RecordForm]:
        return StateForm

    def act_words(self, act: Act, row: Meeting) -> str:
        target = MeetingState(act.name)
        if target is back_of(row) and needs_reason(row.state, target):
            return gettext("Go back to: %(state)s", state=gettext(enum_label(target)))
        return act_label(row, target)

    def write_act(self, act: Act, row: Meeting, form: RecordForm) -> None:
        """The page that the step was taken from may be older than the last one."""
        if form["origin"].data not in (row.state.value, "", None):
            raise RuleViolation(ANOTHER_STEP)
        super().write_act(act, row, form)

    def tell_done(self, act: Act, outcome: SaveOutcome) -> None:
        meeting = outcome.row
        flash_undoable(
            gettext("%(what)s: %(state)s.", what=meeting, state=value_in_words(meeting.state)), outcome.entry_id
        )

    def refused_url(self, row: Meeting) -> str:
        return page_of(row.id, "steps")

    def done_url(self, act: Act, row: Meeting) -> str:
        """The steps, or the morning after where the meeting was closed there."""
        if request.form.get(BACK_TO) == MORNING:
            return self.url("morning", pk=row.id)
        return self.refused_url(row)

    def act_page(self, act: Act, row: Meeting, form: RecordForm, names: tuple[str, ...], outcome: SaveOutcome) -> Any:
        form["to"].data = act.name
        form["origin"].data = form["origin"].data or row.state.value
        return super().act_page(act, row, form, names, outcome)
