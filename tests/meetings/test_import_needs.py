"""« Reste à préparer » comes back from Excel: what the cell names no more is done, what it names again is open."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.periods import PARIS
from mdo.kernel.imports.run import apply, plan
from mdo.meetings.needs import open_labels
from models.meetings import Meeting, MeetingKind
from models.readiness import CheckState, MeetingCheck
from tests.kernel.imports.roundtrips import back, changes, sent, with_cells
from tests.kernel.imports.sheets import errors, states, workbook
from tests.support import TODAY
from tests.support import factories as make
from tests.support.readiness import MeetingCheckFactory

HEADERS = ("Instance", "Date", "Type de réunion", "Reste à préparer")
DAY = dt.datetime(2026, 12, 8, 18, 30, tzinfo=PARIS)
ROOM, ELECTED, KEYS, SCREEN = "Salle confirmée", "Élu·e présent·e", "Clés (qui ouvre)", "Vidéoprojecteur et son"


@pytest.fixture
def meeting(session: Session) -> Meeting:
    """A plenary to come, whose screen is seen to, with its note."""
    row: Meeting = make.MeetingFactory(
        instance=make.InstanceFactory(name="Montchat"), kind=MeetingKind.PLENARY, start_at=DAY,
        end_at=DAY + dt.timedelta(hours=2),
    )  # fmt: skip
    screen = next(need for need in row.needs if need.label == SCREEN)
    MeetingCheckFactory(meeting=row, need=screen, note="vérifiés")
    session.commit()
    return row


def planned(session: Session, cell: str) -> Any:
    return plan(session, "meetings", workbook(HEADERS, ("Montchat", "08/12/2026", "plénière", cell)), today=TODAY)


def said(session: Session) -> dict[str, tuple[CheckState, str | None]]:
    session.expire_all()
    return {row.need.label: (row.state, row.note) for row in session.scalars(select(MeetingCheck))}


@pytest.mark.parametrize(
    ("cell", "state", "found"),
    [
        (f"{ROOM}, {ELECTED}, {KEYS}", "unchanged", {SCREEN: (CheckState.DONE, "vérifiés")}),
        (
            f"{KEYS.lower()} ; salle CONFIRMEE",
            "changed",
            {SCREEN: (CheckState.DONE, "vérifiés"), ELECTED: (CheckState.DONE, None)},
        ),
        (f"{ROOM}\n{ELECTED}\n{KEYS}\n{SCREEN}", "changed", {SCREEN: (CheckState.OPEN, "vérifiés")}),
    ],
)
def test_a_need_that_the_cell_no_longer_names_is_done(
    session: Session, meeting: Meeting, cell: str, state: str, found: Any
) -> None:
    made = planned(session, cell)
    assert (made.errors, states(made)) == ((), [state])
    if state == "changed":
        apply(session, made)
        session.commit()
    assert said(session) == found


def test_another_need_is_refused_with_those_of_the_kind(session: Session, meeting: Meeting) -> None:
    ((_, column, message),) = errors(planned(session, "Traiteur"))
    assert (column, "does not need" in message) == ("Reste à préparer", True)


@pytest.mark.parametrize(("cell", "left"), [(None, set()), (f"{KEYS}", {KEYS})])
def test_meetings_leave_are_filled_and_come_back(
    session: Session, meeting: Meeting, cell: str | None, left: set[str]
) -> None:
    """The workbook of the list, of which an emptied cell says that all is done."""
    data = sent(session, "meetings")
    assert changes(back(session, "meetings", data)) == []
    made = back(session, "meetings", with_cells("meetings", data, (2, "to_prepare", cell)))
    assert (made.errors, states(made)) == ((), ["changed"])
    apply(session, made)
    session.commit()
    session.expire_all()
    assert set(open_labels(session.scalars(select(Meeting)).unique().one())) == left
