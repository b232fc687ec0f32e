"""Who reads a project and what hangs on it, and who does a task: sets of rows, by reader."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.deadlines.kinds import WhoseDeadlines
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from mdo.projects.calendar_days import milestones_between
from models.meetings import ActionItem, ActionState
from models.projects import BudgetLine, Milestone, Project, ProjectSpending, ProjectState
from tests.support import TODAY, orders
from tests.support import factories as make
from tests.support import projects as follow


@pytest.fixture
def city(session: Session) -> dict[str, Any]:
    """A project of each way to be read, and two référents."""
    fifth, seventh = (make.ArrondissementFactory(number=number) for number in (5, 7))
    bodies = [make.InstanceFactory(arrondissements=[number]) for number in (5, 7)]
    of_city = make.InstanceFactory(arrondissements=[])
    readers = {number: make.UserFactory() for number in (5, 7)}
    rows = {
        "served": follow.ProjectFactory(arrondissements=[fifth]),
        "both": follow.ProjectFactory(instances=bodies),
        "other": follow.ProjectFactory(arrondissements=[seventh]),
        "mission": follow.ProjectFactory(instances=[of_city]),
    }
    for project in rows.values():
        follow.MilestoneFactory(project=project)
        follow.BudgetLineFactory(project=project)
        follow.ProjectSpendingFactory(project=project, order=orders.order_of(orders.RunningContractFactory(), "10"))
    session.commit()
    return {**rows, "readers": readers, "places": {5: fifth.id, 7: seventh.id}, "bodies": bodies}


def reads(as_reader: Any, city: dict[str, Any], number: int) -> Session:
    found: Session = as_reader(Scope.arrondissements(city["readers"][number].id, frozenset({city["places"][number]})))
    return found


@pytest.mark.parametrize(("number", "names"), [(5, {"served", "both"}), (7, {"other", "both"})])
def test_a_referent_reads_the_projects_that_serve_her_arrondissement_and_their_days(
    as_reader: Any, city: dict[str, Any], number: int, names: set[str]
) -> None:
    reader = reads(as_reader, city, number)
    ids = {city[name].id for name in names}
    assert set(reader.scalars(select(Project.id))) == ids
    assert set(reader.scalars(select(Milestone.project_id))) == ids
    assert reader.scalar(select(func.count(Project.id))) == len(ids)
    for model in (BudgetLine, ProjectSpending):
        assert reader.scalars(select(model)).all() == []


def test_an_elected_official_reads_none(as_reader: Any, session: Session, city: dict[str, Any]) -> None:
    user = make.UserFactory()
    city["bodies"][0].elected_user = user
    session.commit()
    reader = as_reader(Scope.elected(user.id))
    assert reader.scalars(select(Project.id)).all() == []
    assert reader.scalar(select(func.count(Milestone.id))) == 0


def test_a_referent_writes_no_project_and_reaches_her_own_milestones_alone(
    as_reader: Any, session: Session, city: dict[str, Any]
) -> None:
    own = follow.MilestoneFactory(project=city["served"], owner=city["readers"][5])
    session.commit()
    reader = reads(as_reader, city, 5)
    project = reader.get_one(Project, city["served"].id)
    project.next_step = "Autre chose"
    with pytest.raises(OutOfScope):
        reader.flush()
    reader.rollback()
    writable = select(Milestone.id).where(
        writable_clause(Milestone, Scope.arrondissements(city["readers"][5].id, frozenset()), TODAY)
    )
    assert reader.scalars(writable).all() == [own.id]
    reader.get_one(Milestone, own.id).reached_on = TODAY
    reader.flush()
    reader.rollback()
    other = reader.scalars(select(Milestone).where(Milestone.id != own.id)).first()
    assert other is not None
    other.reached_on = TODAY
    with pytest.raises(OutOfScope):
        reader.flush()


def test_who_answers_for_a_milestone_finds_it_though_the_project_is_out_of_her_sight(
    as_reader: Any, session: Session, city: dict[str, Any]
) -> None:
    own = follow.MilestoneFactory(project=city["mission"], owner=city["readers"][5])
    over = follow.ProjectFactory(state=ProjectState.ABANDONED, closed_on=TODAY)
    follow.MilestoneFactory(project=over, owner=city["readers"][5])
    user = city["readers"][5].id
    session.commit()
    scope = Scope.arrondissements(user, frozenset({city["places"][5]}))
    reader = as_reader(scope, actor_id=user, rights=frozenset({("MilestoneView", "can_list")}))
    mine = DeadlineQuery(whose=WhoseDeadlines.MINE)
    assert [line.id for line in Deadlines(reader).all(mine) if line.kind == "milestone_due"] == [own.id]
    assert [row.id for row in milestones_between(reader, own.due_on, own.due_on, user)] == [own.id]


def task(**values: Any) -> ActionItem:
    found: ActionItem = make.ActionItemFactory(**{"meeting": None, **values})
    return found


def test_a_task_is_her_own_her_team_s_or_of_a_meeting_in_sight(
    as_reader: Any, session: Session, city: dict[str, Any]
) -> None:
    me, other = city["readers"][5], city["readers"][7]
    mine = task(owner=me)
    team = task(owner=other, team=[me])
    of_project = task(project=city["other"], owner=me)
    task(owner=other)
    task(project=city["served"], owner=other)
    met = task(meeting=make.MeetingFactory(instance=city["bodies"][0]))
    task(meeting=make.MeetingFactory(instance=city["bodies"][1]))
    session.commit()
    reader = reads(as_reader, city, 5)
    expected = {mine.id, team.id, of_project.id, met.id}
    assert set(reader.scalars(select(ActionItem.id))) == expected
    scope = Scope.arrondissements(me.id, frozenset({city["places"][5]}))
    assert set(reader.scalars(select(ActionItem.id).where(writable_clause(ActionItem, scope, TODAY)))) == expected
    found = reader.get_one(ActionItem, of_project.id)
    assert found.project is None  # out of her sight, though its task is hers
    for row_id in expected:
        row = reader.get_one(ActionItem, row_id)
        row.state, row.closed_on = ActionState.DONE, TODAY
    reader.flush()


@pytest.mark.parametrize(
    ("values", "passes"),
    [
        ({"owner": "me"}, True),
        ({"owner": "other"}, False),
        ({"owner": "me", "project": "served"}, False),
        ({"owner": "me", "project": "other"}, False),
        ({"meeting": 0}, True),
        ({"meeting": 1}, False),
        ({"owner": "me", "meeting": 1}, False),
    ],
)
def test_she_adds_a_task_of_her_own_or_of_a_meeting_of_hers(
    as_reader: Any, session: Session, city: dict[str, Any], values: dict[str, Any], passes: bool
) -> None:
    meetings = [make.MeetingFactory(instance=body).id for body in city["bodies"]]
    session.commit()
    reader = reads(as_reader, city, 5)
    named = {"me": city["readers"][5].id, "other": city["readers"][7].id}
    row = ActionItem(text="À faire")
    if "owner" in values:
        row.owner_id = named[values["owner"]]
    if "project" in values:
        row.project_id = city[values["project"]].id
    if "meeting" in values:
        row.meeting_id = meetings[values["meeting"]]
    reader.add(row)
    if passes:
        reader.flush()
        return
    with pytest.raises(OutOfScope):
        reader.flush()


def test_she_does_not_give_her_task_away_nor_move_it(as_reader: Any, session: Session, city: dict[str, Any]) -> None:
    mine = task(owner=city["readers"][5])
    session.commit()
    for change in ({"owner_id": city["readers"][7].id}, {"project_id": city["served"].id}):
        reader = reads(as_reader, city, 5)
        row = reader.get_one(ActionItem, mine.id)
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(OutOfScope):
            reader.flush()
        reader.rollback()
