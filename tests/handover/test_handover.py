"""Handover: what an account answers for goes to the successor at once, nothing stays behind, and undo gives it back."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.handover.succession import OWNED, Handing, check_handing, hand_over, owned_by
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.journal.undo import undo
from models.accounts import User
from models.calls import CallState
from models.instances import InstanceState
from models.journal import JournalEntry
from models.meetings import ActionState, Meeting, MeetingKind, MeetingState
from models.network import Absence, Referent
from models.projects import ProjectState
from models.requests import CouncilRequest
from models.topics import TopicState
from tests.support import ON_SQLITE, TODAY, calls
from tests.support import events as hold
from tests.support import projects as follow
from tests.support.application import account
from tests.support.factories import (
    AbsenceFactory,
    ActionItemFactory,
    AgendaItemFactory,
    ArrondissementFactory,
    InstanceFactory,
    MeetingFactory,
    ReferentFactory,
    TopicFactory,
    UserFactory,
)
from tests.support.forms import hidden_value, post
from tests.support.procurement import ContractFactory, ProcurementStepFactory
from tests.support.rows import day, maybe_day

ONE_DAY = dt.timedelta(days=1)


@dataclass
class World:
    """Ana leaves, Bo follows; everything of a kind is Ana's once, and once out of reach."""

    leaver: User
    successor: User
    referent: Referent
    stays: list[Any]


def request(session: Session, number: str, responsible: User, **values: Any) -> CouncilRequest:
    row = CouncilRequest(
        number=number,
        instance=InstanceFactory(),
        subject="Éclairage",
        received_on=TODAY,
        responsible=responsible,
        **values,
    )
    session.add(row)
    return row


@pytest.fixture
def world(session: Session) -> World:
    ana, bo, other = (UserFactory(first_name=name, last_name="Martin") for name in ("Ana", "Bo", "Cy"))
    fifth = ArrondissementFactory(number=5)
    soon = dt.datetime(2026, 12, 8, 17, 30, tzinfo=dt.UTC)
    past = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)
    referent = ReferentFactory(user=ana, arrondissement=fifth)
    InstanceFactory(agent=ana)
    ActionItemFactory(owner=ana)
    ActionItemFactory(owner=other, team=[ana, other])
    follow.MilestoneFactory(project=follow.ProjectFactory(lead=ana), owner=ana)
    follow.ProjectFactory(lead=other, team=[ana, other])
    calls.ProjectCallFactory(responsible=ana)
    hold.EventFactory(lead=ana)
    request(session, "1", ana)
    MeetingFactory(organiser=ana, start_at=soon)
    MeetingFactory(facilitators=[ana, other], start_at=soon, state=MeetingState.CONVENED)
    ProcurementStepFactory(contract=ContractFactory(responsible=ana), responsible=ana)
    TopicFactory(proposer=ana)
    to_come = MeetingFactory(instance=None, kind=MeetingKind.NETWORK, start_at=soon)
    item = AgendaItemFactory(meeting=to_come, rapporteur="Ana Martin")
    TopicFactory(proposer=other, state=TopicState.SCHEDULED, agenda_item=item)
    AbsenceFactory(user=other, replacement=ana, start_on=TODAY, end_on=TODAY)
    ReferentFactory(user=other, replacement=ana, arrondissement=ArrondissementFactory(number=7))
    stays = [
        InstanceFactory(agent=ana, state=InstanceState.DISSOLVED),
        ActionItemFactory(owner=ana, state=ActionState.DONE, closed_on=TODAY),
        ActionItemFactory(team=[ana], state=ActionState.DONE, closed_on=TODAY),
        request(session, "2", ana, answered_on=TODAY),
        follow.MilestoneFactory(owner=ana, reached_on=TODAY),
        calls.ProjectCallFactory(responsible=ana, state=CallState.CLOSED),
        MeetingFactory(organiser=ana, start_at=past),
        MeetingFactory(organiser=ana, start_at=soon, state=MeetingState.CANCELLED),
        TopicFactory(proposer=ana, state=TopicState.WITHDRAWN),
        AbsenceFactory(user=other, replacement=ana, start_on=day("01/11/2026"), end_on=day("23/11/2026")),
    ]
    session.commit()
    return World(ana, bo, referent, stays)


def test_a_task_of_nothing_stays_somebody_s(session: Session) -> None:
    ana, bo = UserFactory(), UserFactory()
    shared = ActionItemFactory(meeting=None, owner=ana, team=[ana, bo])
    alone = ActionItemFactory(meeting=None, owner=ana)
    session.commit()
    hand_over(session, Handing(ana, None, TODAY - ONE_DAY, TODAY))
    session.commit()
    assert (shared.owner, alone.owner) == (bo, ana)
    assert shared.team == [bo]


def test_who_follows_takes_the_place_in_a_team_and_closed_projects_keep_theirs(session: Session) -> None:
    ana, bo, cy = (UserFactory(last_name=name) for name in "ABC")
    led, joined = follow.ProjectFactory(lead=cy, team=[ana, cy]), follow.ProjectFactory(team=[ana, bo])
    over = follow.ProjectFactory(team=[ana], state=ProjectState.ABANDONED, closed_on=TODAY)
    session.commit()
    hand_over(session, Handing(ana, bo, TODAY - ONE_DAY, TODAY))
    session.commit()
    session.expire_all()
    assert (led.lead, led.team, joined.team, over.team) == (cy, [bo, cy], [bo], [ana])


def counts(session: Session, user: User) -> dict[str, int]:
    return {kind.name: len(rows) for kind, rows in owned_by(session, user, TODAY)}


def test_what_is_owned_is_what_is_open(session: Session, world: World) -> None:
    assert counts(session, world.leaver) == dict.fromkeys((kind.name for kind in OWNED), 1)
    assert counts(session, world.successor) == dict.fromkeys((kind.name for kind in OWNED), 0)


def test_after_a_handover_nothing_open_is_left_and_undo_gives_all_back(session: Session, world: World) -> None:
    before = counts(session, world.leaver)
    versions = [(row, row.version) for row in world.stays]
    assert hand_over(session, Handing(world.leaver, world.successor, TODAY - ONE_DAY, TODAY)) == len(OWNED)
    session.commit()
    session.expire_all()
    assert counts(session, world.leaver) == dict.fromkeys(before, 0)
    assert counts(session, world.successor) == before
    assert [(row, row.version) for row in world.stays] == versions
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).all()
    undo(session, entries[0], TODAY)
    session.commit()
    session.expire_all()
    assert counts(session, world.leaver) == before
    assert counts(session, world.successor) == dict.fromkeys(before, 0)


def test_the_other_facilitators_stay(session: Session, world: World) -> None:
    hand_over(session, Handing(world.leaver, world.successor, TODAY, TODAY))
    session.commit()
    meeting = session.scalars(select(Meeting).where(Meeting.facilitators.any(User.id == world.successor.id))).one()
    assert {user.first_name for user in meeting.facilitators} == {"Bo", "Cy"}


def test_nobody_stands_in_for_oneself(session: Session) -> None:
    ana, bo = UserFactory(), UserFactory()
    AbsenceFactory(user=bo, replacement=ana, start_on=TODAY, end_on=TODAY)
    ReferentFactory(user=ana, replacement=bo, arrondissement=ArrondissementFactory(number=5))
    ReferentFactory(user=bo, replacement=ana, arrondissement=ArrondissementFactory(number=7))
    session.commit()
    hand_over(session, Handing(ana, bo, TODAY, TODAY))
    session.commit()
    assert session.scalars(select(Absence.replacement_id)).all() == [None]
    assert set(session.scalars(select(Referent.replacement_id).where(Referent.user_id == bo.id))) == {None}


@pytest.mark.parametrize(
    ("mine", "others", "expected"),
    [
        # (start, end) of Ana's row, of Bo's rows; then Ana's and Bo's after a last day on 30/11/2026.
        (("01/01/2025", None), [], {("ana", "01/01/2025", "30/11/2026"), ("bo", "01/12/2026", None)}),
        (("01/01/2025", "30/06/2027"), [], {("ana", "01/01/2025", "30/11/2026"), ("bo", "01/12/2026", "30/06/2027")}),
        (("01/01/2025", "30/11/2026"), [], {("ana", "01/01/2025", "30/11/2026")}),
        (("01/12/2026", None), [], {("bo", "01/12/2026", None)}),
        (("15/12/2026", "31/12/2026"), [], {("bo", "15/12/2026", "31/12/2026")}),
        # Bo answers for it already, or will from a later day on.
        (
            ("01/01/2025", None),
            [("01/06/2026", None)],
            {("ana", "01/01/2025", "30/11/2026"), ("bo", "01/06/2026", None)},
        ),
        (
            ("01/01/2025", None),
            [("01/03/2027", None)],
            {("ana", "01/01/2025", "30/11/2026"), ("bo", "01/12/2026", "28/02/2027"), ("bo", "01/03/2027", None)},
        ),
        (
            ("01/01/2025", None),
            [("01/01/2026", "30/11/2026")],
            {("ana", "01/01/2025", "30/11/2026"), ("bo", "01/01/2026", "30/11/2026"), ("bo", "01/12/2026", None)},
        ),
    ],
)
def test_the_arrondissement_passes_the_day_after_the_last(
    session: Session,
    mine: tuple[str, str | None],
    others: list[tuple[str, str | None]],
    expected: set[tuple[str, str, str | None]],
) -> None:
    ana, bo = UserFactory(username="ana"), UserFactory(username="bo")
    fifth = ArrondissementFactory(number=5)
    for user, (start, end) in ((ana, mine), *((bo, other) for other in others)):
        ReferentFactory(user=user, arrondissement=fifth, start_on=day(start), end_on=maybe_day(end))
    session.commit()
    hand_over(session, Handing(ana, bo, day("30/11/2026"), TODAY))
    session.commit()
    found = {(row.user.username, row.start_on, row.end_on) for row in session.scalars(select(Referent))}
    assert found == {(name, day(start), maybe_day(end)) for name, start, end in expected}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"last_on": TODAY - ONE_DAY}, None),
        ({"last_on": TODAY - 2 * ONE_DAY}, "last_on"),
        ({"successor": User(id=1, active=True)}, "successor"),
        ({"successor": User(id=2, active=False)}, "successor"),
        ({"successor": User(id=2, active=True, ends_on=TODAY - ONE_DAY)}, "successor"),
        ({"successor": User(id=2, active=True, ends_on=TODAY)}, None),
    ],
)
def test_to_whom_and_from_when(values: dict[str, Any], field: str | None) -> None:
    usual = {"leaver": User(id=1, active=True), "successor": User(id=2, active=True), "last_on": TODAY, "today": TODAY}
    handing = Handing(**{**usual, **values})
    if field is None:
        check_handing(handing)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_handing(handing)
    assert refusal.value.field == field


@ON_SQLITE
def test_all_is_shown_by_kind_then_handed_over_and_taken_back(session: Session, client_as: Any, world: World) -> None:
    client = client_as("mission")
    address = f"/referents/handover/{world.referent.id}"
    sent = {"successor": str(world.successor.id), "last_on": TODAY.isoformat()}
    page = post(client, address, sent)
    text = page.get_data(as_text=True)
    assert text.count('<td class="is-number">1</td>') == len(OWNED)
    assert counts(session, world.leaver)["bodies"] == 1
    session.rollback()
    stale = {**sent, "then": "apply", "seen": "bodies=4"}
    assert post(client, address, stale).status_code == 409
    answer = post(client, address, {**sent, "then": "apply", "seen": hidden_value(page, "seen")}, follow_redirects=True)
    assert "Annuler l’opération" in answer.get_data(as_text=True)
    session.rollback()
    session.expire_all()
    assert counts(session, world.successor) == dict.fromkeys((kind.name for kind in OWNED), 1)


@ON_SQLITE
@pytest.mark.parametrize(
    ("reader", "expected"), [("mission", 200), ("responsable", 200), ("ref5", 403), ("direction", 403)]
)
def test_who_hands_over(session: Session, client_as: Any, reader: str, expected: int) -> None:
    row = ReferentFactory(user=account("ref3"), arrondissement=ArrondissementFactory(number=5), start_on=TODAY)
    client = client_as(reader)
    found = client.get(f"/referents/handover/{row.id}").status_code
    assert found == expected or (expected == 403 and found == 302)
    page = client.get(f"/referents/show/{row.id}").get_data(as_text=True)
    assert ("/referents/handover/" in page) is (expected == 200)


@ON_SQLITE
def test_the_page_of_a_referent_shows_her_territory_and_what_is_hers(
    session: Session, client_as: Any, world: World
) -> None:
    for name, state in (("Instance du 5e", InstanceState.ACTIVE), ("Instance dissoute", InstanceState.DISSOLVED)):
        InstanceFactory(name=name, state=state, arrondissements=[5])
    client = client_as("mission")
    page = client.get(f"/referents/show/{world.referent.id}").get_data(as_text=True)
    assert f"/instances/list/?f_arrondissements={world.referent.arrondissement_id}" in page
    for tab in ("bodies", "actions", "requests", "meetings", "topics", "absences"):
        fragment = client.get(f"/referents/show/{world.referent.id}?tab={tab}&fragment=1")
        assert fragment.status_code == 200
        assert "<tbody>" in fragment.get_data(as_text=True), tab
