"""Handover: all that an account answers for goes to a successor, in one operation that the journal can take back.

Without a successor it goes to the team: nobody is named, and deadlines of nobody are the team's. What is owned is
declared in `OWNED`: a new kind of object is one more line there.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import have_common_day
from mdo.kernel.rights.accounts import is_open
from mdo.network.covers import write_absence
from mdo.network.referents import check_referent, other_referents
from mdo.projects.rules import OPEN_STATES
from mdo.series.dates import moment
from models.accounts import User
from models.calls import CallState, ProjectCall
from models.contracts import Contract, ContractState, ProcurementStep, StepState
from models.events import Event, EventState
from models.instances import Instance, InstanceState
from models.meetings import ActionItem, ActionState, AgendaItem, Meeting, MeetingState
from models.network import Absence, Referent
from models.projects import Milestone, Project
from models.requests import CouncilRequest
from models.topics import Topic, TopicState

_ONE_DAY = dt.timedelta(days=1)
_TO_COME = (MeetingState.PREPARED, MeetingState.CONVENED, MeetingState.POSTPONED)


@dataclass(frozen=True)
class Handing:
    """Who leaves, who follows (None: the team), the last day of the one who leaves, and the day it is."""

    leaver: User
    successor: User | None
    last_on: dt.date
    today: dt.date


@dataclass(frozen=True)
class Owned:
    """A kind of objects that an account answers for: which they are, and how one is given to the successor.

    `is_signed`: they bear the name of who made them, which stays where nobody follows.
    """

    name: str
    label: str
    rows: Callable[[int, dt.date], Select[Any]]
    give: Callable[[AnySession, Any, Handing], None]
    is_signed: bool = False


def _to(attribute: str) -> Callable[[AnySession, Any, Handing], None]:
    def give(session: AnySession, row: Any, handing: Handing) -> None:
        setattr(row, attribute, handing.successor)

    return give


def _among(attribute: str) -> Callable[[AnySession, Any, Handing], None]:
    """In the place of the one who leaves, among others; without a successor, the others stay."""

    def give(session: AnySession, row: Any, handing: Handing) -> None:
        others = [user for user in getattr(row, attribute) if user not in (handing.leaver, handing.successor)]
        setattr(row, attribute, others if handing.successor is None else [*others, handing.successor])

    return give


def _bodies(user_id: int, today: dt.date) -> Select[Any]:
    followed = select(Instance).where(Instance.agent_id == user_id, Instance.state != InstanceState.DISSOLVED)
    return followed.order_by(Instance.sort_key)


def _actions(user_id: int, today: dt.date) -> Select[Any]:
    to_do = select(ActionItem).where(ActionItem.owner_id == user_id, ActionItem.state == ActionState.OPEN)
    return to_do.order_by(ActionItem.due_on, ActionItem.id)


def _task_goes(session: AnySession, row: ActionItem, handing: Handing) -> None:
    """One of no meeting and no project is somebody's: without a successor, that of who did it with the one who leaves;
    of nobody else, it keeps its name."""
    others = [user for user in row.team if user is not handing.leaver]
    is_apart = row.meeting_id is None and row.project_id is None
    row.owner = handing.successor or (next(iter(others), row.owner) if is_apart else None)


def _calls(user_id: int, today: dt.date) -> Select[Any]:
    under_way = ProjectCall.state.not_in((CallState.CLOSED, CallState.TEMPLATE))
    return select(ProjectCall).where(ProjectCall.responsible_id == user_id, under_way).order_by(ProjectCall.title)


def _projects(user_id: int, today: dt.date) -> Select[Any]:
    led = select(Project).where(Project.lead_id == user_id, Project.state.in_(OPEN_STATES))
    return led.order_by(Project.title)


def _events(user_id: int, today: dt.date) -> Select[Any]:
    going_on = (EventState.DRAFT, EventState.OPEN, EventState.CLOSED)
    return select(Event).where(Event.lead_id == user_id, Event.state.in_(going_on)).order_by(Event.title)


def _milestones(user_id: int, today: dt.date) -> Select[Any]:
    awaited = select(Milestone).where(Milestone.owner_id == user_id, Milestone.reached_on.is_(None))
    return awaited.order_by(Milestone.due_on, Milestone.id)


def _in_team(model: Any, is_open: Any) -> Callable[[int, dt.date], Select[Any]]:
    def rows(user_id: int, today: dt.date) -> Select[Any]:
        of_team = select(model).where(model.team.any(User.id == user_id), is_open)
        return of_team.order_by(model.id).options(selectinload(model.team))

    return rows


def _requests(user_id: int, today: dt.date) -> Select[Any]:
    waiting = CouncilRequest.answered_on.is_(None)
    asked = select(CouncilRequest).where(CouncilRequest.responsible_id == user_id, waiting)
    return asked.order_by(CouncilRequest.due_on, CouncilRequest.id)


def _coming(today: dt.date) -> Select[Any]:
    to_come = select(Meeting).where(Meeting.state.in_(_TO_COME), Meeting.start_at >= moment(today, 0))
    return to_come.order_by(Meeting.start_at, Meeting.id)


def _organised(user_id: int, today: dt.date) -> Select[Any]:
    return _coming(today).where(Meeting.organiser_id == user_id)


def _facilitated(user_id: int, today: dt.date) -> Select[Any]:
    facilitated = _coming(today).where(Meeting.facilitators.any(User.id == user_id))
    return facilitated.options(selectinload(Meeting.facilitators))


def _contracts(user_id: int, today: dt.date) -> Select[Any]:
    """Those that ended too: their last invoices, their evaluation fall due after their end."""
    followed = select(Contract).where(Contract.responsible_id == user_id, Contract.state != ContractState.ABANDONED)
    return followed.order_by(Contract.id)


def _steps(user_id: int, today: dt.date) -> Select[Any]:
    to_do = ProcurementStep.state.in_((StepState.TO_DO, StepState.UNDER_WAY))
    return select(ProcurementStep).where(ProcurementStep.responsible_id == user_id, to_do).order_by(ProcurementStep.id)


def _topics(user_id: int, today: dt.date) -> Select[Any]:
    return select(Topic).where(Topic.proposer_id == user_id, Topic.state == TopicState.PROPOSED).order_by(Topic.title)


def _presented(user_id: int, today: dt.date) -> Select[Any]:
    """The topics of an agenda that bear her name, as that of who proposed them does."""
    name = select(User.first_name + " " + User.last_name).where(User.id == user_id).scalar_subquery()
    return (
        select(AgendaItem)
        .join(Topic, Topic.agenda_item_id == AgendaItem.id)
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.rapporteur == name,
            Meeting.state.in_(_TO_COME),
            Meeting.start_at >= moment(today, 0),
        )
        .order_by(Meeting.start_at, AgendaItem.position, AgendaItem.id)
    )


def _presents(session: AnySession, row: AgendaItem, handing: Handing) -> None:
    row.rapporteur = None if handing.successor is None else str(handing.successor)


def _stood_in(user_id: int, today: dt.date) -> Select[Any]:
    to_come = select(Absence).where(Absence.replacement_id == user_id, Absence.end_on >= today)
    return to_come.order_by(Absence.start_on, Absence.id)


def _deputised(user_id: int, today: dt.date) -> Select[Any]:
    return select(Referent).where(Referent.replacement_id == user_id, _not_over(today)).order_by(Referent.id)


def _stands_in(session: AnySession, row: Absence | Referent, handing: Handing) -> None:
    """Nobody stands in for oneself, nor for an absence while away: it is then an absence without replacement."""
    successor = handing.successor
    row.replacement = None if successor is None or row.user_id == successor.id else successor
    if isinstance(row, Absence) and row.replacement is not None:
        try:
            write_absence(session, row, handing.today)
        except RuleViolation:
            row.replacement = None


def _territories(user_id: int, today: dt.date) -> Select[Any]:
    return select(Referent).where(Referent.user_id == user_id, _not_over(today)).order_by(Referent.id)


def _not_over(today: dt.date) -> Any:
    return or_(Referent.end_on.is_(None), Referent.end_on >= today)


def _follows(session: AnySession, row: Referent, handing: Handing) -> None:
    """The row ends on the last day and the successor's starts the day after; one still to come changes hands."""
    last_on, old_end = handing.last_on, row.end_on
    if old_end is not None and old_end <= last_on:
        return  # it ends by itself, and nobody was to follow
    if handing.successor is None:
        _ends(session, row, last_on)
        return
    follows = Referent(
        user=handing.successor,
        arrondissement=row.arrondissement,
        start_on=max(row.start_on, last_on + _ONE_DAY),
        end_on=old_end,
        replacement=None if row.replacement_id == handing.successor.id else row.replacement,
    )
    _ends(session, row, last_on)
    others = other_referents(session, follows)
    for other in others:
        if other.arrondissement_id != row.arrondissement_id or not _meet(follows, other):
            continue
        if other.start_on <= follows.start_on:
            return  # the successor answers for the arrondissement already
        follows.end_on = other.start_on - _ONE_DAY
    check_referent(follows, others)
    session.add(follows)


def _ends(session: AnySession, row: Referent, last_on: dt.date) -> None:
    if row.start_on > last_on:
        session.delete(row)
    else:
        row.end_on = last_on


def _meet(row: Referent, other: Referent) -> bool:
    return have_common_day(row.start_on, row.end_on, other.start_on, other.end_on)


_tasks_of_team = _in_team(ActionItem, ActionItem.state == ActionState.OPEN)
_projects_of_team = _in_team(Project, Project.state.in_(OPEN_STATES))
TERRITORIES = Owned("territories", N_("Arrondissements answered for"), _territories, _follows)
OWNED: tuple[Owned, ...] = (
    TERRITORIES,
    Owned("bodies", N_("Bodies followed as agent"), _bodies, _to("agent")),
    Owned("actions", N_("Open actions"), _actions, _task_goes),
    Owned("task_teams", N_("Open tasks done with others"), _tasks_of_team, _among("team")),
    Owned("projects", N_("Projects led"), _projects, _to("lead")),
    Owned("project_teams", N_("Projects worked on in a team"), _projects_of_team, _among("team")),
    Owned("calls", N_("Calls for projects answered for"), _calls, _to("responsible")),
    Owned("events", N_("Events led"), _events, _to("lead")),
    Owned("milestones", N_("Milestones to reach"), _milestones, _to("owner")),
    Owned("requests", N_("Requests and opinions not answered"), _requests, _to("responsible")),
    Owned("contracts", N_("Contracts answered for"), _contracts, _to("responsible")),
    Owned("steps", N_("Steps of procedures to do"), _steps, _to("responsible")),
    Owned("organised", N_("Meetings to come, organised"), _organised, _to("organiser")),
    Owned("facilitated", N_("Meetings to come, facilitated"), _facilitated, _among("facilitators")),
    Owned("topics", N_("Topics waiting in the box"), _topics, _to("proposer"), is_signed=True),
    Owned("presented", N_("Topics to present at meetings to come"), _presented, _presents),
    Owned("absences", N_("Absences of colleagues to stand in for"), _stood_in, _stands_in),
    Owned("deputies", N_("Référents to stand in for"), _deputised, _stands_in),
)


def owned_by(session: AnySession, user: User, today: dt.date) -> list[tuple[Owned, Sequence[Any]]]:
    """All that an account answers for on a day, by kind, empty kinds included."""
    return [(kind, session.scalars(kind.rows(user.id, today)).unique().all()) for kind in OWNED]


def count_owned(session: AnySession, user_id: int, today: dt.date) -> dict[str, int]:
    """How many objects of each kind an account answers for, by the label of the kind; one statement."""
    numbers = (
        select(func.count()).select_from(kind.rows(user_id, today).order_by(None).subquery()).scalar_subquery()
        for kind in OWNED
    )
    row = session.execute(select(*(number.label(kind.name) for kind, number in zip(OWNED, numbers, strict=True)))).one()
    return {kind.label: number for kind, number in zip(OWNED, row, strict=True)}


def check_handing(handing: Handing) -> None:
    """Refuses oneself, a closed account and a last day already past. Raises RuleViolation."""
    if handing.successor is None:
        return
    if handing.successor.id == handing.leaver.id:
        raise RuleViolation(N_("The successor is someone else."), field="successor")
    if not is_open(handing.successor.active, handing.successor.ends_on, handing.today):
        raise RuleViolation(N_("This account is closed: choose another one."), field="successor")
    if handing.last_on < handing.today - _ONE_DAY:
        raise RuleViolation(
            N_("The last day cannot be earlier than yesterday: rights already given are not taken back."),
            field="last_on",
        )


def hand_over(session: AnySession, handing: Handing) -> int:
    """Gives all to the successor and flushes; returns how many objects. Raises RuleViolation."""
    check_handing(handing)
    total = 0
    with session.no_autoflush:
        for kind, rows in owned_by(session, handing.leaver, handing.today):
            for row in rows:
                kind.give(session, row, handing)
            total += len(rows)
    session.flush()
    return total
