"""Meetings on screen, and the registers of what they leave: decisions, actions, questions of the CICA."""

from flask_babel import gettext
from sqlalchemy import and_

from mdo.labels import FIELD_LABELS
from mdo.meetings.columns import ACTION_COLUMNS, DECISION_COLUMNS, MEETING_COLUMNS, QUESTION_COLUMNS
from mdo.messages import N_
from models.accounts import User
from models.documents import MeetingDocument
from models.instances import Instance
from models.meetings import ActionItem, ActionState, Decision, Meeting, MeetingKind, MeetingState, SessionQuestion
from views.base.filters import BooleanFilter, DateFilter, EnumFilter, RelationFilter
from views.base.pages import TabContent
from views.base.record import TabSource
from views.base.relations import Relation
from views.base.view import BackofficeView
from views.mail_pages import mail_panel
from views.papers import papers_panel

_MEETING = FIELD_LABELS[Meeting]
_ACTION = FIELD_LABELS[ActionItem]

_OF_ACTIVE_ACCOUNT = Relation(where=lambda: User.active.is_(True))


class MeetingView(BackofficeView):
    """Meetings of bodies and of the network."""

    model = Meeting
    route_base = "/reunions"
    columns = MEETING_COLUMNS
    order = ("start_at", "desc")
    sections = (
        (N_("Meeting"), ("title", "kind", "instance", "is_public")),
        (N_("When and where"), ("start_at", "end_at", "place", "room", "host", "online_url", "accessibility")),
        (N_("Who prepares it"), ("organiser", "facilitators")),
        (N_("Minutes and follow-up"), ("summary", "oye_url", "notes")),
    )
    copied = ("title", "kind", "instance", "is_public", "place", "room", "host", "online_url", "accessibility")
    carried = ("kind", "instance", "place", "room")
    relations = {
        "instance": Relation(is_writable_only=True),
        "organiser": _OF_ACTIVE_ACCOUNT,
        "facilitators": _OF_ACTIVE_ACCOUNT,
    }
    filters = (
        EnumFilter("state", _MEETING["state"], MeetingState, Meeting.state),
        EnumFilter("kind", _MEETING["kind"], MeetingKind, Meeting.kind),
        RelationFilter(
            "instance",
            _MEETING["instance"],
            Instance,
            Instance.name,
            build=Meeting.instance_id.in_,
            empty=lambda: Meeting.instance_id.is_(None),
            empty_label=N_("the network of référents"),
            is_short=False,
        ),
        BooleanFilter("is_public", _MEETING["is_public"], Meeting.is_public),
    )

    def tabs(self, row: Meeting) -> tuple[TabSource, ...]:
        """Its documents, then its history."""
        return (*self._papers(row), *super().tabs(row))

    def _papers(self, row: Meeting) -> tuple[TabSource, ...]:
        if not self.may("can_show", "PaperView"):
            return ()
        may_change = self.may("can_edit", "PaperView") and self.may_change(row)
        title = gettext("Documents")
        counted = (MeetingDocument, and_(MeetingDocument.meeting_id == row.id, ~MeetingDocument.is_withdrawn))

        def fill() -> TabContent:
            panels = [papers_panel(row, may_change)]
            if self.may("can_show", "MailView"):
                panels.append(mail_panel(row, self.may("can_edit", "MailView") and self.may_change(row)))
            return TabContent("papers", title, tuple(panels))

        return (TabSource("papers", title, fill, counted),)


class DecisionView(BackofficeView):
    """The register of decisions."""

    model = Decision
    route_base = "/decisions"
    columns = DECISION_COLUMNS
    order = ("start_at", "desc")
    sections = (
        (N_("Decision"), ("meeting", "position", "text")),
        (N_("Votes"), ("votes_for", "votes_against", "abstentions")),
    )
    carried = ("meeting",)
    relations = {"meeting": Relation(is_writable_only=True)}


class ActionView(BackofficeView):
    """What meetings left to do."""

    model = ActionItem
    route_base = "/actions"
    columns = ACTION_COLUMNS
    order = ("due_on", "asc")
    sections = (
        (N_("Action"), ("meeting", "text", "owner", "owner_name", "due_on")),
        (N_("Where it stands"), ("state", "closed_on", "outcome")),
    )
    carried = ("meeting", "owner")
    relations = {"owner": _OF_ACTIVE_ACCOUNT}
    filters = (
        EnumFilter("state", _ACTION["state"], ActionState, ActionItem.state),
        DateFilter("due_on", _ACTION["due_on"], ActionItem.due_on),
    )


class QuestionView(BackofficeView):
    """Questions of associations to the conseils d'arrondissement that sit with their CICA, and their answers."""

    model = SessionQuestion
    route_base = "/questions"
    columns = QUESTION_COLUMNS
    order = ("meeting", "desc")
    sections = (
        (N_("Question"), ("meeting", "position", "organisation", "asked_by", "received_on", "question")),
        (N_("Answer"), ("answer", "answered_by", "department", "follow_up")),
    )
    carried = ("meeting",)
    relations = {"meeting": Relation(is_writable_only=True)}
