"""The topic box, on screen: a référent proposes, the mission answers, and all see what became of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, not_
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import FIELD_LABELS
from mdo.topics.columns import TOPIC_COLUMNS, beside_its_day
from mdo.topics.fields import TOPIC
from mdo.topics.rules import coming_meetings, schedule, stop_of
from mdo.topics.states import TOPIC_ACTS, is_mission
from models.accounts import User
from models.journal import Door
from models.meetings import AgendaItem, Meeting, MeetingStep
from models.topics import Topic, TopicState
from views.base.actions import BulkSpec
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.filters import BooleanFilter, filters_of
from views.base.forms import RecordForm
from views.base.pages import Cell, Crumb, FactGroup, Link, TabContent
from views.base.record import TabSource
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import date_in_words, moment_in_words, tone_of, value_in_words
from views.topics.panels import outcome_panel

_LABELS = FIELD_LABELS[Topic]
_BEGINS = FIELD_LABELS[Meeting]["start_at"]
_REASON = FIELD_LABELS[MeetingStep]["reason"]
_CAME_BACK = _LABELS["left_item"]
_BECAME = N_("What became of it")
_FORMS = ("TopicView.add", "TopicView.edit", "TopicView.version")


def _mine(wanted: bool, today: Any) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = Topic.proposer_id == context_of(db.session).actor_id
    return clause if wanted else not_(clause)


def next_meeting() -> Meeting | None:
    """The next meeting of the network, asked for once a request."""
    if "next_network_meeting" not in g:
        g.next_network_meeting = next(iter(coming_meetings(db.session, context_of(db.session).today)), None)
    found: Meeting | None = g.next_network_meeting
    return found


def meeting_in_words(meeting: Meeting) -> str:
    """A meeting of the network by its title and its day."""
    return f"{meeting.title} – {moment_in_words(meeting.start_at)}"


def next_meeting_label(meeting: Meeting) -> str:
    """The button of the one click, which names the next meeting."""
    return gettext("Put on the agenda of the network of %(day)s", day=date_in_words(day_of(meeting.start_at)))


class TopicView(BackofficeView):
    """The topic box of the network."""

    model = Topic
    machine = TOPIC_ACTS
    route_base = "/sujets"
    columns = TOPIC_COLUMNS
    order = ("state", "asc")
    intro = N_("What référents would have the next meetings of the network speak of.")
    empty_text = N_("The box is empty: propose the first topic.")
    copied = ("title", "reason", "minutes")
    relations = {"proposer": Relation(where=lambda: User.active.is_(True))}
    filters = (
        *filters_of(TOPIC, "state"),
        BooleanFilter("mine", N_("My topics"), build=_mine),
    )

    # ---- Who proposes -------------------------------------------------------------------------------------------

    def hidden_fields(self) -> frozenset[str]:
        """On a form, a référent chooses neither who proposes, which she does, nor the answer."""
        hidden = super().hidden_fields()
        return hidden if is_mission(db.session) or request.endpoint not in _FORMS else hidden | {"proposer", "answer"}

    def new_row(self) -> Topic:
        return Topic() if is_mission(db.session) else Topic(proposer_id=context_of(db.session).actor_id)

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        if "proposer" in form and not form["proposer"].data:
            form["proposer"].take([context_of(db.session).actor_id])

    # ---- The record ---------------------------------------------------------------------------------------------

    def extra_loads(self) -> Sequence[Any]:
        return (
            joinedload(Topic.agenda_item).joinedload(AgendaItem.meeting).joinedload(Meeting.instance),
            joinedload(Topic.left_item).joinedload(AgendaItem.meeting).joinedload(Meeting.instance),
            joinedload(Topic.proposer),
        )

    def status(self, row: Topic) -> Cell:
        return Cell("state", gettext(_LABELS["state"]), value_in_words(row.state), tone=tone_of(row.state))

    def fact_groups(self, row: Topic, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """What became of it says too at which meeting, with a link to its agenda."""
        groups = super().fact_groups(row, may_open)
        item = row.agenda_item or row.left_item
        if item is None:
            return groups
        url = (
            url_for("MeetingView.show", pk=item.meeting_id, _anchor=f"item-{item.id}")
            if may_open("MeetingView")
            else None
        )
        meeting = item.meeting
        name = gettext("Meeting") if row.agenda_item else gettext(_CAME_BACK)
        became: tuple[Cell, ...] = (
            Cell("meeting", name, beside_its_day(meeting), url=url),
            Cell("start_at", gettext(_BEGINS), moment_in_words(meeting.start_at)),
            Cell("meeting_state", gettext("State of the meeting"), value_in_words(meeting.state)),
        )
        stop = stop_of(meeting)
        if stop is not None and stop.reason:
            became += (Cell("stop_reason", gettext(_REASON), stop.reason),)
        title = gettext(_BECAME)
        return tuple(
            replace(group, facts=(*group.facts, *became)) if group.title == title else group for group in groups
        )

    def tabs(self, row: Topic) -> tuple[TabSource, ...]:
        """What the meeting said of it, as soon as it is on an agenda."""
        sources = super().tabs(row)
        item = row.agenda_item
        if item is None:
            return sources
        title = gettext("At the meeting")
        return (TabSource("minutes", title, lambda: TabContent("minutes", title, (outcome_panel(item),))), *sources)

    def kept_from(self, row: Topic) -> Collection[str]:
        """A topic that the mission has taken up is no longer its proposer's to change."""
        return () if row.state is TopicState.PROPOSED or is_mission(db.session) else ("edit", "delete")

    def check_act(self, row: Topic) -> None:
        """An act says itself what it refuses; the rules are of who changes what a topic says."""

    def act_links(self, row: Topic) -> Sequence[Link]:
        """What the state allows, for the mission on the agenda of the next meeting in one click first."""
        links = super().act_links(row)
        if row.state is not TopicState.PROPOSED or not is_mission(db.session):
            return links
        links = [Link(gettext("Choose another meeting"), self.url("schedule", pk=row.id), "calendar3"), *links]
        meeting = next_meeting()
        if meeting is None:
            return links
        label, fields = next_meeting_label(meeting), (("meeting", str(meeting.id)),)
        url = self.url("schedule", pk=row.id)
        return [Link(label, url, "calendar-plus", "primary", is_post=True, fields=fields), *links]

    def row_act(self, row: Topic) -> Link | None:
        """On the agenda of the next meeting in one press."""
        meeting = next_meeting() if is_mission(db.session) and row.state is TopicState.PROPOSED else None
        if meeting is None:
            return None
        fields = (("meeting", str(meeting.id)), ("next", request.full_path))
        url = self.url("schedule", pk=row.id)
        return Link(next_meeting_label(meeting), url, "calendar-plus", is_post=True, fields=fields)

    def list_actions(self) -> Sequence[Link]:
        return (Link(gettext("My topics"), self.url("list", f_mine=1), "person"),)

    def all_bulk(self) -> tuple[BulkSpec, ...]:
        """The mission puts the ticked topics on the agenda of the next meeting, which the button names."""
        bulk = super().all_bulk()
        if not is_mission(db.session) or not self.may("can_edit"):
            return bulk
        meeting = next_meeting()
        if meeting is None:
            return bulk
        label = next_meeting_label(meeting)
        return (BulkSpec("schedule", label, "can_edit", _schedule_rows, icon="calendar-plus"), *bulk)

    # ---- Acts ---------------------------------------------------------------------------------------------------

    @expose("/schedule/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def schedule(self, pk: int) -> Any:
        """GET lists the coming meetings, POST puts the topic on the agenda of one of them."""
        row: Topic = self.fetch(pk, for_update=request.method == "POST")
        if not self.may_change(row) or not is_mission(db.session):
            abort(403)
        today = context_of(db.session).today
        if request.method != "POST":
            title = gettext("Put on an agenda: %(what)s", what=row)
            return render(
                "topics/schedule.html",
                title=title,
                crumbs=(*self.crumbs(), Crumb(str(row), self.url("show", pk=pk)), Crumb(gettext("Agenda"))),
                meetings=[(meeting.id, meeting_in_words(meeting)) for meeting in coming_meetings(db.session, today)],
                action_url=self.url("schedule", pk=pk),
                cancel_url=self.url("show", pk=pk),
            )
        chosen = posted_ids(request.form.getlist("meeting")[:1])
        meeting = next((item for item in coming_meetings(db.session, today) if item.id in chosen), None)

        def write() -> str:
            if meeting is None:
                raise RuleViolation(N_("Choose a coming meeting of the network."))
            schedule(db.session, row, meeting)
            return gettext("On the agenda of %(meeting)s: %(what)s.", meeting=meeting_in_words(meeting), what=row)

        return self.pressed(row, gettext("Put on an agenda: %(what)s", what=row), write)


def _schedule_rows(view: TopicView, rows: Sequence[Topic]) -> Any:
    """The ticked topics go on the agenda of the next meeting, all of them or none."""
    meeting = next_meeting()
    if meeting is None:
        flash(gettext("No meeting of the network is coming: create one first."), "warning")
        return redirect(view.back_to_list())
    words, total = meeting_in_words(meeting), len(rows)

    def write() -> str:
        for row in rows:
            schedule(db.session, row, meeting)
        return gettext("Topics on the agenda of %(meeting)s: %(count)d.", meeting=words, count=total)

    written(gettext("Topics put on the agenda of %(meeting)s", meeting=words), write, Door.BULK)
    return redirect(view.back_to_list())
