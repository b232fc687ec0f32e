"""What became of a topic: what a meeting said of its item."""

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.meetings import ActionItem, AgendaItem, Decision
from views.base.database import db
from views.base.pages import Panel
from views.base.words import value_in_words


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
        "mdo/panels/topic_outcome.html",
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
