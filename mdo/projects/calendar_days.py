"""The milestones that calendars show beside the meetings: of projects that are not over, in the scope of the reader."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.projects.rules import is_of_open_project
from models.projects import Milestone

MOST = 1_000


def milestones_between(
    session: AnySession, first: dt.date, last: dt.date, owner_id: int | None = None
) -> Sequence[Milestone]:
    """Those of these days, both included, the first first; of one account alone where it is named."""
    asked = (
        select(Milestone)
        .where(Milestone.due_on.between(first, last), is_of_open_project())
        .order_by(Milestone.due_on, Milestone.id)
        .limit(MOST)
        # Apart: its owner need not see the project.
        .options(selectinload(Milestone.project))
    )
    if owner_id is not None:
        asked = asked.where(Milestone.owner_id == owner_id)
    return session.scalars(asked).all()


def called(milestone: Milestone) -> str:
    """A milestone with its project, for who sees it."""
    return f"{milestone.title} – {milestone.project.title}" if milestone.project else milestone.title
