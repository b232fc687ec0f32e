"""The parts of « Mon point »: both sides of each bound, of the own arrondissement alone."""

import datetime as dt

import pytest

from mdo.kernel.base.context import Context, bind, context_of
from mdo.kernel.base.periods import PARIS
from mdo.kernel.deadlines.kinds import Keeper
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from mdo.point.fortnight import point_of, point_of_others
from mdo.point.told import PartName
from models.documents import Document, DocumentKind
from models.meetings import MeetingState
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

pytestmark = pytest.mark.db
DAY = dt.timedelta(days=1)


@prepared
def bodies(session):
    return {number: make.InstanceFactory(name=f"Du {number}e", arrondissements=[number]) for number in (5, 7)}


@pytest.fixture
def point(session, as_reader):
    """The parts of the référent of the 5th, as titles."""
    user, place = make.UserFactory(), make.ArrondissementFactory(number=5)

    def read() -> dict[PartName, list[str]]:
        session.commit()
        reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})), rights=pairs_of("referent"))
        context = context_of(reader)
        bind(reader, Context(context.scope, context.today, actor_id=user.id, rights=context.rights))
        return {part.name: [line.title for line in part.lines] for part in point_of(reader).parts}

    return read


def meeting(body, days: int, title: str, **values):
    start = dt.datetime.combine(TODAY + days * DAY, dt.time(18, 30), PARIS)
    return make.MeetingFactory(instance=body, title=title, start_at=start, **values)


def test_meetings_are_prepared_within_three_weeks(bodies, point) -> None:
    for days in (0, 21, 22):
        meeting(bodies[5], days, f"In {days}")
    meeting(bodies[5], 3, "Convened", state=MeetingState.CONVENED)
    meeting(bodies[7], 3, "Elsewhere")
    assert point()[PartName.TO_PREPARE] == ["In 0", "In 21"]


def test_meetings_are_closed_when_they_have_minutes_or_were_called_off(bodies, point) -> None:
    meeting(bodies[5], -1, "Nobody said", state=MeetingState.CONVENED)
    meeting(bodies[5], -9, "Held", state=MeetingState.HELD)
    for state in (MeetingState.MINUTED, MeetingState.APPROVED, MeetingState.PUBLISHED, MeetingState.CANCELLED):
        meeting(bodies[5], -2, str(state), state=state)
    meeting(bodies[7], -2, "Elsewhere", state=MeetingState.HELD)
    assert point()[PartName.TO_CLOSE] == ["Nobody said", "Held"]


def test_requests_wait_until_their_answer(bodies, point) -> None:
    make.CouncilRequestFactory(instance=bodies[5], number="1", subject="Later", due_on=TODAY + DAY)
    make.CouncilRequestFactory(instance=bodies[5], number="2", subject="Late", due_on=TODAY - DAY)
    make.CouncilRequestFactory(instance=bodies[5], answered_on=TODAY, answer="Oui.")
    make.CouncilRequestFactory(instance=bodies[7])
    assert point()[PartName.REQUESTS] == ["2 – Late", "1 – Later"]


def test_mandates_end_within_thirty_days(bodies, point) -> None:
    for days in (-5, 30, 31):
        make.MandateFactory(
            instance=bodies[5],
            person=make.PersonFactory(last_name=f"In {days}", first_name=None),
            planned_end_on=TODAY + days * DAY,
        )
    make.MandateFactory(instance=bodies[7], planned_end_on=TODAY)
    assert point()[PartName.MANDATES] == ["In -5", "In 30"]


def test_seats_are_empty(bodies, point) -> None:
    make.SeatFactory(instance=bodies[5])
    make.SeatFactory(instance=bodies[7])
    assert point()[PartName.VACANCIES] == ["Du 5e"]


def test_documents_are_new_for_a_fortnight(session, bodies, point) -> None:
    def document(body, title: str, days: int, **values) -> None:
        made_at = dt.datetime.combine(TODAY - days * DAY, dt.time(0, 0), PARIS)
        session.add(
            Document(
                meeting=meeting(body, 30, f"Of {title}"), kind=DocumentKind.ATTACHMENT, title=title, number=1,
                file_name="a.pdf", media_type="application/pdf", content=b"%PDF", size=4, sha256="0" * 64,
                made_at=made_at, **values,
            )
        )  # fmt: skip

    document(bodies[5], "New", 14)
    document(bodies[5], "Old", 15)
    document(bodies[5], "Withdrawn", 1, is_withdrawn=True)
    document(bodies[7], "Elsewhere", 1)
    assert point()[PartName.DOCUMENTS] == ["New (PDF)"]


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (-1, 0, ["In 30"]),  # her last day away
        (0, 5, ["In 30"]),
        (-3, -1, None),  # back
        (1, 5, None),  # not away yet
    ],
)
def test_the_deadlines_of_whom_one_replaces_today_are_told_and_no_others(
    session, bodies, as_reader, start, end, shown
) -> None:
    away, me = make.UserFactory(first_name="Zoé", last_name="Roche"), make.UserFactory(roles=["mission"])
    make.AbsenceFactory(user=away, replacement=me, start_on=TODAY + start * DAY, end_on=TODAY + end * DAY)
    for owner, days in ((away, 30), (away, 31), (me, 1), (make.UserFactory(), 1)):
        due_on = TODAY + days * DAY
        make.ActionItemFactory(meeting=meeting(bodies[5], -20, "Past"), text=f"In {days}", owner=owner, due_on=due_on)
    session.commit()
    rights = frozenset({("DeadlineView", "can_list"), ("ActionView", "can_list")})
    reader = as_reader(Scope.everything(me.id), rights=rights)
    bind(reader, Context(context_of(reader).scope, TODAY, actor_id=me.id, rights=rights))
    (part,) = point_of_others(reader).parts or (None,)
    found = part and [(line.title, line.who) for line in part.lines]
    assert found == (shown and [(title, (f"{me} (Zoé Roche)", Keeper.COVER)) for title in shown])
