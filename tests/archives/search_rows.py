"""Rows of archives that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import object_session

from models.archives import SheetElimination, SignInSheet
from tests.support import factories as make


def sheet_row() -> Any:
    """One of long ago, destroyed under a visa."""
    start = dt.datetime(2025, 10, 20, 18, tzinfo=dt.UTC)
    held = {"title": "Plénière d’été", "start_at": start, "end_at": start + dt.timedelta(hours=2)}
    meeting = make.MeetingFactory(instance=make.InstanceFactory(name="Conseil des Étés"), **held)
    session: Any = object_session(meeting)
    session.flush()
    visa = {"bordereau": "Bordereau 2026", "visa_number": "Visa AD69", "visa_on": dt.date(2026, 11, 20)}
    done = {"destroyed_at": start, "destroyed_by_name": "Agnès Roussel", "destroyed_lines": 0, "destroyed_files": 0}
    session.add(SheetElimination(meeting_id=meeting.id, **visa, **done))
    session.flush()
    return session.get(SignInSheet, meeting.id)


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    SignInSheet: (sheet_row,),
}
