"""What is stored about a date: the meetings, members and agents that « Conflits d'agenda » speaks of.

Everything comes from the session, which narrows it to the reader's scope: a meeting that she may not see is not told,
even by its number.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.calendar.conflicts import (
    REACH,
    Clash,
    DateConflict,
    Evenings,
    Findings,
    MeetingInMind,
    MeetingThatDay,
    clashes,
    evenings_of,
    nearest_evenings,
)
from mdo.calendar.evening_hours import evenings_in, is_shared
from mdo.calendar.month import Month
from mdo.days_off.avoided import avoided_on, dates_to_avoid, is_week_end, school_holiday, school_holidays
from mdo.days_off.days import public_holiday
from mdo.days_off.electoral import electoral_period
from mdo.instances.scope import bodies_in
from mdo.kernel.base.calendar_events import DAY, EventQuery
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.periods import PARIS
from mdo.meetings.calendar_revisions import OFF
from mdo.meetings.calendar_source import in_period
from mdo.meetings.called import of_network, whose
from mdo.network.answering import answers_clause
from mdo.people.mandates import in_force_clause
from models.accounts import User
from models.instances import Instance
from models.meetings import Meeting
from models.network import Referent
from models.people import Mandate, Person

_MOST = 500


@dataclass(frozen=True)
class _Around:
    """What is known of the body that meets."""

    instance_id: int | None
    place_ids: tuple[int, ...] = ()
    elected_user_id: int | None = None
    elected_official: str = ""
    is_network: bool = False


def findings_on(
    session: AnySession, planned: MeetingInMind, *, is_network: bool, language: str, most_evenings: int
) -> Findings:
    """All that speaks against the day and hours of a planned meeting, in the scope of the session.

    `is_network`: it is the network's, not a meeting whose body is still to be chosen. The evenings are those of the
    reader, and counted for a meeting that she carries (or that nobody carries yet).
    """
    context = context_of(session)
    day, today = planned.day, context.today
    first, last = day - REACH * DAY, day + REACH * DAY
    around = _around(session, planned.instance_id, is_network)
    busy = planned.agents | _referents(session, around, day)
    holidays = school_holidays(session, first, last)
    avoided = dates_to_avoid(session, first, last, around.place_ids)
    sharing = _sharing(session, around, day)
    taken = _taken(session, planned, around, busy, sharing, EventQuery(first, last))
    conflicts = _with_names(session, _conflicts(planned, taken, busy, sharing), planned, around, busy)

    def is_taken(candidate: dt.date) -> bool:
        moved = _moved(planned, candidate)
        if public_holiday(candidate, language) or school_holiday(candidate, holidays) or avoided_on(candidate, avoided):
            return True
        return any(clashes(moved, other, busy, sharing) for other in taken)

    found = Findings(
        day=day,
        public_holiday=public_holiday(day, language) or "",
        school_holiday=school_holiday(day, holidays),
        avoided=avoided_on(day, avoided),
        is_week_end=is_week_end(day),
        conflicts=conflicts,
        reminder=electoral_period(session, day, around.place_ids) if planned.is_public else None,
        evenings=_evenings(session, planned, context.actor_id, most_evenings),
    )
    return replace(found, free=nearest_evenings(day, today, is_taken)) if found.is_warning else found


def _moved(planned: MeetingInMind, day: dt.date) -> MeetingInMind:
    """The same hours, read on a clock in Paris, on another day."""
    shift = dt.timedelta(days=(day - planned.day).days)
    return replace(
        planned,
        start_at=planned.start_at.astimezone(PARIS) + shift,
        end_at=planned.end_at.astimezone(PARIS) + shift,
    )


def _around(session: AnySession, instance_id: int | None, is_network: bool) -> _Around:
    if instance_id is None:
        return _Around(None, is_network=is_network)
    body = session.scalars(
        select(Instance).where(Instance.id == instance_id).options(selectinload(Instance.arrondissements))
    ).one_or_none()
    if body is None:
        return _Around(None)
    places = tuple(place.id for place in body.arrondissements)
    return _Around(body.id, places, body.elected_user_id, body.elected_official or "")


def _referents(session: AnySession, around: _Around, day: dt.date) -> frozenset[int]:
    """The référents in force on that day of the arrondissements of the body; for the network, all of them."""
    if not around.place_ids and not around.is_network:
        return frozenset()
    asked = select(Referent.user_id).where(answers_clause(day))
    if not around.is_network:
        asked = asked.where(Referent.arrondissement_id.in_(around.place_ids))
    return frozenset(session.scalars(asked))


def _members(around: _Around, day: dt.date) -> Select[Any]:
    """The people whose mandate in the body is in force."""
    return (
        select(Mandate.person_id)
        .where(Mandate.instance_id == around.instance_id, Mandate.person_id.is_not(None), in_force_clause(day))
        .correlate(None)
    )


def _sharing(session: AnySession, around: _Around, day: dt.date) -> frozenset[int]:
    """The bodies that have a member in common with this one on that day."""
    if around.instance_id is None:
        return frozenset()
    asked = select(Mandate.instance_id).where(
        Mandate.instance_id != around.instance_id,
        Mandate.person_id.in_(_members(around, day)),
        in_force_clause(day),
    )
    return frozenset(session.scalars(asked.distinct()))


def _relevant(planned: MeetingInMind, around: _Around, busy: frozenset[int], sharing: frozenset[int]) -> list[Any]:
    """What makes a meeting of these weeks worth looking at: any of these."""
    found: list[ColumnElement[bool]] = []
    if around.place_ids:
        found.append(Meeting.instance_id.in_(bodies_in(around.place_ids)))
    if around.is_network:
        found.append(of_network())
    if around.instance_id is not None:
        found.append(Meeting.instance_id == around.instance_id)
    if sharing:
        found.append(Meeting.instance_id.in_(sorted(sharing)))
    if around.elected_user_id is not None:
        found.append(Meeting.instance.has(Instance.elected_user_id == around.elected_user_id))
    if around.elected_official:
        found.append(Meeting.instance.has(Instance.elected_official == around.elected_official))
    if busy:
        ids = sorted(busy)
        found += [Meeting.organiser_id.in_(ids), Meeting.facilitators.any(User.id.in_(ids))]
    if planned.place.strip():
        found.append(func.lower(Meeting.place) == planned.place.strip().lower())
    return found


def _taken(
    session: AnySession,
    planned: MeetingInMind,
    around: _Around,
    busy: frozenset[int],
    sharing: frozenset[int],
    wanted: EventQuery,
) -> Sequence[MeetingThatDay]:
    """The meetings of the weeks around that may count: near, of shared members or officials, of the same agents."""
    relevant = _relevant(planned, around, busy, sharing)
    if not relevant:
        return ()
    asked = (
        select(Meeting)
        .where(*in_period(wanted), Meeting.state.not_in(OFF), or_(*relevant))
        .order_by(Meeting.start_at, Meeting.id)
        .limit(_MOST)
        .options(
            joinedload(Meeting.instance).selectinload(Instance.arrondissements),
            joinedload(Meeting.event),
            selectinload(Meeting.juries),
            selectinload(Meeting.facilitators),
        )
    )
    if planned.id is not None:
        asked = asked.where(Meeting.id != planned.id)
    return [_as_taken(meeting, around) for meeting in session.scalars(asked)]


def _as_taken(meeting: Meeting, around: _Around) -> MeetingThatDay:
    body = meeting.instance
    places = {place.id for place in body.arrondissements} if body else set()
    agents = {user.id for user in meeting.facilitators}
    if meeting.organiser_id is not None:
        agents.add(meeting.organiser_id)
    is_same_account = body is not None and body.elected_user_id is not None
    is_same_name = body is not None and bool(around.elected_official)
    return MeetingThatDay(
        id=meeting.id,
        title=meeting.title,
        start_at=meeting.start_at,
        end_at=meeting.end_at,
        instance_id=meeting.instance_id,
        body=whose(meeting),
        place=meeting.place or "",
        room=meeting.room or "",
        agents=frozenset(agents),
        is_near=bool(places & set(around.place_ids))
        or (around.is_network and not whose(meeting))
        or (body is not None and body.id == around.instance_id),
        has_same_official=body is not None
        and body.id != around.instance_id
        and (
            (is_same_account and body.elected_user_id == around.elected_user_id)
            or (is_same_name and body.elected_official == around.elected_official)
        ),
    )


def _conflicts(
    planned: MeetingInMind, taken: Sequence[MeetingThatDay], busy: frozenset[int], sharing: frozenset[int]
) -> list[DateConflict]:
    """The conflicts of the day, the gravest kind first; a meeting that disputes something is not also told as near."""
    found = []
    for other in taken:
        kinds = clashes(planned, other, busy, sharing)
        found += [DateConflict(kind, other) for kind in kinds if kind is not Clash.NEAR or len(kinds) == 1]
    order = list(Clash)
    return sorted(found, key=lambda conflict: (order.index(conflict.clash), conflict.other.start_at))


def _with_names(
    session: AnySession,
    conflicts: Sequence[DateConflict],
    planned: MeetingInMind,
    around: _Around,
    busy: frozenset[int],
) -> tuple[DateConflict, ...]:
    """The same with the members, or the agents, that two meetings have in common."""
    bodies = {conflict.other.instance_id for conflict in conflicts if conflict.clash is Clash.MEMBERS}
    members = _common_members(session, around, {body for body in bodies if body is not None}, planned.day)
    agents = _agent_names(session, busy) if any(item.clash is Clash.AGENT for item in conflicts) else {}

    def names_of(conflict: DateConflict) -> tuple[str, ...]:
        if conflict.clash is Clash.MEMBERS:
            return tuple(members.get(conflict.other.instance_id or 0, ()))
        if conflict.clash is Clash.AGENT:
            return tuple(agents[user_id] for user_id in sorted(busy & conflict.other.agents) if user_id in agents)
        return ()

    return tuple(replace(conflict, names=names_of(conflict)) for conflict in conflicts)


def _common_members(session: AnySession, around: _Around, bodies: set[int], day: dt.date) -> dict[int, list[str]]:
    if not bodies:
        return {}
    asked = (
        select(Mandate.instance_id, Person.id, Person.last_name, Person.first_name)
        .join(Mandate.person)
        .where(
            Mandate.instance_id.in_(sorted(bodies)),
            Mandate.person_id.in_(_members(around, day)),
            in_force_clause(day),
        )
        .order_by(Person.sort_key, Person.id)
        .distinct()
    )
    found: dict[int, dict[int, str]] = {}
    for row in session.execute(asked.add_columns(Person.sort_key)):
        name = " ".join(part for part in (row.first_name, row.last_name) if part)
        found.setdefault(row.instance_id, {})[row.id] = name
    return {instance_id: list(names.values()) for instance_id, names in found.items()}


def _agent_names(session: AnySession, ids: frozenset[int]) -> dict[int, str]:
    asked = select(User.id, User.first_name, User.last_name).where(User.id.in_(sorted(ids)))
    return {row.id: f"{row.first_name} {row.last_name}" for row in session.execute(asked)}


def _evenings(session: AnySession, planned: MeetingInMind, reader_id: int | None, most: int) -> Evenings | None:
    """The reader's own month; nobody else's is ever counted here."""
    if reader_id is None or (planned.agents and reader_id not in planned.agents):
        return None
    own = evenings_in(session, reader_id, Month.of(planned.day), but=planned.id)
    return evenings_of(planned, own, most, is_shared=is_shared(session, reader_id))
