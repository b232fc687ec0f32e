"""Topics on the page of a meeting: those that wait, before it; what it said of one, after."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import context_of
from mdo.topics.rules import takes_topics
from models.meetings import ActionItem, AgendaItem, Decision, Meeting
from models.topics import Topic, TopicState
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.base.words import value_in_words
from views.meetings.attendance_words import may


def outcome_panel(item: AgendaItem) -> Panel:
    """The notes taken on an item, and what it left."""
    decisions = db.session.scalars(
        select(Decision).where(Decision.agenda_item_id == item.id).order_by(Decision.position, Decision.id)
    )
    actions = db.session.scalars(
        select(ActionItem)
        .where(ActionItem.agenda_item_id == item.id)
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return Panel(
        gettext("At the meeting"),
        "topics/outcome.html",
        {
            "item": item.title,
            "minutes": item.minutes,
            "notes": item.notes or "",
            "decisions": [row.text for row in decisions],
            "actions": [
                {
                    "text": row.text,
                    "owner": str(row.owner) if row.owner else row.owner_name or "",
                    "due": value_in_words(row.due_on),
                    "state": value_in_words(row.state),
                }
                for row in actions
            ],
        },
    )


def waiting_panel(meeting: Meeting, may_change: bool) -> Panel | None:
    """The topic box, beside the agenda of a coming meeting of the network; each topic comes on it in one press."""
    if not (may("can_list", "TopicView") and takes_topics(meeting, context_of(db.session).today)):
        return None
    rows = db.session.scalars(
        select(Topic)
        .where(Topic.state == TopicState.PROPOSED)
        .options(joinedload(Topic.proposer))
        .order_by(Topic.created_at, Topic.id)
    )
    opens = may("can_show", "TopicView")
    return Panel(
        gettext("Topic box"),
        "meetings/topics.html",
        {
            "topics": [
                {
                    "id": row.id,
                    "title": row.title,
                    "reason": row.reason or "",
                    "minutes": row.minutes,
                    "who": str(row.proposer),
                    "url": url_for("TopicView.show", pk=row.id) if opens else "",
                }
                for row in rows
            ],
            "meeting_id": meeting.id,
            "may_schedule": may_change and may("can_edit", "TopicView"),
            "add_url": url_for("TopicView.add") if may("can_add", "TopicView") else "",
        },
    )
