"""The registers of what meetings leave: decisions, actions, questions of the CICA."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.meetings.actions import ACTION_ACTS, close_action
from mdo.meetings.called import called, of_network, standing_alone, with_bodies
from mdo.meetings.columns import ACTION_COLUMNS, DECISION_COLUMNS, QUESTION_COLUMNS
from mdo.meetings.fields import ACTION_ITEM
from mdo.network.answering import stands_in_for
from models.accounts import User
from models.instances import Instance
from models.meetings import ActionItem, ActionState, Decision, Meeting, SessionQuestion
from models.projects import Project
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import clean_text
from views.base.filters import BooleanFilter, Filter, RelationFilter, filters_of, relation_filter
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.listing import ListState
from views.base.pages import Cell, Link
from views.base.readymade import ReadyView
from views.base.requests import safe_target
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import tone_of, value_in_words
from views.meetings.forms import page_of
from views.meetings.screens import OF_ACTIVE_ACCOUNT, OWN_MEETING

_ACTION = FIELD_LABELS[ActionItem]


def of_bodies(model: Any) -> tuple[Filter, ...]:
    """The filters by body, by arrondissement and by period of what hangs on a meeting."""

    def of(clause: ColumnElement[bool]) -> ColumnElement[bool]:
        found: ColumnElement[bool] = model.meeting.has(clause)
        return found

    return (
        RelationFilter(
            "instance",
            FIELD_LABELS[Meeting]["instance"],
            Instance,
            Instance.name,
            build=lambda ids: of(Meeting.instance_id.in_(ids)),
            empty=lambda: of(of_network()),
            empty_label=N_("the network of référents"),
            is_short=False,
        ),
        RelationFilter(
            "arrondissement",
            N_("Arrondissement"),
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=lambda ids: of(and_(Meeting.instance_id.is_not(None), Meeting.instance_id.in_(bodies_in(ids)))),
        ),
    )


class OfMeetings(BackofficeView):
    """A list of what hangs on meetings, each told with its body and its day where no other column does."""

    def visible_columns(self, columns: Sequence[Column] | None = None) -> tuple[Column, ...]:
        return with_bodies(super().visible_columns(columns))

    def as_shown(self, columns: Sequence[Column], state: ListState) -> Sequence[Column]:
        return standing_alone(super().as_shown(columns, state))

    def window_title(self, row: Any) -> str:
        """The same is asked, decided or to be done after several meetings, and for several projects."""
        above = called(row.meeting) if row.meeting is not None else getattr(row, "project", None)
        return f"{row} – {above}" if above else str(row)


class DecisionView(OfMeetings):
    """The register of decisions."""

    model = Decision
    empty_for = N_("Here is what meetings decided, with the votes.")
    route_base = "/decisions"
    columns = DECISION_COLUMNS
    order = ("start_at", "desc")
    carried = ("meeting",)
    relations = {"meeting": OWN_MEETING}
    filters = of_bodies(Decision)

    def writer_actions(self, row: Decision) -> Sequence[Link]:
        return (to_meeting(row),)

    def next_values(self, row: Decision) -> Mapping[str, Any]:
        """The decisions of a meeting are numbered one after the other."""
        return {"position": row.position + 1}


def _is_late(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    late = and_(ActionItem.state == ActionState.OPEN, ActionItem.due_on.is_not(None), ActionItem.due_on < today)
    return late if wanted else not_(late)


def _is_mine(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    accounts = stands_in_for(context_of(db.session).actor_id or 0, today)
    own = and_(ActionItem.owner_id.is_not(None), ActionItem.owner_id.in_(accounts))
    mine = or_(own, ActionItem.team.any(User.id.in_(accounts)))
    return mine if wanted else not_(mine)


def _is_apart(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    apart = and_(ActionItem.meeting_id.is_(None), ActionItem.project_id.is_(None))
    return apart if wanted else not_(apart)


class ActionView(OfMeetings, ImportableView):
    """What is to be done: what meetings left, the tasks of projects, those of nothing."""

    model = ActionItem
    empty_for = N_("Here is what is to be done, for whom and for when: of meetings, of projects, of nothing.")
    machine = ACTION_ACTS
    route_base = "/actions"
    can_import_kind = "actions"
    columns = ACTION_COLUMNS
    order = ("due_on", "asc")
    carried = ("meeting", "project", "owner")
    whose_at_first = ("owner",)
    relations = {"owner": OF_ACTIVE_ACCOUNT, "team": OF_ACTIVE_ACCOUNT}
    filters = (
        *filters_of(ACTION_ITEM, "state"),
        BooleanFilter("mine", N_("Mine"), build=_is_mine),
        BooleanFilter("late", N_("Late"), build=_is_late),
        relation_filter(ACTION_ITEM["owner"], User.last_name, is_short=False),
        *filters_of(ACTION_ITEM, "due_on"),
        *of_bodies(ActionItem),
        relation_filter(ACTION_ITEM["project"], Project.title, is_short=False),
        BooleanFilter("apart", N_("Of no meeting and no project"), build=_is_apart),
    )
    ready_views = (
        ReadyView(N_("Mine, open"), "f_state=open&f_mine=1", opens=True),
        ReadyView(N_("Open actions"), "f_state=open"),
        ReadyView(N_("Late"), "f_state=open&f_late=1"),
    )

    def _init_titles(self) -> None:
        super()._init_titles()
        self.plural = N_("To do (list)")

    def complete(self, row: ActionItem) -> None:
        """A name that was typed takes the place of who creates the action, who was there at first."""
        if (
            row.id is None
            and row.owner_name
            and row.owner is not None
            and row.owner.id == context_of(db.session).actor_id
        ):
            row.owner = None

    def status(self, row: ActionItem) -> Cell:
        return Cell("state", gettext(_ACTION["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def writer_actions(self, row: ActionItem) -> Sequence[Link]:
        # A task may be one's own though its meeting, or its project, is out of sight.
        links = []
        if db.session.scalar(select(Meeting.id).where(Meeting.id == row.meeting_id)) is not None:
            links.append(to_meeting(row))
        is_seen = db.session.scalar(select(Project.id).where(Project.id == row.project_id)) is not None
        if is_seen and self.may("can_show", "ProjectView"):
            url = url_for("ProjectView.show", pk=row.project_id)
            links.append(Link(gettext("See the project"), url, "layout-three-columns"))
        return links

    @expose("/regler/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def settle(self, pk: int) -> Any:
        """Closes an action in one press, from the page that lists it."""
        row: ActionItem = self.fetch(pk, for_update=True, with_facts=False)
        if not self.may_change(row):
            abort(403)
        target = safe_target(request.form.get("next", ""))
        if row.state is not ActionState.OPEN:
            flash(gettext("This action was closed already: %(what)s.", what=row), "warning")
            return redirect(target)
        state = ActionState.DROPPED if request.form.get("state") == ActionState.DROPPED else ActionState.DONE

        def write() -> str:
            close_action(row, state, clean_text(request.form.get("outcome")), context_of(db.session).today)
            return gettext("Closed: %(what)s.", what=row)

        written(gettext("Close: %(what)s", what=row), write)
        return redirect(target)


class QuestionView(OfMeetings):
    """Questions of associations to the conseils d'arrondissement that sit with their CICA, and their answers."""

    model = SessionQuestion
    empty_for = N_("Here are the questions put to the conseils d'arrondissement, with their answers.")
    route_base = "/questions"
    columns = QUESTION_COLUMNS
    order = ("meeting", "desc")
    carried = ("meeting",)
    relations = {"meeting": OWN_MEETING}
    filters = (
        BooleanFilter("answered", N_("Answered"), build=lambda wanted, today: _is_answered(wanted)),
        *of_bodies(SessionQuestion),
    )

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        meeting_id = form["meeting"].data
        if meeting_id is not None and form["position"].data is None:
            last = db.session.scalar(
                select(func.max(SessionQuestion.position)).where(SessionQuestion.meeting_id == meeting_id)
            )
            form["position"].data = (last or 0) + 1

    def next_values(self, row: SessionQuestion) -> Mapping[str, Any]:
        """The questions of a session are numbered one after the other."""
        return {"position": row.position + 1}

    def writer_actions(self, row: SessionQuestion) -> Sequence[Link]:
        return (to_meeting(row),)


def _is_answered(wanted: bool) -> ColumnElement[bool]:
    answered = and_(SessionQuestion.answer.is_not(None), SessionQuestion.answer != "")
    return answered if wanted else not_(answered)


def to_meeting(row: Any) -> Link:
    """Back to the page of the meeting that a row comes from."""
    return Link(gettext("See the meeting"), page_of(row.meeting_id), "calendar-event")
